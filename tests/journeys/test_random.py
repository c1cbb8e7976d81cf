"""Any events in any order, true, late and invented, against the promises.

A visitor with a purpose takes a step now and then, so that every part of a visit is
come to; between those steps anything happens.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.forms.application import Application, make
from kiosk.rules.usage import ROLES
from kiosk.rules.usage import Answer as Told
from kiosk.rules.usage_life import State
from kiosk.rules.vocabulary import FACTS, Procedure, Role
from kiosk.visit.display import Display, DisplayChosen, DisplayWanted, Theme
from kiosk.visit.drafts import DraftNote
from kiosk.visit.effects import Forget
from kiosk.visit.events import (
    AddressTyped,
    Answer,
    AnswersNotSaved,
    AnswersSaved,
    AnswersTyped,
    AnswersWanted,
    BroughtTyped,
    CardFailed,
    CardInspected,
    CardNumberTyped,
    CardProved,
    Chose,
    ContactTyped,
    CopyWanted,
    DeletionWanted,
    DraftOpened,
    DraftsFound,
    ForgotWanted,
    FormWanted,
    IdTyped,
    LanguageChosen,
    LanguageWanted,
    LoginAnswered,
    NameTyped,
    NotRegistered,
    NumberTyped,
    NumberWanted,
    OrganisationTyped,
    OverlayClosed,
    PaperAnswer,
    PaperFailed,
    PaperPrinted,
    PaperWanted,
    PasswordChecked,
    PasswordKept,
    PasswordUnfit,
    PasswordWanted,
    PersonRead,
    PinWrong,
    PlaceFound,
    PrinterSeen,
    Registered,
    RegistrationWanted,
    ResidenceFailed,
    ResidenceTold,
    SavingAnswer,
    Seen,
    SerialTyped,
    StaffWanted,
    StartOverConfirmed,
    StartOverWanted,
    StoreFailed,
    StoreSeen,
    Touched,
    VisitorEvent,
    WentBack,
    WentOn,
    WordingWanted,
)
from kiosk.visit.health import Lamp
from kiosk.visit.questions import CARD_ROLES, NUMBER_ROLES
from kiosk.visit.readings import Reading, ResidenceFault, Signature
from kiosk.visit.requests import Usage
from kiosk.visit.state import Account, Contact, Held, Person
from kiosk.visit.terms import (
    Glance,
    Issuer,
    Login,
    PasswordAnswer,
    PasswordFault,
    Pin,
    Purpose,
    Refusal,
    Trouble,
)
from kiosk.visit.usage_events import (
    UsageFound,
    UsageNotSaved,
    UsageSaved,
    UsageWanted,
)
from tests.forms.samples import CHANGE, RELATIVE
from tests.journeys.people import (
    CARD_NUMBER,
    CLERK,
    CONTACT,
    JOON,
    MEI,
    OFFICE,
    ORGANISATION,
    SERIAL,
    VirtualCard,
    child_card,
    residence_card,
)
from tests.journeys.visitor import Visitor
from tests.journeys.world import OWN_PASSWORD, TODAY, Holder, World

DAYS = ("2026-11-24", "2026-11-25", "2027-02-24", "1990-04-01", "2020-01-01")
BIRTH_DATES = ("19900401", "19850000", "00000000", "99991231", "10000101", "", "soon")
OF_REQUESTS = ("sent", "reported", "again", "take_back")
OPTIONS = sorted({option for fact in FACTS.values() for option in fact.options})
NUMBERS = ("1", "2", "3")
FIELDS = (*CHANGE, *(f"relative.2.{name}" for name in RELATIVE), "no.such.field")
LINES = st.sampled_from([*CHANGE.values(), *RELATIVE.values(), "", " ", "\0", "李"])
ANSWERS = st.dictionaries(st.sampled_from(FIELDS), LINES, max_size=6)
CHOICES = st.one_of(
    st.booleans(),
    st.sampled_from([*Purpose, *Role, *Procedure, *OPTIONS, *DAYS, *NUMBERS, "東"]),
    st.sampled_from([*Told, *OF_REQUESTS]),
    st.sampled_from(FIELDS),
    LINES,
    st.text(max_size=12),
)
CONTACTS = st.one_of(
    st.sampled_from(
        [CONTACT, Contact(CONTACT.phone), Contact("", CONTACT.mail), Contact()]
    ),
    st.builds(Contact, st.text(max_size=20), st.text(max_size=80)),
)
IDS = st.sampled_from(["AUTH-ID-0000", "AUTH-ID-0001", "INVENTED-ID", None])
PEOPLE = st.builds(
    Person,
    st.sampled_from([MEI.name, JOON.name]),
    st.sampled_from([MEI.address, JOON.address]),
    st.sampled_from(BIRTH_DATES),
    st.just("2"),
)
PASSWORDS = st.sampled_from([None, OWN_PASSWORD])
PINS = st.sampled_from(Pin)
TRIES = st.dictionaries(PINS, st.integers(0, 15))
ISSUED = st.builds(Held, st.sampled_from(Issuer), st.booleans())
LETTERS = st.one_of(st.sampled_from([OFFICE.surname, "", "李"]), st.text(max_size=9))
VISITOR = st.one_of(
    st.builds(Chose, CHOICES),
    st.builds(IdTyped, IDS),
    st.builds(BroughtTyped, st.sampled_from(["AGENCY-ID", "AUTH-ID-0000", None])),
    st.builds(NumberTyped, st.sampled_from([OFFICE.number, "(東)弁26第98765号", "x"])),
    st.builds(NameTyped, LETTERS, LETTERS),
    st.builds(OrganisationTyped, st.sampled_from([ORGANISATION, "", "x", "[b]"])),
    st.builds(AddressTyped, st.sampled_from([OFFICE.address, "", "x"])),
    st.builds(ContactTyped, CONTACTS),
    st.builds(SerialTyped, st.text(max_size=4), st.text(max_size=8)),
    st.just(SerialTyped(*SERIAL)),
    st.builds(AnswersTyped, ANSWERS),
    st.builds(CardNumberTyped, st.sampled_from([CARD_NUMBER, "CD87654321AB", None])),
    st.builds(LanguageChosen, st.sampled_from(["ja", "en", "vi", "xx", ""])),
    st.builds(DisplayChosen, st.builds(Display, st.sampled_from(Theme), st.booleans())),
    st.sampled_from(
        [
            WentOn(),
            WentBack(),
            PaperWanted(),
            PasswordWanted(),
            WordingWanted(),
            NumberWanted(),
            RegistrationWanted(),
            FormWanted(),
            ForgotWanted(),
            UsageWanted(),
            CopyWanted(),
            DeletionWanted(),
            AnswersWanted(),
            LanguageWanted(),
            DisplayWanted(),
            StaffWanted(),
            StartOverWanted(),
            StartOverConfirmed(),
            OverlayClosed(),
            Touched(),
        ]
    ),
)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Whatever a store could have kept, also by another version."""
    asked = make(draw(st.sampled_from(Procedure)), None, ())
    return replace(asked, answers=MappingProxyType(draw(ANSWERS)))


