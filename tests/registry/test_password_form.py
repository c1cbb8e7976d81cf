"""What may be a password."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.registry.password_form import LONGEST, SHORTEST, Unfit, unfit
from kiosk.secret import Secret

ID = "7K2M9QX4TB5R0WYN"


def why(typed: bytes, *known: str) -> Unfit | None:
    return unfit(Secret.of(typed), known)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (b"", Unfit.LENGTH),
        (b"tulip17", Unfit.LENGTH),
        (b"tulip-17", None),
        (b"!" + b"aB3$" * 15 + b"xyz", None),
        (b"tulip lane", Unfit.CHARACTER),
        (b"tulip\x7flane", Unfit.CHARACTER),
        (b"tulip\x00lane", Unfit.CHARACTER),
        (b"tulip\xe9lane", Unfit.CHARACTER),
        (b"aaaaaaaa", Unfit.GUESSABLE),
        (b"12121212", Unfit.GUESSABLE),
        (b"112233112233", Unfit.GUESSABLE),
        (b"12345678", Unfit.GUESSABLE),
        (b"34567890", Unfit.GUESSABLE),
        (b"09876543", Unfit.GUESSABLE),
        (b"abcdefghijkl", Unfit.GUESSABLE),
        (b"Password", Unfit.GUESSABLE),
        (b"pass-word", Unfit.GUESSABLE),
        (b"PASSW0RD", Unfit.GUESSABLE),
        (b"password-tulip", None),
    ],
)
def test_form(typed: bytes, expected: Unfit | None) -> None:
    assert why(typed) is expected


@pytest.mark.parametrize(
    "typed", [b"7K2M9QX4TB5R0WYN", b"7K2M-9QX4-TB5R-0WYN", b"7k2m9qx4tb5r0wyn"]
)
def test_the_id_is_no_password(typed: bytes) -> None:
    assert why(typed, ID) is Unfit.OWN
    assert why(typed[:-1], ID) is None
    assert why(typed + b"!", ID) is None


def test_nor_is_what_else_is_known_of_its_holder() -> None:
    assert why(b"19900401", ID, "19900401") is Unfit.OWN
    assert why(b"090-0000-0001", ID, "09000000001", "", "名前") is Unfit.OWN


@given(st.text(string.ascii_letters + string.digits + string.punctuation))
def test_only_length_and_signs_and_no_kinds_of_them(typed: str) -> None:
    if len(typed) > LONGEST:
        return
    found = why(typed.encode())
    assert (found is Unfit.LENGTH) == (not SHORTEST <= len(typed) <= LONGEST)
    assert found is not Unfit.CHARACTER
