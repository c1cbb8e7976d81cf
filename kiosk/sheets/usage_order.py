"""What a process that sets the paper of a usage request is told."""

import json
from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import date, datetime
from typing import Final, Self

from kiosk.record import record
from kiosk.rules.usage import Answer
from kiosk.rules.vocabulary import Role

_PRODUCTION: Final = "production"


@record(hidden=True)
class Particulars:
    """Of whoever makes the request, as the registry has them; ``birth_date`` is
    YYYYMMDD. What is not known is empty.
    """

    name: str
    birth_date: str
    sex: str
    address: str
    phone: str
    mail: str
    organisation: str = ""


@record
class UsageOrder:
    """The arguments of ``usage_paper``. ``answers`` are by question; ``on`` is
    the day whose rules count, ``now`` an aware instant.
    """

    role: Role
    answers: Mapping[str, str] = field(repr=False)
    particulars: Particulars = field(repr=False)
    on: date
    language: str
    now: datetime
    mode: str = _PRODUCTION

    def written(self) -> bytes:
        """As JSON."""
        told = asdict(self)
        told |= {"on": self.on.isoformat(), "now": self.now.isoformat()}
        return json.dumps(told | {"answers": dict(self.answers)}).encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The order that was written.

        Raises:
            ValueError, KeyError, TypeError: it is none.
        """
        told = json.loads(data)
        return cls(
            Role(told["role"]),
            {name: Answer(answer) for name, answer in told["answers"].items()},
            Particulars(**told["particulars"]),
            date.fromisoformat(told["on"]),
            told["language"],
            datetime.fromisoformat(told["now"]),
            told["mode"],
        )
