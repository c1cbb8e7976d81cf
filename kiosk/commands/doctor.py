"""``kiosk doctor``: every part of the terminal, and what to do if it is not well."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from kiosk.commands.check_backups import copies
from kiosk.commands.check_cards import (
    installed,
    residence_anchors,
    service_and_reader,
    trust_anchors,
)
from kiosk.commands.check_machine import catalogues, clock, fonts, synchronised
from kiosk.commands.check_printer import printers
from kiosk.commands.check_store import store_and_key
from kiosk.commands.finding import Finding, State, bad, ok
from kiosk.commands.language import Say, language_option, sayer
from kiosk.commands.site import config_option
from kiosk.config import Config, ConfigError, load

_MARKS: Final = {State.OK: "ok", State.WARNING: "WARNING", State.BAD: "BAD"}


@click.command()
@config_option
@language_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def doctor(config_path: Path, language: str, as_json: bool) -> None:
    """Whether every part is well, and what to do if one is not.

    Exit status 1 when a part is bad. --language is that of what is said; only what is
    wrong with the settings and with files of certificates is told in English.
    """
    findings = list(_findings(config_path, sayer(language)))
    well = all(finding.state is not State.BAD for finding in findings)
    if as_json:
        parts = [finding.as_dict() for finding in findings]
        told = {"well": well, "parts": parts}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(_line(finding))
    raise click.exceptions.Exit(0 if well else 1)


def _findings(config_path: Path, tell: Say) -> Iterator[Finding]:
    """What needs no settings is looked at even when they are wrong."""
    try:
        config = load(config_path)
    except ConfigError as error:
        for line in error.lines:
            yield bad("settings", line, "correct it; docs/operations.md explains each")
    else:
        yield ok("settings", f"{config_path}: {config.site.mode} site")
        yield from _parts_of(config, tell)
    yield from _of_machine(tell)


def findings(config: Config, tell: Say) -> Iterator[Finding]:
    """Of every part that settings which were read name."""
    yield from _parts_of(config, tell)
    yield from _of_machine(tell)


def _of_machine(tell: Say) -> Iterator[Finding]:
    yield fonts(tell)
    yield clock(datetime.now(UTC), synchronised, tell)


def _parts_of(config: Config, tell: Say) -> Iterator[Finding]:
    from kiosk.card.pcsc import PcscDesk
    from kiosk.card.readers import look

    yield from service_and_reader(config, PcscDesk, look, tell, installed)
    yield from printers(config, tell)
    yield from store_and_key(config, tell)
    yield from copies(config, tell, datetime.now(UTC))
    yield catalogues(config, tell)
    yield trust_anchors(config, tell)
    yield residence_anchors(config, tell)


def _line(finding: Finding) -> str:
    line = f"{_MARKS[finding.state]:8}{finding.part}: {finding.what}"
    return f"{line} - {finding.do}" if finding.do else line
