"""What a process that sets the paper for a forgotten ID is told."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final, Self

from kiosk.record import record

GROUPS: Final = ("person", "number", "institution")
"""Who asks: with a My Number card, with a 12-digit number, or for an institution."""
_PRODUCTION: Final = "production"


@record(hidden=True)
class Known:
    """What a card has told; ``birth_date`` is YYYYMMDD, ``sex`` as on the card. What is
    not known is empty, and gets a line to write on.
    """

    name: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""


@record
class ForgottenOrder:
    """The arguments of ``forgotten_paper``; ``now`` is an aware instant."""

    group: str
    known: Known
    language: str
    now: datetime
    mode: str = _PRODUCTION

    def written(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self) | {"now": self.now.isoformat()}).encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The order that was written.

        Raises:
            ValueError, KeyError, TypeError: it is none.
        """
        told = json.loads(data)
        if told["group"] not in GROUPS:
            raise ValueError("nobody asks so")
        return cls(
            told["group"],
            Known(**told["known"]),
            told["language"],
            datetime.fromisoformat(told["now"]),
            told["mode"],
        )
