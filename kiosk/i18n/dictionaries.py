"""Where words end in scripts that are written without spaces: by the dictionaries of
ICU, which knows Thai, Lao, Khmer and Burmese.

Its names end in its version (``ubrk_open_72``), which is that of the file. Without it
there is no word's end, and a line is cut where it is full.
"""

import ctypes
import threading
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

LIBRARIES: Final = Path("/usr/lib")
_LINES: Final = 2
"""UBRK_LINE of ubrk.h: where a line may end."""
_DONE: Final = -1
_ANY_LANGUAGE: Final = b"en"
"""The dictionary goes by the script alone."""
_one_at_a_time: Final = threading.Lock()


def words(text: str) -> list[str]:
    """A text without spaces in its words; their signs stay with them. Nothing is kept.

    ``text`` is of the Basic Multilingual Plane, of which a character is one of UTF-16.
    """
    icu = _icu()
    if icu is None:
        return [text]
    with _one_at_a_time:
        ends = icu(text)
    return [text[start:end] for start, end in pairwise([0, *ends])]


def is_there() -> bool:
    """Whether the library is."""
    return _icu() is not None


@cache
def _icu() -> Callable[[str], list[int]] | None:
    """Gives where each word of a text ends, its own end last."""
    for path in sorted(LIBRARIES.glob("*/libicuuc.so.[0-9]*"), reverse=True):
        version = path.suffix.removeprefix(".")
        library = ctypes.CDLL(str(path))
        if hasattr(library, f"ubrk_open_{version}"):
            return _Breaker(library, version).ends
    return None


class _Breaker:
    """One of ICU's, kept open: to open it takes as long as to break fifty texts."""

    def __init__(self, library: ctypes.CDLL, version: str) -> None:
        open_ = library[f"ubrk_open_{version}"]
        open_.restype = ctypes.c_void_p
        status = ctypes.byref(ctypes.c_int(0))
        self._breaker = ctypes.c_void_p(open_(_LINES, _ANY_LANGUAGE, None, 0, status))
        self._set_text = library[f"ubrk_setText_{version}"]
        self._next = library[f"ubrk_next_{version}"]

    def ends(self, text: str) -> list[int]:
        units = ctypes.create_string_buffer(text.encode("utf-16-le"))
        self._read(units, len(text))
        ends = list(iter(lambda: int(self._next(self._breaker)), _DONE))
        # It would go on pointing at the text, which is gone with this call.
        self._read(None, 0)
        return ends

    def _read(self, units: ctypes.Array[ctypes.c_char] | None, length: int) -> None:
        status = ctypes.byref(ctypes.c_int(0))
        self._set_text(self._breaker, units, length, status)
