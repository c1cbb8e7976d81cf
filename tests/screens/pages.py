"""Every page that a visit can come to: states to stand at, each with a name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from typing import Final

from kiosk.card.residence.number import Flaw
from kiosk.forms.application import make
from kiosk.forms.walk import groups
from kiosk.message import Message, say
from kiosk.registry.auth_id import mistyped
from kiosk.registry.day import ACTS
from kiosk.rules import usage as usage_rules
from kiosk.rules.number import (
    IntermediaryNumber,
    InvalidNumber,
    office_marks,
    parse_number,
)
from kiosk.rules.usage import ROLES, Answer
from kiosk.rules.usage_check import questions
from kiosk.rules.usage_life import State as UsageState
from kiosk.rules.vocabulary import FACTS, Procedure, Role, Shape
from kiosk.screens.page import Page
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.visit import desk
from kiosk.visit.drafts import Draft, DraftNote
from kiosk.visit.duties import Duty, StaffRole
from kiosk.visit.forgotten import GROUPS
from kiosk.visit.health import Health, Lamp
from kiosk.visit.readings import (
    Picture,
    Reading,
    Residence,
    ResidenceFault,
    Signature,
)
from kiosk.visit.requests import Usage
from kiosk.visit.site import Site
from kiosk.visit.state import (
    Account,
    Answers,
    Card,
    Contact,
    DeskView,
    Held,
    Particulars,
    Password,
    Person,
    State,
)
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
    HandTables,
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
    Step,
    TakeCard,
    UsageCategory,
    UsageDay,
    UsagePackage,
    UsagePapers,
    UsageResult,
    UsageStatus,
    Verdict,
    Wording,
    Working,
)
from kiosk.visit.tables import TablesFault, Written
from kiosk.visit.terms import (
    Glance,
    Issuer,
    Paper,
    PasswordAnswer,
    PasswordFault,
    Pin,
    PinNote,
    Purpose,
    Refusal,
    Trouble,
    Work,
)
from kiosk.visit.usage import APPROVED, REPORTED, SENT, UNTIL

TODAY: Final = date(2026, 11, 24)
ASKED: Final = (
    *(own.words for own in usage_rules.categories()),
    *(name for own in usage_rules.requirements() for name in own.asks),
)
"""Every question of a usage request, of every day."""
SITE: Final = Site("まどぐち Test Desk", "demo", "gyoseishoshi", ("en", "ja"))
PERSON: Final = Person("SYNTHETIC MEI", "架空県見本市例町1番地", "19900401", "2")
FACTS_TOLD: Final[Mapping[str, bool | str]] = {
    **{name: True for name, kind in FACTS.items() if kind.shape is Shape.YES_NO},
    "cannot_apply_in_person": False,
    "with_procedure": "extension",
    "relation": "parent",
    "status": "student",
    "notified_activity": "other",
    "birth_date": "1990-04-01",
    "birth_or_loss_date": "2026-11-20",
    "stay_expires": "2027-01-15",
}
"""One answer to every question."""
NOTES: Final = (
    DraftNote(1, "extension", date(2026, 11, 20), date(2026, 12, 20), 31),
    DraftNote(2, "coe", date(2026, 11, 1), date(2026, 12, 1), 1, newer=True),
)
ANSWERS: Final = {
    "name": "SYNTHETIC MEI",
    "sex": "女",
    "mail": "mei@example.invalid",
    "birth_date": "19900400",
    "relatives": "有",
    "relative.1.name": "ＳＹＮＴＨＥＴＩＣ　ＪＯＯＮ",
    "has_card": "無",
    "prefecture": "東京都",
    "current_status": "家族滞在",
    "stay_expires": "20260101",
}


STRIPES: Final = b"\x55" * 80
"""A row of 640 pixels, every second one black."""
WORDS: Final = Picture("1", 640, 24, STRIPES * 24)
FACE: Final = Picture("RGB", 180, 240, bytes(range(180)) * 3 * 240)
READINGS: Final = {
    "second": Reading(
        second=True,
        special_permanent=False,
        signature=Signature.RIGHT,
        birth_date="19900401",
        sex="2",
        nationality="ZZZ",
        status="INVENTED01",
        period="0103",
        stay_expires="20270115",
        card_expires="20270115",
        name=WORDS,
        address_picture=WORDS,
        face=FACE,
    ),
    "first": Reading(
        second=False,
        special_permanent=False,
        signature=Signature.UNCHECKED,
        address=PERSON.address,
        front=WORDS,
        face=FACE,
    ),
    "a child's": Reading(
        second=False,
        special_permanent=False,
        signature=Signature.ABSENT,
        front=WORDS,
        damaged=True,
    ),
}
"""What chips of each kind say."""
CODES: Final = ("0000", "0100", "0500", "0001", "0006", "0502", "001", "090", "what")
"""Of periods of stay, and one that is not known."""


def at(step: Step, **changes: object) -> State:
    """A visit there, of somebody whose card has told who they are."""
    return State(
        site=SITE,
        today=TODAY,
        language="en",
        step=step,
        answers=Answers(
            purpose=Purpose.REGISTER,
            role="applicant",
            procedure="extension",
            facts={"status": "student", "stay_expires": "2027-01-15"},
            contact=Contact("09000000001", "mei@example.invalid"),
            auth_id="P6EQ-2MQ1-BPA6-30GJ",
        ),
        card=Card(1, dict.fromkeys(Pin, 3), has_signature=True, person=PERSON),
    ).but(**changes)


def flaws() -> Iterator[Message]:
    """What is wrong with IDs of this registry that were mistyped."""
    for typed in ("P6EQ-2MQ1-BPA6-30G", "P6EQ-2MQ1-BPA6-30GU", "P6EQ-2MQ1-BPA6-30GK"):
        flaw = mistyped(typed)
        assert flaw is not None
        yield flaw


def out_of_order() -> Iterator[tuple[str, State]]:
    """The first two screens where something does not work, or nobody is let in."""
    opens = datetime.fromisoformat("2027-01-04 09:00")
    for name, health in {
        "paper out": Health(Lamp.PAPER_OUT),
        "cover open": Health(Lamp.COVER_OPEN),
        "printer off": Health(Lamp.OFF),
        "paper low": Health(Lamp.LOW),
        "all": Health(Lamp.PAPER_OUT, store=False),
        "closed": Health(closed=True, opens=opens),
        "closed today": Health(
            closed=True, opens=datetime.combine(TODAY, opens.time())
        ),
        "closed for ever": Health(closed=True),
        "refused": Health(refused=True),
    }.items():
        reader = DeskView(Glance.NO_READER) if name == "all" else DeskView()
        yield f"first, {name}", at(ChooseLanguage(), health=health, desk=reader)
        if not health.shut:
            yield f"purpose, {name}", at(ChoosePurpose(), health=health, desk=reader)


def standing() -> Iterator[tuple[str, State]]:
    """One state for each page whose words do not come from the rules."""
    steps: list[Step] = [
        ChooseLanguage(),
        ChoosePurpose(),
        ChooseRole(),
        ChooseProcedure(),
        ChooseOffice(),
        EnterSerial("東"),
        EnterSerial("東", "10", "50", fault=refusal("(東)弁10第0号")),
        *(NumberFound(number) for number in numbers()),
        EnterId(),
        EnterId(refused=True),
        ForgotId(),
        ForgotHere(),
        ForgotAgency(),
        *(ForgotPaper(group, paper) for group, paper in product(GROUPS, Paper)),
        *(EnterId(typed="P6EQ-2MQ1", flaw=flaw) for flaw in flaws()),
        Prepare(),
        Prepare(passed_over=1),
        *(Working(work) for work in Work),
        *(
            EnterPin(pin, tries, note)
            for pin, tries, note in product(Pin, (1, 3), (None, *PinNote))
        ),
        *(LastTry(pin, wrong) for pin, wrong in product(Pin, (False, True))),
        *(InTrouble(trouble) for trouble in Trouble),
        *(InTrouble(Trouble.PIN_LOCKED, pin) for pin in Pin),
        ConfirmPerson(),
        EnterContact(),
        EnterContact(("nothing",)),
        EnterContact(("phone", "mail")),
        *(Issued(new, paper) for new, paper in product((True, False), Paper)),
        *(LoggedIn(paper) for paper in Paper),
        *(Refused(why) for why in Refusal),
        Refused(Refusal.WAIT, 3000),
        TakeCard(),
        Goodbye(),
    ]
    yield from ((repr(step), at(step)) for step in steps)
    for purpose in Purpose:
        answers = at(Prepare()).answers
        told = Answers(purpose, answers.role, answers.procedure)
        yield f"Prepare to {purpose}", at(Prepare(), answers=told)
    alone = Held(by_card=False)
    ended = Password(date(2026, 12, 1), warns=True)
    for own, step in product(
        (None, ended),
        (
            NoPassword(),
            PasswordSet(),
            LoggedIn(),
            *(Issued(new=True, receipt=paper) for paper in Paper),
        ),
    ):
        alone_there = at(step, card=None, held=alone, password=own)
        yield f"{step} without a card, {own}", alone_there
    for replaced in (False, True):
        held = Held(Issuer.AGENCY, replaced=replaced)
        step = Issued(new=not replaced, receipt=Paper.PRINTED)
        yield f"the Agency's ID, {replaced}", at(step, held=held)
    yield from enrolling()
    left = DeskView(Glance.CARD, 1)
    yield "a card left behind", at(ChooseLanguage(), desk=left, card=None)
    for sex, born in product("0129", ("19900401", "19900400", "19900001")):
        person = Person(PERSON.name, PERSON.address, born, sex)
        card = Card(1, {}, has_signature=True, person=person)
        yield f"sex {sex}, born {born}", at(ConfirmPerson(), card=card)


def enrolling() -> Iterator[tuple[str, State]]:
    """What is asked of those who have no card to show, and of an ID brought along."""
    own = Particulars(
        "SYNTHETIC",
        "MEI",
        "SYNTHETIC MEI",
        "19850201",
        "2",
        "東京都千代田区霞が関１－１－１",
        "132024200123",
        "aB3-" * 16,
    )
    wrong = say("form.missing")
    steps: list[Step] = [
        EnterBrought(),
        EnterBrought(refused=True),
        ConfirmBrought(),
        EnterNumber(),
        EnterNumber("1320242", refusal("1320242")),
        *(NumberFound(number) for number in numbers()),
        EnterName(),
        EnterName(wrong),
        EnterBirth(),
        EnterBirth(refused=True),
        ChooseSex(),
        EnterAddress(),
        EnterAddress(say("screen.own.address.prefecture")),
        EnterContact(),
        ConfirmParticulars(),
    ]
    told = at(Prepare()).answers
    files_for = replace(own, organisation="架空" * 30)
    for role, fault in product(ROLES, (None, wrong)):
        answers = replace(told, role=role, own=files_for)
        yield (
            f"{fault} organisation of {role}",
            at(EnterOrganisation(fault), answers=answers),
        )
        yield f"confirmed by {role}", at(ConfirmParticulars(), answers=answers)
    for role, purpose in product(
        ("gyoseishoshi", "organization_staff", "applicant"),
        (Purpose.REGISTER, Purpose.RECORD),
    ):
        answers = replace(told, role=role, purpose=purpose, own=own)
        for step in (ChooseRole(), Verdict(), *steps):
            if isinstance(step, Verdict) and purpose is Purpose.RECORD:
                continue
            state = at(step, answers=answers, card=None)
            yield f"{role} to {purpose}: {step}", state
    empty = replace(told, role="gyoseishoshi", own=Particulars(), contact=Contact())
    for step in steps:
        if not isinstance(step, ConfirmBrought):
            yield f"{step}, nothing told", at(step, answers=empty, card=None)


def drafted() -> Iterator[tuple[str, State]]:
    """Applications that were begun, and each question of one, empty and answered."""
    for note in NOTES:
        for step in (ChooseDraft((note, note)), DraftChosen(note), DeleteDraft(note)):
            yield f"{step}", at(step)
    for together in ((), ("reentry",)):
        answers = Answers(procedure="extension", together=together)
        yield f"together {together}", at(ChooseTogether(), answers=answers)
    for name, draft in (("new", drafted_with({})), ("begun", drafted_with(ANSWERS))):
        for group in groups(draft.application):
            typed = {field.id: "x" for field in group.fields}
            wrong = {field.id: say("form.missing") for field in group.fields}
            for step in (
                AskConsent(group.id),
                AskMore(group.id),
                FillIn(group.id),
                FillIn(group.id, correcting=True),
                FillIn(group.id, typed=typed, faults=wrong),
            ):
                yield f"{step} of one {name}", at(step, draft=draft)
        yield f"stopped with one {name}", at(LoggedIn(Paper.PRINTED), draft=draft)
        for step in (FillIn("nothing"), Review(), AllAnswers(), *map(HandOver, Paper)):
            yield f"{step} of one {name}", at(step, draft=draft)
            failed = replace(draft, failed=True)
            yield f"{step} of one {name} not saved", at(step, draft=failed)


def handed_over() -> Iterator[tuple[str, State]]:
    """The Agency's tables, offered to who files for others, and what came of them."""
    own = Account("gyoseishoshi", None, PERSON, Contact("0312345678", ""))
    site = replace(SITE, tables=True)
    files = ("", "-utf8", "-accompanying", "-accompanying-utf8", "-sheet-v")
    names = [f"extension-20261124-153000{end}.csv" for end in files]
    written = Written("/media/stick/tables", (*names, "extension-20261124.json"))
    draft = drafted_with(ANSWERS)
    nothing = replace(draft, application=make("acquisition", "dependent", ()))
    for name, begun in (("with tables", draft), ("without tables", nothing)):
        for sheet in (Paper.PRINTING, Paper.PRINTED):
            known = at(HandOver(sheet), draft=begun, site=site, account=own)
            yield f"{name}: {sheet}", known
    for outcome in (None, written, *TablesFault):
        step = HandTables(3, outcome)
        yield f"tables {outcome}", at(step, draft=draft, site=site, account=own)


