"""When a press is meant for the page that is seen, and when for the one before.

Whoever is nervous presses twice, leans on a key, or holds a code under the scanner
while a question is shown. None of that may answer a question that nobody has read.
"""

from collections.abc import Callable
from typing import Final

BURST_SECONDS: Final = 0.05
"""Nobody types two characters in less; a scanner does."""


class Quiet:
    """``seconds`` for which a new page hears no press; 0: it hears all. ``monotonic``
    gives seconds that never go back.

    Each press in that time makes it begin again, so that a key that is held down does
    nothing until it is let go.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = monotonic
        self._since: float | None = None
        self._typed_at: float | None = None

    def begin(self) -> None:
        """A new page has been painted."""
        self._since = self._now()

    def hears(self) -> bool:
        """Whether a press of now is an answer."""
        now = self._now()
        if self._since is not None and now - self._since < self._seconds:
            self._since = now
            return False
        return True

    def hears_key(self) -> bool:
        """The same of a character, which may be one of many that a scanner sends."""
        now, before = self._now(), self._typed_at
        self._typed_at = now
        if self._seconds and before is not None and now - before < BURST_SECONDS:
            return False
        return self.hears()
