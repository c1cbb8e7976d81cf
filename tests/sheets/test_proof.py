"""The test page: one page of A4 for every language, and nothing in it is markup."""

from datetime import UTC, datetime

import pytest

from kiosk.i18n import LANGUAGES
from kiosk.sheets.apart import sheet_of
from kiosk.sheets.proof import proof_paper
from kiosk.sheets.proof_order import ProofOrder
from tests.sheets.poppler import info, text

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_in_every_language(language: str) -> None:
    page = proof_paper(ProofOrder("まどぐち #read(1)", language, NOW, "demo"))
    assert info(page)["Pages"] == "1"
    assert "A4" in info(page)["Page size"]
    said = "".join(text(page).split())
    assert "プリンターのテストです。" in said
    assert "#read(1)" in said


def test_it_is_set_in_another_process() -> None:
    asked = ProofOrder("desk", "ja", NOW)
    assert ProofOrder.read(asked.written()) == asked
    assert sheet_of(asked) == proof_paper(asked)
