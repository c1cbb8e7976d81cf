"""Rings when somebody touches what this product must never touch."""

from collections.abc import Callable
from pathlib import Path


class Alarms:
    """What was touched, in order; appended to a file and called out if asked for.

    An alarm names the file and the instruction, never what was sent or stored.
    """

    def __init__(
        self,
        path: Path | None = None,
        on_alarm: Callable[[str], None] | None = None,
    ) -> None:
        self.raised: list[str] = []
        self._path = path
        self._on_alarm = on_alarm

    def ring(self, alarm: str) -> None:
        """Record one alarm. ``OSError`` when the file cannot be written."""
        self.raised.append(alarm)
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(alarm + "\n")
        if self._on_alarm is not None:
            self._on_alarm(alarm)
