"""The data of one sheet, block by block, made into fields and columns.

A sheet is a data file: the questions of one part of a form, and the columns of the
Agency's table for it where there is one. A row that names a ``block`` stands for the
block's questions, ``times`` times: a relative, an address, an intermediary.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from kiosk.forms.data import load
from kiosk.forms.fields import Field, Kind
from kiosk.forms.when import NEVER, both, either, parse
from kiosk.record import record
from kiosk.rules.sources import Certainty

Row = dict[str, Any]


@record
class Column:
    """A column of a table: its header, and the field of its answers, if any."""

    header: str
    field: str | None


@record
class Cross:
    """A check of several answers together: its name and its fields."""

    check: str
    fields: tuple[str, ...]


@record
class Sheet:
    """One part of a form. ``title`` and ``form`` are the official ones."""

    name: str
    title: str
    form: str | None
    fields: tuple[Field, ...]
    columns: tuple[Column, ...]
    crosses: tuple[Cross, ...]


@cache
def sheet(name: str) -> Sheet:
    """The sheet of a data file."""
    file = load(name)
    made = [_made(row, file) for row in _rows(file)]
    return Sheet(
        name=name,
        title=file["title"],
        form=file.get("form"),
        fields=tuple(field for field, _ in made if field is not None),
        columns=tuple(column for _, column in made if column is not None),
        crosses=tuple(
            Cross(row["check"], tuple(row["fields"])) for row in file.get("cross", ())
        ),
    )


def _rows(file: Row) -> Iterator[Row]:
    for row in file["field"]:
        if "block" in row:
            yield from _block(row)
        else:
            yield row


def _block(use: Row) -> Iterator[Row]:
    """The rows of a block, with what its use adds to each."""
    times = use.get("times", 1)
    for n in range(1, times + 1):
        prefix = f"{use['id']}.{n}" if "times" in use else use["id"]
        for row in load("blocks")[use["block"]]:
            column = use.get("columns", {}).get(row["id"], row.get("column"))
            made = {
                **row,
                "id": f"{prefix}.{row['id']}",
                "word": f"{use['block']}.{row['id']}",
                "prefix": prefix,
                "shown_too": use.get("shown", True),
                "section": use.get("section"),
                "number": _number(use.get("number"), row.get("number")),
            }
            if "column" in use:
                made["column"] = use["column"].format(n=n) + column
            if "label" in use:
                made["label"] = f"{use['label']} {row['label']}"
            if "first" in use and n == 1:
                made["first"] = use["first"]
            if "required" in use and row.get("required") is True:
                made["required"] = use["required"]
            yield {**made, **use.get("each", {}).get(row["id"], {})}


def _number(whole: str | None, part: str | None) -> str | None:
    return f"{whole}{part}" if whole and part else whole


def _made(row: Row, file: Row) -> tuple[Field | None, Column | None]:
    column = None
    if "column" in row and file.get("table", True):
        column = Column(row["column"], row.get("id"))
    return (_field(row, file) if "id" in row else None), column


def _field(row: Row, file: Row) -> Field:
    prefix = row.get("prefix", "")
    section, label = _titles(row, file)
    required = parse(row.get("required", False), prefix)
    if required != NEVER and "first" in row:
        required = either(required, parse(row["first"], prefix))
    shown = both(
        parse(row.get("shown", True), prefix), parse(row.get("shown_too", True), prefix)
    )
    return Field(
        id=row["id"],
        word=f"field.{row.get('word', row['id'])}",
        section=section,
        label=label,
        number=row.get("number"),
        kind=Kind(row["type"]),
        limit=row.get("max", row.get("exact")),
        exact="exact" in row,
        lines=row.get("lines", False),
        options=row.get("options"),
        options_by=_by(row, prefix),
        required=required,
        shown=shown,
        filled_from=tuple(row.get("from", ())),
        sensitive=row.get("sensitive", False),
        source=_source(row, file),
        certainty=Certainty((file | row)["certainty"]),
    )


def _titles(row: Row, file: Row) -> tuple[str, str]:
    """Section and label; from the column, whose parts are joined by underscores."""
    section, _, label = row.get("column", "").strip("_").partition("_")
    return (
        row.get("section") or file.get("section") or section,
        row.get("label") or (label or section).replace("_", " "),
    )


def _by(row: Row, prefix: str) -> str | None:
    by: str | None = row.get("options_by")
    return prefix + by if by and by.startswith(".") else by


def _source(row: Row, file: Row) -> str:
    source = load("sources")[(file | row)["source"]]
    return f"{source['title']} <{source['url']}>"
