"""The four attributes, from the samples worked out by hand and from noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.attributes import Attributes, from_file, from_other_names
from kiosk.card.faults import CardError, Fault
from kiosk.emulator.attributes import attributes_file
from kiosk.emulator.people import PEOPLE
from tests.emulator.test_attributes import LONG, SHORT

OID = "1.2.392.200149.8.5.5."
NAME, SEX, BIRTH_DATE, ADDRESS = (f"{OID}{number}" for number in (1, 3, 4, 5))
OTHER_NAMES = {
    NAME: b"\x0c\x0bSAMPLE TARO",
    BIRTH_DATE: b"\x0c\x09019900102",
    SEX: b"\x0c\x011",
    ADDRESS: b"\x0c\x09" + "見本県".encode(),
    f"{OID}2": b"\x0c\x0b00000000000",
    f"{OID}6": b"\x0c\x03000",
}


def plain(attributes: Attributes | None) -> tuple[str, str, str, str]:
    """All four, for comparison."""
    assert attributes is not None
    return (
        attributes.name,
        attributes.address,
        attributes.birth_date,
        attributes.sex,
    )


def fault(content: bytes) -> Fault:
    """Why this file cannot be read."""
    with pytest.raises(CardError) as caught:
        from_file(content)
    return caught.value.fault


@pytest.mark.parametrize("sample", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("filler", ["", "00", "FF" * 300])
def test_both_forms_of_the_file(sample: str, filler: str) -> None:
    assert plain(from_file(bytes.fromhex(sample + filler))) == (
        "試験　花子",
        "見本県見本市見本町１－２－３",
        "19900102",
        "2",
    )


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("long_form", [False, True])
def test_everybody(person: str, long_form: bool) -> None:
    own = PEOPLE[person]
    found = from_file(attributes_file(own, long_form=long_form))
    assert plain(found) == (own.name, own.address, own.birth_date, own.sex)


@pytest.mark.parametrize("sample", [SHORT, LONG], ids=["short", "long"])
def test_cut_off_anywhere(sample: str) -> None:
    content = bytes.fromhex(sample)
    for end in range(len(content)):
        assert fault(content[:end]) is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DF 25 01 32", "DF 26 01 32"),  # no sex
        ("DF 24 08", "DF 27 08"),  # no birth date
        ("31 39 39 30", "31 39 39 4F"),  # a letter in the year
        ("31 39 39 30", "31 39 39 20"),
        ("DF 25 01 32", "DF 25 01 41"),
        ("E8 A9 A6", "E8 A9 28"),  # not UTF-8
        ("E8 A9 A6", "ED A0 80"),  # a surrogate
        ("E8 A9 A6", "C0 80 41"),  # an overlong NUL
        ("FF 20 59", "FF 21 59"),
    ],
)
def test_damage_that_matters(old: str, new: str) -> None:
    assert SHORT.count(old) == 1
    assert fault(bytes.fromhex(SHORT.replace(old, new))) is Fault.UNREADABLE


def test_the_offset_table_is_not_relied_on() -> None:
    wrong = SHORT.replace("00 0E 00 20 00 4D 00 58", "FF FF FF FF FF FF FF FF")
    assert plain(from_file(bytes.fromhex(wrong)))[2] == "19900102"


def test_a_person_without_a_name_cannot_be() -> None:
    empty = "FF 20 11 DF 22 00 DF 23 00 DF 24 08 3139393030313032 DF 25 01 32"
    assert fault(bytes.fromhex(empty.replace("20 11", "20 15"))) is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("on_card", "read"),
    [("1", "1"), ("2", "2"), ("9", "9"), ("0", "0"), ("3", "0"), ("8", "0")],
)
def test_sex_is_iso_5218(on_card: str, read: str) -> None:
    names = OTHER_NAMES | {SEX: b"\x0c\x01" + on_card.encode()}
    assert plain(from_other_names(names))[3] == read


@pytest.mark.parametrize("era", "012345")
def test_the_era_digit_says_nothing_new(era: str) -> None:
    names = OTHER_NAMES | {BIRTH_DATE: b"\x0c\x09" + f"{era}19900102".encode()}
    assert plain(from_other_names(names)) == (
        *("SAMPLE TARO", "見本県"),
        *("19900102", "1"),
    )


def test_other_names_that_are_not_these() -> None:
    assert from_other_names({}) is None
    assert from_other_names({"1.2.3": b"\x0c\x01x", f"{OID}2": b"\x0c\x010"}) is None


@pytest.mark.parametrize("oid", [NAME, SEX, BIRTH_DATE, ADDRESS])
@pytest.mark.parametrize(
    "value", [None, b"", b"\x0c", b"\x13\x01A", b"\x0c\x01\xff", b"\x0c\x05A"]
)
def test_other_names_that_are_damaged(oid: str, value: bytes | None) -> None:
    names = dict(OTHER_NAMES)
    if value is None:
        del names[oid]
    else:
        names[oid] = value
    with pytest.raises(CardError) as caught:
        from_other_names(names)
    assert caught.value.fault is Fault.UNREADABLE


@given(
    content=st.binary(max_size=200)
    | st.tuples(st.integers(0, 91), st.integers(1, 255), st.binary(max_size=3)).map(
        lambda change: changed(*change)
    )
)
def test_noise_is_an_error_of_the_card_and_nothing_worse(content: bytes) -> None:
    try:
        found = from_file(content)
    except CardError:
        return
    assert len(found.birth_date) == 8
    assert found.sex in ("0", "1", "2", "9")


def test_an_error_does_not_carry_the_octets() -> None:
    """A UnicodeDecodeError has them; as a context it would reach a log."""
    with pytest.raises(CardError) as caught:
        from_file(bytes.fromhex(SHORT.replace("E8 A9 A6", "E8 A9 28")))
    assert caught.value.__context__ is None


def changed(place: int, by: int, tail: bytes) -> bytes:
    """The sample with one octet changed."""
    content = bytearray.fromhex(SHORT)
    content[place] ^= by
    return bytes(content) + tail
