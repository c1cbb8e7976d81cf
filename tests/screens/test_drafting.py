"""Help with a reason: only while a gyoseishoshi attends, and never a sentence."""

import pytest

from kiosk.i18n import words_of
from kiosk.screens.page import Page
from kiosk.screens.pages import page_of
from kiosk.visit.steps import FillIn
from tests.screens.pages import at, drafted_with


def page(group: str, *, attended: bool) -> Page:
    return page_of(at(FillIn(group), draft=drafted_with({}), attended=attended))


def helps(shown: Page) -> list[str]:
    return [line.id for line in shown.small if line.id.startswith("drafting.")]


def test_at_a_reason_while_somebody_attends() -> None:
    shown = page("reason", attended=True)
    assert helps(shown)[0] == "drafting.reason.extension"
    assert shown.mark is not None
    assert shown.mark.id == "staff.attended"


@pytest.mark.parametrize(
    ("group", "attended"), [("reason", False), ("name", True), ("name", False)]
)
def test_nowhere_else(group: str, attended: bool) -> None:
    shown = page(group, attended=attended)
    assert helps(shown) == []
    assert (shown.mark is not None) == attended


@pytest.mark.parametrize("code", ["en", "ja"])
def test_nothing_of_it_could_be_handed_in_as_it_stands(code: str) -> None:
    """It asks for parts; none of it is a sentence about the applicant."""
    words = words_of(code)
    for line in page("reason", attended=True).small:
        said = words.say(line)
        assert "私" not in said