def with_residence_card() -> Iterator[tuple[str, State]]:
    """From the question whether it is here to what its chip says."""
    on_reader = DeskView(Glance.CARD, 7)
    held = Residence("AA12345678BB", READINGS["second"])
    other = replace(at(AskResidence()).answers, role="gyoseishoshi")
    yield "asked of the holder", at(AskResidence())
    yield "asked of somebody else", at(AskResidence(), answers=other)
    steps: list[Step] = [
        EnterCardNumber(),
        *(EnterCardNumber("AA1234567", flaw) for flaw in Flaw),
        LayResidence(),
        *(ResidenceTrouble(fault, 7) for fault in ResidenceFault),
        ResidenceTrouble(ResidenceFault.EXPIRED, 7, "2026-10-01"),
    ]
    yield from ((f"{step}", at(step, residence=held)) for step in steps)
    for in_use in (6, 7):
        away = at(LayResidence(7), residence=held, desk=on_reader, in_use=in_use)
        yield f"card {in_use} to be taken away", away
    for name, reading in READINGS.items():
        told = replace(held, reading=reading)
        yield f"{name} card read", at(ResidenceRead(), residence=told)
    for code in CODES:
        told = replace(held, reading=replace(READINGS["second"], period=code))
        yield f"period {code}", at(ResidenceRead(), residence=told)


