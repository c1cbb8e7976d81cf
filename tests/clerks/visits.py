"""Visits by the real clerks on a real store, step by step, and what must be kept.

    python -m tests.clerks.visits FOLDER SEED

as a program visits go on and on. Before and after each step it writes one line of JSON:
what the store holds for sure, what it may hold already, and how far its log is on the
disk. It is stopped and copied by ``test_power_cut``.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final

from kiosk.clerks.audit import AuditClerk
from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.forms.application import make
from kiosk.receipts.file_printer import FilePrinter
from kiosk.receipts.outlet import Outlet
from kiosk.registry.argon import Cost
from kiosk.registry.auth_id import parse
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.secret import Secret
from kiosk.store.audit.trail import Trail
from kiosk.store.audit.verify import entries
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from kiosk.visit.effects import (
    BeginDraft,
    CheckPassword,
    EraseDraft,
    KeepPassword,
    LogIn,
    OpenDraft,
    PrintReceipt,
    Register,
    SaveAnswers,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    AnswersSaved,
    DraftOpened,
    DraftsFound,
    Event,
    LoginAnswered,
    PaperFailed,
    PaperPrinted,
    PasswordChecked,
    PasswordKept,
    Registered,
    StoreFailed,
)
from kiosk.visit.site import Site
from kiosk.visit.state import Contact, Person
from kiosk.visit.terms import Login, PasswordAnswer
from tests.registry.people import KEY, NOON
from tests.store.wal import log_of, synced

SITE: Final = Site("Example Desk", "demo", "community", ("ja", "en"))
CHEAP: Final = Cost(memory=8, passes=1, lanes=1)
PASSWORD: Final = b"quiet-long-sentence"
ANSWERS: Final = 6
_ANSWERS_OF: Final = (
    "SELECT field, answer FROM draft_answers WHERE draft = ? ORDER BY field"
)
REFUSED: Final = StoreFailed | AnswersNotSaved | PaperFailed
"""What a visitor is told when the store, or the printer's file, takes nothing."""


@dataclass
class Kept:
    """What a store holds: whose ID it is (None: not known yet), who has a password,
    the answers of each application by its holder, and acts in the trail.
    """

    ids: dict[str, str | None] = field(default_factory=dict)
    passwords: list[str] = field(default_factory=list)
    drafts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)

    def is_in(self, found: "Kept") -> bool:
        """Whether that is just what was found."""
        ids = {n: found.ids.get(n) if i is None else i for n, i in self.ids.items()}
        return (
            ids == found.ids
            and sorted(self.passwords) == sorted(found.passwords)
            and sorted(map(repr, self.drafts)) == sorted(map(repr, found.drafts))
            and self.acts == found.acts
        )


def kept_in(store: Store) -> Kept:
    """What this store holds."""
    found = Kept()
    with store.read() as db:
        found.ids = dict(db.execute("SELECT name, auth_id FROM users").fetchall())
        who = "SELECT name FROM passwords JOIN users ON number = user"
        found.passwords = [name for (name,) in db.execute(who)]
        sql = (
            "SELECT drafts.number, name FROM drafts JOIN users ON holder = users.number"
        )
        for draft, name in db.execute(sql).fetchall():
            sql = (
                "SELECT field, answer FROM draft_answers WHERE draft = ? ORDER BY field"
            )
            found.drafts.append((name, dict(db.execute(sql, (draft,)).fetchall())))
        acts = Counter(entry.code for entry, _, _ in entries(db))
    found.acts = Counter({code: acts[code] for code in _ACTS.values() if acts[code]})
    return found


@dataclass(frozen=True)
class Step:
    """``do`` is what the clerks are asked; ``hoped`` the answer that confirms it, and
    ``after`` what is kept from then on.
    """

    name: str
    do: Callable[[], Event]
    hoped: type[Event]
    after: Kept


