"""The first screen of a whole kiosk when something is out of order."""

from dataclasses import replace

import pytest

from kiosk.app import REFUSED_STATUS, Kiosk
from kiosk.clerks.crew import Crew
from kiosk.hours import Hours
from kiosk.visit.events import PrinterSeen, StoreSeen
from kiosk.visit.health import Lamp
from kiosk.visit.steps import ChooseLanguage, ChoosePurpose
from kiosk.visit.waiting import LOOK_SECONDS
from tests.app.bench import Bench

NO_PAPER = "The printer has no paper"


async def test_a_printer_without_paper_is_told_and_then_no_longer(
    bench: Bench,
) -> None:
    lamps = [Lamp.PAPER_OUT]
    hire = bench.parts.hire

    def crew() -> Crew:
        return replace(
            hire(),
            look_at_printers=lambda: PrinterSeen(lamps[-1]),
            look_at_store=lambda: StoreSeen(well=True),
        )

    bench.parts = replace(bench.parts, hire=crew)
    async with bench.opened() as terminal:
        await terminal.pass_time(1)
        await terminal.settle()
        assert NO_PAPER in terminal.picture
        await terminal.press("1")
        await terminal.until(ChoosePurpose)
        assert NO_PAPER in terminal.picture
        lamps.append(Lamp.WELL)
        await terminal.pass_time(bench.site.idle_seconds)
        await terminal.until(ChooseLanguage)
        await terminal.pass_time(LOOK_SECONDS)
        await terminal.settle()
        assert NO_PAPER not in terminal.picture


async def test_outside_of_its_hours_the_desk_is_closed_from_the_first_screen_on(
    bench: Bench,
) -> None:
    bench.site = replace(bench.site, hours=Hours(((),) * 7))
    async with bench.opened() as terminal:
        assert "This desk is closed now" in terminal.picture
        await terminal.press("1")
        await terminal.settle()
        assert terminal.state.step == ChooseLanguage()


@pytest.mark.parametrize("linger", [0.0, 0.2])
async def test_where_nobody_can_work_the_kiosk_says_so_and_ends(
    bench: Bench, linger: float
) -> None:
    def refuse() -> Crew:
        raise OSError

    app = Kiosk(replace(bench.parts, site=bench.site, hire=refuse, linger=linger))
    async with app.run_test() as pilot:
        await pilot.pause()
        while app.is_running and app.return_code is None:
            await pilot.pause()
    assert app.state.health.refused
    assert app.return_code == REFUSED_STATUS
