"""The four attributes (基本4情報): name, address, birth date, sex.

The card holds them twice: in its input-assistance application, laid out as jpki/myna
and soltia48/myna-card read it, and in the alternative name of the signature
certificate, under the OIDs of jsrsasign's JPKI list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.card import tlv
from kiosk.card.faults import CardError, Fault

TAG: Final = 0xFF20
_NAME: Final = 0xDF22
_ADDRESS: Final = 0xDF23
_BIRTH_DATE: Final = 0xDF24
_SEX: Final = 0xDF25

OID_ARC: Final = "1.2.392.200149.8.5.5."
_OID_NAME: Final = OID_ARC + "1"
_OID_SEX: Final = OID_ARC + "3"
_OID_BIRTH_DATE: Final = OID_ARC + "4"
_OID_ADDRESS: Final = OID_ARC + "5"
_UTF8_STRING: Final = 0x0C

_DATE: Final = re.compile("[0-9]{8}")
_ERA_AND_DATE: Final = re.compile("[0-9]{9}")
_DIGIT: Final = re.compile("[0-9]")
_KNOWN_SEXES: Final = ("1", "2", "9")
_UNKNOWN_SEX: Final = "0"


@dataclass(repr=False, slots=True)
class Attributes:
    """What the card says, not made printable: it may hold control characters.

    ``birth_date`` is ``YYYYMMDD``, with zeros for a month or day nobody knows;
    ``sex`` is "1" male, "2" female, "9" not applicable, "0" unknown (ISO/IEC 5218).
    """

    name: str
    address: str
    birth_date: str
    sex: str


def from_file(content: bytes) -> Attributes:
    """EF 0002 of the text application. Its offset table (DF21) is not relied on:
    on newer cards the lengths have another form.

    Raises:
        CardError: UNREADABLE.
    """
    found = tlv.children(tlv.value(content, TAG))
    if not found.keys() >= {_NAME, _ADDRESS, _BIRTH_DATE, _SEX}:
        raise CardError(Fault.UNREADABLE)
    return _attributes(
        _text(found[_NAME]),
        _text(found[_ADDRESS]),
        _text(found[_BIRTH_DATE]),
        _text(found[_SEX]),
    )


def from_other_names(values: Mapping[str, bytes]) -> Attributes | None:
    """The other names of a certificate, DER by OID; None when they are not these.

    The birth date there begins with a digit for the Japanese era. What it is for a
    foreign national is not published; it is not needed.

    Raises:
        CardError: UNREADABLE.
    """
    needed = (_OID_NAME, _OID_ADDRESS, _OID_BIRTH_DATE, _OID_SEX)
    if not any(oid in values for oid in needed):
        return None
    if not all(oid in values for oid in needed):
        raise CardError(Fault.UNREADABLE)
    name, address, birth_date, sex = (
        _text(tlv.value(values[oid], _UTF8_STRING)) for oid in needed
    )
    if not _ERA_AND_DATE.fullmatch(birth_date):
        raise CardError(Fault.UNREADABLE)
    return _attributes(name, address, birth_date[1:], sex)


def _attributes(name: str, address: str, birth_date: str, sex: str) -> Attributes:
    if not (name and _DATE.fullmatch(birth_date) and _DIGIT.fullmatch(sex)):
        raise CardError(Fault.UNREADABLE)
    # Sources disagree on a fourth value ("3"); nobody is turned away for it.
    return Attributes(
        name, address, birth_date, sex if sex in _KNOWN_SEXES else _UNKNOWN_SEX
    )


def _text(octets: bytes) -> str:
    # A UnicodeDecodeError carries the octets: it must not become a context.
    text = octets.decode("utf-8", errors="surrogateescape")
    if any("\udc80" <= character <= "\udcff" for character in text):
        raise CardError(Fault.UNREADABLE)
    return text
