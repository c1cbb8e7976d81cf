"""What the desk shows, from what the card service reports. No service needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.desk import Sight, SightState
from kiosk.card.lookout import Lookout, Report

EMPTY, PRESENT, MUTE, UNKNOWN = 0x10, 0x20, 0x220, 0x0E
ATR = bytes.fromhex("3B888001000005E0B381A1007F")


def report(reader: str, state: int, events: int = 0) -> Report:
    """A reader; flags such as "in use" (100) must not matter."""
    return Report(
        reader, events << 16 | state | 0x102, ATR if state == PRESENT else b""
    )


def states(*sights: Sight) -> list[SightState]:
    """The states alone."""
    return [own.state for own in sights]


def test_one_reader() -> None:
    out = Lookout()
    assert out.look([]) == Sight(SightState.NO_READER, "", b"", 0)
    assert out.look([report("A", EMPTY)]) == Sight(SightState.EMPTY, "A", b"", 0)
    card = Sight(SightState.CARD, "A", ATR, 1)
    assert out.look([report("A", PRESENT, 1)]) == card
    assert out.look([report("A", PRESENT, 1)]) == card
    assert out.look([report("A", EMPTY, 2)]) == Sight(SightState.EMPTY, "A", b"", 1)
    assert out.look([report("A", PRESENT, 3)]).token == 2
    assert out.look([report("A", UNKNOWN)]).state is SightState.EMPTY


def test_a_card_swapped_between_two_looks_is_another() -> None:
    out = Lookout()
    first = out.look([report("A", PRESENT, 1)])
    second = out.look([report("A", PRESENT, 3)])
    assert (first.token, second.token) == (1, 2)
    assert out.insertion(1) is None
    found = out.insertion(2)
    assert found is not None
    assert found.events == 3


def test_a_power_saving_reader_that_hides_the_atr_changes_nothing() -> None:
    out = Lookout()
    sight = out.look([report("A", PRESENT, 1)])
    assert out.look([Report("A", 1 << 16 | PRESENT | 0x400, b"")]) == sight


def test_mute_and_turned_over() -> None:
    out = Lookout()
    assert states(
        out.look([report("A", MUTE, 1)]),
        out.look([report("A", EMPTY, 2)]),
        out.look([report("A", PRESENT, 3)]),
        out.look([report("A", MUTE, 3)]),
    ) == [SightState.MUTE, SightState.EMPTY, SightState.CARD, SightState.MUTE]


def test_of_several_readers_the_one_with_a_card() -> None:
    out = Lookout()
    a, b = report("A", EMPTY), report("B", PRESENT, 1)
    assert out.look([a, b]).reader == "B"
    assert out.look([report("A", PRESENT, 1), b]).reader == "B"
    assert out.look([report("A", PRESENT, 1), report("B", EMPTY, 2)]).token == 2
    assert out.look([report("A", MUTE, 1), report("B", PRESENT, 3)]).reader == "B"


def test_only_the_readers_asked_for() -> None:
    out = Lookout("SCR")
    assert out.look([report("ACR", PRESENT, 1)]).state is SightState.NO_READER
    assert out.look([report("ACR", PRESENT, 1), report("SCR", EMPTY)]) == Sight(
        SightState.EMPTY, "SCR", b"", 0
    )


def test_a_new_life_of_the_service_counts_from_the_start() -> None:
    out = Lookout()
    first = out.look([report("A", PRESENT, 1)])
    lost = out.service_lost()
    assert lost == Sight(SightState.NO_SERVICE, "", b"", 1)
    again = out.look([report("A", PRESENT, 1)])
    assert (first.token, again.token) == (1, 2)


def test_a_reader_plugged_in_again_counts_from_the_start() -> None:
    """Another card may lie on it by then."""
    out = Lookout()
    card = report("A", PRESENT, 1)
    first = out.look([card])
    assert out.look([]).state is SightState.NO_READER
    second = out.look([card])
    assert out.look([report("B", EMPTY)]).state is SightState.EMPTY
    third = out.look([card, report("B", EMPTY)])
    assert [own.token for own in (first, second, third)] == [1, 2, 3]


@given(
    looks=st.lists(
        st.none()
        | st.lists(
            st.builds(
                report,
                st.sampled_from(["A", "B"]),
                st.sampled_from([EMPTY, PRESENT, MUTE]),
                st.integers(0, 4),
            ),
            unique_by=lambda own: own.reader,
            max_size=2,
        ),
        max_size=12,
    )
)
def test_a_token_is_never_given_twice(looks: list[list[Report] | None]) -> None:
    out = Lookout()
    held: dict[int, tuple[int, str, int]] = {}
    life, last = 0, 0
    for reports in looks:
        if reports is None:
            life += 1
            assert out.service_lost().token == last
            continue
        sight = out.look(reports)
        assert sight.token >= last
        last = sight.token
        if sight.state is not SightState.CARD:
            continue
        own = next(own for own in reports if own.reader == sight.reader)
        assert own.has_card
        assert not own.is_mute
        lies = (life, own.reader, own.events)
        assert held.setdefault(sight.token, lies) == lies
        assert out.insertion(sight.token) is not None


@pytest.mark.parametrize("token", [0, 2])
def test_no_insertion_of_another_token(token: int) -> None:
    out = Lookout()
    out.look([report("A", PRESENT, 1)])
    assert out.insertion(token) is None
