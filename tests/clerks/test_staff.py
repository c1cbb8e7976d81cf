"""The clerk for staff does nothing that the role of whoever asks may not have done."""

import json
import logging
import stat
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.clerks.staff import StaffClerk
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.registry.argon import Cost
from kiosk.registry.fresh_starts import FreshStarts
from kiosk.registry.registry import Registry
from kiosk.registry.staff import Staff
from kiosk.registry.staff_cards import StaffCards
from kiosk.registry.tries import TRIES
from kiosk.registry.usage import UsageRequests
from kiosk.registry.visitors import Visitors
from kiosk.secret import Secret
from kiosk.sheets.printing import NoSheets, SheetPrinter
from kiosk.store.audit.fields import StaffRole as Role
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store, open_store
from kiosk.visit.desk import Member, Refusal, Report
from kiosk.visit.duties import MAY, StaffRole
from kiosk.visit.site import Site
from kiosk.visit.staff_effects import (
    DUTY_OF,
    ApproveUsage,
    Attend,
    DeleteVisitor,
    EndVisit,
    ExportVisitor,
    FindVisitor,
    GiveNewStart,
    JoinStaffCard,
    KeepContact,
    LookRound,
    PrintReadiness,
    RefuseUsage,
    RemoveStaffCard,
    ReprintReceipt,
    SignInByCard,
    SignInStaff,
    SignOutStaff,
    StaffAct,
    TellDay,
    TryPrinters,
)
from kiosk.visit.staff_events import (
    DayTold,
    RoundLooked,
    StaffAnswer,
    StaffDone,
    StaffKnown,
    StaffPapers,
    StaffRefused,
    VisitorTold,
)
from kiosk.visit.terms import Paper
from tests.registry.people import KEY, NOON, applicant, seeded
from tests.sheets.poppler import text

RIGHT, WRONG = b"tulip-lane-17", b"tulip-lane-18"
HELPER, GYOSEISHOSHI, MANAGER, SECOND = "help-1", "gyo-1", "boss-1", "boss-2"
ROLES = {
    HELPER: Role.HELPER,
    GYOSEISHOSHI: Role.GYOSEISHOSHI,
    MANAGER: Role.MANAGER,
    SECOND: Role.MANAGER,
}
FAILED = StaffDone(5, Report.FAILED)
ACTS: tuple[StaffAct, ...] = (
    TellDay(5),
    FindVisitor(5, "0000000000000000"),
    LookRound(5, "en"),
    TryPrinters(5, "en"),
    PrintReadiness(5, "en"),
    ReprintReceipt(5, 1, "en"),
    KeepContact(5, 1, "0312345678", ""),
    ApproveUsage(5, 1, "AB-1", date(2027, 3, 31)),
    RefuseUsage(5, 1),
    ExportVisitor(5, 1),
    DeleteVisitor(5, 1),
    GiveNewStart(5, 1, "en"),
    JoinStaffCard(5),
    RemoveStaffCard(5),
)


class Desk:
    """The clerk, a clock to be moved, and one visitor."""

    def __init__(
        self,
        store: Store,
        folder: Path | None,
        kind: str,
        sheets: SheetPrinter | None = None,
    ) -> None:
        self.now: datetime = NOON
        self.proven: bytes | None = None
        self.store = store
        self.staff = Staff(store, KEY, seeded(3), Cost(8, 1, 1))
        for code, role in ROLES.items():
            self.staff.add(code, role, Secret.of(RIGHT), NOON)
        registry = Registry(store, KEY, seeded(1), "demo")
        self.auth_id = registry.register("visit-1", applicant(), NOON).auth_id
        registry.register("visit-2", applicant(2), NOON)
        site = Site("Example Desk", "demo", kind, ("ja", "en"))
        self.clerk = StaffClerk(
            site,
            store,
            self.staff,
            StaffCards(store, KEY),
            FreshStarts(store, KEY, seeded(5), Cost(8, 1, 1)),
            Visitors(store, KEY),
            UsageRequests(store, KEY),
            PaperClerk(site, [], lambda: self.now),
            SheetClerk(site, sheets or NoSheets(), lambda: self.now),
            lambda: self.now,
            lambda language: (),
            folder,
            lambda: self.proven,
        )

    def sign_in(
        self, code: str, typed: bytes = RIGHT, *, second: bool = False
    ) -> StaffAnswer:
        secret = Secret.of(typed)
        answer = self.clerk.sign_in(SignInStaff(1, code, second), secret)
        assert len(secret) == 0
        return answer

    def find(self) -> None:
        answer = self.clerk.do(FindVisitor(2, self.auth_id))
        assert isinstance(answer, VisitorTold)
        assert answer.visitor is not None
        assert answer.visitor.user == 1

    @property
    def codes(self) -> list[str]:
        assert verify(self.store).whole
        with self.store.read() as db:
            return [entry.code for entry, _, _ in entries(db)]


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    yield caplog
    own = applicant()
    private = (own.name, own.phone, own.mail, RIGHT.decode(), WRONG.decode(), MANAGER)
    assert not [word for word in private if word in caplog.text]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store(tmp_path / "store.db", KEY)
    yield Desk(store, tmp_path / "exports", "gyoseishoshi")
    store.close()


