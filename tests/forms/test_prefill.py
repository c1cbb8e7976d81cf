"""What cards and accounts know stands in the form, and whose word it is."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from kiosk.forms.application import make
from kiosk.forms.check import check
from kiosk.forms.prefill import address, prefill
from tests.forms.samples import ON, application, joined

KNOWN = {
    "mynumber.name": "ＮＧＵＹＥＮ　ＴＨＩ　ＬＡＮ",
    "mynumber.address": "東京都千代田区霞が関1-1-1",
    "mynumber.birth_date": "19990501",
    "mynumber.sex": "2",
    "residence.number": "AB12345678CD",
    "fact.stay_expires": "2027-01-15",
    "account.mail": "lan@example.com",
    "account.own_mail": "lan@example.com",
}


def test_a_card_fills_an_empty_form() -> None:
    filled, origins = prefill(make("extension", None, ()), KNOWN)
    assert dict(filled.answers) == {
        "name": "NGUYEN THI LAN",
        "birth_date": "19990501",
        "sex": "女",
        "prefecture": "東京都",
        "municipality": "千代田区",
        "street": "霞が関１－１－１",
        "mail": "lan@example.com",
        "stay_expires": "20270115",
        "residence_area": "東京都",
        "notification_mail": "lan@example.com",
    }
    assert origins["name"] == "mynumber.name"
    assert origins["residence_area"] == "answer.prefecture"


def test_a_number_is_filled_in_once_it_is_asked() -> None:
    start = replace(make("extension", None, ()), answers={"has_card": "有"})
    assert prefill(start, KNOWN)[0].answers["card_number"] == "AB12345678CD"


@pytest.mark.parametrize(
    ("number", "field"), [("090-1234-5678", "mobile"), ("03-1234-5678", "phone")]
)
def test_a_phone_number_stands_where_it_belongs(number: str, field: str) -> None:
    filled, _ = prefill(make("extension", None, ()), {"account.phone": number})
    assert dict(filled.answers) == {field: number.replace("-", "")}


def test_nobody_files_for_a_visitor_who_files_alone() -> None:
    known = KNOWN | {"account.name": "NGUYEN THI LAN", "account.phone": "09012345678"}
    filled, _ = prefill(application("extension", current_status="介護"), known)
    assert not [name for name in filled.answers if "intermediary" in name]


def test_what_was_answered_is_kept() -> None:
    start = replace(
        make("extension", None, ()), answers=MappingProxyType({"name": "LAN"})
    )
    filled, origins = prefill(start, KNOWN)
    assert filled.answers["name"] == "LAN"
    assert "name" not in origins


def test_what_the_form_would_refuse_is_left_out() -> None:
    known = {
        "mynumber.name": "王小明",
        "mynumber.sex": "9",
        "mynumber.address": "どこか",
    }
    assert not prefill(make("extension", None, ()), known)[0].answers


def test_the_common_part_says_again_what_the_main_form_says() -> None:
    main = joined(application("extension", receipt="窓口"), "employment_certificate")
    filled, origins = prefill(main, {})
    assert origins["joint.name"] == "answer.name"
    assert not [
        one
        for one in check(filled, ON).errors
        if one.fields[0].startswith("joint.")
        and one.fields != ("joint.employment_certificate",)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("北海道札幌市中央区北1条", ("北海道", "札幌市中央区", "北1条")),
        ("大阪府大阪市都島区中野町 1-2", ("大阪府", "大阪市都島区", "中野町1-2")),
        ("沖縄県宮古郡多良間村字仲筋", ("沖縄県", "宮古郡多良間村", "字仲筋")),
    ],
)
def test_an_address_in_one_piece(text: str, parts: tuple[str, str, str]) -> None:
    assert tuple(address(text).values()) == parts


@pytest.mark.parametrize("text", ["", "東京都", "千代田区霞が関", "Tokyo"])
def test_an_address_that_cannot_be_divided(text: str) -> None:
    assert address(text) == {}
