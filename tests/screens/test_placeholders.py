"""Cells of pictures as characters: cut, covered, and put back on the terminal."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from kiosk.screens.placeholders import Placeholders
from kiosk.screens.printable import printable

OVER = re.compile(r"\x1b7( +)\x1b8<(\d+):(\d+)-(\d+)>\x1b8\x1b\[(\d+)C")


class Named:
    """Draws itself as its line and columns."""

    def __init__(self, columns: int) -> None:
        self.columns = columns

    def sixels(self, line: int, first: int, last: int) -> str:
        return f"<{line}:{first}-{last}>"


def parts(output: str) -> list[tuple[int, int, int]]:
    """Lines and columns that are drawn, each over as many blank cells."""
    assert output.startswith("\x1b[?8452h")
    found = []
    for blank, line, first, last, cells in OVER.findall(output):
        assert len(blank) == int(cells) == int(last) - int(first)
        found.append((int(line), int(first), int(last)))
    return found


def test_every_cell_is_a_character_of_one_cell() -> None:
    picture = Named(70)
    lines = Placeholders().take(picture, 3)
    assert lines is not None
    assert [len(line) for line in lines] == [70] * 3
    assert {cell_len(character) for line in lines for character in line} == {1}
    assert len(set("".join(lines))) == 210


def test_nobody_can_write_one() -> None:
    picture = Named(9)
    [line] = Placeholders().take(picture) or []
    assert printable(line) == "\N{REPLACEMENT CHARACTER}" * 9


@given(st.integers(1, 200), st.integers(1, 3), st.data())
def test_what_is_cut_off_is_not_drawn(
    columns: int, lines: int, data: st.DataObject
) -> None:
    """However a strip is cropped and divided."""
    placeholders, picture = Placeholders(), Named(columns)
    rows = placeholders.take(picture, lines)
    assert rows is not None
    line = data.draw(st.integers(0, lines - 1))
    cuts = sorted(data.draw(st.tuples(*[st.integers(0, columns)] * 2)))
    strip = Strip([Segment("ab"), Segment(rows[line]), Segment("yz")])
    cut = strip.crop(2 + cuts[0], 2 + cuts[1])
    output = placeholders.drawn(cut.text)
    if cuts[0] < cuts[1]:
        assert parts(output) == [(line, *cuts)]
    else:
        assert output == ""
    left, right = strip.divide([2 + cuts[0], strip.cell_length])
    drawn = [(line, 0, cuts[0])] if cuts[0] else []
    assert (parts(placeholders.drawn(left.text)) if cuts[0] else []) == drawn
    assert placeholders.drawn(left.text).endswith("ab") == (not drawn)
    if cuts[0] < columns:
        assert parts(placeholders.drawn(right.text)) == [(line, cuts[0], columns)]


def test_neighbours_are_told_apart() -> None:
    placeholders, one, other = Placeholders(), Named(3), Named(4)
    [first], [second] = placeholders.take(one) or [], placeholders.take(other) or []
    output = placeholders.drawn(f"{first}{second}{second[1:]}x{first}")
    assert parts(output) == [(0, 0, 3), (0, 0, 4), (0, 1, 4), (0, 0, 3)]


def test_text_is_left_as_it_is() -> None:
    assert Placeholders().drawn("\x1b[1mnothing 在留") == "\x1b[1mnothing 在留"


def test_a_picture_that_is_gone_is_blank_and_gives_its_characters_back() -> None:
    placeholders = Placeholders()
    for _ in range(100):
        picture = Named(100)
        lines = placeholders.take(picture, 100)
        assert lines is not None
        assert parts(placeholders.drawn(lines[99])) == [(99, 0, 100)]
        del picture
        assert "<" not in placeholders.drawn(lines[99])
        assert placeholders.drawn(lines[99]).endswith(" " * 100)


def test_there_are_only_so_many() -> None:
    placeholders = Placeholders()
    held = [Named(1000) for _ in range(200)]
    taken = [placeholders.take(picture) for picture in held]
    assert taken[0] is not None
    assert taken[-1] is None
    characters = "".join(line for lines in taken for line in lines or ())
    assert len(set(characters)) == len(characters)
    assert not {"\ufffe", "\U000fffff", "\U0010fffe"} & set(characters)
