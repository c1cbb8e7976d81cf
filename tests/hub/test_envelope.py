"""What leaves a terminal: who can open it, and that nothing in it can be altered."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hub import hpke
from kiosk.hub.envelope import (
    LARGEST,
    Kind,
    Route,
    check_deletion,
    deletion,
    name_of,
    open_as,
    open_with_key,
    padded,
    readers_of,
    rewrap,
    seal,
)
from kiosk.hub.faults import CannotOpenError
from tests.hub.members import (
    ASSOCIATION,
    HOLDER,
    HOLDER_PUBLIC,
    KEY,
    OFFICE,
    OFFICE_PUBLIC,
    ROUTE,
    route,
    seeded,
)

_CONTENT = "グエン ティ ラン".encode()
_SEALED = seal(
    ROUTE, _CONTENT, KEY, [HOLDER_PUBLIC, OFFICE_PUBLIC], ASSOCIATION, seeded(1)
)


def test_each_reader_and_whoever_has_the_key_opens_it() -> None:
    for private in (HOLDER, OFFICE):
        opened = open_as(ROUTE, _SEALED, private, ASSOCIATION)
        assert opened == (_CONTENT, KEY)
    assert open_with_key(ROUTE, _SEALED, KEY, ASSOCIATION) == _CONTENT
    assert readers_of(_SEALED) == (name_of(HOLDER_PUBLIC), name_of(OFFICE_PUBLIC))


def test_nobody_else_does() -> None:
    with pytest.raises(CannotOpenError):
        open_as(ROUTE, _SEALED, bytes(range(32)), ASSOCIATION)
    with pytest.raises(CannotOpenError):
        open_with_key(ROUTE, _SEALED, bytes(32), ASSOCIATION)


def test_it_says_nothing_of_what_is_in_it() -> None:
    assert _CONTENT not in _SEALED
    assert KEY not in _SEALED
    assert ASSOCIATION.secret not in _SEALED


@pytest.mark.parametrize("at", range(0, len(_SEALED), 7))
def test_any_octet_altered_is_found(at: int) -> None:
    for bit in range(8):
        _refused(_flipped(_SEALED, at, bit))


@given(at=st.integers(0, len(_SEALED) * 8 - 1))
@settings(max_examples=100, deadline=None)
def test_any_bit_altered_is_found(at: int) -> None:
    _refused(_flipped(_SEALED, *divmod(at, 8)))


@given(end=st.integers(0, len(_SEALED) - 1))
@settings(max_examples=60, deadline=None)
def test_anything_cut_off_is_found(end: int) -> None:
    _refused(_SEALED[:end])


@pytest.mark.parametrize(
    "other",
    [
        {"handle": ASSOCIATION.handle("another")},
        {"record": bytes(16)},
        {"kind": Kind.HOLDER},
        {"change": bytes(16)},
        {"parent": bytes(range(16))},
        {"version": 2},
        {"terminal": 4},
        {"sequence": 8},
        {"at": ROUTE.at + 1},
    ],
)
def test_any_field_of_the_route_altered_is_found(other: dict[str, object]) -> None:
    with pytest.raises(CannotOpenError):
        open_as(route(**other), _SEALED, OFFICE, ASSOCIATION)


def test_whoever_is_no_member_can_put_nothing_in() -> None:
    stranger = replace(ASSOCIATION, secret=bytes(32))
    forged = seal(ROUTE, b"{}", KEY, [OFFICE_PUBLIC], stranger, seeded(2))
    with pytest.raises(CannotOpenError):
        open_as(ROUTE, forged, OFFICE, ASSOCIATION)


def test_the_office_gives_it_to_another_key_without_the_content() -> None:
    later = bytes(range(32))
    office = name_of(OFFICE_PUBLIC)
    changed = rewrap(
        ROUTE,
        _SEALED,
        OFFICE,
        lambda name: hpke.public_of(later) if name == office else name,
        ASSOCIATION,
    )
    assert open_as(ROUTE, changed, later, ASSOCIATION) == (_CONTENT, KEY)
    assert open_as(ROUTE, changed, HOLDER, ASSOCIATION) == (_CONTENT, KEY)
    with pytest.raises(CannotOpenError):
        open_as(ROUTE, changed, OFFICE, ASSOCIATION)


def test_a_reader_is_taken_away_or_added() -> None:
    new = bytes(range(32))
    without = rewrap(ROUTE, _SEALED, OFFICE, lambda _: None, ASSOCIATION)
    assert readers_of(without) == ()
    more = rewrap(
        ROUTE, _SEALED, OFFICE, lambda name: name, ASSOCIATION, [hpke.public_of(new)]
    )
    assert open_as(ROUTE, more, new, ASSOCIATION) == (_CONTENT, KEY)


def test_a_deletion_is_a_members() -> None:
    gone = route(kind=Kind.DELETED, version=2)
    check_deletion(gone, deletion(gone, ASSOCIATION), ASSOCIATION)
    with pytest.raises(CannotOpenError):
        check_deletion(gone, bytes(32), ASSOCIATION)
    with pytest.raises(CannotOpenError):
        check_deletion(ROUTE, deletion(gone, ASSOCIATION), ASSOCIATION)


@given(content=st.binary(max_size=5000))
@settings(max_examples=50, deadline=None)
def test_any_content_comes_back(content: bytes) -> None:
    sealed = seal(ROUTE, content, KEY, [OFFICE_PUBLIC], ASSOCIATION, seeded(3))
    assert open_as(ROUTE, sealed, OFFICE, ASSOCIATION) == (content, KEY)


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 1024), (1020, 1024), (1021, 1152), (4092, 4096), (4093, 4608), (5000, 5120)],
)
def test_sizes_are_few(length: int, size: int) -> None:
    assert len(padded(bytes(length))) == size


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="too much"):
        padded(bytes(LARGEST + 1))


def test_a_route_has_fields_of_fixed_lengths() -> None:
    with pytest.raises(ValueError, match="length"):
        Route(bytes(31), bytes(16), Kind.DRAFT, bytes(16), None, 1, 1, 1, 0)
    with pytest.raises(ValueError, match="length"):
        route(change=bytes(15))


def _flipped(told: bytes, at: int, bit: int) -> bytes:
    return told[:at] + bytes([told[at] ^ 1 << bit]) + told[at + 1 :]


def _refused(sealed: bytes) -> None:
    with pytest.raises(CannotOpenError):
        open_as(ROUTE, sealed, OFFICE, ASSOCIATION)
