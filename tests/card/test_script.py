"""Whole procedures octet by octet, on a card that is nothing but a script.

The octets are those that OpenSC, jpki/myna and soltia48/myna-card are documented to
send; certificates and signatures are made here.
"""

import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pins import PinKind
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.keys import sign_verbatim
from kiosk.emulator.people import PEOPLE
from kiosk.secret import Secret
from tests.card.script import Line, Script
from tests.emulator.fixtures import ISSUED
from tests.emulator.test_attributes import LONG, SHORT

JPKI = "00A4040C0A D392F000260100000001"
TEXT = "00A4040C0A D3921000310001010408"
LABEL = "4A504B494150494343544F4B454E32" + "20" * 17 + "9000"
OPEN: list[Line] = [
    (JPKI, "9000"),
    ("00A4020C02 0006", "9000"),
    ("00B0000020", LABEL),
]
PIN_COMMAND = "0020008004 31323334"
CHALLENGE = bytes(range(32))


def opened(*more: Line) -> tuple[MyNumberCard, Script]:
    """A card that was identified, and what is to follow."""
    script = Script([*OPEN, *more])
    return MyNumberCard.open(script), script


def blocks(content: bytes) -> list[Line]:
    """READ BINARY in short blocks; the last asks for what is left only."""
    lines: list[Line] = []
    for at in range(0, len(content), 256):
        part = content[at : at + 256]
        length = f"{len(part) % 256:02X}" if at else "00"
        lines.append((f"00B0{at:04X}{length}", part.hex() + "9000"))
    return lines


def refused(*lines: Line) -> Fault:
    """Why a card is not opened; it is powered down."""
    script = Script(lines)
    with pytest.raises(CardError) as caught:
        MyNumberCard.open(script)
    script.finished()
    return caught.value.fault


# --- open ---------------------------------------------------------------------------


def test_it_is_known_by_its_applications() -> None:
    card, script = opened()
    assert not script.closed
    card.close()
    script.finished()


def test_a_card_that_fails_the_first_command_gets_one_to_throw_away() -> None:
    script = Script([(JPKI, "6F00"), ("00A40000", "6A86"), *OPEN])
    MyNumberCard.open(script).close()
    script.finished()


def test_but_only_one() -> None:
    lines: list[Line] = [(JPKI, "6F00"), ("00A40000", "6F00"), (JPKI, "6F00")]
    assert refused(*lines) is Fault.UNREADABLE


@pytest.mark.parametrize("status", ["6A82", "6A81", "6A86", "6D00", "6E00"])
def test_a_card_without_the_application(status: str) -> None:
    assert refused((JPKI, status)) is Fault.OTHER_CARD


@pytest.mark.parametrize("status", ["6985", "6982", "6F01", "61 10", "6C00"])
def test_a_card_that_cannot_say(status: str) -> None:
    assert refused((JPKI, status)) is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        (b"JPKIAPICCTOKEN", Fault.OLD_JUKI_CARD),
        (b"JPKIAPGPSETOKEN", Fault.SMARTPHONE),
        (b"JPKIAPIOSTOKEN", Fault.SMARTPHONE),
        (b"JPKIAPICCTOKEN3", Fault.UNKNOWN_GENERATION),
        (b"", Fault.UNKNOWN_GENERATION),
    ],
)
def test_labels(label: bytes, fault: Fault) -> None:
    for padding in (b" ", b"\0"):
        answer = label.ljust(32, padding).hex() + "9000"
        assert refused(*OPEN[:2], ("00B0000020", answer)) is fault


def test_a_label_padded_with_nul() -> None:
    answer = b"JPKIAPICCTOKEN2".ljust(32, b"\0").hex() + "9000"
    MyNumberCard.open(Script([*OPEN[:2], ("00B0000020", answer)])).close()


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([(JPKI, Fault.REMOVED)], Fault.REMOVED),
        ([(JPKI, "9000"), ("00A4020C02 0006", "6A82")], Fault.UNKNOWN_GENERATION),
        ([*OPEN[:2], ("00B0000020", "4A504B49 9000")], Fault.UNREADABLE),
        ([*OPEN[:2], ("00B0000020", "6982")], Fault.UNREADABLE),
        ([(JPKI, "6F10 9000")], Fault.UNREADABLE),
    ],
)
def test_what_else_may_happen(lines: list[Line], fault: Fault) -> None:
    assert refused(*lines) is fault


