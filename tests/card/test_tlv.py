"""Objects of tag, length and value."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card import tlv
from kiosk.card.faults import CardError, Fault

TAGS = st.sampled_from([0x0C, 0x30, 0x81, 0x7F21, 0xDF21, 0xDF22, 0xFF20, 0x5F8101])


@pytest.mark.parametrize(
    ("data", "tag", "start", "size"),
    [
        ("30820623", 0x30, 4, 0x623),
        ("FF2059", 0xFF20, 3, 0x59),
        ("FF2082005D", 0xFF20, 5, 0x5D),
        ("DF2282000F", 0xDF22, 5, None),
        ("DF2281FF", 0xDF22, 4, 0xFF),
        ("0C00", 0x0C, 2, 0),
        ("DF2284000000 7F", 0xDF22, 7, 0x7F),
        ("5F810105", 0x5F8101, 4, 5),
    ],
)
def test_headers(data: str, tag: int, start: int, size: int | None) -> None:
    found = tlv.header(bytes.fromhex(data))
    assert (found.tag, found.start) == (tag, start)
    if size is not None:
        assert found.size == size


@pytest.mark.parametrize(
    "data",
    ["", "30", "FF", "FF20", "3082", "308206", "3080", "3085 0000000001", "FF8180",
     "DF8182 83 00", "30FF"],
)  # fmt: skip
def test_what_is_no_header(data: str) -> None:
    with pytest.raises(CardError) as caught:
        tlv.header(bytes.fromhex(data))
    assert caught.value.fault is Fault.UNREADABLE


@pytest.mark.parametrize("between", ["", "00", "0000"])
@pytest.mark.parametrize("after", ["", "00", "FF", "FFFF", "00FF", "FF00", "FFFFFF"])
def test_filler_between_and_after(between: str, after: str) -> None:
    data = bytes.fromhex(f"{between}DF250132{between}FF200101{after}")
    assert tlv.children(data) == {0xDF25: b"2", 0xFF20: b"\x01"}


@pytest.mark.parametrize(
    "data", ["DF250132DF250131", "DF2502 32", "DF250132DF", "FF20"]
)
def test_children_that_are_not_whole_or_come_twice(data: str) -> None:
    with pytest.raises(CardError):
        tlv.children(bytes.fromhex(data))


def encoded(size: int, octets: int) -> bytes:
    """A length in so many octets after the first; 0 is the short form."""
    if octets == 0:
        return bytes([size])
    return bytes([0x80 | octets]) + size.to_bytes(octets, "big")


@given(
    objects=st.dictionaries(TAGS, st.binary(max_size=100), max_size=6),
    octets=st.integers(0, 4),
    between=st.sampled_from([b"", b"\x00", b"\x00\x00"]),
    after=st.sampled_from([b"", b"\x00", b"\xff\xff", b"\xff\x00"]),
)
def test_what_was_written_is_read(
    objects: dict[int, bytes], octets: int, between: bytes, after: bytes
) -> None:
    data = b"".join(
        tag.to_bytes((tag.bit_length() + 7) // 8, "big")
        + encoded(len(content), octets)
        + content
        + between
        for tag, content in objects.items()
    )
    data += after
    assert tlv.children(data) == objects
    for tag in list(objects)[:1]:
        assert tlv.value(data, tag) == objects[tag]


@given(data=st.binary(max_size=300))
def test_anything_else_is_an_error_of_the_card_and_nothing_worse(data: bytes) -> None:
    for read in (tlv.children, tlv.header, lambda d: tlv.value(d, 0x30)):
        with suppress(CardError):
            read(data)


@given(data=st.binary(max_size=300))
def test_values_are_never_longer_than_what_they_came_in(data: bytes) -> None:
    try:
        found = tlv.children(data)
    except CardError:
        return
    assert sum(map(len, found.values())) <= len(data)
