"""Rows of people who registered without a card, and how often others were refused.

Whether a number, a person or an ID is enrolled is told to whoever gives it: they must
learn why they get none. So refusals are counted, and after some within an hour nothing
is looked at until the first of them is an hour old.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from sqlite_utils import Database

from kiosk.store.values import stamp

REFUSALS: Final = 5
"""Within an hour; more than people mistake themselves, less than anybody can use."""
WITHIN: Final = timedelta(hours=1)
_SHOWN: Final = 7
"""Digits: office, year and category."""


def enrol(db: Database, user: int, number: str | None, mark: bytes | None) -> None:
    """Keep a user's 12-digit number, by its mark and by the part that may be shown."""
    shown = None if number is None else number[:_SHOWN]
    db.execute("INSERT INTO enrolments VALUES (?, ?, ?)", (user, mark, shown))


def keep_organisation(db: Database, user: int, name: str | None) -> None:
    """The one for which an institution's clerk files."""
    if name:
        db.execute("INSERT INTO organisations VALUES (?, ?)", (user, name))


def has_number(db: Database, mark: bytes, user: int | None = None) -> bool:
    """Whether somebody is enrolled with a number; with ``user``, whether they are."""
    sql = "SELECT 1 FROM enrolments WHERE mark = ?1 AND (?2 IS NULL OR user = ?2)"
    return db.execute(sql, (mark, user)).fetchone() is not None


def seconds_to_wait(db: Database, at: datetime) -> int:
    """Until enrolments are looked at again; 0: now."""
    now = stamp(at)
    # The clock may have been put back: then their hour begins once more.
    db.execute("UPDATE enrolments_refused SET at = ?1 WHERE at > ?1", (now,))
    db.execute("DELETE FROM enrolments_refused WHERE at <= ?", (stamp(at - WITHIN),))
    times = [row[0] for row in db.execute("SELECT at FROM enrolments_refused")]
    if len(times) < REFUSALS:
        return 0
    first = datetime.fromisoformat(min(times))
    return ceil((first + WITHIN - at).total_seconds())


def count_refusal(db: Database, at: datetime) -> None:
    """One more."""
    db.execute("INSERT INTO enrolments_refused VALUES (?)", (stamp(at),))
