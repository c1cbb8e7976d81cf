"""The four attributes as the card's input-assistance application stores them.

Layout as read from cards by jpki/myna and soltia48/myna-card: FF20 holds DF21 (four
offsets from the start of the file to the following tags), DF22 name, DF23 address,
DF24 birth date, DF25 sex.
"""

from itertools import accumulate

from kiosk.emulator.people import Person
from kiosk.emulator.tlv import length, tlv

_OFFSETS_BYTES = 8


def attributes_file(person: Person, *, long_form: bool = False) -> bytes:
    """EF 0002. Cards from about 2023 write three of its lengths in the long form."""
    fields = [
        tlv(0xDF22, person.name.encode(), long_form=long_form),
        tlv(0xDF23, person.address.encode(), long_form=long_form),
        tlv(0xDF24, person.birth_date.encode()),
        tlv(0xDF25, person.sex.encode()),
    ]
    table_bytes = len(tlv(0xDF21, bytes(_OFFSETS_BYTES)))
    outer_bytes = table_bytes + sum(map(len, fields))
    start = len(b"\xff\x20") + len(length(outer_bytes, long_form=long_form))
    offsets = accumulate(map(len, fields[:-1]), initial=start + table_bytes)
    table = b"".join(offset.to_bytes(2, "big") for offset in offsets)
    return tlv(0xFF20, b"".join([tlv(0xDF21, table), *fields]), long_form=long_form)
