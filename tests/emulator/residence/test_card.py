"""The five commands, against what the specification says of each."""

import pytest

from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.holders import Holder, Kind
from kiosk.emulator.virtual_card import LinkDropped
from tests.emulator.residence.fixtures import NUMBER, MakeCard
from tests.emulator.residence.wire import (
    CHALLENGE,
    DF1,
    DF2,
    DF3,
    MF,
    SPECIFIED,
    Client,
)

FILES = {
    Kind.RESIDENCE_1: {
        DF1: {"85": 7004, "86": 3004},
        DF2: {"81": 342, "82": 122, "83": 122, "84": 3},
        DF3: {"82": 1464},
    },
    Kind.SPECIAL_1: {
        DF1: {"85": 7004, "86": 3004},
        DF2: {"81": 342},
        DF3: {"82": 1464},
    },
    Kind.RESIDENCE_2: {
        DF1: {"81": 14, "83": 73, "84": 5508, "86": 2505},
        DF2: {"81": 22, "82": 3, "83": 207},
        DF3: {"82": 704},
    },
    Kind.SPECIAL_2: {
        DF1: {"81": 14, "83": 46, "84": 5508, "86": 2505},
        DF2: {"83": 207},
        DF3: {"82": 704},
    },
}
"""Short identifiers with bit 8 and sizes in bytes, from the tables of both
specifications."""


