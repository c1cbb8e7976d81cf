"""A picture as the bytes that a receipt printer takes (ESC/POS).

Only ``GS v 0`` raster pictures are sent, and no text: each maker's printers have other
letters, and none has those of every visitor.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image

_ROWS: Final = 480
"""Of one raster command: small printers hold no more."""


def job(image: Image.Image) -> bytes:
    """Reset, the picture in pieces, feed and cut. ``image`` is of mode ``1``."""
    with _left_alone():
        from escpos.capabilities import Profile
        from escpos.printer.dummy import Dummy
    profile: Any = Profile(features={"paperFullCut": True})
    profile.profile_data = Profile.profile_data | {
        "media": {"width": {"pixels": image.width}}
    }
    printer: Any = Dummy(profile=profile)
    printer.hw("INIT")
    printer.image(image, impl="bitImageRaster", fragment_height=_ROWS)
    printer.cut()
    return bytes(printer.output)


@contextmanager
def _left_alone() -> Iterator[None]:
    """Importing escpos leaves a folder in /tmp and sets up logging to the screen."""
    root = logging.getLogger()
    handlers, name = list(root.handlers), "ESCPOS_CAPABILITIES_PICKLE_DIR"
    with TemporaryDirectory() as folder:
        before = os.environ.get(name)
        os.environ[name] = folder
        try:
            yield
        finally:
            root.handlers[:] = handlers
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before
