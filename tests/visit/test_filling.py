"""Filling in: every step of it, what is kept, and what is never lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from kiosk.forms.application import Application, make
from kiosk.forms.walk import groups
from kiosk.message import Message, say
from kiosk.rules.vocabulary import Procedure
from kiosk.visit.drafts import Draft, DraftNote
from kiosk.visit.effects import (
    BeginDraft,
    Effect,
    EraseDraft,
    FindDrafts,
    FindPlace,
    Forget,
    OpenDraft,
    PrintSheet,
    SaveAnswers,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    AnswersSaved,
    AnswersTyped,
    AnswersWanted,
    Chose,
    CopyWanted,
    DeletionWanted,
    DraftOpened,
    DraftsFound,
    Event,
    FormWanted,
    PaperFailed,
    PaperPrinted,
    PaperWanted,
    PlaceFound,
    RegistrationWanted,
    StoreFailed,
    Ticked,
    WentBack,
    WentOn,
)
from kiosk.visit.machine import advance
from kiosk.visit.state import Account, State
from kiosk.visit.steps import (
    AllAnswers,
    AskConsent,
    AskMore,
    AskResidence,
    ChooseDraft,
    ChooseProcedure,
    ChooseTogether,
    DeleteDraft,
    DraftChosen,
    FillIn,
    Goodbye,
    HandOver,
    InTrouble,
    Issued,
    LoggedIn,
    Review,
    Step,
    Verdict,
    Working,
)
from kiosk.visit.terms import Paper, Trouble, Work
from tests.forms.samples import application, relative
from tests.visit.states import CONTACT, MEI, TODAY, fresh, told

EXPIRES = date(2026, 12, 24)
FACTS: dict[str, bool | str] = {"status": "student", "stay_expires": "2027-01-15"}
ISSUED = Issued(True, Paper.PRINTED)
BUSY = Working(Work.DRAFTS)
NOTES = (
    DraftNote(7, "extension", TODAY, EXPIRES, 3),
    DraftNote(5, "change", TODAY, EXPIRES, 1),
)
NEWER = DraftNote(9, "coe", TODAY, EXPIRES, 2, newer=True)
ACCOUNT = Account("applicant", None, MEI, CONTACT)


def with_id(state: State, step: Step = ISSUED) -> State:
    """Somebody whose ID is known, at this step."""
    answers = replace(state.answers, auth_id="AUTH-ID")
    return state.but(answers=answers, step=step, ticket=10)


def registered(procedure: str = "extension") -> State:
    """Somebody who has just registered for this."""
    return with_id(told(procedure=procedure, facts=FACTS)).but(history=())


def logged_in() -> State:
    return with_id(fresh(), LoggedIn())


def after(state: State, *events: Event) -> tuple[State, tuple[Effect, ...]]:
    """The state after all of them, and the effects of the last."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        state, effects = advance(state, event)
    return state, effects


def found(state: State, *notes: DraftNote, account: Account = ACCOUNT) -> State:
    """The same with the list of what was begun."""
    asked, _ = after(state, FormWanted())
    return after(asked, DraftsFound(asked.ticket, account, notes))[0]


def filling(
    asked: Application | None = None, step: Step | None = None, **changes: Any
) -> State:
    """Somebody in the middle of a form of which nothing waits to be saved."""
    draft = Draft(7, asked or make("extension", "student", ()), EXPIRES, {}, **changes)
    base = found(logged_in(), *NOTES)
    return base.but(
        draft=draft, step=step or FillIn("nationality"), history=base.history
    )


def draft_of(state: State) -> Draft:
    assert state.draft is not None
    return state.draft


def answers(state: State) -> Mapping[str, str]:
    return draft_of(state).application.answers


def saves(effects: tuple[Effect, ...]) -> list[SaveAnswers]:
    return [effect for effect in effects if isinstance(effect, SaveAnswers)]


# What was begun.


@pytest.mark.parametrize("state", [registered(), logged_in()])
def test_whoever_has_an_id_is_asked_what_they_have_begun(state: State) -> None:
    there, effects = after(state, FormWanted())
    assert there.step == BUSY
    assert effects == (FindDrafts(11, "AUTH-ID"),)
    assert there.history == (state.step,)


