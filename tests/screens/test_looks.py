"""Every pair of letters and ground can be read, whatever the colours.

Contrast is computed as WCAG 2.2 defines it (relative luminance, contrast ratio), what
eyes without red or green see as by Machado, Oliveira and Fernandes (2009).
"""

import os
import re
from collections.abc import Iterator
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Final

import pytest
from rich.color import Color

from kiosk.i18n import words_of
from kiosk.screens import base
from kiosk.screens.looks import LOOKS
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.visit.display import Theme
from tests.screens.pages import lying_over, standing, with_residence_card
from tests.screens.showing import Shown, showing

LONG: Final = os.environ.get("MADOGUCHI_LONG") == "1"
LEAST: Final = 7.0
"""WCAG 2.2, 1.4.6."""
STYLES: Final = Path(base.__file__).with_name("kiosk.tcss").read_text()
RULE: Final = re.compile(r"^([^{}/]+) \{([^}]*)\}", re.MULTILINE)
EDGES: Final = " ▁▀█▔▌┏┓┗┛━┃▎▊▇▆▅▄▃▂"
"""Of keys, codes and frames: no letters."""
DEUTERANOPIA: Final = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
PROTANOPIA: Final = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
APART: Final = 0.15
"""Of a colour cube with edges of 1: what is as far apart is seen to be two colours."""

Rgb = tuple[float, ...]


def linear(colour: str) -> Rgb:
    """Red, green and blue as amounts of light."""
    octets = bytes.fromhex(colour.removeprefix("#"))
    parts = (own / 255 for own in octets)
    return tuple(
        own / 12.92 if own <= 0.04045 else ((own + 0.055) / 1.055) ** 2.4
        for own in parts
    )


def contrast(one: str, other: str) -> float:
    dark, light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in map(linear, (one, other))
    )
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast() -> None:
    """Black on white is 21:1; #767676 on white is the grey that just passes 4.5:1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def pairs() -> set[tuple[str, str]]:
    """Ink and ground of each rule that has both; who has ink alone stands on the
    ground of the screen.
    """
    found = set()
    for _, rule in RULE.findall(STYLES):
        own = dict(re.findall(r"(?<![\w-])(color|background): \$([\w-]+);", rule))
        if "color" in own:
            found.add((own["color"], own.get("background", "ground")))
    return found


@pytest.mark.parametrize("theme", Theme)
def test_of_the_style_sheet(theme: Theme) -> None:
    look = LOOKS[theme]
    assert look.keys() == LOOKS[Theme.USUAL].keys()
    used = set(re.findall(r"\$([\w-]+)", STYLES))
    assert used == look.keys()
    assert len(pairs()) > 10
    # Striped tiles have their letters from the rule above them.
    for ink, ground in pairs() | {("tile-ink", "tile-2")}:
        assert contrast(look[ink], look[ground]) >= LEAST, (ink, ground)


def drawn(app: Shown) -> Iterator[tuple[str, str, str]]:
    """Letters, their colour and their ground, as they stand on the screen."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            words = text.strip(EDGES)
            if words and style is not None:
                ink, ground = (
                    (own or Color.default()).get_truecolor().hex
                    for own in (style.color, style.bgcolor)
                )
                pair = (ground, ink) if style.reverse else (ink, ground)
                yield words, *pair


@pytest.mark.parametrize("theme", Theme)
async def test_of_what_is_drawn(theme: Theme) -> None:
    """One page of each kind; all of them in the longer run."""
    shown = [page_of(state) for _, state in [*standing(), *with_residence_card()]]
    kinds = {(type(own.form), own.tone, bool(own.rows)): own for own in shown}
    overs = [overlay_of(state) for _, state in lying_over()]
    async with showing(words_of("en"), (80, 24)) as reader:
        reader.app.look = theme
        for page in shown if LONG else kinds.values():
            await reader.show(page)
            can_be_read(reader.app)
        for over in overs if LONG else overs[:1]:
            assert over is not None
            await reader.lay_over(over)
            can_be_read(reader.app)


def can_be_read(app: Shown) -> None:
    for words, ink, ground in drawn(app):
        assert contrast(ink, ground) >= LEAST, words


def seen_by(eyes: tuple[Rgb, ...], colour: str) -> Rgb:
    return tuple(
        sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in eyes
    )


@pytest.mark.parametrize("eyes", [DEUTERANOPIA, PROTANOPIA])
def test_colours_that_are_apart_without_red_and_green(eyes: tuple[Rgb, ...]) -> None:
    """What is good and what is bad; what is typed into, and what is touched."""
    look = LOOKS[Theme.COLOURS]
    for group in (("good", "care", "bad"), ("field", "tile"), ("ground", "tile-2")):
        for one, other in combinations(group, 2):
            apart = dist(*(gamma(seen_by(eyes, look[own])) for own in (one, other)))
            assert apart >= APART, (one, other)


def gamma(colour: Rgb) -> Rgb:
    """As evenly spaced as eyes have it, near enough."""
    return tuple(max(0.0, own) ** (1 / 2.2) for own in colour)
