"""No key, no key with others, and no touch leads out of foot and Weston as installed.

Every key that a keyboard can send, with every modifier, and keys, touches and texts by
chance: some of them, and all where the environment says ``MADOGUCHI_LONG=1``. That an
escape would be seen is shown by a terminal and a compositor that are not locked.
"""

import os
from collections.abc import Callable, Iterator
from itertools import chain, combinations
from pathlib import Path
from random import Random
from typing import Final

import pytest
from PIL import Image

from tests.terminal.conftest import FONTS, require
from tests.terminal.kiosk_display import SIZE, KioskDisplay
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.test_escape import OWN_PARTS, escape_site
from tests.terminal.waiting import look_until

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

LONG: Final = os.environ.get("MADOGUCHI_LONG") == "1"
SEED: Final = int(os.environ.get("MADOGUCHI_SEED", "1"))
ACTIONS: Final = 20_000 if LONG else 50
AT_ONCE: Final = 50
MODIFIERS: Final = ("37", "50", "64", "133")
"""Codes of Control, Shift, Alt and the key with Windows' sign (xkeyboard-config)."""
CODES: Final = [str(code) for code in range(10, 256) if str(code) not in MODIFIERS]
SOME: Final = (
    "10",
    "24",
    "39",
    "54",
    "55",
    "57",
    "67",
    "70",
    "76",
    "107",
    "112",
    "135",
)
"""Of ``CODES``: 1, Q, S, C, V, N, F1, F4, F10, Print, page up, menu."""
HOME: Final = ("Escape", "F10", "2", "F12", "1")
"""Keys that end most visits."""
PROGRAMS: Final = ("Xvfb", "weston", "foot", "xdotool", "setxkbmap")
PATIENCE: Final = 40.0
"""Seconds until a visit that nobody goes on with has surely ended."""
UNLOCKED: Final = "[core]\nshell=kiosk-shell.so\nuse-pixman=true\nidle-time=0\n"


@pytest.fixture
def site(tmp_path: Path, workshop: Path) -> KioskSite:
    require(*PROGRAMS, fonts=FONTS)
    return escape_site(tmp_path, workshop)


def test_no_key_leads_out(site: KioskSite, tmp_path: Path) -> None:
    print(f"seed {SEED}")  # noqa: T201
    random = Random(SEED)  # noqa: S311  # decides what is tried
    with KioskDisplay(site.command, tmp_path) as display:
        first, pid = display.wait_for_still(), display.pid
        for actions in parts(chain(combined(), by_chance(random))):
            display.do(*actions)
            assert display.alive
            assert display.alarms() == []
            assert [own for own in display.started() if not is_ours(own)] == []
        display.rest()
        comes_back(display, first)
        assert display.pid == pid
        assert list((tmp_path / "home").iterdir()) == []
        assert list(site.elsewhere.iterdir()) == []
        assert site.log == ""


def test_a_terminal_that_is_not_locked_is_left(site: KioskSite, tmp_path: Path) -> None:
    settings = tmp_path / "open.ini"
    settings.write_text("font=Noto Sans Mono:size=18\n")
    with KioskDisplay(site.command, tmp_path, foot=settings) as display:
        display.wait_for_still()
        display.do("key", "ctrl+shift+n")
        look_until(display.alarms, bool, lambda _: "no other terminal was seen")


def test_a_compositor_that_is_not_locked_takes_pictures(
    site: KioskSite, tmp_path: Path
) -> None:
    settings = tmp_path / "open.ini"
    settings.write_text(UNLOCKED)
    with KioskDisplay(site.command, tmp_path, weston=settings, options="") as display:
        display.wait_for_still()
        display.do("key", "super+s")
        look_until(display.alarms, bool, lambda _: "no picture was seen to be taken")


def combined() -> Iterator[list[str]]:
    """Keys with modifiers, as xdotool's commands."""
    held = chain.from_iterable(combinations(MODIFIERS, most) for most in range(5))
    for modifiers in held:
        for code in CODES if LONG else SOME:
            down = [word for own in modifiers for word in ("keydown", own)]
            up = [word for own in modifiers for word in ("keyup", own)]
            yield [*down, "key", "--delay", "0", code, *up]


def by_chance(random: Random) -> Iterator[list[str]]:
    """Touches, turns of a wheel, drags, texts and keys."""
    kinds: tuple[Callable[[Random], list[str]], ...] = (_touch, _drag, _text, _keys)
    for _ in range(ACTIONS):
        yield random.choice(kinds)(random)


def parts(actions: Iterator[list[str]]) -> Iterator[list[str]]:
    """Some at a time, in one chain."""
    part: list[str] = []
    for number, words in enumerate(actions, 1):
        part += words
        if number % AT_ONCE == 0:
            yield part
            part = []
    yield part


def comes_back(display: KioskDisplay, first: Image.Image) -> None:
    """To the very picture it began with: nothing of what was there is left. By keys,
    or by leaving it alone.
    """
    display.do(*(word for key in HOME for word in ("key", key, "sleep", "0.3")))
    look_until(
        display.picture,
        lambda picture: picture == first,
        lambda picture: "another picture than the first",
        timeout=PATIENCE,
    )


def is_ours(called: tuple[str, ...]) -> bool:
    """The program, or a part of it for one paper or one visit."""
    return "kiosk" in called or called[:2] in OWN_PARTS


def _touch(random: Random) -> list[str]:
    x, y = (str(random.randrange(own)) for own in SIZE)
    return ["mousemove", x, y, "click", str(random.randint(1, 9))]


def _drag(random: Random) -> list[str]:
    button, (x, y) = str(random.randint(1, 3)), (random.randrange(own) for own in SIZE)
    there = ["mousemove", str(x), str(y), "mousedown", button]
    return [*there, "mousemove", str(SIZE[0] - x), str(SIZE[1] - y), "mouseup", button]


def _text(random: Random) -> list[str]:
    text = random.choice(("[200~", "[48;9;9;9;9t", "]52;c;eA==", "1234", "[O", "$(sh)"))
    return ["key", "Escape", "type", "--delay", "1", text]


def _keys(random: Random) -> list[str]:
    held = random.sample(MODIFIERS, random.randint(0, 4))
    codes = random.choices(CODES, k=random.randint(1, 4))
    down = [word for own in held for word in ("keydown", own)]
    up = [word for own in held for word in ("keyup", own)]
    return [*down, "key", "--delay", "0", *codes, *up]
