"""Whether every page of the store is what was written."""

from contextlib import suppress

from kiosk.store.database import Store
from kiosk.store.faults import StoreError, StoreFault


def check(store: Store) -> None:
    """Read the whole file once: checksums, structure, references. For the doctor.

    The pages in the file are authenticated one by one (HMAC), then the structure and
    the references between tables are walked. Takes as long as reading the file.

    Raises:
        StoreError: UNREADABLE with the number of findings, or another fault.
    """
    forged, broken, orphans = _findings(store)
    if forged:
        # A power cut while the log is folded back leaves torn pages in the file. They
        # are whole in the log, but checksums are looked at in the file alone. Not
        # before it is needed: on a disk that is nearly full it takes the last room.
        with suppress(StoreError):
            store.fold()
        forged, broken, orphans = _findings(store)
    if forged or broken or orphans:
        raise StoreError(
            StoreFault.UNREADABLE,
            f"{forged} forged, {broken} broken, {orphans} orphaned",
        )


def _findings(store: Store) -> tuple[int, int, int]:
    """Pages that are forged, faults of the structure, and references to nothing."""
    with store.read() as db:
        forged = len(db.execute("PRAGMA cipher_integrity_check").fetchall())
        broken = [row[0] for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
        orphans = len(db.execute("PRAGMA foreign_key_check").fetchall())
    return forged, len(broken), orphans
