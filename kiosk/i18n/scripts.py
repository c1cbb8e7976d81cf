"""What is special about some scripts: how wide a world of characters they are, whether
words stand apart, and how high and deep their signs reach.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from kiosk.i18n.languages import LANGUAGES, Drawn, Language
from kiosk.record import record


@record
class Script:
    """``characters``: ranges of a regular expression (Unicode's blocks). ``spaced``:
    words stand apart. ``tallest``: signs between which all others fit but for a few
    that no living language uses; one of them at the end goes as far as any beyond its
    own width, one at the beginning before it.
    """

    characters: str
    spaced: bool
    tallest: str


SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType(
    {
        "Deva": Script("\u0900-\u097f\ua8e0-\ua8ff", spaced=True, tallest="र्कैं ठूँ हुन्छ स्"),
        "Mymr": Script(
            "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
            spaced=False,
            tallest="ကြို့ ကျွန်ုပ်တို့ ၍",
        ),
        "Thai": Script("\u0e00-\u0e7f", spaced=False, tallest="ญี่ปุ่น ป๊ำ ฟื้ ผู้ ไป"),
    }
)
"""By ISO 15924's name, as in ``Language.script``. One that is not here has spaces."""


def needs_dictionary(language: Language) -> bool:
    """Whether only a dictionary tells where its words end."""
    script = SCRIPTS.get(language.script)
    return script is not None and not script.spaced


class Pictured:
    """The languages that a terminal cannot draw."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self.languages = tuple(row for row in languages if row.drawn is Drawn.IMAGE)
        ranges = "".join(SCRIPTS[row.script].characters for row in self.languages)
        self._any = re.compile(f"[{ranges}]") if ranges else None

    def has(self, text: str) -> bool:
        """Whether a text has a character of theirs."""
        return self._any is not None and self._any.search(text) is not None

    def of(self, text: str) -> tuple[Language, ...]:
        """Those of which it has one."""
        return tuple(
            row
            for row in self.languages
            if re.search(f"[{SCRIPTS[row.script].characters}]", text)
        )


PICTURED: Final = Pictured(LANGUAGES.values())


def offered(
    codes: tuple[str, ...], *, pictures: bool, pictured: Pictured = PICTURED
) -> tuple[str, ...]:
    """The languages of a site that its terminal can show; all of them where that would
    be none.
    """
    if pictures:
        return codes
    unshown = {row.code for row in pictured.languages}
    return tuple(code for code in codes if code not in unshown) or codes
