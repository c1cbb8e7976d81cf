"""Every message id that a paper speaks by itself."""

from typing import Final

from kiosk.message import Message, say

DONE: Final = (
    "issued",
    "found",
    "recorded",
    "logged_in",
    "draft",
    "reprinted",
    "test",
    "start",
)
"""What a receipt can say was done."""

_OWN: Final = (
    "receipt.time",
    "receipt.id",
    "receipt.id.above",
    "receipt.issuer.here",
    "receipt.issuer.agency",
    "receipt.next",
    "receipt.keep",
    "receipt.organisation",
    "receipt.kept",
    "receipt.office",
    "receipt.asked",
    "receipt.reasons",
    "receipt.cited",
    "receipt.sources",
    "receipt.remedies",
    "receipt.note",
    "receipt.not_real",
    "receipt.ready",
    "receipt.not_ready",
    "receipt.ready.nothing",
    "receipt.mode.demo",
    "receipt.mode.training",
)


def done(what: str) -> Message:
    """The heading of a receipt, for one of ``DONE``."""
    return say(f"receipt.done.{what}")


def message_ids() -> frozenset[str]:
    """All of them, so that catalogues can be proven complete."""
    return frozenset([*_OWN, *(done(what).id for what in DONE)])
