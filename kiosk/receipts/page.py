"""Papers as PDF files, for printers that CUPS knows, and which paper they go on."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

_DOTS_AN_INCH: Final = 8 * 25.4
_MM: Final = 72 / 25.4
"""In points."""
_SIZE: Final = re.compile(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]")
_CUSTOM: Final = re.compile(r"custom_(min|max)_([0-9.]+)x([0-9.]+)(mm|in)")


def pdf(image: "Image.Image") -> bytes:
    """One page, as large as the picture is on a receipt printer."""
    buffer = BytesIO()
    image.save(buffer, "PDF", resolution=_DOTS_AN_INCH)
    return buffer.getvalue()


def options_for(page: bytes, media: Iterable[str]) -> Mapping[str, str]:
    """How to print what ``pdf`` made, as IPP job attributes: on a piece of a roll that
    is as long as the page where there is one, otherwise on the queue's own paper, made
    smaller if it must be. ``media``: the PWG names of the papers that there are.
    """
    found = _SIZE.search(page)
    if found is not None:
        size = tuple(round(float(points) / _MM) for points in found.groups())
        if _is_cut_to(size, media):
            name = f"{size[0]}x{size[1]}mm"
            return {"media": f"custom_{name}_{name}", "print-scaling": "none"}
    return {"print-scaling": "auto-fit"}


def _is_cut_to(size: tuple[int, ...], media: Iterable[str]) -> bool:
    bounds = {}
    for name in media:
        if found := _CUSTOM.fullmatch(name):
            unit = 25.4 if found[4] == "in" else 1.0
            bounds[found[1]] = float(found[2]) * unit, float(found[3]) * unit
    if bounds.keys() != {"min", "max"}:
        return False
    limits = zip(bounds["min"], size, bounds["max"], strict=True)
    return all(least <= own <= most for least, own, most in limits)