def test_every_act_is_tried_here() -> None:
    assert {*map(type, ACTS)} == {*DUTY_OF} - {EndVisit}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
def test_nothing_is_done_for_nobody(desk: Desk, act: StaffAct) -> None:
    before = desk.codes
    assert desk.clerk.do(act) == FAILED
    assert desk.codes == before
    desk.sign_in(MANAGER, WRONG)
    assert desk.clerk.do(act) == FAILED
    desk.now += timedelta(hours=1)
    desk.sign_in(MANAGER)
    desk.clerk.note(SignOutStaff())
    assert desk.clerk.do(act) == FAILED


@pytest.mark.parametrize("code", [HELPER, GYOSEISHOSHI, MANAGER])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
def test_only_what_the_role_may(desk: Desk, act: StaffAct, code: str) -> None:
    desk.proven = b"key of a card"
    desk.sign_in(code)
    desk.find()
    role = StaffRole(ROLES[code])
    answer = desk.clerk.do(act)
    if role not in MAY[DUTY_OF[type(act)]]:
        assert answer == FAILED
    elif not isinstance(act, ApproveUsage | RefuseUsage | DeleteVisitor | GiveNewStart):
        assert answer != FAILED


@pytest.mark.parametrize(
    "act", [act for act in ACTS if hasattr(act, "user")], ids=lambda a: type(a).__name__
)
def test_only_for_whom_was_found(desk: Desk, act: StaffAct) -> None:
    desk.sign_in(MANAGER)
    assert desk.clerk.do(act) == FAILED
    desk.find()
    desk.clerk.do(FindVisitor(2, "0000000000000000"))
    assert desk.clerk.do(act) == FAILED
    desk.find()
    desk.sign_in(MANAGER)
    assert desk.clerk.do(act) == FAILED, "whom somebody found before"


