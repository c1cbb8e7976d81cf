"""Sixels against a reader of them that was written for these tests alone, and whether
a terminal says that it draws them.
"""

import fcntl
import os
import pty
import re
import struct
import termios
import threading
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.screens.graphics import Cell, sixel_cell
from kiosk.screens.sixels import COLOURS, sixels

WHOLE = re.compile(r'\x1bP0;1;0q"1;1;(\d+);(\d+)(.*)\x1b\\', re.DOTALL)
TOKEN = re.compile(r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|([$-])")


def drawn(text: str, ground: tuple[int, int, int] | None = None) -> Image.Image:
    """What a terminal makes of it (DEC STD 070, chapter 9). Each pixel is drawn once
    and lies inside; on a ``ground`` some are not drawn.
    """
    whole = WHOLE.fullmatch(text)
    assert whole is not None
    width, height = int(whole[1]), int(whole[2])
    image = Image.new("RGB", (width, height), ground or "white")
    colours: dict[str, tuple[int, ...]] = {}
    colour, x, top, at, done = "", 0, 0, 0, set()
    while at < len(whole[3]):
        token = TOKEN.match(whole[3], at)
        assert token is not None, whole[3][at : at + 9]
        at = token.end()
        if token[1]:
            rgb = (int(token[2]), int(token[3]), int(token[4]))
            colours[token[1]] = tuple(round(part * 255 / 100) for part in rgb)
        elif token[5]:
            colour = token[5]
        elif token[9]:
            x, top = 0, top + 6 * (token[9] == "-")
        else:
            bits = ord(token[7] or token[8]) - 0x3F
            count = int(token[6] or 1)
            for column, down in product(range(x, x + count), range(6)):
                if bits >> down & 1:
                    place = (column, top + down)
                    assert place not in done
                    done.add(place)
                    image.putpixel(place, colours[colour])
            x += count
    assert ground or len(done) == width * height
    return image


def unlike(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any part of any pixel."""
    assert one.size == other.size
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs)


@settings(deadline=None)
@given(
    st.integers(1, 40),
    st.integers(1, 25),
    st.lists(
        st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=8, unique=True
    ),
    st.randoms(use_true_random=False),
)
def test_every_pixel_is_where_it_was(
    width: int, height: int, colours: list[tuple[int, int, int]], random: object
) -> None:
    """In its own colour, as exactly as hundredths can say it."""
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            image.putpixel((x, y), random.choice(colours))  # type: ignore[attr-defined]
    assert unlike(drawn(sixels(image)), image) <= 3


def test_a_photo_has_few_colours() -> None:
    image = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
    text = sixels(image)
    assert len(re.findall(r"#\d+;2;", text)) <= COLOURS
    assert unlike(drawn(text), image) < 12


def test_white_is_short() -> None:
    """A line of runs for each six rows, and little more."""
    assert len(sixels(Image.new("RGB", (600, 20), "white"))) < 120


# What a terminal says.


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Its own end, and the program's."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def resize(terminal: int, *sizes: int) -> None:
    """Rows, columns, width and height in pixels."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", *sizes))


def asked(terminal: tuple[int, int], answer: bytes | None) -> Cell | None:
    """What comes of an answer to the one question."""
    ours, theirs = terminal
    questions: list[bytes] = []

    def reply() -> None:
        questions.append(os.read(ours, 16))
        if answer is not None:
            os.write(ours, answer)

    replying = threading.Thread(target=reply)
    replying.start()
    before = termios.tcgetattr(theirs)
    found = sixel_cell(theirs, theirs)
    replying.join()
    assert questions == [b"\x1b[c"]
    assert termios.tcgetattr(theirs) == before
    return found


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        (b"\x1b[?62;4;22c", Cell(10, 20)),  # foot
        (b"\x1b[?65;1;9c", None),
        (b"\x1b[?4c", None),  # a VT132
        (b"\x1b[?64;14;24;44c", None),
        (b"nonsense c", None),
        (None, None),
    ],
)
def test_who_draws_sixels(
    terminal: tuple[int, int], answer: bytes | None, cell: Cell | None
) -> None:
    resize(terminal[0], 24, 80, 800, 480)
    assert asked(terminal, answer) == cell


def test_who_does_not_say_how_large_a_cell_is_is_not_asked(
    terminal: tuple[int, int],
) -> None:
    ours, theirs = terminal
    resize(ours, 24, 80, 0, 0)
    assert sixel_cell(theirs, theirs) is None


def test_what_is_no_terminal_draws_nothing() -> None:
    reading, writing = os.pipe()
    assert sixel_cell(reading, writing) is None
    os.close(reading)
    os.close(writing)
