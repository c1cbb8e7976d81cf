"""What deleted rows leave behind in the file, and how it is got rid of.

SQLite overwrites deleted rows (``secure_delete``), but not the copies that stay in a
page when its rows are moved to another one, nor those in the write-ahead log. Only a
file that is written anew is free of them. Measured with rows deleted at random: in
one file of six something could still be read.

``PRAGMA user_version`` remembers that this is due, so that who is killed between
deleting and writing anew does it the next time.
https://www.sqlite.org/pragma.html#pragma_secure_delete
"""

from sqlite_utils import Database

from kiosk.store.database import Store

_CLEAN = 0
_DUE = 1


def leave(db: Database) -> None:
    """Say, in the transaction that deletes, that remains will have to be wiped."""
    db.execute(f"PRAGMA user_version = {_DUE}")


def wipe(store: Store) -> None:
    """Wipe what is left of deleted rows; at once where nothing is.

    Raises:
        StoreError: it is still due.
    """
    with store.read() as db:
        [state] = db.execute("PRAGMA user_version").fetchone()
    if state == _CLEAN:
        return
    store.write_anew()
    with store.write() as db:
        db.execute(f"PRAGMA user_version = {_CLEAN}")
