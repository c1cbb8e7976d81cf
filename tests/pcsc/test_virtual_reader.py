"""What a card on the virtual reader is to clients of a real pcscd."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from smartcard.scard import (
    SCARD_E_NO_SERVICE,
    SCARD_E_SHARING_VIOLATION,
    SCARD_PCI_T1,
    SCARD_PROTOCOL_T0,
    SCARD_PROTOCOL_T1,
    SCARD_RESET_CARD,
    SCARD_S_SUCCESS,
    SCARD_SCOPE_SYSTEM,
    SCARD_SHARE_EXCLUSIVE,
    SCARD_SHARE_SHARED,
    SCARD_STATE_EMPTY,
    SCARD_STATE_PRESENT,
    SCARD_UNPOWER_CARD,
    SCARD_W_REMOVED_CARD,
    SCardConnect,
    SCardDisconnect,
    SCardEstablishContext,
    SCardListReaders,
    SCardReconnect,
    SCardReleaseContext,
    SCardStatus,
    SCardTransmit,
)

from kiosk.emulator.authority import Identity
from kiosk.emulator.vpcd import VpcdLink
from tests.emulator.fixtures import MakeCard
from tests.emulator.wire import JPKI, file, select, sign, verify
from tests.pcsc.service import READERS, CardService

pytestmark = pytest.mark.xdist_group("pcsc")

EITHER = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1
PIN = (select(JPKI), file("0018"), verify(b"1234"))


class Client:
    """A program that uses the card service, bare."""

    def __init__(self) -> None:
        status, self.context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
        assert status == SCARD_S_SUCCESS
        self.handle = 0

    def connect(self, share: int = SCARD_SHARE_SHARED) -> int:
        """Status of a connection to the card in slot 0."""
        status, self.handle, _ = SCardConnect(self.context, READERS[0], share, EITHER)
        return int(status)

    def send(self, *commands: str) -> str:
        """The last answer in hex; the PC/SC status instead when there is none."""
        for command in commands:
            status, answer = SCardTransmit(
                self.handle, SCARD_PCI_T1, list(bytes.fromhex(command))
            )
            if status != SCARD_S_SUCCESS:
                return f"{status & 0xFFFFFFFF:08X}"
        return bytes(answer).hex().upper()

    def close(self) -> None:
        """Let go of everything."""
        SCardReleaseContext(self.context)


@pytest.fixture
def client(card_service: CardService) -> Iterator[Client]:
    """One client of the running service."""
    with closing(Client()) as client:
        yield client


def hexadecimal(status: int) -> str:
    """As ``Client.send`` gives it."""
    return f"{status & 0xFFFFFFFF:08X}"


def test_the_atr_and_the_protocol(
    card_service: CardService, client: Client, make_card: MakeCard
) -> None:
    card = make_card()
    card_service.insert(card)
    assert client.connect(SCARD_SHARE_EXCLUSIVE) == SCARD_S_SUCCESS
    _, _, _, protocol, atr = SCardStatus(client.handle)
    assert bytes(atr) == card.atr
    assert protocol == SCARD_PROTOCOL_T1


def test_a_whole_certificate_in_one_extended_answer(
    card_service: CardService,
    client: Client,
    make_card: MakeCard,
    identity: Identity,
) -> None:
    card_service.insert(make_card())
    client.connect()
    answer = client.send(select(JPKI), "00B08A00000000")
    assert bytes.fromhex(answer) == identity.authentication_certificate + b"\x90\x00"


def test_an_exclusive_user_keeps_others_out(
    card_service: CardService, client: Client, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    client.connect(SCARD_SHARE_EXCLUSIVE)
    with closing(Client()) as other:
        assert other.connect() == SCARD_E_SHARING_VIOLATION
        SCardDisconnect(client.handle, SCARD_UNPOWER_CARD)
        assert other.connect() == SCARD_S_SUCCESS


def test_unpowering_forgets_a_pin_and_a_reset_does_not(
    card_service: CardService, client: Client, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    client.connect(SCARD_SHARE_EXCLUSIVE)
    assert client.send(*PIN) == "9000"

    status, _ = SCardReconnect(
        client.handle, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T1, SCARD_RESET_CARD
    )
    assert status == SCARD_S_SUCCESS
    signed = client.send(select(JPKI), file("0017"), sign(b"x"))
    assert signed.endswith("9000")

    SCardDisconnect(client.handle, SCARD_UNPOWER_CARD)
    client.connect(SCARD_SHARE_EXCLUSIVE)
    assert client.send(select(JPKI), file("0017"), sign(b"x")) == "6982"


def test_a_lifted_card_is_gone_for_its_user(
    card_service: CardService, client: Client, make_card: MakeCard
) -> None:
    card = make_card()
    card_service.insert(card)
    client.connect(SCARD_SHARE_EXCLUSIVE)
    client.send(*PIN)
    card_service.take()
    assert client.send(select(JPKI)) == hexadecimal(SCARD_W_REMOVED_CARD)
    card_service.insert(card)
    assert client.send(select(JPKI)) == hexadecimal(SCARD_W_REMOVED_CARD)

    # The dead handle still keeps the new card for its owner.
    with closing(Client()) as other:
        assert other.connect() == SCARD_E_SHARING_VIOLATION
    SCardDisconnect(client.handle, SCARD_UNPOWER_CARD)
    assert client.connect(SCARD_SHARE_EXCLUSIVE) == SCARD_S_SUCCESS


def test_two_cards_on_two_slots(card_service: CardService, make_card: MakeCard) -> None:
    for slot in (0, 1):
        card_service.insert(make_card(), slot)
    card_service.take(1)
    card_service.wait_until(SCARD_STATE_EMPTY, 1)
    card_service.wait_until(SCARD_STATE_PRESENT, 0)


def test_the_service_dies_and_comes_back(
    card_service: CardService, client: Client, make_card: MakeCard
) -> None:
    with VpcdLink(make_card(), port=card_service.port, reconnect=True):
        card_service.wait_until(SCARD_STATE_PRESENT)
        card_service.kill()
        status, _ = SCardListReaders(client.context, [])
        assert status == SCARD_E_NO_SERVICE
        card_service.start()
        card_service.wait_until(SCARD_STATE_PRESENT)


def test_before_the_service_was_ever_started(
    stopped_card_service: CardService,
) -> None:
    status, _ = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    assert status == SCARD_E_NO_SERVICE
    stopped_card_service.start()
    with closing(Client()):
        pass
