"""Staff at the whole kiosk: by keys, with the store and the printer behind it."""

import json
import stat
from pathlib import Path

import pytest

from kiosk.emulator.authority import Identity
from kiosk.registry.staff import Member
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.secret import Secret
from kiosk.store.audit.fields import StaffRole
from kiosk.store.audit.verify import entries
from kiosk.visit.desk import (
    ConfirmDeletion,
    CorrectContact,
    EnterCode,
    EnterStaffPassword,
    FindVisitor,
    PapersTried,
    Readiness,
    Refusal,
    Report,
    Reported,
    StaffHome,
    StaffStep,
    Today,
    VisitorFound,
)
from kiosk.visit.duties import Duty
from kiosk.visit.steps import (
    ChooseLanguage,
    ChoosePurpose,
    EnterId,
    Goodbye,
    Overlay,
)
from kiosk.visit.terms import Paper
from tests.app.bench import LARGE, Bench, Terminal, secrets_left
from tests.app.test_languages import says_it_in
from tests.app.test_login import WORKER, registered
from tests.app.ways import to_purpose
from tests.receipts.papers import scan
from tests.registry.people import NOON
from tests.screens.pages import staffing

OWN = "Tulip-lane-17!"
CODES = {
    StaffRole.HELPER: "help-1",
    StaffRole.GYOSEISHOSHI: "gyo-1",
    StaffRole.MANAGER: "boss-1",
}


@pytest.fixture(autouse=True)
def members(bench: Bench) -> list[Member]:
    return [
        bench.staff.add(code, role, Secret.of(OWN.encode()), NOON)
        for role, code in CODES.items()
    ]


def seen(terminal: Terminal) -> StaffStep:
    assert terminal.state.staff is not None
    return terminal.state.staff.step


async def until(terminal: Terminal, step: StaffStep | type[StaffStep]) -> None:
    for _ in range(200):
        await terminal.settle()
        desk = terminal.state.staff
        here = None if desk is None else desk.step
        if here == step or (isinstance(step, type) and isinstance(here, step)):
            # The state is there before its page.
            await terminal.settle()
            return
    raise AssertionError(f"at {terminal.state.staff}, not at {step}")


async def choose(terminal: Terminal, message_id: str) -> None:
    label = terminal.in_words(message_id)
    [own] = [o for o in terminal.app.screen.query(ChoiceLine) if o.plain == label]
    await terminal.press(str(own.number))


async def typed(terminal: Terminal, code: str, password: str = OWN) -> None:
    await terminal.press(*code, "enter")
    await until(terminal, EnterStaffPassword)
    await terminal.press(*password, "enter")


async def sign_in(terminal: Terminal, role: StaffRole) -> None:
    await terminal.press("f9")
    await until(terminal, EnterCode())
    await typed(terminal, CODES[role])
    await until(terminal, StaffHome())
    assert secrets_left() == 0


async def find(terminal: Terminal, auth_id: str) -> None:
    await choose(terminal, "staff.duty.find")
    await until(terminal, FindVisitor())
    await terminal.press(*auth_id, "enter")
    await until(terminal, VisitorFound())


def codes(bench: Bench) -> list[str]:
    with bench.store.read() as db:
        return [entry.code for entry, _, _ in entries(db)]


