"""The first page: what is to be mended and known before anything is typed."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from kiosk.forms.check import Report
from kiosk.forms.fields import Field
from kiosk.forms.findings import Finding
from kiosk.forms.form import Form, form_for
from kiosk.i18n import Words
from kiosk.message import Message, say
from kiosk.rules.fees import Channel, DependsOnPeriod, Fee, fees, price_message
from kiosk.rules.sources import Certainty
from kiosk.rules.vocabulary import Procedure
from kiosk.sheets.days import known_days
from kiosk.sheets.labels import beside
from kiosk.sheets.papers import paper_rules, papers, photo
from kiosk.sheets.printable import line

PORTAL: Final = "www.rasens-immi.moj.go.jp/rasens-u/"
"""Since 2026-01-05 (出入国在留管理庁, 在留申請オンラインシステム)."""
_MISSING: Final = "form.missing"
_BOUNDS: Final = {
    name: re.compile(pattern)
    for name, pattern in {
        "up_to": "≤(?P<to>[0-9]+)",
        "above_to": ">(?P<above>[0-9]+)–(?P<to>[0-9]+)",
        "above_below": ">(?P<above>[0-9]+)–<(?P<below>[0-9]+)",
        "from_below": "(?P<least>[0-9]+)–<(?P<below>[0-9]+)",
        "exactly": "(?P<months>[0-9]+)",
        "least": "≥(?P<least>[0-9]+)",
    }.items()
}
Block = dict[str, Any]


def overview(report: Report, on: date, words: Words) -> list[Block]:
    """Headed blocks: findings, days, fees, papers, photo."""
    application = report.application
    form = form_for(application)
    procedures = (application.procedure, *application.accompanying)
    return [
        *_findings(report, form, words),
        _points(say("sheet.days"), known_days(application, on), words),
        _fees(procedures, on, words),
        _points(
            say("sheet.papers"),
            papers(application),
            words,
            notes=(*paper_rules(), say("sheet.papers.note")),
        ),
        *_photo(photo(application, on), words),
    ]


def how_to(words: Words) -> list[str]:
    """How the sheet is used, step by step."""
    steps = (
        say("sheet.how.open", portal=PORTAL),
        say("sheet.how.type"),
        say("sheet.how.scan"),
        say("sheet.how.space"),
    )
    return [words.say(step) for step in steps]


def _findings(report: Report, form: Form, words: Words) -> Iterator[Block]:
    told = partial(_finding, {field.id: field for field in form.fields}, words)
    missing = [one for one in report.errors if one.message.id == _MISSING]
    yield {
        "kind": "findings",
        "title": words.say(say("sheet.mend")),
        "grave": bool(report.errors),
        "none": words.say(say("sheet.mend.none")),
        "items": [told(one) for one in report.errors if one not in missing],
        "unanswered": words.say(say("sheet.mend.unanswered")),
        "missing": list(map(told, missing)),
    }
    if report.warnings:
        yield {
            "kind": "findings",
            "title": words.say(say("sheet.look")),
            "grave": False,
            "items": list(map(told, report.warnings)),
            "missing": [],
        }


def _finding(fields: dict[str, Field], words: Words, finding: Finding) -> Block:
    name = finding.fields[0] if finding.fields else None
    field = fields.get(name) if name else None
    return {
        "number": (field.number or "") if field else "",
        "label": field.label if field else line(name or ""),
        "words": beside(field, words) if field else None,
        "what": line(words.say(finding.message)),
    }


def _points(
    title: Message,
    items: tuple[Message, ...],
    words: Words,
    notes: tuple[Message, ...] = (),
) -> Block:
    return {
        "kind": "points",
        "title": words.say(title),
        "items": [words.say(item) for item in items],
        "notes": [words.say(note) for note in notes],
    }


def _photo(rules: tuple[Message, ...], words: Words) -> Iterator[Block]:
    if rules:
        yield _points(say("sheet.photo"), rules, words)


def _fees(procedures: tuple[Procedure, ...], on: date, words: Words) -> Block:
    found = [(one, fee) for one in procedures for fee in fees(on, one)]
    return {
        "kind": "fees",
        "title": words.say(say("sheet.fees")),
        "online": words.say(say("sheet.fees.online")),
        "counter": words.say(say("sheet.fees.counter")),
        "months": words.say(say("sheet.fees.months")),
        "items": [_fee(procedure, fee, words) for procedure, fee in found],
        "notes": [words.say(note) for note in _fee_notes([fee for _, fee in found])],
    }


def _fee_notes(found: list[Fee]) -> Iterator[Message]:
    if not found:
        yield say("fee.not_verified")
    yield say("sheet.fees.when")
    if any(fee.certainty is not Certainty.SURE for fee in found):
        yield say("sheet.fees.unsure")


def _fee(procedure: Procedure, fee: Fee, words: Words) -> Block:
    variant = words.say(say(f"sheet.fees.{fee.variant}")) if fee.variant else None
    return {
        "what": words.say(say(f"procedure.{procedure}")),
        "variant": variant,
        "online": words.say(price_message(fee.price[Channel.ONLINE])),
        "counter": words.say(price_message(fee.price[Channel.COUNTER])),
        "bands": _bands(fee, words),
    }


def _bands(fee: Fee, words: Words) -> list[tuple[str, str, str]]:
    """Period granted, online, at the counter; empty where it does not depend."""
    online, counter = fee.price[Channel.ONLINE], fee.price[Channel.COUNTER]
    if not isinstance(online, DependsOnPeriod) or not isinstance(
        counter, DependsOnPeriod
    ):
        return []
    return [
        (words.say(_months(band.months)), f"{band.yen:,}", f"{desk.yen:,}")
        for band, desk in zip(online.bands, counter.bands, strict=True)
    ]


def _months(bounds: str) -> Message:
    """The bounds of a band in words: ``>6–<12`` is more than 6, less than 12 months."""
    for name, pattern in _BOUNDS.items():
        found = pattern.fullmatch(bounds)
        if found:
            return Message(f"sheet.fees.months.{name}", found.groupdict())
    raise ValueError(f"not the bounds of a band: {bounds!r}")
