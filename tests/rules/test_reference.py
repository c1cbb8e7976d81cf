"""Statuses, fees, registration, usage requests, PINs, channels: dated and sourced."""

from datetime import date

import pytest

from kiosk.message import Message
from kiosk.rules.fees import (
    Amount,
    Band,
    Channel,
    DependsOnPeriod,
    Free,
    NotVerified,
    Price,
    all_fees,
    fees,
    price_message,
)
from kiosk.rules.reference import Topic, all_items, items
from kiosk.rules.sources import cite
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import Procedure, Role

# 入管法 別表第一, 別表第二, and 特別永住者, in the law's order.
JAPANESE = (
    "外交 公用 教授 芸術 宗教 報道 高度専門職1号イ 高度専門職1号ロ 高度専門職1号ハ "
    "高度専門職2号 経営・管理 法律・会計業務 医療 研究 教育 技術・人文知識・国際業務 "
    "企業内転勤 介護 興行 技能 特定技能1号 特定技能2号 技能実習1号イ 技能実習1号ロ "
    "技能実習2号イ 技能実習2号ロ 技能実習3号イ 技能実習3号ロ 文化活動 短期滞在 留学 "
    "研修 家族滞在 特定活動 永住者 日本人の配偶者等 永住者の配偶者等 定住者 特別永住者"
)


def test_all_statuses_of_both_tables() -> None:
    assert [status.ja for status in statuses()] == JAPANESE.split()
    offline = {status.ja for status in statuses() if not status.online}
    assert offline == {"外交", "短期滞在", "永住者", "特別永住者"}


def test_names_are_the_official_english_in_snake_case() -> None:
    for status in statuses():
        words = "".join(
            letter.lower() if letter.isalnum() else " " for letter in status.en
        )
        assert status.id == "_".join(words.split())


@pytest.mark.parametrize(
    ("status", "table", "periods"),
    [
        ("diplomat", "1-1", ""),
        ("official", "1-1", "15d 30d 3m 1y 3y 5y"),
        ("professor", "1-1", "3m 1y 3y 5y"),
        ("highly_skilled_professional_i_b", "1-2", "5y"),
        ("highly_skilled_professional_ii", "1-2", "unlimited"),
        ("business_manager", "1-2", "3m 4m 6m 1y 3y 5y"),
        ("entertainer", "1-2", "30d 3m 6m 1y 3y"),
        ("specified_skilled_worker_ii", "1-2", "6m 1y 2y 3y"),
        ("cultural_activities", "1-3", "3m 6m 1y 3y"),
        ("trainee", "1-4", "3m 6m 1y 2y"),
        ("long_term_resident", "2", "6m 1y 3y 5y"),
        ("special_permanent_resident", "–", "unlimited"),
    ],
)
def test_periods_to_ask_for(status: str, table: str, periods: str) -> None:
    row = next(row for row in statuses() if row.id == status)
    assert row.table == table
    assert list(row.periods) == periods.split()


@pytest.mark.parametrize(
    ("status", "first", "last", "count"),
    [
        ("specified_skilled_worker_i", "4m", "36m", 33),
        ("technical_intern_training_i_a", "4m", "12m", 9),
        ("technical_intern_training_ii_b", "1m", "24m", 24),
        ("technical_intern_training_iii_a", "4m", "24m", 21),
        ("student", "1m", "48m", 48),
        ("dependent", "1m", "60m", 60),
        ("designated_activities", "1m", "60m", 60),
    ],
)
def test_periods_by_month(status: str, first: str, last: str, count: int) -> None:
    row = next(row for row in statuses() if row.id == status)
    assert (row.periods[0], row.periods[-1], len(row.periods)) == (first, last, count)


def test_a_status_says_how_certain_it_is_and_where_it_is_from() -> None:
    by_id = {status.id: status for status in statuses()}
    assert by_id["highly_skilled_professional_ii"].certainty == "medium"
    assert by_id["student"].certainty == "sure"
    assert "001453108.xlsm" in by_id["student"].source
    assert by_id["student"].scope is None
    assert "監理団体" in str(by_id["technical_intern_training_i_b"].scope)


