"""Wrong passwords, counted by what was typed with them, whoever it belongs to.

A try is counted, durably, before it is looked at: whoever kills the program in between
has used it up. After the first wrong one the next is looked at after a second, then
after 2, 4, 8 and so on; after ten none is, until somebody who may forgives them, or
one a day, where nobody may.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from sqlite_utils import Database

from kiosk.registry.people import Checked, PasswordOutcome
from kiosk.store.values import stamp

TRIES: Final = 10


def count(
    db: Database, mark: bytes, at: datetime, again: timedelta | None = None
) -> tuple[int, Checked | None]:
    """One more try; how many may be wrong with it, and the answer if it came too
    soon or too late to be looked at. ``mark`` is a keyed hash. ``again``: how long
    after the last of too many one more is looked at; None: never.
    """
    row = db.execute(
        "SELECT wrong, last_at FROM password_tries WHERE auth_id = ?", (mark,)
    ).fetchone()
    wrong, last = (row[0], datetime.fromisoformat(row[1])) if row else (0, at)
    locked = wrong >= TRIES
    if locked and again is None:
        return wrong, Checked(PasswordOutcome.LOCKED)
    # The clock may have been put back: then the wait begins once more.
    wait = again if locked and again else _delay(wrong)
    left = wait - max(at - last, timedelta(0))
    too_soon = left > timedelta(0)
    if not too_soon:
        wrong = min(wrong + 1, TRIES)
    if at < last or not too_soon:
        db.execute(
            "INSERT OR REPLACE INTO password_tries VALUES (?, ?, ?)",
            (mark, wrong, stamp(at)),
        )
    if too_soon and locked:
        return wrong, Checked(PasswordOutcome.LOCKED)
    if too_soon:
        return wrong, Checked(PasswordOutcome.WAIT, ceil(left.total_seconds()))
    return wrong, None


def forgive(db: Database, mark: bytes) -> None:
    """No try with it was wrong."""
    db.execute("DELETE FROM password_tries WHERE auth_id = ?", (mark,))


def refused(wrong: int) -> Checked:
    """The answer after so many wrong ones, the last of them just now."""
    if wrong >= TRIES:
        return Checked(PasswordOutcome.LOCKED)
    return Checked(PasswordOutcome.REFUSED, int(_delay(wrong).total_seconds()))


def _delay(wrong: int) -> timedelta:
    """How long after so many wrong tries the next one is not looked at."""
    return timedelta(seconds=2 ** (wrong - 1) if wrong else 0)
