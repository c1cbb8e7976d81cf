"""Readings of kanji, in brackets behind them."""

import gettext
from dataclasses import replace

import pytest

from kiosk.i18n import LANGUAGES, Words
from kiosk.i18n.ruby import bracketed
from kiosk.message import say


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("漢字《かんじ》", "漢字（かんじ）"),
        (
            "ここに 在留《ざいりゅう》カードを 置《お》いてください。",
            "ここに 在留（ざいりゅう）カードを 置（お）いてください。",
        ),
        ("｜取り消し《とりけし》します", "取り消し（とりけし）します"),
        ("この｜PIN《ピン》を", "このPIN（ピン）を"),
        ("時々《ときどき》", "時々（ときどき）"),
        ("漢字｜{name}《なまえ》さん", "漢字{name}（なまえ）さん"),
        # What is no reading is left as it is.
        ("『雑誌』《》と《題》｜", "『雑誌』《》と《題》｜"),
        ("かな《よみ》", "かな《よみ》"),
    ],
)
def test_examples(written: str, shown: str) -> None:
    """As in Aozora Bunko's own description."""
    assert bracketed(written) == shown


class Easy(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"put": "{name}の 札《ふだ》を 置《お》く"}.get(message, message)


def test_words_say_readings_of_their_own_and_leave_values_alone() -> None:
    easy = replace(LANGUAGES["ja"], code="ja-easy", ruby=True)
    message = say("put", name="山《やま》")
    assert Words(easy, Easy()).say(message) == "山《やま》の 札（ふだ）を 置（お）く"
    plain = Words(LANGUAGES["ja"], Easy()).say(message)
    assert plain == "山《やま》の 札《ふだ》を 置《お》く"
