"""foot and Weston take their settings, and no key of theirs is left.

What there is to take away: the defaults in Debian's own foot.ini; the key bindings that
Weston's modules ask for. Which keys are a modifier: libxkbcommon, as Weston asks it.
"""

import configparser
import ctypes
import ctypes.util
import re
import subprocess
from pathlib import Path

import pytest

from tests.deploy.conftest import FILES, program

FOOT = FILES / "etc/madoguchi/foot.ini"
WESTON = FILES / "etc/madoguchi/weston.ini"
DEBIANS_FOOT = Path("/etc/xdg/foot/foot.ini")
BINDINGS = ("key-bindings", "search-bindings", "url-bindings", "mouse-bindings")
NOT_ACTIONS = {
    "noop",  # does nothing
    "selection-override-modifiers",  # with none, foot 1.13 reports no click at all
}
WINDOWS_KEYS = {133, 134}  # <LWIN>, <RWIN> of xkeyboard-config's keycodes/evdev


def test_foot_takes_its_settings() -> None:
    done = subprocess.run(
        [program("foot"), "--check-config", f"--config={FOOT}"],
        capture_output=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("section", BINDINGS)
def test_every_binding_of_foot_is_taken_away(section: str) -> None:
    program("foot")
    part = re.search(
        rf"\[{section}\]\n(.*?)(?=\n\[|\Z)", DEBIANS_FOOT.read_text(), re.S
    )
    assert part
    actions = set(re.findall(r"^# ([a-z-]+)=", part[1], re.M)) - NOT_ACTIONS
    actions = {name for name in actions if not name.startswith("pipe-")}
    ours = ini(FOOT)[section]
    assert actions
    assert {name: ours.get(name) for name in actions} == dict.fromkeys(actions, "none")


def test_nothing_of_a_visit_is_kept_by_foot_or_given_away() -> None:
    ours = ini(FOOT)
    assert ours["scrollback"]["lines"] == "0"
    assert ours["main"]["selection-target"] == "none"
    assert ours["url"]["launch"] == "true"  # the program that does nothing


def test_weston_shows_one_program_and_switches_no_console() -> None:
    ours = ini(WESTON)
    assert ours["core"]["shell"] == "kiosk-shell.so"
    assert ours["core"]["xwayland"] == "false"
    assert ours["core"]["idle-time"] == "0"
    assert ours["keyboard"]["vt-switching"] == "false"


@pytest.mark.parametrize("layout", ["jp", "us", "de", "kr"])
def test_no_key_is_super(layout: str) -> None:
    """Weston's keys for a picture and a film of the screen are Super+S and Super+R."""
    options = ini(WESTON)["keyboard"]["keymap_options"]
    assert keys_that_are_super(layout, "") == WINDOWS_KEYS
    assert keys_that_are_super(layout, options) == set()


class _Names(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_char_p)
        for name in ("rules", "model", "layout", "variant", "options")
    ]


def keys_that_are_super(layout: str, options: str) -> set[int]:
    """Codes of keys that hold the modifier Mod4 while they are down."""
    name = ctypes.util.find_library("xkbcommon")
    if name is None:
        program("libxkbcommon")
    xkb = ctypes.CDLL(name)
    for function in ("context_new", "keymap_new_from_names", "state_new"):
        getattr(xkb, f"xkb_{function}").restype = ctypes.c_void_p
    context = ctypes.c_void_p(xkb.xkb_context_new(0))
    names = _Names(b"evdev", b"pc105", layout.encode(), b"", options.encode())
    keymap = ctypes.c_void_p(
        xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
    )
    assert keymap, "no such keymap"
    held = set()
    for code in range(8, 256):
        state = ctypes.c_void_p(xkb.xkb_state_new(keymap))
        xkb.xkb_state_update_key(state, code, 1)
        if xkb.xkb_state_mod_name_is_active(state, b"Mod4", 1) == 1:
            held.add(code)
        xkb.xkb_state_unref(state)
    xkb.xkb_keymap_unref(keymap)
    xkb.xkb_context_unref(context)
    return held


def ini(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    text = path.read_text()
    parser.read_string(text if path == WESTON else f"[main]\n{text}")
    return parser
