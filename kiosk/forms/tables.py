"""The Agency's bulk-entry tables (一括申請), written and read back.

A table is a row of headers and a row of answers, as cp932 (the Agency's tool writes
Shift_JIS) or UTF-8 with a byte-order mark. Several tables may belong to one
application: the main one, what is filed together, the sheet of a status.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import ACCOMPANYING, Application, make
from kiosk.forms.check import shown
from kiosk.forms.data import load
from kiosk.forms.fields import Field, Kind
from kiosk.forms.form import Form, Layout, context, form, form_for
from kiosk.forms.options import find
from kiosk.record import record
from kiosk.rules.vocabulary import Procedure

ENCODINGS: Final = {"cp932": "cp932", "utf-8": "utf-8-sig"}
_MARK: Final = b"\xef\xbb\xbf"


class BadTable(ValueError):
    """What is wrong with a table, in one line for its programmer."""


@record
class Table:
    """One of the Agency's tables with one application's answers, never in a repr."""

    name: str
    header: tuple[str, ...]
    row: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Table({self.name!r})"


def tables(application: Application) -> tuple[Table, ...]:
    """The tables of a tidied application; none where the Agency has no table.

    What is no longer asked (see ``check``) is left empty.
    """
    made = form_for(application)
    answers = context(application)
    asked = {field.id: field for field in shown(made, answers)}
    return tuple(_table(layout, asked, application) for layout in made.layouts)


def without_column(application: Application) -> tuple[str, ...]:
    """The answered fields that no table has: sheets N, R and T, and stale answers."""
    made = form_for(application)
    asked = {field.id for field in shown(made, context(application))}
    columns = {column.field for one in made.layouts for column in one.columns}
    return tuple(name for name in application.answers if name not in asked & columns)


def _table(layout: Layout, asked: dict[str, Field], application: Application) -> Table:
    def cell(name: str | None) -> str:
        field = asked.get(name or "")
        return _official(field, application) if field else ""

    return Table(
        layout.name,
        tuple(column.header for column in layout.columns),
        tuple(cell(column.field) for column in layout.columns),
    )


def _official(field: Field, application: Application) -> str:
    """An answer as the pull-down has it: Japanese and English."""
    answer = application.answers.get(field.id, "")
    if field.kind is not Kind.CHOICE or not answer:
        return answer
    by = application.answers.get(field.options_by or "", "")
    entry = find(field.options or "", by, answer)
    return entry.official if entry else answer


def encoded(table: Table, encoding: str = "cp932") -> bytes:
    """The bytes of the file. ``encoding`` is one of ``ENCODINGS``.

    Raises:
        UnicodeEncodeError: an answer that was not checked.
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([table.header, table.row])
    return text.getvalue().encode(ENCODINGS[encoding])


def read(files: Sequence[bytes]) -> Application:
    """The application of the tables that belong together, the main one first.

    Raises:
        BadTable: not a table of the Agency's, or more than one application in it.
    """
    if not files:
        raise BadTable("no table was given")
    rows = [_rows(content) for content in files]
    procedure = _procedure(rows[0][0])
    answers: dict[str, str] = {}
    known = list(_known(procedure))
    for header, row in rows:
        answers.update(_answers(header, row, known))
    application = make(procedure, None, _together(answers))
    application = replace(application, answers=MappingProxyType(answers))
    return replace(application, status=form_for(application).status)


def _rows(content: bytes) -> tuple[list[str], list[str]]:
    encoding = "utf-8-sig" if content.startswith(_MARK) else "cp932"
    try:
        text = content.decode(encoding)
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadTable(f"not a table in Shift_JIS or UTF-8: {error}") from error
    if len(rows) != len(("header", "answers")):
        raise BadTable(f"{len(rows)} rows; expected headers and one row of answers")
    return rows[0], rows[1]


def _procedure(header: list[str]) -> Procedure:
    for name, row in load("forms")["procedure"].items():
        if row.get("tables") and _same(
            header, form(Procedure(name), None, ()).layouts[0]
        ):
            return Procedure(name)
    raise BadTable("the headers are of no main table that is known")


def _same(header: list[str], layout: Layout) -> bool:
    return header == [column.header for column in layout.columns]


def _known(procedure: Procedure) -> Iterator[tuple[Layout, Form]]:
    """Every table a procedure may have, with a form that has it."""
    data = load("forms")
    together = ACCOMPANYING if data["procedure"][procedure].get("together") else ()
    statuses = [row["statuses"][0] for row in data.get("letter", {}).values()]
    for status in (None, *statuses):
        made = form(procedure, status, together)
        yield from ((layout, made) for layout in made.layouts)


def _answers(
    header: list[str], row: list[str], known: list[tuple[Layout, Form]]
) -> dict[str, str]:
    found = next(((one, made) for one, made in known if _same(header, one)), None)
    if found is None:
        raise BadTable("the headers are of no table that goes with the first")
    layout, made = found
    if len(row) > len(layout.columns):
        raise BadTable(f"{len(row)} answers under {len(layout.columns)} headers")
    fields = {field.id: field for field in made.fields}
    return {
        column.field: _japanese(fields[column.field], cell)
        for column, cell in zip(layout.columns, row, strict=False)
        if cell and column.field
    }


def _japanese(field: Field, cell: str) -> str:
    if field.kind is not Kind.CHOICE:
        return cell
    entry = find(field.options or "", "", cell)
    return entry.value if entry else cell


def _together(answers: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in ACCOMPANYING if f"joint.{name}" in answers)
