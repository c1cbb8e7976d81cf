"""Secure messaging of residence cards: encryption only, without MAC and counter.

That is how it is specified. Who can change what goes over the air can change what is
read; the signature in DF3 is what proves the data.
"""

from typing import Final

from kiosk.card import tlv
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.ciphers import Suite, unpadded

_CRYPTOGRAM: Final = 0x86
_PADDED: Final = 0x01


def unwrap(suite: Suite, session_key: bytes, answer: bytes) -> bytes:
    """The data of an answer ``86 L 01 cryptogram``.

    Raises:
        CardError: UNREADABLE.
    """
    value = tlv.value(answer, _CRYPTOGRAM)
    if not answer.endswith(value) or tlv.header(answer).end != len(answer):
        raise CardError(Fault.UNREADABLE)
    cryptogram = value[1:]
    if value[:1] != bytes([_PADDED]) or not cryptogram or len(cryptogram) % suite.block:
        raise CardError(Fault.UNREADABLE)
    data = unpadded(suite.decrypt(session_key, cryptogram), suite.block)
    if data is None:
        raise CardError(Fault.UNREADABLE)
    return data
