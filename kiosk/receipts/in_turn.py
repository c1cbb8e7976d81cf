"""One printer for two programs: kiosk and slip of the morning wait for each other."""

import fcntl
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.receipts.wire import Wire

_MODE = 0o600


def in_turn(open_wire: Callable[[], Wire], lock: Path) -> Callable[[], Wire]:
    """The same wire, opened when no other program has it. Whoever has it is done in
    bounded time, or ends; the system then gives it free.

    Where there can be no ``lock``, nobody waits.
    """

    def opened() -> Wire:
        held = _taken(lock)
        try:
            wire = open_wire()
        except BaseException:
            _give_back(held)
            raise

        def close(well: bool) -> None:
            try:
                wire.close(well)
            finally:
                _give_back(held)

        return replace(wire, close=close)

    return opened


def _taken(lock: Path) -> int | None:
    try:
        file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        os.close(file)
        return None
    return file


def _give_back(file: int | None) -> None:
    if file is not None:
        os.close(file)
