"""A paper to be drawn, and the drawn paper, as the bytes that pass through a pipe."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, get_args

from kiosk.receipts.blocks import Block

LONGEST_ANSWER: Final = 32 * 1024 * 1024
"""Bytes. The longest paper that fits into its texts has a tenth of it."""

_KINDS: Final = {kind.__name__: kind for kind in get_args(Block)}
_HEADER: Final = re.compile(rb"([0-9]{1,8}) ([0-9]{1,8})")


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """What to draw. ``picture``: as a PNG file too."""

    blocks: Sequence[Block]
    width_mm: int
    picture: bool

    def written(self) -> bytes:
        """For ``read``."""
        blocks = [[type(block).__name__, asdict(block)] for block in self.blocks]
        return json.dumps([blocks, self.width_mm, self.picture]).encode("ascii")

    @classmethod
    def read(cls, data: bytes) -> "Order":
        """What was written."""
        blocks, width_mm, picture = json.loads(data)
        made = [_KINDS[kind](**_tuples(fields)) for kind, fields in blocks]
        return cls(made, width_mm, picture)


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A drawn paper: what the printer takes, and a PNG file, empty if none was asked
    for.
    """

    job: bytes
    picture: bytes = b""

    def written(self) -> bytes:
        """For ``read``: the length of either, and both."""
        header = f"{len(self.job)} {len(self.picture)}\n"
        return header.encode("ascii") + self.job + self.picture

    @classmethod
    def read(cls, data: bytes) -> "Sheet | None":
        """What was written, or None if that was no sheet."""
        header, _, rest = data.partition(b"\n")
        found = _HEADER.fullmatch(header)
        if found is None:
            return None
        job, picture = int(found[1]), int(found[2])
        if not job or job + picture != len(rest):
            return None
        return cls(rest[:job], rest[job:])


def _tuples(value: Any) -> Any:
    """JSON knows lists only."""
    if isinstance(value, dict):
        return {name: _tuples(own) for name, own in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
