"""One encrypted SQLite file (SQLCipher 4) for everything the terminal keeps.

One connection serves all worker threads of the program, guarded by one lock:
SQLite has one writer at a time whatever we do, one connection keeps one page cache
that memory security has to wipe, and a thread can never meet another's half-done
transaction. Other processes (a doctor, a command, a second start by mistake) are kept
apart by SQLite's own locks and wait up to ``BUSY_WAIT_MS``.
"""

import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from kiosk.newfile import open_new
from kiosk.store.faults import StoreError, StoreFault, from_sqlite, from_system
from kiosk.store.folder import locked
from kiosk.store.keys import KEY_BYTES, derive
from kiosk.store.migrations import MIGRATIONS, STEP_NAMES

BUSY_WAIT_MS = 10_000
_LOOK_AGAIN = 0.002
"""Seconds."""
_PAGE_BYTES = 4096
_PLAIN_HEADER = b"SQLite format 3\0"


class Store:
    """The open store. Use it through ``read()`` and ``write()`` only.

    ``db`` is the sqlite-utils database over the SQLCipher connection. It is valid
    for use by the thread that is inside ``read()`` or ``write()``. ``trail_key`` is
    that of the audit trail.
    """

    def __init__(
        self, connection: sqlcipher.Connection, path: Path, trail_key: bytes
    ) -> None:
        self.path = path
        self.trail_key = trail_key
        self._connection = connection
        self._lock = threading.RLock()
        # Plugins of sqlite-utils would run other people's code on our connection.
        self.db = Database(connection, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One durable transaction: all of the block or nothing of it.

        The write lock is taken at once, not at the first write, so that what the
        block reads stays true until it has written. Blocks do not nest.

        Raises:
            StoreError: nothing was kept.
        """
        with self._transaction(self._take_write_lock):
            yield self.db

    @contextmanager
    def read(self) -> Iterator[Database]:
        """One consistent view of the store for several reads.

        Raises:
            StoreError: it could not be read.
        """
        with self._transaction(lambda: self._connection.execute("BEGIN")):
            yield self.db

    def write_anew(self) -> None:
        """Write the whole file again and empty the write-ahead log.

        Takes as long as copying the file, and the copy's room in memory and on disk.

        Raises:
            StoreError: nothing is lost, and nothing may have been written anew.
        """
        with self._lock, _faults():
            self._patiently("VACUUM")
            folded = self._often(self._is_folded)
        if not folded:
            raise StoreError(StoreFault.BUSY, "the write-ahead log is being read")

    def fold(self) -> None:
        """Have in the file what the write-ahead log has, as far as nobody reads it.

        Raises:
            StoreError: some or all of it is only in the log, where it is safe.
        """
        with self._lock, _faults():
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def copy_to(self, path: Path) -> None:
        """Write all of it into a new file, under the same key, for its owner only.

        Raises:
            StoreError: the file is not whole, or was there already.
        """
        # SQLite would use the umask; it takes an empty file for one of its own.
        try:
            open_new(path).close()
        except OSError as error:
            raise from_system(error) from None
        with self._lock, _faults():
            self._connection.execute("VACUUM INTO ?", (str(path),))

    def _take_write_lock(self) -> None:
        self._patiently("BEGIN IMMEDIATE")

    def _patiently(self, statement: str) -> None:
        """Do what another program may be in the way of."""
        if not self._often(lambda: self._is_done(statement)):
            raise StoreError(StoreFault.BUSY)

    def _often(self, is_done: Callable[[], bool]) -> bool:
        """Try again and again; whether it was done in time.

        SQLite itself looks ever more rarely, ten times a second in the end. Beside a
        program that writes all the time that was, within ten minutes, once not often
        enough.
        """
        end = time.monotonic() + BUSY_WAIT_MS / 1000
        self._wait_in_sqlite(0)
        try:
            while not is_done():
                if time.monotonic() >= end:
                    return False
                time.sleep(_LOOK_AGAIN)
        finally:
            self._wait_in_sqlite(BUSY_WAIT_MS)
        return True

    def _is_done(self, statement: str) -> bool:
        try:
            self._connection.execute(statement)
        except sqlcipher.OperationalError as error:
            # Extended result codes keep the primary one in their low byte.
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlcipher.SQLITE_BUSY:
                raise
            return False
        return True

    def _is_folded(self) -> bool:
        fold = "PRAGMA wal_checkpoint(TRUNCATE)"
        [busy, *_] = self._connection.execute(fold).fetchone()
        return not busy

    def _wait_in_sqlite(self, milliseconds: int) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {milliseconds}").fetchall()

    def close(self) -> None:
        """Fold the write-ahead log back into the file and let go of it."""
        with self._lock, _faults():
            self._connection.close()

    @contextmanager
    def _transaction(self, begin: Callable[[], object]) -> Iterator[None]:
        with self._lock, _faults():
            begin()
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # Some errors (a full disk) have rolled back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def open_store(path: Path, key: bytes, *, production: bool = False) -> Store:
    """Open the store, making it (mode 0600) on the first start and bringing an older
    one up to date.

    ``key`` is the raw 32-byte key: it is random, so it needs no key derivation, and
    opening takes milliseconds. ``production`` also refuses a folder that others can
    enter.

    Raises:
        StoreError: any fault; the file is then as it was.
        ValueError: a key that is not 32 bytes.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the store's key has 32 bytes")
    try:
        with locked(path.parent) as folder:
            _make_private(path, folder)
            if production:
                _refuse_open_to_others(path.parent, os.fstat(folder))
            return _open(path, key)
    except OSError as error:
        raise from_system(error) from None


def open_copy(path: Path, key: bytes) -> Store:
    """Open a store that nobody else knows of, by whoever holds the folder's lock.

    Raises:
        StoreError: as ``open_store``.
    """
    try:
        return _open(path, key)
    except OSError as error:
        raise from_system(error) from None


def _open(path: Path, key: bytes) -> Store:
    with _faults():
        connection = _connect(path)
        try:
            _unlock(connection, key)
            _prepare(connection)
            store = Store(connection, path, derive(key, "store/audit/1"))
            _upgrade(store)
        except BaseException as error:
            connection.close()
            if _is_not_a_database(error):
                raise StoreError(_look_at_bytes(path), str(path)) from None
            raise
        return store


def _make_private(path: Path, folder: int) -> None:
    # Not following a link, and not waiting for a writer should it be a pipe.
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        descriptor = os.open(path, flags)
    else:
        # The umask may have taken away what the owner needs.
        os.fchmod(descriptor, 0o600)
        os.fsync(folder)
    try:
        state = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise StoreError(StoreFault.PERMISSIONS, f"{path}: not a plain file")
    _refuse_open_to_others(path, state)


def _refuse_open_to_others(path: Path, state: os.stat_result) -> None:
    if state.st_uid != os.geteuid():
        raise StoreError(StoreFault.PERMISSIONS, f"{path}: owned by another user")
    if state.st_mode & 0o077:
        mode = stat.S_IMODE(state.st_mode)
        raise StoreError(StoreFault.PERMISSIONS, f"{path}: mode {mode:04o}")


def _connect(path: Path) -> sqlcipher.Connection:
    # Transactions are begun and ended by ``Store`` alone (isolation_level=None);
    # mode=rw: making the file is not left to SQLite, which would use the umask.
    return sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_WAIT_MS / 1000,
    )


