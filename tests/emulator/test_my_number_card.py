"""What the virtual card answers, command by command.

Expected answers are those measured on real cards by soltia48/myna-card and
jpki/myna, or expected by OpenSC; where none is known, ISO/IEC 7816-4's.
"""

from collections.abc import Callable

import pytest

from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.mynumber import Behaviour, VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.token_info import OLD_JUKI_LABEL
from kiosk.emulator.virtual_card import LinkDropped
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.emulator.wire import JPKI, SURFACE, TEXT, file, select, sign, verify

Send = Callable[..., str]


def talk(card: VirtualMyNumberCard, *commands: str) -> str:
    """Send commands in a row; the last answer in upper-case hex."""
    answers = [card.transmit(bytes.fromhex(command)) for command in commands]
    return answers[-1].hex().upper()


@pytest.fixture
def card(make_card: MakeCard) -> VirtualMyNumberCard:
    """The worker's card, powered."""
    card = make_card()
    card.power_on()
    return card


@pytest.fixture
def send(card: VirtualMyNumberCard) -> Send:
    """Sends commands to it."""
    return lambda *commands: talk(card, *commands)


PIN = verify(b"1234")
PASSWORD = verify(b"ABC123")


@pytest.mark.parametrize(
    ("commands", "status"),
    [
        # Selecting applications
        ([select(JPKI)], "9000"),
        ([select(TEXT)], "9000"),
        ([select(SURFACE)], "9000"),
        ([select("D392F0002601")], "9000"),
        ([select("A0000000790100")], "6A82"),
        ([select("E828BD080FA000000167455349474E")], "6A82"),
        (["00A404010A" + JPKI], "6A86"),
        # Nothing is current right after a cold start; there is no main file
        (["00A40000"], "6A86"),
        ([select(JPKI), "00A40000"], "9000"),
        ([select(JPKI), "00A40000023F00"], "6A82"),
        # Selecting files
        ([file("000A")], "6986"),
        ([select(JPKI), file("000A")], "9000"),
        ([select(JPKI), file("001D")], "6A82"),
        ([select(JPKI), "00A4020C01", "00A4020C0100"], "6700"),
        # No application or no file is current
        (["00B0000004"], "6986"),
        (["00200080"], "6986"),
        ([sign(b"x")], "6986"),
        ([select(JPKI), "00B0000004"], "6986"),
        ([select(JPKI), "00200080"], "6986"),
        ([select(JPKI), sign(b"x")], "6986"),
        ([select(JPKI), file("000A"), select(JPKI), "00B0000004"], "6986"),
        # The wrong kind of file
        ([select(JPKI), file("0018"), "00B0000004"], "6981"),
        ([select(JPKI), file("0017"), "00B0000004"], "6981"),
        ([select(JPKI), file("000A"), "00200080"], "6981"),
        ([select(JPKI), file("0018"), sign(b"x")], "6981"),
        # Reading past the end, or what is locked
        ([select(JPKI), file("0008"), "00B0000300"], "6B00"),
        ([select(JPKI), file("0008"), "00B0000000"], "8F8F009000"),
        ([select(JPKI), file("0008"), "00B0000200"], "009000"),
        ([select(JPKI), "00B08800 03".replace(" ", "")], "8F8F009000"),
        ([select(JPKI), "00B0880103"], "8F009000"),
        ([select(JPKI), "00B0880000 0000".replace(" ", "")], "8F8F009000"),
        ([select(JPKI), file("0008"), "00B00000"], "6700"),
        ([select(JPKI), file("0001"), "00B0000004"], "6982"),
        ([select(JPKI), file("0018"), PIN, file("0001"), "00B0000004"], "6982"),
        ([select(TEXT), file("0002"), "00B0000004"], "6982"),
        # How many tries are left, and tries
        ([select(JPKI), file("0018"), "00200080"], "63C3"),
        ([select(JPKI), file("001B"), "00200080"], "63C5"),
        ([select(TEXT), file("0011"), "00200080"], "63C3"),
        ([select(TEXT), file("0015"), "00200080"], "63CA"),
        ([select(JPKI), "00200098"], "63C3"),
        ([select(JPKI), "0020009B"], "63C5"),
        ([select(JPKI), file("0018"), PIN], "9000"),
        ([select(JPKI), file("0018"), PIN, "00200080"], "63C3"),
        ([select(JPKI), verify(b"1234", 0x98)], "9000"),
        ([select(JPKI), file("0018"), verify(b"9999")], "63C2"),
        ([select(JPKI), file("0018"), *[verify(b"9999")] * 3], "63C0"),
        ([select(JPKI), file("0018"), *[verify(b"9999")] * 4], "6984"),
        ([select(JPKI), file("0018"), *[verify(b"9999")] * 3, PIN], "6984"),
        ([select(JPKI), file("0018"), *[verify(b"9999")] * 3, "00200080"], "63C0"),
        ([select(JPKI), file("0018"), verify(b"9999"), PIN, "00200080"], "63C3"),
        ([select(JPKI), file("001B"), verify(b"abc123")], "63C4"),
        ([select(JPKI), file("0018"), verify(b"1234\0\0\0\0")], "63C2"),
        ([select(JPKI), file("0018"), "00200180"], "6A86"),
        ([select(JPKI), file("0018"), "0020008000"], "6700"),
        # Signing
        ([select(JPKI), file("0017"), sign(b"x")], "6982"),
        ([select(JPKI), file("0018"), PIN, file("001A"), sign(b"x")], "6982"),
        ([select(JPKI), file("001B"), PASSWORD, file("0017"), sign(b"x")], "6982"),
        ([select(JPKI), file("0018"), PIN, file("0017"), "802A008000"], "6700"),
        ([select(JPKI), file("0018"), PIN, file("0017"), sign(b"x" * 246)], "6985"),
        (
            [
                *(select(JPKI), file("0018"), PIN, verify(b"9999")),
                *(file("0017"), sign(b"x")),
            ],
            "6982",
        ),
        # Class and instruction
        (["01A4040C0A" + JPKI], "6881"),
        (["40A4040C0A" + JPKI], "6881"),
        (["0CA4040C0A" + JPKI], "6882"),
        ([select(JPKI), "0CB0000004"], "69FC"),
        ([select(TEXT), "0CB0000004"], "6882"),
        (["10A4040C0A" + JPKI], "6884"),
        (["A0A4040C0A" + JPKI], "6E00"),
        (["002A008001" + "7800"], "6E00"),
        (["00CADF3005"], "6D00"),
        # Lengths that contradict each other
        (["00"], "6700"),
        (["00A404"], "6700"),
        (["00A4040C0AD392"], "6700"),
        (["00A4040C0A" + JPKI + "0000"], "6700"),
    ],
)
def test_answer(send: Send, commands: list[str], status: str) -> None:
    assert send(*commands) == status


