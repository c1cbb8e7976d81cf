"""The days around every time limit, as a decision sees them."""

from datetime import date, timedelta

import pytest

from kiosk.rules import days
from kiosk.rules.decision import decide

READY: dict[str, object] = {
    "in_japan": True,
    "status": "student",
    "with_procedure": "extension",
}


def outcome(on: date, procedure: str, **facts: object) -> tuple[str, list[str]]:
    decision = decide(on, "gyoseishoshi", procedure, {**READY, **facts})
    return decision.outcome, [
        reason.rule for reason in decision.reasons if decision.outcome != "allowed"
    ]


@pytest.mark.parametrize("procedure", ["extension", "change"])
def test_the_last_day_of_the_stay_is_too_late_online(procedure: str) -> None:
    expires = "2026-03-31"
    assert outcome(date(2026, 3, 30), procedure, stay_expires=expires)[0] == "allowed"
    assert outcome(date(2026, 3, 31), procedure, stay_expires=expires) == (
        "refused",
        ["not-on-the-last-day"],
    )
    assert outcome(date(2026, 4, 1), procedure, stay_expires=expires) == (
        "refused",
        ["stay-over"],
    )


@pytest.mark.parametrize(
    ("expires", "opens"),
    [
        ("2026-06-30", date(2026, 3, 30)),
        ("2026-05-31", date(2026, 2, 28)),
        ("2024-05-31", date(2024, 2, 29)),
        ("2026-02-15", date(2025, 11, 15)),
    ],
)
def test_an_extension_opens_three_months_before(expires: str, opens: date) -> None:
    eve = opens - timedelta(days=1)
    assert outcome(eve, "extension", stay_expires=expires) == ("refused", ["opens"])
    assert outcome(opens, "extension", stay_expires=expires)[0] == "allowed"
    assert days.opens_on(date.fromisoformat(expires)) == opens


def test_a_change_has_no_opening_day() -> None:
    on = date(2026, 1, 10)
    assert outcome(on, "change", stay_expires="2029-01-10")[0] == "allowed"


@pytest.mark.parametrize("event", [date(2026, 1, 31), date(2024, 2, 10)])
def test_an_acquisition_is_filed_within_30_days(event: date) -> None:
    def after(number: int) -> tuple[str, list[str]]:
        on = event + timedelta(days=number)
        iso = event.isoformat()
        return outcome(on, "acquisition", birth_or_loss_date=iso)

    assert after(-1) == ("refused", ["happened"])
    assert after(0)[0] == "allowed"
    assert after(30)[0] == "allowed"
    assert after(31) == ("refused", ["within-30-days"])
    assert days.acquisition_by(event) == event + timedelta(days=30)
    assert days.without_status_until(event) == event + timedelta(days=60)


@pytest.mark.parametrize("procedure", ["reentry", "other_activity"])
@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"stay_expires": "2026-03-31"}, "not-on-the-last-day.accompanied"),
        ({"stay_expires": "2026-03-30"}, "stay-over.accompanied"),
        ({"stay_expires": "2026-07-31"}, "opens.accompanied"),
        (
            {"with_procedure": "acquisition", "birth_or_loss_date": "2026-02-28"},
            "within-30-days.accompanied",
        ),
        (
            {"with_procedure": "acquisition", "birth_or_loss_date": "2026-04-01"},
            "happened.accompanied",
        ),
        ({"with_procedure": "coe"}, "accompanying"),
        ({"with_procedure": "employment_certificate"}, "accompanying"),
        ({"with_procedure": "alone"}, "accompanying"),
    ],
)
def test_what_accompanies_is_bound_by_the_main_procedure(
    procedure: str, facts: dict[str, str], rule: str
) -> None:
    assert outcome(date(2026, 3, 31), procedure, **facts) == ("refused", [rule])


def test_what_accompanies_a_change_has_no_opening_day() -> None:
    late = {"with_procedure": "change", "stay_expires": "2029-01-01"}
    assert outcome(date(2026, 3, 31), "reentry", **late)[0] == "allowed"


@pytest.mark.parametrize(
    ("expires", "until"),
    [
        (date(2026, 3, 15), date(2026, 5, 15)),
        (date(2026, 2, 28), date(2026, 4, 30)),
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2023, 12, 30), date(2024, 2, 29)),
    ],
)
def test_the_special_period_is_two_months(expires: date, until: date) -> None:
    assert days.special_until(expires) == until


def test_the_last_online_day_is_the_eve() -> None:
    assert days.last_online_day(date(2026, 3, 1)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 6, 14), "allowed"),  # still under 16 until the eve ends
        (date(2026, 6, 15), "refused"),
    ],
)
def test_a_relative_files_for_a_child_under_16(on: date, expected: str) -> None:
    facts = {
        **READY,
        "has_mynumber_card": True,
        "relation": "mother",
        "birth_date": "2010-06-15",
        "cannot_apply_in_person": False,
        "stay_expires": "2026-07-01",
    }
    assert decide(on, "relative", "extension", facts).outcome == expected


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 6, 14), "refused"), (date(2026, 6, 15), "allowed")]
)
def test_a_person_files_alone_from_15(on: date, expected: str) -> None:
    facts = {
        **READY,
        "has_mynumber_card": True,
        "birth_date": "2011-06-15",
        "stay_expires": "2026-07-01",
    }
    assert decide(on, "applicant", "extension", facts).outcome == expected


def test_a_birth_date_in_another_era_is_the_same_day() -> None:
    facts = {
        **READY,
        "has_mynumber_card": True,
        "birth_date": "平成23年6月15日",
        "stay_expires": "令和8年7月1日",
    }
    decided = decide(date(2026, 6, 15), "applicant", "extension", facts)
    assert decided.outcome == "allowed"


def test_days_cannot_be_counted_from_what_is_not_known() -> None:
    assert days.counted(("opens_on",), {}) is None
    assert days.counted((), {}) == {}
    with pytest.raises(KeyError):
        days.counted(("tomorrow",), {})
