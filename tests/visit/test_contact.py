"""Telephone and mail, against the limits of the Agency's templates."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.visit.contact import faults, tidied
from kiosk.visit.state import Contact

DIGITS = st.text("0123456789", min_size=9, max_size=12)
SEPARATORS = st.sampled_from(["", "-", " ", "　", "(", ")", "－", "−", "ー", ".", "・"])
FULL_WIDTH = str.maketrans(string.digits, "０１２３４５６７８９")
NAMES = st.text(string.ascii_letters + string.digits + "._-+", min_size=1, max_size=20)


@given(DIGITS, st.lists(SEPARATORS, min_size=12, max_size=12), st.booleans())
def test_a_number_is_the_same_however_it_is_written(
    digits: str, between: list[str], wide: bool
) -> None:
    written = "".join(
        mark + digit for mark, digit in zip(between, digits, strict=False)
    )
    contact = tidied(Contact(written.translate(FULL_WIDTH) if wide else written))
    assert contact == Contact(digits)
    assert faults(contact) == ()


@given(st.text("0123456789", min_size=8, max_size=10))
def test_a_number_with_the_code_of_japan_is_a_domestic_one(digits: str) -> None:
    national = digits.removeprefix("0")
    for written in (f"+81{national}", f"+81 (0) {national}", f"＋８１-{national}"):
        if national.startswith("0"):
            continue
        assert tidied(Contact(written)).phone == f"0{national}"


@given(st.text(max_size=30), st.text(max_size=80))
def test_whatever_is_accepted_keeps_the_limits(phone: str, mail: str) -> None:
    contact = tidied(Contact(phone, mail))
    if faults(contact):
        return
    assert contact.phone or contact.mail
    assert len(contact.phone) <= 12
    assert set(contact.phone) <= set("0123456789")
    assert len(contact.mail) <= 60
    assert contact.mail.isascii()
    assert tidied(contact) == contact


@given(NAMES, NAMES.map(lambda name: name.strip("._-+") or "a"))
def test_plain_addresses_are_accepted(name: str, domain: str) -> None:
    plain = "".join(c for c in domain if c.isalnum()) or "a"
    assert faults(Contact("", f"{name}@{plain}.example")) == ()


@pytest.mark.parametrize(
    ("phone", "right"),
    [
        ("03123456", False),
        ("031234567", True),
        ("090000000000", True),
        ("0900000000000", False),
        ("+1212555", False),
        ("٠٩٠١٢٣٤٥٦٧٨", False),
        ("twelve", False),
    ],
)
def test_numbers_at_the_limits(phone: str, right: bool) -> None:
    assert faults(tidied(Contact(phone))) == (() if right else ("phone",))


@pytest.mark.parametrize(
    ("mail", "right"),
    [
        ("a@b.example", True),
        ("ａ＠ｂ．example", True),
        ("  a@b.example ", True),
        (f"{'a' * 50}@b.exampl", True),
        (f"{'a' * 51}@b.exampl", True),
        (f"{'a' * 52}@b.exampl", False),
        ("a@b", False),
        ("@b.example", False),
        ("a@@b.example", False),
        ("a b@c.example", False),
        ("a@b.example\n@c", False),
        ("名前@b.example", False),
    ],
)
def test_mail_addresses(mail: str, right: bool) -> None:
    assert faults(tidied(Contact("", mail))) == (() if right else ("mail",))


def test_one_of_the_two_is_enough_and_none_is_not() -> None:
    assert faults(Contact()) == ("nothing",)
    assert faults(tidied(Contact(" - ", "　"))) == ("nothing",)
    assert faults(Contact("0312345678")) == ()
    assert faults(Contact("", "a@b.example")) == ()
    assert faults(Contact("1", "x")) == ("phone", "mail")
