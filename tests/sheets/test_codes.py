"""QR codes of single texts, read by ZBar, which guesses where it is not told."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kiosk.sheets.codes import Code, code
from tests.sheets.poppler import read_codes

_DOTS = 4


def drawn(made: Code) -> Image.Image:
    """The squares of its path, filled."""
    side = int(re.findall(r'viewBox="0 0 (\d+) \1"', made.svg)[0])
    image = Image.new("L", (side * _DOTS, side * _DOTS), 255)
    pen = ImageDraw.Draw(image)
    for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", made.svg):
        left, top = int(x) * _DOTS, int(y) * _DOTS
        pen.rectangle((left, top, left + int(n) * _DOTS - 1, top + _DOTS - 1), fill=0)
    return image


def read(text: str) -> str:
    (found,) = read_codes(drawn(code(text)))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "会社員",
        "引き続き",
        "ＴＲＡＮ　ＶＡＮ　ＡＮ",
        "霞が関１－１－１",
        "東京～大阪",
        "①㈱髙﨑",
        "ｶﾀｶﾅ",
        "a\nb",
        "一行目\n二行目 third",
        "nguyen.thi.lan@example.com",
        "￥１０，０００￠￡￢∥―＼",
    ],
)
def test_it_says_exactly_the_text(text: str) -> None:
    assert read(text) == text


def portal_characters() -> list[str]:
    """Every character that the portal takes: those of cp932 of two bytes."""
    found = []
    for first in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for second in range(0x40, 0xFD):
            char = bytes([first, second]).decode("cp932", "ignore")
            if len(char) == 1 and ord(char) > 0xFF and char.isprintable():
                found.append(char)
    return found


def test_it_says_every_character_that_the_portal_takes() -> None:
    characters = portal_characters()
    assert len(characters) > 7000
    for begin in range(0, len(characters), 250):
        text = "".join(characters[begin : begin + 250])
        assert read(text) == text


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text("あ漢字亜会社員－～１Ａａｱ①a1 -\n", min_size=1, max_size=40))
def test_it_says_any_mixture(text: str) -> None:
    text = text.strip() or "-"
    assert read(text) == text


def test_a_module_is_never_finer_than_readers_see() -> None:
    for text in ("a" * 13, "あ" * 85, "あ" * 600, "－" * 600):
        made = code(text)
        side = int(re.findall(r'viewBox="0 0 (\d+)', made.svg)[0])
        assert made.width / side >= 0.33
        assert made.width <= 60
