"""What changed for whom between two days."""

from datetime import date

from kiosk.rules.changes import Change, changes
from kiosk.rules.rulebook import Rule


def told(begin: date, end: date) -> list[str]:
    return [_line(change) for change in changes(begin, end)]


def _line(change: Change) -> str:
    before = change.before.id if change.before else "–"
    after = change.after.id if change.after else "–"
    return f"{change.day} {before} > {after}"


def test_the_later_edition_changed_three_cells() -> None:
    found = changes(date(2024, 3, 18), date(2024, 3, 19))
    cells = [change for change in found if isinstance(change.after, Rule)]
    assert [(*change.roles, *change.procedures) for change in cells] == [
        ("applicant", "coe"),
        ("applicant", "acquisition"),
        ("relative", "coe"),
    ]
    for change in cells:
        assert isinstance(change.before, Rule)
        assert isinstance(change.after, Rule)
        assert change.before.id.startswith("table-2022.")
        assert change.after.id.startswith("table-later.")
    marks = [(c.before.mark, c.after.mark) for c in cells]  # type: ignore[union-attr]
    assert marks == [("△1", "○"), ("△1", "○"), ("△2", "△2")]
    assert found[-1].after is not None
    assert found[-1].after.id == "registration-coe-mail"


def test_the_first_day_counts_only_what_came_after_it() -> None:
    assert told(date(2024, 3, 19), date(2024, 3, 19)) == []
    assert told(date(2024, 3, 19), date(2025, 3, 31)) == []


OF_THE_USAGE_REQUEST = (
    "2025-04-01 usage.paper.letter_of_commission > –",
    "2025-04-01 – > usage.paper.list_of_hosts",
    "2025-04-01 usage.note.one_per_host > –",
    "2025-04-01 – > usage.note.several_hosts",
)
"""依頼書は提出不要, and one pledge for several institutions."""


def test_fees_end_and_begin() -> None:
    assert told(date(2025, 3, 31), date(2025, 4, 1)) == [
        "2025-04-01 fee.change.extension > –",
        "2025-04-01 – > fee.change.extension",
        "2025-04-01 fee.reentry.single > –",
        "2025-04-01 fee.reentry.multiple > –",
        "2025-04-01 – > fee.reentry.single",
        "2025-04-01 – > fee.reentry.multiple",
        "2025-04-01 fee.employment_certificate > –",
        "2025-04-01 – > fee.employment_certificate",
        *OF_THE_USAGE_REQUEST,
    ]


def test_the_portal_of_2026() -> None:
    lines = told(date(2026, 1, 4), date(2026, 1, 5))
    assert "2026-01-05 portal-2022 > –" in lines
    assert "2026-01-05 – > portal-2026" in lines
    assert "2026-01-05 card-while-pending-2022 > –" in lines
    assert "2026-01-05 – > card-while-pending-2026" in lines
    assert told(date(2026, 1, 3), date(2026, 1, 4)) == []
    assert told(date(2026, 1, 5), date(2026, 1, 6)) == []


def test_the_opening_of_2022_changed_every_cell() -> None:
    found = changes(date(2022, 3, 15), date(2022, 3, 16))
    cells = [change for change in found if isinstance(change.before, Rule)]
    assert len(cells) == 8 * 7
    assert {change.day for change in found} == {date(2022, 3, 16)}


def test_conditions_name_whom_they_concern() -> None:
    (change,) = (
        change
        for change in changes(date(2022, 3, 15), date(2022, 3, 16))
        if change.after is not None and change.after.id == "commissioned"
    )
    assert change.roles == ("support_organization_staff", "public_interest_staff")
    assert len(change.procedures) == 7


def test_items_name_whom_they_concern() -> None:
    roles = {
        change.after.id: change.roles
        for change in changes(date(2026, 1, 4), date(2026, 1, 5))
        if change.after is not None
    }
    assert roles["equipment-2026"] == ("applicant", "legal_representative", "relative")
    assert roles["usage.paper.list_of_pledged"] == (
        "support_organization_staff",
        "public_interest_staff",
    )


def test_changes_come_by_day() -> None:
    days = [change.day for change in changes(date(2022, 3, 1), date(2027, 12, 31))]
    assert days == sorted(days)
    assert days[0] == date(2022, 3, 16)
    assert days[-1] == date(2027, 4, 1)
