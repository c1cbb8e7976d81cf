"""``kiosk doctor``: every part of the terminal, and what to do if it is not well."""

import json
from collections.abc import Iterator, Sequence
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
from kiosk.commands.language import SPOKEN, Say, sayer
from kiosk.commands.site import config_option
from kiosk.config import Config, ConfigError, load
from kiosk.japan import JAPAN
from kiosk.message import say
from kiosk.visit.desk import Part
from kiosk.visit.site import Site

_MARKS: Final = {State.OK: "ok", State.WARNING: "WARNING", State.BAD: "BAD"}


@click.command()
@config_option
@click.option(
    "--language",
    type=click.Choice(SPOKEN),
    help="The language of what is said; English unless said otherwise, and on paper "
    "the first of site.languages.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--print", "on_paper", is_flag=True, help="Also on a slip of paper.")
@click.option(
    "--morning",
    is_flag=True,
    help="Do nothing on a day on which the desk is closed or no slip is wanted.",
)
def doctor(
    config_path: Path,
    language: str | None,
    as_json: bool,
    on_paper: bool,
    morning: bool,
) -> None:
    """Whether every part is well, and what to do if one is not.

    Exit status 1 when a part is bad. --language is that of what is said; only what is
    wrong with the settings and with files of certificates is told in English.
    """
    if morning and not _wants_slip(config_path, datetime.now(UTC)):
        return
    tell = sayer(language or "en")
    findings = list(_findings(config_path, tell))
    well = all(finding.state is not State.BAD for finding in findings)
    if as_json:
        parts = [finding.as_dict() for finding in findings]
        everything = {"well": well, "parts": parts}
        click.echo(json.dumps(everything, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(_line(finding))
    if on_paper:
        printed = _print(config_path, language)
        told = say("doctor.printed") if printed else say("doctor.not_printed")
        click.echo(tell(told), err=True)
        well = well and printed
    raise click.exceptions.Exit(0 if well else 1)


def _findings(config_path: Path, tell: Say) -> Iterator[Finding]:
    """What needs no settings is looked at even when they are wrong."""
    try:
        config = load(config_path)
    except ConfigError as error:
        for line in error.lines:
            yield bad("settings", line, tell(say("doctor.settings.do")))
    else:
        mode = tell(say(f"doctor.mode.{config.site.mode}"))
        what = say("doctor.settings", path=str(config_path), mode=mode)
        yield ok("settings", tell(what))
        yield from _parts_of(config, tell)
    yield from _of_machine(tell)


def _wants_slip(config_path: Path, now: datetime) -> bool:
    """Whether the settings want one, and the desk opens on this day. Settings that
    cannot be read are looked at as on every day.
    """
    try:
        own = load(config_path).hours
    except ConfigError:
        return True
    hours, today = own.hours, now.astimezone(JAPAN).date()
    return hours is not None and bool(own.slip_minutes and hours.spans(today))


def _print(config_path: Path, language: str | None) -> bool:
    """The slip, in the language of the desk; whether the printer has said so."""
    from kiosk.clerks.papers import PaperClerk
    from kiosk.commands.printers import outlets
    from kiosk.visit.events import PaperPrinted

    try:
        config = load(config_path)
    except ConfigError:
        return False
    wanted = language or config.site.languages[0]
    parts = parts_of(tuple(_findings(config_path, sayer(wanted))))
    site = Site(config.site.name, config.site.mode, config.site.kind, (wanted,))
    clerk = PaperClerk(site, outlets(config), _now, config.printer.png_folder)
    return isinstance(clerk.readiness(parts, wanted), PaperPrinted)


def parts_of(findings: Sequence[Finding]) -> tuple[Part, ...]:
    """What the doctor has found, as staff see it."""
    return tuple(Part(own.part, own.state, own.what, own.do) for own in findings)


def _now() -> datetime:
    return datetime.now(UTC)


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
