"""In which order people are asked, and that nobody is asked too much or too little."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.forms.application import Application, make
from kiosk.forms.check import check, missing, shown
from kiosk.forms.fields import Field, Kind
from kiosk.forms.form import context, form_for
from kiosk.forms.walk import (
    TOGETHER,
    Group,
    begins_another,
    following,
    group_of,
    groups,
    is_right,
    past_block,
)
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import Procedure
from tests.forms.legal import legal
from tests.forms.samples import ON, application, relative, typed

EXTENSION = make("extension", None, ())
STATUSES = sorted(row.id for row in statuses())
WITH = ("reentry", "other_activity", "employment_certificate")
JOINED = (Procedure.CHANGE, Procedure.EXTENSION, Procedure.ACQUISITION)
PROPERTY = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)


@st.composite
def begun(draw: st.DrawFn) -> Application:
    """Any procedure, for any status, with anything that can be filed with it."""
    procedure = draw(st.sampled_from(Procedure))
    others = draw(st.sets(st.sampled_from(WITH))) if procedure in JOINED else set()
    status = draw(st.none() | st.sampled_from(STATUSES))
    return make(procedure, status, tuple(others))


@st.composite
def changed(draw: st.DrawFn, field: Field, answers: dict[str, str]) -> str:
    """Something else in one field."""
    return typed(draw, field, answers)


def with_answers(start: Application, answers: Mapping[str, str | None]) -> Application:
    kept = {name: a for name, a in {**start.answers, **answers}.items() if a}
    return replace(start, answers=MappingProxyType(kept))


def ids(every: tuple[Group, ...]) -> list[list[str]]:
    return [[field.id for field in group.fields] for group in every]


def required(field: Field, now: Application) -> bool:
    return field.required.holds(context(now))


def relatives(*told_of: int) -> Application:
    answers: dict[str, str] = {}
    for n in told_of:
        answers |= relative(n)
    return application("extension", relatives="有", **answers)


@PROPERTY
@given(start=begun(), which=st.integers(0, 99))
def test_every_field_can_be_answered(start: Application, which: int) -> None:
    """What the tests of this and other folders answer is an answer."""
    answers = context(start)
    for field in form_for(start).fields:
        assert is_right(field, {**answers, field.id: legal(field, answers, which)})


# Groups.


@PROPERTY
@given(start=begun(), data=st.data())
def test_every_shown_field_is_in_one_group_in_the_portals_order(
    start: Application, data: st.DataObject
) -> None:
    fields = list(shown(form_for(start), context(start)))
    chosen = data.draw(st.lists(st.sampled_from(fields), max_size=8))
    now = with_answers(start, {f.id: legal(f, {}, len(chosen)) for f in chosen})
    every = groups(now)
    asked = list(shown(form_for(now), context(now)))
    assert [field for group in every for field in group.fields] == asked
    assert len({group.id for group in every}) == len(every)
    for group in every:
        assert 1 <= len(group.fields) <= TOGETHER
        for field in group.fields:
            assert group_of(now, field.id) == group


@PROPERTY
@given(start=begun())
def test_only_short_lines_of_one_entry_stand_together(start: Application) -> None:
    for group in groups(start):
        if len(group.fields) > 1:
            kinds = {field.kind for field in group.fields}
            assert not kinds & {Kind.CHOICE, Kind.DATE, Kind.BIRTH_DATE}
            assert not any(field.lines or field.sensitive for field in group.fields)
            assert len({(field.section, field.number) for field in group.fields}) == 1


def test_two_telephone_numbers_are_one_entry() -> None:
    assert ["phone", "mobile"] in ids(groups(EXTENSION))


def test_a_field_that_is_not_asked_is_in_no_group() -> None:
    assert group_of(EXTENSION, "card_number") is None
    now = with_answers(EXTENSION, {"has_card": "有"})
    assert group_of(now, "card_number") is not None
    assert group_of(EXTENSION, "no.such.field") is None


@pytest.mark.parametrize(
    ("field", "block"),
    [("relative.2.name", ("relative", 2)), ("name", None), ("joint.name", None)],
)
def test_what_comes_several_times_knows_which_it_is(
    field: str, block: tuple[str, int] | None
) -> None:
    now = replace(relatives(1, 2), accompanying=(Procedure.REENTRY,))
    group = group_of(now, field)
    assert group is not None
    assert group.block == block


def test_what_nobody_likes_to_be_asked_stands_alone() -> None:
    group = group_of(EXTENSION, "criminal_record")
    assert group is not None
    assert group.sensitive
    assert len(group.fields) == 1
    name = group_of(EXTENSION, "name")
    assert name is not None
    assert not name.sensitive


# The next one.


def test_the_first_question_is_the_first_of_the_form() -> None:
    first = following(EXTENSION, None)
    assert first is not None
    assert first.id == "nationality"


def test_an_answer_is_passed_over_and_not_asked_again() -> None:
    now = with_answers(EXTENSION, {"birth_date": "19990501", "name": "LAN"})
    after = following(now, "nationality")
    assert after is not None
    assert after.id == "sex"


@pytest.mark.parametrize("wrong", ["19991332", "1999-05-01", "soon"])
def test_an_answer_that_is_wrong_or_not_tidy_is_asked_again(wrong: str) -> None:
    """It may come from a card, a file or an older version."""
    after = following(with_answers(EXTENSION, {"birth_date": wrong}), "nationality")
    assert after is not None
    assert after.id == "birth_date"


def test_one_telephone_number_of_two_is_enough() -> None:
    now = with_answers(EXTENSION, {"mobile": "09012345678"})
    after = following(now, "street")
    assert after is not None
    assert after.id == "mail"


def test_behind_the_last_there_is_nothing() -> None:
    assert following(EXTENSION, groups(EXTENSION)[-1].id) is None


def test_a_place_that_is_not_there_any_more_begins_at_the_beginning() -> None:
    """A newer form may not have it; what was answered is passed over."""
    now = with_answers(application("extension"), {"sex": None})
    after = following(now, "no.such.field")
    assert after is not None
    assert after.id == "sex"


# Relatives and other blocks.


def test_the_first_relative_is_asked_for_and_no_second() -> None:
    now = application("extension", relatives="有")
    first = following(now, "relatives")
    assert first is not None
    assert first.block == ("relative", 1)
    last = past_block(now, first)
    assert last.startswith("relative.6.")
    behind = following(now, last)
    assert behind is None or behind.block is None


def test_after_one_relative_comes_the_next() -> None:
    now = relatives(1)
    second = following(now, "relative.1.card_number")
    assert second is not None
    assert second.block == ("relative", 2)
    assert begins_another(now, second)
    assert not begins_another(relatives(1, 2), second)


def test_another_relative_begins_with_their_first_question_alone() -> None:
    """Whoever leaves it out has still said that there is one."""
    now = relatives(1)
    begin = [group.id for group in groups(now) if begins_another(now, group)]
    assert begin == [f"relative.{n}.relation" for n in range(2, 7)]


def test_after_the_sixth_there_is_none() -> None:
    now = relatives(1, 2, 3, 4, 5, 6)
    behind = following(now, "relatives")
    assert behind is None or behind.block is None


def test_a_relative_that_was_begun_is_gone_on_with() -> None:
    now = application("extension", relatives="有", **relative(1, name=""))
    open_one = following(now, "relatives")
    assert open_one is not None
    assert open_one.id == "relative.1.name"


def test_without_relatives_none_is_asked_for() -> None:
    behind = following(application("extension", relatives="無"), "relatives")
    assert behind is None or behind.block is None


def test_what_does_not_repeat_ends_with_itself() -> None:
    group = group_of(EXTENSION, "name")
    assert group is not None
    assert past_block(EXTENSION, group) == "name"
    assert not begins_another(EXTENSION, group)


# People who are not there.


@pytest.mark.parametrize(
    ("others", "asked"),
    [
        (frozenset[str](), {"representative", "intermediary"}),
        (frozenset({"representative"}), {"intermediary"}),
        (frozenset({"representative", "intermediary"}), set[str]()),
    ],
)
def test_who_does_not_file_here_is_not_asked_about(
    others: frozenset[str], asked: set[str]
) -> None:
    found, after = set(), None
    start = make("reentry", None, ())
    while (group := following(start, after, others)) is not None:
        found.add(group.fields[0].word.split(".")[1])
        after = group.id
    assert found & {"representative", "intermediary"} == asked


def test_somebody_of_whom_something_is_told_is_asked_about() -> None:
    begun_with = {"reentry.representative.name": "例"}
    now = with_answers(make("reentry", None, ()), begun_with)
    everybody = frozenset({"representative", "intermediary"})
    after = following(now, "reentry.representative.name", everybody)
    assert after is not None
    assert after.id == "reentry.representative.relation"


# A whole walk.


@PROPERTY
@given(start=begun(), data=st.data())
def test_a_walk_ends_and_asks_for_everything_once(
    start: Application, data: st.DataObject
) -> None:
    """What has to be answered at its end and is not was asked and left open."""
    others = data.draw(
        st.frozensets(st.sampled_from(["representative", "intermediary"]))
    )
    leaves_out = data.draw(st.booleans())
    now, after, asked, left_out = start, None, list[str](), set[str]()
    while (group := following(now, after, others)) is not None:
        answers = dict(now.answers)
        for field in group.fields:
            assert field.shown.holds(context(now))
            assert not is_right(field, answers) or len(group.fields) > 1
            which = data.draw(st.integers(0, 99))
            answer = legal(field, answers, which)
            if not answer or (leaves_out and data.draw(st.booleans())):
                left_out.add(field.id)
            else:
                answers[field.id] = answer
        asked += [field.id for field in group.fields]
        now, after = with_answers(now, answers), group.id
    assert len(set(asked)) == len(asked)
    left = [field.id for field in missing(form_for(now), context(now))]
    assert set(left) <= left_out


@PROPERTY
@given(start=begun(), data=st.data())
def test_a_walk_begun_anew_asks_only_for_what_is_open(
    start: Application, data: st.DataObject
) -> None:
    """Whoever comes back another day is not asked twice."""
    now = start
    for field in shown(form_for(start), context(start)):
        if data.draw(st.booleans()):
            answer = legal(field, now.answers, data.draw(st.integers(0, 9)))
            now = with_answers(now, {field.id: answer})
    right = {
        field.id for field in form_for(now).fields if is_right(field, context(now))
    }
    after = None
    while (group := following(now, after)) is not None:
        assert any(field.id not in right for field in group.fields), (
            "all of it was answered"
        )
        after = group.id


@PROPERTY
@given(procedure=st.sampled_from(["extension", "change", "coe"]), data=st.data())
def test_an_answer_spoilt_by_another_is_kept_and_asked_or_shown(
    procedure: str, data: st.DataObject
) -> None:
    whole = application(procedure, relatives="有", **relative(1))
    fields = [own for own in form_for(whole).fields if own.id in whole.answers]
    field = data.draw(st.sampled_from(fields))
    other = data.draw(changed(field, dict(whole.answers)))
    now = with_answers(whole, {field.id: other})
    assert now.answers.keys() == whole.answers.keys()
    asked, after = set(), None
    while (group := following(now, after)) is not None:
        asked |= {own.id for own in group.fields}
        after = group.id
    mended = {name for one in check(now, ON).findings for name in one.fields}
    for own in shown(form_for(now), context(now)):
        if own.id in now.answers and not is_right(own, context(now)):
            assert own.id in asked
            tidy = check(now, ON).application.answers
            assert own.id in mended or tidy[own.id] != now.answers[own.id]


def test_another_prefecture_spoils_the_town() -> None:
    now = application("extension", prefecture="大阪府")
    after = following(now, "prefecture")
    assert after is not None
    assert after.id == "municipality"
    assert now.answers["municipality"] == "千代田区"
    assert "municipality" in {one.fields[0] for one in check(now, ON).errors}
