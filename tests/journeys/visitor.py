"""Somebody who wants something and goes on until it is done or cannot be done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.forms.fields import Kind
from kiosk.forms.walk import group_of
from kiosk.visit.events import (
    AddressTyped,
    AnswersTyped,
    BroughtTyped,
    CardNumberTyped,
    Chose,
    ContactTyped,
    CopyWanted,
    DeletionWanted,
    ForgotWanted,
    FormWanted,
    IdTyped,
    LanguageChosen,
    NameTyped,
    NumberTyped,
    NumberWanted,
    OrganisationTyped,
    OverlayClosed,
    PaperWanted,
    PasswordWanted,
    SerialTyped,
    StartOverConfirmed,
    StartOverWanted,
    Touched,
    VisitorEvent,
    WentBack,
    WentOn,
)
from kiosk.visit.passwords import may_choose, may_use
from kiosk.visit.readings import ResidenceFault
from kiosk.visit.state import Contact, Particulars
from kiosk.visit.steps import (
    AllAnswers,
    AskConsent,
    AskFact,
    AskMore,
    AskResidence,
    AskUsage,
    ChooseDraft,
    ChooseLanguage,
    ChooseOffice,
    ChoosePassword,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ChooseSex,
    ChooseTogether,
    ConfirmBrought,
    ConfirmParticulars,
    ConfirmPerson,
    DeleteDraft,
    DraftChosen,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterCardNumber,
    EnterContact,
    EnterId,
    EnterName,
    EnterNumber,
    EnterOrganisation,
    EnterPassword,
    EnterPin,
    EnterSerial,
    FillIn,
    ForgotAgency,
    ForgotHere,
    ForgotId,
    ForgotPaper,
    Goodbye,
    HandOver,
    InTrouble,
    Issued,
    LastTry,
    LayResidence,
    LoggedIn,
    NoPassword,
    NumberFound,
    Overlay,
    PasswordSet,
    Prepare,
    Refused,
    ResidenceRead,
    ResidenceTrouble,
    Review,
    TakeCard,
    UsageDay,
    UsagePackage,
    UsagePapers,
    UsageResult,
    UsageStatus,
    Verdict,
    Wording,
    Working,
)
from kiosk.visit.terms import Glance, Paper, Pin, Trouble
from kiosk.visit.usage import may_begin
from kiosk.visit.usage_events import UsageWanted
from tests.forms.legal import legal
from tests.journeys.people import (
    CONTACT,
    OFFICE,
    ORGANISATION,
    SERIAL,
    VirtualCard,
    facts_on,
)
from tests.journeys.world import World

LONGEST = 600
"""Actions; whoever needs more goes round in circles."""
MOST_PINS = 10
"""Typed in one visit."""
LONGEST_WAIT = 10
"""Seconds at a terminal that is busy."""
WANTED: Mapping[str, VisitorEvent] = {
    "copy": CopyWanted(),
    "delete": DeletionWanted(),
}
"""What is done with an application that was begun; else it is gone on with."""
_SWAPPED = frozenset(
    {
        Trouble.OTHER_CARD,
        Trouble.RESIDENCE_CARD,
        Trouble.OLD_JUKI_CARD,
        Trouble.UNKNOWN_GENERATION,
        Trouble.NO_SIGNATURE_CERTIFICATE,
        Trouble.ANOTHER_PERSON,
        Trouble.PIN_LOCKED,
    }
)
"""Troubles of a card that may be somebody else's."""


