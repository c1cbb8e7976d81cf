"""The ``--set KEY=VALUE`` settings of a virtual residence card."""

import re
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from kiosk.emulator.parsing import Parser, day, one_of, parse, seconds, yes_or_no
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.behaviour import (
    AbsentFace,
    AbsentProof,
    Address,
    Behaviour,
    Passes,
    Signature,
    Writing,
)
from kiosk.emulator.settings import DEFAULT_FOLDER
from kiosk.record import record

_NUMBER: Final = re.compile("[A-Z]{2}[0-9]{8}[A-Z]{2}")
_STATUS: Final = re.compile("[69][0-9A-Fa-f]{3}")
_Choice = TypeVar("_Choice", bound=StrEnum)


@record
class ResidenceSettings:
    """What kind of card is asked for.

    ``authority`` is the folder of the synthetic authority; ``number`` opens the chip
    (empty: the person's own); ``special`` makes a special permanent resident's
    certificate; ``expired`` is the card's own X.509 certificate. ``behaviour`` and
    ``writing`` have a key for each of their fields.
    """

    authority: Path = DEFAULT_FOLDER
    person: str = "student"
    number: str = ""
    special: bool = False
    child: bool = False
    stay: date | None = None
    expired: bool = False
    untrusted: bool = False
    alarm_file: Path | None = None
    delay: float = 0.0
    behaviour: Behaviour = field(default_factory=Behaviour)
    writing: Writing = field(default_factory=Writing)


def parse_settings(given: Mapping[str, str]) -> ResidenceSettings:
    """Settings from text.

    Raises:
        ValueError: an unknown key or a value it cannot have, in one line.
    """
    values = parse(given, _PARSERS)
    return ResidenceSettings(
        **_taken(values, ResidenceSettings),
        behaviour=Behaviour(**_taken(values, Behaviour)),
        writing=Writing(**_taken(values, Writing)),
    )


def _taken(values: Mapping[str, Any], kind: type) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError("give two capitals, eight digits, two capitals")
    return text


def _status(text: str) -> int:
    if not _STATUS.fullmatch(text):
        raise ValueError("give a status word such as 6982")
    return int(text, 16)


def _atr(text: str) -> bytes:
    try:
        atr = bytes.fromhex(text)
    except ValueError:
        atr = b""
    if not 2 <= len(atr) <= 33:  # ISO/IEC 7816-3, section 8.2.1
        raise ValueError("give 2 to 33 bytes in hex")
    return atr


def _choice(kind: type[_Choice]) -> Callable[[str], _Choice]:
    choose = one_of(*(own.value for own in kind))
    return lambda text: kind(choose(text))


_PARSERS: Final[Mapping[str, Parser]] = {
    "authority": Path,
    "person": one_of(*PEOPLE),
    "number": _number,
    "special": yes_or_no,
    "child": yes_or_no,
    "stay": day,
    "expired": yes_or_no,
    "untrusted": yes_or_no,
    "alarm-file": Path,
    "delay": seconds,
    "plain-picture": _status,
    "plain-verify": _status,
    "no-session": _status,
    "wrong-object": _status,
    "at-end": _status,
    "other-application": _status,
    "forgets-on-select": yes_or_no,
    "forgets-on-agreement": yes_or_no,
    "short-secured": yes_or_no,
    "other-wanted": yes_or_no,
    "first-apdu-fails": yes_or_no,
    "passes": _choice(Passes),
    "atr": _atr,
    "face": _choice(AbsentFace),
    "proof": _choice(AbsentProof),
    "address": _choice(Address),
    "signature": _choice(Signature),
    "encoding": one_of("utf-8", "shift_jis_2004"),
    "withdrawn": yes_or_no,
    "null-parameters": yes_or_no,
    "narrow-permission": yes_or_no,
}
