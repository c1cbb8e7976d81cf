"""The paper as a picture."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, features

from kiosk.i18n import languages
from kiosk.i18n.languages import Drawn, Language
from kiosk.letters import fonts
from kiosk.letters.fonts import FontsUnavailable, Typeface, find, typeface
from kiosk.receipts.blocks import Paragraph
from kiosk.receipts.drawing import draw
from kiosk.receipts.paper import Paper, Reason
from tests.receipts.papers import auth_id, drawn, receipt, said, slip

DOTS = {58: 384, 80: 576}
TALLEST = {58: 20_000, 80: 16_000}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line, as it is put on paper."""
    seen: list[str] = []
    draw_line = Typeface.draw

    def spy(face: Typeface, *place: Any) -> None:
        seen.append(place[3])
        draw_line(face, *place)

    monkeypatch.setattr(Typeface, "draw", spy)
    return seen


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything black."""
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("width", DOTS)
@pytest.mark.parametrize("paper", [receipt(), slip()])
def test_as_wide_as_the_printer_and_within_the_margins(
    width: int, paper: Paper
) -> None:
    image = drawn(paper, width)
    assert (image.width, image.mode) == (DOTS[width], "1")
    left, _, right, _ = ink(image)
    assert left >= 12
    assert right <= DOTS[width] - 12


def test_another_width_is_refused() -> None:
    with pytest.raises(KeyError):
        drawn(receipt(), 60)


@pytest.mark.parametrize("width", DOTS)
@pytest.mark.parametrize("make", [receipt, slip])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_line_begins_with_closing_punctuation(
    width: int, make: Any, language: str, lines: list[str]
) -> None:
    drawn(make(language=language, mode="training"), width)
    assert len(lines) > 15
    assert not [line for line in lines if line[:1] in tuple("。、）」』！？・ー,.)")]


@pytest.mark.parametrize("width", DOTS)
def test_the_id_is_on_paper_in_groups_of_four(width: int, lines: list[str]) -> None:
    drawn(receipt(), width)
    text = auth_id(1)
    groups = [text[i : i + 4] for i in range(0, 16, 4)]
    if width == 80:
        assert "-".join(groups) in lines
    else:
        assert ["-".join(groups[:2]), "-".join(groups[2:])] == [
            line
            for line in lines
            if line in ("-".join(groups[:2]), "-".join(groups[2:]))
        ]


@pytest.mark.parametrize("mode", ["demo", "training"])
def test_every_piece_of_a_paper_not_in_earnest_is_striped(mode: str) -> None:
    paper = drawn(receipt(mode=mode))
    for left in (0, paper.width - 12):
        for top in range(0, paper.height - 24, 24):
            piece = paper.crop((left, top, left + 12, top + 24))
            assert 0 in piece.tobytes() or piece.convert("L").histogram()[0] > 50


@pytest.mark.parametrize("make", [receipt, slip])
def test_a_paper_in_earnest_has_white_edges(make: Any) -> None:
    paper = drawn(make())
    for left in (0, paper.width - 12):
        edge = paper.crop((left, 0, left + 12, paper.height)).convert("L")
        assert edge.histogram()[0] == 0


HOSTILE = (
    "x" * 10_000,
    "。" * 10_000,
    "漢" * 10_000,
    "a b " * 5_000,
    "\u202e" * 50 + "evil",
    "\x00\x07\x1b@\x1dV\x00",
    "[@click=app.quit]x[/] <b>&amp;",
    "e" + "\u0301" * 2_000,
    "\u200d" * 2_000,
    "👩‍👩‍👧‍👦🏳️‍🌈" * 300,
    "مرحبا بالعالم שלום " * 200,
    "ကျွန်ုပ် នៅក្នុង ශ්‍රී தமிழ் " * 100,
    "\ud800\udfff\ue000\ufffe",
    "",
    " ",
)


@pytest.mark.parametrize("width", DOTS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_drawn_within_bounds(width: int, text: str) -> None:
    message = said(text)
    for paper in (
        receipt(site=text, done=message, steps=(message,)),
        slip(
            site=text,
            verdict=message,
            subject=(message,),
            reasons=(Reason(message, text),),
            steps=(message,),
            remedies=(message,),
        ),
    ):
        assert drawn(paper, width).height <= TALLEST[width]


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_drawn(text: str) -> None:
    message = said(text)
    drawn(receipt(site=text, done=message, steps=(message, message)), 58)


def test_each_text_is_drawn_whole(lines: list[str]) -> None:
    """However long the paper gets, nothing falls off the sheet it is drawn on."""
    steps = tuple(said(f"Step number {number}") for number in range(80))
    paper = drawn(receipt(language="ja", steps=steps))
    for top in range(700, paper.height - 250, 60):
        left, _, right, _ = ink(paper.crop((0, top, paper.width, top + 60)))
        assert right > left


def test_a_character_no_font_has_is_a_geta_and_not_an_empty_box() -> None:
    geta, unknown = (
        draw((Paragraph(text, "ja"),), 80) for text in ("〓", "\U00016a40")
    )
    assert geta.tobytes() == unknown.tobytes()


def test_japanese_within_english_is_drawn_with_a_font_that_has_it() -> None:
    in_english, in_japanese = (
        draw((Paragraph("出入国在留管理庁", code),), 80) for code in ("en", "ja")
    )
    assert in_english.tobytes() == in_japanese.tobytes()


def test_a_language_read_from_the_right_begins_at_the_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arabic = Language(
        "ar",
        "العربية",
        "アラビア語",
        "ar",
        "Arab",
        "rtl",
        Drawn.IMAGE,
        "NotoSansArabic-Regular.ttf",
    )
    rows = MappingProxyType({**languages.LANGUAGES, "ar": arabic})
    monkeypatch.setattr(fonts, "LANGUAGES", rows)
    image = draw((Paragraph("شكرا 認証", "ar"),), 80)
    left, _, right, _ = ink(image)
    assert right >= image.width - 34
    assert left > image.width / 2
    # The first word stands to the right of the second.
    word = draw((Paragraph("شكرا", "ar"),), 80)
    width = ink(word)[2] - ink(word)[0]
    tail = (right - width, 0, image.width, image.height)
    assert image.crop(tail).tobytes() == word.crop(tail).tobytes()


def test_a_missing_font_is_named(tmp_path: Any) -> None:
    with pytest.raises(
        FontsUnavailable, match=r"NotoSans-Regular.ttf.*fonts-noto-core"
    ):
        find("NotoSans-Regular.ttf", tmp_path)


@pytest.mark.parametrize("feature", ["raqm", "fribidi"])
def test_without_shaping_nothing_is_drawn(
    feature: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != feature)
    with pytest.raises(FontsUnavailable, match=feature):
        fonts.require_shaping()


def test_scripts_of_asia_are_shaped() -> None:
    """Devanagari joins consonants: क्ष is one sign, narrower than its letters."""
    face = typeface("NotoSansDevanagari-Regular.ttf", 40, bold=False)
    assert face.width("क्ष") < face.width("क") + face.width("ष")


def test_the_hour_does_not_depend_on_the_zone_it_is_given_in() -> None:
    east = datetime.fromisoformat("2026-03-02T08:30:00+09:00")
    west = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert drawn(receipt(at=east)).tobytes() == drawn(receipt(at=west)).tobytes()
