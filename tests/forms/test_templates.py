"""Every column equals the Agency's; every list is the Agency's pull-down."""

import pytest

from kiosk.forms.application import make
from kiosk.forms.form import Layout, form
from kiosk.forms.options import options
from kiosk.rules.vocabulary import Procedure
from tests.forms import isa, row2

ALL = ("reentry", "other_activity", "employment_certificate")
SKILLED = "specified_skilled_worker_i"
TABLES: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "coe": ("coe", None, ()),
    "change": ("change", None, ()),
    "extension": ("extension", None, ()),
    "coe-sheet-u": ("coe", "medical_services", ()),
    "change-accompanying": ("change", None, ALL),
    "extension-accompanying": ("extension", None, ALL),
    "change-sheet-v": ("change", SKILLED, ()),
    "extension-sheet-v": ("extension", SKILLED, ()),
}


# (27) and (35): row 2 tells the rules of four columns in the first of them.
TOLD_TOGETHER = ("v.dispatcher.", "v.support.experience_")


def layout(name: str) -> Layout:
    """Our columns of a table, from the form that has it."""
    wanted = make(*TABLES[name])
    made = form(wanted.procedure, wanted.status, wanted.accompanying)
    return next(one for one in made.layouts if one.name == name)


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_the_agencys(name: str) -> None:
    assert [column.header for column in layout(name).columns] == isa.rows(name)[0]


@pytest.mark.parametrize("name", TABLES)
def test_every_field_has_one_column(name: str) -> None:
    named = [column.field for column in layout(name).columns if column.field]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", TABLES)
def test_limits_are_those_of_row_2(name: str) -> None:
    made = form(*_key(name))
    fields = {field.id: field for field in made.fields}
    for column, told in zip(layout(name).columns, isa.rows(name)[1], strict=True):
        if column.field is None:
            continue
        field, rule = fields[column.field], row2.rule(told)
        if field.id.startswith(TOLD_TOGETHER):
            continue
        if rule.choice:
            assert field.options, column.header
        if rule.most is not None and field.options is None:
            allowed = field.limit or row2.FIXED.get(field.kind)
            assert allowed == rule.most, column.header


def _key(name: str) -> tuple[Procedure, str | None, tuple[Procedure, ...]]:
    wanted = make(*TABLES[name])
    return wanted.procedure, wanted.status, wanted.accompanying


LISTS = {
    "yes_no": "_A021_L",
    "sexes": "_C611_L",
    "nationalities": "_CA61_L",
    "countries": "_CB79_L",
    "prefectures": "_CA69_L",
    "relations": "_CB06_2_L",
    "ports": "_A024_L",
    "stay_years": "_A025_1_L",
    "months": "_A026_L",
    "counts": "_A027_L",
    "counts_from_zero": "_A026_1_L",
    "entry_purposes": "_CC11_L",
    "coe_receipt": "_CB22_L",
    "intention": "_A019_L",
    "residences": "_C619_L",
    "statuses_held": "_CB19_2_L",
    "statuses_wanted": "_CB19_L",
    "with_reentry": "_CB24_1_L",
    "with_other_activity": "_CB24_2_L",
    "with_employment_certificate": "_CB24_3_L",
    "undecided": "_A036_L",
    "travel_purposes": "_CB25_L",
    "reentry_kinds": "_CB04_L",
    "side_jobs": "_CA76_L",
    "side_industries": "_CB01_L",
    "contract_years": "_A025_L",
    "skill_tests": "_CC09_L",
    "japanese_tests": "_CC10_L",
    "training_jobs": "_CA94_L",
    "training_tasks": "_CB30_1_L",
    "training_proofs": "_CC07_L",
    "sectors": "_CC04_L",
    "sector_tasks": "_CC05_L",
    "occupations_v": "_CC02_1_01V1_L",
    "industries": "_CC13_L",
    "pay_methods": "_CC08_L",
    "entrust": "_A051_L",
    "activities_u": "_A062_L",
    "education_levels_u": "_CA79_1_L",
    "competitions": "_CB29_L",
    "passport_kinds": "_CA92_L",
    "sponsor_relations": "_A052_L",
    "report_kinds": "_CC35_L",
    "support_means": "_CB07_1_L",
    "supporter_relations": "_CB06_1_L",
    "japanese_spouse_kinds": "_CC52_1_01T1_L",
    "permanent_spouse_kinds": "_CC52_1_01T2_L",
    "long_term_kinds": "_CC52_1_01T3_L",
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_the_agencys(name: str) -> None:
    theirs = [entry.strip() for entry in isa.lists()[LISTS[name]]]
    assert [entry.official for entry in options(name)] == theirs


# JIS X 0401 orders the codes of prefectures; the Agency's own list has another order.
CODES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]
TOWNS = {
    "132098": "東京都町田市",
    "132195": "東京都狛江市",
    "132241": "東京都多摩市",
    "132250": "東京都稲城市",
    "141500": "神奈川県相模原市",
    "472077": "沖縄県石垣市",
    "472140": "沖縄県宮古島市",
    "473707": "沖縄県宮古郡",
}


