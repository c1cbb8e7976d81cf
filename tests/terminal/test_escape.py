"""Nothing that is typed, scanned, touched or answered leads out of the real program.

Sequences by chance (``tests.screens.sequences``) go straight into its terminal: a
hundred, and 100,000 where the environment says ``MADOGUCHI_LONG=1``, for hours. The
seed is printed, and ``MADOGUCHI_SEED`` gives another one. What comes of keys in foot
under Weston is in ``test_escape_foot.py``.
"""

import os
import re
import sys
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import pytest

from kiosk.i18n import words_of
from kiosk.message import say
from tests.screens.sequences import sequences
from tests.terminal.drawn import DrawnTerminal
from tests.terminal.kiosk_site import PERSON, PHONE, KioskSite, workshop
from tests.terminal.processes import command, family, resident
from tests.terminal.visitor import ISSUED, Visitor, id_on, until_issued
from tests.terminal.waiting import pause
from tests.terminal.words import squeezed

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

LONG: Final = os.environ.get("MADOGUCHI_LONG") == "1"
SEQUENCES: Final = 100_000 if LONG else 100
SEED: Final = int(os.environ.get("MADOGUCHI_SEED", "1"))
AT_ONCE: Final = 100
"""Sequences, between which the screen and the processes are looked at."""
PROBE: Final = 10
"""Every so many looks the first screen has to be reached, by keys."""
MARKERS: Final = (PHONE, PERSON.name, PERSON.address)
DRAWING: Final = re.compile(
    rb"\x1b\[[0-9;]*[HmJK]"  # where, in which colour; cleared
    rb"|\x1b\[\?(?:25|7|1000|1002|1003|1004|1006|1015|1049|2004|2026)[hl]"
    rb"|\x1b\]22;[a-z-]*\x07"  # how the pointer looks
)
"""All the sequences that a program which runs has any reason to write."""
OWN_PARTS: Final = {(sys.executable, "-I")}
LONGEST_SEQUENCE: Final = 40
"""Octets of one that has not come as a whole."""
QUIET_SECONDS: Final = 0.03
UNHEARD_SECONDS: Final = 1.1
"""In which a paste that was never ended is given up (``kiosk.screens.keyboard``)."""
FIRST: Final = squeezed(words_of("ja").say(say("screen.language.title")))


class WatchedTerminal(DrawnTerminal):
    """Keeps what is written, to be looked through."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        super().__init__(command)
        self.seen = b""

    def _draw(self) -> None:
        self.seen += bytes(self._written)
        super()._draw()

    def written_since(self) -> bytes:
        """All that came since this was last asked, but for a sequence that has not come
        as a whole yet.
        """
        self._draw()
        last = max(self.seen.rfind(b"\x1b"), 0)
        is_cut = len(self.seen) - last < LONGEST_SEQUENCE
        if is_cut and not DRAWING.match(self.seen, last):
            seen, self.seen = self.seen[:last], self.seen[last:]
        else:
            seen, self.seen = self.seen, b""
        return seen


def test_no_sequence_leads_out(tmp_path: Path, workshop: Path) -> None:
    print(f"seed {SEED}")  # noqa: T201
    site = escape_site(tmp_path, workshop)
    random = Random(SEED)  # noqa: S311  # decides what is tried
    with WatchedTerminal(site.command) as terminal:
        leave_markers(terminal)
        pid, before = terminal.pid, resident(terminal.pid)
        terminal.written_since()
        storm = sequences(random, SEQUENCES)
        for look, part in enumerate(iter(lambda: list(islice(storm, AT_ONCE)), [])):
            for sequence in part:
                terminal.feed(sequence)
            terminal.until_quiet(QUIET_SECONDS)
            assert terminal.alive, f"ended after {(look + 1) * AT_ONCE}"
            nothing_else_runs(pid)
            is_only_drawing(terminal.written_since())
            if look % PROBE == PROBE - 1:
                come_back(terminal)
        come_back(terminal)
        assert terminal.pid == pid
        assert resident(pid) < 1.5 * before
        assert list(site.elsewhere.iterdir()) == []
        assert site.log == ""
        # Whoever comes next is served.
        visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
        visitor.choose_language()
        visitor.read(say("screen.purpose.title"))


@pytest.mark.parametrize(
    "leak", [b"\x1b]52;c;eA==\x07", b"\x1b[?2048h", "\x9b5n".encode()]
)
def test_what_is_more_than_drawing_is_found(leak: bytes) -> None:
    is_only_drawing(b"\x1b[3;4Hab\x1b[0m")
    with pytest.raises(AssertionError):
        is_only_drawing(b"ab" + leak + b"cd")


def escape_site(folder: Path, workshop: Path) -> KioskSite:
    """One whose visits end soon when nobody does anything any more."""
    site = KioskSite(folder / "site", workshop, desk="virtual")
    settings = site.config.read_text()
    for before, after in (
        ("idle_seconds = 3600", "idle_seconds = 10\nwarning_seconds = 5"),
        ("goodbye_seconds = 120", "goodbye_seconds = 1"),
    ):
        assert before in settings
        settings = settings.replace(before, after)
    site.config.write_text(settings)
    return site


def leave_markers(terminal: DrawnTerminal) -> None:
    """Somebody registers and goes: none of that may be seen ever after."""
    visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
    visitor.choose_language()
    visitor.walk(until_issued())
    id_on(visitor.read(ISSUED.title))
    visitor.do(ISSUED)
    visitor.go()


def nothing_else_runs(pid: int) -> None:
    """But the program, and those parts of it that it has for one paper or one visit."""
    for own in family(pid):
        called = command(own)
        assert own == pid or not called or called[:2] in OWN_PARTS, called


def is_only_drawing(written: bytes) -> None:
    """Nothing of the visit before, and no sequence but those that draw."""
    rest = DRAWING.sub(b"", written)
    assert b"\x1b" not in rest, rest[rest.find(b"\x1b") :][:40]
    text = squeezed(rest.decode(errors="ignore"))
    assert not any(0x80 <= ord(own) < 0xA0 for own in text)
    assert not any(squeezed(marker) in text for marker in MARKERS)


def come_back(terminal: DrawnTerminal) -> None:
    """To the first screen: by keys if they lead there, else by leaving it alone."""
    pause(UNHEARD_SECONDS)
    for keys in ("F10", "2", "F12", "1"):
        if is_first(terminal.screen()):
            return
        terminal.type(keys) if len(keys) == 1 else terminal.key(keys)
        terminal.let_run(0.2)
    terminal.wait_for(is_first)


def is_first(screen: str) -> bool:
    """Whether it is the screen that waits for somebody."""
    return FIRST in squeezed(screen)
