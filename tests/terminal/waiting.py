"""Waiting for a program: look until what is seen will do, or say what was seen."""

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")

PATIENCE = 20.0
"""Seconds anything may take before the test fails. Nothing waits this long."""
_GLANCE = 0.02


def look_until(
    look: Callable[[], Seen],
    enough: Callable[[Seen], object],
    complaint: Callable[[Seen], str],
    *,
    over: Callable[[], object] = lambda: False,
    timeout: float = PATIENCE,
) -> Seen:
    """The first sight that is ``enough``.

    Raises ``AssertionError`` with the ``complaint`` about the last sight after
    ``timeout`` seconds, or as soon as it is ``over`` and nothing more can come.
    """
    deadline = time.monotonic() + timeout
    while True:
        is_last = over() or time.monotonic() >= deadline
        seen = look()
        if enough(seen):
            return seen
        if is_last:
            raise AssertionError(complaint(seen))
        time.sleep(_GLANCE)


def pause(seconds: float) -> None:
    """Let a program go on for so long, whatever it is doing; for no other wait."""
    time.sleep(seconds)
