"""Pages set by Typst: the layout is a file of ours, what stands on it is data.

Nothing of a visitor is ever part of the source that Typst reads, and nothing is
written to a file: the data goes in as a string and the PDF comes back as bytes.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from kiosk.i18n import Language

_LAYOUT: Final = Path(__file__).with_name("sheet.typ")
_FOLDERS: Final = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
)
_JAPANESE: Final = "Noto Sans CJK JP"
_LATIN: Final = "Noto Sans"
_EXACT: Final = "Noto Sans Mono CJK JP"
"""For what is typed: a full-width character is just as wide as two half-width ones."""


class SheetUnavailable(Exception):
    """Sheets cannot be set on this machine; ``str()`` says what to install."""


def typeset(data: Mapping[str, Any], language: Language, created: int) -> bytes:
    """The PDF. ``created`` is in seconds since 1970; it is the only time in it.

    Raises:
        SheetUnavailable: a font is missing.
    """
    page = {
        **data,
        "lang": language.code,
        "dir": language.direction,
        "fonts": {
            "words": list(dict.fromkeys((_family(language.font), _LATIN, _JAPANESE))),
            "official": [_LATIN, _JAPANESE],
            "exact": [_EXACT, _LATIN],
        },
    }
    return typst.compile(
        _LAYOUT,
        root=_LAYOUT.parent,
        font_paths=noto_fonts(),
        sys_inputs={"sheet": json.dumps(page, ensure_ascii=False)},
        timestamp=created,
        pdf_standards="ua-1",
    )


@cache
def noto_fonts() -> typst.Fonts:
    """The Noto fonts of the system, and no others: the same everywhere."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[folder for folder in _FOLDERS if folder.is_dir()],
    )
    missing = {_JAPANESE, _LATIN, _EXACT} - set(fonts.families())
    if missing:
        raise SheetUnavailable(
            f"the font {min(missing)} is missing; install fonts-noto-core and "
            "fonts-noto-cjk"
        )
    return fonts


@cache
def _family(file: str) -> str:
    """The family of a font file; of a collection, of its first font."""
    for font in noto_fonts().fonts():
        if font.index == 0 and font.path and Path(font.path).name == file:
            return font.family
    raise SheetUnavailable(f"the font {file} is missing; install fonts-noto-core")
