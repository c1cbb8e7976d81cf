"""What a card is that is not a My Number card, so that its holder can be told.

Nothing is read but the type of a residence card; the rest is whether a card knows an
application's name. Names: driving licence, 運転免許証及び運転免許証作成システム等仕様書
(DF1); bank cards, EMV book 1, section 12.2.2 (PSE) and book B (PPSE). Transit and
e-money cards (FeliCa) have no application to select: the reader says what they are in
the answer to reset it makes up for them (PC/SC part 3, supplemental document).
"""

from typing import Final

from kiosk.card.desk import Connection, Desk, Sight
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.card import detect
from kiosk.card.residence.kinds import Generation

_SELECT: Final = bytes.fromhex("00A4040C")
_KNOWN: Final = (
    (bytes.fromhex("A0000002310100000000000000000000"), Fault.DRIVING_LICENCE),
    (b"1PAY.SYS.DDF01", Fault.BANK_CARD),
    (b"2PAY.SYS.DDF01", Fault.BANK_CARD),
)
"""Applications by which a card is known, in the order in which they are tried."""
_STORAGE_CARD: Final = bytes.fromhex("4F0CA000000306")
_FELICA: Final = 0x11
_OK: Final = b"\x90\x00"
_TOO_SHORT_FOR_FCI: Final = 0x61
"""T=0 cards answer a SELECT with how much more there is to fetch."""


def recognise(desk: Desk, sight: Sight) -> Fault:
    """Which kind of card lies there; OTHER_CARD when it is none that is known.

    To be asked only once a card has turned out not to be a My Number card. Uses
    connections of its own, and powers the card down after each.

    Raises:
        CardError: REMOVED, BUSY or the like; that it is unreadable says nothing here.
    """
    if _is_felica(sight.atr):
        return Fault.TRANSIT_CARD
    try:
        found = detect(desk.connect(sight))
    except CardError as error:
        if error.fault not in (
            Fault.OTHER_CARD,
            Fault.UNKNOWN_GENERATION,
            Fault.UNREADABLE,
        ):
            raise
    else:
        if found.generation is not Generation.SPECIFIED:
            return Fault.RESIDENCE_CARD
    return _by_application(desk.connect(sight))


def _by_application(connection: Connection) -> Fault:
    try:
        for name, fault in _KNOWN:
            if _knows(connection, name):
                return fault
        return Fault.OTHER_CARD
    finally:
        connection.close()


def _knows(connection: Connection, name: bytes) -> bool:
    command = bytearray(_SELECT + bytes([len(name)]) + name)
    answer = connection.transmit(command)
    return answer[-2:] == _OK or answer[-2:-1] == bytes([_TOO_SHORT_FOR_FCI])


def _is_felica(atr: bytes) -> bool:
    at = atr.find(_STORAGE_CARD)
    standard = at + len(_STORAGE_CARD)
    return at >= 0 and len(atr) > standard and atr[standard] == _FELICA