async def test_a_wrong_password_lets_nobody_in(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await terminal.press("f9")
        for code in ("boss-1", "nobody", "'; DROP TABLE staff; --", "[b]boss-1[/b]"):
            await typed(terminal, code, "Tulip-lane-18!")
            await until(terminal, EnterCode)
            assert isinstance(step := seen(terminal), EnterCode)
            assert step.refusal is Refusal.REFUSED
            assert terminal.shows("staff.refusal.refused")
            assert code not in terminal.picture
        await terminal.press("escape")
        assert terminal.state.staff is None
        assert terminal.state.step == ChooseLanguage()


async def test_the_day_and_the_terminal_in_either_language(
    bench: Bench, identity: Identity
) -> None:
    registered(bench, identity)
    async with bench.opened() as terminal:
        await sign_in(terminal, StaffRole.HELPER)
        await choose(terminal, "staff.duty.today")
        await until(terminal, Today)
        assert terminal.shows("staff.today.at", time="12:00", what="registration")
        assert WORKER.name not in terminal.picture
        await terminal.press("escape")
        await choose(terminal, "staff.duty.readiness")
        await until(terminal, Readiness)
        await terminal.press("f1")
        await terminal.press("2")
        await until(terminal, Readiness)
        assert terminal.shows("staff.readiness.well")
        assert terminal.app.words.language.code == "ja"
        await choose(terminal, "staff.duty.test_print")
        await until(terminal, PapersTried(Duty.TEST_PRINT, (Paper.PRINTED,)))
        await terminal.press("escape", "escape")
        assert terminal.state.staff is None
        assert terminal.app.words.language.code == "en"
    assert codes(bench)[-6:] == [
        "staff_signed_in",
        "staff_looked",
        "staff_looked",
        "staff_looked",
        "printer_tested",
        "staff_signed_out",
    ]


async def test_a_receipt_again_and_a_contact_corrected(
    bench: Bench, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await sign_in(terminal, StaffRole.GYOSEISHOSHI)
        await find(terminal, own)
        assert WORKER.name not in terminal.picture
        assert own not in terminal.picture
        await choose(terminal, "staff.duty.reprint")
        await until(terminal, PapersTried(Duty.REPRINT, (Paper.PRINTED,)))
        assert scan(bench.tray.images[-1]) == [own]
        await terminal.press("1")
        await until(terminal, VisitorFound())
        await choose(terminal, "staff.duty.contact")
        await until(terminal, CorrectContact)
        await terminal.press(*["backspace"] * 12)
        await terminal.press(*"0311112222")
        await terminal.press("enter")
        await terminal.press("enter")
        await until(terminal, Reported(Report.CONTACT))
    with bench.store.read() as db:
        assert db.execute("SELECT phone FROM users").fetchone() == ("0311112222",)


async def test_an_export_for_whoever_asks(
    bench: Bench, identity: Identity, tmp_path: Path
) -> None:
    own = registered(bench, identity)
    bench.exports = tmp_path / "exports"
    async with bench.opened() as terminal:
        await sign_in(terminal, StaffRole.MANAGER)
        await find(terminal, own)
        await choose(terminal, "staff.duty.export")
        await until(terminal, Reported)
        assert isinstance(step := seen(terminal), Reported)
        assert step.report is Report.EXPORTED
        assert terminal.shows("staff.report.file", name=step.detail)
    [file] = bench.exports.iterdir()
    assert file.name == step.detail == "20261124-120000-1.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["user"]["name"] == WORKER.name


async def test_deleted_only_when_a_second_person_signs_in(
    bench: Bench, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await sign_in(terminal, StaffRole.MANAGER)
        await find(terminal, own)
        await choose(terminal, "staff.duty.delete")
        await until(terminal, ConfirmDeletion())
        await choose(terminal, "staff.delete.yes")
        await until(terminal, EnterCode(second=True))
        for role, refusal in (
            (StaffRole.MANAGER, Refusal.SAME),
            (StaffRole.HELPER, Refusal.ROLE),
        ):
            await typed(terminal, CODES[role])
            await until(terminal, EnterCode(second=True, refusal=refusal))
        await typed(terminal, CODES[StaffRole.GYOSEISHOSHI], "Tulip-lane-18!")
        await until(terminal, EnterCode(True, Refusal.REFUSED, 1))
        bench.clock.move(1)
        await typed(terminal, CODES[StaffRole.GYOSEISHOSHI])
        await until(terminal, Reported(Report.DELETED))
        await terminal.press("1")
        assert terminal.state.staff is None
        assert secrets_left() == 0
    with bench.store.read() as db:
        assert db["users"].count == 0
    assert "user_deleted" in codes(bench)


async def test_a_visit_is_ended_or_gone_back_to(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.press("f9")
        assert terminal.state.staff is None
        await terminal.press("f2")
        assert terminal.state.overlay is Overlay.STAFF
        await sign_in(terminal, StaffRole.HELPER)
        await choose(terminal, "staff.to_visit")
        assert terminal.state.step == ChoosePurpose()
        assert terminal.state.staff is None
        await terminal.press("f2")
        await sign_in(terminal, StaffRole.HELPER)
        await choose(terminal, "staff.duty.end_visit")
        await choose(terminal, "staff.end.yes")
        await terminal.until(Goodbye)
    assert [code for code in codes(bench) if code == "visit_ended"] == ["visit_ended"]


async def test_a_gyoseishoshi_stands_by_a_visitor(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.press("f2")
        await sign_in(terminal, StaffRole.GYOSEISHOSHI)
        await choose(terminal, "staff.duty.attend")
        assert terminal.state.attended
        assert terminal.shows("staff.attended")
        await terminal.press("f2")
        await choose(terminal, "staff.attends_no_longer")
        assert not terminal.state.attended
        assert not terminal.shows("staff.attended")
    assert codes(bench).count("attended") == 2


async def test_signed_out_by_the_clock(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await sign_in(terminal, StaffRole.MANAGER)
        await terminal.pass_time(61)
        assert terminal.state.staff is None
        assert terminal.state.step == ChooseLanguage()
    assert codes(bench)[-1] == "staff_signed_out"


async def test_the_way_in_by_touch(bench: Bench) -> None:
    async with bench.opened() as terminal:
        label = f"[F9] {terminal.in_words('staff.way')}"
        await terminal.touch_text(label)
        await until(terminal, EnterCode())
        await terminal.press("escape")
        await to_purpose(terminal)
        await terminal.press("f2")
        await terminal.touch_text(label)
        await until(terminal, EnterCode())


async def test_every_page_speaks_the_language_that_is_chosen(bench: Bench) -> None:
    shown = [
        state
        for name, state in staffing()
        if name.startswith(f"staff as manager over {ChooseLanguage()}")
        # What the doctor said is put into words once more, by the clerk.
        and not isinstance(state.staff and state.staff.step, Readiness)
    ]
    async with bench.opened(LARGE) as terminal:
        for state in shown:
            here = terminal.state.but(step=EnterId(), staff=state.staff, overlay=None)
            await terminal.stand(here.but(language="en", idle=0))
            assert says_it_in("en", terminal), state.staff
            await terminal.press("f1")
            await terminal.press("2")
            assert terminal.state.language == "ja"
            assert says_it_in("ja", terminal), state.staff
