"""Entries of the trail for other programs and for people."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from kiosk.message import Message
from kiosk.record import record
from kiosk.rules.calendar import today
from kiosk.store.audit.entries import Entry
from kiosk.store.audit.events import KINDS
from kiosk.store.audit.verify import entries
from kiosk.store.audit.words import told


@record
class Row:
    """An entry with the canonical text and the digest that stand in the store."""

    entry: Entry
    text: str
    digest: bytes


def rows(db: Database, begin: date, end: date) -> Iterator[Row]:
    """The entries of these days in Japan, both included."""
    for entry, text, digest in entries(db):
        if begin <= _day(entry) <= end:
            yield Row(entry, text, digest)


def as_json(some: Iterable[Row], say: Callable[[Message], str]) -> str:
    """One object an entry; ``digest`` is SHA-256 over the one before and ``text``."""
    own = [
        {
            "number": row.entry.number,
            "at": row.entry.at,
            "event": row.entry.code,
            "fields": row.entry.fields,
            "words": say(told(row.entry.event)),
            "text": row.text,
            "digest": row.digest.hex(),
        }
        for row in some
    ]
    return json.dumps(own, ensure_ascii=False, indent=2) + "\n"


def as_csv(some: Iterable[Row], say: Callable[[Message], str]) -> str:
    """One line an entry, one column for each field that any kind has."""
    columns = _columns()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["number", "at", "event", *columns, "words", "digest"])
    writer.writerows(
        [
            row.entry.number,
            row.entry.at,
            row.entry.code,
            *(_cell(row.entry.fields.get(name)) for name in columns),
            say(told(row.entry.event)),
            row.digest.hex(),
        ]
        for row in some
    )
    return text.getvalue()


def _columns() -> list[str]:
    return list({own.name: None for kind in KINDS.values() for own in fields(kind)})


def _cell(value: Any) -> Any:
    """As JSON writes it; nothing for null."""
    return json.dumps(value) if isinstance(value, bool) else value


def _day(entry: Entry) -> date:
    return today(datetime.fromisoformat(entry.at))
