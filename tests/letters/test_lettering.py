"""Lines as high as a row of cells: shaped as Pango shapes them, and whole."""

from math import ceil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.i18n.languages import Language
from kiosk.letters.fonts import find
from kiosk.letters.lettering import Lettering
from tests.letters.likeness import by_pango, likeness, trimmed
from tests.letters.samples import BURMESE, NEPALI, THAI

ROW = 64
ALIKE = 0.95
WORDS = [
    (NEPALI, "कृपया"),
    (NEPALI, "क्षेत्र"),
    (NEPALI, "निर्णय"),
    (BURMESE, "မြန်မာ"),
    (BURMESE, "တက္ကသိုလ်"),
    (BURMESE, "ကျွန်ုပ်"),
    (THAI, "ที่นี่"),
    (THAI, "ผู้ยื่น"),
    (THAI, "น้ำ"),
]
HEIGHTS = [16, 20, 28, 45]
SENTENCES = [
    (NEPALI, "हाम्रो उहाँको ठूलो र्कैं हुन्छ छाड्नुभयो [Esc] (在留カード) Ag"),
    (BURMESE, "ကျွန်ုပ်တို့ ကြို့ မြန်မာ ကျွမ်းကျင်သူ ပြု၍ [Esc] (在留カード) Ag"),
    (THAI, "ญี่ปุ่น ที่ ป๊ำ ฟื้ ผู้ ดู กี่ [Esc] (在留カード) Ag"),
]


def ours(lettering: Lettering, text: str) -> Image.Image:
    width = int(lettering.width(text)) + ROW
    mask = lettering.mask(text, width, bold=False, underlined=False)
    return trimmed(Image.frombytes("L", (width, len(mask) // width), mask))


def sign_by_sign(lettering: Lettering, font: str, text: str) -> Image.Image:
    """As a terminal does it."""
    face = ImageFont.truetype(find(font), lettering.size)
    image = Image.new("L", (ROW * len(text), 2 * ROW))
    canvas, x = ImageDraw.Draw(image), 0.0
    for sign in text:
        canvas.text((x, ROW), sign, fill=255, font=face, anchor="ls")
        x += face.getlength(sign)
    return trimmed(image)


def unshaped(lettering: Lettering, font: str, text: str) -> Image.Image:
    """As Pillow does it without Raqm."""
    basic = ImageFont.Layout.BASIC
    face = ImageFont.truetype(find(font), lettering.size, layout_engine=basic)
    image = Image.new("L", (ROW * len(text), 2 * ROW))
    ImageDraw.Draw(image).text((0, ROW), text, fill=255, font=face, anchor="ls")
    return trimmed(image)


@pytest.mark.parametrize(("row", "word"), WORDS)
def test_words_are_shaped_as_pango_shapes_them(
    row: Language, word: str, tmp_path: Path
) -> None:
    """And whatever is not shaped is told apart by the same measure."""
    lettering = Lettering([row], ROW)
    family = row.font.removesuffix("-Regular.ttf").replace("NotoSans", "Noto Sans ")
    theirs = by_pango(word, family, lettering.size, tmp_path)
    assert likeness(ours(lettering, word), theirs) >= ALIKE
    assert likeness(sign_by_sign(lettering, row.font, word), theirs) < ALIKE
    assert likeness(unshaped(lettering, row.font, word), theirs) < ALIKE


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("height", HEIGHTS)
@pytest.mark.parametrize(("row", "sentence"), SENTENCES)
def test_nothing_is_cut_off(
    row: Language, sentence: str, height: int, bold: bool
) -> None:
    """A row has all the ink that there would be with room above and below."""
    lettering = Lettering([row], height)
    width = int(lettering.width(sentence)) + 2
    inked = lettering.mask(sentence, width, bold=bold, underlined=False)
    roomy = Image.new("L", (width, 3 * height))
    face = lettering.face(bold=bold)
    face.draw(ImageDraw.Draw(roomy), 0, 2 * height, sentence, 255)
    assert sum(roomy.tobytes()) == sum(inked)


@pytest.mark.parametrize("row", [NEPALI, BURMESE, THAI])
def test_letters_fill_the_row(row: Language) -> None:
    lettering = Lettering([row], ROW)
    assert ours(lettering, "ကြို့ ကျွန်ုပ် र्कैं हुँ ญี่ปุ่น ผู้").height > 0.85 * ROW


def test_a_line_is_as_wide_when_it_becomes_bold() -> None:
    lettering = Lettering([NEPALI], ROW)
    text = "कृपया कार्ड राख्नुहोस्"
    width = ceil(lettering.width(text) + lettering.overhang)
    bold = lettering.mask(text, width + 50, bold=True, underlined=False)
    box = Image.frombytes("L", (width + 50, ROW), bold).getbbox()
    assert box is not None
    assert box[2] <= width


def test_an_underline_is_as_long_as_the_words() -> None:
    lettering = Lettering([THAI], ROW)
    masks = [
        lettering.mask("ไทย", 300, bold=False, underlined=own) for own in (True, False)
    ]
    with_line, without = (
        Image.frombytes("L", (300, ROW), own).getbbox() for own in masks
    )
    assert with_line is not None
    assert without is not None
    assert with_line[3] > without[3]
    assert abs(with_line[2] - without[2]) <= 4


def test_widths_are_forgotten() -> None:
    lettering = Lettering([THAI], ROW)
    lettering.width("ความลับ")
    assert "ความลับ" in str(vars(lettering))
    lettering.wipe()
    assert "ความลับ" not in str(vars(lettering))
    assert "ความลับ" not in repr(lettering)
