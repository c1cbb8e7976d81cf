"""``kiosk hub init|migrate|invite|join|rotate|revoke|status``."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from kiosk.commands.site import config_option, refuse_settings
from kiosk.commands.store_key import key_of
from kiosk.config import Config, ConfigError, load
from kiosk.config.models import HubSettings
from kiosk.hub import founding
from kiosk.hub.database import as_admin
from kiosk.hub.faults import CannotOpenError, HubError
from kiosk.hub.installing import install
from kiosk.hub.invitation import invited
from kiosk.hub.link import Link, connect
from kiosk.hub.member import Member, keep_member, member_of
from kiosk.hub.office import Paper, paper_of
from kiosk.newfile import write_new
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError
from kiosk.store.recovery import LINES, MisreadError

_admin = click.option(
    "--admin",
    "url",
    required=True,
    metavar="URL",
    help="As who may make roles: postgresql://USER@HOST:PORT/DATABASE, or "
    "postgresql:///DATABASE?host=FOLDER for a socket. The password is PGPASSWORD.",
)


@click.group()
def hub() -> None:
    """One association with many desks; docs/hub.md."""


@hub.command()
@_admin
@click.option("--title", required=True, help="The association's first office.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER")
@config_option
def init(url: str, title: str, out: Path, config_path: Path) -> None:
    """Make an association in an empty database, and this terminal its first office.

    FOLDER gets what the database's server needs. The eight lines that are printed are
    the paper for the safe: they are shown once.
    """
    with _opened(config_path) as (config, store):
        if _known(store):
            raise click.ClickException("this terminal has an association already")
        made = founding.found(
            as_admin(url),
            title,
            tuple(host for host, _ in _settings_of(config).servers),
            os.urandom,
            datetime.now(UTC),
        )
        out.mkdir(mode=0o700, exist_ok=True)
        for name, content in made.files.items():
            write_new(out / name, content)
        keep_member(store, made.office)
    for line in made.paper.lines:
        click.echo(line)


@hub.command()
@_admin
def migrate(url: str) -> None:
    """Bring the database's tables and functions up to date."""
    with _told():
        admin = as_admin(url)
        try:
            done = install(admin)
        finally:
            admin.close()
    click.echo(f"{done} steps", err=True)


@hub.command()
@click.argument("title")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--office", is_flag=True, help="One more office, with a key of its own.")
@config_option
def invite(title: str, file: Path, office: bool, config_path: Path) -> None:
    """Make FILE for a new terminal, called TITLE, and tell the code that opens it.

    An office changes the ring: the eight lines of the paper are read from standard
    input.
    """
    with _opened(config_path) as (config, store):
        own = _member(store)
        paper = _paper() if office else None
        with _linked(config, own) as link:
            now = datetime.now(UTC)
            made = founding.invite(link, own, title, paper, os.urandom, now)
        write_new(file, made.file)
        if made.ring is not None:
            founding.keep(store, made.ring)
    click.echo(made.code)


@hub.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
def join(file: Path, config_path: Path) -> None:
    """Make this terminal a member by FILE; the code is read from standard input."""
    with _opened(config_path) as (config, store):
        if _known(store):
            raise click.ClickException("this terminal has an association already")
        if sys.stdin.isatty():
            click.echo("Type the code:", err=True)
        own = invited(file.read_bytes(), sys.stdin.readline())
        with _linked(config, own) as link:
            ring = link.greet(joining=True).ring
        keep_member(store, own.told(ring))
    click.echo(f"{own.title}: joined as number {own.number}", err=True)


@hub.command()
@config_option
def rotate(config_path: Path) -> None:
    """Give this office another key, and everything at the hub for it.

    The eight lines of the paper are read from standard input.
    """
    with _opened(config_path) as (config, store):
        own = _member(store)
        paper = _paper()
        with _linked(config, own) as link:
            count = founding.rotate(link, store, own, paper, os.urandom)
    click.echo(f"{count} records have the new key", err=True)


@hub.command()
@click.argument("number", type=int)
@config_option
def revoke(number: int, config_path: Path) -> None:
    """Let the terminal NUMBER in no more, from now on."""
    with (
        _opened(config_path) as (config, store),
        _linked(config, _member(store)) as link,
    ):
        done = link.revoke(number)
    if not done:
        raise click.UsageError(f"no terminal that is let in has number {number}")
    click.echo(f"{number}: revoked", err=True)


@hub.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@config_option
def status(as_json: bool, config_path: Path) -> None:
    """All terminals and offices; for offices."""
    with (
        _opened(config_path) as (config, store),
        _linked(config, _member(store)) as link,
    ):
        members = link.status()
    if as_json:
        click.echo(json.dumps([asdict(own) for own in members], indent=2))
        return
    for own in members:
        kind = "office" if own.office else "terminal"
        state = "revoked" if own.revoked else own.seen or "invited"
        click.echo(f"{own.number:4} {kind:8} {own.records:8} {state:32} {own.title}")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Config, Store]]:
    try:
        config = load(path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    with _told():
        key = key_of(config).load_or_create()
        store = open_store(config.store.path, key, production=config.production)
        try:
            yield config, store
        finally:
            store.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (StoreError, HubError) as error:
        raise click.ClickException(str(error)) from None
    except CannotOpenError:
        raise click.UsageError("this code does not open this file") from None
    except OSError as error:
        raise click.ClickException(str(error)) from None


def _linked(config: Config, own: Member) -> Link:
    settings = _settings_of(config)
    return connect(settings.servers, settings.database, own.identity)


def _settings_of(config: Config) -> HubSettings:
    if config.hub is None:
        raise click.UsageError("the settings have no [hub]; docs/hub.md")
    return config.hub


def _known(store: Store) -> Member | None:
    with store.read() as db:
        return member_of(db)


def _member(store: Store) -> Member:
    own = _known(store)
    if own is None:
        raise click.ClickException("this terminal is not joined; kiosk hub join")
    return own


def _paper() -> Paper:
    if sys.stdin.isatty():
        click.echo(f"Type the {LINES} lines of the paper:", err=True)
    try:
        return paper_of("\n".join(sys.stdin.readline() for _ in range(LINES)))
    except MisreadError as error:
        raise click.UsageError(str(error)) from None
