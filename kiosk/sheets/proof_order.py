"""What a process that sets a test page is told."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final, Self

from kiosk.record import record

_PRODUCTION: Final = "production"


@record
class ProofOrder:
    """The arguments of ``proof_paper``; ``now`` is an aware instant."""

    site: str
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
        return cls(**told | {"now": datetime.fromisoformat(told["now"])})
