"""Pictures of the screens in foot, in every language: no letter is missing, cut or
covered, and every one can be read. ``MADOGUCHI_SHOTS`` names a folder for them.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from kiosk.i18n import LANGUAGES
from kiosk.visit.display import Theme
from tests.terminal.foot import CELL, FootDisplay
from tests.terminal.gallery import View, faults, shape
from tests.terminal.gallery_app import STAMP_AT, STAMP_BITS
from tests.terminal.seen import SHOTS

pytestmark = pytest.mark.xdist_group("terminal")

APP: Final = [sys.executable, "-m", "tests.terminal.gallery_app"]
Size = tuple[int, int]
SIZES: Final[tuple[Size, ...]] = ((80, 24), (120, 40))
LONGER: Final = bool(os.environ.get("MADOGUCHI_LONG"))
SCRIPTS: Final = [code for code in ("ne", "ja", "vi", "en") if code in LANGUAGES][:3]
"""Of different scripts, as far as they are offered."""
BLACK: Final = (0, 0, 0)
WHITE: Final = (255, 255, 255)
OpenFoot = Callable[..., FootDisplay]
Seen = tuple[View, Image.Image, frozenset[bytes]]


def walk(
    open_foot: OpenFoot,
    folder: Path,
    size: Size,
    which: str,
    shelves: Sequence[str],
) -> Iterator[Seen]:
    """Every view in turn, and its picture when all of it is there."""
    journal = folder / "journal"
    columns, rows = size
    env = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "COLUMNS": str(columns),
        "LINES": str(rows),
    }
    display = open_foot([*APP, journal, which, *shelves], columns, rows + 1, env)
    number, last = 0, False
    while not last:
        if number:
            display.key("n")
        number += 1
        shown = picture(display, number, rows)
        with journal.open() as lines:
            [line] = islice(lines, number - 1, number)
        view = View.told(json.loads(line))
        assert view.number == number
        keep(view, shown, size)
        yield view, shown, tofu(shown, rows)
        last = view.last


def picture(display: FootDisplay, number: int, rows: int) -> Image.Image:
    """That of the view with this stamp, which is written after all else."""
    shown = display.picture().convert("RGB")

    def stamped() -> bool:
        nonlocal shown
        shown = display.picture().convert("RGB")
        return stamp(shown, rows) == number

    display.wait_until(stamped)
    return shown


def stamp(shown: Image.Image, rows: int) -> int:
    middle = rows * CELL[1] + CELL[1] // 2
    lefts = range(STAMP_AT * CELL[0], (STAMP_AT + STAMP_BITS) * CELL[0], CELL[0])
    lit = (shown.getpixel((left, middle)) == WHITE for left in lefts)
    return int("".join(str(int(own)) for own in lit), 2)


def tofu(shown: Image.Image, rows: int) -> frozenset[bytes]:
    """What foot draws for characters that no font has."""
    top = rows * CELL[1]
    cell = shown.crop((0, top, CELL[0], top + CELL[1]))
    assert not cell.getcolors(1)
    return frozenset([shape(cell, BLACK)])


def keep(view: View, shown: Image.Image, size: Size) -> None:
    if SHOTS is None:
        return
    columns, rows = size
    name = re.sub(r"\W+", "-", view.name)[:80]
    code, _, _ = view.name.partition(" ")
    folder = Path(SHOTS) / f"{code}-{columns}x{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    whole = shown.crop((0, 0, shown.width, rows * CELL[1]))
    whole.save(folder / f"{view.number:04}-{name}.png")


def told(seen: Iterator[Seen]) -> list[str]:
    """What is wrong, by the view."""
    return [
        f"{view.name} ({view.number}): {fault}"
        for view, shown, boxes in seen
        for fault in faults(view, shown, boxes)
    ]


def cases() -> Iterator[tuple[str, Size, list[str]]]:
    """Always one page of each kind in every look, each in another script; in the longer
    run, of an hour or more, every page in every language, on both sizes.
    """
    looks = [f"{code}:{look}" for code, look in zip(cycle(SCRIPTS), Theme)]
    yield "few", SIZES[0], looks
    if LONGER:
        for code in LANGUAGES:
            for size in SIZES:
                yield "all", size, [f"{code}:{Theme.USUAL}"]


@pytest.mark.parametrize(("which", "size", "shelves"), list(cases()), ids=str)
def test_no_screen_has_a_fault(
    open_foot: OpenFoot, tmp_path: Path, which: str, size: Size, shelves: list[str]
) -> None:
    found = told(walk(open_foot, tmp_path, size, which, shelves))
    assert not found, "\n".join(found)
