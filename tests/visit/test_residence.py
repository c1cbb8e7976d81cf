"""The residence card in a visit: offered, read, shown, used or passed over."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.forms.application import make
from kiosk.rules.vocabulary import Procedure
from kiosk.visit.drafts import Draft
from kiosk.visit.effects import BeginDraft, Effect, ReadResidence, SaveAnswers
from kiosk.visit.events import (
    CardNumberTyped,
    Chose,
    DraftOpened,
    Event,
    ResidenceFailed,
    ResidenceTold,
    Seen,
    StoreFailed,
    WentBack,
    WentOn,
)
from kiosk.visit.known import known
from kiosk.visit.machine import advance
from kiosk.visit.readings import (
    Period,
    Reading,
    Residence,
    ResidenceFault,
    Signature,
    iso,
    period,
    period_of,
)
from kiosk.visit.state import Account, DeskView, State
from kiosk.visit.steps import (
    AskResidence,
    ChooseTogether,
    EnterCardNumber,
    FillIn,
    InTrouble,
    LayResidence,
    ResidenceRead,
    ResidenceTrouble,
    Working,
)
from kiosk.visit.terms import Glance, Trouble, Work
from tests.visit.states import CONTACT, MEI, TODAY, told

NUMBER = "AB12345678CD"
EXPIRES = date(2026, 12, 24)
READING = Reading(
    second=True,
    special_permanent=False,
    signature=Signature.RIGHT,
    birth_date=MEI.birth_date,
    sex="2",
    nationality="ZZZ",
    status="INVENTED01",
    period="0103",
    stay_expires="20270115",
    card_expires="20270115",
)
FACTS: dict[str, bool | str] = {"status": "student", "stay_expires": "2027-02-01"}
BUSY = Working(Work.READ_RESIDENCE)
OF_THE_DESK = {
    Glance.NO_SERVICE: ResidenceFault.NO_SERVICE,
    Glance.NO_READER: ResidenceFault.NO_READER,
    Glance.MUTE: ResidenceFault.MUTE,
}


def after(state: State, *events: Event) -> tuple[State, tuple[Effect, ...]]:
    """The state after all of them, and the effects of the last."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        state, effects = advance(state, event)
    return state, effects


def asked(procedure: str = "extension", role: str = "applicant") -> State:
    """Somebody with an account who is about to choose what else to file."""
    account = Account(role, None, MEI, CONTACT)
    state = told(role, procedure, facts=FACTS)
    answers = replace(state.answers, auth_id="AUTH-ID")
    return state.but(
        answers=answers, account=account, step=ChooseTogether(), ticket=10, history=()
    )


def at_number() -> State:
    return after(asked(), WentOn(), WentOn())[0]


def laid(state: State, token: int = 5) -> tuple[State, tuple[Effect, ...]]:
    return after(state, Seen(Glance.CARD, token))


def reading_of(token: int = 5) -> State:
    """The card of this token is being read."""
    typed, _ = after(at_number(), CardNumberTyped(NUMBER))
    return laid(typed, token)[0]


def failed(fault: ResidenceFault) -> State:
    busy = reading_of()
    return after(busy, ResidenceFailed(busy.ticket, fault))[0]


def read(reading: Reading = READING) -> State:
    busy = reading_of()
    return after(busy, ResidenceTold(busy.ticket, reading))[0]


# Offered.


@pytest.mark.parametrize("procedure", [Procedure.CHANGE, Procedure.EXTENSION])
def test_it_is_offered_for_somebody_in_japan(procedure: Procedure) -> None:
    state, effects = after(asked(procedure), WentOn())
    assert state.step == AskResidence()
    assert effects == ()


@pytest.mark.parametrize("procedure", [Procedure.COE, Procedure.ACQUISITION])
def test_it_is_not_offered_to_who_can_have_none(procedure: Procedure) -> None:
    state, effects = after(asked(procedure), WentOn())
    assert state.step == Working(Work.DRAFTS)
    assert isinstance(effects[0], BeginDraft)


