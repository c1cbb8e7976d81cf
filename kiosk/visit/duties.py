"""What staff may do, by role: the one table of it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class StaffRole(StrEnum):
    """As what somebody works at the desk."""

    HELPER = "helper"
    GYOSEISHOSHI = "gyoseishoshi"
    MANAGER = "manager"


class Duty(StrEnum):
    """One thing that staff do."""

    TODAY = "today"
    """See what happened on this day."""
    FIND = "find"
    """See whose an ID is, without a name, by the receipt that they hold."""
    REPRINT = "reprint"
    CONTACT = "contact"
    """Correct how somebody can be reached."""
    EXPORT = "export"
    """Write all that is kept about somebody who asks for it into a file."""
    DELETE = "delete"
    """Delete somebody who asks for it."""
    NEW_START = "new_start"
    """Give somebody without a card, who has forgotten their password, a code on paper
    with which they choose a new one.
    """
    CONFIRM = "confirm"
    """Be the second person of a deletion or a new start."""
    USAGE = "usage"
    """Enter what the office decided of an institution's usage request (利用申出)."""
    OWN_CARD = "own_card"
    """Join a card to one's own code, to sign in with it, or remove it."""
    READINESS = "readiness"
    """See how the terminal is."""
    TEST_PRINT = "test_print"
    SLIP = "slip"
    """Have it on paper how the terminal is."""
    END_VISIT = "end_visit"
    ATTEND = "attend"
    """Help somebody to draft what they file: only a gyoseishoshi may, for pay."""


_ALL: Final = frozenset(StaffRole)
_NO_HELPER: Final = frozenset({StaffRole.GYOSEISHOSHI, StaffRole.MANAGER})
MAY: Final[Mapping[Duty, frozenset[StaffRole]]] = MappingProxyType(
    {
        Duty.TODAY: _ALL,
        Duty.FIND: _ALL,
        Duty.REPRINT: _ALL,
        Duty.OWN_CARD: _ALL,
        Duty.READINESS: _ALL,
        Duty.TEST_PRINT: _ALL,
        Duty.SLIP: _ALL,
        Duty.END_VISIT: _ALL,
        Duty.CONTACT: _NO_HELPER,
        Duty.NEW_START: _NO_HELPER,
        Duty.CONFIRM: _NO_HELPER,
        Duty.USAGE: _NO_HELPER,
        Duty.EXPORT: frozenset({StaffRole.MANAGER}),
        Duty.DELETE: frozenset({StaffRole.MANAGER}),
        Duty.ATTEND: frozenset({StaffRole.GYOSEISHOSHI}),
    }
)
_OF_GYOSEISHOSHI: Final = frozenset({Duty.ATTEND})
"""Not there at all at a community centre (行政書士法 326AC1000000004, arts 1-2, 19)."""


def may(role: StaffRole, duty: Duty, kind: str) -> bool:
    """Whether somebody in this role does that at a site of this ``kind``."""
    if duty in _OF_GYOSEISHOSHI and kind != "gyoseishoshi":
        return False
    return role in MAY[duty]
