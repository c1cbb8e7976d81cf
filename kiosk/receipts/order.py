"""A paper to be drawn, and the drawn paper, as the bytes that pass through a pipe."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final, get_args

from kiosk.receipts.blocks import Block
from kiosk.record import record

LONGEST_ANSWER: Final = 32 * 1024 * 1024
"""Bytes. The longest paper that fits into its texts has a tenth of it."""

_KINDS: Final = {kind.__name__: kind for kind in get_args(Block)}
_HEADER: Final = re.compile(rb"([0-9]{1,8}) ([0-9]{1,8}) ([0-9]{1,8})")


@record(hidden=True)
class Order:
    """What to draw. ``picture``: as a PNG file too; ``page``: as a PDF file too."""

    blocks: Sequence[Block]
    width_mm: int
    picture: bool = False
    page: bool = False

    def written(self) -> bytes:
        """For ``read``."""
        blocks = [[type(block).__name__, asdict(block)] for block in self.blocks]
        forms = self.picture, self.page
        return json.dumps([blocks, self.width_mm, *forms]).encode("ascii")

    @classmethod
    def read(cls, data: bytes) -> "Order":
        """What was written."""
        blocks, width_mm, picture, page = json.loads(data)
        made = [_KINDS[kind](**_tuples(fields)) for kind, fields in blocks]
        return cls(made, width_mm, picture, page)


@record(hidden=True)
class Sheet:
    """A drawn paper: what a receipt printer takes, and a PNG and a PDF file, each empty
    if it was not asked for.
    """

    job: bytes
    picture: bytes = b""
    page: bytes = b""

    def written(self) -> bytes:
        """For ``read``: the length of each, and all."""
        forms = self.job, self.picture, self.page
        header = " ".join(str(len(form)) for form in forms) + "\n"
        return header.encode("ascii") + b"".join(forms)

    @classmethod
    def read(cls, data: bytes) -> "Sheet | None":
        """What was written, or None if that was no sheet."""
        header, _, rest = data.partition(b"\n")
        found = _HEADER.fullmatch(header)
        if found is None:
            return None
        job, picture, page = map(int, found.groups())
        if not job or job + picture + page != len(rest):
            return None
        end = job + picture
        return cls(rest[:job], rest[job:end], rest[end:])


def _tuples(value: Any) -> Any:
    """JSON knows lists only."""
    if isinstance(value, dict):
        return {name: _tuples(own) for name, own in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
