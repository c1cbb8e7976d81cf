"""Which texts a terminal cannot draw, where their words end, and who offers them."""

import unicodedata

import pytest

from kiosk.i18n.breaks import unbreakable
from kiosk.i18n.dictionaries import is_there, words
from kiosk.i18n.scripts import SCRIPTS, Pictured, offered
from tests.letters.samples import NEPALI, PICTURED, THAI

NAMES = {"Deva": "DEVANAGARI", "Mymr": "MYANMAR", "Thai": "THAI"}
BAHT = "฿"
"""Of Thailand's block, but in every font."""


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_has_its_characters(script: str) -> None:
    """By Unicode's own names of them; vowel signs of the Vedas may be left out."""
    row = next(row for row in PICTURED.languages if row.script == script)
    pictured = Pictured([row])
    for code in range(0x20, 0x10000):
        name = unicodedata.name(chr(code), "")
        if name and chr(code) != BAHT:
            own = NAMES[script] in name
            assert pictured.has(chr(code)) == own or "VEDIC" in name, hex(code)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("Residence card 在留カード 한국어 Việt", []),
        ("ネパール नेपाली", ["ne"]),
        ("ไทย / मराठी", ["ne", "th"]),
        ("မြန်မာ", ["my"]),
    ],
)
def test_by_what_is_in_a_text(text: str, codes: list[str]) -> None:
    assert PICTURED.has(text) == bool(codes)
    assert [row.code for row in PICTURED.of(text)] == codes


def test_without_such_a_language_no_text_is_a_picture() -> None:
    assert not Pictured([]).has("नेपाली")


def test_what_a_terminal_cannot_show_is_not_offered() -> None:
    pictured = Pictured([NEPALI, THAI])
    codes = ("ja", "ne", "en", "th")
    assert offered(codes, pictures=True, pictured=pictured) == codes
    assert offered(codes, pictures=False, pictured=pictured) == ("ja", "en")
    # Badly shown is better than nothing.
    assert offered(("ne",), pictures=False, pictured=pictured) == ("ne",)


def test_the_dictionaries_are_there() -> None:
    assert is_there()


@pytest.mark.parametrize(
    "text",
    [
        # Words of the Royal Society's dictionary (พจนานุกรม).
        "กรุณา|วาง|บัตร",
        "เครื่อง|อ่าน|บัตร",
        "ภาษา|ไทย",
        # Card, read, machine.
        "ကတ်|ဖတ်|စက်",
        "ไทย",
        "",
    ],
)
def test_words_end_where_a_dictionary_says_so(text: str) -> None:
    assert "|".join(words(text.replace("|", ""))) == text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("यो कार्ड राख्नुहोस् ।", ["यो ", "कार्ड ", "राख्नुहोस् ।"]),
        ("(कार्ड) ठीक छ?", ["(कार्ड) ", "ठीक ", "छ?"]),
        ("छ॥ 在留カード।", ["छ॥ ", "在", "留", "カー", "ド।"]),
        ("မြန်မာ ။ ID", ["မြန်မာ ။ ", "ID"]),
        ("ครู่ ๆ Card", ["ครู่ ๆ ", "Card"]),
        ("「ไทย」と", ["「ไทย」", "と"]),
    ],
)
def test_pieces_that_stay_on_one_line(text: str, pieces: list[str]) -> None:
    assert list(unbreakable(text)) == pieces


def test_no_word_that_is_broken_is_kept() -> None:
    """ICU would point at the text that it was given last."""
    from kiosk.i18n import dictionaries

    words("ความลับ")
    assert "ความลับ" not in repr(vars(dictionaries))
