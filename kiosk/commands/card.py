"""``kiosk card info`` and ``kiosk card emulate``."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kiosk.commands.language import Say, language_option, sayer
from kiosk.commands.site import config_option, refuse_settings
from kiosk.message import say

if TYPE_CHECKING:
    from kiosk.card.desk import Desk

SLOW_SECONDS: Final = 3.0
"""A card that lies well is looked at in less than one."""
_VPCD: Final = "127.0.0.1:35963"  # 0x8C7B: the first reader of Debian's vpcd


@click.group()
def card() -> None:
    """The card on the reader; virtual cards."""


@card.command()
@config_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def info(config_path: Path, language: str, as_json: bool) -> None:
    """What lies on the reader. Asks for no PIN."""
    from kiosk.card.pcsc import PcscDesk
    from kiosk.config import ConfigError, load

    try:
        desk = PcscDesk(load(config_path).card.reader)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    found = look_at(desk, sayer(language), time.monotonic)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for name, value in _lines(found):
            click.echo(f"{name}: {value}")


def look_at(
    desk: "Desk", tell: Say, monotonic: Callable[[], float]
) -> Mapping[str, Any]:
    """What lies there, for ``json.dumps``. Closes the desk, and says on standard error
    what is not wrong but could be better.

    Raises:
        ClickException: what stands in the way, and what to do.
    """
    from kiosk.card.faults import CardError
    from kiosk.card.info import describe

    start = monotonic()
    try:
        found = describe(desk)
    except CardError as error:
        what = tell(say(f"desk.fault.{error.fault.value}"))
        raise click.ClickException(what) from None
    finally:
        desk.close()
    seconds = monotonic() - start
    if seconds > SLOW_SECONDS:
        hint = tell(say("desk.fault.slow", seconds=f"{seconds:.0f}"))
        click.echo(f"kiosk: {hint}", err=True)
    if found.passes_extended is False:
        hint = tell(say("desk.fault.short"))
        click.echo(f"kiosk: {hint}", err=True)
    return found.as_dict()


def _lines(found: Mapping[str, Any]) -> list[tuple[str, object]]:
    """Name and value of each line; a mapping has a line for each entry."""
    lines: list[tuple[str, object]] = []
    for key, value in found.items():
        name = key.replace("_", " ")
        if isinstance(value, dict):
            lines += [(f"{name}, {part}", left) for part, left in value.items()]
        elif isinstance(value, bool):
            lines.append((name, "yes" if value else "no"))
        else:
            lines.append((name, value))
    return lines


@card.command()
@click.argument("kind")
@click.option(
    "--vpcd",
    default=_VPCD,
    show_default=True,
    metavar="HOST:PORT",
    help="Where the virtual reader listens.",
)
@click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE", help="How the card behaves."
)
def emulate(kind: str, vpcd: str, pairs: tuple[str, ...]) -> None:
    """A virtual card behind the vpcd reader until interrupted (Ctrl-C).

    KIND: mynumber, residence-1, residence-2 or specified.
    """
    from kiosk.emulator.command import emulate as serve

    host, port = _address(vpcd)
    settings = dict(_pair(text) for text in pairs)
    logging.basicConfig(format="kiosk: %(message)s", level=logging.WARNING)
    try:
        serve(kind, host, port, settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(_told(error)) from None


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit()):
        raise click.UsageError(f"--vpcd {text}: write it as {_VPCD}")
    if not 1 <= int(port) <= 65535:
        raise click.UsageError(f"--vpcd {text}: a port is 1 to 65535")
    return host, int(port)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise click.UsageError(f"--set {text}: write it as KEY=VALUE")
    return key, value


def _told(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}; the virtual card stops"