def test_file_control_information_only_when_asked_for(send: Send) -> None:
    template = send("00A404000A" + JPKI + "00")
    assert template == "6F0C840A" + JPKI + "9000"


def test_a_certificate_is_read_in_blocks_of_256(send: Send, identity: Identity) -> None:
    send(select(JPKI), file("000A"))
    expected, read = identity.authentication_certificate, b""
    while len(read) < len(expected):
        answer = bytes.fromhex(send(f"00B0{len(read):04X}00"))
        assert answer[-2:] == b"\x90\x00"
        read += answer[:-2]
    assert read == expected
    assert send(f"00B0{len(read):04X}00") == "6B00"


def test_a_certificate_is_read_at_once_with_extended_length(
    send: Send, identity: Identity
) -> None:
    answer = send(select(JPKI), "00B08A00000000")
    assert bytes.fromhex(answer) == identity.authentication_certificate + b"\x90\x00"


@pytest.mark.parametrize(
    ("identifier", "field"),
    [("0002", "signature_authority"), ("000B", "authentication_authority")],
)
def test_the_authorities_are_free_to_read(
    send: Send, identity: Identity, identifier: str, field: str
) -> None:
    answer = send(select(JPKI), file(identifier), "00B00000000000")
    assert bytes.fromhex(answer) == getattr(identity, field) + b"\x90\x00"


def test_the_signature_certificate_opens_with_its_password(
    send: Send, identity: Identity
) -> None:
    assert identity.signature_certificate is not None
    send(select(JPKI), file("001B"), PASSWORD)
    answer = send(file("0001"), "00B00000000000")
    assert bytes.fromhex(answer) == identity.signature_certificate + b"\x90\x00"


@pytest.mark.parametrize(
    ("identifier", "value"), [("0011", b"4321"), ("0015", b"00000000009999")]
)
def test_the_attributes_open_with_the_pin_or_with_code_b(
    send: Send, identifier: str, value: bytes
) -> None:
    send(select(TEXT), file(identifier), verify(value))
    assert send(file("0002"), "00B0000003").endswith("9000")