def test_it_is_told_who_they_are() -> None:
    """Role, kind and birth date count as told, by the registry."""
    account = Account("legal_representative", "parent", MEI, CONTACT)
    state = found(logged_in(), account=account)
    assert state.account == account
    assert state.answers.role == "legal_representative"
    assert dict(state.answers.facts) == {
        "relation": "parent",
        "has_mynumber_card": True,
    }
    in_person = found(logged_in())
    assert in_person.answers.facts["birth_date"] == "1990-04-01"


def test_what_was_begun_is_shown() -> None:
    assert found(registered(), *NOTES).step == ChooseDraft(NOTES)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (logged_in(), ChooseProcedure()),
        (registered(), ChooseTogether()),
        (registered("reentry"), AskResidence()),
        (registered("coe"), BUSY),
    ],
)
def test_with_nothing_begun_it_goes_straight_on(state: State, step: Step) -> None:
    assert found(state).step == step


def test_another_application_may_be_of_another_procedure() -> None:
    assert found(registered(), *NOTES).answers.procedure == "extension"
    assert after(found(registered(), *NOTES), WentOn())[0].step == ChooseProcedure()


def test_one_is_chosen_by_its_number() -> None:
    state = found(logged_in(), *NOTES)
    assert after(state, Chose("5"))[0].step == DraftChosen(NOTES[1])
    for nonsense in ("6", True, ""):
        assert after(state, Chose(nonsense)) == (state, ())


@pytest.mark.parametrize(("event", "copy"), [(WentOn(), False), (CopyWanted(), True)])
def test_it_is_gone_on_with_or_copied(event: Event, copy: bool) -> None:
    state, _ = after(found(logged_in(), *NOTES), Chose("5"))
    there, effects = after(state, event)
    assert there.step == BUSY
    assert effects == (OpenDraft(there.ticket, "AUTH-ID", 5, copy),)


@pytest.mark.parametrize("event", [WentOn(), CopyWanted(), PaperWanted()])
def test_one_of_a_newer_program_is_left_alone(event: Event) -> None:
    state, _ = after(found(logged_in(), NEWER), Chose("9"))
    assert after(state, event) == (state, ())


def test_it_is_deleted_only_after_a_second_question() -> None:
    state, effects = after(found(logged_in(), NEWER), Chose("9"), DeletionWanted())
    assert (state.step, effects) == (DeleteDraft(NEWER), ())
    assert after(state, Chose(False))[0].step == DraftChosen(NEWER)
    there, effects = after(state, WentOn())
    assert there.step == BUSY
    assert effects == (EraseDraft(there.ticket, "AUTH-ID", 9),)


def test_no_way_leads_back_to_one_that_is_gone() -> None:
    state, _ = after(found(logged_in(), *NOTES), Chose("5"), DeletionWanted(), WentOn())
    left = DraftsFound(state.ticket, ACCOUNT, NOTES[:1])
    there, _ = after(state, left)
    assert there.step == ChooseDraft(NOTES[:1])
    assert after(there, WentBack())[0].step == LoggedIn()


@pytest.mark.parametrize(
    ("events", "back_to"),
    [
        ((), LoggedIn()),
        ((Chose("5"), WentOn()), DraftChosen(NOTES[1])),
        ((Chose("5"), DeletionWanted(), WentOn()), LoggedIn()),
    ],
)
def test_the_store_fails_and_is_asked_again(
    events: tuple[Event, ...], back_to: Step
) -> None:
    state = logged_in()
    if events:
        state, _ = after(found(state, *NOTES), *events)
    else:
        state, _ = after(state, FormWanted())
    troubled, _ = after(state, StoreFailed(state.ticket))
    assert troubled.step == InTrouble(Trouble.STORE)
    for way in (WentOn(), WentBack()):
        assert after(troubled, way)[0].step == back_to


@pytest.mark.parametrize(
    ("procedure", "step", "way"),
    [
        ("extension", AskResidence(), Chose(False)),
        ("acquisition", ChooseTogether(), WentOn()),
        ("coe", Verdict(), WentOn()),
    ],
)
def test_a_new_one_cannot_be_kept_and_is_begun_again(
    procedure: str, step: Step, way: Event
) -> None:
    """Nobody has to show their card once more for that."""
    known = found(logged_in(), *NOTES)
    facts = {**known.answers.facts, **FACTS}
    chosen = replace(known.answers, procedure=procedure, facts=facts)
    state, effects = after(known.but(step=step, answers=chosen), way)
    assert isinstance(effects[-1], BeginDraft)
    troubled, _ = after(state, StoreFailed(state.ticket))
    there, _ = after(troubled, WentOn())
    assert there.step == step
    assert after(there, way)[0].step == BUSY


