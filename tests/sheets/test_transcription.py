"""The sheet as it is printed: its words, its codes, its pages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.forms.application import Application, make
from kiosk.forms.check import check
from kiosk.forms.form import form_for
from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import Message, say
from kiosk.rules.vocabulary import Procedure
from kiosk.sheets.transcription import transcription
from tests.forms.samples import ON, application, filled, joined, relative
from tests.sheets import poppler
from tests.sheets.expected import entered, scanned
from tests.sheets.poppler import squeezed, stands_in

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
RELATIVES = {**relative(1), **relative(2, relation="子", name="ＴＲＡＮ　ＭＩ")}
LONG = "日本での生活にも慣れ、引き続き同じ会社で通訳として働きたいためです。" * 10
WHOLE = application(
    "extension",
    relatives="有",
    mail="nguyen.thi.lan.of.hanoi@example.com",
    passport_number="C1234567",
    passport_expires="20300101",
    reason=f"{LONG}\n二行目です。",
    **RELATIVES,
)


def with_answers(procedure: str, answers: Mapping[str, str]) -> Application:
    """An application that may be wrong in any way."""
    return replace(make(procedure, None, ()), answers=MappingProxyType(dict(answers)))


def sheet(of: Application, language: str = "en", mode: str = "production") -> bytes:
    return transcription(of, language, NOW, on=ON, mode=mode)


def said(pdf: bytes, message: Message, language: str = "en") -> bool:
    return squeezed(words_of(language).say(message)) in squeezed(poppler.text(pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_copied_in_the_portals_order(language: str) -> None:
    text = squeezed(poppler.text(sheet(WHOLE, language)))
    heading = words_of(language).say(say("sheet.answers"))
    assert stands_in(heading, text, language)
    place = max(0, text.find(squeezed(heading)))
    for answer in entered(WHOLE, ON).values():
        place = text.index(squeezed(answer), place) + 1


def test_every_label_is_the_official_one_with_its_number() -> None:
    text = squeezed(poppler.text(sheet(WHOLE)))
    for field in form_for(WHOLE).fields:
        if field.id in WHOLE.answers:
            assert squeezed(field.label) in text
            assert (field.number or "") in text


def test_what_is_long_or_japanese_can_be_scanned() -> None:
    assert sorted(poppler.codes(sheet(WHOLE))) == sorted(scanned(WHOLE, ON))


def test_the_longest_answers_fit_their_codes() -> None:
    of = application("extension", reason="漢字かな" * 150, remarks="あ" * 300)
    codes = poppler.codes(sheet(of))
    assert {"漢字かな" * 150, "あ" * 300} <= set(codes)


def test_an_answer_with_an_error_has_no_code_and_is_marked() -> None:
    of = application("extension", occupation="é" * 41)
    pdf = sheet(of)
    assert "e" * 41 not in poppler.codes(pdf)
    assert said(pdf, say("sheet.wrong"))
    assert said(pdf, say("form.too_long", limit=40, now=41))


def test_what_is_missing_is_told_and_has_a_line() -> None:
    pdf = sheet(application("extension", occupation="", sex=""))
    assert said(pdf, say("sheet.mend.unanswered"))
    assert poppler.text(pdf).count(words_of("en").say(say("sheet.missing"))) == 2


def test_nothing_to_mend_is_told_too() -> None:
    assert said(sheet(WHOLE), say("sheet.mend.none"))


def test_warnings_are_apart_from_errors() -> None:
    pdf = sheet(
        application("extension", passport_number="C1", passport_expires="20260101")
    )
    assert said(pdf, say("sheet.look"))
    assert said(pdf, say("form.passport_expired"))
    assert said(pdf, say("sheet.mend.none"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", Procedure)
def test_every_procedure(procedure: Procedure, language: str) -> None:
    pdf = sheet(make(procedure, None, ()), language)
    about = poppler.info(pdf)
    assert about["Page size"] == "595.276 x 841.89 pts (A4)"
    assert about["Tagged"] == "yes"
    assert said(pdf, say("sheet.mend.unanswered"), language)
    pages = about["Pages"]
    assert f"{pages} / {pages}" in poppler.text(pdf)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
@pytest.mark.parametrize(
    ("procedure", "status"),
    [("acquisition", "dependent"), ("coe", "dependent"), ("extension", "student")],
)
def test_whole_applications_come_out_whole(
    procedure: str, status: str, data: st.DataObject
) -> None:
    of = data.draw(filled(make(procedure, status, ())))
    text = squeezed(poppler.text(sheet(of)))
    for answer in entered(of, ON).values():
        assert squeezed(answer) in text


HOSTILE = [
    '#eval("1+1") #panic() #read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` <label> @ref // no /* no */ [a](b) ~ -- --- ...",
    "\\u{41} \\ \"quoted\" 'single' = head - item + item / term: x",
    "{{ }} {0} %s ${x} &amp; <b>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_answer_is_read_as_markup(hostile: str) -> None:
    pdf = sheet(with_answers("extension", {"occupation": hostile, hostile: "x"}))
    assert squeezed(poppler.text(pdf)).count(squeezed(hostile)) == 2


@pytest.mark.parametrize(
    ("answer", "printed"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u2066b", "a⟨U+2066⟩b"),
        ("a\x1b[2Jb", "a⟨U+001B⟩[2Jb"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("a\U0001f600b", "a⟨U+1F600⟩b"),
        ("a\ue000b", "a⟨U+E000⟩b"),
        ("a\u1b7eb", "a⟨U+1B7E⟩b"),
        ("a\u064bb", "a⟨U+064B⟩b"),
    ],
)
def test_what_nobody_could_see_is_told(answer: str, printed: str) -> None:
    pdf = sheet(with_answers("extension", {"occupation": answer}))
    assert printed in squeezed(poppler.text(pdf))


@pytest.mark.parametrize(
    "word", ["საქართველო", "नेपाली", "မြန်မာ", "ไทย", "한국어", "汉语"]
)
def test_other_scripts_are_copied_as_they_are(word: str) -> None:
    pdf = sheet(with_answers("extension", {"remarks": word + "\x01"}))
    assert word in squeezed(poppler.text(pdf))
    assert all(flags == ["yes", "yes", "yes"] for _, *flags in poppler.fonts(pdf))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.text(
        st.one_of(
            st.characters(codec="utf-8"),
            st.characters(min_codepoint=0x300, max_codepoint=0x1CFF),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_any_text_at_all_is_set(text: str) -> None:
    names = ("occupation", "reason", "street", "sex", "office", "stay_expires", text)
    assert sheet(with_answers("extension", dict.fromkeys(names, text)))


@pytest.mark.parametrize("letter", ["x", "あ", "Ａ", "ｱ", "."])
def test_a_word_without_end_stays_on_the_page(letter: str) -> None:
    pdf = sheet(application("extension", reason=letter * 600))
    text = poppler.text(pdf)
    assert letter * 600 in squeezed(text)
    assert max(map(len, text.splitlines())) < 120


def test_hundreds_of_lines_go_on_over_pages() -> None:
    answer = "\n".join("あ" for _ in range(290))
    pdf = sheet(application("extension", remarks=answer))
    assert squeezed(poppler.text(pdf)).count("あ") >= 290


def test_every_font_is_embedded_with_its_way_back_to_text() -> None:
    found = poppler.fonts(sheet(WHOLE))
    assert found
    assert all(flags == ["yes", "yes", "yes"] for _, *flags in found)
    assert all("Noto" in name for name, *_ in found)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert sheet(WHOLE) == sheet(WHOLE)
    assert sheet(WHOLE) != transcription(WHOLE, "en", NOW.replace(minute=16), on=ON)


def test_its_only_time_is_the_one_given() -> None:
    about = poppler.info(sheet(WHOLE))
    assert about["CreationDate"].startswith("Tue Nov 24 03:15:00 2026")
    assert "24 November 2026, 12:15" in poppler.text(sheet(WHOLE))


@pytest.mark.parametrize("mode", ["demo", "training"])
def test_each_page_of_a_demonstration_says_so(mode: str) -> None:
    pdf = sheet(WHOLE, mode=mode)
    told = words_of("en").say(say(f"receipt.mode.{mode}"))
    assert poppler.text(pdf).count(told) == int(poppler.info(pdf)["Pages"])
    assert told not in poppler.text(sheet(WHOLE))


def test_the_sheet_of_the_status_that_is_not_here_is_told() -> None:
    pdf = sheet(application("extension", current_status="教授"))
    assert said(pdf, say("sheet.continued.what", sheet="I"))
    unknown = sheet(application("extension", current_status=""))
    assert said(unknown, say("sheet.unknown_status.what"))
    known = sheet(application("extension", current_status="家族滞在"))
    assert not said(known, say("sheet.unknown_status.what"))


def test_what_is_filed_together_is_on_it() -> None:
    pdf = sheet(joined(application("extension", receipt="窓口"), "reentry"))
    assert said(pdf, say("step.collect_at_counter"))
    assert "再入国許可申請" in poppler.text(pdf)
    assert said(pdf, say("fee.not_verified"))


def test_a_language_that_is_not_known() -> None:
    with pytest.raises(KeyError):
        transcription(WHOLE, "tlh", NOW)


def test_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        transcription(WHOLE, "en", datetime(2026, 11, 24))  # noqa: DTZ001 - on purpose


def test_nothing_of_it_is_in_a_repr() -> None:
    from kiosk.sheets.answers import parts

    assert "NGUYEN" not in repr(parts(check(WHOLE, date(2026, 11, 24))))
