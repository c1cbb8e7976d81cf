"""A kiosk, staff and the command line, each a process, at work on one store.

    python -m tests.clerks.together kiosk|staff|command FOLDER SECONDS SEED

Run by ``test_together``. Each writes, as JSON, what it has had done and what failed.
What is reported as done was done durably, and must be found so afterwards.
"""

import json
import logging
import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.clerks.staff import StaffClerk
from kiosk.forms.application import make
from kiosk.registry.argon import Cost
from kiosk.registry.day import acts_of
from kiosk.registry.fresh_starts import FreshStarts
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.registry.staff import Staff
from kiosk.registry.staff_cards import StaffCards
from kiosk.registry.usage import UsageRequests
from kiosk.registry.visitors import Visitors
from kiosk.rules.calendar import today
from kiosk.secret import Secret
from kiosk.sheets.printing import NoSheets
from kiosk.store.audit.fields import StaffRole
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from kiosk.visit.desk import Report
from kiosk.visit.effects import (
    BeginDraft,
    EraseDraft,
    FindDrafts,
    LogIn,
    Register,
    SaveAnswers,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    DraftOpened,
    DraftsFound,
    LoginAnswered,
    Registered,
    StoreFailed,
)
from kiosk.visit.site import Site
from kiosk.visit.staff_effects import (
    DeleteVisitor,
    ExportVisitor,
    FindVisitor,
    KeepContact,
    SignInStaff,
    StaffAct,
    TellDay,
)
from kiosk.visit.staff_events import StaffDone, StaffKnown, VisitorTold
from kiosk.visit.state import Contact, Person
from tests.registry.people import KEY

CHEAP = Cost(memory=8, passes=1, lanes=1)
SITE = Site("Example Desk", "demo", "gyoseishoshi", ("ja", "en"))
PASSWORD = b"tulip-lane-17"
MEMBERS = {"boss-1": StaffRole.MANAGER, "boss-2": StaffRole.MANAGER}
SAVES = 8
"""Answers that a visitor gives, one after the other."""
TO_BE_DELETED = "relative"
"""The role of those whom nobody but staff have to do with after they registered."""


def now() -> datetime:
    return datetime.now(UTC)


