"""Every reader there is, looked at once, for whoever looks after the kiosk."""

from enum import StrEnum

from smartcard.scard import (
    SCARD_E_NO_ACCESS,
    SCARD_E_NO_READERS_AVAILABLE,
    SCARD_S_SUCCESS,
    SCARD_SCOPE_SYSTEM,
    SCARD_STATE_UNAWARE,
    SCARD_W_SECURITY_VIOLATION,
    SCardEstablishContext,
    SCardGetStatusChange,
    SCardListReaders,
    SCardReleaseContext,
)

from kiosk.card.lookout import Report
from kiosk.record import record


class Service(StrEnum):
    """The card service (pcscd), as this user meets it."""

    RUNS = "runs"
    STOPPED = "stopped"
    FORBIDDEN = "forbidden"
    """polkit does not let this user near the readers."""


@record
class Look:
    """The service, and what it reports of each reader, whatever its name."""

    service: Service
    readers: tuple[Report, ...] = ()


def look() -> Look:
    """At once; powers no card up."""
    status, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    if status != SCARD_S_SUCCESS:
        return Look(_refusal(status))
    try:
        return _look(context)
    finally:
        SCardReleaseContext(context)


def _look(context: int) -> Look:
    status, names = SCardListReaders(context, [])
    if status == SCARD_E_NO_READERS_AVAILABLE or (
        status == SCARD_S_SUCCESS and not names
    ):
        return Look(Service.RUNS)
    if status != SCARD_S_SUCCESS:
        return Look(_refusal(status))
    status, found = SCardGetStatusChange(
        context, 0, [(name, SCARD_STATE_UNAWARE) for name in names]
    )
    if status != SCARD_S_SUCCESS:
        return Look(_refusal(status))
    reports = (Report(name, state, bytes(atr)) for name, state, atr in found)
    return Look(Service.RUNS, tuple(reports))


def _refusal(status: int) -> Service:
    if status in (SCARD_W_SECURITY_VIOLATION, SCARD_E_NO_ACCESS):
        return Service.FORBIDDEN
    return Service.STOPPED
