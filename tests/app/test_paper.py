"""The printer fails, or is not there: nothing of a visit depends on it."""

from kiosk.visit.steps import Issued, Verdict
from kiosk.visit.terms import Paper
from tests.app.bench import Bench
from tests.app.ways import known, to_id
from tests.emulator.fixtures import MakeCard
from tests.receipts.papers import scan

PRINT = "2"
"""The slip, among the answers below a verdict."""


async def test_a_printer_that_fails_and_is_mended(
    bench: Bench, make_card: MakeCard
) -> None:
    bench.tray.broken = True
    async with bench.opened() as terminal:
        own = await to_id(terminal, make_card(), Paper.FAILED)
        assert own in terminal.picture
        assert terminal.shows("screen.paper.failed")
        bench.tray.broken = False
        await terminal.press("4")
        await terminal.until(Issued(True, Paper.PRINTED))
        assert [scan(image) for image in bench.tray.images] == [[own]]


async def test_a_site_without_a_printer(bench: Bench) -> None:
    bench.printer = None
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(step=Verdict()))
        await terminal.press(PRINT)
        await terminal.until(Verdict(Paper.NO_PRINTER))
        assert terminal.shows("screen.paper.no_printer")


async def test_a_slip_is_on_its_way_while_the_visitor_goes_on(bench: Bench) -> None:
    """And what became of it is told when they come back."""
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(step=Verdict(), history=()))
        with terminal.holding("printer"):
            await terminal.press(PRINT)
            await terminal.press("2")  # the rules; nothing more to print just now
            assert terminal.shows("screen.wording.title")
        await terminal.settle()
        await terminal.press("escape")
        await terminal.until(Verdict(Paper.PRINTED))
        assert terminal.shows("screen.paper.printed")
