"""The PINs of a virtual card and how often each may still be tried."""

import hmac
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Final

from kiosk.emulator.counters import Counters
from kiosk.record import record

AUTHENTICATION: Final = "authentication"
SIGNATURE: Final = "signature"
ATTRIBUTES: Final = "attributes"
CODE_B: Final = "code_b"

TRIES: Final = MappingProxyType(
    {AUTHENTICATION: 3, SIGNATURE: 5, ATTRIBUTES: 3, CODE_B: 10}
)
"""How often each may be wrong in a row (services.digital.go.jp, 暗証番号)."""


@record
class Pins:
    """Obviously fake values. The card compares bytes: no padding, no upper-casing."""

    authentication: bytes = field(default=b"1234", repr=False)
    signature: bytes = field(default=b"ABC123", repr=False)
    attributes: bytes = field(default=b"4321", repr=False)
    code_b: bytes = field(default=b"00000000009999", repr=False)


class PinVault:
    """Compares, counts, and remembers what has been verified since power came on."""

    def __init__(self, pins: Pins, counters: Counters) -> None:
        self._values: Mapping[str, bytes] = {
            AUTHENTICATION: pins.authentication,
            SIGNATURE: pins.signature,
            ATTRIBUTES: pins.attributes,
            CODE_B: pins.code_b,
        }
        self._counters = counters
        self._verified: set[str] = set()

    def tries_left(self, pin: str) -> int:
        """0 when blocked."""
        return self._counters[pin]

    def is_verified(self, pin: str) -> bool:
        """Whether the right value was given last."""
        return pin in self._verified

    def verify(self, pin: str, value: bytes) -> bool:
        """One try; it counts before it is compared, as on a chip. Not when blocked.

        The counter goes back to its full height only by success.
        """
        self._verified.discard(pin)
        self._counters[pin] = self._counters[pin] - 1
        if not hmac.compare_digest(value, self._values[pin]):
            return False
        self._counters[pin] = TRIES[pin]
        self._verified.add(pin)
        return True

    def forget(self) -> None:
        """Nothing is verified any more."""
        self._verified.clear()
