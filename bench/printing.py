"""A receipt through CUPS, beside ``lp`` of the same file in the same run.

    python bench/printing.py

Both give it to the same queue of a scheduler of their own (see tests/printers), behind
which an IPP Everywhere printer takes it at once. ``lp`` returns when the queue has the
file; the kiosk, when the printer has said that it is printed, which lp does not know.
So the time until lp's job is completed is given too. Aim: no longer than that and a
quarter of a second. Figures are medians of rounds.
"""

import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.printers.cups import Queue
from kiosk.printers.ipptool import ask
from kiosk.receipts.cups_printer import CupsPrinter
from kiosk.receipts.page import pdf
from tests.printers.scheduler import Scheduler, scheduler
from tests.receipts.papers import drawn, receipt

ROUNDS = 7
COMPLETED = 9


def lp(cups: Scheduler, page: bytes) -> int:
    """Hand it over; the number of the job."""
    done = subprocess.run(
        ["lp", "-h", cups.server, "-d", cups.queue, "-"],
        input=page,
        capture_output=True,
        check=True,
    )
    # request id is desk-12 (0 file(s))
    return int(done.stdout.split()[3].rpartition(b"-")[2])


def lp_and_wait(cups: Scheduler, page: bytes) -> None:
    job = lp(cups, page)
    uri = f"ipp://{cups.server}/printers/{cups.queue}"
    while True:
        told = ask(uri, "Get-Job-Attributes", f"ATTR integer job-id {job}")
        if told["job-state"] == COMPLETED:
            return


def milliseconds(work: Callable[[], object], after: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
        after()
    return 1000 * median(times)


def main() -> None:
    page = pdf(drawn(receipt(), 80))
    with scheduler() as cups:
        print(f"Python {platform.python_version()}, {ROUNDS} rounds")
        queue = Queue(cups.queue, cups.server)
        lp_and_wait(cups, page)
        handed = milliseconds(
            lambda: lp(cups, page), after=lambda: lp_and_wait(cups, page)
        )
        print(f"lp, handed over             {handed:7.0f} ms")
        waited = milliseconds(lambda: lp_and_wait(cups, page), after=lambda: None)
        print(f"lp, until it is completed   {waited:7.0f} ms")
        printer = CupsPrinter(queue)
        took = milliseconds(lambda: printer.print(page), after=lambda: None)
        print(f"the kiosk, confirmed        {took:7.0f} ms  {took / waited:5.2f} x")


if __name__ == "__main__":
    main()