# --- inspect ------------------------------------------------------------------------


def test_inspection(identity: Identity) -> None:
    certificate = identity.authentication_certificate
    card, script = opened(
        ("00A4020C02 0008", "9000"),
        ("00B0000003", "8F8F00 9000"),
        ("00A4020C02 000A", "9000"),
        *blocks(certificate),
        ("00A4020C02 001B", "9000"),
        ("00200080", "63C5"),
        (TEXT, "9000"),
        ("00A4020C02 0011", "9000"),
        ("00200080", "63C1"),
        (JPKI, "9000"),
        ("00A4020C02 0018", "9000"),
        ("00200080", "6984"),
    )
    found = card.inspect()
    card.close()
    script.finished()
    assert found.authentication.der == certificate
    assert found.has_signature_certificate
    assert found.tries == {
        PinKind.SIGNATURE: 5,
        PinKind.ATTRIBUTES: 1,
        PinKind.AUTHENTICATION: 0,
    }


def test_a_childs_card(identity: Identity) -> None:
    """EF 0008 says 00 8F 00; the signature password is not even asked about."""
    card, script = opened(
        ("00A4020C02 0008", "9000"),
        ("00B0000003", "008F00 9000"),
        ("00A4020C02 000A", "9000"),
        *blocks(identity.authentication_certificate),
        (TEXT, "9000"),
        ("00A4020C02 0011", "9000"),
        ("00200080", "63C3"),
        (JPKI, "9000"),
        ("00A4020C02 0018", "9000"),
        ("00200080", "63C3"),
    )
    found = card.inspect()
    assert not found.has_signature_certificate
    assert found.tries[PinKind.SIGNATURE] == 0
    secret = Secret.of(b"ABC123")
    with pytest.raises(CardError) as caught:
        card.signature_certificate(secret, 5)
    assert caught.value.fault is Fault.NO_SIGNATURE_CERTIFICATE
    assert len(secret) == 0
    card.close()
    script.finished()


@pytest.mark.parametrize("status", ["6300", "9000", "6982", "6A82", "6F00", "63D0"])
def test_a_counter_that_is_none(status: str) -> None:
    """6300 would be a PIN that may be tried for ever: no issued card has one."""
    card, script = opened(
        ("00A4020C02 0008", "9000"),
        ("00B0000003", "8F8F00 9000"),
        ("00A4020C02 001B", "9000"),
        ("00200080", status),
    )
    secret = Secret.of(b"ABC123")
    with pytest.raises(CardError) as caught:
        card.signature_certificate(secret, 5)
    assert (caught.value.fault, caught.value.pin) == (
        Fault.UNREADABLE,
        PinKind.SIGNATURE,
    )
    assert len(secret) == 0
    card.close()
    script.finished()


# --- prove --------------------------------------------------------------------------


def proof(identity: Identity, challenge: bytes = CHALLENGE) -> list[Line]:
    """The authentication PIN and a signature over a challenge."""
    digest = hashlib.sha256(challenge).digest()
    info = bytes.fromhex("3031300D060960864801650304020105000420") + digest
    key = identity.keys.authentication
    assert isinstance(key, RSAPrivateKey)
    signature = sign_verbatim(key, info)
    return [
        ("00A4020C02 0018", "9000"),
        ("00200080", "63C3"),
        (PIN_COMMAND, "9000"),
        ("00A4020C02 0017", "9000"),
        (f"802A008033 {info.hex()} 00", signature.hex() + "9000"),
    ]


def certificate_lines(identity: Identity) -> list[Line]:
    """Reading the authentication certificate."""
    return [
        ("00A4020C02 000A", "9000"),
        *blocks(identity.authentication_certificate),
    ]


def test_proof(identity: Identity) -> None:
    card, script = opened(*certificate_lines(identity), *proof(identity))
    secret = Secret.of(b"1234")
    card.prove(secret, CHALLENGE, 3)
    assert len(secret) == 0
    card.close()
    script.finished()
    assert bytes.fromhex("31323334") not in b"".join(script.buffers)


