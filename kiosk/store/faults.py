"""What can be wrong with the store, and how SQLite's and the system's errors say so.

The texts here are for the log and for the operator. They never contain what was
being stored: SQLite's own error texts are replaced, and their result code is kept.
Result codes: https://www.sqlite.org/rescode.html
"""

import errno
from enum import StrEnum

from sqlcipher3 import dbapi2 as sqlcipher


class StoreFault(StrEnum):
    """One way in which the store or its key is not well."""

    WRONG_KEY = "wrong_key"
    UNENCRYPTED = "unencrypted"
    UNREADABLE = "unreadable"
    READ_ONLY = "read_only"
    FULL = "full"
    PERMISSIONS = "permissions"
    NEWER = "newer"
    BUSY = "busy"
    DISK = "disk"
    KEY_MISSING = "key_missing"
    KEY_UNSAFE = "key_unsafe"
    KEY_SEALED = "key_sealed"
    INTERNAL = "internal"


_TEXTS = {
    StoreFault.WRONG_KEY: "the key does not open this store, or its first page is "
    "damaged; put back the key file that belongs to it, or a backup of both",
    StoreFault.UNENCRYPTED: "the store is a plain SQLite file; move it away, this "
    "program keeps only encrypted ones",
    StoreFault.UNREADABLE: "the store is damaged or cut short; stop the kiosk and put "
    "back a backup",
    StoreFault.READ_ONLY: "the store cannot be written to; check that its disk is not "
    "mounted read-only",
    StoreFault.FULL: "no room is left for the store; free space on its disk",
    StoreFault.PERMISSIONS: "the store is not this user's own and private file; "
    "check its owner, and chmod 600 the file and 700 its folder",
    StoreFault.NEWER: "the store was written by a newer version of this program; "
    "install that version again",
    StoreFault.BUSY: "another program keeps the store locked; end it and try again",
    StoreFault.DISK: "the disk failed while the store was read or written; check the "
    "system log",
    StoreFault.KEY_MISSING: "the store exists but its key file does not; put the key "
    "file back, no new key can open it",
    StoreFault.KEY_UNSAFE: "the key file must be a plain file of 32 bytes that only "
    "its owner can read (chmod 600)",
    StoreFault.KEY_SEALED: "the store's key is sealed and was not handed over; start "
    "this by systemd (madoguchi COMMAND does), or seal the key anew from its paper",
    StoreFault.INTERNAL: "the store refused a statement of this program",
}


class StoreError(Exception):
    """The store could not do what was asked; nothing of it was kept.

    ``fault`` says which fault, ``str()`` is one line: what is wrong and what to do.
    ``detail`` is a path or a result code, never data.
    """

    def __init__(self, fault: StoreFault, detail: str = "") -> None:
        self.fault = fault
        self.detail = detail
        super().__init__(_TEXTS[fault] + (f" ({detail})" if detail else ""))


_BY_RESULT_CODE = {
    sqlcipher.SQLITE_NOTADB: StoreFault.WRONG_KEY,
    sqlcipher.SQLITE_CORRUPT: StoreFault.UNREADABLE,
    sqlcipher.SQLITE_READONLY: StoreFault.READ_ONLY,
    sqlcipher.SQLITE_FULL: StoreFault.FULL,
    sqlcipher.SQLITE_PERM: StoreFault.PERMISSIONS,
    sqlcipher.SQLITE_CANTOPEN: StoreFault.PERMISSIONS,
    sqlcipher.SQLITE_BUSY: StoreFault.BUSY,
    sqlcipher.SQLITE_LOCKED: StoreFault.BUSY,
    sqlcipher.SQLITE_PROTOCOL: StoreFault.BUSY,
    sqlcipher.SQLITE_IOERR: StoreFault.DISK,
}

_BY_ERRNO = {
    errno.EACCES: StoreFault.PERMISSIONS,
    errno.EPERM: StoreFault.PERMISSIONS,
    errno.ELOOP: StoreFault.PERMISSIONS,
    errno.ENOTDIR: StoreFault.PERMISSIONS,
    errno.EISDIR: StoreFault.PERMISSIONS,
    errno.EEXIST: StoreFault.PERMISSIONS,
    errno.EROFS: StoreFault.READ_ONLY,
    errno.ENOSPC: StoreFault.FULL,
    errno.EDQUOT: StoreFault.FULL,
}


def from_sqlite(error: sqlcipher.Error) -> StoreError:
    """The fault behind an error of the driver, without the driver's own text."""
    code: int = getattr(error, "sqlite_errorcode", sqlcipher.SQLITE_ERROR)
    name: str = getattr(error, "sqlite_errorname", type(error).__name__)
    # Extended result codes keep the primary one in their low byte.
    return StoreError(_BY_RESULT_CODE.get(code & 0xFF, StoreFault.INTERNAL), name)


def from_system(error: OSError) -> StoreError:
    """The fault behind an error of the operating system."""
    number = error.errno or 0
    name = errno.errorcode.get(number, "OSError")
    return StoreError(_BY_ERRNO.get(number, StoreFault.DISK), name)
