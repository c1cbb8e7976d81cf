"""Papers as pictures, for a demo site and for looking at."""

import re
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.newfile import write_new

if TYPE_CHECKING:
    from PIL import Image

_NAME: Final = re.compile(r"[0-9T-]{1,32}")


def png(image: "Image.Image") -> bytes:
    """The picture as a PNG file."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def name_at(at: datetime) -> str:
    """What a picture made at that moment is called: ``2026-11-24T140509``."""
    return at.strftime("%Y-%m-%dT%H%M%S")


def save_png(data: bytes, folder: Path, name: str) -> Path:
    """Keep a picture in a new file that only its owner can read.

    ``name`` is made of digits, hyphens and T only: an ID must never get into the name
    of a file. A number is put behind it.

    Raises:
        ValueError: another name.
        OSError: the file cannot be written; none is left.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("a picture is named after its time")
    folder.mkdir(0o700, parents=True, exist_ok=True)
    for number in count(1):
        path = folder / f"{name}-{number}.png"
        try:
            write_new(path, data)
        except FileExistsError:
            continue
        return path
    raise AssertionError("counting ends nowhere")
