"""``kiosk store recovery``: the store's key on paper."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from kiosk.commands.language import language_option
from kiosk.commands.printers import outlets
from kiosk.commands.site import config_option, refuse_settings
from kiosk.commands.store_key import key_of
from kiosk.config import Config, ConfigError, load
from kiosk.newfile import write_new
from kiosk.printers.faults import PrinterError
from kiosk.receipts.blocks import Block
from kiosk.receipts.drawn import NotDrawn, drawn
from kiosk.receipts.outlet import Form
from kiosk.receipts.recovery import recovery_paper
from kiosk.store.faults import StoreError
from kiosk.store.recovery import LINES, MisreadError, from_paper, on_paper

_WIDTH_MM: Final = 80


@click.group()
def recovery() -> None:
    """The key on paper, for the day on which this machine is gone."""


@recovery.command(name="print")
@click.option(
    "--pdf",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a PDF instead of printing; print it elsewhere and delete it.",
)
@language_option
@config_option
def print_key(file: Path | None, language: str, config_path: Path) -> None:
    """Print the store's key on the receipt printer.

    Whoever has the paper and the disk, or a backup, can read everything: keep it in a
    safe, away from this machine.
    """
    try:
        config = load(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    try:
        lines = on_paper(key_of(config).load_or_create())
        blocks = recovery_paper(config.site.name, lines, datetime.now(UTC), language)
        if file is not None:
            _write_new(file, drawn(blocks, _WIDTH_MM, page=True).page)
        else:
            _print(blocks, config)
    except StoreError as error:
        raise click.ClickException(str(error)) from None
    except NotDrawn as error:
        raise click.ClickException(f"the paper cannot be drawn: {error}") from None
    except PrinterError as error:
        raise click.ClickException(
            f"not printed: {error.fault}; kiosk doctor says what to do"
        ) from None


@recovery.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def restore_key(file: Path) -> None:
    """Make FILE, a key file, of the eight lines on the paper, one after the other from
    standard input. With - for FILE the key's 32 bytes go into a pipe, to be sealed.
    """
    if str(file) == "-" and sys.stdout.isatty():
        raise click.UsageError("a key is not shown on a screen; name a file, or a pipe")
    if sys.stdin.isatty():
        click.echo(f"Type the {LINES} lines of the paper:", err=True)
    try:
        key = from_paper("\n".join(sys.stdin.readline() for _ in range(LINES)))
    except MisreadError as error:
        raise click.UsageError(str(error)) from None
    if str(file) == "-":
        sys.stdout.buffer.write(key)
    else:
        _write_new(file, key)


def _print(blocks: Sequence[Block], config: Config) -> None:
    printers = outlets(config)
    if not printers:
        raise click.UsageError("the settings name no printer; write a PDF with --pdf")
    first = printers[0]
    first.print(drawn(blocks, first.width_mm, page=first.form is Form.PDF))


def _write_new(path: Path, content: bytes) -> None:
    try:
        write_new(path, content)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from None
