"""docs/audit.md is made from the list of events and is never stale."""

from dataclasses import fields
from pathlib import Path

from kiosk.store.audit.document import as_json, document
from kiosk.store.audit.events import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "audit.md"


def test_the_page_is_what_the_list_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == document()


def test_every_event_and_field_is_on_it() -> None:
    rows = {
        line.split("|")[1].strip(): line
        for line in document().splitlines()
        if line.startswith("| `")
    }
    assert list(rows) == [f"`{code}`" for code in KINDS]
    for code, kind in KINDS.items():
        for own in fields(kind):
            assert f"`{own.name}`: " in rows[f"`{code}`"]


def test_tables_are_whole() -> None:
    """Every row of a table has as many cells as its head."""
    width = 0
    for line in document().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        width = width or line.count("|")
        assert line.count("|") == width, line


def test_the_list_for_programs() -> None:
    listed = {row["event"]: row for row in as_json()}
    assert list(listed) == list(KINDS)
    assert listed["card_rejoined"]["fields"] == {
        "joined": ["true, false"],
        "user": ["0 to 9999999", "null"],
    }
    assert all(row["what"].endswith(".") for row in listed.values())
