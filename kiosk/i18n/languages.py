"""The languages a site may offer: one row each, and no language named anywhere else."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.record import record


class Drawn(StrEnum):
    """How its words get onto the screen."""

    CELLS = "cells"
    """A terminal draws it right, cell by cell."""
    IMAGE = "image"
    """A terminal cannot shape it: it is drawn as a picture of the same size."""


@record
class Language:
    """One language. ``code`` is BCP 47's, ``locale`` CLDR's name; ``font`` the file
    that papers and pictures use first, with ``#`` and its place if it is not the first
    of a collection. Staff read ``japanese_name``.
    """

    code: str
    own_name: str
    japanese_name: str
    locale: str
    script: str
    direction: str
    drawn: Drawn
    font: str
    ruby: bool = False
    """Its catalogue says how kanji are read (``ruby.py``)."""

    @property
    def folder(self) -> str:
        """Of its catalogue, named as gettext names languages."""
        return self.code.replace("-", "_")


_CJK: Final = "NotoSansCJK-Regular.ttc"
_KOREAN, _SIMPLIFIED, _TRADITIONAL = (f"{_CJK}#{own}" for own in (1, 2, 3))
_LATIN: Final = "NotoSans-Regular.ttf"


def _cells(
    code: str, own: str, japanese: str, locale: str, script: str, font: str
) -> Language:
    return Language(code, own, japanese, locale, script, "ltr", Drawn.CELLS, font)


def _image(
    code: str, own: str, japanese: str, locale: str, script: str, face: str
) -> Language:
    font = f"NotoSans{face}-Regular.ttf"
    return Language(code, own, japanese, locale, script, "ltr", Drawn.IMAGE, font)


LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        row.code: row
        for row in (
            _cells("ja", "日本語", "日本語", "ja_JP", "Jpan", _CJK),
            Language(
                "ja-Hira",
                "やさしい日本語",
                "やさしい日本語",
                "ja_JP",
                "Jpan",
                "ltr",
                Drawn.CELLS,
                _CJK,
                ruby=True,
            ),
            _cells("en", "English", "英語", "en_GB", "Latn", _LATIN),
            _cells(
                "zh-Hans",
                "简体中文",
                "中国語・簡体字",
                "zh_Hans_CN",
                "Hans",
                _SIMPLIFIED,
            ),
            _cells("vi", "Tiếng Việt", "ベトナム語", "vi_VN", "Latn", _LATIN),
            _cells("ko", "한국어", "韓国語", "ko_KR", "Kore", _KOREAN),
            _cells("fil", "Filipino", "フィリピノ語", "fil_PH", "Latn", _LATIN),
            _image("ne", "नेपाली", "ネパール語", "ne_NP", "Deva", "Devanagari"),
            _cells("id", "Bahasa Indonesia", "インドネシア語", "id_ID", "Latn", _LATIN),
            _cells(
                "pt-BR", "Português (Brasil)", "ポルトガル語", "pt_BR", "Latn", _LATIN
            ),
            _image("my", "မြန်မာ", "ミャンマー語", "my_MM", "Mymr", "Myanmar"),
            _cells(
                "zh-Hant",
                "繁體中文",
                "中国語・繁体字",
                "zh_Hant_TW",
                "Hant",
                _TRADITIONAL,
            ),
            _cells("es", "Español", "スペイン語", "es_ES", "Latn", _LATIN),
            _image("th", "ไทย", "タイ語", "th_TH", "Thai", "Thai"),
        )
    }
)
"""By code, as in ``site.languages``."""


def of_collection(font: str) -> tuple[str, int]:
    """The file of a ``Language.font``, and which font of the file it is."""
    name, _, place = font.partition("#")
    return name, int(place or 0)


def own_name(code: str) -> str:
    """What its speakers call a language; the code of one that is not here."""
    return LANGUAGES[code].own_name if code in LANGUAGES else code