def with_certificates() -> Iterator[tuple[str, State]]:
    """The dates of both certificates, far and near, and one that has passed."""
    far, near = date(2029, 4, 1), date(2027, 1, 15)
    for name, ends in (
        ("far", {Pin.AUTHENTICATION: far, Pin.SIGNATURE: far}),
        ("near", {Pin.AUTHENTICATION: far, Pin.SIGNATURE: near}),
        ("one near", {Pin.AUTHENTICATION: near}),
    ):
        card = Card(1, {}, has_signature=True, person=PERSON, ends=ends)
        for step in (Issued(True, Paper.PRINTED), LoggedIn()):
            yield f"{step}, certificates end {name}", at(step, card=card)
    yield "expired", at(InTrouble(Trouble.EXPIRED, ended=date(2026, 11, 1)))
    logging_in = replace(at(Prepare()).answers, purpose=Purpose.LOG_IN)
    for today in (date(2022, 3, 16), date(2026, 1, 4), date(2026, 1, 5)):
        ended = InTrouble(Trouble.EXPIRED, ended=today)
        state = at(ended, answers=logging_in, today=today)
        yield f"expired, log in on {today}", state


def with_password() -> Iterator[tuple[str, State]]:
    """Chosen, kept, typed in place of a card; and how long it holds."""
    answers = replace(at(Prepare()).answers, purpose=Purpose.LOG_IN)
    steps: list[Step] = [
        ChoosePassword(),
        ChoosePassword(again=True),
        *(ChoosePassword(fault=fault) for fault in PasswordFault),
        EnterPassword(),
        *(EnterPassword(PasswordAnswer.REFUSED, wait) for wait in (1, 60, 256)),
        *(EnterPassword(PasswordAnswer.WAIT, wait) for wait in (2, 61)),
        *(InTrouble(trouble) for trouble in Trouble),
    ]
    yield from ((f"log in: {step}", at(step, answers=answers)) for step in steps)
    card = Card(None, {}, has_signature=True, proven=True)
    for name, last_day in (
        ("far", date(2027, 11, 24)),
        ("near", date(2026, 12, 1)),
        ("past", date(2026, 11, 1)),
    ):
        own = Password(last_day, warns=name != "far")
        for step in (PasswordSet(), Issued(False, Paper.PRINTED), LoggedIn()):
            yield f"{step}, password ends {name}", at(step, password=own, card=card)
        by_password = at(LoggedIn(), password=own, card=None)
        yield f"logged in by a password that ends {name}", by_password
    for step in (Issued(True, Paper.PRINTED), LoggedIn(Paper.FAILED)):
        yield f"{step}, no password yet", at(step, card=card)
    held = Held(by_card=False, role="gyoseishoshi")
    own = Password(date(2027, 11, 24), warns=False)
    for paper in (Paper.NOT_WANTED, Paper.FAILED):
        known = at(LoggedIn(paper), held=held, password=own, card=None)
        yield f"without a card, {paper}", known
    brought = replace(at(Prepare()).answers, role="gyoseishoshi")
    for step in (EnterBrought(), ConfirmBrought()):
        yield f"{step} after logging in", at(step, held=held, answers=brought)


