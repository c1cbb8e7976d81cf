"""The first page: days, fees, papers and the photo, by the facts."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from kiosk.forms.application import Application, make
from kiosk.forms.check import check
from kiosk.i18n import words_of
from kiosk.message import Message, say
from kiosk.rules.vocabulary import Procedure
from kiosk.sheets.days import known_days
from kiosk.sheets.overview import overview
from kiosk.sheets.papers import papers, photo
from tests.forms.samples import ON, application, joined


def born(procedure: str, **answers: str) -> Application:
    return replace(make(procedure, None, ()), answers=MappingProxyType(answers))


def ids(messages: tuple[Message, ...]) -> list[str]:
    return [message.id for message in messages]


def test_days_of_a_stay() -> None:
    """入管法 21④: two months from the end of the stay; online by its eve."""
    told = known_days(application("extension", stay_expires="20270115"), ON)
    assert [dict(message.values) for message in told] == [
        {"last_online_day": "2027-01-14"},
        {"special_until": "2027-03-15"},
        {"stay_expires": "2027-01-15"},
    ]


@pytest.mark.parametrize("on", [date(2027, 1, 15), date(2027, 2, 1)])
def test_too_late_to_file_online(on: date) -> None:
    of = application("extension", stay_expires="20270115")
    assert ids(known_days(of, on)) == ["sheet.days.late"]


def test_a_stay_without_a_day() -> None:
    of = application("change", stay_expires="20270231")
    assert ids(known_days(of, ON)) == ["sheet.days.unknown"]


def test_days_of_a_birth() -> None:
    """入管法 22の2: file within 30 days, without a status for 60."""
    of = born("acquisition", acquisition_reason="出生", birth_date="20261101")
    assert [dict(message.values) for message in known_days(of, ON)] == [
        {"acquisition_by": "2026-12-01"},
        {"without_status_until": "2026-12-31"},
    ]
    assert ids(known_days(of, date(2026, 12, 2)))[0] == "sheet.days.late"


def test_days_of_another_acquisition_are_said_without_a_date() -> None:
    of = born("acquisition", acquisition_reason="その他", birth_date="19990501")
    assert ids(known_days(of, ON)) == ["sheet.days.acquisition"]


@pytest.mark.parametrize("procedure", ["reentry", "other_activity"])
def test_what_is_never_filed_alone(procedure: str) -> None:
    assert ids(known_days(make(procedure, None, ()), ON)) == [
        "step.choose_main_procedure"
    ]


def test_papers_come_once_each() -> None:
    of = joined(application("extension"), "reentry", "employment_certificate")
    names = ids(papers(of))
    assert len(names) == len(set(names))
    assert "sheet.paper.withholding" in names


def test_a_letter_of_guarantee_belongs_to_sheet_t() -> None:
    spouse = application("extension", current_status="日本人の配偶者等")
    assert "sheet.paper.guarantor" in ids(papers(spouse))
    assert "sheet.paper.guarantor" not in ids(papers(application("extension")))


def test_a_child_needs_no_photo_until_the_eve_of_sixteen() -> None:
    """年齢計算ニ関する法律: sixteen when the eve of the birthday ends."""
    of = application("extension", birth_date="20101125")
    assert ids(photo(of, date(2026, 11, 24)))[0] == "sheet.photo.child"
    assert ids(photo(of, date(2026, 11, 25)))[0] == "sheet.photo.size"


def test_a_birth_needs_no_photo() -> None:
    of = born("acquisition", acquisition_reason="出生", birth_date="20261101")
    assert ids(photo(of, ON))[0] == "sheet.photo.birth"
    assert photo(make("reentry", None, ()), ON) == ()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_not_certain_is_said_so(language: str) -> None:
    words = words_of(language)
    blocks = overview(check(application("extension"), ON), ON, words)
    fees = next(block for block in blocks if block["kind"] == "fees")
    assert words.say(say("sheet.fees.unsure")) in fees["notes"]
    assert fees["items"][0]["bands"][-1][1:] == ("65,000", "75,000")


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("on", [date(2022, 1, 1), date(2025, 5, 1), ON])
def test_every_day_has_a_first_page(procedure: Procedure, on: date) -> None:
    words = words_of("en")
    blocks = overview(check(make(procedure, None, ()), on), on, words)
    assert all("sheet." not in str(item) for block in blocks for item in block.values())