READINGS = st.builds(
    Reading,
    st.booleans(),
    st.booleans(),
    st.sampled_from(Signature),
    birth_date=st.sampled_from(BIRTH_DATES),
    sex=st.sampled_from(["", "1", "2", "9"]),
    period=st.sampled_from(["", "0103", "090", "0000", "soon"]),
    stay_expires=st.sampled_from(BIRTH_DATES),
    card_expires=st.sampled_from(BIRTH_DATES),
    address=st.sampled_from(["", MEI.address, "東京都千代田区霞が関１－１－１"]),
)
ACCOUNTS = st.builds(
    Account, st.sampled_from(CARD_ROLES), st.none(), PEOPLE, st.just(CONTACT)
)
USAGES = st.builds(
    Usage,
    st.sampled_from(ROLES),
    st.sampled_from(State),
    st.booleans(),
    st.booleans(),
    st.dictionaries(
        st.sampled_from(["certificate", "pledge", "listed"]), st.sampled_from(Told)
    ),
    st.sampled_from([None, TODAY]),
    st.sampled_from([None, TODAY]),
    st.sampled_from([None, TODAY, date(2022, 3, 1), date(2029, 1, 1)]),
    st.booleans(),
    st.sampled_from([None, TODAY]),
)


@st.composite
def requests(draw: st.DrawFn, ticket: st.SearchStrategy[int]) -> UsageFound:
    """Of an account of an institution, however it may stand."""
    usage, person = draw(USAGES), draw(PEOPLE)
    return UsageFound(draw(ticket), Account(usage.role, None, person, CONTACT), usage)


