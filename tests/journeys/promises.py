"""What holds at every step of every visit, whatever happens.

``Promises.check`` is told of each transition in turn; the journeys, the faults and
the random events are all watched by it.
"""

from dataclasses import fields

from kiosk.forms.walk import group_of
from kiosk.rules import usage as usage_rules
from kiosk.rules.decision import Outcome, decide
from kiosk.rules.usage import Answer
from kiosk.visit import begun, filling, usage
from kiosk.visit.contact import faults, tidied
from kiosk.visit.drafts import Draft
from kiosk.visit.effects import (
    BeginDraft,
    CallStaff,
    CheckPassword,
    Effect,
    Enroll,
    EraseDraft,
    FindDrafts,
    Forget,
    Inspect,
    KeepPassword,
    LogIn,
    LookAtParts,
    OpenDraft,
    Prove,
    ReadAttributes,
    ReadResidence,
    ReadSignature,
    Register,
    Rejoin,
    ReleaseCard,
    SaveAnswers,
)
from kiosk.visit.events import (
    AddressTyped,
    AnswersSaved,
    AnswersTyped,
    BroughtTyped,
    Chose,
    ContactTyped,
    DraftOpened,
    DraftsFound,
    Event,
    IdTyped,
    LanguageChosen,
    LoginAnswered,
    NameTyped,
    NumberTyped,
    OrganisationTyped,
    OverlayClosed,
    PasswordChecked,
    PasswordTyped,
    PasswordWanted,
    PinTyped,
    Registered,
    SerialTyped,
    Ticked,
    VisitorEvent,
    WentBack,
    WentOn,
)
from kiosk.visit.machine import advance
from kiosk.visit.questions import CARD_ROLES, NUMBER_ROLES
from kiosk.visit.residence import STEPS
from kiosk.visit.state import Contact, Person, State, new_visit
from kiosk.visit.steps import (
    AskConsent,
    AskFact,
    AskMore,
    AskUsage,
    ChooseLanguage,
    ChoosePassword,
    ConfirmParticulars,
    ConfirmPerson,
    EnterContact,
    EnterPassword,
    EnterPin,
    FillIn,
    Goodbye,
    InTrouble,
    LastTry,
    Step,
    TakeCard,
    Working,
)
from kiosk.visit.terms import Login, PasswordAnswer, Pin, Purpose, Trouble, Work
from kiosk.visit.usage_effects import (
    OpenUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
    UsageEffect,
)
from kiosk.visit.usage_events import UsageFound, UsageSaved
from tests.journeys.people import SECRETS

FILLING = (*begun.STEPS, *filling.STEPS)
PIN_EFFECTS = {
    Prove: Pin.AUTHENTICATION,
    ReadSignature: Pin.SIGNATURE,
    ReadAttributes: Pin.ATTRIBUTES,
}
WORK = {
    Inspect: Work.INSPECT,
    Prove: Work.PROVE,
    ReadSignature: Work.READ_SIGNATURE,
    ReadAttributes: Work.READ_ATTRIBUTES,
    Register: Work.REGISTER,
    Enroll: Work.REGISTER,
    LogIn: Work.LOG_IN,
    Rejoin: Work.REJOIN,
    CheckPassword: Work.CHECK_PASSWORD,
    KeepPassword: Work.KEEP_PASSWORD,
    ReadResidence: Work.READ_RESIDENCE,
    FindDrafts: Work.DRAFTS,
    BeginDraft: Work.DRAFTS,
    OpenDraft: Work.DRAFTS,
    EraseDraft: Work.DRAFTS,
    OpenUsage: Work.USAGE,
    SendUsage: Work.USAGE,
    TakeBackUsage: Work.USAGE,
    ReportUsage: Work.USAGE,
}
PASSWORD_EFFECTS = (CheckPassword, KeepPassword)
DRAFT_EFFECTS = (FindDrafts, BeginDraft, OpenDraft, EraseDraft, SaveAnswers)
KNOWN = (*FILLING, *STEPS, *usage.STEPS)
"""Steps for people whose ID is known."""
CARD_IN_USE = (Working, EnterPin, LastTry)
WAYS: tuple[VisitorEvent, ...] = (
    WentOn(),
    WentBack(),
    PinTyped(True),
    PasswordTyped(),
    PasswordWanted(),
    LanguageChosen("en"),
    *(Chose(value) for value in ("register", "relative", "change", True)),
    IdTyped("ID"),
    Chose("agency"),
    Chose("person"),
    ContactTyped(Contact("0312345678")),
    Chose("東"),
    SerialTyped("20", "1"),
    NumberTyped("132024200123"),
    BroughtTyped("agency"),
    NameTyped("A", "B"),
    OrganisationTyped("架空工業株式会社"),
    AddressTyped("東京都千代田区架空町１"),
    Chose("1"),
    Chose("19900401"),
)
"""Whatever a visitor can do to leave a step."""


