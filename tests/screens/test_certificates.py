"""The last days of the certificates at a glance, and when they are a warning."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import Message
from kiosk.screens.page import Page, Tone
from kiosk.screens.pages import page_of
from kiosk.visit.state import Answers, Card, State
from kiosk.visit.steps import InTrouble, Issued, LoggedIn
from kiosk.visit.terms import Paper, Pin, Purpose, Trouble
from tests.screens.pages import PERSON, TODAY, at

LOG_IN, SIGNING = Pin.AUTHENTICATION, Pin.SIGNATURE
FAR = date(2031, 4, 1)
STEPS = (Issued(True, Paper.PRINTED), LoggedIn())


def told(page: Page, start: str) -> list[Message]:
    return [
        own
        for own in (*page.paragraphs, *page.small)
        if own.id.startswith(f"screen.{start}")
    ]


def holding(
    ends: Mapping[Pin, date], step: Issued | LoggedIn, **changes: object
) -> State:
    card = Card(None, {}, has_signature=True, person=PERSON, ends=ends)
    return at(step, card=card, **changes)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("ends", "ids"),
    [
        ({LOG_IN: FAR, SIGNING: FAR}, ["both", "stay"]),
        ({LOG_IN: FAR}, ["log_in", "stay"]),
        ({}, []),
    ],
)
def test_the_days_that_are_known(
    ends: Mapping[Pin, date], ids: list[str], step: Issued | LoggedIn
) -> None:
    page = page_of(holding(ends, step))
    found = [own.id for own in told(page, "certificates")]
    assert found == [f"screen.certificates.{own}" for own in ids]
    assert page.tone is Tone.GOOD


@pytest.mark.parametrize("role", ["attorney", "relative"])
def test_the_stay_of_somebody_else_is_not_the_holders(role: str) -> None:
    facts = {"stay_expires": "2027-01-15"}
    answers = Answers(Purpose.REGISTER, role, "extension", facts)
    page = page_of(holding({LOG_IN: FAR}, LoggedIn(), answers=answers))
    assert [own.id for own in told(page, "certificates.stay")] == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("days", "warns"), [(93, False), (92, True), (0, True)])
def test_one_that_ends_within_three_months_is_a_warning(
    days: int, warns: bool, step: Issued | LoggedIn
) -> None:
    soon = TODAY + timedelta(days=days)
    page = page_of(holding({LOG_IN: FAR, SIGNING: soon}, step))
    assert (page.tone is Tone.CARE) == warns
    warnings = told(page, "certificates.soon")
    assert [own.values["day"] for own in warnings] == [soon.isoformat()] * warns


def test_when_an_expired_certificate_ended() -> None:
    step = InTrouble(Trouble.EXPIRED, ended=date(2026, 11, 1))
    ids = [own.id for own in page_of(at(step)).paragraphs]
    assert ids == ["screen.expired.day", "trouble.expired.do", "screen.expired.both"]
    without = [own.id for own in page_of(at(InTrouble(Trouble.EXPIRED))).paragraphs]
    assert without == ["trouble.expired.do"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_said_of_revocation(code: str) -> None:
    """It is not known here."""
    words = words_of(code)
    page = page_of(holding({LOG_IN: TODAY, SIGNING: TODAY}, LoggedIn()))
    said = " ".join(words.say(own) for own in (*page.paragraphs, *page.small))
    assert not [word for word in ("revoke", "失効", "valid ") if word in said]