@dataclass
class Visitor:
    """``wrong``: how often each PIN is mistyped first. ``dares``: risks a last try.
    ``patience``: how often the same trouble is met before it is left.
    ``wants_usage``: goes through a usage request, and ``says`` this to its questions.
    ``sets_password``: once they have their ID; ``has_no_card``: they log in with it,
    after ``mistyped`` wrong ones.

    ``enrols``: whoever has a number registers with it; ``types_parts``: mark, year and
    serial one by one. ``brought`` is an ID of the Agency. ``forgot``: the ID, and it
    was issued ``here``, or by the Agency: who asks for it, ``card`` with the card.

    ``wants_form``: what is done with an application: ``new``, ``go_on``, ``copy`` or
    ``delete``. ``questions``: how many are answered before it is enough for today;
    ``which`` of the legal answers is given, by ``tests.forms.legal``; ``thorough``:
    also where none has to be. ``corrects`` is a field that is answered otherwise in the
    end. ``given`` are the answers that were given.
    """

    card: VirtualCard = field(default_factory=VirtualCard)
    purpose: str = "register"
    role: str = "applicant"
    procedure: str = "extension"
    facts: Mapping[str, bool | str] = field(default_factory=dict)
    contact: Contact = CONTACT
    auth_id: str | None = None
    language: str = "ja"
    wants_slip: bool = False
    wants_number: bool = False
    enrols: bool = True
    own: Particulars = OFFICE
    organisation: str = ORGANISATION
    brought: str | None = None
    types_parts: bool = False
    forgot: str = ""
    wants_form: str = ""
    together: tuple[str, ...] = ()
    questions: int = LONGEST
    which: int = 0
    thorough: bool = True
    consents: bool = True
    relatives: int = 1
    residence: VirtualCard | None = None
    corrects: str = ""
    given: dict[str, str] = field(default_factory=dict)
    is_done: bool = False
    wrong: Counter[Pin] = field(default_factory=Counter)
    dares: bool = True
    sets_password: bool = False
    has_no_card: bool = False
    wants_usage: bool = False
    says: Mapping[str, str] = field(default_factory=dict)
    mistyped: int = 0
    patience: int = 3
    met: Counter[Trouble] = field(default_factory=Counter)
    failed: Counter[ResidenceFault] = field(default_factory=Counter)
    waited: int = 0
    typed: int = 0

    def visit(self, world: World) -> "Visitor":
        """From the first screen until the terminal waits for the next visitor."""
        self.act(world)
        self.go_on(world)
        return self

    def go_on(self, world: World) -> None:
        """What is left of a visit."""
        for _ in range(LONGEST):
            if world.nobody:
                return
            self.act(world)
        raise AssertionError(f"still at {world.state.step}")

    def until(self, world: World, *steps: type) -> None:
        """As far as the first of these steps."""
        for _ in range(LONGEST):
            if isinstance(world.state.step, steps):
                return
            self.act(world)
        raise AssertionError(f"still at {world.state.step}")

    def act(self, world: World) -> None:
        """The one next thing to do."""
        state = world.state
        if state.countdown is not None:
            world.send(Touched())
            return
        match state.overlay:
            case Overlay.LANGUAGE:
                return world.send(LanguageChosen(self.language))
            case Overlay.STAFF:
                return world.send(OverlayClosed())
            case Overlay.START_OVER:
                return world.send(StartOverConfirmed())
        match state.step:
            case ChooseLanguage():
                self.met.clear()
                self.waited = self.typed = 0
                world.send(LanguageChosen(self.language))
            case Prepare() | InTrouble() if self.has_no_card and may_use(state):
                world.send(PasswordWanted())
            case EnterPassword() if self.has_no_card and self.typed < MOST_PINS:
                self.typed += 1
                self.mistyped -= 1
                world.type_password(self.mistyped < 0)
            case EnterPassword() if self.has_no_card:
                world.send(StartOverWanted())
            case ChoosePassword() if self.sets_password:
                world.type_password(True)
            case Prepare():
                self._lay_card(world)
            case EnterPin() | LastTry() if world.card is not self.card:
                self._lay_card(world)
            case EnterPin() if self.typed == MOST_PINS:
                world.send(StartOverWanted())
            case EnterPin(pin, _, _):
                self.typed += 1
                mistyped = self.wrong[pin] > 0
                self.wrong[pin] -= mistyped
                world.type_pin(not mistyped)
            case InTrouble(trouble):
                self._in_trouble(world, trouble)
            case LayResidence() | ResidenceTrouble():
                self._lay_residence(world)
            case TakeCard():
                world.lift()
            case Working() if self.waited < LONGEST_WAIT:
                self.waited += 1
                world.tick()
            case Working():
                world.send(StartOverWanted())
            case Goodbye():
                world.tick(4)
            case _:
                world.send(self._answer(world))

    def _answer(self, world: World) -> VisitorEvent:
        match world.state.step:
            case ChoosePurpose():
                return Chose(self.purpose)
            case ChooseRole():
                return Chose(self.role)
            case ChooseProcedure():
                return Chose(self.procedure)
            case AskFact(fact):
                told = facts_on(world.state.today, self.role, self.procedure) | dict(
                    self.facts
                )
                return Chose(told[fact])
            case Verdict(Paper.NOT_WANTED) if self.wants_slip:
                return PaperWanted()
            case Verdict() if self.wants_number:
                return NumberWanted()
            case ChooseOffice():
                return Chose("東")
            case EnterSerial():
                return SerialTyped(*SERIAL)
            case (
                EnterBrought()
                | ConfirmBrought()
                | EnterNumber()
                | EnterOrganisation()
                | EnterName()
                | EnterBirth()
                | ChooseSex()
                | EnterAddress()
                | ConfirmParticulars()
                | Refused()
                | NoPassword()
            ):
                return self._enrol(world)
            case EnterId() if self.forgot:
                return ForgotWanted()
            case EnterId():
                return IdTyped(self.auth_id)
            case ForgotId() | ForgotHere() | ForgotAgency() | ForgotPaper():
                return self._forgot(world)
            case LastTry():
                return WentOn() if self.dares else StartOverWanted()
            case ConfirmPerson():
                return WentOn() if self._is_me(world) else Chose(False)
            case EnterContact():
                return ContactTyped(self.contact)
            case EnterPassword() | ChoosePassword():
                return WentBack()
            case PasswordSet():
                return WentOn()
            case Issued() | LoggedIn() if self._wants_password(world):
                return PasswordWanted()
            case Issued() | LoggedIn() if self._wants_usage(world):
                return UsageWanted()
            case Issued() | LoggedIn() if self.wants_form and not self.is_done:
                return FormWanted()
            case Verdict() | Wording() | NumberFound() | Issued() | LoggedIn():
                return WentOn()
        return self._fill_in(world)

    def _forgot(self, world: World) -> VisitorEvent:
        """Their own registry prints it again; the Agency is asked on paper."""
        match world.state.step:
            case ForgotId():
                return Chose("here" if self.forgot == "here" else "agency")
            case ForgotHere():
                self.purpose = "register"
            case ForgotAgency():
                return Chose(self.forgot)
            case ForgotPaper(_, Paper.FAILED) if self.patience:
                self.patience -= 1
                world.printer = "works"
                return PaperWanted()
        return WentOn()

    def _enrol(self, world: World) -> VisitorEvent:
        """What is asked of those who have no card to show."""
        match world.state.step:
            case EnterBrought():
                return BroughtTyped(self.brought)
            case EnterNumber() if self.types_parts:
                return NumberWanted()
            case EnterNumber():
                return NumberTyped(self.own.number)
            case EnterOrganisation():
                return OrganisationTyped(self.organisation)
            case EnterName():
                return NameTyped(self.own.surname, self.own.given)
            case EnterBirth():
                born = self.own.birth_date
                return Chose(f"{born[:4]}-{born[4:6]}-{born[6:]}")
            case ChooseSex():
                return Chose(self.own.sex)
            case EnterAddress():
                return AddressTyped(self.own.address)
            case ConfirmBrought() if world.state.answers.own.brought != self.brought:
                return Chose(False)
            case NoPassword() if self.sets_password:
                return PasswordWanted()
        return WentOn()

    def _request(self, world: World) -> VisitorEvent | None:
        """What there is to do for a usage request."""
        match world.state.step:
            case AskUsage(question):
                answer = self.says.get(question, "yes")
                self.given[question] = answer
                return Chose(answer)
            case UsageResult():
                return WentOn()
            case UsagePapers():
                return PaperWanted()
            case UsagePackage(Paper.FAILED) if self.patience:
                self.patience -= 1
                world.printer = "works"
                return PaperWanted()
            case UsagePackage(Paper.PRINTING):
                return WentOn()
            case UsagePackage():
                return Chose("sent")
            case UsageDay():
                return Chose(world.state.today.isoformat())
            case UsageStatus():
                self.is_done = True
                return WentOn()
        return None

    def _fill_in(self, world: World) -> VisitorEvent:
        wanted = self._request(world)
        if wanted is not None:
            return wanted
        match world.state.step:
            case ChooseDraft() | DraftChosen() if self.is_done:
                return StartOverWanted()
            case ChooseDraft() if self.wants_form == "new":
                return WentOn()
            case ChooseDraft(notes):
                return Chose(str(notes[-1].id))
            case DraftChosen():
                return WANTED.get(self.wants_form, WentOn())
            case DeleteDraft():
                self.is_done = True
                return WentOn()
            case ChooseTogether():
                chosen = world.state.answers.together
                other = set(self.together) ^ set(chosen)
                return Chose(min(other)) if other else WentOn()
            case AskResidence():
                return WentOn() if self.residence else Chose(False)
            case EnterCardNumber() if self.residence:
                return CardNumberTyped(self.residence.number)
            case EnterCardNumber():
                return WentBack()
            case ResidenceRead():
                return WentOn()
            case AskConsent():
                return Chose(self.consents)
            case AskMore(group):
                return Chose(int(group.split(".")[1]) <= self.relatives)
            case FillIn() as step:
                return self._answer_group(world, step)
            case Review() if self.corrects:
                return Chose(self.corrects)
            case Review() | AllAnswers():
                return WentOn()
            case HandOver(Paper.FAILED) if self.patience:
                self.patience -= 1
                world.printer = "works"
                return PaperWanted()
            case HandOver():
                self.is_done = True
                return WentOn()
        raise AssertionError(f"nothing to answer at {world.state.step}")

    def _answer_group(self, world: World, step: FillIn) -> VisitorEvent:
        """Every line, and where it is enough for today none."""
        if not self.questions or self.is_done:
            self.is_done = True
            return StartOverWanted()
        draft = world.state.draft
        assert draft is not None
        group = group_of(draft.application, step.group)
        if group is None:
            return WentOn()
        self.questions -= 1
        which = self.which + step.correcting
        if step.correcting:
            self.corrects = ""
        answers = dict(draft.application.answers)
        typed = {
            own.id: legal(own, answers, which)
            for own in group.fields
            if self.thorough or own.required.holds(answers)
        }
        typed = {name: answer for name, answer in typed.items() if answer}
        self.given.update(typed)
        if not typed:
            return WentOn()
        if group.fields[0].kind in (Kind.CHOICE, Kind.DATE, Kind.BIRTH_DATE):
            return Chose(typed[group.id])
        return AnswersTyped(typed)

    def _in_trouble(self, world: World, trouble: Trouble) -> None:
        self.met[trouble] += 1
        if self.met[trouble] > self.patience:
            return world.send(StartOverWanted())
        match trouble:
            case Trouble.NO_SERVICE if not world.service:
                return world.have(service=True)
            case Trouble.NO_READER if not world.reader:
                return world.have(reader=True)
            case Trouble.MUTE if world.mute:
                return world.have(mute=False)
        if trouble in _SWAPPED and world.card is not self.card:
            return self._lay_card(world)
        world.registry.works = True
        world.send(WentOn())

    def _lay_card(self, world: World) -> None:
        if world.card is not None:
            world.lift()
        world.have(service=True, reader=True, mute=False)
        if isinstance(world.state.step, Prepare | InTrouble):
            world.lay(self.card)

    def _lay_residence(self, world: World) -> None:
        """It is only a help: after a few tries it is done without."""
        step = world.state.step
        if isinstance(step, ResidenceTrouble):
            self.failed[step.fault] += 1
        if self.residence is None or self.failed.total() > self.patience:
            return world.send(Chose(False))
        if world.glance is not Glance.CARD or world.card is not self.residence:
            world.have(service=True, reader=True, mute=False)
            if world.card is not None:
                world.lift()
            return world.lay(self.residence)
        world.send(WentOn() if isinstance(step, ResidenceTrouble) else Chose(False))

    def _wants_usage(self, world: World) -> bool:
        return self.wants_usage and not self.is_done and may_begin(world.state)

    def _wants_password(self, world: World) -> bool:
        none_yet = world.state.password is None
        return self.sets_password and none_yet and may_choose(world.state)

    def _is_me(self, world: World) -> bool:
        card = world.state.card
        return card is not None and card.person == self.card.person
