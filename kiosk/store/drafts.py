"""Applications that somebody has begun and will finish another day.

A draft belongs to a *holder*: the number of a row of ``users``, which stays the same
when that user's card is renewed or they move house. What a procedure, a field or a
place means is not known here.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlite_utils import Database

from kiosk.record import record
from kiosk.rules.vocabulary import Procedure
from kiosk.store.audit.events import (
    DraftBegun,
    DraftCopied,
    DraftDeleted,
    DraftOpened,
    DraftsExpired,
)
from kiosk.store.audit.fields import Count, DraftNumber, UserNumber, known
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.remains import leave, wipe_if_free
from kiosk.store.values import refuse_broken_text, stamp

FORMAT: Final = 1
"""Of drafts as this version writes them: which fields there are, and what an answer
may be. A change that this version could not read is a new format."""


class NoSuchDraft(LookupError):
    """The holder has no such draft: it never was, has expired, or is another's."""

    def __init__(self) -> None:
        super().__init__("the holder has no such draft")


class NewerDraft(Exception):
    """A newer version of this program wrote the draft; it was left as it is."""

    def __init__(self) -> None:
        super().__init__("a newer version of this program wrote the draft")


@record(hidden=True)
class Draft:
    """An application as far as it has been filled in.

    ``procedure``, ``status``, ``accompanying`` and ``answers`` (by field id) are
    those of ``kiosk.forms.application.Application``. ``place`` is where it was left;
    empty when it has only been begun. Times are in UTC.
    """

    id: int
    procedure: str
    status: str | None
    accompanying: tuple[str, ...]
    place: str
    created: datetime
    changed: datetime
    expires: datetime
    answers: Mapping[str, str]


@record(hidden=True)
class DraftNote:
    """A draft in a list: what tells it from others, nothing of its content.

    ``answers`` is their number. A ``newer`` one cannot be opened by this version.
    """

    id: int
    procedure: str
    changed: datetime
    expires: datetime
    answers: int
    newer: bool


