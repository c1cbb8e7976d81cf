"""What is refused and what is warned of: each rule of the form, broken."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from kiosk.forms.application import Application, make
from kiosk.forms.check import check
from kiosk.forms.findings import Severity
from kiosk.i18n.words import words_of
from tests.forms.samples import MAIN, ON, application, relative

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def told(asked: Application) -> list[tuple[Severity, str, str]]:
    """Severity, first field and message of each finding."""
    found = check(asked, ON).findings
    return [
        (one.severity, ("", *one.fields)[-len(one.fields) :][0], one.message.id)
        for one in found
    ]


@pytest.mark.parametrize("procedure", MAIN)
def test_a_complete_application_has_no_error(procedure: str) -> None:
    assert check(application(procedure), ON).errors == ()


@pytest.mark.parametrize(
    ("procedure", "answers", "finding"),
    [
        ("extension", {"name": ""}, (ERROR, "name", "form.missing")),
        ("extension", {"name": "王 LAN"}, (ERROR, "name", "form.kind.name")),
        ("extension", {"name": "A" * 105}, (ERROR, "name", "form.too_long")),
        (
            "extension",
            {"occupation": "あ" * 41},
            (ERROR, "occupation", "form.too_long"),
        ),
        (
            "extension",
            {"occupation": "a\x07b"},
            (ERROR, "occupation", "form.character"),
        ),
        (
            "extension",
            {"home_address": "हनोई"},
            (ERROR, "home_address", "form.character"),
        ),
        ("extension", {"nationality": "日本"}, (ERROR, "nationality", "form.choice")),
        (
            "extension",
            {"postal_code": "123"},
            (ERROR, "postal_code", "form.kind.postal_code"),
        ),
        ("extension", {"mobile": "0901234567890"}, (ERROR, "mobile", "form.too_long")),
        ("extension", {"mobile": "090-CALL-ME"}, (ERROR, "mobile", "form.kind.phone")),
        ("extension", {"mobile": ""}, (ERROR, "phone", "form.one_of")),
        ("extension", {"mail": "lan@example"}, (ERROR, "mail", "form.kind.mail")),
        (
            "extension",
            {"card_number": "A12345678CD"},
            (ERROR, "card_number", "form.kind.card_number"),
        ),
        ("extension", {"card_number": ""}, (ERROR, "card_number", "form.missing")),
        ("extension", {"has_card": "無"}, (ERROR, "ed_letters", "form.missing")),
        ("extension", {"has_card": "無"}, (WARNING, "card_number", "form.not_asked")),
        (
            "extension",
            {"birth_date": "20261125"},
            (ERROR, "birth_date", "form.not_yet"),
        ),
        (
            "extension",
            {"birth_date": "20001301"},
            (ERROR, "birth_date", "form.no_such_day"),
        ),
        (
            "extension",
            {"birth_date": "20000030"},
            (ERROR, "birth_date", "form.no_such_day"),
        ),
        (
            "extension",
            {"stay_expires": "20270000"},
            (ERROR, "stay_expires", "form.no_such_day"),
        ),
        (
            "extension",
            {"stay_expires": "20261123"},
            (ERROR, "stay_expires", "form.stay_over"),
        ),
        (
            "extension",
            {"stay_expires": "20261124"},
            (ERROR, "stay_expires", "form.stay_last_day"),
        ),
        (
            "extension",
            {"stay_expires": "20270225"},
            (WARNING, "stay_expires", "form.stay_early"),
        ),
        (
            "extension",
            {"current_period": "５年", "wanted_period": "４年"},
            (ERROR, "wanted_period", "form.choice_beside"),
        ),
        (
            "extension",
            {"passport_number": "B1234567"},
            (ERROR, "passport_expires", "form.missing"),
        ),
        (
            "extension",
            {"passport_number": "B1234567", "passport_expires": "20261123"},
            (WARNING, "passport_expires", "form.passport_expired"),
        ),
        (
            "extension",
            {"criminal_record": "有"},
            (ERROR, "criminal_record_detail", "form.missing"),
        ),
        (
            "extension",
            {"municipality": "横浜市西区"},
            (ERROR, "municipality", "form.choice_beside"),
        ),
        (
            "extension",
            {"municipality": "町田市"},
            (WARNING, "residence_area", "form.residence"),
        ),
        (
            "extension",
            {"residence_area": "大阪府", "office": "大阪出入国在留管理局"},
            (ERROR, "residence_area", "form.residence"),
        ),
        (
            "extension",
            {"office": "大阪出入国在留管理局"},
            (ERROR, "office", "form.choice_beside"),
        ),
        (
            "extension",
            {"relatives": "有"},
            (ERROR, "relative.1.relation", "form.missing"),
        ),
        (
            "extension",
            {"relatives": "有", **relative(1, name="ｱ" * 27)},
            (ERROR, "relative.1.name", "form.too_long"),
        ),
        (
            "extension",
            {"relatives": "有", **relative(2)},
            (WARNING, "relative.1.name", "form.relatives_gap"),
        ),
        (
            "extension",
            {"relatives": "有", **relative(1), **relative(7)},
            (ERROR, "relative.7.name", "form.six_relatives"),
        ),
        ("extension", {"colour": "red"}, (ERROR, "colour", "form.no_field")),
        ("coe", {"port": "その他"}, (ERROR, "port_other", "form.missing")),
        (
            "coe",
            {
                "past_entries": "有",
                "past_entries_count": "1",
                "last_entry": "20200105",
                "last_departure": "20200104",
            },
            (ERROR, "last_departure", "form.order"),
        ),
        (
            "coe",
            {"past_coe": "有", "past_coe_count": "1", "past_coe_refused": "2"},
            (ERROR, "past_coe_refused", "form.at_most"),
        ),
        (
            "change",
            {"wanted_status": "短期滞在"},
            (ERROR, "wanted_status", "form.choice"),
        ),
    ],
)
def test_each_rule(
    procedure: str, answers: dict[str, str], finding: tuple[Severity, str, str]
) -> None:
    assert finding in told(application(procedure, **answers))


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("name", "ｎｇｕｙễn　thi lan", "NGUYEN THI LAN"),
        ("birth_date", "平成11年5月1日", "19990501"),
        ("birth_date", "１９９９０５００", "19990500"),
        ("home_address", "Hà Nội 5-3", "Ｈａ　Ｎｏｉ　５－３"),
        ("street", "ｶﾞｰﾃﾞﾝ霞が関 202", "ガーデン霞が関　２０２"),
        ("postal_code", "〒100-0013".replace("〒", ""), "1000013"),
        ("mobile", "+81 90-1234-5678", "09012345678"),
        ("card_number", "ab 12345678 cd", "AB12345678CD"),
        ("sex", "Female", "女"),
        ("sex", "女 female", "女"),
        ("married", "no", "無"),
        ("current_period", "3年", "３年"),
        ("occupation", "受付〜案内", "受付～案内"),
        ("reason", "一\r\n二", "一\n二"),
    ],
)
def test_width_case_and_writing_are_put_right(
    field: str, typed: str, kept: str
) -> None:
    report = check(application("extension", **{field: typed}), ON)
    assert report.application.answers[field] == kept
    assert not [one for one in report.errors if field in one.fields]


def test_a_stay_without_end_has_no_half() -> None:
    endless = {"current_status": "永住者", "current_period": "無期限"}
    found = told(application("extension", stay_expires="20270115", **endless))
    assert (WARNING, "stay_expires", "form.stay_early") not in found


def test_a_short_stay_opens_at_its_half() -> None:
    short = {
        "current_status": "興行",
        "current_period": "３０日",
        "wanted_period": "３月",
    }
    early = application("extension", stay_expires="20261215", **short)
    open_now = application("extension", stay_expires="20261209", **short)
    assert (WARNING, "stay_expires", "form.stay_early") in told(early)
    assert (WARNING, "stay_expires", "form.stay_early") not in told(open_now)


def test_limits_count_characters_and_not_bytes() -> None:
    assert check(application("extension", reason="理" * 600), ON).errors == ()
    long = told(application("extension", reason="理" * 601))
    assert (ERROR, "reason", "form.too_long") in long


def test_an_empty_application_is_told_what_it_lacks_once_each() -> None:
    found = check(make("extension", None, ()), ON).findings
    fields = [one.fields for one in found]
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_everything_found_has_words(language: str) -> None:
    words = words_of(language)
    broken = application(
        "extension", name="1", colour="red", stay_expires="20261124", municipality=""
    )
    for one in check(broken, ON).findings:
        assert words.say(one.message) != one.message.id


def test_no_answer_shows_in_a_repr() -> None:
    asked = application("extension")
    hidden = replace(asked, answers=MappingProxyType({"name": "SECRET 1"}))
    assert "SECRET" not in repr(hidden)
    assert "SECRET" not in repr(check(hidden, ON))
