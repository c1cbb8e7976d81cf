"""The usage request of an institution at the whole kiosk, by keys."""

from datetime import date, timedelta

from kiosk.registry.people import Enrolment, Holder, Proof
from kiosk.registry.usage import UsageRequests
from kiosk.rules.usage_life import State
from kiosk.secret import Secret
from kiosk.visit.steps import (
    AskUsage,
    EnterPassword,
    Goodbye,
    LoggedIn,
    Prepare,
    UsageDay,
    UsagePackage,
    UsagePapers,
    UsageResult,
    UsageStatus,
)
from kiosk.visit.terms import Paper
from tests.app.bench import Bench, Terminal
from tests.app.test_passwords import choose, typed
from tests.app.ways import to_enter_id
from tests.registry.people import KEY

OWN = "Tulip-lane-17!"
AGENCY = "ISA000123"
TODAY = date(2026, 11, 24)
YES, NO, UNKNOWN = "1", "2", "3"
ANSWERS = {
    "certificate": YES,
    "trusted": NO,
    "commission": YES,
    "pledge": UNKNOWN,
    "listed": NO,
    "withheld": NO,
    "table": NO,
    "stable_expected": NO,
}


class Tray:
    """Takes A4 papers."""

    def __init__(self) -> None:
        self.sheets: list[bytes] = []

    def print(self, pdf: bytes) -> None:
        self.sheets.append(pdf)


def enrolled(bench: Bench) -> tuple[int, str]:
    """A clerk of a public-interest body with an account and a password."""
    now = bench.parts.now()
    who = Enrolment(
        "public_interest_staff",
        "SYNTHETIC KEI",
        "架空県見本市例町3番地",
        "",
        "",
        "0312345678",
        "kei@example.invalid",
        "en",
    )
    issued = bench.registry.enroll("visit", who, now)
    holder = Holder(issued.user, Proof.ENROLMENT)
    bench.passwords.choose(holder, Secret.of(OWN.encode()), now)
    return issued.user, issued.auth_id


async def log_in(terminal: Terminal, auth_id: str) -> None:
    await to_enter_id(terminal)
    await terminal.press(*auth_id, "enter")
    await terminal.until(Prepare)
    await choose(terminal, "screen.password.use")
    await terminal.until(EnterPassword())
    await typed(terminal, OWN)
    await terminal.until(LoggedIn)


async def test_from_the_checklist_to_the_approval(bench: Bench) -> None:
    user, auth_id = enrolled(bench)
    requests, tray = UsageRequests(bench.store, KEY), Tray()
    bench.sheets = tray
    async with bench.opened() as terminal:
        await log_in(terminal, auth_id)
        assert terminal.shows("screen.usage.state.draft")
        await choose(terminal, "screen.usage.begin")
        for question, key in ANSWERS.items():
            await terminal.until(AskUsage(question))
            assert terminal.shows(f"usage.ask.{question}")
            await terminal.press(key)
        await terminal.until(UsageResult())
        assert terminal.shows("screen.usage.result.missing", count=1)
        assert terminal.shows("usage.do.stable_expected")
        await choose(terminal, "screen.usage.papers")
        await terminal.until(UsagePapers())
        await choose(terminal, "screen.usage.print")
        await terminal.until(UsagePackage(Paper.PRINTED))
        await choose(terminal, "screen.usage.sent")
        await terminal.until(UsageDay("sent"))
        await terminal.press("enter")
        await terminal.until(UsageStatus())
        assert terminal.shows("screen.usage.state.sent", day=TODAY.isoformat())
        await choose(terminal, "screen.finish")
        await terminal.until(Goodbye)
    assert tray.sheets[0].startswith(b"%PDF-")
    kept = requests.of(user)
    assert kept is not None
    assert (kept.state, kept.sent_on) == (State.SENT, TODAY)
    assert set(kept.answers) == set(ANSWERS)

    until = TODAY + timedelta(days=40)
    requests.approve(user, AGENCY, until, 1, bench.parts.now())
    async with bench.opened() as terminal:
        await log_in(terminal, AGENCY)
        due = "2026-12-03"
        assert terminal.shows(
            "screen.usage.phase.due", until=until.isoformat(), due=due
        )
        await choose(terminal, "screen.usage.see")
        await terminal.until(UsageStatus())
        await choose(terminal, "screen.usage.report")
        await terminal.until(UsageDay("reported"))
        await terminal.press("enter")
        await terminal.until(UsageStatus())
        # Three years from the day of the report, and so it is said.
        assert terminal.shows(
            "screen.usage.phase.good", until="2029-11-24", due="2029-10-24"
        )
        assert terminal.shows("usage.note.life_start")


async def test_stopped_in_the_middle_and_gone_on_with(bench: Bench) -> None:
    _, auth_id = enrolled(bench)
    async with bench.opened() as terminal:
        await log_in(terminal, auth_id)
        await choose(terminal, "screen.usage.begin")
        await terminal.until(AskUsage("certificate"))
        await terminal.press(YES)
        await terminal.until(AskUsage("trusted"))
    async with bench.opened() as terminal:
        await log_in(terminal, auth_id)
        await choose(terminal, "screen.usage.begin")
        await terminal.until(AskUsage("trusted"))
        await terminal.press("escape")
        await terminal.until(LoggedIn)