def price(on: date, procedure: str, channel: str, variant: str | None = None) -> Price:
    (fee,) = (
        fee for fee in fees(on, Procedure(procedure)) if fee.variant in (variant, None)
    )
    return fee.price[Channel(channel)]


@pytest.mark.parametrize(
    ("on", "procedure", "variant", "counter", "online"),
    [
        (date(2022, 3, 16), "change", None, 4000, 4000),
        (date(2025, 3, 31), "extension", None, 4000, 4000),
        (date(2025, 4, 1), "extension", None, 6000, 5500),
        (date(2026, 9, 30), "change", None, 6000, 5500),
        (date(2025, 3, 31), "reentry", "single", 3000, 3000),
        (date(2025, 3, 31), "reentry", "multiple", 6000, 6000),
        (date(2025, 4, 1), "reentry", "single", 4000, 3500),
        (date(2026, 9, 30), "reentry", "multiple", 7000, 6500),
        (date(2025, 3, 31), "employment_certificate", None, 1200, 1200),
        (date(2026, 9, 30), "employment_certificate", None, 2000, 1600),
    ],
)
def test_known_fees(
    on: date, procedure: str, variant: str | None, counter: int, online: int
) -> None:
    assert price(on, procedure, "counter", variant) == Amount(counter)
    assert price(on, procedure, "online", variant) == Amount(online)


def test_since_october_2026_a_fee_depends_on_the_period_granted() -> None:
    online = price(date(2026, 10, 1), "extension", "online")
    counter = price(date(2026, 10, 1), "change", "counter")
    assert isinstance(online, DependsOnPeriod)
    assert isinstance(counter, DependsOnPeriod)
    assert online.bands[3] == Band("12", 27000)
    assert [band.yen for band in online.bands] == [
        10000,
        15000,
        21000,
        27000,
        42000,
        56000,
        65000,
    ]
    assert [band.yen for band in counter.bands] == [
        10000,
        18000,
        25000,
        33000,
        48000,
        64000,
        75000,
    ]


def test_what_could_not_be_read_is_not_verified() -> None:
    on = date(2026, 10, 1)
    assert price(on, "reentry", "online", "single") == NotVerified()
    assert price(on, "reentry", "counter", "multiple") == NotVerified()
    assert price(on, "employment_certificate", "online") == NotVerified()


@pytest.mark.parametrize("procedure", ["coe", "acquisition", "other_activity"])
@pytest.mark.parametrize("on", [date(2022, 3, 16), date(2026, 11, 24)])
def test_what_is_free(procedure: str, on: date) -> None:
    assert price(on, procedure, "online") == Free()


@pytest.mark.parametrize("procedure", Procedure)
def test_on_every_day_one_fee_each(procedure: Procedure) -> None:
    assert fees(date(2022, 3, 15), procedure) == ()
    for on in (date(2022, 3, 16), date(2025, 4, 1), date(2026, 10, 1)):
        found = [fee.variant for fee in fees(on, procedure)]
        twice = procedure is Procedure.REENTRY
        assert found == (["single", "multiple"] if twice else [None])


@pytest.mark.parametrize(
    ("value", "message", "values"),
    [
        (Free(), "fee.free", {}),
        (Amount(5500), "fee.amount", {"yen": "5,500"}),
        (
            DependsOnPeriod((Band("12", 27000), Band("≤3", 10000))),
            "fee.by_period",
            {"least": "10,000", "most": "27,000"},
        ),
        (NotVerified(), "fee.not_verified", {}),
    ],
)
def test_a_price_in_words(
    value: Price, message: str, values: dict[str, object]
) -> None:
    said = price_message(value)
    assert (said.id, dict(said.values)) == (message, values)


