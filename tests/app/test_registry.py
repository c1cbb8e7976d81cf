"""The registry may be slow, or fail: nobody is registered with another's card."""

import pytest

from kiosk.card import certificates
from kiosk.clerks.registry import RegistryClerk
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.people import PEOPLE
from kiosk.store.faults import StoreError, StoreFault
from kiosk.visit.steps import (
    ChooseLanguage,
    EnterPin,
    Goodbye,
    InTrouble,
    Issued,
    Working,
)
from kiosk.visit.terms import Paper, Trouble, Work
from tests.app.bench import Bench
from tests.app.ways import PHONE, to_contact, to_pin
from tests.emulator.fixtures import ISSUED, MakeCard


async def test_a_store_that_fails_is_asked_again(
    bench: Bench, make_card: MakeCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench.opened() as terminal:
        await to_contact(terminal, make_card())
        await terminal.press(*PHONE, "enter")

        def fail(*args: object) -> None:
            raise StoreError(StoreFault.FULL)

        with monkeypatch.context() as patched:
            patched.setattr(bench.registry, "register", fail)
            await terminal.press("enter")
            await terminal.until(InTrouble(Trouble.STORE))
            assert terminal.shows("trouble.store.title")
        await terminal.press("1")
        await terminal.until(Issued(True, Paper.PRINTED))


async def test_a_registration_that_waits_keeps_its_own_card(
    bench: Bench,
    make_card: MakeCard,
    identity: Identity,
    authority: SyntheticAuthority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its visitor leaves, and the next one's card is looked at before its turn."""
    worker = certificates.parse(identity.authentication_certificate).public_key
    other = authority.issue(PEOPLE["student"], ISSUED, CardKeys.new())
    student = certificates.parse(other.authentication_certificate).public_key
    keys: list[bytes | None] = []
    do = RegistryClerk.do

    def spied(clerk: RegistryClerk, *asked: object) -> object:
        keys.append(asked[2] if isinstance(asked[2], bytes) else None)
        return do(clerk, *asked)  # type: ignore[arg-type]  # whatever the app gave

    monkeypatch.setattr(RegistryClerk, "do", spied)
    async with bench.opened() as terminal:
        await to_contact(terminal, make_card())
        await terminal.press(*PHONE, "enter")
        with terminal.holding("registry"):
            await terminal.press("enter")
            await terminal.until(Working(Work.REGISTER))
            await terminal.press("f10")
            await terminal.press("2")
            bench.desk.take()
            await terminal.until(Goodbye)
            await terminal.press("1")
            await terminal.until(ChooseLanguage)
            await to_pin(terminal, make_card("student", identity=other))
            crew = terminal.app._hands._crew.result()
            assert crew.card.public_key == student
        await terminal.settle()
        assert keys == [worker]
        assert isinstance(terminal.state.step, EnterPin), "it is nobody's any more"
