"""How kanji are read, for those who cannot: Aozora Bunko's notation in a catalogue, and
brackets where it is shown.

``漢字《かんじ》`` becomes ``漢字（かんじ）``: a reading stands for the kanji before it.
In ``｜取り消し《とりけし》`` it stands for all from the bar on.
https://www.aozora.gr.jp/annotation/etc.html#ruby
"""

import re
from typing import Final

_READ: Final = re.compile(
    r"(?:｜(?P<marked>[^｜《》\n]+)|(?P<kanji>[一-鿿㐀-䶿々〆ヶ]+))《(?P<reading>[^｜《》\n]+)》"
)


def bracketed(text: str) -> str:
    """Each reading in brackets behind what it is read for. Anything else stays."""
    return _READ.sub(
        lambda read: f"{read['marked'] or read['kanji']}（{read['reading']}）", text
    )
