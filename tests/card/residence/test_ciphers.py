"""The ciphers, against a second implementation and against the rules of padding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.agreement import derive
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.ciphers import (
    AesSuite,
    Suite,
    TripleDesSuite,
    padded,
    unpadded,
)
from kiosk.card.residence.messaging import Session
from kiosk.emulator.residence.crypto import CardCipher, session_key

KEYS = st.binary(min_size=16, max_size=16)
PAIRS: list[tuple[Suite, CardCipher]] = [
    (TripleDesSuite(), CardCipher(first_generation=True)),
    (AesSuite(), CardCipher(first_generation=False)),
]


@given(st.sampled_from(PAIRS), KEYS, st.binary(max_size=200))
def test_both_sides_compute_the_same(
    pair: tuple[Suite, CardCipher], key: bytes, data: bytes
) -> None:
    suite, card = pair
    assert suite.block == card.block
    assert suite.mac(key, data) == card.mac(key, data)
    whole = padded(data, suite.block)
    assert whole == card.pad(data)
    assert suite.encrypt(key, whole) == card.encrypt(key, whole)
    assert suite.decrypt(key, suite.encrypt(key, whole)) == whole


@given(KEYS, KEYS)
def test_both_sides_derive_the_same_key(own: bytes, other: bytes) -> None:
    assert derive(own, other) == session_key(other, own)


@given(st.binary(max_size=100), st.sampled_from([8, 16]))
def test_padding_comes_off_again(data: bytes, block: int) -> None:
    whole = padded(data, block)
    assert len(whole) % block == 0
    assert 1 <= len(whole) - len(data) <= block
    assert unpadded(whole, block) == data


@pytest.mark.parametrize(
    "whole", ["", "00" * 8, "80" + "00" * 8, "41" * 8, "41" * 7 + "00", "80" + "01" * 7]
)
def test_what_is_not_padded(whole: str) -> None:
    assert unpadded(bytes.fromhex(whole), 8) is None


@given(st.sampled_from(PAIRS), KEYS, st.binary(max_size=300))
def test_a_secured_answer_is_unwrapped(
    pair: tuple[Suite, CardCipher], key: bytes, data: bytes
) -> None:
    suite, card = pair
    value = card.wrap(key, data)
    length = len(value).to_bytes(2, "big")
    session = Session(suite, key, Lengths.WHOLE)
    assert session.unwrap(b"\x86\x82" + length + value) == data
    if len(value) < 0x80:
        assert session.unwrap(b"\x86" + length[1:] + value) == data
    with pytest.raises(CardError):
        session.unwrap(b"\x86\x82" + length + value + b"\0")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "86",
        "8600",
        "860101",
        "860902" + "00" * 8,
        "860801" + "00" * 7,
        "860901" + "00" * 8 + "00",
        "860901" + "00" * 7,
        "870901" + "00" * 8,
        "860901" + "00" * 8,
    ],
)
def test_what_is_no_secured_answer(answer: str) -> None:
    """The last one is well-formed but decrypts to no padding."""
    session = Session(TripleDesSuite(), bytes(range(16)), Lengths.WHOLE)
    with pytest.raises(CardError) as caught:
        session.unwrap(bytes.fromhex(answer))
    assert caught.value.fault is Fault.UNREADABLE


@given(st.sampled_from(PAIRS), st.binary(max_size=100))
def test_whatever_is_answered(pair: tuple[Suite, CardCipher], answer: bytes) -> None:
    try:
        data = Session(pair[0], bytes(16), Lengths.WHOLE).unwrap(answer)
    except CardError:
        return
    assert len(data) < len(answer)
