"""The paper for a forgotten ID: what stands on it, in a process of its own."""

from datetime import UTC, datetime

import pytest

from kiosk.i18n import LANGUAGES
from kiosk.sheets.apart import NotSet, sheet_of
from kiosk.sheets.forgotten import forgotten_paper
from kiosk.sheets.forgotten_order import GROUPS, ForgottenOrder, Known
from kiosk.visit import forgotten as visit
from tests.sheets.poppler import text

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MEI = Known("SYNTHETIC MEI", "19900401", "2", "架空県見本市例町1番地")
NOBODY = Known()


def order(group: str = "person", known: Known = MEI, language: str = "en") -> bytes:
    return forgotten_paper(ForgottenOrder(group, known, language, NOW, "demo"))


def test_what_a_card_told_is_there() -> None:
    said = "".join(text(order()).split())
    for wanted in (
        "別記第15号様式",
        "SYNTHETICMEI",
        "1990年4月1日",
        "女",
        MEI.address,
        "DEMO",
        "Thisisnottheofficialform",
        "whereyoulive",
        "bymail",
    ):
        assert wanted in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_one_page_for_each(group: str, language: str) -> None:
    said = text(order(group, NOBODY, language))
    assert said.count("\f") == 1
    assert ("届出済証明書の番号" in said) == (group == "number")
    assert ("機関の名称" in said) == (group == "institution")


@pytest.mark.parametrize(
    "hostile", ['#read("/etc/passwd")', "$x$", "*bold* _it_", "\\u{202e}", "x" * 300]
)
def test_nothing_on_it_is_read_as_anything(hostile: str) -> None:
    known = Known(hostile, "19900401", "1", hostile)
    said = "".join(text(order(known=known)).split())
    assert "".join(hostile.split())[:40] in said


def test_it_is_set_in_another_process() -> None:
    asked = ForgottenOrder("number", MEI, "ja", NOW)
    assert sheet_of(asked) == forgotten_paper(asked)
    assert ForgottenOrder.read(asked.written()) == asked
    for secret in (MEI.name, MEI.address, MEI.birth_date):
        assert secret not in repr(asked)
    with pytest.raises(NotSet):
        sheet_of(ForgottenOrder("nobody", MEI, "ja", NOW))


def test_the_visit_has_the_same_groups() -> None:
    assert visit.GROUPS == GROUPS