def test_a_signature_over_something_else(identity: Identity) -> None:
    lines = proof(identity)
    other = proof(identity, b"another challenge")[-1][1]
    card, script = opened(
        *certificate_lines(identity), *lines[:-1], (lines[-1][0], other)
    )
    with pytest.raises(CardError) as caught:
        card.prove(Secret.of(b"1234"), CHALLENGE, 3)
    assert caught.value.fault is Fault.PROOF_FAILED
    card.close()
    script.finished()


@pytest.mark.parametrize("pin", [b"", b"123", b"12345", b"12a4", b"ABC123"])
def test_a_pin_of_the_wrong_form_is_never_sent(identity: Identity, pin: bytes) -> None:
    card, script = opened(*certificate_lines(identity))
    secret = Secret.of(pin)
    with pytest.raises(ValueError, match="form"):
        card.prove(secret, CHALLENGE, 3)
    assert len(secret) == 0
    card.close()
    script.finished()


def test_a_challenge_that_could_be_guessed() -> None:
    card, script = opened()
    secret = Secret.of(b"1234")
    with pytest.raises(ValueError, match="short"):
        card.prove(secret, bytes(15), 3)
    assert len(secret) == 0
    card.close()
    script.finished()


def test_a_card_of_the_next_generation(authority: SyntheticAuthority) -> None:
    issued = authority.issue(
        PEOPLE["worker"],
        ISSUED + timedelta(days=1),
        CardKeys.new(next_generation=True),
    )
    card, script = opened(
        ("00A4020C02 0008", "9000"),
        ("00B0000003", "8F8F00 9000"),
        *certificate_lines(issued),
    )
    with pytest.raises(CardError) as caught:
        card.inspect()
    assert caught.value.fault is Fault.UNKNOWN_GENERATION
    card.close()
    script.finished()


# --- every PIN method gives the PIN once, or not at all -------------------------------

ATTRIBUTES_PIN: list[Line] = [(TEXT, "9000"), ("00A4020C02 0011", "9000")]


@pytest.mark.parametrize(
    ("counter", "told", "fault"),
    [
        ("63C0", 3, Fault.PIN_LOCKED),
        ("6983", 3, Fault.PIN_LOCKED),
        ("6984", 3, Fault.PIN_LOCKED),
        ("63C0", 0, Fault.PIN_LOCKED),
        ("63C2", 3, Fault.CHANGED),
        ("63C3", 2, Fault.CHANGED),
        ("63C3", 0, Fault.CHANGED),
    ],
)
def test_refused_before_it_is_sent(counter: str, told: int, fault: Fault) -> None:
    card, script = opened(*ATTRIBUTES_PIN, ("00200080", counter))
    secret = Secret.of(b"1234")
    with pytest.raises(CardError) as caught:
        card.attributes(secret, told)
    assert (caught.value.fault, caught.value.pin) == (fault, PinKind.ATTRIBUTES)
    assert len(secret) == 0
    card.close()
    script.finished()


@pytest.mark.parametrize(("status", "left"), [("63C2", 2), ("63C1", 1)])
def test_a_wrong_pin(status: str, left: int) -> None:
    card, script = opened(*ATTRIBUTES_PIN, ("00200080", "63C3"), (PIN_COMMAND, status))
    secret = Secret.of(b"1234")
    with pytest.raises(WrongPin) as caught:
        card.attributes(secret, 3)
    assert (caught.value.pin, caught.value.tries_left) == (PinKind.ATTRIBUTES, left)
    assert len(secret) == 0
    card.close()
    script.finished()


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("63C0", Fault.PIN_LOCKED),
        ("6983", Fault.PIN_LOCKED),
        ("6984", Fault.PIN_LOCKED),
        ("6300", Fault.UNREADABLE),
        ("6982", Fault.UNREADABLE),
        ("6F00", Fault.UNREADABLE),
        ("01 9000", Fault.UNREADABLE),
        ("90", Fault.UNREADABLE),
        (Fault.REMOVED, Fault.REMOVED),
        (Fault.MUTE, Fault.MUTE),
    ],
)
def test_sent_once_whatever_comes_back(status: str | Fault, fault: Fault) -> None:
    card, script = opened(*ATTRIBUTES_PIN, ("00200080", "63C3"), (PIN_COMMAND, status))
    secret = Secret.of(b"1234")
    with pytest.raises(CardError) as caught:
        card.attributes(secret, 3)
    assert caught.value.fault is fault
    assert len(secret) == 0
    card.close()
    script.finished()
    assert script.buffers[-1] == bytes(9)


