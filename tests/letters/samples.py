"""Languages that a terminal cannot draw, whether or not a site may offer them yet."""

from dataclasses import replace
from typing import Final

from kiosk.i18n import LANGUAGES
from kiosk.i18n.languages import Drawn, Language
from kiosk.i18n.scripts import Pictured


def _row(code: str, own: str, locale: str, script: str, font: str) -> Language:
    return replace(
        LANGUAGES["en"],
        code=code,
        own_name=own,
        locale=locale,
        script=script,
        drawn=Drawn.IMAGE,
        font=f"NotoSans{font}-Regular.ttf",
    )


NEPALI: Final = _row("ne", "नेपाली", "ne_NP", "Deva", "Devanagari")
BURMESE: Final = _row("my", "မြန်မာ", "my_MM", "Mymr", "Myanmar")
THAI: Final = _row("th", "ไทย", "th_TH", "Thai", "Thai")
PICTURED: Final = Pictured((NEPALI, BURMESE, THAI))