class Told:
    """What was done, how often; what failed; and what must be there in the end."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.failed: list[str] = []
        self.drafts: dict[int, dict[str, str]] = {}
        self.phones: dict[int, str] = {}
        self.deleted: list[int] = []
        self.slowest = 0.0

    def timed(self, name: str, answer: Any, begun: float) -> Any:
        """An answer that somebody waited for."""
        self.slowest = max(self.slowest, time.monotonic() - begun)
        refused = StoreFailed | AnswersNotSaved
        is_failed = isinstance(answer, StaffDone) and answer.report is Report.FAILED
        if isinstance(answer, refused) or is_failed:
            self.failed.append(name)
        else:
            self.done[name] += 1
        return answer


def kiosk(store: Store, seconds: float, random: Random) -> Told:
    """One visitor after the other: registered, logged in, with a draft."""
    registry = Registry(store, KEY, os.urandom, "demo")
    clerk = RegistryClerk(registry, Passwords(store, KEY, os.urandom, CHEAP), now)
    drafts, told = DraftClerk(clerk, Drafts(store), now, 30), Told()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _visit(clerk, drafts, told, random)
    return told


def _visit(
    clerk: RegistryClerk, drafts: DraftClerk, told: Told, random: Random
) -> None:
    key = random.randbytes(32)
    name = f"SYNTHETIC {key.hex()[:12].upper()}"
    role = random.choice(["applicant", TO_BE_DELETED])
    kind = "spouse" if role == TO_BE_DELETED else None
    person = Person(name, "架空県見本市例町1番地", "19900401", "2")
    register = Register(1, role, kind, "en", person, Contact("0312345678"))
    begun = time.monotonic()
    answer = told.timed("registered", clerk.do(register, key.hex(), key), begun)
    if not isinstance(answer, Registered) or role == TO_BE_DELETED:
        return
    begun = time.monotonic()
    login = clerk.do(LogIn(2, answer.auth_id), key.hex(), key)
    if not isinstance(told.timed("logged_in", login, begun), LoginAnswered):
        return
    begun = time.monotonic()
    application = make("extension", "student", ())
    opened = drafts.do(BeginDraft(3, answer.auth_id, application))
    if isinstance(told.timed("draft_begun", opened, begun), DraftOpened):
        _fill_in(drafts, answer.auth_id, opened, told, random)
    clerk.forget()


def _fill_in(
    drafts: DraftClerk, auth_id: str, opened: Any, told: Told, random: Random
) -> None:
    kept: dict[str, str] = {}
    for number in range(SAVES):
        field = random.choice(["name", "home_address", "phone"])
        value = f"{field} {number} {random.randrange(10**6)}"
        begun = time.monotonic()
        save = SaveAnswers(4 + number, auth_id, opened.draft, {field: value}, field)
        if not isinstance(
            told.timed("saved", drafts.do(save), begun), StoreFailed | AnswersNotSaved
        ):
            kept[field] = value
    begun = time.monotonic()
    if random.random() < 0.1:
        erase = EraseDraft(20, auth_id, opened.draft)
        told.timed("draft_deleted", drafts.do(erase), begun)
        return
    found = told.timed("found", drafts.do(FindDrafts(20, auth_id)), begun)
    if not isinstance(found, DraftsFound) or not found.notes:
        told.failed.append("a draft is not found")
    told.drafts[opened.draft] = kept


def staff(store: Store, seconds: float, random: Random) -> Told:
    """Sign in, look, find somebody, correct, export, delete with a second person."""
    own = Staff(store, KEY, os.urandom, CHEAP)
    clerk = StaffClerk(
        SITE,
        store,
        own,
        StaffCards(store, KEY),
        FreshStarts(store, KEY, os.urandom, CHEAP),
        Visitors(store, KEY),
        UsageRequests(store, KEY),
        PaperClerk(SITE, [], now),
        SheetClerk(SITE, NoSheets(), now),
        now,
        lambda language: (),
        store.path.parent / "exports",
    )
    told = Told()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _shift(clerk, store, told, random)
    return told


def _shift(clerk: StaffClerk, store: Store, told: Told, random: Random) -> None:
    def do(name: str, effect: StaffAct) -> Any:
        begun = time.monotonic()
        return told.timed(name, clerk.do(effect), begun)

    def sign_in(code: str, *, second: bool = False) -> bool:
        begun = time.monotonic()
        effect = SignInStaff(1, code, second)
        answer = clerk.sign_in(effect, Secret.of(PASSWORD))
        return isinstance(told.timed("signed_in", answer, begun), StaffKnown)

    if not sign_in("boss-1"):
        told.failed.append("the right password is refused")
        return
    do("looked", TellDay(2))
    for _ in range(4):
        with store.read() as db:
            sql = "SELECT auth_id FROM users ORDER BY random() LIMIT 1"
            row = db.execute(sql).fetchone()
        if row is None:
            continue
        told_of = do("found", FindVisitor(3, row[0]))
        if not isinstance(told_of, VisitorTold) or told_of.visitor is None:
            continue
        visitor = told_of.visitor
        if visitor.role == TO_BE_DELETED and random.random() < 0.3:
            if sign_in("boss-2", second=True):
                answer = do("user_deleted", DeleteVisitor(4, visitor.user))
                if answer.report in (Report.DELETED, Report.DELETED_SOON):
                    told.deleted.append(visitor.user)
                    told.phones.pop(visitor.user, None)
                told.done[str(answer.report)] += 1
        elif random.random() < 0.3:
            do("user_exported", ExportVisitor(4, visitor.user))
        else:
            phone = f"03{random.randrange(10**8):08}"
            do("contact_corrected", KeepContact(4, visitor.user, phone, ""))
            told.phones[visitor.user] = phone
    clerk.forget()
    told.done["signed_out"] += 1


def command(store: Store, seconds: float, random: Random) -> Told:
    """What ``kiosk staff`` does: somebody comes and goes, and the day is looked at."""
    own, told = Staff(store, KEY, os.urandom, CHEAP), Told()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        code = f"help-{random.randrange(10**6)}"
        begun = time.monotonic()
        own.add(code, StaffRole.HELPER, Secret.of(PASSWORD), now())
        own.change_role(code, StaffRole.GYOSEISHOSHI, now())
        acts_of(store, today(now()), None, now())
        told.timed("staff_removed", own.remove(code, now()), begun)
    return told


def main(what: str, folder: Path, seconds: float, seed: int) -> None:
    logged: list[str] = []
    logging.basicConfig(level=logging.ERROR, handlers=[_Keeping(logged)])
    store = open_store(folder / "store.db", KEY)
    work = {"kiosk": kiosk, "staff": staff, "command": command}[what]
    told = work(store, seconds, Random(seed))  # noqa: S311
    store.close()
    sys.stdout.write(json.dumps(vars(told) | {"logged": logged}))


class _Keeping(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


if __name__ == "__main__":
    name, place, length, number = sys.argv[1:]
    main(name, Path(place), float(length), int(number))
