"""What people who do not exist answer: a child, the family around it, a traveller.

An answer is found by the end of its field's id, so that of ``relative.2.workplace`` is
that of ``relative.workplace`` or else that of ``workplace``. It is in the spelling that
the form has it in, and can be typed on keys that have no capitals.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import options
from tests.forms.legal import legal

NO: Final = "無"
DECIDED: Final = "有"
_COUNTED: Final = re.compile(r"\.\d+(?=\.)")


def in_days(days: int) -> date:
    """The program has the real clock."""
    return datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=days)


def digits(day: date) -> str:
    """As the form has it."""
    return f"{day:%Y%m%d}"


ANSWERS: Final[Mapping[str, str]] = {
    "nationality": "ベトナム",
    "birth_date": "19950510",
    "name": "SAMPLE MINH",
    "sex": "女",
    "birthplace": "ハノイ",
    "occupation": "学生",
    "home_address": "ベトナム　ハノイ",
    "postal_code": "1000001",
    "prefecture": "東京都",
    "municipality": "千代田区",
    "street": "千代田１－２－３",
    "phone": "0312345678",
    "mobile": "09012345678",
    "mail": "minh@example.com",
    "passport_number": "987654321",
    "passport_expires": digits(in_days(1500)),
    "entry_purpose": "家族滞在",
    "entry_date": "2027年4月",
    "port": "成田空港(NRT)",
    "stay_years": "1",
    "stay_months": "0",
    "visa_place": "ハノイ",
    "current_status": "家族滞在",
    "current_period": "１年",
    "stay_expires": digits(in_days(50)),
    "has_card": "有",
    "card_number": "AB12345678CD",
    "wanted_status": "家族滞在",
    "wanted_period": "３年",
    "reason": "家族と暮らすため",
    "receipt": "郵送",
    "residence_area": "東京都",
    "office": "東京出入国在留管理局",
    "remarks": "特になし",
    "report_japan_place": "千代田区",
    "report_home_place": "ハノイ",
    "report_japan_date": digits(in_days(-10)),
    "report_home_date": digits(in_days(-9)),
    "relative.relation": "父",
    "relative.name": "見本　太郎",
    "workplace": "見本商店",
    "branch": "本店",
    "workplace_address": "東京都千代田区千代田１－２－３",
    "corporate_number": "1234567890123",
    "income": "3000000",
    "supporter.status": "技術・人文知識・国際業務",
    "supporter.period": "３年",
    "supporter.stay_expires": digits(in_days(800)),
    "supporter.relation": "夫",
    "family.name": "見本太郎",
    "family.status": "技術・人文知識・国際業務",
    "representative.name": "見本　花子",
    "representative.relation": "母",
    "guarantor.name": "見本　太郎",
    "guarantor.address": "東京都千代田区千代田１－２－３",
    "guarantor.occupation": "会社員",
    "guarantor.relation": "父",
    "intermediary.name": "見本　花子",
    "intermediary.organization": "なし",
    "employment_certificate.activity": "通訳と教育",
    "employment_certificate.from": digits(in_days(120)),
    "employment_certificate.to": digits(in_days(480)),
    "employment_certificate.purpose": "転職",
    "present_activity": "学生",
    "hours": "20",
    "pay": "80000",
    "employer": "見本商店",
    "purpose": "観光",
    "destination": "ベトナム",
    "departure": digits(in_days(20)),
    "return": digits(in_days(30)),
    "departure_port": "成田",
    "return_port": "成田",
    "no_passport_reason": "なし",
}

NO_CODE: Final = "0000000"
"""The form's own, for a postal code that nobody knows: nothing is looked up."""
OF_THE_PLACE: Final = ("prefecture", "municipality")
"""What the postal code tells."""
READ: Final[Mapping[str, str]] = {
    "ハノイ": "hanoi",
    "学生": "gakusei",
    "ベトナム": "betonamu",
    "東京都": "toukyouto",
    "千代田区": "chiyodaku",
    "千代田": "chiyoda",
    "年": "nen",
    "月": "gatsu",
    "家族": "kazoku",
    "と": "to",
    "暮らす": "kurasu",
    "ため": "tame",
    "特に": "tokuni",
    "なし": "nashi",
    "父": "chichi",
    "母": "haha",
    "見本": "mihon",
    "太郎": "tarou",
    "花子": "hanako",
    "商店": "shouten",
    "本店": "honten",
    "会社員": "kaishain",
    "通訳": "tsuuyaku",
    "教育": "kyouiku",
    "転職": "tenshoku",
    "成田": "narita",
    "例": "rei",
    "１年": "1nen",
    "３年": "3nen",
    "技術・人文知識・国際業務": "gijutsu",
    "東京出入国在留管理局": "toukyou",
}
"""How the Japanese in the answers is read, phrase by phrase; an ``n`` before a vowel
goes with that vowel.
"""

_ALTERNATIVES: Final = re.compile("|".join(sorted(READ, key=len, reverse=True)) + "|.")


def answer(field: Field, given: Mapping[str, str], own: Mapping[str, str]) -> str:
    """To a field, after the answers ``given``; ``own`` are those of one case."""
    for table in (own, ANSWERS):
        for name in _names(field.id):
            if name in table:
                return table[name]
    if field.options == "undecided":
        return DECIDED
    if field.kind is not Kind.CHOICE:
        return legal(field, given)
    listed = [
        entry.value
        for entry in options(field.options or "", given.get(field.options_by or "", ""))
    ]
    return NO if NO in listed else listed[0]


def phrases(text: str) -> list[str]:
    """The text in phrases that have a reading, and single characters."""
    return _ALTERNATIVES.findall(text)


def _names(field: str) -> Iterator[str]:
    """The id, and its ends, without numbers."""
    rest = _COUNTED.sub("", field)
    while rest:
        yield rest
        rest = rest.partition(".")[2]