def test_whoever_is_known_does_not_register_once_more() -> None:
    known = found(registered())
    state = known.but(step=Verdict())
    assert after(state, RegistrationWanted())[0] == state.but(idle=0)


# What goes with it.


def test_what_is_filed_together_is_ticked_and_unticked() -> None:
    state = found(registered())
    for chosen, kept in (
        ("other_activity", ("other_activity",)),
        ("reentry", ("reentry", "other_activity")),
        ("other_activity", ("reentry",)),
        ("extension", ("reentry",)),
        ("nonsense", ("reentry",)),
    ):
        state, _ = after(state, Chose(chosen))
        assert state.answers.together == kept
    there, effects = after(state, WentOn(), Chose(False))
    asked = make("extension", "student", ("reentry",))
    assert effects == (BeginDraft(there.ticket, "AUTH-ID", asked),)


def answered_and_gone_back(*together: str) -> State:
    """Somebody who went back to tick these, with one answer that is not kept yet."""
    state, _ = after(found(registered()), WentOn(), Chose(False))
    state, _ = after(state, begun(state), Chose("ベトナム"), Chose("無"))
    state = state.but(draft=replace(draft_of(state), consent=True))
    back_there = state.but(step=ChooseTogether(), history=(ISSUED,))
    return after(back_there, *map(Chose, together))[0]


def test_another_choice_of_what_goes_along_changes_the_one_that_was_begun() -> None:
    state = answered_and_gone_back("reentry")
    before = answers(state)
    there, effects = after(state, WentOn(), Chose(False))
    asked = make("extension", "student", ("reentry",))
    assert effects == (BeginDraft(there.ticket, "AUTH-ID", asked, 3),)
    event = DraftOpened(there.ticket, 3, replace(asked, answers={}), EXPIRES, None)
    again, effects = after(there, event)
    assert before.items() <= answers(again).items()
    assert draft_of(again).application.accompanying == ("reentry",)
    assert draft_of(again).consent is True, "it is not asked twice"
    assert draft_of(again).id == 3
    [saved] = saves(effects)
    assert before.items() <= saved.answers.items(), "the store had not confirmed them"
    assert again.step == FillIn("occupation"), "what is answered is not asked again"


def test_the_same_choice_again_goes_on_with_it_as_it_is() -> None:
    state = answered_and_gone_back("reentry", "reentry")
    there, effects = after(state, WentOn(), Chose(False))
    assert there.step == FillIn("occupation")
    assert [type(effect) for effect in effects] in ([], [SaveAnswers])
    assert draft_of(there).id == 3


def test_it_cannot_be_changed_and_is_tried_again() -> None:
    state, effects = after(answered_and_gone_back("reentry"), WentOn(), Chose(False))
    troubled, _ = after(state, StoreFailed(state.ticket))
    assert answers(troubled)["nationality"] == "ベトナム"
    again, effects = after(troubled, WentOn(), Chose(False))
    asked = make("extension", "student", ("reentry",))
    assert effects == (BeginDraft(again.ticket, "AUTH-ID", asked, 3),)


def test_what_the_visitor_tells_otherwise_now_replaces_what_they_told_before() -> None:
    """An answer of the rules had been written into the form, and a card's is there."""
    state = answered_and_gone_back()
    told_now = {**state.answers.facts, "stay_expires": "2027-02-20"}
    told_now["status"] = "dependent"
    state = state.but(answers=replace(state.answers, facts=told_now))
    there, effects = after(state, WentOn(), Chose(False))
    asked = make("extension", "dependent", ())
    assert effects == (BeginDraft(there.ticket, "AUTH-ID", asked, 3),)
    again, _ = after(there, DraftOpened(there.ticket, 3, asked, EXPIRES, None))
    given = answers(again)
    assert given["current_status"] == "家族滞在"
    assert given["stay_expires"] == "20270220"
    assert given["name"] == "SYNTHETIC MEI"
    assert given["nationality"] == "ベトナム"


def test_another_procedure_is_another_application() -> None:
    state = answered_and_gone_back()
    other = state.but(answers=replace(state.answers, procedure="acquisition"))
    there, effects = after(other, WentOn())
    asked = make("acquisition", "student", ())
    assert effects == (BeginDraft(there.ticket, "AUTH-ID", asked),)


