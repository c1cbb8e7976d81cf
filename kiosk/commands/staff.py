"""``kiosk staff add|list|role|password|remove-card|remove|today``."""

import json
import os
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from kiosk.commands.language import language_option, sayer
from kiosk.commands.refusing import Day
from kiosk.commands.site import config_option, refuse_settings
from kiosk.commands.store_key import key_of
from kiosk.config import ConfigError, load
from kiosk.i18n.languages import own_name
from kiosk.message import Message, say
from kiosk.registry.argon import RECOMMENDED, Cost
from kiosk.registry.day import Act, acts_of
from kiosk.registry.passwords import UnfitPassword
from kiosk.registry.staff import CodeTaken, Member, NoSuchMember, Staff, UnfitCode
from kiosk.registry.staff_cards import StaffCards
from kiosk.rules.calendar import today
from kiosk.secret import Secret
from kiosk.store.audit.fields import StaffRole
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError

_WHY_NOT: Final = {
    "length": "a password has 8 to 64 characters",
    "character": "a password has letters, digits and signs of a keyboard, no spaces",
    "guessable": "this password is among the first that anybody would try",
    "own": "a password must not be the code itself",
}
_ENDS: Final = b"\r\n"
_BACKSPACES: Final = b"\x7f\b"

_role = click.argument(
    "role", type=click.Choice([own.value for own in StaffRole]), metavar="ROLE"
)
_code = click.argument("code")
_json = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


@click.group()
def staff() -> None:
    """Who works at the desk. Passwords are typed here, and never shown."""


@staff.command()
@config_option
@_code
@_role
def add(config_path: Path, code: str, role: str) -> None:
    """Somebody more. CODE is what they sign in with: no name, 2 to 16 letters. ROLE is
    helper, gyoseishoshi or manager.
    """
    with _opened(config_path) as own:
        member = own.staff.add(code, StaffRole(role), _asked_twice(), own.now)
    click.echo(f"{member.code}: {member.role}", err=True)


@staff.command("list")
@config_option
@_json
def list_(config_path: Path, as_json: bool) -> None:
    """Everybody, by code."""
    with _opened(config_path) as own:
        members = own.staff.members()
    if as_json:
        click.echo(json.dumps([_as_dict(member) for member in members], indent=2))
    else:
        for member in members:
            click.echo(f"{member.number:4} {member.code:16} {member.role}")


@staff.command()
@config_option
@_code
@_role
def role(config_path: Path, code: str, role: str) -> None:
    """Another role for somebody."""
    with _opened(config_path) as own:
        member = own.staff.change_role(code, StaffRole(role), own.now)
    click.echo(f"{member.code}: {member.role}", err=True)


@staff.command()
@config_option
@_code
def password(config_path: Path, code: str) -> None:
    """A new password for somebody; it also ends a lock."""
    with _opened(config_path) as own:
        member = own.staff.set_password(code, _asked_twice(), own.now)
    click.echo(f"{member.code}: the new password holds", err=True)


@staff.command("remove-card")
@config_option
@_code
def remove_card(config_path: Path, code: str) -> None:
    """A card that was lost, or is no longer wanted, opens this code no more."""
    with _opened(config_path) as own:
        gone = own.cards.remove(code, own.now)
    click.echo("the card is removed" if gone else "there was no card", err=True)


@staff.command()
@config_option
@_code
def remove(config_path: Path, code: str) -> None:
    """Somebody may no longer sign in."""
    with _opened(config_path) as own:
        member = own.staff.remove(code, own.now)
    click.echo(f"{member.code}: removed", err=True)


@staff.command("today")
@config_option
@language_option
@click.option("--day", type=Day(), help="Another day in Japan.")
@_json
def today_(config_path: Path, language: str, day: date | None, as_json: bool) -> None:
    """What happened today at the terminal, without anybody's name."""
    with _opened(config_path) as own:
        acts = acts_of(own.store, day or today(own.now), None, own.now)
    if as_json:
        click.echo(json.dumps([asdict(act) for act in acts], indent=2))
        return
    tell = sayer(language)
    for act in acts:
        click.echo(f"{act.time} {'; '.join(map(tell, said(act)))}")


def said(act: Act) -> Iterator[Message]:
    """What a line of a day says, in its parts."""
    yield say(f"staff.act.{act.what}")
    if act.role:
        yield say(f"role.{act.role}")
    if act.procedure:
        yield say(f"procedure.{act.procedure}")
    if act.language:
        yield say("screen.language.own", name=own_name(act.language))
    if act.paper:
        yield say(f"audit.paper.{act.paper}")
    if act.outcome:
        yield say(f"staff.outcome.{act.outcome}")


class _Own:
    """The store of a site and its staff, at one time."""

    def __init__(self, store: Store, key: bytes, cost: Cost) -> None:
        self.store = store
        self.staff = Staff(store, key, os.urandom, cost)
        self.cards = StaffCards(store, key)
        self.now = datetime.now(UTC)


@contextmanager
def _opened(config_path: Path) -> Iterator[_Own]:
    """Every refusal is one line that says what to do."""
    try:
        config = load(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    try:
        key = key_of(config).load_or_create()
        store = open_store(config.store.path, key, production=config.production)
        try:
            yield _Own(store, key, RECOMMENDED)
        finally:
            store.close()
    except StoreError as error:
        raise click.ClickException(str(error)) from None
    except UnfitPassword as error:
        raise click.UsageError(f"{_WHY_NOT[error.why]}; choose another") from None
    except UnfitCode as error:
        raise click.UsageError(f"a code is {error}; choose another") from None
    except CodeTaken as error:
        raise click.UsageError(f"{error}; choose another") from None
    except NoSuchMember as error:
        raise click.UsageError(f"{error}; kiosk staff list shows them") from None


def _as_dict(member: Member) -> dict[str, Any]:
    return {"number": member.number, "code": member.code, "role": member.role}


def _asked_twice() -> Secret:
    """A password from the terminal, typed alike twice."""
    first = _asked("Password: ")
    with _asked("Once more: ") as again:
        if not first.is_same_as(again):
            first.wipe()
            raise click.UsageError("the two passwords differ; try again")
    return first


def _asked(prompt: str) -> Secret:
    """One line, read byte by byte into a buffer that is wiped; nothing is shown."""
    if not sys.stdin.isatty():
        raise click.UsageError("passwords are typed at a terminal; nothing is piped in")
    secret = Secret()
    try:
        with _without_echo(sys.stdin.fileno()) as terminal:
            click.echo(prompt, err=True, nl=False)
            _read_line(terminal, secret)
    except BaseException:
        secret.wipe()
        raise
    click.echo(err=True)
    return secret


def _read_line(terminal: int, secret: Secret) -> None:
    while byte := os.read(terminal, 1):
        if byte in _ENDS:
            return
        if byte in _BACKSPACES:
            secret.backspace()
        elif not secret.append(byte[0]):
            raise click.UsageError(f"{_WHY_NOT['length']}; choose another")


@contextmanager
def _without_echo(terminal: int) -> Iterator[int]:
    """Every byte at once, and none of them shown."""
    before = termios.tcgetattr(terminal)
    quiet = [*before]
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal, termios.TCSAFLUSH, quiet)
    try:
        yield terminal
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