def _unlock(connection: sqlcipher.Connection, key: bytes) -> None:
    # SQLCipher writes its log to standard error, which is the visitor's screen.
    connection.execute("PRAGMA cipher_log_level = NONE")
    # Wipes every buffer SQLite frees and locks them in memory as far as the limit
    # (RLIMIT_MEMLOCK) allows. Measured: a durable insert takes 0.30 ms instead of
    # 0.25 ms, reading costs nothing. Names are worth that.
    connection.execute("PRAGMA cipher_memory_security = ON")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def _prepare(connection: sqlcipher.Connection) -> None:
    for pragma in (
        # A commit returns only when it would survive the plug being pulled.
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
        # Sorting must not write plain text to a temporary file.
        "temp_store = MEMORY",
        # A damaged or forged schema cannot call functions.
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("PRAGMA journal_mode = WAL").fetchall()


def _upgrade(store: Store) -> None:
    # One transaction around all, so that two programs starting together do not
    # apply a step twice, and a store on a read-only disk is noticed here.
    with store.write() as db:
        applied = {step.name for step in MIGRATIONS.applied(db)}
        if applied - STEP_NAMES:
            raise StoreError(StoreFault.NEWER, str(store.path))
        if STEP_NAMES - applied:
            MIGRATIONS.apply(db)


def _is_not_a_database(error: BaseException) -> bool:
    return getattr(error, "fault", None) is StoreFault.WRONG_KEY or (
        isinstance(error, sqlcipher.Error)
        and getattr(error, "sqlite_errorcode", 0) == sqlcipher.SQLITE_NOTADB
    )


def _look_at_bytes(path: Path) -> StoreFault:
    """SQLCipher has one answer for a wrong key and a broken file; the bytes know."""
    with path.open("rb") as file:
        header = file.read(len(_PLAIN_HEADER))
    if header == _PLAIN_HEADER:
        return StoreFault.UNENCRYPTED
    if path.stat().st_size % _PAGE_BYTES:
        return StoreFault.UNREADABLE
    return StoreFault.WRONG_KEY


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        raise from_sqlite(error) from None
