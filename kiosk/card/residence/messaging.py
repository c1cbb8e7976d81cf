"""Secure messaging of residence cards: encryption only, without MAC and counter.

That is how it is specified. Who can change what goes over the air can change what is
read; the signature in DF3 is what proves the data.
"""

from dataclasses import field
from typing import Final

from kiosk.card import tlv
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.ciphers import Suite, unpadded
from kiosk.record import record

_CRYPTOGRAM: Final = 0x86
_PADDED: Final = b"\x01"


@record
class Session:
    """What an opened card is read with."""

    suite: Suite
    key: bytes = field(repr=False)
    lengths: Lengths

    def unwrap(self, answer: bytes) -> bytes:
        """The data of an answer ``86 L 01 cryptogram``.

        Raises:
            CardError: UNREADABLE.
        """
        value = tlv.value(answer, _CRYPTOGRAM)
        is_alone = tlv.header(answer).end == len(answer)
        cryptogram = value[1:]
        if not is_alone or value[:1] != _PADDED or len(cryptogram) % self.suite.block:
            raise CardError(Fault.UNREADABLE)
        data = unpadded(self.suite.decrypt(self.key, cryptogram), self.suite.block)
        if data is None:
            raise CardError(Fault.UNREADABLE)
        return data