@pytest.fixture(params=Kind)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Every kind of card."""
    assert isinstance(request.param, Kind)
    return request.param


@pytest.fixture
def client(make_card: MakeCard, kind: Kind) -> Client:
    """A powered card."""
    return Client(make_card(kind), first=kind.is_first)


def opened(make_card: MakeCard, kind: Kind = Kind.RESIDENCE_1) -> Client:
    """A card with all rights."""
    client = Client(make_card(kind), first=kind.is_first)
    client.open(NUMBER)
    return client


@pytest.mark.parametrize(
    ("kind", "nonce", "share", "answer", "cryptogram"),
    [
        (
            Kind.RESIDENCE_1,
            "5A6E7E385162B7A3",
            "19D049490FFF52EEDBFCB930BC810ED0",
            "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE"
            "59388FD6CD45248B",
            "1AA82973DB959A811F9711D728F0EEF6",
        ),
        (
            Kind.RESIDENCE_2,
            "921CE277323DA057",
            "2CC6AF9B8B607C662FDCAD27B401D08B",
            "289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62"
            "FA942EC51E62FF5F",
            "EE0B31EF877F68D071C56D58C72E6748",
        ),
    ],
)
def test_the_worked_examples_from_the_side_of_the_card(
    make_card: MakeCard,
    kind: Kind,
    nonce: str,
    share: str,
    answer: str,
    cryptogram: str,
) -> None:
    """Appendix 2 of both specifications."""
    drawn = {8: bytes.fromhex(nonce), 16: bytes.fromhex(share)}
    holder = Holder(PEOPLE["worker"], "AA12345678BB")
    card = make_card(kind, holder=holder, random=drawn.__getitem__)
    client = Client(card, first=kind.is_first)
    sent: list[str] = []

    def listen(index: int, command: bytes, reply: bytes) -> bytes:
        sent.append(reply.hex().upper())
        return reply

    card.faults = listen
    assert client.agree("AA12345678BB") == "9000"
    assert sent == [nonce + "9000", answer + "9000"]
    assert client.send("0820008613861101" + cryptogram) == "9000"


def test_what_is_free_to_read(client: Client, kind: Kind) -> None:
    code = kind.value.encode()
    expected = f"c1{len(code):02x}{code.hex()}9000"
    for command in ("00B08A00000000", "00B08A0000", "00B08A0004"):
        assert client.send(command) == expected
    assert client.send("00B08A0001") == "c19000"
    assert client.send("00B08B00000000") == "c004303030319000"
    assert client.send("00B08B0006") == "c004303030319000"


def test_every_file_is_as_long_as_it_must_be(client: Client, kind: Kind) -> None:
    client.open(NUMBER)
    for select, files in FILES[kind].items():
        assert client.send(select) == "9000"
        for number in range(1, 0x1F):
            p1 = f"{0x80 | number:02X}"
            secured = f"08B0{p1}000000049602" + "0000" + "0000"
            if p1 not in files:
                assert client.send(secured) == "6a82"
                continue
            content = client.secured(secured)
            assert len(content) == files[p1]
            if select != DF1:
                plain = client.send(f"00B0{p1}00000000")
                assert plain == content.hex() + "9000"


def test_the_head_of_a_secured_answer(make_card: MakeCard) -> None:
    """As the specifications print them."""
    first, second = opened(make_card), opened(make_card, Kind.RESIDENCE_2)
    special = opened(make_card, Kind.SPECIAL_2)
    for client, p1, head in (
        (first, "85", "86821b6101"),
        (first, "86", "86820bc101"),
        (second, "81", "861101"),
        (second, "83", "865101"),
        (second, "84", "8682159101"),
        (second, "86", "868209d101"),
        (special, "83", "863101"),
    ):
        client.send(DF1)
        assert client.send(f"08B0{p1}0000000496020000" + "0000").startswith(head)


def test_nothing_without_the_number(client: Client, kind: Kind) -> None:
    for select, files in FILES[kind].items():
        assert client.send(select) == "9000"
        for p1 in files:
            assert client.send(f"00B0{p1}00000000") == "6982"
            assert client.send(f"08B0{p1}0000000496020000" + "0000") == "6982"
    client.agree(NUMBER)
    client.send(DF1)
    for p1 in FILES[kind][DF1]:
        assert client.send(f"08B0{p1}0000000496020000" + "0000") == "6982"


def test_a_wrong_number_fails_at_the_agreement(client: Client) -> None:
    for _ in range(20):  # unlimited: nothing is counted
        assert client.agree("ZZ99999999ZZ") == "6300"
    assert client.agree(NUMBER) == "9000"
    assert client.verify("ZZ99999999ZZ") == "6300"
    assert client.verify(NUMBER) == "9000"


def test_a_failed_verify_takes_the_rights_away(client: Client) -> None:
    client.open(NUMBER)
    assert client.send(DF3, "00B0820002")[-4:] == "9000"
    assert client.verify("ZZ99999999ZZ") == "6300"
    assert client.send("00B0820002") == "6982"


def test_data_of_the_other_generation_is_a_mismatch(make_card: MakeCard) -> None:
    """Observed on a genuine card of the second generation."""
    client = Client(make_card(Kind.RESIDENCE_2), first=True)
    assert client.agree(NUMBER) == "6300"


def test_a_nonce_is_for_the_next_command_only(client: Client) -> None:
    proof = "00" * 40
    assert client.send(f"0082000028{proof}00") == "6985"
    assert client.send(CHALLENGE, f"0082000028{proof}00") == "6300"
    assert client.send(f"0082000028{proof}00") == "6985"
    assert client.send(CHALLENGE, "00B08A0004", f"0082000028{proof}00") == "6985"
    assert client.send(CHALLENGE, CHALLENGE)[-4:] == "9000"
    assert client.send(f"0082000028{proof}00") == "6300"


def test_a_proof_for_another_nonce(client: Client) -> None:
    """Replayed: the MAC is right, the nonce in it is old."""
    heard: list[str] = []

    def listen(index: int, command: bytes, answer: bytes) -> bytes:
        heard.append(command.hex())
        return answer

    client.card.faults = listen
    client.agree(NUMBER)
    assert client.send(CHALLENGE, heard[1]) == "6300"


def test_power_and_reset_end_everything(client: Client) -> None:
    for restart in (client.card.power_on, client.card.reset):
        client.open(NUMBER)
        assert client.send(DF3, "00B0820002")[-4:] == "9000"
        restart()
        assert client.send("00B0000002") == "6986"
        assert client.send("00B08A0004")[:2] == "c1"
        assert client.send(DF3, "00B0820002") == "6982"


def test_reading_piece_by_piece(make_card: MakeCard) -> None:
    client = opened(make_card)
    client.send(DF1)
    whole = client.secured("08B08500000004960200000000")
    parts = [client.secured("08B0850000000496020100" + "0000")]
    for at in range(0x100, len(whole), 0x100):
        parts.append(client.secured(f"08B0{at:04X}000004960201000000"))
    assert b"".join(parts) == whole
    assert client.send("08B07FFF000004960201000000") == "6b00"
    client.send(DF2)
    assert client.send("00B0000010") == "6986"
    start, rest = client.send("00B0810010"), client.send("00B0001000")
    assert start[:-4] + rest[:-4] == client.send("00B08100000000")[: 2 * (16 + 256)]


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00", "6700"),
        ("00B08A", "6700"),
        ("00B08A00", "6700"),
        ("00B08A000102", "6700"),
        ("00B0EA0004", "6a86"),
        ("00B0000004", "6986"),
        ("00B09F0004", "6a82"),
        ("00B0850004", "6a82"),
        ("00840000", "6700"),
        ("0084000010", "6700"),
        ("0084000108", "6a86"),
        ("008200000100", "6700"),
        ("00A40400" + "00", "6a86"),
        ("00A4040C0F" + "D392F0004F02" + "00" * 9, "6a82"),
        ("00A4040C01D3", "6a82"),
        ("00A4040C", "6700"),
        (SPECIFIED, "6a82"),
        ("00A40000023F01", "6a82"),
        ("00200081", "6a86"),
        ("08A4040C10D392F0004F0200000000000000000000", "6882"),
        ("0884000008", "6882"),
        ("04B08A0004", "6882"),
        ("01B08A0004", "6881"),
        ("80B08A0004", "6e00"),
        ("FF00000000", "6e00"),
        ("00CA000000", "6d00"),
        ("00C0000000", "6d00"),
    ],
)
def test_what_is_refused(client: Client, command: str, status: str) -> None:
    assert client.send(command) == status


def test_the_main_file_can_be_selected(client: Client) -> None:
    assert client.send(DF1, MF, "00B08A0004")[:2] == "c1"
    assert client.send(DF1, "00B08A0004") == "6a82"


def test_lc_is_honoured(client: Client) -> None:
    """Longer data than Lc says is cut off by three commands."""
    assert client.send(DF1 + "FFFFFF") == "9000"
    assert client.send(CHALLENGE, "0082000028" + "00" * 44) == "6300"


def test_without_power_there_is_no_answer(make_card: MakeCard) -> None:
    card = make_card()
    with pytest.raises(LinkDropped):
        card.transmit(b"\x00\xb0\x8a\x00\x04")


@pytest.mark.parametrize(
    "command",
    ["00D6850001FF", "08D6850001FF", "00DA000001FF", "0024008604", "80E60000", "00E4"],
)
def test_changing_a_card_rings(
    make_card: MakeCard, command: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    heard: list[str] = []
    log = tmp_path_factory.mktemp("alarms") / "log"
    card = make_card(alarm_file=log, on_alarm=heard.append)
    assert Client(card, first=True).send(command) == "6d00"
    assert len(card.alarms) == 1
    assert card.alarms == heard == log.read_text().splitlines()


def test_reading_is_silent(client: Client, kind: Kind) -> None:
    client.open(NUMBER)
    for select, files in FILES[kind].items():
        client.send(select)
        for p1 in files:
            client.send(f"00B0{p1}00000000")
    assert client.card.alarms == []


def test_the_atr_is_of_type_b_and_says_nothing(client: Client) -> None:
    """PC/SC part 3, 3.1.3.2.3: no application data, and a check byte that is right."""
    atr = client.card.atr
    assert atr[:8] == bytes.fromhex("3B88800100000000")
    check = 0
    for byte in atr[1:]:
        check ^= byte
    assert len(atr) == 13
    assert check == 0