def test_fees_in_lists() -> None:
    lines = {(fee.id, fee.from_): fee.summary for fee in all_fees()}
    assert lines["fee.reentry.single", date(2025, 4, 1)] == (
        "single: counter 4,000 yen, online 3,500 yen"
    )
    assert lines["fee.employment_certificate", date(2026, 10, 1)] == (
        "counter not verified, online not verified"
    )
    assert lines["fee.coe.acquisition.other_activity", date(2022, 3, 16)] == (
        "counter free, online free"
    )
    assert (
        "(≤3 months 10,000; >3–6 months 15,000; "
        in (lines["fee.change.extension", date(2026, 10, 1)])
    )
    assert {fee.certainty for fee in all_fees()} == {"medium", "unsure"}
    assert all("01_00644" in fee.source for fee in all_fees())


def found(on: date, topic: Topic, role: str) -> set[str]:
    return {item.id for item in items(on, topic, Role(role))}


def test_who_registers_with_what() -> None:
    on = date(2022, 3, 16)
    assert found(on, Topic.REGISTRATION, "applicant") == {
        "registration-card",
        "registration-items",
        "registration-residence-card",
        "equipment-2022",
        "no-individual-number",
    }
    assert found(on, Topic.REGISTRATION, "attorney") == {
        "registration-number",
        "registration-number-items",
        "no-individual-number",
    }
    assert found(on, Topic.REGISTRATION, "organization_staff") == {
        "registration-approval",
        "no-individual-number",
    }


@pytest.mark.parametrize(
    ("on", "pending"),
    [
        (date(2026, 1, 4), {"login-pending-2022"}),
        (date(2026, 1, 5), {"login-pending-2026"}),
    ],
)
def test_an_expired_card_while_pending(on: date, pending: set[str]) -> None:
    logins = found(on, Topic.LOGIN, "relative")
    assert {name for name in logins if "pending" in name} == pending
    assert not any("pending" in name for name in found(on, Topic.LOGIN, "attorney"))


@pytest.mark.parametrize(
    ("kind", "shortest", "longest", "tries", "convenience"),
    [
        ("signature", 6, 16, 5, True),
        ("authentication", 4, 4, 3, True),
        ("attributes", 4, 4, 3, False),
    ],
)
def test_pins(
    kind: str, shortest: int, longest: int, tries: int, convenience: bool
) -> None:
    (pin,) = (
        item.value
        for item in items(date(2022, 3, 16), Topic.PIN, Role.APPLICANT)
        if item.value.get("kind") == kind
    )
    assert (pin["shortest"], pin["longest"], pin["tries"]) == (shortest, longest, tries)
    assert ("convenience_store" in pin["reset"]) is convenience
    assert "municipality" in pin["reset"]


@pytest.mark.parametrize(
    ("on", "portal"),
    [(date(2026, 1, 4), "portal-2022"), (date(2026, 1, 5), "portal-2026")],
)
def test_the_portal_was_replaced(on: date, portal: str) -> None:
    names = found(on, Topic.CHANNEL, "attorney")
    assert {name for name in names if name.startswith("portal")} == {portal}


def test_private_services_since_the_end_of_march_2022() -> None:
    eve, day = date(2022, 3, 30), date(2022, 3, 31)
    assert "private-services" not in found(eve, Topic.CHANNEL, "applicant")
    assert "private-services" in found(day, Topic.CHANNEL, "applicant")
    assert "private-services" not in found(day, Topic.CHANNEL, "attorney")


def test_every_item_has_words_and_a_source() -> None:
    for item in all_items():
        assert item.message == Message(f"reference.{item.id.replace('-', '_')}", {})
        assert "<https://" in item.source
        assert item.summary
    ids = [item.id for item in all_items()]
    assert len(ids) == len(set(ids))


def test_a_source_that_is_not_listed() -> None:
    with pytest.raises(KeyError):
        cite("hearsay", "")
    assert cite("age", "第1項") == (
        "年齢計算ニ関する法律 (明治35年法律第50号), 第1項"
        " <https://laws.e-gov.go.jp/law/135AC1000000050>"
    )
