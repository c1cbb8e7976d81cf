"""Words of these forms, and every way in which the engine can fail."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.writing import engine, kanji
from kiosk.writing.kanji import (
    LONGEST,
    Conversion,
    Converter,
    KanjiError,
    KanjiFault,
    installed,
)

# As the Agency, Japan Post and the statistics bureau's occupations write them.
WORDS = {
    "とうきょうとしんじゅくく": "東京都新宿区",
    "おおさかしきたくうめだ": "大阪市北区梅田",
    "なごやしなかむらく": "名古屋市中村区",
    "さいたまけんかわぐちし": "埼玉県川口市",
    "よこはましなかくやましたちょう": "横浜市中区山下町",
    "ほんごうさんちょうめ": "本郷三丁目",
    "にしかさい": "西葛西",
    "いけぶくろ": "池袋",
    "にしゅうかん": "二週間",
    "いちねんかん": "一年間",
    "かいしゃいん": "会社員",
    "つうやく": "通訳",
    "ほんやく": "翻訳",
    "しんせき": "親戚",
    "しんぞく": "親族",
    "りゅうがくせい": "留学生",
    "だいがくいんせい": "大学院生",
    "えんじにあ": "エンジニア",
    "ちゅうかりょうり": "中華料理",
    "ちょうりし": "調理師",
    "かいごふくしし": "介護福祉士",
    "かんごし": "看護師",
    "しゅふ": "主婦",
    "むしょく": "無職",
    "にほんごがっこう": "日本語学校",
    "せんもんがっこう": "専門学校",
    "かぶしきがいしゃ": "株式会社",
    "ごうどうがいしゃ": "合同会社",
    "ざいりゅうきかんこうしん": "在留期間更新",
    "ざいりゅうしかく": "在留資格",
    "はいぐうしゃ": "配偶者",
    "おっと": "夫",
    "つま": "妻",
    "ちょうなん": "長男",
    "みもとほしょうにん": "身元保証人",
    "かぞくたいざい": "家族滞在",
    "いんしょくてん": "飲食店",
    "けんせつぎょう": "建設業",
    "いちじきこく": "一時帰国",
    "こんやくしゃ": "婚約者",
    "べとなむ": "ベトナム",
    "かとまんず": "カトマンズ",
    "さいとう": "斎藤",
    "ははがびょうきのためきこくします": "母が病気のため帰国します",
    "ひきつづきおなじかいしゃではたらくため": "引き続き同じ会社で働くため",
}
NEAR = 8
"""Ways that a screen shows without turning a page."""
PHRASES = st.text("あいうかきがっんゃー・、。1Aア日", min_size=1, max_size=LONGEST)


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter()


@pytest.fixture(scope="module", autouse=True)
def _closed(converter: Converter) -> object:
    yield
    converter.close()


@pytest.mark.parametrize(("kana", "written"), WORDS.items())
def test_words_of_the_forms(converter: Converter, kana: str, written: str) -> None:
    assert written in converter.convert(kana).phrases[:NEAR]


def test_nearly_all_are_the_first_answer(converter: Converter) -> None:
    first = [converter.convert(kana).phrases[0] == word for kana, word in WORDS.items()]
    assert sum(first) >= 0.85 * len(first)


def test_the_kana_themselves_are_always_there(converter: Converter) -> None:
    assert {"しんせき", "シンセキ"} <= set(converter.convert("しんせき").phrases)


def test_segments_are_the_first_way(converter: Converter) -> None:
    told = converter.convert("ははがびょうきのためきこくします")
    assert "".join(part.choices[0] for part in told.segments) == told.phrases[0]
    assert told.segments[0].kana == "ははが"
    assert "母が" in told.segments[0].choices


@given(kana=PHRASES)
@settings(deadline=None, max_examples=60)
def test_any_phrase(converter: Converter, kana: str) -> None:
    told = converter.convert(kana)
    assert "".join(part.kana for part in told.segments) == kana
    assert "".join(part.choices[0] for part in told.segments) == told.phrases[0]
    assert kana in told.phrases
    assert len(set(told.phrases)) == len(told.phrases)
    for phrase in told.phrases:
        assert phrase.encode("cp932")


@pytest.mark.parametrize("kana", ["", "あ い", "あ　い", "あ\n", "あ\0", "あ" * 101])
def test_what_is_no_phrase(converter: Converter, kana: str) -> None:
    with pytest.raises(ValueError, match="a phrase has"):
        converter.convert(kana)


def test_it_is_what_it_says_it_is(converter: Converter) -> None:
    assert installed()
    assert "しんせき" not in repr(converter.convert("しんせき"))
    assert isinstance(converter.convert("あ"), Conversion)


def test_nothing_is_written_and_nothing_is_left_open(tmp_path: Path) -> None:
    with Converter() as converter:
        converter.convert("りゅうがくせい")
        process = converter._engine
        assert process
        limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
        rows = {line[:26].strip(): line[26:].split()[:2] for line in limits.split("\n")}
        opened = os.listdir(f"/proc/{process.pid}/fd")
        environment = Path(f"/proc/{process.pid}/environ").read_bytes()
        command = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    assert rows["Max file size"] == ["0", "0"]
    assert rows["Max open files"] == ["3", "3"]
    assert rows["Max processes"] == ["0", "0"]
    assert rows["Max core file size"] == ["0", "0"]
    assert sorted(opened) == ["0", "1", "2"]
    assert environment == b""
    assert "りゅう".encode() not in command


def test_it_ends_with_the_visit() -> None:
    converter = Converter()
    converter.convert("あ")
    process = converter._engine
    assert process
    converter.close()
    converter.close()
    assert process.returncode == -9
    with pytest.raises(KanjiError) as error:
        converter.convert("あ")
    assert error.value.fault is KanjiFault.ENDED


def test_a_new_engine_is_started_for_one_that_died() -> None:
    with Converter() as converter:
        converter.start()
        assert converter._engine
        converter._engine.kill()
        converter._engine.wait()
        assert "夫" in converter.convert("おっと").phrases


def test_without_its_package_the_kana_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PACKAGE", "kiosk_has_no_such_package")
    assert not installed()
    _fails(Converter(), KanjiFault.MISSING)


def test_without_its_program_the_kana_stay() -> None:
    _fails(Converter(command=("/no/such/program",)), KanjiFault.MISSING)


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        ("", KanjiFault.ENDED),
        ("input(); print('no json', flush=True); input()", KanjiFault.NONSENSE),
        ("input(); print('[1]', flush=True); input()", KanjiFault.NONSENSE),
        (
            'input(); print(\'{"phrases": [1], "segments": []}\', flush=True); input()',
            KanjiFault.NONSENSE,
        ),
        (
            'input(); print(\'{"phrases": [], "segments": []}\', flush=True); input()',
            KanjiFault.NONSENSE,
        ),
        ("input(); print('x', end='', flush=True)", KanjiFault.ENDED),
    ],
)
def test_an_engine_that_is_not_well(program: str, fault: KanjiFault) -> None:
    _fails(Converter(command=(sys.executable, "-I", "-c", program)), fault)


def test_an_engine_that_says_nothing_is_not_waited_for() -> None:
    silent = (sys.executable, "-I", "-c", "input(); input()")
    _fails(Converter(command=silent, patience=0), KanjiFault.SLOW)


def test_closing_does_not_wait_for_an_answer() -> None:
    asked = threading.Event()
    silent = (sys.executable, "-I", "-c", "input(); input()")
    converter = Converter(
        command=silent, patience=60, clock=lambda: asked.set() or time.monotonic()
    )
    faults: list[KanjiFault] = []

    def ask() -> None:
        try:
            converter.convert("あ")
        except KanjiError as error:
            faults.append(error.fault)

    thread = threading.Thread(target=ask)
    thread.start()
    assert asked.wait(10)
    converter.close()
    thread.join(10)
    assert faults == [KanjiFault.ENDED]


def _fails(converter: Converter, fault: KanjiFault) -> None:
    with converter, pytest.raises(KanjiError) as error:
        converter.convert("ひみつ")
    assert error.value.fault is fault
    assert "ひみつ" not in str(error.value)


def test_the_engine_knows_no_more_than_its_pipes() -> None:
    assert kanji._ENGINE[1:3] == ("-I", "-B")
