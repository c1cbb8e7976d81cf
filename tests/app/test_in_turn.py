"""Whatever happens at once is shown one after the other."""

from typing import Any

import pytest

from kiosk import app
from kiosk.app import Kiosk
from tests.app.bench import Bench
from tests.app.ways import to_purpose

PRESSES = 5


async def test_the_clock_does_not_strike_in_the_middle_of_a_key(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took away a question that was still being put there: the kiosk ended, or its
    clock stood still.
    """
    under_way, struck = 0, 0
    advance, tick = Kiosk._advance, Kiosk._tick

    async def watched_tick(kiosk: Kiosk) -> None:
        nonlocal struck
        struck += 1
        assert not under_way
        await tick(kiosk)

    async def watched(kiosk: Kiosk, event: Any) -> None:
        nonlocal under_way
        under_way += 1
        try:
            await advance(kiosk, event)
        finally:
            under_way -= 1

    monkeypatch.setattr(app, "TICK_SECONDS", 0.02)
    monkeypatch.setattr(Kiosk, "_tick", watched_tick)
    monkeypatch.setattr(Kiosk, "_advance", watched)
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        for _ in range(PRESSES):
            await terminal.press("f2", "escape")
        assert terminal.app.is_running
    assert struck
