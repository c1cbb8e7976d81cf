"""Until when the card's certificates and the stay hold, at a glance.

That a certificate was not revoked is not known here, and never said.
"""

from datetime import date
from typing import Final

from kiosk.message import Message, say
from kiosk.rules.calendar import parse_day
from kiosk.rules.vocabulary import Role
from kiosk.screens.page import Tone
from kiosk.visit.state import State
from kiosk.visit.terms import Pin

SOON: Final = 92
"""Days: three months, from which on municipal offices renew certificates (J-LIS)."""


def days(state: State) -> tuple[Message, ...]:
    """The last days that are known, in a line or two."""
    ends = {pin: end.isoformat() for pin, end in _ends(state).items()}
    lines = []
    match ends:
        case {Pin.AUTHENTICATION: log_in, Pin.SIGNATURE: signing}:
            lines = [say("screen.certificates.both", log_in=log_in, signing=signing)]
        case {Pin.AUTHENTICATION: log_in}:
            lines = [say("screen.certificates.log_in", log_in=log_in)]
    stay = _stay(state)
    if lines and stay is not None:
        lines.append(say("screen.certificates.stay", day=stay.isoformat()))
    return tuple(lines)


def warning(state: State) -> tuple[Message, ...]:
    """What to do, and before which day, when one of them ends soon."""
    soon = _soon(state)
    if soon is None:
        return ()
    return (say("screen.certificates.soon", day=soon.isoformat()),)


def tone(state: State) -> Tone:
    """That of a page on which all has gone well."""
    return Tone.GOOD if _soon(state) is None else Tone.CARE


def _soon(state: State) -> date | None:
    """The first certificate's last day, if it comes soon."""
    ends = _ends(state).values()
    first = min(ends) if ends else None
    if first is None or (first - state.today).days > SOON:
        return None
    return first


def _ends(state: State) -> dict[Pin, date]:
    return dict(state.card.ends) if state.card else {}


def _stay(state: State) -> date | None:
    """That of the card's holder, as they told it: somebody else's is not theirs."""
    told = state.answers.facts.get("stay_expires")
    if state.answers.role != Role.APPLICANT or not isinstance(told, str):
        return None
    return parse_day(told)
