"""A picture as the bytes that a receipt printer takes (ESC/POS).

Only ``GS v 0`` raster pictures are sent, and no text: each maker's printers have other
letters, and none has those of every visitor.
"""

import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from PIL import Image

_ROWS: Final = 480
"""Of one raster command: small printers hold no more."""
# Printers look for these commands in all that comes in, in pictures too: they would ask
# for its status, open a drawer, or switch it off. One dot more is not seen.
_DONE_AT_ONCE: Final = re.compile(
    rb"\x10(?=\x04[\x01-\x08\x12]|\x05[\x00-\x02]|\x14[\x01-\x08])"
)
_CAPABILITIES: Final = "ESCPOS_CAPABILITIES_FILE"
_PROFILE: Final = {"features": {"paperFullCut": True}, "codePages": {}, "media": {}}
_DATABASE: Final = {"profiles": {"default": _PROFILE}, "encodings": {}}


def job(image: Image.Image) -> bytes:
    """Reset, the picture in pieces, feed and cut. ``image`` is of mode ``1``."""
    make_profile, make_printer = _escpos()
    profile = make_profile(features=_PROFILE["features"])
    media = {"width": {"pixels": image.width}}
    profile.profile_data = profile.profile_data | {"media": media}
    printer = make_printer(profile=profile)
    printer.hw("INIT")
    printer.image(image, impl="bitImageRaster", fragment_height=_ROWS)
    printer.cut()
    return _DONE_AT_ONCE.sub(b"\x11", bytes(printer.output))


@cache
def _escpos() -> tuple[Any, Any]:
    with _left_alone():
        from escpos.capabilities import Profile
        from escpos.printer.dummy import Dummy
    return Profile, Dummy


@contextmanager
def _left_alone() -> Iterator[None]:
    """Importing escpos leaves a folder in /tmp and sets up logging to the screen.

    It also reads what every printer ever sold can do, which takes longer than to draw
    a paper; so it is told of none but ours.
    """
    root = logging.getLogger()
    handlers, place = list(root.handlers), tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "printers.json")
        database.write_text(json.dumps(_DATABASE), encoding="ascii")
        tempfile.tempdir = folder
        os.environ[_CAPABILITIES] = str(database)
        try:
            yield
        finally:
            tempfile.tempdir = place
            os.environ.pop(_CAPABILITIES)
            root.handlers[:] = handlers
