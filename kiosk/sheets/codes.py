"""QR codes (ISO/IEC 18004) as drawings of exact squares."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from kiosk.record import record
from kiosk.sheets.segments import segments

_QUIET_ZONE: Final = 4
_LARGE: Final = 89
"""Modules a side. A larger code is corrected less and drawn finer, to be readable at
arm's length still."""
_MODULE: Final = 0.4
_FINE: Final = 0.35
"""Millimetres. Hand-held readers see a module of a quarter of a millimetre."""
_SMALLEST: Final = 18.0


@record
class Code:
    """A drawing as SVG, and how wide it is on paper, in millimetres."""

    svg: str
    width: float


def code(text: str) -> Code:
    """The code that holds exactly this text."""
    rows, module = _matrix(text, ERROR_CORRECT_M), _MODULE
    if len(rows) > _LARGE:
        rows, module = _matrix(text, ERROR_CORRECT_L), _FINE
    return Code(_svg(rows), max(_SMALLEST, round(len(rows) * module, 1)))


def _matrix(text: str, correction: int) -> list[list[bool]]:
    made = qrcode.QRCode(error_correction=correction, border=_QUIET_ZONE)
    for segment in segments(text):
        made.add_data(segment)
    rows: list[list[bool]] = made.get_matrix()
    return rows


def _svg(rows: list[list[bool]]) -> str:
    side = len(rows)
    path = "".join(_path(y, row) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="{path}"/></svg>'
    )


def _path(y: int, row: Iterable[bool]) -> str:
    return "".join(f"M{x} {y}h{n}v1h-{n}z" for x, n in _runs(row))


def _runs(row: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Where dark stretches of a row begin, and how long they are."""
    x = 0
    for dark, stretch in groupby(row):
        length = len(list(stretch))
        if dark:
            yield x, length
        x += length
