"""Rules as read from the data files: every field, and slips in the data."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kiosk.rules import data, rulebook
from kiosk.rules.fees import Amount, Band, Channel, DependsOnPeriod, all_fees
from kiosk.rules.formula import Among, Constant, Limit, When, Yes
from kiosk.rules.rulebook import Rule, rules
from kiosk.rules.vocabulary import Procedure, Role


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    caches = (rules, rulebook.rules_for, rulebook.rules_in_force, all_fees)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def rule(name: str) -> Rule:
    return next(rule for rule in rules() if rule.id == name)


def test_a_cell_has_every_field() -> None:
    cell = rule("table-2022.relative.reentry")
    assert (cell.roles, cell.procedures) == ({Role.RELATIVE}, {Procedure.REENTRY})
    assert (cell.from_, cell.to) == (date(2022, 3, 16), date(2024, 3, 18))
    assert (cell.message, cell.mark) == ("relative_for_child_or_ill", "△3")
    assert (cell.effect, cell.certainty, cell.values) == ("refuse", "sure", ())
    assert "日行連発第1845号 (2022-03-16), 表, 注3 <https://" in cell.source
    assert "under 16" in cell.summary
    assert str(cell.wording).startswith("手続の対象となる方が、16歳未満の場合")
    assert rule("table-2022.applicant.coe").effect == "advise"
    assert rule("table-later.attorney.coe").needs == Constant(True)


def test_a_condition_has_every_field() -> None:
    last_day = rule("not-on-the-last-day")
    assert last_day.roles == set(Role)
    assert last_day.procedures == {Procedure.CHANGE, Procedure.EXTENSION}
    assert (last_day.from_, last_day.to) == (date(2022, 3, 16), None)
    assert (last_day.message, last_day.mark) == ("not_on_the_last_day", None)
    assert (last_day.effect, last_day.certainty) == ("refuse", "sure")
    assert last_day.values == ("stay_expires",)
    assert "Q&A』(2024-03-19), 在留期間の満了日 <https://" in last_day.source
    assert last_day.summary == (
        "not on the last day of the stay: file by the day before"
    )
    assert str(last_day.wording).startswith("在留期限の最終日")
    card = rule("own-card")
    assert card.needs == Yes("has_mynumber_card")
    assert card.procedures == set(Procedure)
    assert card.roles == {
        Role.APPLICANT,
        Role.LEGAL_REPRESENTATIVE,
        Role.RELATIVE,
    }
    assert card.wording is None
    assert rule("card-while-pending-2022").effect == "note"
    assert rule("card-while-pending-2022").to == date(2026, 1, 4)


def test_what_accompanies_is_bound_only_with_that_procedure() -> None:
    opens = rule("opens.accompanied")
    assert opens.procedures == {Procedure.OTHER_ACTIVITY, Procedure.REENTRY}
    assert opens.message == "opens"
    assert opens.values == ("opens_on",)
    assert opens.needs == When(
        Among("with_procedure", frozenset({"extension"}), True),
        Limit("stay_expires", 0, -3, False),
    )
    accompanied = {rule.id for rule in rules() if rule.id.endswith(".accompanied")}
    assert accompanied == {
        f"{name}.accompanied"
        for name in (
            "stay-over",
            "not-on-the-last-day",
            "opens",
            "happened",
            "within-30-days",
        )
    }


def test_a_row_of_the_table_with_a_cell_too_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = data.load("table")
    edition = {**table["edition"][1], "rows": {"relative": ["no"] * 6}}

    def load(name: str) -> dict[str, Any]:
        assert name == "table"
        return {**table, "edition": [edition]}

    monkeypatch.setattr(rulebook.data, "load", load)
    monkeypatch.setattr(rulebook, "cite", lambda source, section: "")
    with pytest.raises(ValueError, match=r"zip\(\) argument 2 is shorter"):
        rules()


def priced(monkeypatch: pytest.MonkeyPatch, price: dict[str, object]) -> object:
    row = {
        "procedures": ["coe"],
        "counter": price,
        "online": {"free": True},
        "certainty": "sure",
    }
    files = {"fees": {"fee": [row]}, "sources": data.load("sources")}
    monkeypatch.setattr(data, "load", files.__getitem__)
    (fee,) = all_fees()
    return fee.price[Channel.COUNTER]


def test_prices_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert priced(monkeypatch, {"yen": 1200}) == Amount(1200)


def test_prices_by_period_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    bands = [{"months": "12", "yen": 33000}]
    found = priced(monkeypatch, {"by_period": bands})
    assert found == DependsOnPeriod((Band("12", 33000),))


@pytest.mark.parametrize(
    "price",
    [
        {},
        {"free": False},
        {"yen": "1,200"},
        {"yen": 1, "free": True},
        {"free": True, "yen": 1},
        {"by_period": [], "yen": 1.5},
        {"not_verified": True, "x": 1},
        {"not_verified": False},
    ],
)
def test_what_is_no_price(
    monkeypatch: pytest.MonkeyPatch, price: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"^not a price: \{") as caught:
        priced(monkeypatch, price)
    assert str(caught.value) == f"not a price: {price!r}"
