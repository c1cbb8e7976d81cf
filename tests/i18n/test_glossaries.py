"""Official terms: one glossary a language, and the Japanese beside its words."""

import re
import tomllib
from functools import cache
from typing import Final

import pytest
from babel.messages.pofile import read_po

from kiosk.i18n import LANGUAGES, LOCALES, OFFICE_LANGUAGE

IN_BRACKETS: Final = re.compile(r"\(([\u3040-\u30ff\u4e00-\u9fff々]{2,})\)")
ORIGINALS: Final = (OFFICE_LANGUAGE, "en")
"""What the others were translated from."""
TERMS: Final = (LOCALES / "terms.txt").read_text(encoding="utf-8").split()
"""What every visitor meets on cards, forms and at the office."""
TRANSLATED: Final = [code for code in LANGUAGES if code not in ORIGINALS]
OF_KANJI: Final = ("Jpan", "Hans", "Hant")
"""Where a term's own characters are words of the language, it need not stand twice."""


@cache
def texts(code: str) -> dict[str, str]:
    """The first form of each message."""
    with (LOCALES / LANGUAGES[code].folder / "LC_MESSAGES" / "kiosk.po").open(
        "rb"
    ) as file:
        entries = [own for own in read_po(file) if own.id]
    return {
        own.id if isinstance(own.id, str) else own.id[0]: (
            own.string if isinstance(own.string, str) else own.string[0]
        )
        for own in entries
    }


def glossary(code: str) -> dict[str, str]:
    text = (LOCALES / LANGUAGES[code].folder / "glossary.toml").read_text(
        encoding="utf-8"
    )
    terms: dict[str, str] = tomllib.loads(text)
    return terms


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_language_has_the_same_terms(code: str) -> None:
    assert set(TERMS) <= set(glossary(code))
    assert all(word.strip() for word in glossary(code).values())


@pytest.mark.parametrize("code", TRANSLATED)
def test_it_is_said_openly_who_has_reviewed_them(code: str) -> None:
    folder = LOCALES / LANGUAGES[code].folder
    for name in ("glossary.toml", "LC_MESSAGES/kiosk.po"):
        head = (folder / name).read_text(encoding="utf-8")[:2000]
        assert "native" in head, name


@pytest.mark.parametrize(
    "code", [own for own in TRANSLATED if LANGUAGES[own].script not in OF_KANJI]
)
def test_the_japanese_of_an_official_term_stands_beside_it(code: str) -> None:
    """As the English has it: what is on the card, the form and the door."""
    lacking = {
        name: term
        for name, english in texts("en").items()
        for term in IN_BRACKETS.findall(english)
        if term not in texts(code)[name]
    }
    assert lacking == {}
