"""Facts from outside: typed when they mean something, refused in one line when not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.facts import BadInput, known_facts
from kiosk.rules.vocabulary import FACTS


def test_each_kind_of_fact() -> None:
    assert known_facts(
        {
            "in_japan": False,
            "birth_date": "2010-05-05",
            "relation": "mother",
            "office_consulted": None,
        }
    ) == {
        "in_japan": False,
        "birth_date": date(2010, 5, 5),
        "relation": "mother",
    }


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        (47, "47"),
        ("47", "47"),
        ("４７", "47"),
        ("告示47号", "47"),
        (" 33の2 ", "33-2"),
        ("告示33号の2", "33-2"),
        ("33-2", "33-2"),
        ("other", "other"),
        ("departure_preparation", "departure_preparation"),
    ],
)
def test_notified_numbers_as_people_write_them(given: object, listed: str) -> None:
    assert known_facts({"notified_activity": given}) == {"notified_activity": listed}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"in_japan": "yes"}, "fact in_japan: say true or false, not 'yes'"),
        ({"in_japan": 1}, "fact in_japan: say true or false, not 1"),
        (
            {"birth_date": "5 May"},
            "fact birth_date: write a day as 2026-03-01, not '5 May'",
        ),
        (
            {"birth_date": 20100505},
            "fact birth_date: write a day as 2026-03-01, not 20100505",
        ),
        (
            {"relation": "uncle"},
            "fact relation: unknown choice 'uncle'; known: parent, minor_guardian,"
            " adult_guardian, spouse, child, father, mother, other",
        ),
        (
            {"relation": ["mother"]},
            "fact relation: unknown choice ['mother']; known: parent, minor_guardian,"
            " adult_guardian, spouse, child, father, mother, other",
        ),
    ],
)
def test_what_means_nothing(facts: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput) as caught:
        known_facts(facts)
    assert str(caught.value) == says


@pytest.mark.parametrize("value", [True, 4.7, "99", {}, 0, -1])
def test_what_is_no_notified_number(value: object) -> None:
    with pytest.raises(BadInput, match=r"^fact notified_activity: unknown choice"):
        known_facts({"notified_activity": value})


def test_a_number_is_no_status() -> None:
    with pytest.raises(BadInput, match=r"^fact status: unknown choice 7; known: dip"):
        known_facts({"status": 7})


def test_a_long_or_private_value_is_not_repeated_in_full() -> None:
    with pytest.raises(BadInput) as caught:
        known_facts({"in_japan": "x" * 500})
    assert str(caught.value).count("x") == 39


values = st.none() | st.booleans() | st.integers() | st.text() | st.floats()


@given(st.sampled_from(sorted(FACTS)), values)
def test_any_value_is_taken_or_refused_in_one_line(name: str, value: object) -> None:
    line = ""
    try:
        known_facts({name: value})
    except BadInput as error:
        line = str(error)
    assert "\n" not in line
