"""Whatever comes from a terminal is keys, touches and pastes, and nothing else."""

import os
from collections.abc import Iterator
from random import Random
from typing import Final

import pytest
from textual import _parser, constants, events
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from kiosk.screens.driver import ignore_unknown_keys
from kiosk.screens.keyboard import LONGEST_PASTE, PASTE_SECONDS, Keyboard
from tests.screens.sequences import sequences

SEQUENCES: Final = 100_000 if os.environ.get("MADOGUCHI_LONG") == "1" else 5_000
SEED: Final = 20_261_125
PASTE, END = b"\x1b[200~", b"\x1b[201~"
A_WHILE: Final = 0.2
"""Seconds; longer than Textual waits for the rest of a sequence."""
ANSWERS: Final = {
    "a size": b"\x1b[48;60000;60000;900000;900000t",
    "no size": b"\x1b[48;0;0;0;0t",
    "sizes are told in band": b"\x1b[?2048;1$y",
    "where the cursor is": b"\x1b[12;40R",
    "the keys go elsewhere": b"\x1b[O",
    "the keys come back": b"\x1b[I",
}
TOUCH: Final = b"\x1b[<0;5;7M"


class Typist:
    """Types at a keyboard whose clock stands still."""

    def __init__(self) -> None:
        ignore_unknown_keys()
        self.seconds = 100.0
        self._keyboard = Keyboard(lambda: self.seconds)

    def types(self, octets: bytes) -> list[Message]:
        return [own for octet in octets for own in self._octet(bytes([octet]))]

    def waits(self, seconds: float) -> list[Message]:
        self.seconds += seconds
        return list(self._keyboard.wait())

    def _octet(self, octet: bytes) -> Iterator[Message]:
        yield from self._keyboard.hear(octet)
        yield from self._keyboard.wait()


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> Typist:
    typist = Typist()
    monkeypatch.setattr(_parser, "get_time", lambda: typist.seconds)
    # As ``environment`` has it before Textual is imported.
    monkeypatch.setattr(constants, "DISABLE_KITTY_KEY", True)
    return typist


def keys(heard: list[Message]) -> list[str]:
    """The names of all that is a key."""
    return [own.key for own in heard if isinstance(own, events.Key)]


def pastes(heard: list[Message]) -> list[str]:
    """What was pasted."""
    return [own.text for own in heard if isinstance(own, events.Paste)]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_what_a_terminal_would_answer_means_nothing(
    typist: Typist, answer: bytes
) -> None:
    assert typist.types(answer) == []
    [touch] = typist.types(TOUCH)
    assert isinstance(touch, events.MouseDown)
    assert (touch.x, touch.y) == (4, 6)
    assert keys(typist.types(b"a")) == ["a"]


def test_a_terminal_may_say_that_it_draws_a_screen_as_a_whole(typist: Typist) -> None:
    [told] = typist.types(b"\x1b[?2026;2$y")
    assert isinstance(told, TerminalSupportsSynchronizedOutput)


@pytest.mark.parametrize("odd", [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf0\x9f"])
def test_what_is_no_text_is_passed_over(typist: Typist, odd: bytes) -> None:
    assert "a" in keys(typist.types(odd + b"aa"))


def test_a_paste_is_one_text(typist: Typist) -> None:
    heard = typist.types(PASTE + "写し\0\x1b[A\x1b[48;9;9;9;9t".encode() + END + b"a")
    assert pastes(heard) == ["写し\x1b[A\x1b[48;9;9;9;9t"]
    assert keys(heard) == ["a"]


def test_a_paste_that_never_ends_takes_no_key_of_whoever_comes_later(
    typist: Typist,
) -> None:
    assert typist.types(PASTE + b"1234") == []
    typist.waits(PASTE_SECONDS)
    heard = typist.types(b"5" + END)
    assert keys(heard) == ["5"]
    assert pastes(heard) == []


@pytest.mark.parametrize(
    ("length", "arrives"), [(LONGEST_PASTE, True), (LONGEST_PASTE + 1, False)]
)
def test_a_paste_that_is_too_long_is_lost_as_a_whole(
    typist: Typist, length: int, arrives: bool
) -> None:
    heard = typist.types(PASTE + b"x" * length + END + b"a")
    assert pastes(heard) == (["x" * length] if arrives else [])
    assert keys(heard) == ["a"]


def test_who_types_the_beginning_of_a_paste_slowly_types_keys(typist: Typist) -> None:
    typist.types(PASTE[:3])
    typist.waits(A_WHILE)
    assert keys(typist.types(PASTE[3:]))[-1] == "tilde"
    assert keys(typist.types(b"a"))[-1] == "a"


def test_whatever_comes_the_keyboard_works_afterwards(typist: Typist) -> None:
    print(f"seed {SEED}")  # noqa: T201
    random = Random(SEED)  # noqa: S311  # decides what is tried
    for sequence in sequences(random, SEQUENCES):
        for own in typist.types(sequence):
            assert isinstance(
                own,
                events.Key
                | events.Paste
                | events.MouseEvent
                | TerminalSupportsSynchronizedOutput,
            )
        if random.random() < 0.01:
            typist.waits(PASTE_SECONDS)
            assert keys(typist.types(b"\x1b[Aq"))[-1] == "q"
