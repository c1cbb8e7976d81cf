"""Kana to kanji: the ways to write a phrase, and each of its segments.

Mozc's dictionary (with names, and the places of the postal codes) through MeCab, in a
child process. Of 600 random towns of Japan Post's list it had 92 in 100 among its first
twenty answers (libkkc 44, Anthy 33); for the words of these forms all three are good.
Mozc's own server is meant for a whole desktop, and writes a history.

Nothing here learns, and nothing typed outlives ``Converter.close``.
"""

import json
import os
import selectors
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from kiosk.record import record
from kiosk.writing.engine import dictionary
from kiosk.writing.romaji import katakana

LONGEST: Final = 100
"""Characters of a phrase. A person converts a few words at a time."""
PATIENCE: Final = 2.0
"""Seconds for an answer, the start of the engine included."""
_PROGRAM: Final = Path(__file__).with_name("engine.py")
_ENGINE: Final = (sys.executable, "-I", "-B", str(_PROGRAM))
_CHUNK: Final = 65536


class KanjiFault(StrEnum):
    """Why there are no kanji: the kana stay, and the visit goes on."""

    MISSING = "missing"
    """The dictionary or the program is not installed."""
    SLOW = "slow"
    ENDED = "ended"
    """The engine ended by itself, or the visit did meanwhile."""
    NONSENSE = "nonsense"
    """The engine answered with something else than the phrase."""


class KanjiError(Exception):
    """No kanji for this phrase. The text is for the log and has nothing typed in it."""

    def __init__(self, fault: KanjiFault) -> None:
        self.fault = fault
        super().__init__(f"no kanji: the converter is {fault}")


@record
class Segment:
    """A word with its particles: its kana, and its writings, likeliest first."""

    kana: str = field(repr=False)
    choices: tuple[str, ...] = field(repr=False)


@record
class Conversion:
    """The ways to write a phrase, likeliest first; the last are its kana.

    ``segments`` are those of the first way: joined, their first choices are it.
    """

    phrases: tuple[str, ...] = field(repr=False)
    segments: tuple[Segment, ...] = field(repr=False)


def installed() -> bool:
    """Whether the dictionary is on this machine."""
    return dictionary() is not None


class Converter:
    """One visit's converter. Safe to use and to close from several threads.

    The engine starts with the first phrase (0.1 s), or with ``start`` before that.
    """

    def __init__(
        self,
        *,
        command: Sequence[str] = _ENGINE,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = command
        self._patience = patience
        self._clock = clock
        self._turn = threading.Lock()
        self._engine: subprocess.Popen[bytes] | None = None
        self._closed = False

    def start(self) -> None:
        """Starts the engine, so that the first phrase need not wait.

        Raises:
            KanjiError: it is missing, or this converter is closed.
        """
        with self._turn:
            self._running()

    def convert(self, kana: str) -> Conversion:
        """The ways to write a phrase of kana; digits and signs in it stay.

        Raises:
            ValueError: empty, longer than ``LONGEST``, or with a space or a character
                that nobody sees in it.
            KanjiError: there is no answer. The next call starts a new engine.
        """
        _check(kana)
        with self._turn:
            engine = self._running()
            try:
                return _conversion(kana, self._asked(engine, kana))
            except KanjiError:
                self._let_go()
                raise

    def close(self) -> None:
        """Ends the engine at once, also while a phrase is being converted."""
        self._closed = True
        if self._engine:
            self._engine.kill()
        with self._turn:
            self._let_go()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise KanjiError(KanjiFault.ENDED)
        if self._engine is None or self._engine.poll() is not None:
            if not installed():
                raise KanjiError(KanjiFault.MISSING)
            self._let_go()
            self._engine = _start(self._command)
        return self._engine

    def _let_go(self) -> None:
        if self._engine:
            _end(self._engine)
        self._engine = None

    def _asked(self, engine: subprocess.Popen[bytes], kana: str) -> Any:
        try:
            _pipe(engine.stdin).write(json.dumps(kana).encode() + b"\n")
        except OSError:
            raise KanjiError(KanjiFault.ENDED) from None
        line = self._line(_pipe(engine.stdout).fileno())
        try:
            return json.loads(line)
        except ValueError:
            raise KanjiError(KanjiFault.NONSENSE) from None

    def _line(self, stream: int) -> bytes:
        """One line of the engine, before patience ends."""
        until = self._clock() + self._patience
        line = b""
        with selectors.DefaultSelector() as waiting:
            waiting.register(stream, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not waiting.select(max(0.0, until - self._clock())):
                    raise KanjiError(KanjiFault.SLOW)
                chunk = os.read(stream, _CHUNK)
                if not chunk:
                    raise KanjiError(KanjiFault.ENDED)
                line += chunk
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _check(kana: str) -> None:
    if not kana or len(kana) > LONGEST:
        raise ValueError(f"a phrase has from 1 to {LONGEST} characters")
    if any(not char.isprintable() or char.isspace() for char in kana):
        raise ValueError("a phrase has no spaces and no invisible characters")


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """The engine, with nothing of this process but its two pipes."""
    try:
        return subprocess.Popen(  # noqa: S603 - our own program, no input in its name
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={},
            # The terminal's signals are not for it.
            start_new_session=True,
        )
    except OSError:
        raise KanjiError(KanjiFault.MISSING) from None


def _end(engine: subprocess.Popen[bytes]) -> None:
    engine.kill()
    engine.wait()
    _pipe(engine.stdin).close()
    _pipe(engine.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("no pipe to the engine")
    return pipe


def _conversion(kana: str, told: Any) -> Conversion:
    """What the engine told, without what no form can hold, and with the kana last."""
    try:
        segments = tuple(
            Segment(part, _writable(part, choices))
            for part, choices in told["segments"]
        )
        phrases = _writable(kana, told["phrases"])
    except (AttributeError, LookupError, TypeError, ValueError):
        raise KanjiError(KanjiFault.NONSENSE) from None
    if "".join(segment.kana for segment in segments) != kana:
        raise KanjiError(KanjiFault.NONSENSE)
    first = "".join(segment.choices[0] for segment in segments)
    return Conversion(tuple(dict.fromkeys((first, *phrases))), segments)


def _writable(kana: str, choices: Sequence[str]) -> tuple[str, ...]:
    kept = [choice for choice in choices if _may_stand(choice, kana)]
    return tuple(dict.fromkeys((*kept, kana, katakana(kana))))


def _may_stand(choice: str, kana: str) -> bool:
    """Whether the forms can hold it (cp932), and it is words: no sign nobody typed."""
    try:
        choice.encode("cp932")
    except UnicodeEncodeError:
        return False
    return all(
        char in kana or unicodedata.category(char)[0] in "LNM" for char in choice
    )
