"""Usage requests (利用申出) of institutions: one for each account.

Its clerk fills in the checklist, hands the papers in to the immigration office and
says here on which day. What the office decided, staff enter: from then on the account
is opened with the ID that the Immigration Services Agency gave it.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlite_utils import Database

from kiosk.record import record
from kiosk.registry import auth_id as ids
from kiosk.registry.held import held_by
from kiosk.registry.people import Issuer
from kiosk.registry.seals import Sealer
from kiosk.rules.calendar import today
from kiosk.rules.usage import ROLES
from kiosk.rules.usage_life import State, prolonged
from kiosk.rules.vocabulary import Role
from kiosk.store.audit.events import (
    UsageApproved,
    UsageBegun,
    UsageRefused,
    UsageReported,
    UsageSent,
    UsageTakenBack,
    UsageTold,
)
from kiosk.store.audit.fields import StaffNumber, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import refuse_broken_text, stamp

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_ROW: Final = (
    "SELECT state, sent_on, decided_on, valid_until, counted, reported_on "
    "FROM usage_requests WHERE user = ?"
)
_WAITING: Final = (
    "SELECT number, role, users.name, auth_id, sent_on, organisations.name "
    "FROM usage_requests JOIN users ON number = usage_requests.user "
    "LEFT JOIN organisations ON organisations.user = number "
    "WHERE state = 'sent' ORDER BY sent_on, number"
)


class NotNow(ValueError):
    """The request does not stand where this could be done with it."""

    def __init__(self, state: State) -> None:
        super().__init__(f"not with a request that is {state}")
        self.state = state


class NoSuchDay(ValueError):
    """It cannot have been that day."""

    def __init__(self) -> None:
        super().__init__("not a day on which that can have been")


class NotAnId(ValueError):
    """What the office is said to have given can be no ID."""

    def __init__(self) -> None:
        super().__init__("an ID has 1 to 64 printable characters of ASCII")


class IdTaken(ValueError):
    """Another account has that ID."""

    def __init__(self) -> None:
        super().__init__("another account has that ID")


@record
class UsageRequest:
    """How a request stands. ``answers`` are those of ``kiosk.rules.usage.Answer``, by
    question. ``counted``: ``valid_until`` was counted here and not told by the Agency.
    """

    state: State = State.DRAFT
    answers: Mapping[str, str] = field(default_factory=lambda: _NOTHING, repr=False)
    sent_on: date | None = None
    decided_on: date | None = None
    valid_until: date | None = None
    counted: bool = False
    reported_on: date | None = None


@record(hidden=True)
class Waiting:
    """A request whose answer from the office staff may enter."""

    user: int
    role: str
    name: str
    auth_id: str
    sent_on: date
    organisation: str | None = None


class UsageRequests:
    """All requests of a store. What a method changes is one durable transaction.

    ``user`` is the number of an account, ``at`` an aware time, whose day in Japan is
    today. Any method may raise ``StoreError``; what was there before is then there
    still.
    """

    def __init__(self, store: Store, store_key: bytes) -> None:
        self._store = store
        self._trail = Trail(store)
        self._sealer = Sealer(store_key)

    def of(self, user: int) -> UsageRequest | None:
        """How the account's request stands; None before it was begun."""
        with self._store.read() as db:
            return _request(db, user)

    def save(self, user: int, answers: Mapping[str, str | None], at: datetime) -> None:
        """Keep these answers of the checklist; None takes one away. The others stay.

        Who is killed after it returns loses nothing, who is killed before has all of
        the answers or none. The first one begins the request.

        Raises:
            LookupError: there is no such account.
            ValueError: a naive time, or text that is not Unicode.
        """
        refuse_broken_text(*answers, *(text or "" for text in answers.values()))
        when = stamp(at)
        with self._store.write() as db:
            self._begin(db, user, at)
            changed = "UPDATE usage_requests SET changed_at = ? WHERE user = ?"
            db.execute(changed, (when, user))
            for question, answer in answers.items():
                _keep(db, user, question, answer)

    def send(
        self,
        user: int,
        on: date,
        at: datetime,
        answers: Mapping[str, str] = _NOTHING,
    ) -> UsageRequest:
        """Its clerk has handed it in on that day, or it was that day and not another;
        or, after it was refused or its approval was over, handed it in once more.
        ``answers`` that were not kept before are kept with it.

        Raises:
            NotNow: it is approved and holds still.
            NoSuchDay: the day is to come.
            LookupError: there is no such account.
        """
        with self._store.write() as db:
            own = self._begin(db, user, at)
            if own.state is State.APPROVED and not _is_over(own, today(at)):
                raise NotNow(own.state)
            if on > today(at):
                raise NoSuchDay
            for question, answer in answers.items():
                _keep(db, user, question, answer)
            again = own.state is State.SENT
            _set(db, user, at, state=State.SENT, sent_on=on)
            self._trail.append(db, UsageSent(UserNumber(user), again), at)
            return _there(db, user)

    def take_back(self, user: int, at: datetime) -> UsageRequest:
        """It was not handed in after all.

        Raises:
            NotNow: it was not said to be.
        """
        with self._store.write() as db:
            own = _there(db, user)
            if own.state is not State.SENT:
                raise NotNow(own.state)
            _set(db, user, at, state=State.DRAFT, sent_on=None)
            self._trail.append(db, UsageTakenBack(UserNumber(user)), at)
            return _there(db, user)

    def report(self, user: int, on: date, at: datetime) -> UsageRequest:
        """Its clerk has handed in the periodic report (定期報告) on that day.

        It holds longer from then on, as the rules of that day say; until the Agency's
        mail has come that end is counted here.

        Raises:
            NotNow: it is not approved, or its approval was over on that day.
            NoSuchDay: the day is to come, or lies before the approval.
        """
        with self._store.write() as db:
            own, role = _there(db, user), _role(db, user)
            begun, until = own.decided_on, own.valid_until
            if own.state is not State.APPROVED or begun is None or until is None:
                raise NotNow(own.state)
            if not begun <= on <= today(at):
                raise NoSuchDay
            if on > until:
                raise NotNow(own.state)
            end = until if on == own.reported_on else prolonged(until, on, role)
            counted = own.counted or end != until
            _set(db, user, at, reported_on=on, valid_until=end, counted=counted)
            self._trail.append(db, UsageReported(UserNumber(user)), at)
            return _there(db, user)

    def tell(
        self,
        user: int,
        answers: Mapping[str, str],
        decided_on: date,
        valid_until: date,
        at: datetime,
    ) -> UsageRequest:
        """Its clerk says what came with the ID of the Agency that they brought: the
        category, as ``answers`` of the checklist, the day of the approval and the last
        on which it holds. Told again, all of it is put right.

        Raises:
            NotNow: the ID was issued here, or the request was handed in from here.
            NoSuchDay: the approval is to come, or was over on its first day.
            LookupError: there is no such account.
        """
        with self._store.write() as db:
            own, issuer = _request(db, user) or UsageRequest(), _issuer(db, user)
            if issuer is not Issuer.AGENCY or own.sent_on is not None:
                raise NotNow(own.state)
            if decided_on > today(at) or valid_until <= decided_on:
                raise NoSuchDay
            self._begin(db, user, at)
            for question, answer in answers.items():
                _keep(db, user, question, answer)
            _set(
                db,
                user,
                at,
                state=State.APPROVED,
                decided_on=decided_on,
                valid_until=valid_until,
                counted=False,
            )
            self._trail.append(db, UsageTold(UserNumber(user)), at)
            return _there(db, user)

    # By staff, with the number of whoever has signed in.

    def waiting(self) -> list[Waiting]:
        """Requests that the office has, the one handed in first before the others."""
        with self._store.read() as db:
            rows = db.execute(_WAITING).fetchall()
        return [
            Waiting(user, role, name, auth_id, date.fromisoformat(day), organisation)
            for user, role, name, auth_id, day, organisation in rows
        ]

    def approve(
        self, user: int, agency_id: str, valid_until: date, by: int, at: datetime
    ) -> UsageRequest:
        """The office has approved it: with this ID, until this day included.

        From now on the account is opened with that ID and the password it had. Of an
        account that is approved, ID and day are put right; a day that was counted here
        is the Agency's from then on.

        Raises:
            NotNow: it has not been handed in.
            NotAnId, IdTaken: nothing was changed.
            NoSuchDay: it would be over on the day it was handed in.
        """
        given = ids.opaque(agency_id)
        if given is None:
            raise NotAnId
        with self._store.write() as db:
            own = _there(db, user)
            if own.state not in (State.SENT, State.APPROVED):
                raise NotNow(own.state)
            if own.sent_on is not None and valid_until <= own.sent_on:
                raise NoSuchDay
            if held_by(db, given) not in (None, user):
                raise IdTaken
            decided = today(at) if own.state is State.SENT else own.decided_on
            _set(
                db,
                user,
                at,
                state=State.APPROVED,
                decided_on=decided,
                valid_until=valid_until,
                counted=False,
            )
            db.execute(
                "UPDATE users SET auth_id = ?, issuer = ? WHERE number = ?",
                (given, Issuer.AGENCY.value, user),
            )
            event = UsageApproved(StaffNumber(by), UserNumber(user))
            self._trail.append(db, event, at, self._sealer.seal(db, user))
            return _there(db, user)

    def refuse(self, user: int, by: int, at: datetime) -> UsageRequest:
        """The office has refused it. It may be handed in once more.

        Raises:
            NotNow: it has not been handed in.
        """
        with self._store.write() as db:
            own = _there(db, user)
            if own.state is not State.SENT:
                raise NotNow(own.state)
            _set(db, user, at, state=State.REFUSED, decided_on=today(at))
            event = UsageRefused(StaffNumber(by), UserNumber(user))
            self._trail.append(db, event, at)
            return _there(db, user)

    def _begin(self, db: Database, user: int, at: datetime) -> UsageRequest:
        own = _request(db, user)
        if own is not None:
            return own
        _role(db, user)
        db.execute(
            "INSERT INTO usage_requests (user, state, counted, changed_at) "
            "VALUES (?, ?, 0, ?)",
            (user, State.DRAFT.value, stamp(at)),
        )
        self._trail.append(db, UsageBegun(UserNumber(user)), at)
        return UsageRequest()