def test_it_may_be_left_out_everywhere() -> None:
    typed, _ = after(at_number(), CardNumberTyped(NUMBER))
    for state in (
        after(asked(), WentOn())[0],
        typed,
        *(failed(fault) for fault in ResidenceFault),
        read(),
    ):
        left, effects = after(state, Chose(False))
        assert left.step == Working(Work.DRAFTS), state.step
        assert isinstance(effects[0], BeginDraft)
        assert not [name for name in known(left) if name.startswith("residence.")]


# Its number.


def test_what_is_no_number_is_told_and_stays() -> None:
    state, effects = after(at_number(), CardNumberTyped(None, "AB1234", "short"))
    assert state.step == EnterCardNumber("AB1234", "short")
    assert state.residence.number == ""
    assert effects == ()


def test_a_number_is_kept_and_the_card_waited_for() -> None:
    state, effects = after(at_number(), CardNumberTyped(NUMBER))
    assert state.step == LayResidence()
    assert state.residence == Residence(NUMBER)
    assert effects == ()
    again, _ = after(state, WentBack())
    assert again.step == EnterCardNumber(NUMBER)


def test_the_my_number_card_has_to_go_first() -> None:
    """It lies there still; it is not tried."""
    there = at_number().but(desk=DeskView(Glance.CARD, 3), in_use=3)
    state, effects = after(there, CardNumberTyped(NUMBER))
    assert state.step == LayResidence(3)
    assert effects == ()
    lifted, effects = after(state, Seen(Glance.EMPTY, 3))
    assert lifted.step == LayResidence(3)
    assert effects == ()
    state, effects = laid(lifted, 4)
    assert effects == (ReadResidence(11, 4, NUMBER),)


def test_a_residence_card_that_lies_there_already_is_read_at_once() -> None:
    there = at_number().but(desk=DeskView(Glance.CARD, 4), in_use=3)
    state, effects = after(there, CardNumberTyped(NUMBER))
    assert state.step == BUSY
    assert effects == (ReadResidence(11, 4, NUMBER),)


# The card.


def test_what_the_chip_says_is_shown_before_it_is_used() -> None:
    state = read()
    assert state.step == ResidenceRead()
    assert state.residence.reading == READING
    assert not [name for name in known(state) if name.startswith("residence.")]


def test_an_answer_to_something_else_is_too_late() -> None:
    busy = reading_of()
    for event in (
        ResidenceTold(busy.ticket - 1, READING),
        ResidenceFailed(busy.ticket - 1, ResidenceFault.FORGED),
    ):
        assert after(busy, event) == (busy, ())
    elsewhere = asked()
    assert after(elsewhere, ResidenceTold(10, READING)) == (elsewhere, ())


@pytest.mark.parametrize("glance", OF_THE_DESK)
def test_the_desk_fails_and_comes_back(glance: Glance) -> None:
    typed, _ = after(at_number(), CardNumberTyped(NUMBER))
    state, _ = after(typed, Seen(glance, 0))
    assert state.step == ResidenceTrouble(OF_THE_DESK[glance])
    state, _ = after(state, Seen(Glance.EMPTY, 0))
    assert state.step == LayResidence()
    assert laid(state)[0].step == BUSY


def test_a_card_lifted_too_early_is_laid_down_again() -> None:
    busy = reading_of(5)
    lifted, _ = after(busy, Seen(Glance.EMPTY, 5))
    assert lifted.step == BUSY
    state, _ = after(lifted, ResidenceFailed(busy.ticket, ResidenceFault.REMOVED))
    assert state.step == ResidenceTrouble(ResidenceFault.REMOVED, 5)
    state, effects = laid(state, 6)
    assert effects == (ReadResidence(busy.ticket + 1, 6, NUMBER),)


def test_a_card_laid_down_again_before_its_failure_is_told() -> None:
    busy = reading_of(5)
    moved, _ = after(busy, Seen(Glance.EMPTY, 5), Seen(Glance.CARD, 6))
    state, effects = after(moved, ResidenceFailed(busy.ticket, ResidenceFault.REMOVED))
    assert state.step == BUSY
    assert effects == (ReadResidence(busy.ticket + 1, 6, NUMBER),)


