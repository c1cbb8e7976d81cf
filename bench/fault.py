"""How long a fault takes: from a kill to "one moment", and to the first screen.

    python bench/fault.py [--faults N]

The real program under ``kiosk keep`` in a terminal of its own, killed at its first
screen; a new terminal each time, as ``keep`` leaves fault after fault to the system.
Medians and the longest, in ms.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.emulator.demo import demo_card
from kiosk.i18n import words_of
from kiosk.message import say
from tests.terminal.drawn import DrawnTerminal
from tests.terminal.kiosk_site import VISITOR, KioskSite
from tests.terminal.processes import family
from tests.terminal.words import squeezed

FAULTS = 20
AIM_SECONDS = 2.0
FIRST, MOMENT = (
    squeezed(words_of("ja").say(say(name)))
    for name in ("screen.language.title", "kept.title")
)


def main() -> int:
    """The exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--faults", type=int, default=FAULTS)
    faults = options.parse_args().faults
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        demo_card(folder / "workshop", datetime.now(UTC), VISITOR)
        site = KioskSite(folder / "site", folder / "workshop", desk="virtual")
        times = [_fault(site) for _ in range(faults)]
    moments, firsts = ([own[at] for own in times] for at in (0, 1))
    for name, own in (("one moment", moments), ("first screen", firsts)):
        print(f"{name}: {median(own) * 1000:.0f} ms, at most {max(own) * 1000:.0f}")
    return 0 if max(firsts) <= AIM_SECONDS else 1


def _fault(site: KioskSite) -> tuple[float, float]:
    command = ["keep" if word == "run" else word for word in site.command]
    with DrawnTerminal(command) as terminal:
        terminal.wait_for(_shows(FIRST))
        terminal.let_run(1.0)
        _, kiosk, *_ = family(terminal.pid)
        began = time.perf_counter()
        os.kill(kiosk, signal.SIGKILL)
        terminal.wait_for(_shows(MOMENT))
        moment = time.perf_counter() - began
        terminal.wait_for(_shows(FIRST))
        return moment, time.perf_counter() - began


def _shows(words: str) -> Callable[[str], bool]:
    return lambda screen: words in squeezed(screen)


if __name__ == "__main__":
    sys.exit(main())
