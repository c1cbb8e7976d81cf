"""Pictures for virtual residence cards, drawn as small as a chip wants them.

Sizes in pixels are invented but for the front's, which sample programs agree on.
"""

import io
import zlib
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, features

from kiosk.emulator.people import Person
from kiosk.emulator.residence.holders import Holder
from kiosk.letters.fonts import FontsUnavailable, Typeface, typeface

FRONT: Final = (674, 425)
NAME: Final = (640, 64)
ADDRESS: Final = (640, 96)
_FACE: Final = (180, 240)
_FONT: Final = "NotoSansCJK-Regular.ttc"
_LARGEST_TYPE: Final = 26
_SMALLEST_TYPE: Final = 8
_WHITE: Final = 1
_UNPRINTABLE: Final = "〓"
_RATES: Final = (20, 40, 60, 90, 140, 200)


def front(holder: Holder, room: int) -> bytes:
    """The front without its printed background: a Group 4 TIFF of at most ``room``
    bytes, as are the next two.

    Raises:
        ValueError: it cannot be drawn on this machine; one line says why.
    """
    person = holder.person
    lines = (
        holder.number,
        person.name,
        f"{person.birth_date}  {holder.sex}  {holder.nationality}",
        person.address,
        f"{holder.status}  {holder.period}  ({holder.stay_expires})",
        f"{holder.permission}  {holder.issued}",
        holder.card_expires,
    )
    return _written(lines, FRONT, room)


def name(person: Person, room: int) -> bytes:
    """The name as printed."""
    return _written((person.name,), NAME, room)


def address(person: Person, room: int) -> bytes:
    """The address as printed."""
    return _written((person.address,), ADDRESS, room)


@cache
def face(person: Person, room: int) -> bytes:
    """Nobody's face in colour, JPEG 2000 of at most ``room`` bytes.

    Raises:
        ValueError: this Pillow cannot write it.
    """
    if not features.check("jpg_2000"):
        raise ValueError("Pillow has no JPEG 2000; install one with OpenJPEG")
    image = _drawn_face(zlib.crc32(person.name.encode()))
    for rate in _RATES:
        content = io.BytesIO()
        image.save(
            content,
            "JPEG2000",
            irreversible=True,
            quality_mode="rates",
            quality_layers=[rate],
        )
        if len(content.getvalue()) <= room:
            return content.getvalue()
    raise ValueError(f"no photo fits into {room} bytes")


def _drawn_face(seed: int) -> Image.Image:
    """A shape that is a person's, in colours that are the seed's."""
    width, height = _FACE
    hue = seed % 256
    image = Image.new("HSV", _FACE, (hue, 40, 225))
    canvas = ImageDraw.Draw(image)
    canvas.ellipse(
        (20, 170, width - 20, height + 90), fill=((hue + 128) % 256, 150, 120)
    )
    canvas.ellipse((45, 40, width - 45, 185), fill=(18, 90, 150 + seed % 90))
    canvas.pieslice((40, 30, width - 40, 170), 180, 360, fill=(seed % 30, 140, 50))
    for x in (70, width - 82):
        canvas.ellipse((x, 108, x + 12, 118), fill=(0, 0, 20))
    canvas.arc((72, 125, width - 72, 160), 20, 160, fill=(0, 160, 110), width=4)
    return image.convert("RGB")


@cache
def _written(lines: tuple[str, ...], size: tuple[int, int], room: int) -> bytes:
    for dots in range(_LARGEST_TYPE, _SMALLEST_TYPE, -2):
        content = _tiff(lines, size, dots)
        if content is not None and len(content) <= room:
            return content
    raise ValueError(f"no picture of the text fits into {room} bytes")


def _tiff(lines: tuple[str, ...], size: tuple[int, int], dots: int) -> bytes | None:
    """None when the text does not fit in this type."""
    try:
        face = typeface(_FONT, dots, False)
    except FontsUnavailable as error:
        raise ValueError(str(error)) from error
    width, height = size
    rows = [row for line in lines for row in _broken(line, face, width)]
    if len(rows) * dots * 1.4 > height:
        return None
    image = Image.new("1", size, _WHITE)
    canvas = ImageDraw.Draw(image)
    for at, row in enumerate(rows):
        face.draw(canvas, 0, int(dots * (1.1 + 1.4 * at)), row, 0)
    content = io.BytesIO()
    image.save(content, "TIFF", compression="group4")
    return content.getvalue()


def _broken(line: str, face: Typeface, width: int) -> list[str]:
    """Rows no wider than the picture, broken anywhere."""
    rows = [""]
    for character in line:
        # Nothing is printed for a control character; a layout engine fails on some.
        character = character if character.isprintable() else _UNPRINTABLE
        if face.width(rows[-1] + character) > width:
            rows.append("")
        rows[-1] += character
    return rows
