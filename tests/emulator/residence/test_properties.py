"""Whatever is sent, the card answers, and gives nothing without its number."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind, holder
from tests.emulator.residence.fixtures import ISSUED, NUMBER
from tests.emulator.residence.wire import DF1, DF2, DF3, Client

HEADS = st.sampled_from(
    [
        *(DF1, DF2, DF3, "0084000008", "0082000028", "0820008613861101", "00A4"),
        *("00B085", "00B08100", "00B0820000", "08B085000000049602", "08B0"),
    ]
).map(bytes.fromhex)
APDUS = st.binary(max_size=60) | st.builds(
    lambda head, rest: head + rest, HEADS, st.binary(max_size=44)
)


@cache
def card(kind: Kind) -> VirtualResidenceCard:
    """One of each for all the examples; power goes before each."""
    authority = ResidenceAuthority.create(ISSUED)
    signer = authority.signer("1" if kind.is_first else "2", ISSUED)
    return VirtualResidenceCard(kind, holder("worker"), signer)


@settings(deadline=None)
@given(kind=st.sampled_from(Kind), apdus=st.lists(APDUS, max_size=12))
def test_every_command_gets_a_status_word_and_no_secret(
    kind: Kind, apdus: list[bytes]
) -> None:
    own = card(kind)
    own.power_on()
    for apdu in apdus:
        answer = own.transmit(apdu)
        assert len(answer) >= 2
        assert answer[-2] >> 4 in (6, 9)
        assert len(answer) == 2 or answer[-2:] == b"\x90\x00"
        # The type, the version and a nonce are all there is without the number.
        assert len(answer) <= 8 + 2


@settings(deadline=None)
@given(kind=st.sampled_from(Kind), apdus=st.lists(APDUS, max_size=6))
def test_with_rights_too(kind: Kind, apdus: list[bytes]) -> None:
    client = Client(card(kind), first=kind.is_first)
    client.open(NUMBER)
    for apdu in apdus:
        answer = client.card.transmit(apdu)
        assert answer[-2] >> 4 in (6, 9)
        assert len(answer) <= 7015
    client.open(NUMBER)  # nothing breaks it for good


@settings(deadline=None)
@given(
    kind=st.sampled_from(Kind),
    offset=st.integers(0, 8000),
    length=st.integers(1, 8000),
)
def test_a_part_is_the_part_of_the_whole(kind: Kind, offset: int, length: int) -> None:
    client = Client(card(kind), first=kind.is_first)
    client.open(NUMBER)
    client.send(DF1)
    whole = client.secured("08B08600000004960200000000")
    command = f"08B0{offset:04X}0000049602{length:04X}0000"
    if offset < len(whole):
        assert client.secured(command) == whole[offset : offset + length]
    else:
        assert client.send(command) == "6b00"