def requesting() -> Iterator[tuple[str, State]]:
    """The usage requests of institutions: each question, and every way they stand."""
    for role in ROLES:
        answers = replace(at(LoggedIn()).answers, role=role, purpose=Purpose.LOG_IN)
        account = Account(role, None, PERSON, Contact("0312345678"), "架空" * 30)
        for name, usage in usages(role):
            every = questions(TODAY, role, usage.answers)
            steps: list[Step] = [
                *map(AskUsage, every),
                UsageResult(),
                UsagePapers(),
                *map(UsagePackage, Paper),
                UsageDay(SENT),
                UsageDay(REPORTED, "2027-01-01"),
                UsageCategory(),
                UsageDay(APPROVED),
                UsageDay(UNTIL),
                UsageStatus(),
                LoggedIn(),
                Issued(True, Paper.PRINTED),
            ]
            for step in steps:
                state = at(step, answers=answers, account=account, card=None)
                yield f"{step} of {role}, {name}", state.but(usage=usage)
    nobody = Answers(Purpose.ASK, "organization_staff", "extension", {})
    yield "a verdict for an institution", at(Verdict(), answers=nobody, card=None)
    early = at(AskUsage("fined"), usage=Usage(ROLES[0]), today=date(2022, 3, 15))
    yield "before March 2022", early


