"""Can the store be opened with its key, and is it whole?"""

import os
from pathlib import Path

from kiosk.commands.finding import Finding, bad, ok
from kiosk.commands.language import Say
from kiosk.commands.store_key import key_of
from kiosk.config import Config
from kiosk.message import say
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError
from kiosk.store.health import check


def store_and_key(config: Config, tell: Say) -> list[Finding]:
    """Two findings. Makes nothing: before the first start there is nothing to read."""
    path, key_file = config.store.path, config.store.key_file
    if not path.exists() and key_file is not None:
        return [
            _will_be_made("key", key_file, tell),
            _will_be_made("store", path, tell),
        ]
    try:
        key = key_of(config).load_or_create()
    except StoreError as error:
        return [
            _refused("key", error, tell),
            bad(
                "store",
                tell(say("doctor.store.no_key", path=str(path))),
                tell(say("doctor.store.no_key.do")),
            ),
        ]
    sealed = tell(say("doctor.key.sealed"))
    where = sealed if key_file is None else str(key_file)
    if not path.exists():
        return [ok("key", where), _will_be_made("store", path, tell)]
    return [ok("key", where), _store(path, key, tell, production=config.production)]


def _store(path: Path, key: bytes, tell: Say, *, production: bool) -> Finding:
    try:
        store = open_store(path, key, production=production)
        try:
            check(store)
        finally:
            store.close()
    except StoreError as error:
        return _refused("store", error, tell)
    return ok("store", tell(say("doctor.store.whole", path=str(path))))


def _will_be_made(part: str, path: Path, tell: Say) -> Finding:
    if path.exists():
        return ok(part, str(path))
    folder = next(each for each in path.parents if each.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return ok(part, tell(say("doctor.made", path=str(path))))
    what = say("doctor.no_folder", folder=str(folder))
    return bad(part, tell(what), tell(say("doctor.no_folder.do")))


def _refused(part: str, error: StoreError, tell: Say) -> Finding:
    do = tell(say(f"store.fault.{error.fault}.do"))
    detail = f" ({error.detail})" if error.detail else ""
    return bad(part, tell(say(f"store.fault.{error.fault}")), do + detail)
