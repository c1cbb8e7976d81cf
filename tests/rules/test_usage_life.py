"""How long an approval holds: a year (『利用申出』), three since 2026-01-05.

Its report is due a month before the end; a mail comes two months before (『定期報告』).
"""

from datetime import date

import pytest

from kiosk.rules.usage import ROLES
from kiosk.rules.usage_life import Phase, prolonged, term, uncertain

[ROLE, *_] = ROLES


def test_the_report_is_due_a_month_before_the_end() -> None:
    """有効期限の2か月前にメールでお知らせしますので、有効期限の1か月前までに."""
    own = term(date(2026, 8, 31), ROLE)
    assert (own.remind, own.due) == (date(2026, 6, 30), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 1, 1), Phase.GOOD),
        (date(2026, 6, 29), Phase.GOOD),
        (date(2026, 6, 30), Phase.DUE),
        (date(2026, 7, 31), Phase.DUE),
        (date(2026, 8, 1), Phase.LATE),
        (date(2026, 8, 31), Phase.LATE),
        (date(2026, 9, 1), Phase.OVER),
    ],
)
def test_phases(on: date, phase: Phase) -> None:
    assert term(date(2026, 8, 31), ROLE).phase(on) is phase


@pytest.mark.parametrize(
    ("until", "reported", "end"),
    [
        # 定期報告を行っていただくと、有効期間が1年間更新されます。
        (date(2024, 8, 31), date(2024, 7, 1), date(2025, 8, 31)),
        (date(2024, 2, 28), date(2024, 1, 10), date(2025, 2, 28)),
        (date(2026, 2, 10), date(2026, 1, 4), date(2027, 2, 10)),
        # Three years since 2026-01-05, from the report: never too long.
        (date(2026, 2, 10), date(2026, 1, 5), date(2029, 1, 5)),
        (date(2026, 12, 31), date(2026, 11, 24), date(2029, 11, 24)),
    ],
)
def test_a_report_makes_it_longer(until: date, reported: date, end: date) -> None:
    for role in ROLES:
        assert prolonged(until, reported, role) == end


def test_a_report_never_shortens() -> None:
    assert prolonged(date(2031, 1, 1), date(2026, 2, 1), ROLE) == date(2031, 1, 1)


def test_before_march_2022_it_was_a_year_too() -> None:
    """認証IDの有効期間が1年間延長される (『手続について（概要）』, 2020)."""
    assert prolonged(date(2022, 3, 31), date(2022, 3, 15), ROLE) == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("on", "approved", "reported", "counted", "said"),
    [
        (date(2026, 1, 4), date(2025, 6, 1), None, False, []),
        (date(2026, 1, 5), date(2025, 6, 1), None, False, ["older_ids"]),
        (date(2026, 7, 1), date(2025, 6, 1), date(2026, 5, 1), True, ["life_start"]),
        (date(2026, 7, 1), date(2025, 6, 1), date(2026, 5, 1), False, []),
        (date(2026, 7, 1), date(2026, 1, 5), None, False, []),
        (date(2026, 7, 1), date(2024, 6, 1), date(2025, 5, 1), True, ["older_ids"]),
    ],
)
def test_what_is_not_certain_of_an_end(
    on: date, approved: date, reported: date | None, counted: bool, said: list[str]
) -> None:
    found = uncertain(on, ROLE, approved, reported, counted=counted)
    assert [own.words for own in found] == said
