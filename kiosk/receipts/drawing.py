"""Blocks drawn as one picture, black on white, as wide as the printer's paper."""

from collections.abc import Sequence
from functools import singledispatch
from typing import Final

from PIL import Image

from kiosk.letters.fonts import MONOSPACED, language_face, typeface
from kiosk.receipts.blocks import (
    Banner,
    BigId,
    Block,
    Caption,
    Heading,
    Note,
    Paragraph,
    Points,
    QrCode,
    Rule,
    Sources,
    Steps,
    Title,
    Verdict,
)
from kiosk.receipts.draft import LEADING, WIDTHS, Draft
from kiosk.receipts.qr import qr_code
from kiosk.receipts.strip import BLACK, Strip

_STRIPES: Final = 12
_STRIPE: Final = 9
_LINE: Final = 3
_MONOSPACED_ADVANCE: Final = 0.6
"""Each glyph of Noto Sans Mono, in sizes."""


def draw(blocks: Sequence[Block], width_mm: int) -> Image.Image:
    """The paper, of mode ``1``: 384 dots wide for 58 mm, 576 for 80 mm.

    Raises:
        FontsUnavailable: this machine lacks a font, or what shapes scripts.
        KeyError: another width, or a language that the registry lacks.
    """
    draft = Draft(WIDTHS[width_mm])
    draft.gap(0.5)
    for block in blocks:
        _draw(block, draft)
    draft.gap(0.7)
    if any(isinstance(block, Banner) for block in blocks):
        _stripe_edges(draft.strip)
    return draft.strip.finished()


@singledispatch
def _draw(block: Block, draft: Draft) -> None:
    raise TypeError(f"no block: {type(block).__name__}")


@_draw.register
def _(block: Banner, draft: Draft) -> None:
    strip, sizes = draft.strip, draft.sizes
    draft.gap(0.3)
    top = strip.y
    draft.gap(0.5)
    for text, meaning, language in block.lines:
        draft.centred(text, language_face(language, sizes.heading, bold=True))
        draft.centred(meaning, language_face(language, sizes.small))
        draft.gap(0.2)
    draft.gap(0.3)
    strip.invert(top)
    draft.gap(0.4)


@_draw.register
def _(block: Title, draft: Draft) -> None:
    sizes = draft.sizes
    draft.gap(0.3)
    name = language_face(block.language, sizes.title, bold=True)
    draft.centred(block.text, name)
    for time, language in block.times:
        draft.centred(time, language_face(language, sizes.small))
    draft.gap(0.3)


@_draw.register
def _(block: Rule, draft: Draft) -> None:
    strip = draft.strip
    if not block.label:
        draft.gap(0.3)
        _line(strip, strip.margin, strip.width - strip.margin, strip.take(_LINE))
        draft.gap(0.5)
        return
    draft.gap(1.2)
    face = language_face(block.language, draft.sizes.small, bold=True)
    middle = strip.y + round(face.size * LEADING / 2)
    draft.centred(block.label, face)
    beside = round((strip.inner - face.width(block.label)) / 2 - face.size * 0.6)
    for left in (strip.margin, strip.width - strip.margin - beside):
        _line(strip, left, left + beside, middle - 1)
    draft.gap(0.4)


def _line(strip: Strip, left: int, right: int, top: int) -> None:
    strip.canvas.rectangle((left, top, right, top + _LINE - 1), fill=BLACK)


@_draw.register
def _(block: Heading, draft: Draft) -> None:
    draft.gap(0.5)
    face = language_face(block.language, draft.sizes.heading, bold=True)
    draft.flush(block.text, face)
    draft.gap(0.2)


@_draw.register
def _(block: Caption, draft: Draft) -> None:
    draft.gap(0.2)
    draft.flush(block.text, language_face(block.language, draft.sizes.small, bold=True))


@_draw.register
def _(block: Paragraph, draft: Draft) -> None:
    draft.flush(block.text, language_face(block.language, draft.sizes.body))
    draft.gap(0.3)


@_draw.register
def _(block: Note, draft: Draft) -> None:
    draft.gap(0.2)
    draft.flush(block.text, language_face(block.language, draft.sizes.small))
    draft.gap(0.3)


@_draw.register
def _(block: Verdict, draft: Draft) -> None:
    strip, sizes = draft.strip, draft.sizes
    draft.gap(0.5)
    top = strip.y
    draft.gap(0.6)
    face = language_face(block.language, sizes.heading, bold=True)
    draft.centred(block.text, face, inset=sizes.body)
    draft.gap(0.6)
    box = (strip.margin, top, strip.width - strip.margin, strip.y - 1)
    strip.canvas.rounded_rectangle(box, radius=14, outline=BLACK, width=4)
    draft.gap(0.5)


@_draw.register
def _(block: Steps, draft: Draft) -> None:
    face = language_face(block.language, draft.sizes.body)
    for number, text in enumerate(block.items, start=1):
        draft.disc(number, face.rtl)
        draft.flush(text, face, draft.indent)
        draft.gap(0.4)


@_draw.register
def _(block: Points, draft: Draft) -> None:
    face = language_face(block.language, draft.sizes.body)
    for text in block.items:
        draft.bullet(face.rtl)
        draft.flush(text, face, draft.indent)
        draft.gap(0.4)


@_draw.register
def _(block: Sources, draft: Draft) -> None:
    face = language_face(block.language, draft.sizes.fine)
    for text in block.items:
        draft.flush(text, face)
        draft.gap(0.3)


@_draw.register
def _(block: BigId, draft: Draft) -> None:
    sizes, groups = draft.sizes, block.groups
    lines, size = [""], 0
    for on_a_line in (len(groups), 2, 1):
        lines = _joined(groups, on_a_line)
        longest = max(map(len, lines))
        size = int(draft.strip.inner / (_MONOSPACED_ADVANCE * longest))
        if size >= sizes.smallest_id:
            break
    size = max(sizes.smallest_id, min(size, sizes.largest_id))
    draft.gap(0.2)
    for line in lines:
        draft.centred(line, typeface(MONOSPACED, size, bold=True))
    draft.gap(0.2)


def _joined(groups: tuple[str, ...], on_a_line: int) -> list[str]:
    starts = range(0, len(groups), on_a_line)
    return ["-".join(groups[start : start + on_a_line]) for start in starts]


@_draw.register
def _(block: QrCode, draft: Draft) -> None:
    strip = draft.strip
    image = qr_code(block.data, int(strip.width * draft.sizes.code))
    strip.paste(image.convert("L"), (strip.width - image.width) // 2)


def _stripe_edges(strip: Strip) -> None:
    """Slanted stripes down both edges: no piece torn off looks like a real paper."""
    for left in (0, strip.width - _STRIPES):
        right = left + _STRIPES - 1
        for row in range(-_STRIPES, strip.y, 2 * _STRIPE):
            slant = (left, row + _STRIPES, right, row)
            lower = (right, row + _STRIPE, left, row + _STRIPE + _STRIPES)
            strip.canvas.polygon((*slant, *lower), fill=BLACK)
