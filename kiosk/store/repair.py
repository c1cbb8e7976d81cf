"""A damaged store is noticed when it is opened, and its last copy put in its place."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.store.backup import backups, restore
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError, StoreFault
from kiosk.store.health import check

_DAMAGED: Final = (StoreFault.UNREADABLE, StoreFault.WRONG_KEY)
"""A first page that is damaged looks like another key; a copy that opens with the key
shows which it is.
"""

logger = logging.getLogger(__name__)


def open_whole(
    path: Path,
    key: bytes,
    copies: Path | None,
    now: datetime,
    *,
    production: bool = False,
) -> Store:
    """Open the store and read all of it. If it is damaged, or gone while there are
    copies of it in the folder ``copies``, the newest copy that is whole takes its
    place; what is left of it is set aside (``set_aside`` tells).

    Raises:
        StoreError: any other fault, or no copy is whole.
    """
    known = backups(copies) if copies is not None else []
    try:
        if known and _is_gone(path):
            raise StoreError(StoreFault.UNREADABLE, f"{path}: gone")
        return _open_and_read(path, key, production=production)
    except StoreError as error:
        if error.fault not in _DAMAGED or not _replace(path, key, known, now):
            raise
    return _open_and_read(path, key, production=production)


def damaged(path: Path) -> list[Path]:
    """What was set aside and nobody has deleted yet, the newest first."""
    found = path.parent.glob(f"{path.name}.damaged-*Z")
    return sorted(found, reverse=True)


def _replace(path: Path, key: bytes, known: list[Path], now: datetime) -> bool:
    for copy in known:
        try:
            restore(path, copy, key, now)
        except StoreError as error:
            logger.error("not put back: %s: %s", copy.name, error.fault)
        else:
            logger.error("the store was damaged and put back from %s", copy.name)
            return True
    return False


def _open_and_read(path: Path, key: bytes, *, production: bool) -> Store:
    store = open_store(path, key, production=production)
    try:
        check(store)
    except BaseException:
        store.close()
        raise
    return store


def _is_gone(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0