def test_what_is_deleted_is_not_gone_on_with() -> None:
    """Even if something of it could not be kept."""
    state = filling()
    draft = replace(draft_of(state), unsaved={"name": "LAN"}, failed=True)
    state = state.but(draft=draft, step=DeleteDraft(NOTES[0]))
    assert after(state, WentOn())[0].draft is None
    other = state.but(step=DeleteDraft(NOTES[1]))
    assert after(other, WentOn())[0].draft == draft


def test_an_answer_that_is_none_any_more_is_asked_with_what_is_wrong() -> None:
    asked = application("extension", current_period="１０００年")
    state = filling(asked, FillIn("passport_number"), place="passport_number")
    state = state.but(step=FillIn("current_status"))
    there, _ = after(state, Chose(answers(state)["current_status"]))
    assert isinstance(there.step, FillIn)
    assert there.step.group == "current_period"
    assert dict(there.step.faults) == {"current_period": say("form.choice")}
    assert answers(there)["current_period"] == "１０００年"


def test_nothing_goes_with_a_procedure_that_stands_alone() -> None:
    """Also if something was ticked for another one before."""
    state = found(registered())
    ticked = replace(state.answers, together=("reentry",), procedure="coe")
    there, effects = after(state.but(step=Verdict(), answers=ticked), WentOn())
    assert effects == (BeginDraft(there.ticket, "AUTH-ID", make("coe", "student", ())),)


# Opened.


def begun(state: State, place: str | None = None, **given: str) -> DraftOpened:
    asked = replace(make("extension", "student", ()), answers=MappingProxyType(given))
    return DraftOpened(state.ticket, 3, asked, EXPIRES, place)


def test_what_is_known_stands_in_a_new_form_and_is_kept_at_once() -> None:
    state, _ = after(found(registered()), WentOn(), Chose(False))
    there, effects = after(state, begun(state))
    assert answers(there) == {
        "birth_date": "19900401",
        "name": "SYNTHETIC MEI",
        "sex": "女",
        "mail": CONTACT.mail,
        "phone": CONTACT.phone,
        "current_status": "留学",
        "stay_expires": "20270115",
        "notification_mail": CONTACT.mail,
    }
    [saved] = saves(effects)
    assert saved == SaveAnswers(there.ticket, "AUTH-ID", 3, answers(there), None)
    assert there.step == FillIn("nationality")


def test_one_that_was_left_goes_on_behind_its_place() -> None:
    """Nothing is put into it, and nothing has to be saved."""
    state, _ = after(found(logged_in(), *NOTES), Chose("7"), WentOn())
    there, effects = after(state, begun(state, "birth_date", name="LAN"))
    assert there.step == FillIn("sex")
    assert dict(answers(there)) == {"name": "LAN"}
    assert effects == ()


def test_a_copy_begins_at_the_beginning_with_its_answers() -> None:
    state, _ = after(found(logged_in(), *NOTES), Chose("7"), CopyWanted())
    there, _ = after(state, begun(state, nationality="ベトナム", name="LAN"))
    assert there.step == FillIn("married")
    assert answers(there)["name"] == "LAN"
    assert answers(there)["birth_date"] == "19900401"


def test_one_in_which_nothing_is_open_is_reviewed() -> None:
    state, _ = after(found(logged_in(), *NOTES), Chose("7"), WentOn())
    last = groups(make("extension", "student", ()))[-1].id
    whole = dict(application("extension").answers)
    assert after(state, begun(state, last, **whole))[0].step == Review()


# Questions.


def test_an_answer_is_tidied_kept_and_saved() -> None:
    state = filling(step=FillIn("name"), place="birth_date")
    there, effects = after(state, AnswersTyped({"name": "nguyễn  thị lan"}))
    assert answers(there) == {"name": "NGUYEN THI LAN"}
    assert there.step == FillIn("sex")
    saved = SaveAnswers(there.ticket, "AUTH-ID", 7, {"name": "NGUYEN THI LAN"}, "name")
    assert effects == (saved,)
    assert draft_of(there).saving == there.ticket


CHIYODA = ("1000001", "東京都", "千代田区", "千代田")


def test_a_postal_code_is_looked_up() -> None:
    state = filling(step=FillIn("postal_code"))
    there, effects = after(state, AnswersTyped({"postal_code": "100-0001"}))
    assert there.step == FillIn("prefecture")
    assert effects[1:] == (FindPlace(there.ticket, "postal_code", "1000001"),)