class Promises:
    """Follows one visit after another at one terminal."""

    def __init__(self, state: State) -> None:
        self.last_ticket = state.ticket
        self.confirmed: Person | None = None
        self.risked: Pin | None = None
        self.ids: set[str] = set()
        self.known_id: str | None = None
        self.by_card = False
        self.kept: dict[int, dict[str, str | None]] = {}
        self.usage_kept: dict[str, Answer] = {}
        self.usage_given: dict[int, dict[str, Answer]] = {}
        self.given: dict[int, tuple[int, dict[str, str | None]]] = {}

    def check(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        """One transition."""
        self._remember(before, event, after)
        self._pins(before, event, after, effects)
        self._passwords(before, event, after, effects)
        self._registration(before, event, after, effects)
        self._tickets(before, after, effects)
        self._forgetting(before, after, effects)
        self._secrecy(after, event, effects)
        self._card(after)
        self._filling(before, event, after, effects)
        self._usage(before, event, after, effects)
        places = [_place(step) for step in after.history]
        assert len(set(places)) == len(places), "each is gone back to once"
        shape = _shape(after)
        if shape not in _TRIED:
            _TRIED.add(shape)
            leads_somewhere(after)

    def _remember(self, before: State, event: Event, after: State) -> None:
        if before.step == ConfirmPerson() != after.step and event == WentOn():
            assert before.card is not None
            self.confirmed = before.card.person
        if isinstance(before.step, LastTry) and isinstance(after.step, EnterPin):
            assert isinstance(event, WentOn)
            self.risked = after.step.pin
        elif not isinstance(after.step, EnterPin):
            self.risked = self.risked if isinstance(after.step, Working) else None
        if isinstance(event, Registered | IdTyped) and event.auth_id:
            self.ids.add(event.auth_id)
        if before.step in (Working(Work.LOG_IN), Working(Work.REJOIN)):
            match event:
                case LoginAnswered(before.ticket, Login.KNOWN):
                    self.known_id, self.by_card = after.answers.auth_id, True
        elif isinstance(event, Registered) and event.ticket == before.ticket:
            if before.step == Working(Work.REGISTER):
                by_card = before.answers.role in CARD_ROLES
                self.known_id, self.by_card = event.auth_id, by_card
        elif isinstance(event, PasswordChecked) and event.ticket == before.ticket:
            right = event.answer is PasswordAnswer.KNOWN
            if right and before.step == Working(Work.CHECK_PASSWORD):
                self.known_id, self.by_card = before.answers.auth_id, False

    def _pins(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        used = [effect for effect in effects if type(effect) in PIN_EFFECTS]
        free = before.overlay is None and before.countdown is None
        typed = event == PinTyped(True) and isinstance(before.step, EnterPin) and free
        assert len(used) == typed, "one PIN typed is one PIN used"
        for effect in used:
            assert isinstance(before.step, EnterPin)
            assert isinstance(effect, Prove | ReadSignature | ReadAttributes)
            assert PIN_EFFECTS[type(effect)] is before.step.pin
            assert effect.tries == before.step.tries, "what was shown is what is risked"
            assert effect.tries > 1 or self.risked is before.step.pin
            assert before.card is not None
            assert before.card.token is not None
            assert before.desk.has_card
            assert before.desk.token == before.in_use
        if isinstance(after.step, EnterPin):
            assert after.step.tries > 0
            assert after.card is not None
            assert after.card.tries[after.step.pin] == after.step.tries
            assert after.step.tries > 1 or self.risked is after.step.pin

    def _passwords(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        used = [own for own in effects if isinstance(own, PASSWORD_EFFECTS)]
        free = before.overlay is None and before.countdown is None
        ready = isinstance(before.step, EnterPassword) or (
            before.step == ChoosePassword(again=True)
        )
        assert len(used) == (event == PasswordTyped() and ready and free)
        for effect in used:
            assert effect.auth_id == before.answers.auth_id
            if isinstance(effect, KeepPassword):
                alone = before.held is not None and not before.held.by_card
                assert self.by_card or alone, "set by whoever has used the card"
                assert effect.auth_id == self.known_id

    def _registration(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        for effect in effects:
            if isinstance(effect, LogIn | Rejoin):
                assert after.card is not None
                assert after.card.proven
            if isinstance(effect, Enroll):
                self._enrolment(before, event, after, effect)
            if not isinstance(effect, Register):
                continue
            again = before.step == InTrouble(Trouble.STORE) and event == WentOn()
            assert again or isinstance(before.step, EnterContact)
            assert after.card is not None
            assert after.card.proven
            assert effect.person == after.card.person == self.confirmed
            assert effect.contact == tidied(effect.contact)
            assert not faults(effect.contact)
            answers = after.answers
            assert effect.role == answers.role
            if answers.purpose is Purpose.RECORD:
                assert effect.brought == answers.own.brought
                continue
            assert effect.brought is None
            assert answers.procedure is not None
            facts = {**answers.facts}
            if effect.role == "applicant":
                facts["in_japan"] = True
            verdict = decide(after.today, effect.role, answers.procedure, facts)
            assert verdict.outcome is not Outcome.REFUSED
            assert verdict.may_go_on

    def _enrolment(
        self, before: State, event: Event, after: State, effect: Enroll
    ) -> None:
        """Without a card, and only after all of it was shown once more."""
        again = before.step == InTrouble(Trouble.STORE) and event == WentOn()
        assert again or before.step == ConfirmParticulars()
        own, answers = after.answers.own, after.answers
        assert effect.role == answers.role
        assert effect.role not in CARD_ROLES
        assert effect.person.name == own.name
        assert effect.contact == tidied(effect.contact)
        assert not faults(effect.contact)
        assert (effect.number is not None) == (effect.role in NUMBER_ROLES)
        if answers.purpose is Purpose.REQUEST:
            assert effect.brought is None
            assert effect.role in usage_rules.ROLES
        elif answers.purpose is not Purpose.RECORD:
            assert effect.brought is None
            assert answers.procedure is not None
            facts = {**answers.facts}
            verdict = decide(after.today, effect.role, answers.procedure, facts)
            assert verdict.outcome is not Outcome.REFUSED
            assert verdict.may_go_on

    def _tickets(
        self, before: State, after: State, effects: tuple[Effect, ...]
    ) -> None:
        assert after.ticket >= before.ticket
        for effect in effects:
            if isinstance(effect, LookAtParts):
                # Never while somebody is served, for whom a printer might have to wait.
                assert after.step == ChooseLanguage()
                assert after.staff is None
                continue
            if isinstance(effect, ReleaseCard | CallStaff | Forget):
                continue
            assert effect.ticket > self.last_ticket
            self.last_ticket = effect.ticket
            if type(effect) in WORK:
                assert after.step == Working(WORK[type(effect)])
        assert after.ticket == self.last_ticket

    def _forgetting(
        self, before: State, after: State, effects: tuple[Effect, ...]
    ) -> None:
        if Forget() not in effects:
            assert before.step == after.step or after.step != ChooseLanguage()
            return
        fresh = new_visit(after.site, after.today, after.desk, after.ticket)
        assert after == fresh.but(health=before.health)
        self.confirmed = self.risked = self.known_id = None
        self.kept.clear()
        self.usage_kept.clear()

    def _filling(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        """Only for whoever is known; and every answer is the store's or on its way."""
        if isinstance(after.step, KNOWN) or after.draft or after.account:
            assert self.known_id is not None
            assert after.answers.auth_id == self.known_id
        for effect in effects:
            if isinstance(effect, DRAFT_EFFECTS):
                assert effect.auth_id == before.answers.auth_id
            if isinstance(effect, SaveAnswers):
                self.given[effect.ticket] = effect.draft, dict(effect.answers)
        if isinstance(event, AnswersSaved) and event.ticket in self.given:
            number, answers = self.given[event.ticket]
            self.kept.setdefault(number, {}).update(answers)
        draft = after.draft
        if draft is None:
            return
        is_opened = False
        if isinstance(event, DraftOpened) and before.step == Working(Work.DRAFTS):
            is_opened = event.ticket == before.ticket
            if is_opened:
                self.kept[draft.id] = dict(event.application.answers)
        for name in {*self.kept[draft.id], *draft.application.answers}:
            given, kept = draft.application.answers.get(name), self.kept[draft.id]
            assert name in draft.unsaved or given == kept.get(name)
        if before.draft and before.draft.id == draft.id and not is_opened:
            _only_what_was_told_changes(before.draft, before.step, event, draft)
        if isinstance(after.step, FillIn) and not after.step.correcting:
            group = group_of(draft.application, after.step.group)
            assert draft.consent or group is None or not group.sensitive

    def _usage(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        """Only for whoever is known; and every answer is the store's or on its way."""
        for effect in effects:
            if isinstance(effect, UsageEffect):
                assert effect.auth_id == (self.known_id or before.answers.auth_id)
            if isinstance(effect, SaveUsage):
                self.usage_given[effect.ticket] = dict(effect.answers)
        if isinstance(event, UsageSaved) and event.ticket in self.usage_given:
            self.usage_kept.update(self.usage_given[event.ticket])
        told = isinstance(event, UsageFound | DraftsFound) and event.usage
        if told and event.ticket == before.ticket:
            self.usage_kept = dict(told.answers)
        own = after.usage
        if own is None:
            return
        assert after.answers.auth_id == self.known_id
        for name, answer in own.answers.items():
            assert name in own.unsaved or answer == self.usage_kept.get(name)

    def _secrecy(self, after: State, event: Event, effects: tuple[Effect, ...]) -> None:
        shown = repr((after, event, effects))
        for secret in (*SECRETS, *self.ids):
            assert secret not in shown

    def _card(self, after: State) -> None:
        in_use = after.card is not None and after.card.token is not None
        assert not in_use or isinstance(after.step, CARD_IN_USE)
        if isinstance(after.step, EnterPin | LastTry):
            assert after.desk.has_card
            assert after.desk.token == after.in_use
        if ConfirmPerson() in (after.step, *after.history):
            assert after.card is not None
            assert after.card.person is not None


def _only_what_was_told_changes(
    before: Draft, step: Step, event: Event, after: Draft
) -> None:
    """An answer is changed or taken back by whoever is asked for it, and not else."""
    was, now = before.application.answers, after.application.answers
    changed = {name for name in was if was[name] != now.get(name)}
    if not changed:
        return
    assert isinstance(event, AnswersTyped | Chose)
    assert isinstance(step, FillIn)
    group = group_of(before.application, step.group)
    assert group is not None
    assert changed <= {field.id for field in group.fields}


def _place(step: Step) -> object:
    """Of questions each is a place, of other steps each kind."""
    match step:
        case AskFact() | AskConsent() | AskMore() | AskUsage():
            return step
        case FillIn(group, correcting):
            return group, correcting
    return type(step)


_TRIED: set[object] = set()


def _shape(state: State) -> object:
    """States of one shape have the same ways on; each is tried once."""
    answers = state.answers
    return (
        repr(state.step),
        state.overlay,
        repr(state.history[-1:]),
        state.card is None,
        (answers.purpose, answers.role, answers.procedure),
    )


def leads_somewhere(state: State) -> None:
    """The clock ends whatever a visitor leaves; and a visitor finds a way."""
    if state.step != ChooseLanguage() or state.overlay is not None:
        seconds = state.site.idle_seconds + state.site.goodbye_seconds
        ended, effects = advance(state, Ticked(seconds, state.today))
        *saved, forgotten = effects
        assert forgotten == Forget()
        assert all(isinstance(effect, SaveAnswers | SaveUsage) for effect in saved)
        assert ended.step == ChooseLanguage()
    here = state.but(idle=0)
    if state.overlay is not None:
        closed, _ = advance(here, OverlayClosed())
        assert closed == here.but(overlay=None)
        here = closed
    if isinstance(state.step, Working | TakeCard | Goodbye | AskFact):
        return
    steps = [advance(here, way)[0] for way in WAYS]
    assert any(_moved(here, there) for there in steps), state.step


def _moved(state: State, other: State) -> bool:
    return any(
        getattr(state, part.name) != getattr(other, part.name)
        for part in fields(State)
        if part.name != "idle"
    )
