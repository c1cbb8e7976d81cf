"""Commands octet by octet, and answers taken apart (ISO/IEC 7816-4)."""

import hashlib

import pytest

from kiosk.card import apdu
from kiosk.card.faults import CardError, Fault
from kiosk.card.files import Application, CardFile
from kiosk.secret import Secret


@pytest.mark.parametrize(
    ("command", "octets"),
    [
        (
            apdu.select_application(Application.JPKI),
            "00A4040C0A D392F000260100000001",
        ),
        (
            apdu.select_application(Application.TEXT),
            "00A4040C0A D3921000310001010408",
        ),
        (apdu.throw_away(), "00A40000"),
        (apdu.select_file(CardFile.AUTHENTICATION_CERTIFICATE), "00A4020C02 000A"),
        (apdu.select_file(CardFile.SIGNATURE_PIN), "00A4020C02 001B"),
        (apdu.read_binary(0, 256), "00B0000000"),
        (apdu.read_binary(0x600, 0x23), "00B0060023"),
        (apdu.read_binary(0, 1), "00B0000001"),
        (apdu.verify_query(), "00200080"),
        (apdu.verify(Secret.of(b"1234")), "00200080 04 31323334"),
        (apdu.verify(Secret.of(b"ABC123")), "00200080 06 414243313233"),
    ],
)
def test_octets(command: bytearray, octets: str) -> None:
    assert command.hex().upper() == octets.replace(" ", "")


def test_compute_signature() -> None:
    """A DigestInfo of 51 octets (RFC 8017, section 9.2) and an Le."""
    digest = hashlib.sha256(b"abc").digest()
    prefix = "3031300D060960864801650304020105000420"
    assert apdu.compute_signature(digest).hex().upper() == (
        f"802A008033{prefix}{digest.hex().upper()}00"
    )


def test_wiping() -> None:
    command = apdu.verify(Secret.of(b"1234"))
    apdu.wipe(command)
    assert command == bytes(9)


@pytest.mark.parametrize(
    ("status", "tries"),
    [
        (0x63C3, 3),
        (0x63CF, 15),
        (0x63C0, 0),
        (0x6983, 0),
        (0x6984, 0),
        (0x9000, None),
        (0x6300, None),
        (0x63BF, None),
        (0x63D0, None),
        (0x6982, None),
        (0x6F00, None),
    ],
)
def test_tries_left(status: int, tries: int | None) -> None:
    assert apdu.Response(b"", status).tries_left == tries


@pytest.mark.parametrize("length", [0, 1, 259, 1000])
def test_an_answer_of_impossible_length(length: int) -> None:
    with pytest.raises(CardError) as caught:
        apdu.split(bytes(length))
    assert caught.value.fault is Fault.UNREADABLE


def test_an_answer_taken_apart() -> None:
    found = apdu.split(bytes(256) + b"\x90\x00")
    assert (found.data, found.status) == (bytes(256), 0x9000)
    assert apdu.split(b"\x6a\x82").data == b""
