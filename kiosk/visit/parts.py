"""The parts of the terminal, by the names that staff know."""

from collections.abc import Iterable
from typing import Final

from kiosk.message import Message, say
from kiosk.visit.desk import Part

BAD: Final = "bad"
OK: Final = "ok"
_PRINTERS: Final = "printer"


def called(name: str) -> Message:
    """A part by its name; ``printer 2`` is the second of the printers."""
    kind, _, number = name.rpartition(" ")
    if kind == _PRINTERS:
        return say("staff.part.printers", number=number)
    key = name.replace(" ", "_")
    return say(f"staff.part.{key}")


def unwell(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Where something is to be done, the worst first."""
    known = [part for part in parts if part.state != OK]
    return tuple(sorted(known, key=lambda part: part.state != BAD))