NOTES = st.builds(
    DraftNote,
    st.integers(1, 3),
    st.sampled_from(Procedure),
    st.just(TODAY),
    st.just(TODAY),
    st.integers(0, 9),
    st.booleans(),
)


def answers(
    ticket: st.SearchStrategy[int],
) -> st.SearchStrategy[Answer | PaperAnswer | SavingAnswer]:
    """Whatever a worker could say, fitting or not."""
    return st.one_of(
        st.builds(
            CardInspected,
            ticket,
            st.integers(0, 9),
            TRIES,
            st.booleans(),
            st.booleans(),
        ),
        st.builds(
            CardFailed, ticket, st.sampled_from(Trouble), st.one_of(st.none(), PINS)
        ),
        st.builds(PinWrong, ticket, PINS, st.integers(0, 15)),
        st.builds(CardProved, ticket),
        st.builds(PersonRead, ticket, PEOPLE),
        st.builds(Registered, ticket, st.just("INVENTED-ID"), st.booleans()),
        st.builds(NotRegistered, ticket, st.sampled_from(Refusal), st.integers(0, 99)),
        st.builds(LoginAnswered, ticket, st.sampled_from(Login), PASSWORDS, ISSUED),
        st.builds(
            PasswordChecked,
            ticket,
            st.sampled_from(PasswordAnswer),
            st.integers(0, 256),
            PASSWORDS,
            ISSUED,
        ),
        st.builds(PasswordKept, ticket, st.just(OWN_PASSWORD)),
        st.builds(PasswordUnfit, ticket, st.sampled_from(PasswordFault)),
        st.builds(StoreFailed, ticket),
        st.builds(
            DraftsFound, ticket, ACCOUNTS, st.lists(NOTES, max_size=2).map(tuple)
        ),
        st.builds(
            DraftOpened,
            ticket,
            st.integers(1, 3),
            applications(),
            st.just(TODAY),
            st.none() | st.sampled_from(FIELDS),
        ),
        st.builds(ResidenceTold, ticket, READINGS),
        st.builds(ResidenceFailed, ticket, st.sampled_from(ResidenceFault)),
        st.builds(AnswersSaved, ticket),
        st.builds(
            PlaceFound,
            ticket,
            st.sampled_from(["postal_code", "name", ""]),
            st.sampled_from(["1000001", ""]),
            st.sampled_from(["東京都", "", "x"]),
            st.sampled_from(["千代田区", "", "x"]),
            st.text(max_size=9),
        ),
        st.builds(AnswersNotSaved, ticket),
        requests(ticket),
        st.builds(UsageSaved, ticket),
        st.builds(UsageNotSaved, ticket),
        st.builds(PaperPrinted, ticket),
        st.builds(PaperFailed, ticket, st.booleans()),
    )


