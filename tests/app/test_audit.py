"""What is done at the terminal is in the audit trail, whoever does it."""

from kiosk.store.audit.events import Event, PaperAsked, StaffCalled
from kiosk.store.audit.fields import Paper, Printing
from kiosk.store.audit.verify import entries, verify
from kiosk.visit.steps import Verdict
from kiosk.visit.terms import Paper as Wanted
from tests.app.bench import Bench
from tests.app.ways import known


def recorded(bench: Bench) -> list[Event | None]:
    assert verify(bench.store).whole
    with bench.store.read() as db:
        return [entry.event for entry, _, _ in entries(db)]


async def test_papers_and_calls_are_recorded(bench: Bench) -> None:
    bench.tray.broken = True
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(step=Verdict()))
        await terminal.press("2")
        await terminal.until(Verdict(Wanted.FAILED))
        bench.tray.broken = False
        await terminal.press("2")
        await terminal.until(Verdict(Wanted.PRINTED))
        await terminal.press("f2")
        await terminal.settle()
        assert terminal.shows("overlay.staff.title")
    assert recorded(bench) == [
        PaperAsked(Paper.SLIP, Printing.FAILED),
        PaperAsked(Paper.SLIP, Printing.PRINTED),
        StaffCalled(),
    ]
