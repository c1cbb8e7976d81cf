"""The usage request: what is asked, met and needed on each day, from the sources.

Expected: 出入国在留管理庁『令和4年3月以降のオンラインによる在留手続について』
(見直し前・見直し後), 『利用申出（所属機関の職員等）』,
『申請等取次者としての承認手続』, and the Agency's notices of 2025-04-01 and 2026-01-05.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product

import pytest

from kiosk.rules import usage
from kiosk.rules.sources import Certainty
from kiosk.rules.usage import ROLES, Answer
from kiosk.rules.usage_check import (
    Standing,
    assess,
    next_question,
    possible_categories,
    questions,
)
from kiosk.rules.vocabulary import Role

ORGANIZATION, SUPPORT, PUBLIC = ROLES
YES, NO, UNKNOWN = Answer
REVIEW = date(2022, 3, 16)
ONE_PLEDGE = date(2025, 4, 1)
PORTAL = date(2026, 1, 5)
TODAY = date(2026, 11, 24)
EVE = timedelta(days=1)
OLD = [
    "covered_foreigners",
    "several_filings",
    "fined",
    "officer_imprisoned",
    "lawful_employment",
    "revocation",
    "cancelled",
    "notifications",
    "pledge",
]
CATEGORY_3 = {"listed": NO, "withheld": NO, "table": YES}
CATEGORY_4 = {"listed": NO, "withheld": NO, "table": NO}


def short(own: usage.Row) -> str:
    """The name of a row in the data."""
    return own.id.rpartition(".")[2]


def standings(
    on: date, role: Role, answers: Mapping[str, Answer]
) -> dict[str, Standing]:
    found = assess(on, role, answers).found
    return {short(own.requirement): own.standing for own in found}


def papers(on: date, role: Role, answers: Mapping[str, Answer]) -> list[str]:
    """Their official names; in brackets where they are only perhaps needed."""
    return [
        f"({own.paper.term})" if own.perhaps else own.paper.term
        for own in assess(on, role, answers).papers
    ]


def well(on: date, role: Role, category: Mapping[str, Answer]) -> dict[str, Answer]:
    """The best that can be answered in this category."""
    good = {
        name: own.good
        for own in usage.requirements()
        if own.holds(on, role)
        for name in own.asks
    }
    return {**good, **category}


# What is asked


@pytest.mark.parametrize("role", ROLES)
def test_until_march_2022_the_old_conditions_are_asked(role: Role) -> None:
    asked = questions(REVIEW - EVE, role, CATEGORY_3)
    assert asked == (*OLD, "listed", "withheld", "table", "stable")
    assert "stable" not in questions(REVIEW - EVE, role, CATEGORY_4)


@pytest.mark.parametrize(
    ("role", "own"),
    [
        (ORGANIZATION, ["certificate", "trusted", "notifications", "pledge"]),
        (SUPPORT, ["certificate", "trusted", "commission", "whole_plan", "pledge"]),
        (PUBLIC, ["certificate", "trusted", "commission", "pledge"]),
    ],
)
@pytest.mark.parametrize("on", [REVIEW, PORTAL - EVE, PORTAL, TODAY])
def test_since_march_2022_the_conditions_of_an_intermediary(
    on: date, role: Role, own: list[str]
) -> None:
    assert questions(on, role, {"certificate": YES, "listed": YES}) == (*own, "listed")
    category = ["listed", "withheld", "table"]
    every = [*own, *category, "stable"]
    assert list(questions(on, role, {"certificate": YES, **CATEGORY_3})) == every
    every = [*own, *category, "stable_expected"]
    assert list(questions(on, role, {"certificate": YES, **CATEGORY_4})) == every


def test_only_a_host_institutions_clerk_may_do_without_the_certificate() -> None:
    for answer in (NO, UNKNOWN):
        told = {"certificate": answer}
        assert "knowledge" in questions(TODAY, ORGANIZATION, told)
        assert "knowledge" not in questions(TODAY, SUPPORT, told)
        assert "knowledge" not in questions(TODAY, PUBLIC, told)
    assert "knowledge" not in questions(TODAY, ORGANIZATION, {"certificate": YES})


def test_one_question_after_the_other_until_all_have_been_asked() -> None:
    for role, on, answer in product(ROLES, (REVIEW - EVE, TODAY), Answer):
        answers: dict[str, Answer] = {}
        asked = None
        while asked := next_question(on, role, answers, asked):
            assert asked not in answers
            answers[asked] = answer
        assert tuple(answers) == questions(on, role, answers)


def test_whoever_comes_back_is_asked_the_first_that_is_open() -> None:
    answers = {"certificate": YES, "trusted": NO}
    assert next_question(TODAY, PUBLIC, answers, None) == "commission"
    assert next_question(TODAY, PUBLIC, answers, "certificate") == "trusted"
    everything = well(TODAY, PUBLIC, CATEGORY_3)
    assert next_question(TODAY, PUBLIC, everything, None) is None
    assert next_question(TODAY, PUBLIC, everything, "stable") is None


def test_every_question_that_is_asked_decides_something() -> None:
    named = {name for own in usage.requirements() for name in own.asks}
    named |= {own.words for own in usage.categories()}
    asked = {
        name
        for on, role, answer in product((REVIEW - EVE, TODAY), ROLES, Answer)
        for name in questions(on, role, dict.fromkeys(named, answer))
    }
    assert asked == named


# The category


@pytest.mark.parametrize(
    ("answers", "possible"),
    [
        ({}, {1, 2, 3, 4}),
        ({"listed": YES}, {1}),
        ({"listed": NO}, {2, 3, 4}),
        ({"listed": NO, "withheld": YES}, {2}),
        (CATEGORY_3, {3}),
        (CATEGORY_4, {4}),
        ({"listed": UNKNOWN, "withheld": YES}, {1, 2}),
        ({"listed": NO, "withheld": UNKNOWN, "table": YES}, {2, 3}),
        ({"listed": NO, "withheld": UNKNOWN, "table": NO}, {2, 4}),
        (dict.fromkeys(CATEGORY_3, UNKNOWN), {1, 2, 3, 4}),
    ],
)
def test_categories(answers: dict[str, Answer], possible: set[int]) -> None:
    for role in ROLES:
        assert possible_categories(TODAY, role, answers) == possible


def test_what_hangs_on_an_unknown_category_is_never_missing() -> None:
    either = {"listed": NO, "withheld": UNKNOWN, "table": YES, "stable": NO}
    assert standings(TODAY, PUBLIC, either)["stable"] is Standing.OPEN
    surely = {**CATEGORY_3, "stable": NO}
    assert standings(TODAY, PUBLIC, surely)["stable"] is Standing.MISSING


# What is met


@pytest.mark.parametrize("category", [CATEGORY_3, CATEGORY_4, {"listed": YES}])
@pytest.mark.parametrize("on", [REVIEW - EVE, REVIEW, PORTAL - EVE, PORTAL, TODAY])
@pytest.mark.parametrize("role", ROLES)
def test_whoever_meets_everything_is_ready(
    on: date, role: Role, category: dict[str, Answer]
) -> None:
    found = assess(on, role, well(on, role, category))
    assert found.ready
    assert not found.standing(Standing.MISSING)
    assert not found.standing(Standing.OPEN)


@pytest.mark.parametrize("on", [REVIEW - EVE, REVIEW, TODAY])
@pytest.mark.parametrize("role", ROLES)
def test_one_answer_less_and_nobody_is_ready(on: date, role: Role) -> None:
    everything = well(on, role, CATEGORY_3)
    for name in questions(on, role, {**everything, "certificate": NO}):
        if name in CATEGORY_3:
            continue
        good = everything[name]
        bad = NO if good is YES else YES
        rest = {"certificate": NO} if name == "knowledge" else {}
        if name == "certificate" and role == ORGANIZATION:
            rest = {"knowledge": NO}
        wrong = assess(on, role, {**everything, **rest, name: bad})
        assert len(wrong.standing(Standing.MISSING)) == 1, name
        unknown = assess(on, role, {**everything, **rest, name: UNKNOWN})
        assert not unknown.ready, name
        assert not unknown.standing(Standing.MISSING), name


@pytest.mark.parametrize(
    ("certificate", "knowledge", "standing"),
    [
        (YES, None, Standing.MET),
        (NO, YES, Standing.MET),
        (UNKNOWN, YES, Standing.MET),
        (NO, NO, Standing.MISSING),
        (NO, UNKNOWN, Standing.OPEN),
        (UNKNOWN, NO, Standing.OPEN),
        (NO, None, Standing.OPEN),
    ],
)
def test_the_certificate_or_its_conditions(
    certificate: Answer, knowledge: Answer | None, standing: Standing
) -> None:
    told = {"certificate": certificate}
    if knowledge is not None:
        told["knowledge"] = knowledge
    found = standings(TODAY, ORGANIZATION, told)
    assert found["certificate_or_conditions"] is standing
    for role in (SUPPORT, PUBLIC):
        # They have to hold it: a course alone is not enough.
        wanted = {YES: Standing.MET, NO: Standing.MISSING, UNKNOWN: Standing.OPEN}
        assert standings(TODAY, role, told)["certificate"] is wanted[certificate]


def test_nothing_told_nothing_met() -> None:
    for role, on in product(ROLES, (REVIEW - EVE, REVIEW, TODAY)):
        found = assess(on, role, {})
        assert {own.standing for own in found.found} == {Standing.OPEN}


# Papers and ways


def test_papers_of_an_organization() -> None:
    held = {**CATEGORY_3, "certificate": YES}
    assert papers(TODAY, ORGANIZATION, held) == [
        "利用申出書",
        "誓約書",
        "申請等取次者証明書",
        "カテゴリーを証する資料（前年分の法定調書合計表など）",
        "決算文書など事業の安定性を示す資料",
    ]
    without = {"listed": YES, "certificate": NO}
    assert papers(TODAY, ORGANIZATION, without) == [
        "利用申出書",
        "誓約書",
        "申請等取次者の承認要件を満たすことを証する資料",
        "カテゴリーを証する資料（前年分の法定調書合計表など）",
    ]


def test_papers_that_hang_on_what_is_not_known() -> None:
    assert papers(TODAY, ORGANIZATION, {}) == [
        "利用申出書",
        "誓約書",
        "(申請等取次者証明書)",
        "(申請等取次者の承認要件を満たすことを証する資料)",
        "カテゴリーを証する資料（前年分の法定調書合計表など）",
        "(決算文書など事業の安定性を示す資料)",
    ]


@pytest.mark.parametrize("role", [SUPPORT, PUBLIC])
@pytest.mark.parametrize(
    ("on", "last"),
    [
        (REVIEW, ["依頼書"]),
        (ONE_PLEDGE - EVE, ["依頼書"]),
        (ONE_PLEDGE, ["(外国人を受け入れる機関の名簿)"]),
        (PORTAL - EVE, ["(外国人を受け入れる機関の名簿)"]),
        (PORTAL, ["(外国人を受け入れる機関の名簿)", "(利用者別誓約機関一覧表)"]),
    ],
)
def test_papers_of_who_is_commissioned(on: date, role: Role, last: list[str]) -> None:
    for category, more in (
        (CATEGORY_4, ["決算文書など事業の安定性を示す資料"]),
        ({"listed": YES}, []),
    ):
        assert papers(on, role, category) == [
            "利用申出書",
            "誓約書",
            "申請等取次者証明書",
            "カテゴリーを証する資料（前年分の法定調書合計表など）",
            *more,
            *last,
        ]


@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_foreigners_was_dropped(role: Role) -> None:
    assert papers(REVIEW - EVE, role, {}) == ["所属する外国人のリスト"]
    assert "所属する外国人のリスト" not in papers(REVIEW, role, {})


def test_official_forms_are_named() -> None:
    numbers = {own.term: own.form for own in usage.papers() if own.form}
    assert numbers == {
        "利用申出書": "別記第1号様式",
        "誓約書": "別記第2号様式",
        "外国人を受け入れる機関の名簿": "別記第2号様式(2)",
        "利用者別誓約機関一覧表": "別記第2号様式の(3)",
    }


@pytest.mark.parametrize(
    ("on", "ways"),
    [
        (REVIEW - EVE, []),
        (REVIEW, ["counter", "post"]),
        (PORTAL - EVE, ["counter", "post"]),
        (PORTAL, ["counter", "post", "online"]),
    ],
)
def test_ways_to_hand_it_in(on: date, ways: list[str]) -> None:
    for role in ROLES:
        assert [short(own) for own in assess(on, role, {}).ways] == ways


def test_one_request_for_each_host_until_april_2025() -> None:
    def said(on: date, role: Role) -> set[str]:
        return {short(own) for own in assess(on, role, {}).notes}

    assert "one_per_host" in said(ONE_PLEDGE - EVE, SUPPORT)
    assert "one_per_host" not in said(ONE_PLEDGE, SUPPORT)
    assert "several_hosts" in said(ONE_PLEDGE, SUPPORT)
    assert not {"one_per_host", "several_hosts"} & said(TODAY, ORGANIZATION)


# The data


def test_what_is_not_sure_is_marked() -> None:
    """The day of the new portal is told second hand but for the official notice."""
    for own in usage.all_rows():
        if "renewal-2026" in own.source or "katsumi" in own.source:
            assert own.certainty is not Certainty.SURE, own.id


def test_rows_are_only_of_institutions() -> None:
    for own in usage.all_rows():
        assert own.roles
        assert own.roles <= set(ROLES)
        assert own.from_ is None or own.to is None or own.from_ <= own.to


def test_no_name_is_used_twice() -> None:
    for rows in (usage.requirements(), usage.papers(), usage.ways(), usage.notes()):
        names = [own.id for own in rows]
        assert len(names) == len(set(names))
    for on, role in product((REVIEW - EVE, REVIEW, TODAY), ROLES):
        asked = [
            name
            for own in usage.requirements()
            if own.holds(on, role)
            for name in own.asks
        ]
        assert len(asked) == len(set(asked))
