"""Can the store be opened with its key, and is it whole?"""

import os
from pathlib import Path

from kiosk.commands.finding import Finding, bad, ok
from kiosk.commands.store_key import key_of
from kiosk.config import Config
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError
from kiosk.store.health import check


def store_and_key(config: Config) -> list[Finding]:
    """Two findings. Makes nothing: before the first start there is nothing to read."""
    path, key_file = config.store.path, config.store.key_file
    if not path.exists() and key_file is not None:
        return [_will_be_made("key", key_file), _will_be_made("store", path)]
    try:
        key = key_of(config).load_or_create()
    except StoreError as error:
        return [
            _refused("key", error),
            bad("store", f"{path}: not read without its key", "see key"),
        ]
    where = str(key_file) if key_file is not None else "sealed, and handed over"
    if not path.exists():
        return [ok("key", where), _will_be_made("store", path)]
    return [ok("key", where), _store(path, key, production=config.production)]


def _store(path: Path, key: bytes, *, production: bool) -> Finding:
    try:
        store = open_store(path, key, production=production)
        try:
            check(store)
        finally:
            store.close()
    except StoreError as error:
        return _refused("store", error)
    return ok("store", f"{path}: every page is as it was written")


def _will_be_made(part: str, path: Path) -> Finding:
    if path.exists():
        return ok(part, str(path))
    folder = next(each for each in path.parents if each.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return ok(part, f"{path}: made at the first start")
    return bad(
        part, f"{folder}: not a folder that can be written to", "change its owner"
    )


def _refused(part: str, error: StoreError) -> Finding:
    what, _, do = str(error).partition("; ")
    return bad(part, what, do or "call whoever maintains this terminal")
