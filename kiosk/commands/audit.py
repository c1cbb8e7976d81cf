"""``kiosk audit verify|export|events``."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click
from sqlite_utils import Database

from kiosk.commands.language import Say, language_option, sayer
from kiosk.commands.refusing import Day
from kiosk.commands.site import config_option, refuse_settings
from kiosk.commands.store_key import key_of
from kiosk.config import Config, ConfigError, load
from kiosk.message import Message, say
from kiosk.newfile import write_new
from kiosk.registry.seals import Sealer, Unsealed, unsealed
from kiosk.store.audit import document, export, verify
from kiosk.store.audit.events import TrailExported
from kiosk.store.audit.fields import LARGEST, Count
from kiosk.store.audit.trail import End, Trail
from kiosk.store.audit.verify import Report, State
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError

_LARGEST_HEAD: Final = 65536
_WRITERS: Final = {"csv": export.as_csv, "json": export.as_json}


def _file(*names: str, help: str) -> Callable[[Any], Any]:  # noqa: A002 - click's word
    return click.option(*names, type=click.Path(path_type=Path), help=help)


@click.group()
def audit() -> None:
    """The audit trail: what was done, without anybody's particulars."""


@audit.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json"]),
    default="md",
    help="Markdown unless said otherwise.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def events(form: str, as_json: bool) -> None:
    """Every kind of entry, with its fields: docs/audit.md, or the list as JSON."""
    if as_json or form == "json":
        click.echo(json.dumps(document.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(document.document(), nl=False)


@audit.command("verify")
@config_option
@language_option
@_file("--head", help="Also whether it goes on from what --json wrote into this file.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def verify_(config_path: Path, language: str, head: Path | None, as_json: bool) -> None:
    """Whether the trail is whole, in one line. Exit status 1 when it is not.

    What --json writes is to be kept away from the terminal: only with it can be seen
    later that the whole store was put back to an earlier day.
    """
    earlier = None if head is None else _head(head)
    with _opened(config_path) as (store, sealer), store.read() as db:
        report = verify.verified(db, store.trail_key, earlier)
        users = _users(db, sealer, report)
    if as_json:
        click.echo(json.dumps(_as_json(report, users), indent=2))
    else:
        click.echo(_line(report, users, sayer(language)))
    whole = report.whole and not users.altered
    raise click.exceptions.Exit(0 if whole else 1)


@audit.command("export")
@config_option
@language_option
@click.option("--from", "begin", type=Day(), default=date.min, help="The first day.")
@click.option("--to", "end", type=Day(), default=date.max, help="The last day.")
@click.option("--format", "form", type=click.Choice(list(_WRITERS)), default="csv")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), required=True)
def export_(
    config_path: Path, language: str, begin: date, end: date, form: str, out: Path
) -> None:
    """Write entries into a new file. Days are days in Japan.

    That it was done is recorded, in an entry that is not among those written.
    """
    if end < begin:
        raise click.UsageError("--to lies before --from: give the earlier day first")
    with _opened(config_path) as (store, _):
        with store.read() as db:
            some = list(export.rows(db, begin, end))
        content = _WRITERS[form](some, sayer(language))
        _write_new(out, content.encode())
        count = Count(min(len(some), LARGEST[Count]))
        Trail(store).note(TrailExported(count), datetime.now(UTC))
    click.echo(f"wrote {out}", err=True)


@contextmanager
def _opened(config_path: Path) -> Iterator[tuple[Store, Sealer]]:
    """The site's store. Makes none."""
    try:
        config = load(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    if not config.store.path.exists():
        raise click.ClickException(
            f"{config.store.path}: there is no store yet; it is made at the first start"
        )
    try:
        store, key = _store(config)
        try:
            yield store, Sealer(key)
        finally:
            store.close()
    except StoreError as error:
        raise click.ClickException(str(error)) from None


def _users(db: Database, sealer: Sealer, report: Report) -> Unsealed:
    """A trail that cannot be followed to its end vouches for nobody."""
    if report.state is State.ALTERED:
        return Unsealed((), 0)
    return unsealed(db, sealer, report.seals, report.first_user)


def _store(config: Config) -> tuple[Store, bytes]:
    path = config.store.path
    key = key_of(config).load_or_create()
    return open_store(path, key, production=config.production), key


def _head(path: Path) -> End:
    try:
        with path.open("rb") as file:
            return verify.end_of(file.read(_LARGEST_HEAD))
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from None
    except verify.NoEnd as error:
        raise click.UsageError(f"{path}: {error}") from None


def _write_new(path: Path, content: bytes) -> None:
    try:
        write_new(path, content)
    except FileExistsError:
        raise click.UsageError(
            f"{path}: is there already; choose another name"
        ) from None
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from None


def _as_json(report: Report, users: Unsealed) -> dict[str, Any]:
    return {
        "whole": report.whole and not users.altered,
        "state": report.state,
        "at": report.at,
        **verify.as_json(report.end),
        "entries_kept": report.entries,
        "clock_set_back": report.set_back,
        "altered_users": users.altered,
        "older_users": users.older,
    }


def _line(report: Report, users: Unsealed, tell: Say) -> str:
    return "; ".join(tell(part) for part in _parts(report, users))


def _parts(report: Report, users: Unsealed) -> Iterator[Message]:
    """What is to be said, the state first."""
    yield say(f"audit.state.{report.state}", entries=report.entries, at=report.at or 0)
    if users.altered:
        numbers = ", ".join(map(str, users.altered))
        yield say("audit.found.altered_users", users=numbers)
    if report.set_back:
        yield say("audit.found.set_back", at=", ".join(map(str, report.set_back)))
    if users.older:
        yield say("audit.found.older_users", number=users.older)