def test_its_place_is_written_in_the_address_and_the_house_is_asked() -> None:
    """番地 is not told by a postal code: the town stands in the line before."""
    asked, _ = after(
        filling(step=FillIn("postal_code")), AnswersTyped({"postal_code": "1000001"})
    )
    there, effects = after(asked, PlaceFound(asked.ticket, "postal_code", *CHIYODA))
    told = {"prefecture": "東京都", "municipality": "千代田区"}
    told |= {"residence_area": "東京都"}  # it follows from the prefecture
    assert told.items() <= answers(there).items()
    assert saves(effects)[0].answers == {**told, "postal_code": "1000001"}
    assert there.step == FillIn("street", typed={"street": "千代田"})
    assert "street" not in answers(there)
    back, _ = after(there, WentBack())
    assert back.step == FillIn("postal_code")


def test_a_town_that_nobody_was_told_of_is_not_typed() -> None:
    asked = filling(step=FillIn("postal_code"))
    asked, _ = after(asked, AnswersTyped({"postal_code": "1000001"}))
    many = ("1000001", "東京都", "", "")
    there, _ = after(asked, PlaceFound(asked.ticket, "postal_code", *many))
    assert there.step == FillIn("municipality")


@pytest.mark.parametrize(
    ("code", "given"),
    [("1000001", {"prefecture": "大阪府"}), ("5300001", {})],
    ids=["somebody has answered", "another code by now"],
)
def test_it_never_overwrites_and_is_not_taken_for_another(
    code: str, given: dict[str, str]
) -> None:
    asked = replace(
        make("extension", "student", ()), answers={"postal_code": code, **given}
    )
    there, _ = after(filling(asked), PlaceFound(1, "postal_code", *CHIYODA))
    assert answers(there)["postal_code"] == code
    assert answers(there).get("prefecture") == given.get("prefecture")
    assert "municipality" not in answers(there)


def test_its_place_does_not_lead_whoever_has_gone_on_back() -> None:
    asked = replace(
        make("extension", "student", ()), answers={"postal_code": "1000001"}
    )
    state = filling(asked, FillIn("receipt"), place="relatives")
    there, effects = after(state, PlaceFound(1, "postal_code", *CHIYODA))
    assert there.step == FillIn("receipt")
    assert [saved.place for saved in saves(effects)] == ["relatives"]


def test_a_place_found_while_the_store_is_asked_keeps_nobody_waiting() -> None:
    asked = replace(
        make("extension", "student", ()), answers={"postal_code": "1000001"}
    )
    waiting, _ = after(filling(asked, LoggedIn()), FormWanted())
    there, _ = after(
        waiting,
        PlaceFound(1, "postal_code", *CHIYODA),
        DraftsFound(waiting.ticket, ACCOUNT, NOTES),
    )
    assert there.step == ChooseDraft(NOTES)


@pytest.mark.parametrize("answer", ["ベトナム", "Viet Nam", "ベトナム Viet Nam"])
def test_an_entry_of_a_list_is_chosen(answer: str) -> None:
    there, _ = after(filling(), Chose(answer))
    assert answers(there) == {"nationality": "ベトナム"}


def test_two_lines_are_answered_at_once() -> None:
    state = filling(step=FillIn("phone"))
    there, effects = after(
        state, AnswersTyped({"phone": "", "mobile": "090-1234-5678"})
    )
    assert answers(there) == {"mobile": "09012345678"}
    [saved] = saves(effects)
    assert saved.answers == {"phone": None, "mobile": "09012345678"}


@pytest.mark.parametrize(
    ("group", "typed", "wrong"),
    [
        ("name", {"name": "李"}, say("form.kind.name")),
        ("birth_date", {"birth_date": "19991332"}, say("form.no_such_day")),
        ("nationality", {"nationality": "Atlantis"}, say("form.choice")),
        ("name", {"name": ""}, say("screen.fill.missing")),
        ("name", {}, say("screen.fill.missing")),
        ("name", {"name": " 　\n"}, say("screen.fill.missing")),
    ],
)
def test_what_cannot_be_an_answer_stays_typed_with_what_is_wrong(
    group: str, typed: dict[str, str], wrong: Message
) -> None:
    state = filling(step=FillIn(group))
    there, effects = after(state, AnswersTyped(typed))
    assert there.step == FillIn(group, typed=typed, faults={group: wrong})
    assert answers(there) == {}
    assert effects == ()
    assert there.history == state.history


def test_a_mended_answer_leaves_no_trace_of_what_was_wrong() -> None:
    wrong, _ = after(filling(step=FillIn("name")), AnswersTyped({"name": "李"}))
    there, _ = after(wrong, AnswersTyped({"name": "LI"}), WentBack())
    assert there.step == FillIn("name")


