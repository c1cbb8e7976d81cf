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
    """One language. ``locale`` is CLDR's name; ``font`` the file receipts use first."""

    code: str
    own_name: str
    locale: str
    script: str
    direction: str
    drawn: Drawn
    font: str
    ruby: bool = False
    """Its catalogue says how kanji are read (``ruby.py``)."""


_CJK: Final = "NotoSansCJK-Regular.ttc"
_LATIN: Final = "NotoSans-Regular.ttf"

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        row.code: row
        for row in (
            Language("ja", "日本語", "ja_JP", "Jpan", "ltr", Drawn.CELLS, _CJK),
            Language("en", "English", "en_GB", "Latn", "ltr", Drawn.CELLS, _LATIN),
        )
    }
)
"""By code, as in ``site.languages`` and in the names of the folders of catalogues."""
