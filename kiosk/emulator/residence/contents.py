"""What is written to a virtual residence card, file by file."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from kiosk.emulator.residence import pictures
from kiosk.emulator.residence.authority import ResidenceSigner
from kiosk.emulator.residence.behaviour import (
    AbsentFace,
    AbsentProof,
    Address,
    Signature,
    Writing,
)
from kiosk.emulator.residence.holders import Holder, Kind
from kiosk.emulator.residence.tlv import field as fixed
from kiosk.emulator.residence.tlv import tlv
from kiosk.record import record

MAIN: Final = b""
DF1: Final = bytes.fromhex("D392F0004F02") + bytes(10)
DF2: Final = bytes.fromhex("D392F0004F03") + bytes(10)
DF3: Final = bytes.fromhex("D392F0004F04") + bytes(10)

FRONT: Final = 7000
FACE: Final = 3000
IMAGE: Final = 2500
ENTRIES: Final = 53
_ADDRESS_TEXT: Final = 320
_PERMISSION_TEXT: Final = 120
_CERTIFICATE: Final = 1200
_PROOF_FILE: Final = 704
_PERMISSIONS_FILE: Final = 22
_VERSION: Final = b"0001"
_FORGED_DATA: Final = b"something else"

Files = Mapping[int, bytes]


@record
class Folder:
    """An application: its name (none for the main one) and its files by short id."""

    name: bytes
    files: Files = field(repr=False)


def folders(
    kind: Kind, holder: Holder, signer: ResidenceSigner, writing: Writing
) -> tuple[Folder, ...]:
    """All applications of a card.

    Raises:
        ValueError: something does not fit or cannot be drawn; one line says what.
    """
    main = Folder(
        MAIN, {0x0B: tlv(0xC0, _VERSION), 0x0A: tlv(0xC1, kind.value.encode("ascii"))}
    )
    make = _first if kind.is_first else _second
    return (main, *make(kind, holder, signer, writing))


def _first(
    kind: Kind, holder: Holder, signer: ResidenceSigner, writing: Writing
) -> tuple[Folder, ...]:
    front = pictures.front(holder, FRONT).ljust(FRONT, b"\0")
    face = b"" if holder.child else pictures.face(holder.person, FACE)
    signed = front + face.ljust(FACE, b"\0")
    back = {0x01: _address(holder, writing)}
    if not kind.is_special:
        back[0x02] = _permission(
            0xD5, "許可：原則週２８時間以内・風俗営業等の従事を除く", writing
        )
        back[0x03] = _permission(0xD6, "", writing)
        back[0x04] = tlv(0xD7, holder.renewal.encode("ascii"))
    proof = _no_proof(writing) if holder.child else _proof(signer, signed, writing)
    return (
        Folder(DF1, {0x05: tlv(0xD0, front), 0x06: _face(face, writing)}),
        Folder(DF2, back),
        Folder(DF3, {0x02: proof}),
    )


def _second(
    kind: Kind, holder: Holder, signer: ResidenceSigner, writing: Writing
) -> tuple[Folder, ...]:
    entries = _entries(kind, holder)
    name = pictures.name(holder.person, IMAGE).ljust(IMAGE, b"\0")
    face = b"" if holder.child else pictures.face(holder.person, FACE)
    signed = (
        b"".join(value for _, value in entries).ljust(ENTRIES, b"\0")
        + face.ljust(FACE, b"\0")
        + name
    )
    address = pictures.address(holder.person, IMAGE)
    back = {0x03: fixed(0xD9, b"0", 1) + fixed(0xDE, b"", 200) + b"\0"}
    if not kind.is_special:
        back[0x01] = _permissions(writing)
        back[0x02] = tlv(0xD8, holder.renewal.encode("ascii"))
    return (
        Folder(
            DF1,
            {
                0x01: tlv(0xC2, holder.number.encode("ascii")),
                0x03: b"".join(tlv(tag, value) for tag, value in entries),
                0x04: tlv(0xD0, name) + _face(face, writing),
                0x06: fixed(0xDFD1, address, IMAGE),
            },
        ),
        Folder(DF2, back),
        Folder(DF3, {0x02: _proof_2(signer, signed, writing)}),
    )


def _entries(kind: Kind, holder: Holder) -> list[tuple[int, bytes]]:
    everybody = [
        (0xC5, holder.card_expires, 8),
        (0xC6, holder.person.birth_date, 8),
        (0xC7, holder.sex, 1),
        (0xC8, holder.nationality, 3),
        (0xC9, holder.status, 10),
        (0xCE, holder.period, 4),
    ]
    residents = [
        (0xCA, holder.permission, 2),
        (0xCB, holder.issued, 8),
        (0xCC, holder.work, 1),
        (0xCD, holder.stay_expires, 8),
    ]
    chosen = everybody if kind.is_special else everybody + residents
    return [
        (tag, text.encode("ascii").ljust(size, b"\0")) for tag, text, size in chosen
    ]


def _face(face: bytes, writing: Writing) -> bytes:
    if face or writing.face is AbsentFace.ZEROS:
        return fixed(0xD1, face, FACE)
    if writing.face is AbsentFace.NO_CONTENT:
        return tlv(0xD1, b"").ljust(len(fixed(0xD1, b"", FACE)), b"\0")
    return bytes(len(fixed(0xD1, b"", FACE)))


def _address(holder: Holder, writing: Writing) -> bytes:
    text = holder.person.address.encode(writing.encoding)
    written = (holder.issued.encode("ascii"), holder.municipality.encode("ascii"), text)
    since, municipality, text = (
        written if writing.address is Address.WRITTEN else (b"", b"", b"")
    )
    content = (
        fixed(0xD2, since, 8)
        + fixed(0xD3, municipality, 6)
        + fixed(0xD4, text, _ADDRESS_TEXT)
    )
    if writing.address is Address.BLANK_FILE:
        return bytes(len(content))
    return content


def _permission(tag: int, text: str, writing: Writing) -> bytes:
    content = fixed(tag, text.encode(writing.encoding), _PERMISSION_TEXT)
    return bytes(len(content)) if writing.withdrawn else content


def _permissions(writing: Writing) -> bytes:
    return (
        fixed(0xD5, b"1", 1 if writing.narrow_permission else 7)
        + fixed(0xD6, b"20280331", 8)
        + fixed(0xD7, b"0", 1)
    ).ljust(_PERMISSIONS_FILE, b"\0")


def _no_proof(writing: Writing) -> bytes:
    content = tlv(0xDA, b"")
    if writing.proof is AbsentProof.TWO_OBJECTS:
        content += tlv(0xDB, b"")
    return content.ljust(len(fixed(0xDB, b"", _CERTIFICATE)) + 260, b"\0")


def _proof(signer: ResidenceSigner, signed: bytes, writing: Writing) -> bytes:
    code = _check_code(signer, signed, writing)
    return tlv(0xDA, code) + fixed(0xDB, signer.certificate(), _CERTIFICATE)


def _proof_2(signer: ResidenceSigner, signed: bytes, writing: Writing) -> bytes:
    code = _check_code(signer, signed, writing)
    certificate = signer.certificate(null_parameters=writing.null_parameters)
    return (tlv(0xDC, code) + tlv(0xDD, certificate)).ljust(_PROOF_FILE, b"\0")


def _check_code(signer: ResidenceSigner, signed: bytes, writing: Writing) -> bytes:
    if writing.signature is Signature.FORGED:
        return signer.sign(_FORGED_DATA)
    return signer.sign(signed, other_form=writing.signature is Signature.OTHER)
