"""What happened on one day, without anybody's name: read from the audit trail."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from kiosk.japan import JAPAN
from kiosk.record import record
from kiosk.store.audit.events import StaffLooked
from kiosk.store.audit.fields import StaffNumber, StaffPage
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import stamp

ACTS: Final = (
    "registered",
    "enrolled",
    "logged_in",
    "draft_begun",
    "draft_opened",
    "draft_copied",
    "draft_deleted",
    "paper_asked",
    "staff_called",
    "visit_ended",
    "user_deleted",
)
"""Of all that is recorded, what a day's list is about."""
_OF_DAY: Final = """
    SELECT json_extract(entry, '$.at'), json_extract(entry, '$.event'),
        json_extract(entry, '$.fields'), users.role, drafts.procedure, users.language
    FROM audit
    LEFT JOIN users ON users.number = json_extract(entry, '$.fields.user')
    LEFT JOIN drafts ON drafts.number = json_extract(entry, '$.fields.draft')
    WHERE json_extract(entry, '$.at') >= ? AND json_extract(entry, '$.at') < ?
    ORDER BY audit.number DESC
"""


@record
class Act:
    """One line of a day. ``time`` is HH:MM in Japan, ``what`` one of ``ACTS``;
    ``paper`` and ``outcome`` are codes of the audit trail. What is not known, or does
    not belong to it, is None.
    """

    time: str
    what: str
    role: str | None = None
    procedure: str | None = None
    language: str | None = None
    paper: str | None = None
    outcome: str | None = None


def acts_of(store: Store, day: date, staff: int | None, at: datetime) -> list[Act]:
    """What happened on a day in Japan, the last first; that ``staff`` looked (None: at
    the command line) is recorded.

    Raises:
        StoreError: the store could not be read or written.
    """
    begin = datetime.combine(day, time(), JAPAN)
    bounds = stamp(begin), stamp(begin + timedelta(days=1))
    who = None if staff is None else StaffNumber(staff)
    with store.write() as db:
        rows = db.execute(_OF_DAY, bounds).fetchall()
        Trail(store).append(db, StaffLooked(who, StaffPage.TODAY), at)
    return [_act(*row) for row in rows if row[1] in ACTS]


def _act(at: str, what: str, fields: str, *known: str | None) -> Act:
    told: dict[str, Any] = json.loads(fields)
    role, procedure, language = known
    return Act(
        datetime.fromisoformat(at).astimezone(JAPAN).strftime("%H:%M"),
        what,
        told.get("role") or role,
        told.get("procedure") or procedure,
        told.get("language") or language,
        told.get("paper"),
        _outcome(told),
    )


def _outcome(told: dict[str, Any]) -> str | None:
    """An ID that was there before is told as such."""
    if "new" in told:
        return "new" if told["new"] else "found"
    return told.get("outcome")
