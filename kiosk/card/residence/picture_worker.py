"""Decodes one picture from standard input to standard output, under limits.

Run as a script by ``pictures``, with the format as its only argument. Answers one
line (mode, width, height) and the pixels, or ends with a status of ``Refusal``; any
other end (killed, out of memory, crashed) means that the picture was to blame.
"""

import io
import resource
import sys
import warnings
from enum import IntEnum
from typing import Final, NoReturn

MOST_PIXELS: Final = 2_000_000
"""The front of a card was seen with 674 x 425."""
MODES: Final = {"TIFF": ("1",), "JPEG2000": ("L", "RGB")}
"""Pixel modes that belong to each format."""

_MEMORY_BYTES: Final = 512 * 1024 * 1024
_CPU_SECONDS: Final = 4
_GROUP_4: Final = "group4"


class Refusal(IntEnum):
    """Exit statuses."""

    WRONG_FORMAT = 10
    TOO_LARGE = 11
    DAMAGED = 12


def row_bytes(mode: str, width: int) -> int:
    """Bytes of one row of pixels."""
    return {"1": (width + 7) // 8, "L": width, "RGB": 3 * width}[mode]


def main(form: str) -> None:
    """Decode what comes in."""
    from PIL import Image, UnidentifiedImageError

    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    _limit()
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                _refuse(Refusal.TOO_LARGE)
            if image.mode not in MODES[form] or not _is_compressed(form, image.info):
                _refuse(Refusal.WRONG_FORMAT)
            pixels = image.tobytes()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        _refuse(Refusal.TOO_LARGE)
    except UnidentifiedImageError:
        _refuse(Refusal.WRONG_FORMAT)
    except Exception:  # whatever a decoder comes up with
        _refuse(Refusal.DAMAGED)
    header = f"{image.mode} {image.width} {image.height}\n"
    sys.stdout.buffer.write(header.encode("ascii") + pixels)


def _is_compressed(form: str, info: dict[str | tuple[int, int], object]) -> bool:
    return form != "TIFF" or info.get("compression") == _GROUP_4


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _refuse(refusal: Refusal) -> NoReturn:
    sys.exit(refusal)


if __name__ == "__main__":
    main(sys.argv[1])