def test_tried_again_after_a_wrong_one() -> None:
    card, script = opened(
        *ATTRIBUTES_PIN,
        ("00200080", "63C3"),
        ("0020008004 39393939", "63C2"),
        ("00200080", "63C2"),
        (PIN_COMMAND, "9000"),
        ("00A4020C02 0002", "9000"),
        ("00B0000000", SHORT + "9000"),
    )
    with pytest.raises(WrongPin) as caught:
        card.attributes(Secret.of(b"9999"), 3)
    found = card.attributes(Secret.of(b"1234"), caught.value.tries_left)
    assert found.name == "試験　花子"
    card.close()
    script.finished()


# --- attributes and the signature certificate ---------------------------------------


@pytest.mark.parametrize("sample", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("filler", [0, 20, 300])
@pytest.mark.parametrize("status", ["9000", "6282"])
def test_attributes(sample: str, filler: int, status: str) -> None:
    content = bytes.fromhex(sample) + b"\xff" * filler
    card, script = opened(
        *ATTRIBUTES_PIN,
        ("00200080", "63C3"),
        (PIN_COMMAND, "9000"),
        ("00A4020C02 0002", "9000"),
        ("00B0000000", content[:256].hex() + status),
    )
    found = card.attributes(Secret.of(b"1234"), 3)
    assert (found.birth_date, found.sex) == ("19900102", "2")
    card.close()
    script.finished()


def test_attributes_longer_than_a_block() -> None:
    name = "Ｎ" * 50
    address = "Ａ" * 60
    fields = b"".join(
        tag + b"\x82" + len(value).to_bytes(2, "big") + value
        for tag, value in (
            (b"\xdf\x21", bytes(8)),
            (b"\xdf\x22", name.encode()),
            (b"\xdf\x23", address.encode()),
            (b"\xdf\x24", b"19900102"),
            (b"\xdf\x25", b"1"),
        )
    )
    content = b"\xff\x20\x82" + len(fields).to_bytes(2, "big") + fields
    card, script = opened(
        *ATTRIBUTES_PIN,
        ("00200080", "63C3"),
        (PIN_COMMAND, "9000"),
        ("00A4020C02 0002", "9000"),
        *blocks(content),
    )
    found = card.attributes(Secret.of(b"1234"), 3)
    assert (found.name, found.address) == (name, address)
    card.close()
    script.finished()


@pytest.mark.parametrize(
    "answer",
    ["9000", "FF 9000", "FF2084 00004000 9000", "FF2184 00000001 9000", "6B00"],
)
def test_an_attributes_file_that_is_none(answer: str) -> None:
    card, script = opened(
        *ATTRIBUTES_PIN,
        ("00200080", "63C3"),
        (PIN_COMMAND, "9000"),
        ("00A4020C02 0002", "9000"),
        ("00B0000000", answer),
    )
    with pytest.raises(CardError) as caught:
        card.attributes(Secret.of(b"1234"), 3)
    assert caught.value.fault is Fault.UNREADABLE
    card.close()
    script.finished()


def test_the_signature_certificate(identity: Identity) -> None:
    assert identity.signature_certificate is not None
    card, script = opened(
        ("00A4020C02 0008", "9000"),
        ("00B0000003", "8F8F00 9000"),
        ("00A4020C02 001B", "9000"),
        ("00200080", "63C5"),
        ("0020008006 414243313233", "9000"),
        ("00A4020C02 0001", "9000"),
        *blocks(identity.signature_certificate),
    )
    secret = Secret.of(b"ABC123")
    found = card.signature_certificate(secret, 5)
    assert found.der == identity.signature_certificate
    assert found.attributes is not None
    assert found.attributes.name == PEOPLE["worker"].name
    assert len(secret) == 0
    card.close()
    script.finished()
    assert b"ABC123" not in b"".join(script.buffers)
