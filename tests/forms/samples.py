"""Whole applications of synthetic people, and texts for any field."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from hypothesis import strategies as st

from kiosk.forms.application import Application, make
from kiosk.forms.check import missing, tidy_answers
from kiosk.forms.fields import Field, Kind
from kiosk.forms.form import context, form_for
from kiosk.forms.options import options

ON = date(2026, 11, 24)

COMMON = {
    "nationality": "ベトナム",
    "birth_date": "19990501",
    "name": "NGUYEN THI LAN",
    "sex": "女",
    "married": "無",
    "occupation": "会社員",
    "home_address": "ベトナム　ハノイ",
    "postal_code": "1000013",
    "prefecture": "東京都",
    "municipality": "千代田区",
    "street": "霞が関１－１－１",
    "mobile": "09012345678",
    "criminal_record": "無",
    "relatives": "無",
    "notification_mail": "lan@example.com",
    "intention_confirmed": "申請人(代理人による申請の場合は当該代理人)に申請の意思を"
    "確認しました。",
}
IN_JAPAN = {
    "current_status": "教授",
    "current_period": "３年",
    "stay_expires": "20270115",
    "has_card": "有",
    "card_number": "AB12345678CD",
    "wanted_period": "３年",
    "reason": "引き続き同じ会社で働くため",
    "receipt": "郵送",
    "residence_area": "東京都",
    "office": "東京出入国在留管理局",
}
EXTENSION = COMMON | IN_JAPAN
CHANGE = EXTENSION | {
    "birthplace": "ベトナム　ハノイ",
    "current_status": "留学",
    "current_period": "２年３月",
    "wanted_status": "教授",
}
COE = COMMON | {
    "birthplace": "ベトナム　ハノイ",
    "entry_purpose": "教授",
    "entry_date": "2027年4月1日",
    "port": "成田空港(NRT)",
    "stay_years": "1",
    "stay_months": "0",
    "companions": "無",
    "visa_place": "ハノイ",
    "past_entries": "無",
    "past_coe": "無",
    "deported": "無",
    "receipt": "メール",
}
RELATIVE = {
    "relation": "夫",
    "name": "ＴＲＡＮ　ＶＡＮ　ＡＮ",
    "birth_date": "19980000",
    "nationality": "ベトナム",
    "lives_together": "有",
    "workplace": "株式会社みどり",
    "card_number": "CD12345678EF",
}
MAIN = {"extension": EXTENSION, "change": CHANGE, "coe": COE}


def application(procedure: str, **answers: str) -> Application:
    """A complete application, with some answers given otherwise or left out ("")."""
    given = {**MAIN[procedure], **answers}
    kept = {name.replace("__", "."): answer for name, answer in given.items() if answer}
    return replace(make(procedure, None, ()), answers=MappingProxyType(kept))


def joined(main: Application, *others: str) -> Application:
    """The same filed together with others, of which nothing is answered yet."""
    return replace(main, accompanying=make(main.procedure, None, others).accompanying)


def relative(n: int, **answers: str) -> dict[str, str]:
    """One relative's answers, for ``application``."""
    return {f"relative__{n}__{name}": RELATIVE[name] for name in RELATIVE} | {
        f"relative__{n}__{name}": answer for name, answer in answers.items()
    }


_TYPED = {
    Kind.TEXT: st.text("あ漢カｶaＡ1～〜é ", min_size=1, max_size=9),
    Kind.FULL: st.text("あ漢カｶﾞaZ1-' ", min_size=1, max_size=9),
    Kind.NAME: st.from_regex("[A-Za-zé]{1,9}( [A-Z]{1,9})?", fullmatch=True),
    Kind.LETTERS: st.just("abcd"),
    Kind.DIGITS: st.from_regex("[0-9]{1,3}", fullmatch=True),
    Kind.HALF: st.from_regex("[A-Za-z0-9#,]{1,9}", fullmatch=True),
    Kind.PASSPORT: st.from_regex("[A-Z0-9]{1,9}", fullmatch=True),
    Kind.MAIL: st.just("someone@example.com"),
    Kind.PHONE: st.from_regex("0[0-9]{2}-[0-9]{4}-[0-9]{4}", fullmatch=True),
    Kind.POSTAL_CODE: st.from_regex("[0-9]{3}-[0-9]{4}", fullmatch=True),
    Kind.CARD_NUMBER: st.from_regex("[A-Za-z]{2}[0-9]{8}[A-Z]{2}", fullmatch=True),
    Kind.DATE: st.dates(date(2026, 12, 1), date(2027, 1, 20)).map(date.isoformat),
    Kind.BIRTH_DATE: st.sampled_from(
        ["99999999", "19990000", "19990500", "1999-05-07"]
    ),
    Kind.MONTH: st.just("2001/4"),
    Kind.YEAR: st.just("2001"),
}


def typed(draw: st.DrawFn, field: Field, answers: dict[str, str]) -> str:
    """Something that a person could answer, legal or nearly so."""
    if field.kind is Kind.CHOICE:
        entries = options(field.options or "", answers.get(field.options_by or "", ""))
        return draw(st.sampled_from(entries)).value if entries else "-"
    if field.exact and field.kind is Kind.DIGITS:
        return "1" * (field.limit or 1)
    return draw(_TYPED[field.kind])


@st.composite
def filled(draw: st.DrawFn, start: Application) -> Application:
    """An application in which everything that is required was answered somehow."""
    answers = dict(start.answers)
    while True:
        now = tidy_answers(replace(start, answers=MappingProxyType(answers)))
        answers = dict(now.answers)
        absent = list(missing(form_for(now), context(now)))
        if not absent:
            return now
        for field in absent:
            answers[field.id] = typed(draw, field, answers)
