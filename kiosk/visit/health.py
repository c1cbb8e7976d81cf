"""How the terminal is, as far as it must be told before anybody begins."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from kiosk.hours import Hours
from kiosk.record import record


class Lamp(StrEnum):
    """How printing is."""

    WELL = "well"
    LOW = "low"
    """It prints, and its paper is nearly used up."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFF = "off"
    """Switched off, not reached, jammed, or out of order in another way."""


@record
class Health:
    """``store``: it answers. ``closed``: outside of the hours of the desk, which opens
    next at ``opens``, by the clock in Japan. ``refused``: nobody can work here, for
    something could not be opened. ``since``: seconds since printer and store were
    looked at; None when that is due.
    """

    printer: Lamp = Lamp.WELL
    store: bool = True
    closed: bool = False
    opens: datetime | None = None
    refused: bool = False
    since: int | None = None

    def by(self, hours: Hours | None, at: datetime) -> "Health":
        """The same by the clock: ``at`` is the time in Japan."""
        if hours is None or hours.is_open(at):
            return replace(self, closed=False, opens=None)
        return replace(self, closed=True, opens=hours.opens_after(at))

    @property
    def shut(self) -> bool:
        """Whether nobody can begin a visit."""
        return self.closed or self.refused
