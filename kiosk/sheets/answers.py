"""The answered fields in the portal's order, put together as the paper form numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field as member
from itertools import groupby
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.check import Report, missing, shown
from kiosk.forms.fields import Field, Kind
from kiosk.forms.findings import Finding
from kiosk.forms.form import context, form_for
from kiosk.forms.options import Option, find
from kiosk.forms.sheets import Sheet
from kiosk.message import Message
from kiosk.record import record
from kiosk.rules.sources import Certainty

_ROOT: Final = re.compile(r"\d+|\(\d+\)")
_REPEATED: Final = re.compile(r"(.+?\.(\d+))(?:\.|$)")
SHORT: Final = 12
"""Characters that are sooner typed than scanned."""


@record
class Row:
    """One field; ``value`` is None where an answer is missing. Never in a repr.

    ``value`` is the text that the portal takes: of a list, its official text.
    """

    field: Field
    person: int | None
    value: str | None = member(repr=False)
    option: Option | None = member(repr=False)
    faults: tuple[Message, ...]

    @property
    def scanned(self) -> bool:
        """Whether a code is worth its place: never for what is chosen in a list."""
        if not self.value or self.faults or self.field.kind is Kind.CHOICE:
            return False
        return len(self.value) > SHORT or not self.value.isascii()


@record
class Section:
    """A heading of the form, and its groups of rows with the same number or person."""

    title: str
    groups: tuple[tuple[Row, ...], ...]


@record
class Part:
    """A sheet of the form; ``sure`` if the portal's own tables tell it, or nearly."""

    title: str
    sure: bool
    sections: tuple[Section, ...]


def parts(report: Report) -> tuple[Part, ...]:
    """What stands on the form; sheets of which nothing is answered stay, empty."""
    application = report.application
    rows = {row.field.id: row for row in _rows(report)}
    return tuple(
        _part(sheet, [rows[one.id] for one in sheet.fields if one.id in rows])
        for sheet in form_for(application).sheets
    )


def _rows(report: Report) -> Iterator[Row]:
    application = report.application
    form, answers = form_for(application), context(application)
    faults = _faults(report.errors)
    absent = {one.id for one in missing(form, answers)}
    for one in shown(form, answers):
        if one.id in application.answers:
            yield _row(one, application, answers, faults.get(one.id, ()))
        elif one.id in absent:
            yield Row(one, _person(one), None, None, ())


def _row(
    one: Field,
    application: Application,
    answers: Mapping[str, str],
    faults: tuple[Message, ...],
) -> Row:
    answer = application.answers[one.id]
    option = None
    if one.kind is Kind.CHOICE:
        option = find(one.options or "", answers.get(one.options_by or "", ""), answer)
    value = option.official if option else answer
    return Row(one, _person(one), value, option, faults)


def _faults(errors: tuple[Finding, ...]) -> dict[str, tuple[Message, ...]]:
    """By the field in which each is mended first."""
    found: dict[str, tuple[Message, ...]] = {}
    for error in errors:
        for name in error.fields[:1]:
            found[name] = (*found.get(name, ()), error.message)
    return found


def _part(sheet: Sheet, rows: list[Row]) -> Part:
    return Part(
        title=sheet.title,
        sure=_mostly_sure(sheet),
        sections=tuple(
            Section(title, tuple(_groups(list(members))))
            for title, members in groupby(rows, key=lambda row: row.field.section)
        ),
    )


def _mostly_sure(sheet: Sheet) -> bool:
    """One field that was read elsewhere does not make a table of the portal unsure."""
    doubtful = [one for one in sheet.fields if one.certainty is not Certainty.SURE]
    return 2 * len(doubtful) < len(sheet.fields)


def _groups(rows: list[Row]) -> Iterator[tuple[Row, ...]]:
    for _, members in groupby(rows, key=lambda row: _together(row.field)):
        yield tuple(members)


def _together(one: Field) -> tuple[str, str]:
    """What the rows of a group have in common: a person, a number, or a name."""
    number = _ROOT.match(one.number or "")
    repeated = _REPEATED.match(one.id)
    if repeated:
        return number.group() if number else "", repeated[1]
    return (number.group(), "") if number else ("", one.id.rpartition(".")[0] or one.id)


def _person(one: Field) -> int | None:
    repeated = _REPEATED.match(one.id)
    return int(repeated[2]) if repeated else None
