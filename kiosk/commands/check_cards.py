"""Is the card service there, and a reader, and whom does the site trust?"""

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.card.desk import Desk, Sight, SightState
from kiosk.card.readers import Look, Service
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.trust import TrustAnchors
from kiosk.commands.finding import Finding, bad, ok, warning
from kiosk.commands.language import Say
from kiosk.config import Config
from kiosk.message import say

PATIENCE_SECONDS: Final = 10.0
"""How long a desk may take for its first sight."""

_PROGRAMS: Final = ("/usr/sbin", "/usr/local/sbin", "/usr/bin")
"""Where Debian puts pcscd; not every user has these in the search path."""

_SEEN: Final = {
    SightState.EMPTY: "empty",
    SightState.CARD: "card",
    SightState.MUTE: "mute",
}


def service_and_reader(
    config: Config,
    open_desk: Callable[[str], Desk],
    look: Callable[[], Look],
    tell: Say,
    has_pcscd: Callable[[], bool],
) -> list[Finding]:
    """Two findings. ``open_desk`` takes the reader filter; ``look`` sees all readers,
    whatever the filter; ``has_pcscd``: whether the program is installed.
    """
    if config.card.desk == "virtual":
        return [
            ok("service", tell(say("desk.service.virtual"))),
            ok("reader", tell(say("desk.reader.virtual"))),
        ]
    sight = _first_sight(open_desk(config.card.reader))
    found = look()
    if sight is None or sight.state is SightState.NO_SERVICE:
        return [
            _bad("service", _no_service(found, has_pcscd), tell),
            _bad("reader", "reader.unknown", tell),
        ]
    runs = ok("service", tell(say("desk.service.runs")))
    wanted = config.card.reader
    if sight.state is SightState.NO_READER:
        return [runs, _no_reader(found, wanted, tell)]
    return [runs, _reader(sight, found, wanted, tell)]


def installed() -> bool:
    """Whether this machine has a card service at all."""
    return any(Path(folder, "pcscd").exists() for folder in _PROGRAMS)


def _no_service(found: Look, has_pcscd: Callable[[], bool]) -> str:
    if found.service is Service.FORBIDDEN:
        return "service.forbidden"
    return "service.stopped" if has_pcscd() else "service.absent"


def _bad(part: str, state: str, tell: Say) -> Finding:
    return bad(part, tell(say(f"desk.{state}")), tell(say(f"desk.{state}.do")))


def _first_sight(desk: Desk) -> Sight | None:
    sights: queue.Queue[Sight] = queue.Queue()
    try:
        desk.watch(sights.put)
        return sights.get(timeout=PATIENCE_SECONDS)
    except queue.Empty:
        return None
    finally:
        desk.close()


def _no_reader(found: Look, wanted: str, tell: Say) -> Finding:
    if not wanted:
        return _bad("reader", "reader.none", tell)
    do = tell(say("desk.reader.absent.do"))
    if not found.readers:
        return bad("reader", tell(say("desk.reader.absent", wanted=wanted)), do)
    others = ", ".join(own.reader for own in found.readers)
    what = say("desk.reader.another", wanted=wanted, others=others)
    return bad("reader", tell(what), do)


def _reader(sight: Sight, found: Look, wanted: str, tell: Say) -> Finding:
    held = any(own.reader == sight.reader and own.is_held for own in found.readers)
    seen = "held" if held else _SEEN[sight.state]
    what = say(f"desk.reader.{seen}", reader=sight.reader)
    others = [
        own.reader
        for own in found.readers
        if wanted in own.reader and own.reader != sight.reader
    ]
    if others:
        names, count = ", ".join(others), len(others)
        what = say("desk.reader.several", count=count, first=what, others=names)
    if held or sight.state is SightState.MUTE:
        return warning("reader", tell(what), tell(say(f"desk.reader.{seen}.do")))
    return ok("reader", tell(what))


def trust_anchors(config: Config, tell: Say) -> Finding:
    """The authorities that certificates must come from."""
    folder = config.card.trust_anchors
    if not config.production and not folder.exists():
        return ok("trust anchors", tell(say("doctor.made", path=str(folder))))
    try:
        TrustAnchors.load(folder, production=config.production)
    except ValueError as error:
        return _unfit("trust anchors", error, tell)
    return ok("trust anchors", str(folder))


def residence_anchors(config: Config, tell: Say) -> Finding:
    """The authorities that residence cards must be signed under."""
    part, folder = "residence anchors", config.card.residence_anchors
    if folder is None:
        return warning(
            part,
            tell(say("doctor.residence_anchors.none")),
            tell(say("doctor.residence_anchors.none.do")),
        )
    if not config.production and not folder.exists():
        return ok(part, tell(say("doctor.made", path=str(folder))))
    try:
        ResidenceAnchors.load(folder, production=config.production)
    except ValueError as error:
        return _unfit(part, error, tell)
    return ok(part, str(folder))


def _unfit(part: str, error: ValueError, tell: Say) -> Finding:
    """What is wrong with a file is told as it was found, in English."""
    what, _, do = str(error).partition("; ")
    return bad(part, what, do or tell(say("doctor.anchors.do")))
