"""Postal codes as Japan Post publishes them (郵便番号データ)."""

import pytest

from kiosk.clerks import places
from kiosk.clerks.places import find_place
from kiosk.visit.effects import FindPlace
from kiosk.visit.events import PlaceFound


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("1000001", ("東京都", "千代田区", "千代田")),
        ("0600001", ("北海道", "札幌市中央区", "北一条西")),
        ("0000000", ("", "", "")),
        ("9999999", ("", "", "")),
    ],
)
def test_a_code_is_a_place(code: str, place: tuple[str, str, str]) -> None:
    found = find_place(FindPlace(4, "t.postal_code", code))
    assert found == PlaceFound(4, "t.postal_code", code, *place)


def test_without_the_list_the_address_is_typed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(code: str) -> None:
        raise OSError(code)

    monkeypatch.setattr(places, "places", gone)
    found = find_place(FindPlace(4, "postal_code", "1000001"))
    assert found == PlaceFound(4, "postal_code", "1000001", "", "", "")
    assert "1000001" not in caplog.text
