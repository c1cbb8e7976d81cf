"""Passwords: what a log-in costs, and what of it is Argon2id.

    python bench/passwords.py [--folder FOLDER]

A log-in with a password should cost what Argon2id costs as it is set, and no more to
speak of: that is what makes guessing dear, for whoever has carried the store off.
Beside the bare computation, in turns, so that all meet the same load of the machine:

- the right password: its try counted and forgiven, two durable transactions;
- a wrong one: its try counted;
- an ID that nobody holds. Its time beside that of a wrong password is what somebody
  could learn from a watch;
- one that comes too soon, or after ten: no computation, and not its cost.

Beside those the same computation by OpenSSL, as cryptography calls it.

FOLDER is where the store is made and should be on the terminal's own disk; a
temporary one if left out. Every figure is a median. Aim: a log-in takes at most 1.1
times as long as Argon2id.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.registry.argon import HASH_BYTES, RECOMMENDED, argon2id
from kiosk.registry.auth_id import generate
from kiosk.registry.passwords import Passwords
from kiosk.registry.people import Applicant, Holder, PasswordOutcome, Proof
from kiosk.registry.registry import Registry
from kiosk.registry.tries import TRIES
from kiosk.secret import Secret
from kiosk.store.database import open_store

KEY = bytes(range(32))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RIGHT, WRONG = b"tulip-lane-17", b"tulip-lane-18"
SALT = bytes(16)
TIMES = 60
AIM = 1.1
CARD = b"key of a card"
PERSON = Applicant(
    "applicant", None, CARD, "SYNTHETIC PERSON", "", "19900401", "2", "", "", "en"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, help="make the store here")
    folder = options.parse_args().folder
    print(f"{platform.machine()}, Python {platform.python_version()}, {RECOMMENDED}")
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        figures = measured(Path(temporary))
    bare = median(figures["Argon2id alone"])
    for name, times in figures.items():
        took = median(times)
        print(f"  {name:34}{1000 * took:9.2f} ms{took / bare:8.3f} x")
    ratio = median(figures["the right password"]) / bare
    print(f"  aim: at most {AIM} x: {'met' if ratio <= AIM else 'MISSED'}")


def measured(folder: Path) -> dict[str, list[float]]:
    store = open_store(folder / "store.db", KEY)
    registry = Registry(store, KEY, os.urandom)
    passwords = Passwords(store, KEY, os.urandom)
    auth_id = registry.register("visit", PERSON, NOW).auth_id
    user = registry.holder(auth_id, CARD)
    if user is None:
        raise RuntimeError("nobody was registered")
    passwords.choose(Holder(user, Proof.CARD), Secret.of(RIGHT), NOW)
    locked, soon = generate(os.urandom), generate(os.urandom)
    for number in range(TRIES):
        passwords.check(locked, Secret.of(WRONG), NOW + timedelta(hours=number))
    passwords.check(soon, Secret.of(WRONG), NOW)

    hours = count(1)

    def check(asked: str, typed: bytes, outcome: PasswordOutcome) -> None:
        at = NOW + timedelta(hours=next(hours)) if asked != soon else NOW
        if passwords.check(asked, Secret.of(typed), at).outcome is not outcome:
            raise RuntimeError("not the answer that was to be timed")

    def nobodys() -> None:
        check(generate(os.urandom), WRONG, PasswordOutcome.REFUSED)

    known = partial(check, auth_id, RIGHT, PasswordOutcome.KNOWN)
    jobs: dict[str, Callable[[], object]] = {
        "Argon2id alone": lambda: argon2id(Secret.of(RIGHT), SALT, RECOMMENDED),
        "Argon2id alone, OpenSSL's": openssls,
        "a wrong password": partial(check, auth_id, WRONG, PasswordOutcome.REFUSED),
        "the right password": known,
        "an ID that nobody holds": nobodys,
        "too soon": partial(check, soon, WRONG, PasswordOutcome.WAIT),
        "locked": partial(check, locked, WRONG, PasswordOutcome.LOCKED),
    }
    figures: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(TIMES):
        for name, job in jobs.items():
            begin = perf_counter()
            job()
            figures[name].append(perf_counter() - begin)
    store.close()
    return figures


def openssls() -> None:
    Argon2id(
        salt=SALT,
        length=HASH_BYTES,
        iterations=RECOMMENDED.passes,
        lanes=RECOMMENDED.lanes,
        memory_cost=RECOMMENDED.memory,
    ).derive(RIGHT)


if __name__ == "__main__":
    main()
