"""Sheet N against the portal's own screen: numbers, lengths, required, lists."""

from typing import Any

from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import options
from kiosk.forms.sheets import sheet
from kiosk.forms.when import NEVER
from tests.forms import isa, row2

FIRST, LAST = "最終学歴(1)", "派遣予定期間"
# The one box with two controls: the choice and what "other" is.
BESIDE = "n.contract_other"


def _pairs() -> list[tuple[Field, dict[str, Any]]]:
    labels = [field["label"] for field in isa.portal()]
    begin = next(n for n, label in enumerate(labels) if FIRST in label)
    end = next(n for n, label in enumerate(labels) if LAST in label)
    ours = [field for field in sheet("coe_n").fields if field.id != BESIDE]
    return list(zip(ours, isa.portal()[begin : end + 1], strict=True))


def test_numbers_and_labels_are_the_portals() -> None:
    for field, theirs in _pairs():
        assert field.number == theirs.get("no")
        assert field.section == theirs["section"]
        assert field.label in theirs["label"]


def test_lengths_are_those_of_the_browser() -> None:
    for field, theirs in _pairs():
        lengths = [
            int(c["max_length"]) for c in theirs["controls"] if c.get("max_length")
        ]
        if lengths and field.kind is not Kind.CHOICE:
            assert (field.limit or row2.FIXED.get(field.kind)) == lengths[0], field.id


def test_widths_are_those_of_the_notes() -> None:
    for field, theirs in _pairs():
        notes = theirs.get("notes", "")
        if field.kind is Kind.CHOICE:
            continue
        assert ("全角" in notes) == (field.kind is Kind.FULL), field.id
        if "半角数字" in notes:
            assert field.kind not in (Kind.TEXT, Kind.HALF), field.id


def test_required_is_what_the_portal_requires() -> None:
    for field, theirs in _pairs():
        if theirs["required"]:
            assert field.required != NEVER, field.id
        elif not theirs["conditional"]:
            assert field.required == NEVER, field.id


def test_lists_are_the_portals() -> None:
    for field, theirs in _pairs():
        wanted = [entry for c in theirs["controls"] for entry in c.get("options", ())]
        if "…" in wanted or not any(wanted):
            continue
        ours = [entry.official for entry in options(field.options or "")]
        assert ours == [entry.strip() for entry in wanted], field.id
