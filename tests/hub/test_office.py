"""Offices' keys: the ring, its signature, rotation, and the paper in the safe."""

import pytest

from kiosk.hub import hpke
from kiosk.hub.envelope import open_as, seal
from kiosk.hub.office import (
    Paper,
    UntrustedRingError,
    first_ring,
    paper_of,
    signed,
    trusted,
)
from kiosk.store.recovery import MisreadError
from tests.hub.members import (
    ASSOCIATION,
    KEY,
    OFFICE,
    OFFICE_PUBLIC,
    PAPER,
    ROUTE,
    seeded,
)

_RING = first_ring(PAPER, "Osaka", OFFICE_PUBLIC)


def test_members_know_the_ring_by_the_root() -> None:
    assert trusted(signed(_RING, PAPER), ASSOCIATION.root) == _RING


def test_a_ring_of_somebody_else_is_not_trusted() -> None:
    stranger = Paper(bytes(32))
    with pytest.raises(UntrustedRingError):
        trusted(signed(_RING, stranger), ASSOCIATION.root)


def test_no_octet_of_a_ring_can_be_altered() -> None:
    whole = signed(_RING, PAPER)
    for at in range(len(whole)):
        altered = bytearray(whole)
        altered[at] ^= 1
        with pytest.raises(UntrustedRingError):
            trusted(bytes(altered), ASSOCIATION.root)
    with pytest.raises(UntrustedRingError):
        trusted(b"", ASSOCIATION.root)


def test_an_older_ring_is_not_put_back() -> None:
    later = _RING.replaced("Osaka", bytes(range(32)))
    assert trusted(signed(later, PAPER), ASSOCIATION.root, 2) == later
    with pytest.raises(UntrustedRingError):
        trusted(signed(_RING, PAPER), ASSOCIATION.root, 2)


def test_the_last_office_stays() -> None:
    with pytest.raises(ValueError, match="one office"):
        _RING.replaced("Osaka", None)


def test_several_offices_and_the_paper_open_everything() -> None:
    kyoto = seeded(4)(32)
    ring = _RING.replaced("Kyoto", hpke.public_of(kyoto))
    sealed = seal(ROUTE, b"told", KEY, ring.readers, ASSOCIATION, seeded(5))
    for private in (OFFICE, kyoto, paper_of("\n".join(PAPER.lines)).recovery):
        assert open_as(ROUTE, sealed, private, ASSOCIATION) == (b"told", KEY)


def test_paper_that_was_misread_is_refused_by_its_line() -> None:
    lines = list(PAPER.lines)
    lines[2] = lines[2][::-1]
    with pytest.raises(MisreadError) as caught:
        paper_of("\n".join(lines))
    assert caught.value.line == 3


def test_nothing_of_a_secret_is_in_what_is_shown_of_it() -> None:
    for own in (PAPER, ASSOCIATION):
        assert PAPER.secret.hex()[:8] not in repr(own)
        assert repr(PAPER.secret) not in repr(own)
