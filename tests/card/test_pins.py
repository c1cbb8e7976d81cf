"""The form of a PIN (services.digital.go.jp, 暗証番号について)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.pins import PinKind, check_form
from kiosk.secret import Secret

DIGITS = re.compile(rb"[0-9]{4}")
PASSWORD = re.compile(rb"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}")


@pytest.mark.parametrize(
    ("kind", "code", "is_one"),
    [
        (PinKind.AUTHENTICATION, b"1234", True),
        (PinKind.ATTRIBUTES, b"0000", True),
        (PinKind.AUTHENTICATION, b"", False),
        (PinKind.AUTHENTICATION, b"123", False),
        (PinKind.AUTHENTICATION, b"12345", False),
        (PinKind.ATTRIBUTES, b"12A4", False),
        (PinKind.SIGNATURE, b"ABC123", True),
        (PinKind.SIGNATURE, b"A123456789012345", True),
        (PinKind.SIGNATURE, b"A1234567890123456", False),
        (PinKind.SIGNATURE, b"ABC12", False),
        (PinKind.SIGNATURE, b"ABCDEF", False),
        (PinKind.SIGNATURE, b"123456", False),
        (PinKind.SIGNATURE, b"abc123", False),
        (PinKind.SIGNATURE, b"ABC 123", False),
        (PinKind.SIGNATURE, "ABC１２３".encode(), False),
    ],
)
def test_forms(kind: PinKind, code: bytes, is_one: bool) -> None:
    assert check_form(kind, Secret.of(code)) is is_one


@given(code=st.binary(max_size=20) | st.from_regex(PASSWORD, fullmatch=True))
def test_against_a_second_description(code: bytes) -> None:
    for kind in PinKind:
        pattern = PASSWORD if kind is PinKind.SIGNATURE else DIGITS
        expected = pattern.fullmatch(code) is not None
        assert check_form(kind, Secret.of(code)) is expected


def test_a_secret_that_was_looked_at_can_be_wiped() -> None:
    secret = Secret.of(b"1234")
    check_form(PinKind.AUTHENTICATION, secret)
    secret.wipe()
    assert len(secret) == 0