def test_a_required_line_given_empty_twice_is_left_for_later() -> None:
    state = filling(step=FillIn("name"))
    there, _ = after(state, AnswersTyped({"name": ""}), AnswersTyped({"name": ""}))
    assert there.step == FillIn("sex")
    assert answers(there) == {}


@pytest.mark.parametrize("event", [WentOn(), AnswersTyped({"mail": ""})])
def test_what_need_not_be_answered_is_left_out_at_once(event: Event) -> None:
    there, effects = after(filling(step=FillIn("mail")), event)
    assert there.step == FillIn("passport_number")
    assert [saved.place for saved in saves(effects)] == ["mail"]


def test_leaving_a_question_for_later_loses_no_answer() -> None:
    state = filling(application("extension"), FillIn("name"))
    there, _ = after(state, WentOn())
    assert answers(there) == application("extension").answers


def test_an_answer_may_be_taken_back() -> None:
    state = filling(application("extension", mail="a@example.jp"), FillIn("mail"))
    there, effects = after(state, AnswersTyped({"mail": ""}))
    assert "mail" not in answers(there)
    [saved] = saves(effects)
    assert saved.answers == {"mail": None}


def test_what_follows_from_an_answer_is_written_too() -> None:
    there, effects = after(filling(step=FillIn("prefecture")), Chose("東京都"))
    assert answers(there) == {"prefecture": "東京都", "residence_area": "東京都"}
    [saved] = saves(effects)
    assert saved.answers == answers(there)


def test_what_was_emptied_on_purpose_stays_empty() -> None:
    whole = application("extension", mail="a@example.jp", notification_mail="")
    there, _ = after(filling(whole, FillIn("name")), AnswersTyped({"name": "LAN"}))
    assert "notification_mail" not in answers(there)


def test_a_question_that_comes_up_is_answered_from_what_was_told() -> None:
    """The common part asks again; only once its own question is there."""
    asked = replace(
        application("extension", **{"joint__has_card": ""}),
        accompanying=(Procedure.REENTRY,),
    )
    there, _ = after(filling(asked, FillIn("joint.has_card")), Chose("有"))
    number = asked.answers["card_number"]
    assert answers(there)["joint.card_number"] == number


def test_another_answer_drops_none() -> None:
    """The town does not fit the prefecture any more; that is told, and it is asked
    again, not lost.
    """
    state = filling(application("extension"), FillIn("prefecture"))
    there, _ = after(state, Chose("大阪府"))
    assert answers(there)["municipality"] == "千代田区"
    wrong = {"municipality": say("form.choice_beside", other="大阪府")}
    assert there.step == FillIn("municipality", faults=wrong)


def test_a_question_that_is_gone_is_passed_by_whatever_is_done() -> None:
    for event in (WentOn(), Chose("x"), AnswersTyped({"card_number": "x"})):
        there, _ = after(filling(step=FillIn("card_number")), event)
        assert there.step == FillIn("nationality")
        assert answers(there) == {}


def test_back_leads_through_the_questions_and_keeps_them() -> None:
    state, _ = after(filling(), Chose("ベトナム"), Chose("19990501"))
    assert state.step == FillIn("name")
    for group in ("birth_date", "nationality"):
        state, effects = after(state, WentBack())
        assert state.step == FillIn(group)
        assert effects == ()
    assert answers(state) == {"nationality": "ベトナム", "birth_date": "19990501"}
    assert after(state, Chose("中国"))[0].step == FillIn("name")


@pytest.mark.parametrize("event", [WentOn(), Chose("x"), AnswersTyped({"name": "X"})])
def test_without_an_application_nothing_is_filled_in(event: Event) -> None:
    state = logged_in().but(step=FillIn("name"))
    assert after(state, event) == (state.but(idle=0), ())


# What nobody likes to be asked.


def open_to_crime(**changes: Any) -> State:
    asked = application("extension", criminal_record="", relatives="")
    return filling(asked, FillIn("reason"), **changes)


def test_it_is_asked_only_with_consent() -> None:
    state, _ = after(open_to_crime(), AnswersTyped({"reason": "例"}))
    assert state.step == AskConsent("criminal_record")
    yes, _ = after(state, Chose(True))
    assert yes.step == FillIn("criminal_record")
    no, _ = after(state, Chose(False))
    assert no.step == FillIn("relatives")
    assert after(state, Chose("nonsense")) == (state, ())


