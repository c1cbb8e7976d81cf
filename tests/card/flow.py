"""One registration at the desk, as the tests drive it: in process and over pcscd."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.card.attributes import Attributes
from kiosk.card.certificates import Certificate
from kiosk.card.desk import Connection
from kiosk.card.mynumber import Inspection, MyNumberCard
from kiosk.secret import Secret

CHALLENGE = bytes(range(32))
PIN = b"1234"
PASSWORD = b"ABC123"
TEXT_PIN = b"4321"

FULL = {"authentication": 3, "signature": 5, "attributes": 3}
PHASES = {
    "open": range(3),
    "inspect": range(3, 21),
    "prove": range(21, 25),
    "signature_certificate": range(25, 37),
    "attributes": range(37, 43),
}
"""Which commands of a registration belong to which step, counted from 0. The test
card's certificates have seven and eight blocks of 256 bytes."""
VERIFIES = {22: "authentication", 27: "signature", 40: "attributes"}
"""The commands among them that carry a PIN."""


@dataclass
class Registration:
    """What one registration has brought so far, and the secrets it was given."""

    inspection: Inspection | None = None
    signature: Certificate | None = None
    attributes: Attributes | None = None
    secrets: list[Secret] = field(default_factory=list)

    def secret(self, codes: bytes) -> Secret:
        """A secret whose wiping can be looked into afterwards."""
        self.secrets.append(Secret.of(codes))
        return self.secrets[-1]

    def run(
        self, connect: Callable[[], Connection], after: Callable[[str], object] = str
    ) -> None:
        """All steps in order; ``after`` is told of each that is done."""
        card = MyNumberCard.open(connect())
        try:
            after("open")
            self.inspection = card.inspect()
            after("inspect")
            tries = list(FULL.values())
            card.prove(self.secret(PIN), CHALLENGE, tries[0])
            after("prove")
            self.signature = card.signature_certificate(self.secret(PASSWORD), tries[1])
            after("signature_certificate")
            self.attributes = card.attributes(self.secret(TEXT_PIN), tries[2])
            after("attributes")
        finally:
            card.close()
