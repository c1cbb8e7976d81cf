"""The card: what is seen, what it is asked, which PIN screen is shown."""

import pytest

from kiosk.visit.carding import (
    another_card,
    ask_pin,
    await_card,
    in_trouble,
    inspected,
    next_for_card,
    pin_typed,
    pin_wrong,
    proved,
    register,
    renewed,
    seen,
)
from kiosk.visit.effects import (
    Inspect,
    LogIn,
    Prove,
    ReadAttributes,
    ReadSignature,
    Rejoin,
    ReleaseCard,
)
from kiosk.visit.events import CardInspected, PinTyped, PinWrong, Seen
from kiosk.visit.state import Card, DeskView
from kiosk.visit.steps import (
    ConfirmPerson,
    EnterContact,
    EnterPin,
    Goodbye,
    InTrouble,
    LastTry,
    Prepare,
    Step,
    TakeCard,
    Verdict,
    Working,
)
from kiosk.visit.terms import (
    WAITING_FOR_A_CARD,
    Glance,
    Pin,
    PinNote,
    Purpose,
    Trouble,
    Work,
)
from tests.visit.states import FULL, MEI, card, told, with_card

AUTHENTICATION, SIGNATURE = Pin.AUTHENTICATION, Pin.SIGNATURE


@pytest.mark.parametrize(
    ("glance", "step"),
    [
        (Glance.NO_SERVICE, InTrouble(Trouble.NO_SERVICE)),
        (Glance.NO_READER, InTrouble(Trouble.NO_READER)),
        (Glance.MUTE, InTrouble(Trouble.MUTE)),
        (Glance.EMPTY, Prepare()),
        (Glance.CARD, Working(Work.INSPECT)),
    ],
)
def test_what_is_seen_while_a_card_is_waited_for(glance: Glance, step: Step) -> None:
    for before in (Prepare(), *(InTrouble(t) for t in sorted(WAITING_FOR_A_CARD))):
        state, effects = seen(told().but(step=before, idle=30), Seen(glance, 2))
        lifted = before == InTrouble(Trouble.REMOVED) and glance is Glance.EMPTY
        assert state.step == (before if lifted else step)
        assert effects == ((Inspect(1, 2),) if glance is Glance.CARD else ())
        # A reader that comes and goes by itself must not keep a visit alive.
        assert state.idle == (0 if glance is Glance.CARD else 30)


@pytest.mark.parametrize("glance", sorted(set(Glance) - {Glance.CARD}))
@pytest.mark.parametrize("step", [EnterPin(SIGNATURE, 5), LastTry(AUTHENTICATION)])
def test_a_card_that_goes_while_its_pin_is_typed(glance: Glance, step: Step) -> None:
    state, effects = seen(with_card(told()).but(step=step), Seen(glance, 1))
    wanted = Trouble.REMOVED if glance is Glance.EMPTY else Trouble(glance.value)
    assert state.step == InTrouble(wanted)
    assert effects == (ReleaseCard(),)


def test_a_card_exchanged_while_a_pin_is_typed_is_begun_with_anew() -> None:
    before = with_card(told()).but(step=EnterPin(SIGNATURE, 5))
    state, effects = seen(before, Seen(Glance.CARD, 2))
    assert state.step == Working(Work.INSPECT)
    assert effects == (ReleaseCard(), Inspect(1, 2))
    same, _ = seen(before, Seen(Glance.CARD, 1))
    assert same.step == before.step


@pytest.mark.parametrize("trouble", sorted(set(Trouble) - WAITING_FOR_A_CARD))
def test_another_card_ends_whatever_was_wrong_with_the_first(trouble: Trouble) -> None:
    before = with_card(told()).but(step=InTrouble(trouble))
    assert seen(before, Seen(Glance.CARD, 1))[0].step == before.step
    assert seen(before, Seen(Glance.EMPTY, 1))[0].step == before.step
    assert seen(before, Seen(Glance.CARD, 2))[1] == (Inspect(1, 2),)


def test_a_card_taken_at_the_end() -> None:
    before = with_card(told()).but(step=TakeCard())
    assert seen(before, Seen(Glance.EMPTY, 1))[0].step == Goodbye()
    assert seen(before, Seen(Glance.CARD, 2))[0].step == TakeCard()


@pytest.mark.parametrize("step", [Verdict(), ConfirmPerson(), EnterContact()])
def test_a_card_moved_meanwhile_disturbs_nobody(step: Step) -> None:
    before = told().but(step=step)
    after = before.but(desk=DeskView(Glance.CARD, 3))
    assert seen(before, Seen(Glance.CARD, 3)) == (after, ())


def test_a_card_passed_over_is_not_begun_with() -> None:
    state, _ = another_card(with_card(told(), card(MEI)))
    assert (state.step, state.card) == (Prepare(passed_over=1), None)
    assert await_card(state) == (state, ())
    assert seen(state, Seen(Glance.CARD, 1))[1] == ()
    assert seen(state, Seen(Glance.CARD, 2))[1] == (Inspect(1, 2),)


@pytest.mark.parametrize(
    ("tries", "step"),
    [
        (0, InTrouble(Trouble.PIN_LOCKED, AUTHENTICATION)),
        (1, LastTry(AUTHENTICATION)),
        (2, EnterPin(AUTHENTICATION, 2)),
        (3, EnterPin(AUTHENTICATION, 3)),
    ],
)
def test_a_pins_screen_goes_by_its_tries(tries: int, step: Step) -> None:
    state = with_card(told(), card(authentication=tries))
    assert ask_pin(state, AUTHENTICATION)[0].step == step


