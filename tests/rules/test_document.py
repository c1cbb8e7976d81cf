"""docs/rules.md is made from the data and is never stale."""

from pathlib import Path

from kiosk.rules.document import document
from kiosk.rules.fees import all_fees
from kiosk.rules.reference import all_items
from kiosk.rules.rulebook import rules
from kiosk.rules.statuses import statuses
from kiosk.rules.usage import all_rows

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_is_what_the_data_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == document()


def test_everything_is_on_the_page() -> None:
    page = document()
    for row in (*rules(), *all_items(), *all_fees(), *all_rows()):
        assert row.summary in page, row.id
        assert row.source in page, row.id
    for status in statuses():
        assert f"| `{status.id}` | {status.table} | {status.ja} | {status.en} |" in page
    for rule in rules():
        assert rule.mark is not None or f"| `{rule.id}` |" in page


def test_tables_are_whole() -> None:
    """Every row of a table has as many cells as its head."""
    width = 0
    for line in document().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        width = width or line.count("|")
        assert line.count("|") == width, line