def _place(code: str) -> str:
    return TOWNS.get(code) or CODES[int(code[:2]) - 1]


def test_municipalities_are_the_agencys() -> None:
    found = {
        _place(name[8:14]): entries
        for name, entries in isa.lists().items()
        if name.startswith("_CA69_1_") and name != "_CA69_1_L"
    }
    assert len(found) == len(CODES)
    for prefecture, entries in found.items():
        ours = [entry.official for entry in options("municipalities", prefecture)]
        assert ours == entries


def test_offices_by_residence_are_the_agencys() -> None:
    found = {
        _place(name[6:12]): entries
        for name, entries in isa.lists().items()
        if name.startswith("_C619_") and name != "_C619_L"
    }
    assert set(found) == {entry.value for entry in options("residences")}
    for residence, entries in found.items():
        assert [entry.official for entry in options("offices", residence)] == entries


# The Agency's code of each status, as the labels of its list _C970 tell it.
PERIODS = {
    "公用": "T02",
    "教授": "T03",
    "法律・会計業務": "T12",
    "企業内転勤": "T18",
    "興行": "T19",
    "技能実習１号イ": "T21",
    "技能実習１号ロ": "T22",
    "技能実習２号イ": "T23",
    "技能実習２号ロ": "T24",
    "経営・管理": "T25",
    "技術・人文知識・国際業務": "T26",
    "技能実習３号イ": "T27",
    "技能実習３号ロ": "T28",
    "介護": "T29",
    "文化活動": "T31",
    "留学": "T41",
    "研修": "T43",
    "家族滞在": "T44",
    "特定活動": "T51",
    "日本人の配偶者等": "T61",
    "永住者の配偶者等": "T62",
    "定住者": "T63",
    "特定技能１号": "T71",
    "特定技能２号": "T72",
    "高度専門職１号イ": "T81",
}


@pytest.mark.parametrize("status", PERIODS)
def test_periods_are_the_agencys(status: str) -> None:
    code = PERIODS[status]
    wanted = [entry.official for entry in options("periods_wanted", status)]
    held = [entry.official for entry in options("periods_held", status)]
    assert wanted == isa.lists()[f"_CB19_{code}_L"]
    assert held == isa.lists()[f"_CB19_2_{code}_L"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("外交", "T01"),
        ("短期滞在", "T32"),
        ("永住者", "T60"),
        ("高度専門職２号", "T90"),
        ("特別永住者", "X14"),
    ],
)
def test_periods_that_one_only_holds(status: str, code: str) -> None:
    held = [entry.official for entry in options("periods_held", status)]
    assert held == isa.lists()[f"_CB19_2_{code}_L"]