def usages(role: Role) -> Iterator[tuple[str, Usage]]:
    """New, answered in every way, handed in, decided, reported, over."""
    told = Usage(role, begun=True)
    yield "new", Usage(role)
    yield "of an ID that was brought", Usage(role, known=False)
    for answer in Answer:
        answers = dict.fromkeys(ASKED, answer)
        yield f"all {answer}", replace(told, answers=answers)
        yield f"all {answer}, not saved", replace(told, answers=answers, failed=True)
    three = {"listed": Answer.NO, "withheld": Answer.NO, "table": Answer.YES}
    yield "of category 3", replace(told, answers=three)
    day = date(2026, 11, 20)
    yield "handed in", replace(told, state=UsageState.SENT, sent_on=day)
    refused = replace(told, state=UsageState.REFUSED, sent_on=day, decided_on=day)
    yield "refused", refused
    for until in (date(2029, 1, 1), date(2026, 12, 31), date(2026, 12, 1), day):
        for counted in (False, True):
            approved = replace(
                told,
                state=UsageState.APPROVED,
                decided_on=date(2025, 6, 1),
                valid_until=until,
                counted=counted,
                reported_on=day if counted else None,
            )
            yield f"approved until {until}, counted {counted}", approved


def drafted_with(answers: Mapping[str, str]) -> Draft:
    """An extension of a dependent's stay, with what goes along."""
    application = replace(make("extension", "dependent", ("reentry",)), answers=answers)
    known = {"mynumber.name": "SYNTHETIC MEI", "account.mail": "mei@example.invalid"}
    return Draft(1, application, date(2026, 12, 24), known)


