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
from kiosk.i18n.languages import of_collection

_LAYOUT: Final = Path(__file__).with_name("sheet.typ")
_TRIAL: Final = _LAYOUT.with_name("trial.typ")
_FOLDERS: Final = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
)
_JAPANESE: Final = "Noto Sans CJK JP"
_LATIN: Final = "Noto Sans"
_EXACT: Final = "Noto Sans Mono CJK JP"
"""For what is typed: a full-width character is just as wide as two half-width ones."""
_OFFICIAL: Final = (_LATIN, _JAPANESE)
_TYPED: Final = (_EXACT, _LATIN)
_LACKING: Final = "could not be displayed"


class SheetUnavailable(Exception):
    """Sheets cannot be set on this machine; ``str()`` says what to install."""


def typeset(
    data: Mapping[str, Any], language: Language, created: int, layout: str = "sheet"
) -> bytes:
    """The PDF. ``created`` is in seconds since 1970; it is the only time in it.
    ``layout`` is a file of ours, by its name.

    Raises:
        SheetUnavailable: a font is missing, or the letters of a text.
    """
    page = {
        **data,
        "lang": language.locale.partition("_")[0],
        "dir": language.direction,
        "fonts": {
            "words": list(dict.fromkeys((_family(language.font), _LATIN, _JAPANESE))),
            "official": _OFFICIAL,
            "exact": _TYPED,
        },
    }
    source = _LAYOUT.with_name(f"{layout}.typ")
    pdf = _set(source, {"sheet": json.dumps(page, ensure_ascii=False)}, created)
    if pdf is None:
        raise SheetUnavailable("a text has letters that no font of this machine has")
    return pdf


def can_set(text: str) -> bool:
    """Whether the fonts have every letter of a text, with the marks on it."""
    fonts = json.dumps([_OFFICIAL, _TYPED])
    return _set(_TRIAL, {"text": text, "fonts": fonts}, 0) is not None


def _set(source: Path, inputs: dict[str, str], created: int) -> bytes | None:
    """None where a letter is lacking: the standard for accessible files has none."""
    try:
        return typst.compile(
            source,
            root=_LAYOUT.parent,
            font_paths=noto_fonts(),
            sys_inputs=inputs,
            timestamp=created,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        if _LACKING not in error.message:
            raise
        # Its message repeats the text, which may be a visitor's.
        return None


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
    """The family of a font of the registry of languages."""
    name, place = of_collection(file)
    for font in noto_fonts().fonts():
        if font.index == place and font.path and Path(font.path).name == name:
            return font.family
    raise SheetUnavailable(f"the font {name} is missing; install fonts-noto-core")
