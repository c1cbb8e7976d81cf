"""The transcription sheet of an application, as PDF."""

from datetime import date, datetime
from typing import Any, Final

from kiosk.forms.application import Application
from kiosk.forms.check import Report, check
from kiosk.forms.data import load
from kiosk.forms.fields import Kind
from kiosk.forms.form import Form, form_for
from kiosk.forms.sheets import sheet
from kiosk.i18n import OFFICE_LANGUAGE, Words, words_of
from kiosk.japan import JAPAN
from kiosk.message import Message, say
from kiosk.rules.calendar import today
from kiosk.rules.vocabulary import Procedure
from kiosk.sheets.answers import Part, Row, Section, parts
from kiosk.sheets.codes import code
from kiosk.sheets.labels import beside
from kiosk.sheets.overview import how_to, overview
from kiosk.sheets.printable import line, printable
from kiosk.sheets.typeset import typeset

PRODUCTION: Final = "production"
_LONG: Final = 120
"""Characters. A longer answer gets the whole width of the page."""
_LINE: Final = 24
"""Characters of a line beside a large code."""
_PAGE: Final = 24 * _LINE
"""What surely fits on one page; a longer answer may go over its end."""
_TALL: Final = 9
"""Lines of a group that may go over the end of a page."""
_TAKEN: Final = {Kind.CHOICE: "choice", Kind.TEXT: "text", Kind.FULL: "full"}


def transcription(
    application: Application,
    language: str,
    now: datetime,
    *,
    on: date | None = None,
    mode: str = PRODUCTION,
) -> bytes:
    """A PDF of A4 pages, the same bytes for the same arguments and fonts.

    ``language`` is the visitor's, ``now`` an aware instant, ``on`` the day of filing in
    Japan (today if left out), ``mode`` what the site runs in: ``production``,
    ``demo`` or ``training``. Answers with errors are printed too, and marked.
    Nothing is written to any file.

    Raises:
        SheetUnavailable: the machine lacks the fonts.
        KeyError: a language that the registry of languages lacks.
        ValueError: ``now`` has no time zone.
    """
    day = on or today(now)
    report = check(application, day)
    words = words_of(language)
    data = content(report, words, now, day, mode)
    return typeset(data, words.language, int(now.timestamp()))


def content(
    report: Report, words: Words, now: datetime, on: date, mode: str
) -> dict[str, Any]:
    """Everything that stands on the sheet, as plain data for the page."""
    form = form_for(report.application)
    title = sheet(form.procedure)
    return {
        "title": title.title,
        "form": title.form,
        "name": words.say(say("sheet.title")),
        "subtitle": words.say(say("sheet.subtitle")),
        "words": _name(form.procedure, words),
        "together": [
            {"title": sheet(one).title, "words": _name(one, words)}
            for one in report.application.accompanying
        ],
        "made": words.say(_made(now)),
        "private": words.say(say("sheet.private")),
        "banner": _banner(mode, words),
        "overview": overview(report, on, words),
        "how": how_to(words),
        "answers": words.say(say("sheet.answers")),
        "none": words.say(say("sheet.none")),
        "parts": [_part(part, words) for part in parts(report)],
        "continued": _continued(form, words),
    }


def _name(procedure: Procedure, words: Words) -> str | None:
    """Beside the official Japanese; not for those who read that."""
    if words.language.code == OFFICE_LANGUAGE:
        return None
    return words.say(say(f"procedure.{procedure}"))


def _made(now: datetime) -> Message:
    here = now.astimezone(JAPAN)
    return say("sheet.made", day=here.date().isoformat(), time=here.strftime("%H:%M"))


def _banner(mode: str, words: Words) -> str | None:
    if mode == PRODUCTION:
        return None
    said = (say(f"receipt.mode.{mode}"), say("receipt.not_real"))
    return " – ".join(map(words.say, said))


def _continued(form: Form, words: Words) -> dict[str, str] | None:
    """What has to be said where the form goes on beyond this sheet."""
    if form.continued:
        title = say("sheet.continued", sheet=form.continued)
        what = say("sheet.continued.what", sheet=form.continued)
    elif form.status is None and _by_status(form.procedure):
        title = say("sheet.unknown_status")
        what = say("sheet.unknown_status.what")
    else:
        return None
    return {"title": words.say(title), "what": words.say(what)}


def _by_status(procedure: Procedure) -> bool:
    """Whether a status of residence has a sheet of its own in this application."""
    return bool(load("forms")["procedure"][procedure].get("by_status"))


def _part(part: Part, words: Words) -> dict[str, Any]:
    return {
        "title": part.title,
        "note": None if part.sure else words.say(say("sheet.part.unsure")),
        "sections": [_section(one, part, words) for one in part.sections],
    }


def _section(section: Section, part: Part, words: Words) -> dict[str, Any]:
    return {
        "title": section.title if section.title != part.title else None,
        "groups": [_group(rows, words) for rows in section.groups],
    }


def _group(rows: tuple[Row, ...], words: Words) -> dict[str, Any]:
    person = rows[0].person
    tall = sum(2 if row.scanned else 1 for row in rows)
    return {
        "person": words.say(say("sheet.person", n=person)) if person else None,
        "together": tall <= _TALL and not any(map(_long, rows)),
        "rows": [_row(row, words) for row in rows],
    }


def _long(row: Row) -> bool:
    return row.value is not None and (len(row.value) > _LONG or "\n" in row.value)


def _row(row: Row, words: Words) -> dict[str, Any]:
    value = row.value or ""
    made = code(value) if row.scanned else None
    return {
        "number": row.field.number or "",
        "label": row.field.label,
        "words": beside(row.field, words),
        "value": printable(value),
        "missing": row.value is None,
        "wide": _long(row),
        "breakable": len(value) + _LINE * value.count("\n") > _PAGE,
        "how": _how(row, words),
        "faults": [line(words.say(fault)) for fault in row.faults],
        "state": words.say(
            say("sheet.missing") if row.value is None else say("sheet.wrong")
        ),
        "code": {"svg": made.svg, "width": made.width} if made else None,
        "alt": words.say(say("sheet.code.alt", label=row.field.label)),
    }


def _how(row: Row, words: Words) -> list[str]:
    """What the portal wants: the width, the length, the code of what is chosen."""
    told = [say(f"sheet.take.{_TAKEN.get(row.field.kind, 'half')}")]
    if row.option and row.option.code:
        told.append(say("sheet.code", code=row.option.code))
    if row.field.limit and row.value is not None:
        now, limit = len(row.value), row.field.limit
        told.append(say("sheet.length", now=now, limit=limit))
    return [words.say(one) for one in told]
