"""The number of a passport, as the passport prints it."""

import pytest

from kiosk.forms.application import make
from kiosk.forms.form import form_for
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault


@pytest.mark.parametrize(
    "procedure", ["coe", "change", "extension", "acquisition", "reentry"]
)
@pytest.mark.parametrize("typed", ["ab1234567", "ＡＢ１２３４５６７", " Ab1234567 "])
def test_its_letters_are_capitals(procedure: str, typed: str) -> None:
    """ICAO Doc 9303 part 3, section 4.6: only A to Z, 0 to 9 and a filler."""
    fields = form_for(make(procedure, None, ())).fields
    for field in fields:
        if field.id.endswith("passport_number"):
            answer = tidied(field, typed, {})
            assert answer == "AB1234567"
            assert fault(field, answer, {}) is None
