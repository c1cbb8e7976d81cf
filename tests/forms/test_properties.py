"""Any text in any field; and what is handed over comes back as it was."""

import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.forms.application import make, read, written
from kiosk.forms.check import check
from kiosk.forms.form import form_for
from kiosk.forms.tables import ENCODINGS, BadTable, encoded, tables
from kiosk.forms.tables import read as read_tables
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from tests.forms import isa, row2
from tests.forms.samples import MAIN, ON, application, filled

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)
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
    if report.findings:
        return
    files = [encoded(table, encoding) for table in tables(report.application)]
    again = read_tables(files)
    assert again.answers == report.application.answers
    assert check(again, ON).findings == ()


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


@pytest.mark.parametrize("procedure", ["extension", "coe"])
def test_the_templates_own_example_passes(procedure: str) -> None:
    """Its pull-downs are empty: nothing but what it leaves out is to be mended."""
    layout = form_for(application(procedure)).layouts[0]
    example = isa.rows(procedure)[2]
    given_there = {
        column.field: value
        for column, value in zip(layout.columns, example, strict=True)
        if column.field and value
    }
    asked = replace(make(procedure, None, ()), answers=MappingProxyType(given_there))
    # The example was made when its own dates lay ahead.
    report = check(asked, ON.replace(year=2026, month=1))
    names = set(asked.answers)
    wrong = [one for one in report.errors if names.intersection(one.fields)]
    assert wrong == []
    assert {one.message.id for one in report.errors} == {"form.missing"}


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
