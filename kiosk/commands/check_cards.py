"""Is the card service there, and a reader, and whom does the site trust?"""

import queue
from collections.abc import Callable
from typing import Final

from kiosk.card.desk import Desk, Sight, SightState
from kiosk.card.trust import TrustAnchors
from kiosk.commands.finding import Finding, bad, ok
from kiosk.config import Config

PATIENCE_SECONDS: Final = 10.0
"""How long a desk may take for its first sight."""

_START: Final = "start it: sudo systemctl enable --now pcscd.socket"
_SEEN: Final = {
    SightState.EMPTY: "no card on it",
    SightState.CARD: "a card lies on it",
    SightState.MUTE: "something that does not answer lies on it",
}


def service_and_reader(
    config: Config, open_desk: Callable[[str], Desk]
) -> list[Finding]:
    """Two findings. ``open_desk`` takes the reader filter."""
    if config.card.desk == "virtual":
        return [
            ok("service", "not needed, the cards of this site are virtual"),
            ok("reader", "virtual"),
        ]
    sight = _first_sight(open_desk(config.card.reader))
    if sight is None or sight.state is SightState.NO_SERVICE:
        return [
            bad("service", "pcscd does not run", _START),
            bad("reader", "not known without the card service", "see service"),
        ]
    return [ok("service", "pcscd runs"), _reader(sight, config.card.reader)]


def _first_sight(desk: Desk) -> Sight | None:
    sights: queue.Queue[Sight] = queue.Queue()
    try:
        desk.watch(sights.put)
        return sights.get(timeout=PATIENCE_SECONDS)
    except queue.Empty:
        return None
    finally:
        desk.close()


def _reader(sight: Sight, wanted: str) -> Finding:
    if sight.state is not SightState.NO_READER:
        return ok("reader", f"{sight.reader}: {_SEEN[sight.state]}")
    if wanted:
        return bad(
            "reader",
            f'no reader has "{wanted}" in its name',
            "plug it in, or correct card.reader; pcsc_scan -r lists readers",
        )
    return bad("reader", "no reader is plugged in", "plug in a card reader")


def trust_anchors(config: Config) -> Finding:
    """The authorities that certificates must come from."""
    folder = config.card.trust_anchors
    if not config.production and not folder.exists():
        return ok("trust anchors", f"{folder}: made at the first start")
    try:
        TrustAnchors.load(folder, production=config.production)
    except ValueError as error:
        what, _, do = str(error).partition("; ")
        return bad("trust anchors", what, do or "put it right and try again")
    return ok("trust anchors", str(folder))
