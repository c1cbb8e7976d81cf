"""Pictures from a card, decoded where a hostile one can do no harm.

A card may hold anything, and decoders of JPEG 2000 and TIFF are written in C. Each
picture is decoded by ``picture_worker`` in a process of its own, which has seen no
PIN and no number, has so much memory and time and no more, and hands back nothing but
pixels through a pipe.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.apart import done_apart
from kiosk.card.residence.picture_worker import (
    MOST_PIXELS,
    Refusal,
    row_bytes,
)
from kiosk.record import record

LARGEST_FILE: Final = 7000
"""Bytes; more than any file of a card holds."""
_PATIENCE_SECONDS: Final = 10.0
_WORKER: Final = Path(__file__).with_name("picture_worker.py")
_LONGEST_HEADER: Final = 32
_HEADER: Final = re.compile(rb"(1|L|RGB) ([1-9][0-9]{0,6}) ([1-9][0-9]{0,6})")
_LARGEST_ANSWER: Final = _LONGEST_HEADER + 3 * MOST_PIXELS


class PictureFormat(StrEnum):
    """What a picture must be, by the name that Pillow gives it."""

    GROUP_4 = "TIFF"
    """The front, the name, the address: one bit a pixel, one page."""
    PHOTO = "JPEG2000"
    """The face: colour or grey."""


class PictureFault(StrEnum):
    """Why a picture cannot be shown."""

    TOO_LONG = "too_long"
    """More bytes than a card can hold."""
    WRONG_FORMAT = "wrong_format"
    """Not of the one format that belongs there."""
    TOO_LARGE = "too_large"
    """More pixels than are ever on a card."""
    DAMAGED = "damaged"
    """It cannot be decoded, or not with the memory and time there is."""


_FAULTS: Final[Mapping[int, PictureFault]] = {
    Refusal.WRONG_FORMAT: PictureFault.WRONG_FORMAT,
    Refusal.TOO_LARGE: PictureFault.TOO_LARGE,
    Refusal.DAMAGED: PictureFault.DAMAGED,
}


class BadPicture(Exception):
    """A picture was refused. The rest of what was read is not touched by it."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@record
class Picture:
    """Pixels, row by row, as Pillow's ``Image.frombytes`` takes them. ``mode`` is
    "1" (eight pixels a byte, rows whole bytes, 1 is white), "L" or "RGB".
    """

    mode: str
    width: int
    height: int
    pixels: bytes = field(repr=False)


def decode(content: bytes, form: PictureFormat) -> Picture:
    """One picture as a card stores it; NUL behind it does not matter.

    Raises:
        BadPicture: it is refused.
        OSError: no process can be started.
    """
    if len(content) > LARGEST_FILE:
        raise BadPicture(PictureFault.TOO_LONG)
    status, answer = done_apart(
        (str(_WORKER), form.value), content, _LARGEST_ANSWER, _PATIENCE_SECONDS
    )
    if status in _FAULTS:
        raise BadPicture(_FAULTS[status])
    picture = _picture(answer) if status == 0 else None
    if picture is None:
        raise BadPicture(PictureFault.DAMAGED)
    return picture


def _picture(answer: bytes) -> Picture | None:
    """The worker is trusted no more than the picture it was given."""
    header, _, pixels = answer.partition(b"\n")
    found = _HEADER.fullmatch(header)
    if found is None:
        return None
    mode, width, height = found[1].decode("ascii"), int(found[2]), int(found[3])
    if width * height > MOST_PIXELS or len(pixels) != row_bytes(mode, width) * height:
        return None
    return Picture(mode, width, height, pixels)
