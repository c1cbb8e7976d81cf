"""The environment that Textual and Rich see: none of their switches.

Their variables write every key into a file, draw a picture of the screen on a timer,
make Ctrl+C a signal or change how wide a character is. They are read when Textual is
imported, so they go before that. Which ones: ``textual/constants.py``, its drivers
and ``rich/console.py`` (Textual 8.2.8, Rich 15).
"""

import os
import sys
from collections.abc import MutableMapping
from typing import Final

_PREFIXES: Final = ("TEXTUAL", "JUPYTER_")
_NAMES: Final = frozenset(
    {
        "UNICODE_VERSION",
        "COLUMNS",
        "LINES",
        "ROWS",
        "ESCDELAY",
        "NO_COLOR",
        "FORCE_COLOR",
        "TTY_COMPATIBLE",
        "TTY_INTERACTIVE",
        "LC_TERMINAL",
        "TERM_PROGRAM",
        "PYTHONASYNCIODEBUG",
    }
)
_OURS: Final = {"TEXTUAL_DISABLE_KITTY_KEY": "1"}
"""Terminals differ in this key protocol, and a kiosk needs none of its keys."""


def scrub(environ: MutableMapping[str, str] = os.environ) -> None:
    """Remove every switch of Textual and Rich and set our own.

    Raises:
        RuntimeError: Textual has been imported already and has read them.
    """
    if "textual" in sys.modules:
        raise RuntimeError("Textual has read its variables already; scrub earlier")
    for name in [name for name in environ if _is_switch(name)]:
        del environ[name]
    environ.update(_OURS)


def _is_switch(name: str) -> bool:
    return name in _NAMES or name.startswith(_PREFIXES)