@pytest.mark.parametrize(
    "fault",
    [
        ResidenceFault.BUSY,
        ResidenceFault.UNREADABLE,
        ResidenceFault.MUTE,
        ResidenceFault.REMOVED,
    ],
)
def test_what_may_pass_is_tried_again(fault: ResidenceFault) -> None:
    state, effects = after(failed(fault), WentOn())
    assert state.step == BUSY
    assert isinstance(effects[0], ReadResidence)


@pytest.mark.parametrize(
    "fault",
    [
        ResidenceFault.MY_NUMBER,
        ResidenceFault.SPECIFIED,
        ResidenceFault.OTHER_CARD,
        ResidenceFault.UNKNOWN_GENERATION,
    ],
)
def test_another_card_is_waited_for(fault: ResidenceFault) -> None:
    """The one that lies there is not tried again and again."""
    state = failed(fault)
    waiting, effects = after(state, WentOn())
    assert waiting.step == LayResidence(5)
    assert effects == ()
    for own in (state, waiting):
        assert laid(own, 6)[1] == (ReadResidence(own.ticket + 1, 6, NUMBER),)


def test_a_wrong_number_is_typed_anew() -> None:
    state = failed(ResidenceFault.WRONG_NUMBER)
    state, _ = after(state, WentOn())
    assert state.step == EnterCardNumber(NUMBER)
    state, effects = after(state, CardNumberTyped("AB12345679CD"))
    assert effects == (ReadResidence(state.ticket, 5, "AB12345679CD"),)


def test_a_forged_card_leads_nowhere_but_on_without_it() -> None:
    state = failed(ResidenceFault.FORGED)
    assert after(state, WentOn()) == (state, ())
    assert laid(state, 6)[0].step == state.step
    assert state.residence.reading is None


@pytest.mark.parametrize(("last", "fits"), [("20261123", False), ("20261124", True)])
def test_a_card_is_valid_through_its_last_day(last: str, fits: bool) -> None:
    """Today is 24 November 2026."""
    state = read(replace(READING, card_expires=last))
    assert (state.step == ResidenceRead()) == fits
    if not fits:
        expired = ResidenceTrouble(ResidenceFault.EXPIRED, 5, "2026-11-23")
        assert state.step == expired
        assert state.residence.reading is None
        assert laid(state, 6)[0].step == expired
        state, _ = after(state, WentOn())
        assert state.step == EnterCardNumber()
        assert state.residence == Residence()


def test_the_card_of_somebody_else_is_refused_to_who_files_in_person() -> None:
    other = replace(READING, birth_date="19850101")
    assert read(other).step == ResidenceTrouble(ResidenceFault.ANOTHER_PERSON, 5)
    busy = reading_of()
    lawyer = Account("attorney", None, MEI, CONTACT)
    state, _ = after(busy.but(account=lawyer), ResidenceTold(busy.ticket, other))
    assert state.step == ResidenceRead()


# In the form.


def opened(state: State) -> State:
    """The draft that was asked for is kept."""
    status = "student"
    application = make("extension", status, ())
    return after(state, DraftOpened(state.ticket, 7, application, EXPIRES))[0]


def answers(state: State) -> dict[str, str]:
    assert state.draft is not None
    return dict(state.draft.application.answers)


def test_what_the_chip_knows_stands_in_the_form() -> None:
    state = opened(after(read(), WentOn())[0])
    given = answers(state)
    assert given["has_card"] == "有"
    assert given["card_number"] == NUMBER
    assert given["birth_date"] == "19900401"
    assert given["current_period"] == "１年３月"
    # The card's word, not that of the visitor's memory.
    assert given["stay_expires"] == "20270115"
    # A code is not guessed at: it is asked.
    assert "nationality" not in given
    assert isinstance(state.step, FillIn)


