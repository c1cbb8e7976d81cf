"""The worked examples of both specifications, number for number.

First generation: 在留カード等仕様書 Ver 1.5, appendix 2. Second generation: 第2世代
在留カード等仕様書 Ver 1.1, appendix 2, as eringoio/zairyu-card-reader repeats it.
"""

from dataclasses import dataclass

import pytest

from kiosk.card.residence import apdu
from kiosk.card.residence.agreement import (
    Agreement,
    Share,
    base_key,
    derive,
    number_cryptogram,
)
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.ciphers import AesSuite, Suite, TripleDesSuite
from kiosk.card.residence.door import ResidenceDoor
from kiosk.card.residence.files import Application, ResidenceFile
from kiosk.card.residence.kinds import Generation
from kiosk.card.residence.number import CardNumber
from kiosk.card.residence.reading import open_session, read
from tests.card.script import Line, Script

NUMBER = CardNumber("AA12345678BB")
NONCE = "1122334455667788"
SHARE = "404142434445464748494A4B4C4D4E4F"
BASE_KEY = "6522B4E171195BB218223A976C040111"
DF1 = "00A4040C10D392F0004F0200000000000000000000"
DF3 = "00A4040C10D392F0004F0400000000000000000000"


@dataclass
class Example:
    """The values of one appendix, in hex."""

    generation: Generation
    suite: Suite
    card_nonce: str
    encrypted: str
    mac: str
    card_encrypted: str
    card_mac: str
    card_share: str
    mixed: str
    session_key: str
    cryptogram: str


FIRST = Example(
    Generation.FIRST,
    TripleDesSuite(),
    card_nonce="5A6E7E385162B7A3",
    encrypted="937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA",
    mac="1AD7FB6A3389E017",
    card_encrypted="5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE",
    card_mac="59388FD6CD45248B",
    card_share="19D049490FFF52EEDBFCB930BC810ED0",
    mixed="59910B0A4BBA14A993B5F37BF0CC409F",
    session_key="CE94938E19E3B97DF96EABCEDC1715CC",
    cryptogram="1AA82973DB959A811F9711D728F0EEF6",
)
SECOND = Example(
    Generation.SECOND,
    AesSuite(),
    card_nonce="921CE277323DA057",
    encrypted="4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773B",
    mac="AC854617634F5397",
    card_encrypted="289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62",
    card_mac="FA942EC51E62FF5F",
    card_share="2CC6AF9B8B607C662FDCAD27B401D08B",
    mixed="6C87EDD8CF253A216795E76CF84C9EC4",
    session_key="C19CF13D3D7FBEE9EA293D834C88952F",
    cryptogram="EE0B31EF877F68D071C56D58C72E6748",
)


@pytest.fixture(params=[FIRST, SECOND], ids=["first", "second"])
def example(request: pytest.FixtureRequest) -> Example:
    """Either generation's."""
    assert isinstance(request.param, Example)
    return request.param


def h(text: str) -> bytes:
    """Bytes of hex."""
    return bytes.fromhex(text)


def fixed_share(size: int) -> bytes:
    """The random numbers of the examples."""
    return {8: h(NONCE), 16: h(SHARE)}[size]


def test_the_key_agreement(example: Example) -> None:
    suite = example.suite
    key = base_key(NUMBER)
    assert key == h(BASE_KEY)

    agreement = Agreement(suite, key, Share(h(NONCE), h(SHARE)), h(example.card_nonce))
    assert agreement.proof() == h(example.encrypted + example.mac)

    plain = suite.decrypt(key, h(example.card_encrypted))
    assert plain == h(example.card_nonce + NONCE + example.card_share)
    assert suite.mac(key, h(example.card_encrypted)) == h(example.card_mac)
    mixed = int(SHARE, 16) ^ int(example.card_share, 16)
    assert mixed == int(example.mixed, 16)
    assert derive(h(SHARE), h(example.card_share)) == h(example.session_key)

    session_key = agreement.session_key(h(example.card_encrypted + example.card_mac))
    assert session_key == h(example.session_key)
    assert number_cryptogram(suite, session_key, NUMBER) == h(example.cryptogram)


def opening(example: Example) -> list[Line]:
    """Commands and answers up to the card number being accepted."""
    return [
        ("00 84 00 00 08", example.card_nonce + "9000"),
        (
            f"00 82 00 00 28 {example.encrypted} {example.mac} 00",
            example.card_encrypted + example.card_mac + "9000",
        ),
        (f"08 20 00 86 13 86 11 01 {example.cryptogram}", "9000"),
    ]


def wrapped(example: Example, plain: bytes) -> str:
    """A secured answer, made with the library alone."""
    block = example.suite.block
    filled = plain + b"\x80" + bytes(block - 1 - len(plain) % block)
    cryptogram = example.suite.encrypt(h(example.session_key), filled)
    size = len(cryptogram) + 1
    return f"8682{size:04X}01{cryptogram.hex()}9000"


@pytest.mark.parametrize(
    ("example", "files"),
    [
        (
            FIRST,
            {
                ResidenceFile.FRONT: ("85", "86821B6101", 7008),
                ResidenceFile.FACE: ("86", "86820BC101", 3008),
            },
        ),
        (SECOND, {ResidenceFile.NAME_AND_FACE_2: ("84", "8682159101", 5520)}),
    ],
    ids=["first", "second"],
)
def test_the_apdus(
    example: Example, files: dict[ResidenceFile, tuple[str, str, int]]
) -> None:
    lines = [*opening(example), (DF1, "9000")]
    contents = {}
    for file, (p1, head, size) in files.items():
        contents[file] = bytes(at % 251 for at in range(file.capacity))
        answer = wrapped(example, contents[file])
        assert answer.upper().startswith(head)
        assert len(h(answer)) == len(h(head)) + size + 2
        lines.append((f"08 B0 {p1} 00 00 00 04 96 02 00 00 00 00", answer))
    proof_file = next(
        own
        for own in ResidenceFile
        if own.application is Application.PROOF and own.generation is example.generation
    )
    proof = bytes(at % 249 for at in range(proof_file.capacity))
    lines += [(DF3, "9000"), ("00 B0 82 00 00 00 00", proof.hex() + "9000")]

    script = Script(lines)
    door = ResidenceDoor(script)
    session = open_session(
        door, example.generation, NUMBER, Lengths.WHOLE, random=fixed_share
    )
    for file, content in contents.items():
        assert read(door, session, file) == content
    assert read(door, session, proof_file) == proof
    door.close()
    script.finished()


def test_the_longest_answer_is_what_the_first_generation_needs() -> None:
    assert len(h("86821B6101")) + 7008 == apdu.LONGEST_ANSWER
    assert apdu.split(bytes(7013) + b"\x90\x00").status == 0x9000
