"""Why a printer does not print, in the words of IPP.

``printer-state-reasons``: RFC 8011, 5.4.12, and PWG 5100.9. A word may end in how bad
it is; one without an ending counts as an error.
"""

from collections.abc import Iterable
from typing import Final

from kiosk.printers.faults import PrinterFault

_HARMLESS: Final = ("-warning", "-report")
_ERROR: Final = "-error"
_FAULTS: Final = {
    "cover-open": PrinterFault.COVER_OPEN,
    "door-open": PrinterFault.COVER_OPEN,
    "interlock-open": PrinterFault.COVER_OPEN,
    "media-empty": PrinterFault.PAPER_OUT,
    "media-needed": PrinterFault.PAPER_OUT,
    "input-tray-missing": PrinterFault.PAPER_OUT,
    "media-jam": PrinterFault.BROKEN,
    "marker-supply-empty": PrinterFault.BROKEN,
    "marker-waste-full": PrinterFault.BROKEN,
    "toner-empty": PrinterFault.BROKEN,
    "developer-empty": PrinterFault.BROKEN,
    "fuser-over-temp": PrinterFault.BROKEN,
    "fuser-under-temp": PrinterFault.BROKEN,
    "opc-life-over": PrinterFault.BROKEN,
    "output-area-full": PrinterFault.BROKEN,
    "output-tray-missing": PrinterFault.BROKEN,
    "shutdown": PrinterFault.OFFLINE,
    "offline": PrinterFault.OFFLINE,
    "timed-out": PrinterFault.OFFLINE,
    "connecting-to-device": PrinterFault.OFFLINE,
    "paused": PrinterFault.STOPPED,
    "moving-to-paused": PrinterFault.STOPPED,
}
_LOW: Final = frozenset({"media-low", "media-low-warning", "media-low-report"})


def fault_of(reasons: Iterable[str]) -> PrinterFault | None:
    """What keeps it from printing, in the order in which it is to be mended."""
    bad = {
        reason.removesuffix(_ERROR): reason.endswith(_ERROR)
        for reason in reasons
        if not reason.endswith(_HARMLESS)
    }
    known = [fault for reason, fault in _FAULTS.items() if reason in bad]
    if known:
        return known[0]
    return PrinterFault.BROKEN if any(bad.values()) else None


def likely_fault(reasons: Iterable[str]) -> PrinterFault | None:
    """The same of a printer that does not print, though it calls it a warning only."""
    plain = (
        reason.removesuffix("-warning").removesuffix("-report") for reason in reasons
    )
    return fault_of(plain)


def near_end(reasons: Iterable[str]) -> bool:
    """Whether the paper is nearly used up."""
    return not _LOW.isdisjoint(reasons)
