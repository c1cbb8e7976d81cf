"""Any text in any field; and what is handed over comes back as it was."""

import json
import re
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.forms.application import make, read, written
from kiosk.forms.check import check
from kiosk.forms.form import form_for
from kiosk.forms.tables import ENCODINGS, BadTable, encoded, tables, without_column
from kiosk.forms.tables import read as read_tables
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from tests.forms import isa, row2
from tests.forms.samples import MAIN, ON, application, filled, joined

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)
FEW = settings(SLOW, max_examples=15)
ODD = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("ｶﾞＡａ１〜−é\r\n\t　-"),
    max_size=30,
)
NEAR = st.sampled_from(
    ["１９９９－５－１", "平成3年4月5日", "有", "Yes", "03-1234-5678", "ab12345678cd"]
)


@pytest.mark.parametrize("procedure", MAIN)
@SLOW
@given(data=st.data())
def test_any_text_is_a_legal_value_or_one_error(
    procedure: str, data: st.DataObject
) -> None:
    asked = application(procedure)
    layout = form_for(asked).layouts[0]
    rules = dict(
        zip((c.field for c in layout.columns), isa.rows(procedure)[1], strict=True)
    )
    field = data.draw(st.sampled_from(form_for(asked).fields))
    tidy = tidied(field, data.draw(ODD | NEAR), asked.answers)
    if not tidy or fault(field, tidy, asked.answers):
        return
    assert row2.rule(rules[field.id]).allows(tidy)
    assert tidied(field, tidy, asked.answers) == tidy
    tidy.encode("cp932")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("procedure", MAIN)
@SLOW
@given(data=st.data())
def test_what_is_written_is_read_back(
    procedure: str, encoding: str, data: st.DataObject
) -> None:
    changed = data.draw(
        st.dictionaries(st.sampled_from(sorted(MAIN[procedure])), st.just(""))
        | st.just({"relatives": "有"})
    )
    report = check(data.draw(filled(application(procedure, **changed))), ON)
    if report.errors:
        return
    files = [encoded(table, encoding) for table in tables(report.application)]
    again = read_tables(files)
    left = without_column(report.application)
    kept = {k: v for k, v in report.application.answers.items() if k not in left}
    assert again.answers == kept


@SLOW
@given(data=st.data())
def test_json_is_read_back(data: st.DataObject) -> None:
    asked = data.draw(filled(application("coe")))
    again = read(json.dumps(written(asked)))
    assert again.answers == asked.answers
    assert again.procedure == asked.procedure


@SLOW
@given(content=st.binary(max_size=200))
def test_what_is_no_table_is_one_clear_line(content: bytes) -> None:
    with pytest.raises(BadTable):
        read_tables([content])


TOGETHER = ("reentry", "other_activity", "employment_certificate")
SKILLED = {
    "current_status": "特定技能１号",
    "current_period": "１年",
    "wanted_period": "１年",
}
CASES = {
    "reentry": joined(application("extension", receipt="窓口"), "reentry"),
    "everything": joined(application("extension", receipt="窓口"), *TOGETHER),
    "skilled": application("extension", **SKILLED),
    "skilled and everything": joined(
        application("extension", receipt="窓口", **SKILLED), *TOGETHER
    ),
    "medical": application("coe", entry_purpose="医療"),
    "to a skill": application(
        "change", wanted_status="特定技能２号", wanted_period="１年"
    ),
}


@pytest.mark.parametrize("case", CASES)
@FEW
@given(data=st.data())
def test_further_tables_are_read_back(case: str, data: st.DataObject) -> None:
    report = check(data.draw(filled(CASES[case])), ON)
    wrong = {field for one in report.errors for field in one.fields}
    kept = {k: v for k, v in report.application.answers.items() if k not in wrong}
    legal = replace(report.application, answers=MappingProxyType(kept))
    left = without_column(legal)
    again = read_tables([encoded(table) for table in tables(legal)])
    assert again.answers == {k: v for k, v in kept.items() if k not in left}
    assert again.accompanying == legal.accompanying


# Excel has written these numbers of the examples so that nobody can read them.
SPOILT = re.compile(r"[0-9.]+E\+[0-9]+")
EXAMPLES: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "coe": ("coe", None, ()),
    "coe-sheet-u": ("coe", "medical_services", ()),
    "extension": ("extension", None, ()),
    "extension-accompanying": ("extension", None, TOGETHER),
    "extension-sheet-v": ("extension", "specified_skilled_worker_i", ()),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_templates_own_example_passes(name: str) -> None:
    """Its pull-downs are empty: nothing but what it leaves out is to be mended."""
    start = make(*EXAMPLES[name])
    layout = next(one for one in form_for(start).layouts if one.name == name)
    given_there = {
        column.field: value
        for column, value in zip(layout.columns, isa.rows(name)[2], strict=True)
        if column.field and value and not SPOILT.fullmatch(value)
    }
    asked = replace(start, answers=MappingProxyType(given_there))
    # The example was made when its own dates lay ahead.
    report = check(asked, date(2026, 1, 24))
    wrong = [
        (one.fields, one.message.id)
        for one in report.errors
        if one.message.id != "form.missing" and set(one.fields) <= given_there.keys()
    ]
    assert wrong == []


@pytest.mark.parametrize("procedure", MAIN)
def test_the_table_is_the_agencys(procedure: str) -> None:
    table = tables(application(procedure))[0]
    lines = encoded(table).decode("cp932").split("\r\n")
    assert list(table.header) == isa.rows(procedure)[0]
    assert lines[-1] == ""
    cells = dict(zip(table.header, table.row, strict=True))
    assert cells["身分事項_性別"] == "女 female"
    assert cells["身分事項_国籍・地域"] == "ベトナム Viet Nam"
    assert cells["身分事項_氏名"] == "NGUYEN THI LAN"


@pytest.mark.parametrize("procedure", MAIN)
def test_a_table_holds_everything_of_its_form(procedure: str) -> None:
    assert without_column(application(procedure)) == ()