def test_who_was_removed_does_nothing_more(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.find()
    desk.staff.change_role(MANAGER, Role.HELPER, NOON)
    assert desk.clerk.do(TellDay(5)) == FAILED
    desk.staff.change_role(MANAGER, Role.MANAGER, NOON)
    assert isinstance(desk.clerk.do(TellDay(5)), DayTold)
    desk.staff.remove(MANAGER, NOON)
    assert desk.clerk.do(TellDay(5)) == FAILED


def test_guessing(desk: Desk) -> None:
    for number in range(TRIES):
        answer = desk.sign_in(MANAGER, WRONG)
        desk.now += timedelta(hours=1)
        last = number == TRIES - 1
        refusal = Refusal.LOCKED if last else Refusal.REFUSED
        assert answer == StaffRefused(1, refusal, 0 if last else 2**number)
    assert desk.sign_in(MANAGER) == StaffRefused(1, Refusal.LOCKED)
    assert desk.sign_in(SECOND) == StaffKnown(1, Member(4, StaffRole.MANAGER))


@pytest.mark.parametrize(
    ("second", "typed", "gone"),
    [
        (None, RIGHT, False),
        (MANAGER, RIGHT, False),
        (HELPER, RIGHT, False),
        (SECOND, WRONG, False),
        (SECOND, RIGHT, True),
        (GYOSEISHOSHI, RIGHT, True),
    ],
)
def test_deleting_needs_a_second_person(
    desk: Desk, second: str | None, typed: bytes, gone: bool
) -> None:
    desk.sign_in(MANAGER)
    desk.find()
    if second is not None:
        desk.sign_in(second, typed, second=True)
    answer = desk.clerk.do(DeleteVisitor(5, 1))
    assert answer == (StaffDone(5, Report.DELETED) if gone else FAILED)
    with desk.store.read() as db:
        assert db["users"].count == (1 if gone else 2)
    assert ("user_deleted" in desk.codes) == gone


CARD, OTHER = b"key of a card", b"key of another card"


def signed_in_by_card(desk: Desk, code: str, *, second: bool = False) -> StaffAnswer:
    return desk.clerk.sign_in_by_card(SignInByCard(1, code, second))


def joined(desk: Desk, code: str, key: bytes = CARD) -> StaffAnswer:
    desk.sign_in(code)
    desk.proven = key
    return desk.clerk.do(JoinStaffCard(5))


def test_a_card_in_place_of_the_password(desk: Desk) -> None:
    assert joined(desk, MANAGER) == StaffDone(5, Report.CARD_JOINED)
    known = StaffKnown(1, Member(3, StaffRole.MANAGER), has_card=True)
    assert signed_in_by_card(desk, MANAGER) == known
    assert isinstance(desk.clerk.do(TellDay(5)), DayTold)
    assert desk.clerk.do(RemoveStaffCard(5)) == StaffDone(5, Report.CARD_REMOVED)
    refused = StaffRefused(1, Refusal.CARD)
    assert signed_in_by_card(desk, MANAGER) == refused
    assert desk.clerk.do(TellDay(5)) == FAILED, "nobody is signed in now"
    desk.proven = None
    assert signed_in_by_card(desk, MANAGER) == refused


@pytest.mark.parametrize("code", [HELPER, "nobody", "'; DROP TABLE staff; --", ""])
def test_a_card_opens_no_other_code(desk: Desk, code: str) -> None:
    """And what is told is the same for a code that nobody has."""
    joined(desk, MANAGER)
    assert signed_in_by_card(desk, code) == StaffRefused(1, Refusal.CARD)


def test_who_has_signed_in_by_card_joins_no_other(desk: Desk) -> None:
    joined(desk, MANAGER)
    signed_in_by_card(desk, MANAGER)
    desk.proven = OTHER
    assert desk.clerk.do(JoinStaffCard(5)) == FAILED
    desk.sign_in(MANAGER)
    desk.proven = None
    assert desk.clerk.do(JoinStaffCard(5)) == FAILED, "no card has proved its key"


def test_one_card_is_nobodys_second_person(desk: Desk) -> None:
    joined(desk, SECOND)
    assert joined(desk, MANAGER) == StaffDone(5, Report.CARD_TAKEN)
    desk.find()
    signed_in_by_card(desk, SECOND, second=True)
    assert desk.clerk.do(DeleteVisitor(5, 1)) == StaffDone(5, Report.DELETED)


def test_a_visitors_card_opens_nothing_of_staff(desk: Desk) -> None:
    desk.proven = applicant().public_key
    for code in ROLES:
        assert signed_in_by_card(desk, code) == StaffRefused(1, Refusal.CARD)


def test_one_confirmation_is_for_one_deletion(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.find()
    desk.sign_in(SECOND, second=True)
    desk.find()
    assert desk.clerk.do(DeleteVisitor(5, 1)) == FAILED


def test_an_export(desk: Desk, tmp_path: Path) -> None:
    desk.sign_in(MANAGER)
    desk.find()
    names = []
    for _ in range(2):
        answer = desk.clerk.do(ExportVisitor(5, 1))
        assert isinstance(answer, StaffDone)
        assert answer.report is Report.EXPORTED
        names.append(answer.detail)
    folder = tmp_path / "exports"
    assert names == ["20261124-120000-1.json", "20261124-120000-2.json"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in names:
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        content = json.loads((folder / name).read_text(encoding="utf-8"))
        assert content["user"]["name"] == applicant().name


def test_an_export_never_goes_through_a_link(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    target = tmp_path / "elsewhere"
    (folder / "20261124-120000-1.json").symlink_to(target)
    desk.sign_in(MANAGER)
    desk.find()
    answer = desk.clerk.do(ExportVisitor(5, 1))
    assert answer == StaffDone(5, Report.EXPORTED, "20261124-120000-2.json")
    assert not target.exists()


def test_an_export_that_cannot_be_written(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "exports").touch()
    desk.sign_in(MANAGER)
    desk.find()
    assert desk.clerk.do(ExportVisitor(5, 1)) == StaffDone(5, Report.NOT_WRITTEN)


def test_a_site_without_a_folder_exports_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    desk = Desk(store, None, "gyoseishoshi")
    desk.sign_in(MANAGER)
    desk.find()
    assert desk.clerk.do(ExportVisitor(5, 1)) == StaffDone(5, Report.NO_FOLDER)
    assert "user_exported" not in desk.codes
    store.close()


def test_an_approval_gives_the_agencys_id(desk: Desk) -> None:
    requests = UsageRequests(desk.store, KEY)
    with desk.store.write() as db:
        db.execute("UPDATE users SET role = 'organization_staff' WHERE number = 1")
    requests.send(1, date(2026, 11, 24), NOON)
    desk.sign_in(GYOSEISHOSHI)
    answer = desk.clerk.do(FindVisitor(2, desk.auth_id))
    assert isinstance(answer, VisitorTold)
    assert answer.visitor is not None
    assert answer.visitor.usage
    for given, until, report in (
        ("", date(2027, 11, 24), Report.NOT_AN_ID),
        ("AB-1'; --", date(2026, 11, 24), Report.NO_DAY),
        ("AB-1'; --", date(2027, 11, 24), Report.APPROVED),
    ):
        effect = ApproveUsage(5, 1, given, until)
        assert desk.clerk.do(effect) == StaffDone(5, report)
    assert isinstance(desk.clerk.do(ReprintReceipt(5, 1, "en")), StaffPapers)
    again = desk.clerk.do(FindVisitor(2, "AB-1'; --"))
    assert isinstance(again, VisitorTold)
    assert again.visitor is not None
    assert again.visitor.agency
    assert "usage_approved" in desk.codes


def test_papers_of_a_site_without_a_printer(desk: Desk) -> None:
    desk.sign_in(HELPER)
    desk.find()
    none = StaffPapers(5, (Paper.NO_PRINTER,))
    assert desk.clerk.do(ReprintReceipt(5, 1, "en")) == none
    assert desk.clerk.do(TryPrinters(5, "en")) == none
    assert desk.clerk.do(PrintReadiness(5, "en")) == none
    assert desk.clerk.do(LookRound(5, "en")) == RoundLooked(5, ())


class Tray:
    """Takes a sheet, or fails in one way."""

    def __init__(self, error: PrinterError | None = None) -> None:
        self.sheets: list[bytes] = []
        self._error = error

    def print(self, pdf: bytes) -> None:
        if self._error:
            raise self._error
        self.sheets.append(pdf)


@pytest.mark.parametrize(
    ("error", "paper"),
    [
        (None, Paper.PRINTED),
        (PrinterError(PrinterFault.TIMEOUT, begun=True), Paper.UNSURE),
        (PrinterError(PrinterFault.PAPER_OUT), Paper.NEEDS_STAFF),
        (PrinterError(PrinterFault.ABSENT), Paper.FAILED),
    ],
)
def test_a_page_of_a4_is_tried_and_told_honestly(
    tmp_path: Path, error: PrinterError | None, paper: Paper
) -> None:
    store, tray = open_store(tmp_path / "store.db", KEY), Tray(error)
    desk = Desk(store, None, "gyoseishoshi", tray)
    desk.sign_in(HELPER)
    assert desk.clerk.do(TryPrinters(5, "en")) == StaffPapers(5, (), paper)
    assert desk.codes[-1] == "printer_tested"
    assert len(tray.sheets) == (error is None)
    if error is None:
        assert "frame" in text(tray.sheets[0])
    store.close()


@pytest.mark.parametrize("kind", ["gyoseishoshi", "community"])
def test_who_attends(tmp_path: Path, kind: str) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    desk = Desk(store, None, kind)
    desk.sign_in(GYOSEISHOSHI)
    desk.clerk.note(Attend(begun=True))
    desk.clerk.note(SignOutStaff())
    desk.clerk.forget()
    wanted = ["attended", "staff_signed_out", "attended"]
    assert desk.codes[-3:] == wanted or kind == "community"
    assert ("attended" in desk.codes) == (kind == "gyoseishoshi")
    store.close()


def test_all_that_is_done_is_recorded(desk: Desk) -> None:
    before = len(desk.codes)
    desk.sign_in(GYOSEISHOSHI)
    for act in (TellDay(5), LookRound(5, "en"), FindVisitor(5, desk.auth_id)):
        desk.clerk.do(act)
    desk.clerk.do(KeepContact(5, 1, "0312345678", ""))
    desk.clerk.do(ReprintReceipt(5, 1, "en"))
    desk.clerk.do(TryPrinters(5, "en"))
    desk.clerk.note(EndVisit())
    desk.clerk.forget()
    desk.clerk.forget()
    assert desk.codes[before:] == [
        "staff_signed_in",
        "staff_looked",
        "staff_looked",
        "user_found",
        "contact_corrected",
        "receipt_reprinted",
        "printer_tested",
        "visit_ended",
        "staff_signed_out",
    ]


def test_a_store_that_fails_is_told_as_such(
    desk: Desk, logged: pytest.LogCaptureFixture
) -> None:
    desk.sign_in(HELPER)
    desk.store.db.execute("PRAGMA query_only = ON")
    assert desk.sign_in(MANAGER) == StaffDone(1, Report.FAILED)
    desk.clerk.forget()
    assert all(text.startswith("the staff clerk failed: ") for text in logged.messages)