def test_a_pin_that_the_card_does_not_have_is_as_good_as_locked() -> None:
    state = with_card(told(), Card(1, {}, has_signature=True))
    locked = InTrouble(Trouble.PIN_LOCKED, SIGNATURE)
    assert ask_pin(state, SIGNATURE)[0].step == locked


def test_no_pin_is_asked_for_a_card_that_has_gone() -> None:
    state = with_card(told()).but(desk=DeskView(Glance.EMPTY, 1))
    assert ask_pin(state, SIGNATURE)[0].step == InTrouble(Trouble.REMOVED)


def test_a_locked_password_is_told_before_the_pin_is_typed_for_nothing() -> None:
    state = with_card(told(), card(signature=0))
    assert next_for_card(state)[0].step == InTrouble(Trouble.PIN_LOCKED, SIGNATURE)
    log_in = with_card(told(purpose=Purpose.LOG_IN), card(signature=0))
    assert next_for_card(log_in)[0].step == EnterPin(AUTHENTICATION, 3)


def test_a_card_without_signature_logs_in_only() -> None:
    plain = Card(1, FULL, has_signature=False)
    state = with_card(told(), plain)
    without = InTrouble(Trouble.NO_SIGNATURE_CERTIFICATE)
    assert next_for_card(state)[0].step == without
    log_in = with_card(told(purpose=Purpose.LOG_IN), plain)
    assert next_for_card(log_in)[0].step == EnterPin(AUTHENTICATION, 3)


def test_the_order_in_which_a_card_is_asked() -> None:
    state, _ = next_for_card(with_card(told()))
    assert state.step == EnterPin(AUTHENTICATION, 3)
    state, _ = proved(state)
    assert state.step == EnterPin(SIGNATURE, 5)
    log_in, effects = proved(with_card(told(purpose=Purpose.LOG_IN)))
    assert log_in.step == Working(Work.LOG_IN)
    assert effects == (LogIn(1, ""),)


@pytest.mark.parametrize(
    ("pin", "work", "effect"),
    [
        (AUTHENTICATION, Work.PROVE, Prove(1, 3)),
        (SIGNATURE, Work.READ_SIGNATURE, ReadSignature(1, 3)),
        (Pin.ATTRIBUTES, Work.READ_ATTRIBUTES, ReadAttributes(1, 3)),
    ],
)
def test_a_typed_pin_goes_to_the_card_once(
    pin: Pin, work: Work, effect: Prove | ReadSignature | ReadAttributes
) -> None:
    step = EnterPin(pin, 3)
    state, effects = pin_typed(with_card(told()), step, PinTyped(True))
    assert (state.step, effects) == (Working(work), (effect,))
    kept, none = pin_typed(with_card(told()), step, PinTyped(False))
    assert (kept.step, none) == (EnterPin(pin, 3, PinNote.FORM), ())


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (2, EnterPin(SIGNATURE, 2, PinNote.WRONG)),
        (1, LastTry(SIGNATURE, wrong=True)),
        (0, InTrouble(Trouble.PIN_LOCKED, SIGNATURE)),
    ],
)
def test_a_wrong_pin(left: int, step: Step) -> None:
    state, _ = pin_wrong(with_card(told()), PinWrong(1, SIGNATURE, left))
    assert state.step == step
    assert state.card is not None
    assert state.card.tries == FULL | {SIGNATURE: left}


@pytest.mark.parametrize("same", [True, False])
def test_a_card_inspected_anew(same: bool) -> None:
    """What the same card told holds; what another told does not."""
    before = with_card(told(facts={"birth_date": "1990-04-01"}), card(MEI)).but(
        history=(Verdict(), ConfirmPerson(), EnterContact()), in_use=2
    )
    state = before.but(desk=DeskView(Glance.CARD, 2))
    after, _ = inspected(state, CardInspected(1, 2, FULL, True, same))
    assert after.card is not None
    assert after.card.person == (MEI if same else None)
    if not same:
        assert "birth_date" not in after.answers.facts
        assert after.history == (Verdict(),)


def test_an_id_of_a_renewed_card_needs_its_holders_particulars() -> None:
    log_in = with_card(told(purpose=Purpose.LOG_IN))
    assert renewed(log_in)[0].step == EnterPin(Pin.ATTRIBUTES, 3)
    known = with_card(told(purpose=Purpose.LOG_IN), card(MEI))
    assert renewed(known)[1] == (Rejoin(1, "", MEI),)


def test_nobody_is_registered_without_a_card() -> None:
    assert register(told())[0].step == Prepare()
    assert register(with_card(told()))[1] == (Inspect(1, 1),)


@pytest.mark.parametrize("trouble", Trouble)
def test_a_trouble_lets_the_card_go(trouble: Trouble) -> None:
    state, effects = in_trouble(with_card(told()), trouble, SIGNATURE)
    assert state.step == InTrouble(trouble, SIGNATURE)
    assert effects == (ReleaseCard(),)
    assert state.card is not None
    assert state.card.token is None


@pytest.mark.parametrize("trouble", sorted(WAITING_FOR_A_CARD))
def test_a_card_laid_back_before_its_failure_was_told(trouble: Trouble) -> None:
    state = with_card(told()).but(desk=DeskView(Glance.CARD, 2))
    after, effects = in_trouble(state, trouble)
    assert after.step == Working(Work.INSPECT)
    assert effects == (ReleaseCard(), Inspect(1, 2))
