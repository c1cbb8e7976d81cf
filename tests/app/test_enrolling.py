"""Registering without a card, and an ID of the Agency, at the whole kiosk by keys."""

import pytest

from kiosk.visit.steps import (
    AskFact,
    ChoosePassword,
    ChooseRole,
    ChooseSex,
    ConfirmBrought,
    ConfirmParticulars,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterContact,
    EnterId,
    EnterName,
    EnterNumber,
    EnterPassword,
    ForgotAgency,
    ForgotId,
    ForgotPaper,
    Issued,
    LoggedIn,
    NoPassword,
    NumberFound,
    PasswordSet,
    Prepare,
    Refused,
    Verdict,
)
from kiosk.visit.terms import Issuer, Paper, Refusal
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.test_passwords import OWN, choose
from tests.app.ways import ANSWERS, PHONE, to_enter_id, to_purpose
from tests.receipts.papers import scan

NUMBER = "132024200123"
GYOSEISHOSHI = "5"
"""By its number on the screen of roles."""
BROUGHT = "Ab3/{x}[b]-Z"
YES_NO = {"in_japan": ["1"], "notified_activity": ["1"]}


async def to_number(terminal: Terminal) -> None:
    await to_purpose(terminal)
    await terminal.press("1")
    await terminal.until(ChooseRole)
    await terminal.press(GYOSEISHOSHI)
    await terminal.press("1")  # an extension
    while isinstance(step := terminal.state.step, AskFact):
        await terminal.press(*(ANSWERS | YES_NO)[step.fact])
    await terminal.until(Verdict)
    await choose(terminal, "screen.verdict.register.number")
    await terminal.until(EnterNumber)


async def through_number(terminal: Terminal) -> None:
    await terminal.press(*NUMBER, "enter")
    await terminal.until(NumberFound)
    await choose(terminal, "screen.number.register")
    await terminal.until(EnterName)


async def through_particulars(terminal: Terminal) -> None:
    await terminal.press(*"synthetic", "enter")
    await terminal.press(*"hana", "enter")
    await terminal.until(EnterBirth)
    await terminal.press(*"19800229", "enter")
    await terminal.until(ChooseSex)
    await terminal.press("2")
    await terminal.until(EnterAddress())
    await terminal.press(*"東京都千代田区架空町1-2", "enter")
    await terminal.until(EnterContact)
    await terminal.press(*PHONE, "enter")
    await terminal.press("enter")
    await terminal.until(ConfirmParticulars)


async def set_password(terminal: Terminal) -> None:
    await terminal.until(ChoosePassword())
    for again in (False, True):
        await terminal.until(ChoosePassword(again=again))
        await terminal.press(*OWN, "enter")
    await terminal.until(PasswordSet)
    await terminal.press("1")


async def log_in(terminal: Terminal, auth_id: str) -> None:
    await to_enter_id(terminal)
    await terminal.press(*auth_id, "enter")
    await terminal.until(Prepare)
    await choose(terminal, "screen.password.use")
    await terminal.until(EnterPassword())
    await terminal.press(*OWN, "enter")
    await terminal.until(LoggedIn)


async def test_by_number_to_a_password_and_back_another_day(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_number(terminal)
        await through_number(terminal)
        await through_particulars(terminal)
        assert terminal.shows("screen.own.confirm.yes")
        await terminal.press("1")
        await terminal.until(Issued(True, Paper.PRINTED))
        own = terminal.state.answers.auth_id
        assert own is not None
        assert scan(bench.tray.images[0]) == [own]
        assert terminal.shows("screen.issued.set_password")
        await choose(terminal, "screen.finish")
        await terminal.until(NoPassword)
        await choose(terminal, "screen.password.set")
        await set_password(terminal)
        await terminal.until(Issued)
        assert secrets_left() == 0
    async with bench.opened() as terminal:
        await log_in(terminal, own.lower())
        assert terminal.state.answers.auth_id == own
    async with bench.opened() as terminal:
        await to_number(terminal)
        await through_number(terminal)
        await through_particulars(terminal)
        await terminal.press("1")
        await terminal.until(Refused(Refusal.NUMBER))
        assert own not in terminal.picture
        assert len(bench.tray.images) == 1


async def test_an_id_of_the_agency_and_its_receipt(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.press("4")
        await terminal.until(ChooseRole)
        await terminal.press(GYOSEISHOSHI)
        await terminal.until(EnterBrought)
        await terminal.press(*BROUGHT, "enter")
        await terminal.until(ConfirmBrought)
        assert BROUGHT in terminal.picture
        await terminal.press("1")
        await terminal.until(EnterNumber)
        await through_number(terminal)
        await through_particulars(terminal)
        await terminal.press("1")
        await terminal.until(Issued(True, Paper.PRINTED))
        assert terminal.state.answers.auth_id == BROUGHT
        assert scan(bench.tray.images[0]) == [BROUGHT]
        assert terminal.shows("screen.issued.agency")
        await choose(terminal, "screen.password.set")
        await set_password(terminal)
    async with bench.opened() as terminal:
        await log_in(terminal, BROUGHT)
        held = terminal.state.held
        assert held is not None
        assert (held.issuer, held.by_card) == (Issuer.AGENCY, False)


async def test_forgotten_and_asked_for_on_paper(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        await terminal.press("down", "down")
        await choose(terminal, "screen.auth_id.forgot")
        await terminal.until(ForgotId)
        await terminal.press("2")
        await terminal.until(ForgotAgency)
        await terminal.press("3")
        await terminal.until(ForgotPaper("number", Paper.NO_PRINTER))
        assert terminal.state.answers.auth_id is None


@pytest.mark.parametrize(
    "text", ["[red]x[/red]", "'; DROP TABLE users; --", "{name} %s \\u0000"]
)
async def test_markup_is_only_text(bench: Bench, text: str) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.press("4")
        await terminal.press(GYOSEISHOSHI)
        await terminal.until(EnterBrought)
        await terminal.press(*text, "enter")
        await terminal.until(ConfirmBrought)
        assert text in terminal.picture
        await terminal.press("escape")
        await terminal.press("escape")
        assert not isinstance(terminal.state.step, EnterId)