class Drafts:
    """All drafts of a store. What a method changes is one durable transaction.

    ``now`` and ``expires`` are aware times; from ``expires`` on a draft cannot be
    found. A change never has a draft expire earlier, as it would after a clock was set
    back. Any method may raise ``StoreError``; what was there before is then there
    still.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._trail = Trail(store)

    def begin(
        self,
        holder: int,
        procedure: str,
        now: datetime,
        expires: datetime,
        *,
        status: str | None = None,
        accompanying: tuple[str, ...] = (),
    ) -> Draft:
        """A new draft without answers.

        Raises:
            ValueError: a naive time, or text that is not Unicode.
        """
        refuse_broken_text(procedure, status or "", *accompanying)
        row = {
            "holder": holder,
            "format": FORMAT,
            "procedure": procedure,
            "status": status,
            "accompanying": json.dumps(accompanying),
            "now": stamp(now),
            "expires": stamp(expires),
        }
        with self._store.write() as db:
            cursor = db.execute(
                "INSERT INTO drafts (holder, format, procedure, status, accompanying, "
                "place, created_at, changed_at, expires_at) VALUES (:holder, :format, "
                ":procedure, :status, :accompanying, '', :now, :now, :expires)",
                row,
            )
            draft = DraftNumber(cursor.lastrowid or 0)
            event = DraftBegun(UserNumber(holder), draft, known(Procedure, procedure))
            self._trail.append(db, event, now)
            return _draft(db, draft)

    def change(
        self,
        draft: int,
        holder: int,
        now: datetime,
        expires: datetime,
        *,
        status: str | None,
        accompanying: tuple[str, ...],
    ) -> Draft:
        """The same draft about another status or with other things filed together. It
        begins at the beginning, and every answer is still there.

        Raises:
            NoSuchDraft: the holder has none with this id.
            NewerDraft: nothing was changed.
            ValueError: a naive time, or text that is not Unicode.
        """
        refuse_broken_text(status or "", *accompanying)
        times = stamp(now), stamp(expires)
        with self._store.write() as db:
            _find(db, draft, holder)
            db.execute(
                "UPDATE drafts SET status = ?, accompanying = ?, place = '', "
                "changed_at = ?, expires_at = max(expires_at, ?) WHERE number = ?",
                (status, json.dumps(accompanying), *times, draft),
            )
            return _draft(db, draft)

    def save(
        self,
        draft: int,
        holder: int,
        answers: Mapping[str, str | None],
        place: str,
        now: datetime,
        expires: datetime,
    ) -> None:
        """Keep these answers and the place; the draft's other answers stay.

        None or an empty text takes an answer away. Who is killed after it returns
        loses nothing, who is killed before has all of the answers or none. A draft
        that expired while it was open is kept, too, until it is swept away.

        Raises:
            NoSuchDraft: the holder has none with this id.
            NewerDraft: nothing was changed.
            ValueError: a naive time, or text that is not Unicode.
        """
        refuse_broken_text(place, *answers, *(text or "" for text in answers.values()))
        times = stamp(now), stamp(expires)
        with self._store.write() as db:
            _find(db, draft, holder)
            db.execute(
                "UPDATE drafts SET place = ?, changed_at = ?, "
                "expires_at = max(expires_at, ?) WHERE number = ?",
                (place, *times, draft),
            )
            for field, answer in answers.items():
                _keep(db, draft, field, answer)

    def of(self, holder: int, now: datetime) -> list[DraftNote]:
        """The holder's drafts, the one changed last first.

        Raises:
            ValueError: a naive time.
        """
        with self._store.read() as db:
            rows = db.execute(
                "SELECT number, procedure, changed_at, expires_at, (SELECT count(*) "
                "FROM draft_answers WHERE draft = number), format FROM drafts "
                "WHERE holder = ? AND expires_at > ? "
                "ORDER BY changed_at DESC, number DESC",
                (holder, stamp(now)),
            ).fetchall()
        return [
            DraftNote(
                number, procedure, _time(changed), _time(end), answers, made > FORMAT
            )
            for number, procedure, changed, end, answers, made in rows
        ]

    def open(self, draft: int, holder: int, now: datetime) -> Draft:
        """One draft with all its answers; never without a record that it was opened.

        Raises:
            NoSuchDraft: the holder has none with this id.
            NewerDraft: it cannot be read.
            ValueError: a naive time.
        """
        with self._store.write() as db:
            _find(db, draft, holder, stamp(now))
            event = DraftOpened(UserNumber(holder), DraftNumber(draft))
            self._trail.append(db, event, now)
            return _draft(db, draft)

    def copy(self, draft: int, holder: int, now: datetime, expires: datetime) -> Draft:
        """A new draft with the same answers, that begins at the beginning.

        Raises:
            NoSuchDraft: the holder has none with this id.
            NewerDraft: it cannot be read.
            ValueError: a naive time.
        """
        times = stamp(now), stamp(now), stamp(expires)
        with self._store.write() as db:
            _find(db, draft, holder, stamp(now))
            cursor = db.execute(
                "INSERT INTO drafts (holder, format, procedure, status, accompanying, "
                "place, created_at, changed_at, expires_at) SELECT holder, format, "
                "procedure, status, accompanying, '', ?, ?, ? FROM drafts "
                "WHERE number = ?",
                (*times, draft),
            )
            copied = DraftNumber(cursor.lastrowid or 0)
            db.execute(
                "INSERT INTO draft_answers SELECT ?, field, answer FROM draft_answers "
                "WHERE draft = ?",
                (copied, draft),
            )
            event = DraftCopied(UserNumber(holder), copied, DraftNumber(draft))
            self._trail.append(db, event, now)
            return _draft(db, copied)

    def delete(self, draft: int, holder: int, now: datetime) -> None:
        """See to it that the holder has no such draft, and the file nothing of it.

        Takes as long as copying the file. May be called again: a ``StoreError`` can
        also mean that the draft is gone, but not yet from every page of the file. So
        it is, without an error, where another program is busy with the file: the next
        deletion or ``expire`` makes up for it.

        Raises:
            ValueError: a naive time.
        """
        with self._store.write() as db:
            gone = "DELETE FROM drafts WHERE number = ? AND holder = ?"
            if db.execute(gone, (draft, holder)).rowcount:
                event = DraftDeleted(UserNumber(holder), DraftNumber(draft))
                self._trail.append(db, event, now)
                leave(db)
        wipe_if_free(self._store)

    def expire(self, now: datetime) -> int:
        """Delete what has expired, of every holder and version; the number of drafts.

        For a quiet moment once a day: looks at every draft, and where there is
        something to delete takes as long as copying the file. Finishes a ``delete``
        that was interrupted.

        Raises:
            ValueError: a naive time.
        """
        with self._store.write() as db:
            expired = "DELETE FROM drafts WHERE expires_at <= ?"
            deleted = Count(db.execute(expired, (stamp(now),)).rowcount)
            if deleted:
                self._trail.append(db, DraftsExpired(deleted), now)
                leave(db)
        wipe_if_free(self._store)
        return deleted


def _find(db: Database, draft: int, holder: int, alive_at: str = "") -> None:
    """Refuse what cannot be had; without a time, an expired draft can."""
    row = db.execute(
        "SELECT format FROM drafts WHERE number = ? AND holder = ? AND expires_at > ?",
        (draft, holder, alive_at),
    ).fetchone()
    if row is None:
        raise NoSuchDraft
    if row[0] > FORMAT:
        raise NewerDraft


def _keep(db: Database, draft: int, field: str, answer: str | None) -> None:
    if answer:
        db.execute(
            "INSERT INTO draft_answers VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET answer = excluded.answer",
            (draft, field, answer),
        )
    else:
        db.execute(
            "DELETE FROM draft_answers WHERE draft = ? AND field = ?", (draft, field)
        )


def _draft(db: Database, draft: int) -> Draft:
    row: tuple[Any, ...] = db.execute(
        "SELECT procedure, status, accompanying, place, created_at, changed_at, "
        "expires_at FROM drafts WHERE number = ?",
        (draft,),
    ).fetchone()
    procedure, status, accompanying, place, created, changed, expires = row
    answers = db.execute(
        "SELECT field, answer FROM draft_answers WHERE draft = ?", (draft,)
    )
    return Draft(
        draft,
        procedure,
        status,
        tuple(json.loads(accompanying)),
        place,
        _time(created),
        _time(changed),
        _time(expires),
        MappingProxyType(dict(answers)),
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
