"""Files and photo, at and past each bound."""

from datetime import date

import pytest

from kiosk.forms.attachments import check_files, check_photo
from kiosk.i18n.words import words_of

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([], []),
        ([1_250_000] * 20, []),
        ([1] * 21, ["form.files"]),
        ([25_000_001], ["form.files_size"]),
    ],
)
def test_files(sizes: list[int], found: list[str]) -> None:
    assert [one.message.id for one in check_files(sizes)] == found


@pytest.mark.parametrize(
    ("taken", "found"),
    [
        (date(2026, 11, 24), []),
        (date(2026, 5, 24), []),
        (date(2026, 5, 23), ["form.photo_old"]),
        (date(2026, 11, 25), ["form.not_yet"]),
    ],
)
def test_photo(taken: date, found: list[str]) -> None:
    assert [one.message.id for one in check_photo(taken, ON)] == found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_words(language: str) -> None:
    found = [*check_files([25_000_001] * 21), *check_photo(date(2020, 1, 1), ON)]
    for one in found:
        assert words_of(language).say(one.message) != one.message.id
