"""Copies of the store: made while it is in use, looked through before they count.

A copy is a store like the original, under the same key, so nothing of it can be read
without that key, and the paper with the key opens it too. ``VACUUM INTO`` writes it
from one consistent view, without what deletions have left in unused pages.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.newfile import open_new
from kiosk.store.database import Store, open_copy
from kiosk.store.faults import StoreError, StoreFault, from_system
from kiosk.store.folder import locked
from kiosk.store.health import check

KEPT: Final = 30
"""Copies that stay; the oldest goes."""

_NAME: Final = re.compile(r"kiosk-\d{8}T\d{6}Z\.db")
_BESIDE: Final = ("", "-wal", "-shm")
# Where SQLite keeps its locks in a file: os_unix.c, SHARED_FIRST and SHARED_SIZE.
_LOCKS_AT: Final = 0x40000002
_LOCKS: Final = 510


def back_up(store: Store, folder: Path, key: bytes, at: datetime) -> Path:
    """A copy in ``folder``, named by ``at``; it has been opened and read as a whole.

    Raises:
        StoreError: there is no new copy, and the old ones are as they were.
    """
    target = _named(folder, at)
    with _draft(target) as draft:
        store.copy_to(draft)
        _look_through(draft, key)
        _put_in_order(folder, at)
        os.replace(draft, target)
    for old in backups(folder)[KEPT:]:
        old.unlink()
    return target


def backups(folder: Path) -> list[Path]:
    """The copies, the newest first."""
    try:
        names = [own for own in folder.iterdir() if _NAME.fullmatch(own.name)]
    except FileNotFoundError:
        return []
    return sorted(names, key=lambda own: own.name, reverse=True)


def at_of(copy: Path) -> datetime:
    """When a copy was made, or a store set aside, as its name says."""
    [written] = re.findall(r"\d{8}T\d{6}Z", copy.name)
    return datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def restore(path: Path, backup: Path, key: bytes, at: datetime) -> Path | None:
    """Put a copy in the place of the store; what was there is set aside. Where to, or
    None if there was none.

    Raises:
        StoreError: the copy is not whole or not under this key, or the store is in use;
            the store is as it was.
    """
    with _draft(path) as draft:
        _copy(backup, draft)
        _look_through(draft, key)
        aside = set_aside(path, at)
        os.replace(draft, path)
    return aside


def set_aside(path: Path, at: datetime) -> Path | None:
    """The store under another name beside it, for whoever may still read from it."""
    if not path.exists():
        return None
    _refuse_in_use(path)
    aside = path.with_name(f"{path.name}.damaged-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for suffix in _BESIDE:
        own = path.with_name(path.name + suffix)
        if own.exists():
            own.rename(aside.with_name(aside.name + suffix))
    return aside


def _named(folder: Path, at: datetime) -> Path:
    return folder / f"kiosk-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"


def _put_in_order(folder: Path, at: datetime) -> None:
    """Copies that are later by their names than the one being made are older all the
    same: the clock was wrong then, or is now. They are called after the seconds before
    it, so that what is put back is the newest, and the newest is not taken for the
    oldest.
    """
    second = timedelta(seconds=1)
    before = at - second
    for later in [own for own in backups(folder) if own > _named(folder, at)]:
        while _named(folder, before).exists():
            before -= second
        later.rename(_named(folder, before))


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A private name beside ``target``, gone at the end; what was made durable."""
    draft = target.with_name(f".{target.name}.new")
    try:
        with locked(target.parent) as folder:
            _remove(draft)
            yield draft
            os.fsync(folder)
    except OSError as error:
        raise from_system(error) from None
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    for suffix in _BESIDE:
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as original, open_new(target) as copy:
        shutil.copyfileobj(original, copy)


def _look_through(copy: Path, key: bytes) -> None:
    own = open_copy(copy, key)
    try:
        check(own)
    finally:
        own.close()
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _refuse_in_use(path: Path) -> None:
    """Whoever has a store open keeps a shared lock on it, as long as it is in WAL."""
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS, _LOCKS_AT)
        except OSError:
            raise StoreError(StoreFault.BUSY, str(path)) from None
