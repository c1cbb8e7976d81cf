"""How far a clock is believed that may have been set wrongly.

What is deleted because its time is over cannot be had back, and a clock can be a year
ahead for a minute: a battery is empty, or somebody sets it by hand. So nothing is over
before the store has lived on for a while: what the audit trail has from half a day ago
or earlier has been borne out.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from kiosk.store.audit.entries import read
from kiosk.store.database import Store
from kiosk.store.values import stamp

BORNE_OUT: Final = timedelta(hours=12)
"""Longer than it takes to see that the days on the screen are wrong, and at most two
nights before what has expired is deleted."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def borne_out(store: Store, now: datetime) -> datetime:
    """The time that has passed for sure: that of the last entry which is old enough by
    this clock. ``now`` is aware.

    Raises:
        StoreError: the store could not be read.
        ValueError: a naive time.
    """
    latest = stamp(now - BORNE_OUT)
    with store.read() as db:
        for (text,) in db.execute("SELECT entry FROM audit ORDER BY number DESC"):
            try:
                at = read(text).at
            except ValueError:
                continue
            if at <= latest:
                return datetime.fromisoformat(at)
    return _NEVER