def test_the_first_generation_tells_an_address() -> None:
    reading = Reading(
        second=False,
        special_permanent=False,
        signature=Signature.RIGHT,
        address="東京都千代田区霞が関1-1-1",
    )
    lawyer = asked(role="attorney")
    state = lawyer.but(residence=Residence(NUMBER, reading, accepted=True))
    told_here = known(state)
    assert told_here["residence.address"] == "東京都千代田区霞が関1-1-1"
    assert "residence.birth_date" not in told_here
    given = answers(opened(state.but(step=Working(Work.DRAFTS))))
    assert given["prefecture"] == "東京都"
    assert given["municipality"] == "千代田区"


def test_gone_back_and_come_again_it_is_the_same_application() -> None:
    """Nothing that was answered is lost, and what the card tells is added."""
    state = opened(after(asked(), WentOn(), Chose(False))[0])
    assert state.draft is not None
    answered = state.draft.answered({"occupation": "学生"})
    state = state.but(draft=answered)
    while state.step != AskResidence():
        state, _ = after(state, WentBack())
    state, _ = after(state, WentOn(), CardNumberTyped(NUMBER))
    state, _ = laid(state)
    state, _ = after(state, ResidenceTold(state.ticket, READING))
    state, effects = after(state, WentOn())
    assert isinstance(state.step, FillIn)
    assert answers(state)["occupation"] == "学生"
    assert answers(state)["card_number"] == NUMBER
    saved = [own for own in effects if isinstance(own, SaveAnswers)]
    assert saved[0].draft == 7
    assert saved[0].answers["card_number"] == NUMBER


def test_another_application_is_another_draft() -> None:
    state = opened(after(asked(), WentOn(), Chose(False))[0])
    while state.step != ChooseTogether():
        state, _ = after(state, WentBack())
    _, effects = after(state, Chose("reentry"), WentOn(), Chose(False))
    assert isinstance(effects[0], BeginDraft)


def test_a_store_that_fails_leads_back_past_what_was_refused() -> None:
    """A screen of a reading that is gone would have nothing to show."""
    state, _ = after(read(), Chose(False))
    failed = after(state, StoreFailed(state.ticket))[0]
    back = after(failed, WentOn())[0]
    assert back.step == AskResidence()
    assert not any(isinstance(step, ResidenceRead) for step in back.history)


def test_a_store_that_fails_leads_back_to_what_was_read() -> None:
    state, _ = after(read(), WentOn())
    state, _ = after(state, StoreFailed(state.ticket))
    assert state.step == InTrouble(Trouble.STORE)
    state, _ = after(state, WentOn())
    assert state.step == ResidenceRead()
    assert state.residence.reading == READING


# What codes mean.


@pytest.mark.parametrize(
    ("code", "found", "written"),
    [
        ("0000", Period(), "無期限"),
        ("0100", Period(years=1), "1年"),
        ("0500", Period(years=5), "5年"),
        ("0006", Period(months=6), "6月"),
        ("0103", Period(years=1, months=3), "1年3月"),
        ("090", Period(days=90), "90日"),
        ("015", Period(days=15), "15日"),
        ("000", None, ""),
        ("", None, ""),
        ("12", None, ""),
        ("00100", None, ""),
        ("01Y0", None, ""),
        ("０１００", None, ""),
    ],
)
def test_periods(code: str, found: Period | None, written: str) -> None:
    """YYMM or DDD, 0000 without end (second generation, tag CE)."""
    assert period_of(code) == found
    assert period(code) == written


def test_days() -> None:
    assert iso("20280229") == "2028-02-29"
    assert [iso(text) for text in ("20270229", "", "2027011", "00000000")] == [None] * 4


def test_a_card_without_a_last_day_has_not_expired() -> None:
    assert not replace(READING, card_expires="").expired_on(TODAY)


def test_a_draft_is_not_taken_for_one_of_another_status() -> None:
    other = Draft(7, make("extension", "dependent", ()), EXPIRES, {})
    state = asked().but(draft=other, step=AskResidence())
    _, effects = after(state, Chose(False))
    assert isinstance(effects[0], BeginDraft)