class Visits:
    """The clerks of one kiosk, and all that they have confirmed. ``printer``: the file
    that receipts are printed to.
    """

    def __init__(self, store: Store, printer: Path | None = None) -> None:
        registry = Registry(store, KEY, os.urandom, "demo")
        passwords = Passwords(store, KEY, os.urandom, CHEAP)
        self.clerk = RegistryClerk(registry, passwords, lambda: NOON)
        self.drafts = DraftClerk(self.clerk, Drafts(store), lambda: NOON, 30)
        outlets = [Outlet(FilePrinter(printer))] if printer else []
        self.papers = PaperClerk(SITE, outlets, lambda: NOON)
        self.audit = AuditClerk(Trail(store), lambda: NOON)
        self.prints = printer is not None
        self.kept = Kept()
        self._ids: dict[int, str] = {}
        self._draft = 0

    def visit(self, number: int) -> Iterator[Step]:
        """One visitor's. Each step is to be done before the next is asked for; one
        that was refused may be done once more.
        """
        name, key = f"SYNTHETIC {number}", f"key of card {number}".encode()
        visit = f"visit-{number}"
        person = Person(name, "架空県見本市例町1番地", "19900401", "2")
        yield self._step("register", lambda: self._register(number, person, key), name)
        own = self._ids[number]
        self.kept.ids[name] = parse(own)
        if self.prints:
            yield self._step("receipt", lambda: self._receipt(own))
        yield self._step("log in", lambda: self._log_in(own, visit, key))
        yield self._step("set a password", lambda: self._password(own), name)
        yield self._step("begin", lambda: self._begin(own), name)
        answers: dict[str, str] = {}
        for place in range(ANSWERS):
            # From a word to several pages.
            value = f"{number}-{place}" + " " * (place % 3) * 3000
            given: dict[str, str | None] = {f"field_{place % 4}": value}
            answers[f"field_{place % 4}"] = value
            save = partial(self._save, own, given)
            yield self._step("answer", save, name, answers)
        yield self._step("copy", lambda: self._copy(own), name, answers)
        yield self._step("delete", lambda: self._erase(own), name, answers)
        yield self._step("log in by password", lambda: self._by_password(own))
        self.clerk.forget()

    def _step(
        self,
        name: str,
        do: Callable[[], Event],
        who: str = "",
        answers: dict[str, str] | None = None,
    ) -> Step:
        after, hoped = deepcopy(self.kept), _HOPED[name]
        if name == "register":
            after.ids[who] = None
        elif name == "set a password":
            after.passwords.append(who)
        elif name == "begin":
            after.drafts.append((who, {}))
        elif name == "answer":
            after.drafts[-1] = (who, dict(sorted((answers or {}).items())))
        elif name == "copy":
            after.drafts.append(after.drafts[-1])
        elif name == "delete":
            after.drafts.pop()
        if name in _ACTS:
            after.acts[_ACTS[name]] += 1
        return Step(name, do, hoped, after)

    def confirmed(self, step: Step) -> None:
        """Its answer was the one hoped for."""
        self.kept = step.after

    def _register(self, number: int, person: Person, key: bytes) -> Event:
        asked = Register(1, "applicant", None, "en", person, Contact("0312345678"))
        answer = self.clerk.do(asked, f"visit-{number}", key)
        if isinstance(answer, Registered):
            self._ids[number] = answer.auth_id
        return answer

    def _receipt(self, own: str) -> Event:
        effect = PrintReceipt(2, "en", "issued", own)
        return self.audit.printed(effect, self.papers.do(effect))

    def _log_in(self, own: str, visit: str, key: bytes) -> Event:
        answer = self.clerk.do(LogIn(3, own), visit, key)
        assert not isinstance(answer, LoginAnswered) or answer.login is Login.KNOWN
        return answer

    def _password(self, own: str) -> Event:
        return self.clerk.use_password(KeepPassword(4, own), Secret.of(PASSWORD))

    def _by_password(self, own: str) -> Event:
        answer = self.clerk.use_password(CheckPassword(5, own), Secret.of(PASSWORD))
        if isinstance(answer, PasswordChecked):
            assert answer.answer is PasswordAnswer.KNOWN
        return answer

    def _begin(self, own: str) -> Event:
        asked = BeginDraft(6, own, make("extension", "student", ()))
        return self._opened(self.drafts.do(asked))

    def _copy(self, own: str) -> Event:
        return self._opened(self.drafts.do(OpenDraft(7, own, self._draft, copy=True)))

    def _opened(self, answer: Event) -> Event:
        if isinstance(answer, DraftOpened):
            self._draft = answer.draft
        return answer

    def _save(self, own: str, given: dict[str, str | None]) -> Event:
        return self.drafts.do(SaveAnswers(8, own, self._draft, given, None))

    def _erase(self, own: str) -> Event:
        return self.drafts.do(EraseDraft(9, own, self._draft))


_HOPED: Final[dict[str, type[Event]]] = {
    "register": Registered,
    "receipt": PaperPrinted,
    "log in": LoginAnswered,
    "set a password": PasswordKept,
    "begin": DraftOpened,
    "answer": AnswersSaved,
    "copy": DraftOpened,
    "delete": DraftsFound,
    "log in by password": PasswordChecked,
}
_ACTS: Final = {
    "register": "registered",
    "set a password": "password_set",
    "begin": "draft_begun",
    "copy": "draft_copied",
    "delete": "draft_deleted",
}


def main(folder: Path, seed: int) -> None:
    """Visits without end."""
    path = folder / "store.db"
    visits = Visits(open_store(path, KEY))
    random = Random(seed)  # noqa: S311  # decides how far, not what
    log = log_of(path)
    for number in count():
        for step in visits.visit(number):
            _tell(log, path, visits.kept, step.after)
            assert isinstance(step.do(), step.hoped)
            visits.confirmed(step)
            if step.name == "begin" and random.random() < 0.3:
                break
        _tell(log, path, visits.kept, visits.kept)


def _tell(log: Path, path: Path, kept: Kept, may: Kept) -> None:
    told: dict[str, Any] = {
        "kept": vars(kept),
        "may": vars(may),
        "synced": synced(log.read_bytes()),
        "written": path.stat().st_mtime_ns,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
