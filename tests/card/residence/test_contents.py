"""What files say, over bytes written out by hand from the tables of both sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence import contents
from kiosk.card.residence.contents import (
    Address,
    NameAndFace,
    Other,
    Permission,
    Permissions,
    Proof,
)

ENTRIES = (
    b"\xc5\x0820330701\xc6\x0819920229\xc7\x013\xc8\x03ABC\xc9\x0aCODE000001"
    b"\xce\x04090D\xca\x0210\xcb\x0820260701\xcc\x019\xcd\x0820270331"
)


def test_entries() -> None:
    own = contents.entries(ENTRIES)
    assert (own.card_expires, own.birth_date, own.sex) == ("20330701", "19920229", "3")
    assert (own.nationality, own.status, own.period) == ("ABC", "CODE000001", "090D")
    assert (own.permission, own.permission_date) == ("10", "20260701")
    assert (own.work, own.stay_expires) == ("9", "20270331")
    assert own.signed == (b"20330701199202293ABCCODE000001090D1020260701920270331")
    assert len(own.signed) == contents.ENTRIES_BYTES


def test_entries_filled_with_nul_are_empty_and_signed_as_stored() -> None:
    own = contents.entries(b"\xcd\x08" + bytes(8) + b"\xc9\x0aAB" + bytes(8) + b"\0\0")
    assert (own.stay_expires, own.status, own.sex) == ("", "AB", "")
    assert own.signed == bytes(8) + b"AB" + bytes(8)


@pytest.mark.parametrize(
    "content",
    [
        b"\xc5\x082033070X",
        b"\xc5\x072033070",
        b"\xc5\x08\xef\xbc\x92\xef\xbc\x90\xef\xbc\x93",
        b"\xc7\x01\x1b",
        b"\xc7\x01\xff",
        b"\xc8\x03A\0B",
        b"\xc5\x092033",
    ],
)
def test_entries_that_cannot_be(content: bytes) -> None:
    with pytest.raises(CardError) as caught:
        contents.entries(content)
    assert caught.value.fault is Fault.UNREADABLE
    assert caught.value.__context__ is None


def stored_address(since: bytes, municipality: bytes, text: bytes) -> bytes:
    """DF2/EF01 as the table has it."""
    return (
        b"\xd2\x08"
        + since.ljust(8, b"\0")
        + b"\xd3\x06"
        + municipality.ljust(6, b"\0")
        + b"\xd4\x82\x01\x40"
        + text.ljust(320, b"\0")
    )


def test_an_address() -> None:
    content = stored_address(
        b"20260701", b"131016", "東京都千代田区霞が関１－１".encode()
    )
    assert contents.address(content) == Address(
        "20260701", "131016", "東京都千代田区霞が関１－１"
    )


def test_an_address_as_long_as_it_gets() -> None:
    """80 characters of four bytes each, and no NUL behind them."""
    text = "𠮷" * 80
    found = contents.address(stored_address(b"20260701", b"131016", text.encode()))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    "content", [b"", bytes(342), stored_address(b"", b"", b""), b"\xd2\0\xd3\0\xd4\0"]
)
def test_no_address(content: bytes) -> None:
    assert contents.address(content) is None


def test_text_that_is_not_utf_8() -> None:
    content = stored_address(b"", b"", "東京都".encode("shift_jis_2004"))
    assert contents.address(content) == Address("", "", "東京都")
    with pytest.raises(CardError) as caught:
        contents.address(stored_address(b"", b"", b"\xff\xfe\xfd"))
    assert caught.value.__context__ is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_every_text_comes_back(text: str) -> None:
    found = contents.permission(
        b"\xd5\x82\x01\x40" + text.encode().ljust(320, b"\0"), 0xD5
    )
    if "\ufffd" not in text:
        assert found == Permission(text, is_withdrawn=False)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xd5\x03abc", Permission("abc", is_withdrawn=False)),
        (b"\xd5\x78" + bytes(120), Permission("", is_withdrawn=False)),
        (bytes(122), Permission("", is_withdrawn=True)),
    ],
)
def test_a_permission(content: bytes, found: Permission) -> None:
    assert contents.permission(content, 0xD5) == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            b"\xd5\x071" + bytes(6) + b"\xd6\x0820280331\xd7\x010",
            Permissions("1", "20280331", "0"),
        ),
        (
            b"\xd5\x012\xd6\x0820280331\xd7\x011" + bytes(6),
            Permissions("2", "20280331", "1"),
        ),
        (
            b"\xd5\x070" + bytes(6) + b"\xd6\x08" + bytes(8) + b"\xd7\x010",
            Permissions("0", "", "0"),
        ),
    ],
)
def test_permissions(content: bytes, found: Permissions) -> None:
    assert contents.permissions(content) == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xd9\x010\xde\x82\x00\xc8" + bytes(200), Other("0", "")),
        (b"\xd9\x011\xde\x81\xc8" + b"A" * 200 + b"\0", Other("1", "A" * 200)),
    ],
)
def test_other(content: bytes, found: Other) -> None:
    """The length of DE is not published: both forms fit the size of the file."""
    assert len(content) == 207
    assert contents.other(content) == found


@pytest.mark.parametrize(
    "content", [b"\xd7\x010", b"\xd7\x011", b"\xd7\x01\0", bytes(3)]
)
def test_renewal(content: bytes) -> None:
    assert contents.renewal(content, 0xD7) == content[2:3].strip(b"\0").decode()


def test_pictures_that_are_there_and_not() -> None:
    assert contents.picture(b"\xd1\x82\x00\x02A\0", 0xD1) == b"A\0"
    for absent in (b"\xd1\0", b"\xd1\x82\x0b\xb8" + bytes(3000), bytes(3004), b""):
        assert contents.picture(absent, 0xD1) is None
    both = b"\xd0\x82\0\x01N\xd1\x82\0\x01F"
    assert contents.name_and_face(both) == NameAndFace(b"N", b"F")
    assert contents.name_and_face(b"\xd0\x01N\xd1\0\0\0") == NameAndFace(b"N", None)
    assert contents.picture(b"\xdf\xd1\x82\0\x01A", 0xDFD1) == b"A"


def test_a_proof_that_is_there_and_not() -> None:
    for absent in (
        b"\xda\0\xdb\0",
        b"\xda\0",
        b"\xda\0\xdb\0" + bytes(1460),
        b"",
        bytes(9),
    ):
        assert contents.proof(absent, 0xDA, 0xDB) is None
    found = contents.proof(b"\xda\x01C\xdb\x02X\0", 0xDA, 0xDB)
    assert found == Proof(b"C", b"X\0")
    assert contents.proof(b"\xda\x01C", 0xDA, 0xDB) == Proof(b"C", b"")


@given(
    st.sampled_from(
        [
            contents.entries,
            contents.address,
            contents.permissions,
            contents.other,
            contents.number,
            contents.name_and_face,
        ]
    ),
    st.binary(max_size=200),
)
def test_whatever_a_file_holds(parse: object, content: bytes) -> None:
    assert callable(parse)
    try:
        parse(content)
    except CardError as error:
        context = error.__context__
    else:
        context = None
    assert context is None
