"""``kiosk card info`` and ``kiosk card emulate``."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from kiosk.commands.site import config_option, refuse_settings

_FAULTS: Final[Mapping[str, str]] = {
    "no_service": "the card service does not run; start it: systemctl start pcscd",
    "no_reader": "no card reader is plugged in; plug one in, or see kiosk doctor",
    "no_card": "no card lies on the reader; lay one on it",
    "removed": "the card was lifted too early; lay it on the reader again",
    "busy": "another program uses the card; end that program, such as the kiosk",
    "mute": "the card does not answer; turn it over and lay it on the reader again",
    "unreadable": "the card answers strangely; clean it and try once more",
}
_VPCD: Final = "127.0.0.1:35963"  # 0x8C7B: the first reader of Debian's vpcd


@click.group()
def card() -> None:
    """The card on the reader; virtual cards."""


@card.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def info(config_path: Path, as_json: bool) -> None:
    """What lies on the reader. Asks for no PIN."""
    from kiosk.card.faults import CardError
    from kiosk.card.info import describe
    from kiosk.card.pcsc import PcscDesk
    from kiosk.config import ConfigError, load

    try:
        desk = PcscDesk(load(config_path).card.reader)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    try:
        found = describe(desk).as_dict()
    except CardError as error:
        what = _FAULTS.get(error.fault.value, f"the card cannot be read: {error}")
        raise click.ClickException(what) from None
    finally:
        desk.close()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for name, value in _lines(found):
            click.echo(f"{name}: {value}")


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
