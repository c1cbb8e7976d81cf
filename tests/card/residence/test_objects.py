"""Objects as the specifications write them, and everything that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.objects import objects, value


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("C10131", {0xC1: b"1"}),
        ("C1023035", {0xC1: b"05"}),
        ("C1013100", {0xC1: b"1"}),
        ("", {}),
        ("000000", {}),
        ("D100", {0xD1: b""}),
        ("DA00DB000000", {0xDA: b"", 0xDB: b""}),
        ("DE81C8" + "41" * 200, {0xDE: b"A" * 200}),
        ("DE8200C8" + "41" * 200, {0xDE: b"A" * 200}),
        ("DFD1820001AA", {0xDFD1: b"\xaa"}),
        (
            "D08209C4" + "11" * 2500 + "D1820001FF",
            {0xD0: b"\x11" * 2500, 0xD1: b"\xff"},
        ),
        ("D50100" + "D60100", {0xD5: b"\0", 0xD6: b"\0"}),
    ],
)
def test_objects(content: str, found: dict[int, bytes]) -> None:
    assert objects(bytes.fromhex(content)) == found
    assert list(objects(bytes.fromhex(content))) == list(found)


@pytest.mark.parametrize(
    "content",
    [
        *("C1", "DF", "DFD1", "C181", "C182", "C18201", "C10231", "C180", "C1803100"),
        *("C18300000131", "C1FF", "C10131C10132", "C10131FF", "00C10131"),
    ],
)
def test_what_is_no_object(content: str) -> None:
    with pytest.raises(CardError) as caught:
        objects(bytes.fromhex(content))
    assert caught.value.fault is Fault.UNREADABLE


def test_the_one_object_of_a_file() -> None:
    assert value(b"\xc1\x011\0\0", 0xC1) == b"1"
    for content in (b"", b"\xc0\x011", b"\xc1\x011\xc2\x011"):
        with pytest.raises(CardError):
            value(content, 0xC1)


SIZES = st.sampled_from([0, 1, 0x7F, 0x80, 0xFF, 0x100, 3000]) | st.integers(0, 400)


@given(
    st.dictionaries(
        st.sampled_from([0xC0, 0xC5, 0xD0, 0xDE, 0xDFD1, 0x1F81, 0x5F24]),
        SIZES,
        max_size=5,
    ),
    st.integers(0, 40),
    st.data(),
)
def test_what_is_written_is_found(
    sizes: dict[int, int], filler: int, data: st.DataObject
) -> None:
    content = b""
    for tag, size in sizes.items():
        forms = [b"\x82" + size.to_bytes(2, "big")]
        forms += [bytes([0x81, size])] if size < 0x100 else []
        forms += [bytes([size])] if size < 0x80 else []
        length = data.draw(st.sampled_from(forms))
        content += tag.to_bytes(2 if tag > 0xFF else 1, "big") + length + b"\xab" * size
    found = objects(content + bytes(filler))
    assert {tag: len(own) for tag, own in found.items()} == sizes


@given(st.binary(max_size=300))
def test_whatever_comes(content: bytes) -> None:
    try:
        found = objects(content)
    except CardError:
        return
    assert sum(map(len, found.values())) <= len(content)
