"""A strip of paper that grows downwards while it is drawn on."""

from typing import Final

from PIL import Image, ImageChops, ImageDraw

WHITE: Final = 255
BLACK: Final = 0
_PIECE: Final = 2048
# Letters are drawn in greys and then made black or white. A little above the middle:
# thin strokes of kanji break up on thermal paper.
_THRESHOLD: Final = 150


class Strip:
    """The paper so far. ``y`` is the row that comes next; sizes are in dots.

    ``canvas`` changes when the paper grows: fetch it after ``take`` or ``reserve``.
    """

    def __init__(self, width: int, margin: int) -> None:
        self.width = width
        self.margin = margin
        self.y = 0
        self._image = Image.new("L", (width, _PIECE), WHITE)
        self.canvas = ImageDraw.Draw(self._image)

    @property
    def inner(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def take(self, height: int) -> int:
        """The first of so many new rows."""
        self.reserve(height)
        top, self.y = self.y, self.y + height
        return top

    def reserve(self, height: int) -> None:
        """Have so many rows below what is there."""
        if self.y + height > self._image.height:
            rows = max(2 * self._image.height, self.y + height)
            longer = Image.new("L", (self.width, rows), WHITE)
            longer.paste(self._image)
            self._image = longer
            self.canvas = ImageDraw.Draw(longer)

    def paste(self, image: Image.Image, x: int) -> None:
        """Put a picture below what is there."""
        top = self.take(image.height)
        self._image.paste(image, (x, top))

    def invert(self, top: int) -> None:
        """White on black from the row ``top`` on."""
        box = (0, top, self.width, self.y)
        self._image.paste(ImageChops.invert(self._image.crop(box)), box)

    def finished(self) -> Image.Image:
        """What was drawn, in black and white."""
        used = self._image.crop((0, 0, self.width, self.y))
        return used.point(lambda grey: WHITE if grey >= _THRESHOLD else BLACK, "1")
