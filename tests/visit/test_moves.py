"""Forward, back and away."""

from kiosk.visit.effects import Forget, ReleaseCard
from kiosk.visit.moves import back, forget, go, leave, release, stay
from kiosk.visit.state import DeskView, new_visit
from kiosk.visit.steps import (
    AskFact,
    ChoosePurpose,
    ChooseRole,
    ConfirmPerson,
    EnterContact,
    EnterPin,
    Goodbye,
    Overlay,
    Prepare,
    TakeCard,
    Verdict,
    Working,
)
from kiosk.visit.terms import Paper, Pin, Work
from tests.visit.states import MEI, SITE, TODAY, card, fresh, told, with_card


def test_staying_changes_nothing() -> None:
    assert stay(fresh()) == (fresh(), ())


def test_the_way_back_leads_through_the_questions() -> None:
    state = fresh().but(step=ChoosePurpose())
    for step in (ChooseRole(), AskFact("status"), AskFact("stay_expires"), Verdict()):
        state, _ = go(state, step)
    assert state.history == (
        ChoosePurpose(),
        ChooseRole(),
        AskFact("status"),
        AskFact("stay_expires"),
    )


def test_the_way_back_leads_to_no_pin_and_no_waiting() -> None:
    for step in (EnterPin(Pin.SIGNATURE, 5), Working(Work.PROVE), Prepare()):
        state, _ = go(fresh().but(step=step), ConfirmPerson())
        assert state.history == ()


def test_a_place_does_not_lead_back_to_itself() -> None:
    state, _ = go(fresh().but(step=EnterContact(("phone",))), EnterContact())
    assert state.history == ()
    state, _ = go(fresh().but(step=Verdict(Paper.PRINTED)), Verdict())
    assert state.history == ()


def test_a_place_come_to_twice_is_gone_back_to_once() -> None:
    past = (ChoosePurpose(), Verdict(Paper.PRINTED), ConfirmPerson())
    state, _ = go(fresh().but(step=Verdict(), history=past), ConfirmPerson())
    assert state.history == (ChoosePurpose(), Verdict())


def test_going_back_lets_the_card_go_and_keeps_what_it_told() -> None:
    state = with_card(told(), card(MEI)).but(
        step=EnterPin(Pin.SIGNATURE, 5), history=(Verdict(),)
    )
    before, effects = back(state)
    assert effects == (ReleaseCard(),)
    assert (before.step, before.history) == (Verdict(), ())
    assert before.card is not None
    assert before.card.token is None
    assert before.card.person == MEI
    assert back(before) == (before, ())


def test_a_card_about_to_be_used_is_let_go_too() -> None:
    assert release(fresh().but(step=Working(Work.INSPECT)))[1] == (ReleaseCard(),)
    assert release(fresh())[1] == ()


def test_leaving_waits_for_the_card_to_be_taken() -> None:
    state = with_card(told()).but(history=(Verdict(),), overlay=Overlay.START_OVER)
    left, effects = leave(state)
    assert (left.step, left.history, left.overlay) == (TakeCard(), (), None)
    assert effects == (ReleaseCard(),)
    assert leave(told())[0].step == Goodbye()


def test_nothing_of_a_visit_is_left() -> None:
    state = with_card(told(), card(MEI)).but(ticket=5, language="en", idle=3)
    assert forget(state) == (
        new_visit(SITE, TODAY, DeskView(state.desk.glance, 1), 5),
        (Forget(),),
    )
