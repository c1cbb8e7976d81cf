"""Whatever is sent, the card answers, and no counter rises but by success."""

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.emulator.apdu import Command, Refusal, parse
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.pins import TRIES
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.emulator.wire import JPKI, TEXT, file, select, verify

PROPER_PREFIXES = st.sampled_from(
    [
        *(b"\x00\xa4\x04\x0c\x0a", b"\x00\xa4\x02\x0c\x02\x00", b"\x00\xb0"),
        *(b"\x00\x20\x00", b"\x80\x2a\x00", b"\x00\xb0\x8a\x00\x00"),
    ]
)
APDUS = st.one_of(
    st.binary(max_size=300),
    st.builds(lambda head, rest: head + rest, PROPER_PREFIXES, st.binary(max_size=20)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(apdus=st.lists(APDUS, max_size=12))
def test_every_command_gets_a_status_word(
    make_card: MakeCard, apdus: list[bytes]
) -> None:
    card = make_card()
    card.power_on()
    for apdu in apdus:
        answer = card.transmit(apdu)
        assert len(answer) >= 2
        assert answer[-2] >> 4 in (6, 9)
        assert len(answer) == 2 or answer[-2:] == b"\x90\x00"


@given(apdu=st.binary(max_size=600))
def test_a_parsed_command_is_the_bytes_it_came_from(apdu: bytes) -> None:
    command = parsed(apdu)
    if command is None:
        return
    header = bytes([command.cla, command.ins, command.p1, command.p2])
    assert apdu.startswith(header)
    assert command.data in apdu[4:]
    assert command.expected is None or 1 <= command.expected <= 65536
    overhead = len(apdu) - 4 - len(command.data)
    assert overhead in {0, 1, 2, 3, 5}


def parsed(apdu: bytes) -> Command | None:
    """The command; None when it is refused, which it may only be with 6700."""
    with suppress(Refusal):
        return parse(apdu)
    with pytest.raises(Refusal) as caught:
        parse(apdu)
    assert caught.value.status == 0x6700
    return None


@cache
def identity() -> Identity:
    """One card's keys and certificates for all the examples."""
    authority = SyntheticAuthority.create(ISSUED)
    return authority.issue(PEOPLE["worker"], ISSUED, CardKeys.new())


class CountingMachine(RuleBasedStateMachine):
    """Tries PINs in any order, with power and resets in between."""

    @initialize()
    def power(self) -> None:
        """A new card."""
        self.card = VirtualMyNumberCard(PEOPLE["worker"], identity())
        self.card.power_on()
        self.last = dict(TRIES)
        self.succeeded: str | None = None

    @rule(
        where=st.sampled_from(
            [
                (JPKI, "0018", "authentication", b"1234"),
                (JPKI, "001B", "signature", b"ABC123"),
                (TEXT, "0011", "attributes", b"4321"),
                (TEXT, "0015", "code_b", b"00000000009999"),
            ]
        ),
        right=st.booleans(),
        wrong=st.binary(min_size=1, max_size=16),
    )
    def try_a_pin(
        self, where: tuple[str, str, str, bytes], right: bool, wrong: bytes
    ) -> None:
        """VERIFY; the answer tells what is left."""
        aid, identifier, pin, value = where
        before = self.last[pin]
        given = value if right else wrong
        for command in (select(aid), file(identifier)):
            self.card.transmit(bytes.fromhex(command))
        answer = self.card.transmit(bytes.fromhex(verify(given)))
        if before == 0:
            assert answer == b"\x69\x84"
        elif given == value:
            assert answer == b"\x90\x00"
            self.succeeded = pin
        else:
            assert answer == bytes([0x63, 0xC0 | before - 1])

    @rule(apdu=APDUS)
    def say_anything(self, apdu: bytes) -> None:
        """No other command moves a counter up."""
        self.card.transmit(apdu)

    @rule()
    def power_cycle(self) -> None:
        """Power gives no try back."""
        self.card.power_on()

    @rule()
    def reset(self) -> None:
        """Nor does a reset."""
        self.card.reset()

    @invariant()
    def no_counter_rose_but_by_success(self) -> None:
        """And then to its full height."""
        if not hasattr(self, "last"):
            return
        now = {pin: self.card.tries_left(pin) for pin in TRIES}
        for pin, tries in now.items():
            assert 0 <= tries <= TRIES[pin]
            if pin == self.succeeded:
                assert tries == TRIES[pin]
            else:
                assert tries <= self.last[pin]
        self.last, self.succeeded = now, None


TestCounting = CountingMachine.TestCase
TestCounting.settings = settings(max_examples=40, deadline=None)