def asking() -> Iterator[tuple[str, State]]:
    """Each question, to the foreign national and to somebody else."""
    for name, role in product(FACTS, Role):
        answers = Answers(Purpose.ASK, role, "extension")
        yield f"{name} asked of {role}", at(AskFact(name), answers=answers)


def deciding() -> Iterator[tuple[str, State]]:
    """Verdicts for every role and procedure, with nothing told and with everything;
    and their rules' own words.
    """
    for role, procedure, purpose in product(Role, Procedure, Purpose):
        for told, facts in (("nothing", {}), ("everything", FACTS_TOLD)):
            answers = Answers(purpose, role, procedure, facts)
            name = f"{purpose} {procedure} as {role}, {told} told"
            steps: list[Step] = [*map(Verdict, Paper), Wording()]
            for step in steps:
                yield f"{step}: {name}", at(step, answers=answers, card=None)


def staffing() -> Iterator[tuple[str, State]]:
    """Every page for staff, in each role, over a visit and over the first screen."""
    visitor = desk.Visitor(
        7,
        "P6EQ2MQ1BPA630GJ",
        "legal_representative",
        "parent",
        False,
        date(2026, 11, 20),
        "まどぐち Test Desk",
        "0312345678",
        "mei@example.invalid",
        NOTES,
        "架空工業株式会社",
        by_card=False,
        usage=True,
    )
    acts = tuple(
        desk.Act("12:05", what, "applicant", "extension", "en", "receipt", outcome)
        for what, outcome in product(ACTS, ("printed", None))
    )
    names = ("service", "printer", "printer 2", "residence anchors", "clock")
    parts = tuple(
        desk.Part(name, state, "a long word of what was found", "what is to be done")
        for name, state in product(names, ("ok", "warning", "bad"))
    )
    papers = tuple(own for own in Paper if own not in (Paper.NOT_WANTED, "printing"))
    use = desk.CardUse("desk-1")
    steps: list[desk.StaffStep] = [
        *(desk.EnterCode(second) for second in (False, True)),
        *(desk.EnterCode(False, why, 8) for why in desk.Refusal),
        *(desk.EnterStaffPassword("desk-1", second) for second in (False, True)),
        desk.OwnCard(),
        desk.LayStaffCard(desk.CardUse()),
        desk.StaffCardWorking(use, 1),
        *(desk.EnterStaffPin(use, 1, 3, note) for note in (None, *PinNote)),
        *(desk.StaffLastTry(use, 1, wrong) for wrong in (False, True)),
        *(desk.StaffCardTrouble(use, trouble) for trouble in Trouble),
        desk.StaffCardTrouble(use, Trouble.EXPIRED, date(2026, 10, 1)),
        desk.TakeStaffCard(),
        desk.StaffWorking(),
        desk.StaffHome(),
        *(desk.Today(acts, page) for page in (0, 1, 2)),
        desk.Today(()),
        *(desk.FindVisitor(nobody) for nobody in (False, True)),
        desk.VisitorFound(),
        desk.CorrectContact("0312345678", "mei@example.invalid"),
        desk.CorrectContact("x", "x", ("phone", "mail")),
        desk.CorrectContact("", "", ("nothing",)),
        desk.ConfirmDeletion(),
        desk.ConfirmNewStart(),
        desk.PapersTried(Duty.NEW_START, papers[:1]),
        desk.DecideUsage(),
        desk.EnterAgencyId(),
        desk.EnterLastDay("AB-12345"),
        desk.ConfirmUsage("AB-12345", date(2027, 3, 31)),
        desk.ConfirmUsage(),
        desk.ConfirmEnd(),
        desk.Readiness(parts),
        desk.Readiness(parts[:2]),
        *(
            desk.PapersTried(duty, papers)
            for duty in (Duty.REPRINT, Duty.TEST_PRINT, Duty.SLIP)
        ),
        *(desk.PapersTried(Duty.TEST_PRINT, papers, sheet) for sheet in papers),
        *(desk.Reported(report, "20261124-120000-1.json") for report in desk.Report),
    ]
    places: tuple[Step, ...] = ChooseLanguage(), EnterId()
    for below, role in product(places, StaffRole):
        member = desk.Member(1, role)
        for step in steps:
            own = desk.StaffDesk("en", step, member, visitor)
            yield f"staff as {role} over {below}: {step}", at(below, staff=own)
    for step in (desk.OwnCard(), desk.LayStaffCard(use), desk.EnterStaffPassword("x")):
        own = desk.StaffDesk("en", step, member, has_card=True)
        lying = DeskView(Glance.CARD, 7)
        yield f"{step} with a card", at(ChooseLanguage(), staff=own, desk=lying)
    yield "attended", at(EnterId(), attended=True)
    reason = drafted_with({})
    yield "attended, a reason", at(FillIn("reason"), draft=reason, attended=True)