def _is_over(own: UsageRequest, on: date) -> bool:
    return own.valid_until is not None and on > own.valid_until


def _there(db: Database, user: int) -> UsageRequest:
    return _request(db, user) or UsageRequest()


def _request(db: Database, user: int) -> UsageRequest | None:
    row = db.execute(_ROW, (user,)).fetchone()
    if row is None:
        return None
    state, sent, decided, until, counted, reported = row
    answers = db.execute(
        "SELECT question, answer FROM usage_answers WHERE user = ?", (user,)
    )
    return UsageRequest(
        State(state),
        MappingProxyType(dict(answers)),
        _day(sent),
        _day(decided),
        _day(until),
        bool(counted),
        _day(reported),
    )


def _role(db: Database, user: int) -> Role:
    """The role of an account that may have a request."""
    row = db.execute("SELECT role FROM users WHERE number = ?", (user,)).fetchone()
    if row is None or row[0] not in ROLES:
        raise LookupError("no account of an institution")
    return Role(row[0])


def _issuer(db: Database, user: int) -> Issuer | None:
    row = db.execute("SELECT issuer FROM users WHERE number = ?", (user,)).fetchone()
    return None if row is None else Issuer(row[0])


def _set(db: Database, user: int, at: datetime, **columns: Any) -> None:
    values = {name: _written(value) for name, value in columns.items()}
    assigned = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(
        f"UPDATE usage_requests SET {assigned}, changed_at = :at WHERE user = :user",  # noqa: S608 - names of ours
        {**values, "at": stamp(at), "user": user},
    )


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _keep(db: Database, user: int, question: str, answer: str | None) -> None:
    if answer:
        db.execute(
            "INSERT INTO usage_answers VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET answer = excluded.answer",
            (user, question, answer),
        )
    else:
        db.execute(
            "DELETE FROM usage_answers WHERE user = ? AND question = ?",
            (user, question),
        )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
