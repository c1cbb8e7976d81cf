"""The ``--set KEY=VALUE`` settings of a virtual My Number card."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.emulator.atr import ATRS, CONTACTLESS
from kiosk.emulator.parsing import Parser, day, one_of, parse, seconds, yes_or_no
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.pins import TRIES
from kiosk.emulator.token_info import CURRENT_LABEL, OLD_JUKI_LABEL
from kiosk.record import record

DEFAULT_FOLDER: Final = Path("var/demo")
_LONGEST_FILLER: Final = 4096


@record
class Settings:
    """What kind of card is asked for. Field names are the keys, with ``-`` for ``_``.

    ``authority`` is the folder of the synthetic authority; ``delay`` is in seconds
    for each command; ``filler`` in bytes; ``stay`` the last day of the period of
    stay. Everything else is as in ``mynumber.Behaviour``.
    """

    authority: Path = DEFAULT_FOLDER
    person: str = "student"
    counters: Path | None = None
    alarm_file: Path | None = None
    atr: bytes = CONTACTLESS
    stay: date | None = None
    child: bool = False
    expired: bool = False
    untrusted: bool = False
    next_generation: bool = False
    without_pins: bool = False
    blocked: str = ""
    long_form: bool = False
    filler: int = 0
    label: str = field(default=CURRENT_LABEL)
    forgets_on_select: bool = False
    forgets_on_reset: bool = False
    first_apdu_fails: bool = False
    other_card: bool = False
    delay: float = 0.0


def parse_settings(given: Mapping[str, str]) -> Settings:
    """Settings from text.

    Raises:
        ValueError: an unknown key or a value it cannot have, in one line.
    """
    return Settings(**parse(given, _PARSERS))


def _atr(text: str) -> bytes:
    if text in ATRS:
        return ATRS[text]
    try:
        atr = bytes.fromhex(text)
    except ValueError:
        atr = b""
    if not 2 <= len(atr) <= 33:  # ISO/IEC 7816-3, section 8.2.1
        raise ValueError(f"give 2 to 33 bytes in hex, or one of {', '.join(ATRS)}")
    return atr


def _filler(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LONGEST_FILLER:
        raise ValueError(f"give a number of bytes from 0 to {_LONGEST_FILLER}")
    return int(text)


def _label(text: str) -> str:
    return {"current": CURRENT_LABEL, "old-juki": OLD_JUKI_LABEL}[
        one_of("current", "old-juki")(text)
    ]


_PARSERS: Final[Mapping[str, Parser]] = {
    "authority": Path,
    "person": one_of(*PEOPLE),
    "counters": Path,
    "alarm-file": Path,
    "atr": _atr,
    "stay": day,
    "child": yes_or_no,
    "expired": yes_or_no,
    "untrusted": yes_or_no,
    "next-generation": yes_or_no,
    "without-pins": yes_or_no,
    "blocked": one_of(*TRIES),
    "long-form": yes_or_no,
    "filler": _filler,
    "label": _label,
    "forgets-on-select": yes_or_no,
    "forgets-on-reset": yes_or_no,
    "first-apdu-fails": yes_or_no,
    "other-card": yes_or_no,
    "delay": seconds,
}