def test_consent_is_asked_for_once() -> None:
    for consent, step in (
        (True, FillIn("criminal_record")),
        (False, FillIn("relatives")),
    ):
        state = open_to_crime(consent=consent)
        assert after(state, AnswersTyped({"reason": "例"}))[0].step == step


# Relatives.


def with_relatives(*numbers: int) -> Application:
    given: dict[str, str] = {"relatives": "有"}
    for number in numbers:
        given |= relative(number)
    return application("extension", **given)


def test_the_first_relative_is_simply_asked_for() -> None:
    asked = replace(with_relatives(), answers={**with_relatives().answers})
    there, _ = after(filling(asked, FillIn("relatives")), Chose("有"))
    assert there.step == FillIn("relative.1.relation")


def test_one_more_is_asked_about_before_it_is_asked_for() -> None:
    state = filling(with_relatives(1), FillIn("relative.1.workplace"))
    typed = {"relative.1.workplace": "例", "relative.1.card_number": "CD12345678EF"}
    there, _ = after(state, AnswersTyped(typed))
    assert there.step == AskMore("relative.2.relation")
    assert after(there, Chose(True))[0].step == FillIn("relative.2.relation")
    no, effects = after(there, Chose(False))
    assert isinstance(no.step, Review | FillIn)
    assert "relative" not in repr(no.step)
    assert [saved.place for saved in saves(effects)] == ["relative.6.workplace"]


def test_whether_there_is_one_more_is_asked_once() -> None:
    state = filling(with_relatives(1), AskMore("relative.2.relation"))
    there, _ = after(state, Chose(True), WentOn())
    assert there.step == FillIn("relative.2.name")


# Review.


def reviewing(step: Step | None = None, **given: str) -> State:
    asked = application("extension", **given)
    last = groups(asked)[-1].id
    return filling(asked, step or Review(), place=last)


def test_everything_is_asked_and_reviewed() -> None:
    state = filling(application("extension", remarks=""), FillIn("remarks"))
    assert after(state, WentOn())[0].step == Review()


@pytest.mark.parametrize("step", [Review(), AllAnswers()])
def test_an_answer_is_corrected_and_leads_back(step: Step) -> None:
    state, effects = after(reviewing(step), Chose("name"))
    assert (state.step, effects) == (FillIn("name", correcting=True), ())
    there, effects = after(state, AnswersTyped({"name": "LAN"}))
    assert there.step == step
    assert answers(there)["name"] == "LAN"
    [saved] = saves(effects)
    assert saved.place == draft_of(reviewing()).place, "they are not back at the name"
    unchanged, effects = after(state, WentOn())
    assert (unchanged.step, effects) == (step, ())
    assert after(state, WentBack())[0].step == step


def test_a_correction_that_is_wrong_is_told_where_it_is_made() -> None:
    there, _ = after(reviewing(), Chose("name"), AnswersTyped({"name": "李"}))
    assert isinstance(there.step, FillIn)
    assert there.step.correcting
    assert there.step.faults


def test_what_is_not_asked_cannot_be_corrected() -> None:
    state = reviewing(has_card="無", card_number="")
    for name in ("card_number", "no.such.field"):
        assert after(state, Chose(name)) == (state, ())


def test_all_answers_and_back() -> None:
    state, _ = after(reviewing(), AnswersWanted())
    assert state.step == AllAnswers()
    assert after(state, WentOn())[0].step == Review()
    assert after(state, WentBack())[0].step == Review()


# The sheet.


def test_the_sheet_is_printed_with_every_answer() -> None:
    state, effects = after(reviewing(), WentOn())
    assert state.step == HandOver(Paper.PRINTING)
    given = application("extension")
    assert effects == (PrintSheet(state.ticket, "ja", given, EXPIRES),)
    assert state.paper_ticket == state.ticket
    assert after(state, PaperWanted())[1] == (), "one is on its way"


@pytest.mark.parametrize(
    ("no_printer", "sheet"),
    [(None, "printed"), (False, "failed"), (True, "no_printer")],
)
def test_the_printer_answers_and_the_sheet_comes_again(
    no_printer: bool | None, sheet: str
) -> None:
    state, _ = after(reviewing(), WentOn())
    ticket = state.paper_ticket
    answer: Event = (
        PaperPrinted(ticket)
        if no_printer is None
        else PaperFailed(ticket, no_printer=no_printer)
    )
    there, _ = after(state, answer)
    assert there.step == HandOver(Paper(sheet))
    again, effects = after(there, PaperWanted())
    assert again.step == HandOver(Paper.PRINTING)
    assert effects[0] == PrintSheet(
        again.paper_ticket, "ja", application("extension"), EXPIRES
    )
    assert after(there, WentBack())[0].step == Review()
    assert after(there, WentOn())[0].step == Goodbye()