def test_the_label_says_what_kind_of_card_it_is(make_card: MakeCard) -> None:
    for label, behaviour in (
        ("JPKIAPICCTOKEN2", Behaviour()),
        ("JPKIAPICCTOKEN", Behaviour(label=OLD_JUKI_LABEL)),
    ):
        card = make_card(behaviour=behaviour)
        card.power_on()
        answer = bytes.fromhex(talk(card, select(JPKI), file("0006"), "00B0000020"))
        assert answer == label.ljust(32).encode() + b"\x90\x00"
        assert len(card.transmit(bytes.fromhex("00B0000000"))) == 160 + 2


class TestHowLongAPinStaysVerified:
    """Sources disagree; each reading can be chosen, the measured one is the usual."""

    @pytest.mark.parametrize("forgets", [False, True])
    def test_over_another_select(self, make_card: MakeCard, forgets: bool) -> None:
        card = make_card(behaviour=Behaviour(forgets_on_select=forgets))
        card.power_on()
        talk(card, select(JPKI), file("0018"), PIN, select(JPKI))
        signed = talk(card, file("0017"), sign(b"x"))
        assert signed.endswith("6982" if forgets else "9000")

    @pytest.mark.parametrize("forgets", [False, True])
    def test_over_a_warm_reset(self, make_card: MakeCard, forgets: bool) -> None:
        card = make_card(behaviour=Behaviour(forgets_on_reset=forgets))
        card.power_on()
        talk(card, select(JPKI), file("0018"), PIN)
        assert card.reset() == card.atr
        assert talk(card, "00200080") == "6986"
        signed = talk(card, select(JPKI), file("0017"), sign(b"x"))
        assert signed.endswith("6982" if forgets else "9000")

    def test_never_over_power_off(self, card: VirtualMyNumberCard) -> None:
        talk(card, select(JPKI), file("0018"), verify(b"9999"), PIN)
        talk(card, verify(b"9999"))
        card.power_off()
        with pytest.raises(LinkDropped):
            talk(card, select(JPKI))
        card.power_on()
        assert talk(card, "00200080") == "6986"
        assert talk(card, select(JPKI), file("0018"), "00200080") == "63C2"
        assert talk(card, file("0017"), sign(b"x")) == "6982"


class TestOtherKindsOfCard:
    """Cards a visitor may bring instead of the usual one."""

    def test_a_child_has_no_signature_certificate(
        self,
        make_card: MakeCard,
        authority: SyntheticAuthority,
        card_keys: CardKeys,
    ) -> None:
        child = authority.issue(PEOPLE["child"], ISSUED, card_keys, child=True)
        card = make_card("child", identity=child)
        card.power_on()
        assert talk(card, select(JPKI), file("0008"), "00B0000003") == "008F009000"
        assert talk(card, file("0001")) == "6A82"
        assert talk(card, file("001B"), "00200080") == "63C0"
        assert talk(card, file("0018"), PIN) == "9000"

    def test_a_card_without_pins(self, make_card: MakeCard) -> None:
        card = make_card(tries={"authentication": 0, "signature": 0, "attributes": 0})
        card.power_on()
        assert talk(card, select(JPKI), file("0018"), "00200080") == "63C0"
        assert talk(card, PIN) == "6984"
        assert talk(card, file("001B"), "00200080") == "63C0"
        assert talk(card, select(TEXT), file("0011"), "00200080") == "63C0"

    def test_a_card_that_needs_to_be_woken(self, make_card: MakeCard) -> None:
        card = make_card(behaviour=Behaviour(first_apdu_fails=True))
        for _ in range(2):
            card.power_on()
            assert talk(card, select(JPKI)) == "6F00"
            assert talk(card, select(JPKI)) == "9000"

    def test_another_card_altogether(self, make_card: MakeCard) -> None:
        card = make_card(behaviour=Behaviour(other_card=True))
        card.power_on()
        assert talk(card, select(JPKI)) == "6A82"
        assert talk(card, select(TEXT)) == "6A82"

    def test_filler_follows_the_certificate(
        self, make_card: MakeCard, identity: Identity
    ) -> None:
        card = make_card(behaviour=Behaviour(filler=b"\xff" * 300))
        card.power_on()
        answer = bytes.fromhex(talk(card, select(JPKI), "00B08A00000000"))
        certificate = identity.authentication_certificate
        assert answer == certificate + b"\xff" * 300 + b"\x90\x00"

    def test_a_next_generation_key_signs_nothing_yet(
        self, make_card: MakeCard, authority: SyntheticAuthority
    ) -> None:
        keys = CardKeys.new(next_generation=True)
        card = make_card(identity=authority.issue(PEOPLE["worker"], ISSUED, keys))
        card.power_on()
        talk(card, select(JPKI), file("0018"), PIN)
        assert talk(card, file("0017"), sign(b"x")) == "6985"
