"""What a process that sets a sheet is told."""

import json
from datetime import datetime
from typing import Self

from kiosk.forms import application as forms
from kiosk.forms.application import Application
from kiosk.record import record


@record
class Order:
    """The arguments of ``transcription``; ``now`` is an aware instant."""

    application: Application
    language: str
    now: datetime
    mode: str

    def written(self) -> bytes:
        """As JSON."""
        return json.dumps(
            {
                "application": forms.written(self.application),
                "language": self.language,
                "now": self.now.isoformat(),
                "mode": self.mode,
            }
        ).encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The order that was written.

        Raises:
            ValueError, KeyError, TypeError: it is none.
        """
        told = json.loads(data)
        application = forms.read(json.dumps(told["application"]))
        now = datetime.fromisoformat(told["now"])
        return cls(application, told["language"], now, told["mode"])
