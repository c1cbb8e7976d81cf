"""What deleted rows leave behind in the file, and how it is got rid of.

SQLite overwrites deleted rows (``secure_delete``), but not the copies that stay in a
page when its rows are moved to another one, nor those in the write-ahead log. Only a
file that is written anew is free of them. Measured with rows deleted at random: in
one file of six something could still be read.

``PRAGMA user_version`` counts what is due, so that who is killed between deleting and
writing anew does it the next time, and who writes anew does not forget what another
program has deleted meanwhile.
https://www.sqlite.org/pragma.html#pragma_secure_delete
"""

from sqlite_utils import Database

from kiosk.store.database import Store
from kiosk.store.faults import StoreError, StoreFault

_CLEAN = 0
_MOST = 2**31 - 1
"""As much as the file's header holds."""


def leave(db: Database) -> None:
    """Say, in the transaction that deletes, that remains will have to be wiped."""
    db.execute(f"PRAGMA user_version = {min(_due(db) + 1, _MOST)}")


def wipe(store: Store) -> None:
    """Wipe what is left of deleted rows; at once where nothing is.

    Raises:
        StoreError: it is still due.
    """
    with store.read() as db:
        due = _due(db)
    if due == _CLEAN:
        return
    store.write_anew()
    with store.write() as db:
        if _due(db) == due:
            db.execute(f"PRAGMA user_version = {_CLEAN}")


def wipe_if_free(store: Store) -> bool:
    """The same; False: another program is busy with the file, and it is still due. Who
    has deleted something is not told of a failure for that.

    Raises:
        StoreError: another fault; it is still due.
    """
    try:
        wipe(store)
    except StoreError as error:
        if error.fault is not StoreFault.BUSY:
            raise
        return False
    return True


def _due(db: Database) -> int:
    [due] = db.execute("PRAGMA user_version").fetchone()
    return int(due)