def lying_over() -> Iterator[tuple[str, State]]:
    """What lies over a page."""
    for overlay in Overlay:
        yield f"over: {overlay}", at(ChoosePurpose(), overlay=overlay)
    attended = at(ChoosePurpose(), overlay=Overlay.STAFF, attended=True)
    yield "over: staff, attended", attended
    over = Overlay.START_OVER
    yield "over: start_over, begun", at(Review(), draft=drafted_with({}), overlay=over)
    for seconds in (1, 2, 20):
        idle = SITE.idle_seconds - seconds
        yield f"countdown: {seconds}", at(ChoosePurpose(), idle=idle)


def pages() -> Iterator[tuple[str, Page]]:
    """Every page of all those states."""
    for states in (
        standing(),
        asking(),
        deciding(),
        drafted(),
        handed_over(),
        with_residence_card(),
        with_certificates(),
        with_password(),
        requesting(),
        staffing(),
        out_of_order(),
    ):
        yield from ((name, page_of(state)) for name, state in states)
    for name, state in lying_over():
        over = overlay_of(state)
        assert over is not None
        yield name, over


def numbers() -> Iterator[IntermediaryNumber]:
    """Of every office and both professions."""
    for mark, profession in product(office_marks(), "行弁"):
        yield parse_number(f"({mark}){profession}10第50号", TODAY)


def refusal(printed: str) -> Message:
    """Why that is no number."""
    try:
        parse_number(printed, TODAY)
    except InvalidNumber as error:
        return error.reason
    raise AssertionError("it is a number")
