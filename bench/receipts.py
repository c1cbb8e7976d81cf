"""Drawing a receipt, beside qrcode drawing nothing but its QR code in the same run.

    python bench/receipts.py

qrcode with Pillow is what most programs make such codes with. Aim: a receipt of 80 mm
in two languages within 150 ms, fonts being loaded. The kiosk has it drawn in a process
of its own, which also starts and loads them. Figures are medians of rounds.
"""

import platform
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from time import perf_counter

import qrcode

from kiosk.message import say
from kiosk.receipts.compose import compose
from kiosk.receipts.drawing import draw
from kiosk.receipts.drawn import drawn
from kiosk.receipts.job import job
from kiosk.receipts.messages import done
from kiosk.receipts.paper import Receipt
from kiosk.registry.auth_id import generate, grouped

ROUNDS = 15
AUTH_ID = generate(lambda n: bytes(range(n)))
RECEIPT = Receipt(
    site="まどぐち Demo Desk",
    mode="demo",
    at=datetime(2026, 3, 1, 5, 0, tzinfo=UTC),
    language="en",
    done=done("issued"),
    auth_id=AUTH_ID,
    issuer="here",
    steps=(
        say("step.file_by", day="2026-04-30"),
        say("step.special_period", day="2026-07-01"),
        say("step.extend_mynumber_card", day="2026-05-01"),
    ),
)


def milliseconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return 1000 * median(times)


def bare_code() -> object:
    return qrcode.make(grouped(AUTH_ID), box_size=10).get_image()


def receipt(width_mm: int) -> object:
    return draw(compose(RECEIPT), width_mm)


def main() -> None:
    print(f"Python {platform.python_version()}, {ROUNDS} rounds")
    bare = milliseconds(bare_code)
    print(f"qrcode, the bare code       {bare:7.1f} ms")
    for width in (58, 80):
        took = milliseconds(partial(receipt, width))
        print(f"a receipt of {width} mm          {took:7.1f} ms  {took / bare:5.1f} x")
    paper = draw(compose(RECEIPT), 80)
    took = milliseconds(partial(job, paper))
    print(f"its bytes for the printer   {took:7.1f} ms  {took / bare:5.1f} x")
    took = milliseconds(lambda: drawn(compose(RECEIPT), 80))
    print(f"both in their own process   {took:7.1f} ms  {took / bare:5.1f} x")


if __name__ == "__main__":
    main()