class AnyVisit(RuleBasedStateMachine):
    """One terminal and whoever comes to it. ``World`` checks the promises."""

    @initialize(
        purpose=st.sampled_from([Purpose.REGISTER, *Purpose]),
        role=st.sampled_from([*CARD_ROLES, *Role]),
        procedure=st.sampled_from(Procedure),
        makes=st.sampled_from([VirtualCard, VirtualCard, child_card]),
        tries=st.dictionaries(PINS, st.integers(1, 3)),
        steps=st.sampled_from([12, 14, 10, 16, 24, 32, 8, 6, 4, 2, 0]),
        wants_form=st.sampled_from(["new", "go_on", "copy", "delete", ""]),
        thorough=st.booleans(),
        has_residence=st.booleans(),
        password=st.sampled_from(["", "", "set", "used"]),
        requests_usage=st.sampled_from([False, False, True]),
    )
    def begin(
        self,
        purpose: Purpose,
        role: Role,
        procedure: Procedure,
        makes: Callable[[], VirtualCard],
        tries: dict[Pin, int],
        steps: int,
        wants_form: str,
        thorough: bool,
        has_residence: bool,
        password: str,
        requests_usage: bool,
    ) -> None:
        """``steps``: how far the visitor gets before anything else happens."""
        self.world = World(at_once=False)
        card = makes()
        card.tries |= {pin: left for pin, left in tries.items() if pin in card.tries}
        self.visitor = Visitor(card, purpose, role, procedure, auth_id="AUTH-ID-0000")
        self.visitor.wants_number = role in NUMBER_ROLES
        self.visitor.wants_form, self.visitor.thorough = wants_form, thorough
        self.cards = [card, VirtualCard(MEI), VirtualCard(JOON), residence_card()]
        self.visitor.residence = self.cards[3] if has_residence else None
        self.visitor.sets_password = password == "set"
        self.visitor.has_no_card = password == "used"
        if requests_usage:
            self.begin_request()
        self.go_on(steps)

    def begin_request(self) -> None:
        """The visitor has an account of an institution."""
        own = Holder("AUTH-ID-0000", ROLES[0], CLERK, [], password=OWN_PASSWORD)
        self.world.registry.holders.append(own)
        self.visitor.purpose, self.visitor.has_no_card = Purpose.LOG_IN, True
        self.visitor.wants_usage = True

    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        """The visitor does what is sensible, and so does the terminal."""
        for _ in range(steps):
            while self.world.waiting:
                self.world.answer()
            self.visitor.act(self.world)

    @rule(event=VISITOR)
    def press(self, event: VisitorEvent) -> None:
        self.world.send(event)

    @rule(right=st.booleans(), well_formed=st.booleans())
    def type_pin(self, right: bool, well_formed: bool) -> None:
        self.world.type_pin(right, well_formed=well_formed)

    @rule(right=st.booleans(), fault=st.sampled_from([None, *PasswordFault]))
    def type_password(self, right: bool, fault: PasswordFault | None) -> None:
        self.world.type_password(right, fault)

    @rule(which=st.integers(0, 3))
    def lay(self, which: int) -> None:
        self.world.lay(self.cards[which])

    @rule()
    def lift(self) -> None:
        self.world.lift()

    @rule(service=st.booleans(), reader=st.booleans(), mute=st.booleans())
    def have(self, service: bool, reader: bool, mute: bool) -> None:
        self.world.have(service=service, reader=reader, mute=mute)

    @rule(registry=st.booleans(), printer=st.sampled_from(["works", "fails", "none"]))
    def others_have(self, registry: bool, printer: str) -> None:
        self.world.registry.works = registry
        self.world.printer = printer

    @rule(glance=st.sampled_from(Glance), token=st.integers(0, 9))
    def mistaken_sight(self, glance: Glance, token: int) -> None:
        self.world.send(Seen(glance, token))

    @rule(lamp=st.sampled_from(Lamp), store=st.booleans())
    def parts_tell(self, lamp: Lamp, store: bool) -> None:
        self.world.send(PrinterSeen(lamp))
        self.world.send(StoreSeen(store))

    @rule()
    def answer(self) -> None:
        if self.world.waiting:
            self.world.answer()

    @rule(data=st.data())
    def answer_anything(self, data: st.DataObject) -> None:
        """What waits is answered with something that may not even fit it."""
        world = self.world
        if not world.waiting:
            return
        invented = data.draw(answers(st.just(world.state.ticket)))
        world.answering[len(world.asked)] = lambda effect: invented
        world.answer()

    @rule(behind=st.integers(1, 5), data=st.data())
    def late_answer(self, behind: int, data: st.DataObject) -> None:
        """It answers what nobody waits for any more, or yet."""
        paper_or_past = st.sampled_from([-behind, behind])
        offset = data.draw(paper_or_past)
        before = self.world.state
        late = data.draw(answers(st.just(before.ticket + offset)))
        self.world.send(late)
        told_any_time = (
            PaperPrinted,
            PaperFailed,
            AnswersSaved,
            AnswersNotSaved,
            UsageSaved,
            UsageNotSaved,
            PlaceFound,
        )
        if not isinstance(late, told_any_time):
            assert self.world.state == before

    @rule(seconds=st.sampled_from([0, 1, 5, 20, 39, 41, 60]))
    def wait(self, seconds: int) -> None:
        self.world.tick(seconds)

    @rule(days=st.integers(-2, 60))
    def midnight(self, days: int) -> None:
        self.world.tick(1, days=days)

    @invariant()
    def the_clock_can_end_it(self) -> None:
        assert self.world.state.idle <= self.world.state.site.idle_seconds

    def teardown(self) -> None:
        """Left alone, every visit ends and leaves nothing."""
        if not hasattr(self, "world") or self.world.nobody:
            return
        self.world.tick(60)
        assert self.world.effects[-1] == Forget()
        while self.world.waiting:
            self.world.answer()
        assert self.world.nobody
        assert self.world.connected is None


TestAnyVisit = AnyVisit.TestCase
TestAnyVisit.settings = settings(
    max_examples=200, stateful_step_count=40, deadline=None
)
