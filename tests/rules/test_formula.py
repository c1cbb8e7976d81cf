"""Conditions over unknown facts, against Kleene's tables."""

from datetime import date, timedelta

import pytest

from kiosk.rules.facts import Known
from kiosk.rules.formula import compile_condition

ON = date(2026, 3, 31)
A, B = {"yes": "in_japan"}, {"yes": "commissioned"}
U = None


def known(a: bool | None, b: bool | None) -> Known:
    given = {"in_japan": a, "commissioned": b}
    return {name: value for name, value in given.items() if value is not None}


TABLE = [
    # a, b, a or b, a and b, when a then b
    (True, True, True, True, True),
    (True, False, True, False, False),
    (True, U, True, U, U),
    (False, True, True, False, True),
    (False, False, False, False, True),
    (False, U, U, False, True),
    (U, True, True, U, True),
    (U, False, U, False, U),
    (U, U, U, U, U),
]


@pytest.mark.parametrize(("a", "b", "either", "both", "implied"), TABLE)
def test_logic_over_unknown_facts(
    a: bool | None,
    b: bool | None,
    either: bool | None,
    both: bool | None,
    implied: bool | None,
) -> None:
    facts = known(a, b)
    assert compile_condition({"any": [A, B]}).judge(ON, facts) is either
    assert compile_condition({"all": [A, B]}).judge(ON, facts) is both
    assert compile_condition({"when": A, "then": B}).judge(ON, facts) is implied


@pytest.mark.parametrize(
    ("form", "a", "b", "asks"),
    [
        ("any", U, U, ["in_japan", "commissioned"]),
        ("any", False, U, ["commissioned"]),
        ("any", True, U, []),
        ("all", U, U, ["in_japan", "commissioned"]),
        ("all", True, U, ["commissioned"]),
        ("all", False, U, []),
        ("when", U, U, ["in_japan"]),
        ("when", True, U, ["commissioned"]),
        ("when", False, U, []),
        ("when", U, False, ["in_japan"]),
        ("when", U, True, []),
    ],
)
def test_only_what_can_decide_is_asked(
    form: str, a: bool | None, b: bool | None, asks: list[str]
) -> None:
    table = {"when": A, "then": B} if form == "when" else {form: [A, B]}
    condition = compile_condition(table)
    assert list(condition.open_facts(ON, known(a, b))) == asks


def test_a_guard_may_look_at_the_day() -> None:
    of_children = {"when": {"any": [{"age_under": 16}, A]}, "then": B}
    condition = compile_condition(of_children)
    child: Known = {"birth_date": date(2015, 5, 5)}
    adult: Known = {"birth_date": date(1990, 5, 5)}
    assert list(condition.open_facts(ON, child)) == ["commissioned"]
    assert list(condition.open_facts(ON, adult)) == ["in_japan"]
    assert condition.judge(ON, {**adult, "in_japan": False}) is True
    assert condition.judge(ON, {**child, "commissioned": False}) is False


def test_constants() -> None:
    for value in (True, False):
        condition = compile_condition({"always": value})
        assert condition.judge(ON, {}) is value
        assert list(condition.open_facts(ON, {})) == []


@pytest.mark.parametrize(
    ("table", "facts", "verdict"),
    [
        ({"fact": "relation", "among": ["spouse"]}, {"relation": "spouse"}, True),
        ({"fact": "relation", "among": ["spouse"]}, {"relation": "child"}, False),
        ({"fact": "relation", "among": ["spouse"]}, {}, None),
        ({"fact": "relation", "not_among": ["spouse"]}, {"relation": "spouse"}, False),
        ({"fact": "relation", "not_among": ["spouse"]}, {"relation": "child"}, True),
        ({"age_under": 16}, {"birth_date": date(2010, 4, 1)}, True),
        ({"age_under": 16}, {"birth_date": date(2010, 3, 31)}, False),
        ({"age_from": 15}, {"birth_date": date(2011, 4, 1)}, False),
        ({"age_from": 15}, {"birth_date": date(2011, 3, 31)}, True),
        ({"age_from": 15}, {}, None),
    ],
)
def test_conditions_on_one_fact(
    table: dict[str, object], facts: Known, verdict: bool | None
) -> None:
    assert compile_condition(table).judge(ON, facts) is verdict


@pytest.mark.parametrize(
    ("table", "first", "last"),
    [
        ({"until": "stay_expires"}, 0, None),
        ({"until": "stay_expires", "days": -1}, 1, None),
        ({"until": "birth_or_loss_date", "days": 30}, -30, None),
        ({"since": "birth_or_loss_date"}, None, 0),
        ({"since": "stay_expires", "days": 1}, None, -1),
        ({"since": "stay_expires", "months": -3}, None, 91),  # 30 June
    ],
)
def test_limits(table: dict[str, object], first: int | None, last: int | None) -> None:
    """The condition holds for days from ``first`` to ``last`` after today."""
    condition = compile_condition(table)
    fact = str(table.get("until") or table.get("since"))
    for days in range(-100, 101):
        value = ON + timedelta(days=days)
        holds = (first is None or days >= first) and (last is None or days <= last)
        assert condition.judge(ON, {fact: value}) is holds, value


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "not a condition: {}"),
        ({"yes": "in_japan", "no": 1}, "not a condition: {'yes': 'in_japan', 'no': 1}"),
        ({"always": "yes"}, "not a condition: {'always': 'yes'}"),
        ({"always": True, "x": 1}, "not a condition"),
        ({"any": [], "x": 1}, "not a condition"),
        ({"all": [], "x": 1}, "not a condition"),
        ({"when": A, "then": B, "x": 1}, "not a condition"),
        ({"when": A}, "not a condition"),
        ({"fact": "relation"}, "not a condition"),
        ({"fact": "relation", "among": [], "x": 1}, "not a condition"),
        ({"fact": "relation", "not_among": [], "x": 1}, "not a condition"),
        ({"age_under": 16, "x": 1}, "not a condition"),
        ({"age_from": 16, "x": 1}, "not a condition"),
        ({"yes": "rich"}, "no such fact: 'rich'"),
        ({"until": "rich"}, "no such fact: 'rich'"),
        ({"fact": "rich", "among": []}, "no such fact: 'rich'"),
        (
            {"fact": "relation", "among": ["uncle", "spouse"]},
            "relation has no choice ['uncle']",
        ),
        (
            {"until": "stay_expires", "weeks": 1},
            "a limit is shifted by days or months, not {'weeks': 1}",
        ),
    ],
)
def test_a_slip_in_the_data_is_said(table: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=r"^\S") as caught:
        compile_condition(table)
    assert str(caught.value).startswith(says)