# What the store says.


def answered(*events: Event) -> State:
    """Somebody who has answered, and whose answer has not been saved yet."""
    return after(filling(), Chose("ベトナム"), *events)[0]


def test_what_is_saved_is_not_saved_again() -> None:
    state = answered()
    kept, effects = after(state, AnswersSaved(state.ticket))
    assert effects == ()
    assert dict(draft_of(kept).unsaved) == {}
    _, effects = after(kept, Chose("19990501"))
    assert [dict(saved.answers) for saved in saves(effects)] == [
        {"birth_date": "19990501"}
    ]


def test_what_is_not_saved_is_given_again_with_the_next_answer() -> None:
    state = answered()
    failed, effects = after(state, AnswersNotSaved(state.ticket))
    assert effects == ()
    assert draft_of(failed).failed
    assert failed.step == state.step
    there, effects = after(failed, Chose("19990501"))
    assert [dict(saved.answers) for saved in saves(effects)] == [
        {"nationality": "ベトナム", "birth_date": "19990501"}
    ]
    kept, _ = after(there, AnswersSaved(there.ticket))
    assert not draft_of(kept).failed


def test_an_answer_to_an_earlier_attempt_confirms_nothing() -> None:
    first = answered()
    second, _ = after(first, Chose("19990501"))
    for late in (AnswersSaved(first.ticket), AnswersNotSaved(first.ticket)):
        assert after(second, late) == (second, ())
    assert after(logged_in(), AnswersSaved(0))[0] == logged_in()


def test_a_place_that_was_not_kept_is_no_reason_to_worry() -> None:
    state, _ = after(filling(step=FillIn("mail")), WentOn())
    there, _ = after(state, AnswersNotSaved(state.ticket))
    assert not draft_of(there).failed


def failing(step: Step) -> State:
    """Somebody at a step whose last answer the store could not keep."""
    state = answered()
    return after(state, AnswersNotSaved(state.ticket))[0].but(step=step)


UNKEPT = {"nationality": "ベトナム"}


@pytest.mark.parametrize(
    ("step", "events", "last"),
    [
        (Review(), (WentOn(),), PrintSheet),
        (LoggedIn(), (FormWanted(),), FindDrafts),
        (ChooseDraft(NOTES), (WentOn(),), SaveAnswers),
        (Goodbye(), (WentOn(),), Forget),
        (FillIn("name"), (Ticked(60, TODAY),), Forget),
    ],
)
def test_what_could_not_be_kept_is_tried_again_before_it_is_lost_from_sight(
    step: Step, events: tuple[Event, ...], last: type
) -> None:
    state, effects = after(failing(step), *events)
    [saved] = saves(effects)
    assert saved.answers == UNKEPT
    assert {type(effect) for effect in effects} == {SaveAnswers, last}
    others = [own.ticket for own in effects if hasattr(own, "ticket")]
    assert len(set(others)) == len(others)
    assert max(others) == state.ticket


def test_it_is_still_there_when_the_same_one_is_opened() -> None:
    """The disk is full: nothing can be written, but all of it can be read."""
    asked, _ = after(failing(LoggedIn()), FormWanted())
    listed, _ = after(
        asked,
        AnswersNotSaved(asked.ticket - 1),
        DraftsFound(asked.ticket, ACCOUNT, NOTES),
        Chose("7"),
        WentOn(),
    )
    old = DraftOpened(listed.ticket, 7, make("extension", "student", ()), EXPIRES)
    there, effects = after(listed, old)
    assert answers(there)["nationality"] == "ベトナム"
    assert saves(effects)[-1].answers["nationality"] == "ベトナム"


def test_it_is_given_to_the_store_when_another_one_is_opened() -> None:
    listed, _ = after(failing(ChooseDraft(NOTES)), Chose("5"), WentOn())
    other = DraftOpened(listed.ticket, 5, make("change", None, ()), EXPIRES, "name")
    there, effects = after(listed, other)
    first, *_ = saves(effects)
    assert (first.draft, first.answers) == (7, UNKEPT)
    assert "nationality" not in answers(there)
