"""A forgotten password of who has no card: a code on paper, then a new password."""

import pytest

from kiosk.registry.people import Enrolment
from kiosk.registry.staff import Member
from kiosk.secret import Secret
from kiosk.store.audit.fields import StaffRole
from kiosk.visit.desk import (
    ConfirmNewStart,
    EnterCode,
    PapersTried,
)
from kiosk.visit.duties import Duty
from kiosk.visit.steps import ChoosePassword, EnterPassword, LoggedIn, PasswordSet
from kiosk.visit.terms import Paper
from tests.app.bench import Bench, secrets_left
from tests.app.test_staff import CODES, OWN, choose, codes, find, sign_in, typed, until
from tests.app.ways import to_enter_id
from tests.registry.people import NOON, enrolment

NEXT = "Rose-alley-42!"


@pytest.fixture(autouse=True)
def members(bench: Bench) -> list[Member]:
    return [
        bench.staff.add(code, role, Secret.of(OWN.encode()), NOON)
        for role, code in CODES.items()
    ]


async def test_from_the_desk_to_a_new_password(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: Enrolment = enrolment()
    auth_id = bench.registry.enroll("before", own, NOON).auth_id
    given: list[str] = []
    monkeypatch.setattr(
        "kiosk.registry.fresh_starts.FreshStarts._code",
        lambda self: given.append("k7mw3qptzx") or given[-1],
    )
    async with bench.opened() as terminal:
        await sign_in(terminal, StaffRole.GYOSEISHOSHI)
        await find(terminal, auth_id)
        await choose(terminal, "staff.duty.new_start")
        await until(terminal, ConfirmNewStart())
        await choose(terminal, "staff.delete.yes")
        await until(terminal, EnterCode(second=True))
        await typed(terminal, CODES[StaffRole.MANAGER])
        await until(terminal, PapersTried(Duty.NEW_START, (Paper.PRINTED,)))
        assert given[0] not in terminal.picture
        assert len(bench.tray.images) == 1
        await terminal.press("escape")
        await terminal.press("escape")
        await terminal.press("escape")
        await to_enter_id(terminal)
        await terminal.press(*auth_id, "enter")
        await choose(terminal, "screen.password.use")
        await terminal.until(EnterPassword())
        await terminal.press(*given[0], "enter")
        await terminal.until(ChoosePassword())
        for _ in range(2):
            await terminal.press(*NEXT, "enter")
        await terminal.until(PasswordSet)
        await terminal.press("1")
        await terminal.until(LoggedIn)
        assert secrets_left() == 0
    assert "new_start_given" in codes(bench)
