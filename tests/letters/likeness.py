"""How alike two drawings of words are, and the drawing of another program."""

import subprocess
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

_WINDOW: Final = 8
_STEP: Final = 4
_SHIFTS: Final = range(-1, 2)
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def by_pango(text: str, font: str, size: float, folder: Path) -> Image.Image:
    """Words drawn by Pango, white on black, without anything around them."""
    path = folder / "pango.png"
    command = ["pango-view", "--no-display", "--antialias=gray", "--hinting=full"]
    command += [f"--font={font} {size:.2f}px", f"--output={path}", f"--text={text}"]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(path) as image:
        return trimmed(ImageChops.invert(image.convert("L")))


def trimmed(image: Image.Image) -> Image.Image:
    """Without the black around it."""
    return image.crop(image.getbbox())


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Structural similarity (Wang et al. 2004), at the best of some small shifts."""
    width, height = max(one.width, other.width), max(one.height, other.height)
    still = _framed(one, width, height, 0, 0)
    return max(
        _similarity(still, _framed(other, width, height, right, down))
        for right in _SHIFTS
        for down in _SHIFTS
    )


def _framed(
    image: Image.Image, width: int, height: int, right: int, down: int
) -> Image.Image:
    frame = Image.new("L", (width + 2 * _WINDOW, height + 2 * _WINDOW))
    frame.paste(image, (_WINDOW + right, _WINDOW + down))
    return frame


def _similarity(one: Image.Image, other: Image.Image) -> float:
    """The mean of windows."""
    found = []
    for top in range(0, one.height - _WINDOW, _STEP):
        for left in range(0, one.width - _WINDOW, _STEP):
            area = (left, top, left + _WINDOW, top + _WINDOW)
            found.append(_window(one.crop(area).tobytes(), other.crop(area).tobytes()))
    return sum(found) / len(found)


def _window(x: bytes, y: bytes) -> float:
    if x == y:
        return 1.0
    n = len(x)
    mean_x, mean_y = sum(x) / n, sum(y) / n
    var_x = sum(v * v for v in x) / n - mean_x**2
    var_y = sum(v * v for v in y) / n - mean_y**2
    both = sum(a * b for a, b in zip(x, y, strict=True)) / n - mean_x * mean_y
    return (
        (2 * mean_x * mean_y + _C1)
        * (2 * both + _C2)
        / ((mean_x**2 + mean_y**2 + _C1) * (var_x + var_y + _C2))
    )
