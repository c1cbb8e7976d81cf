"""Certificates of cards, in DER and in what is nearly DER."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence import der
from kiosk.card.residence.certificate import load
from kiosk.emulator.residence.authority import ResidenceAuthority
from tests.card.residence.certificates import AT, indefinite, leaf, long_lengths


@pytest.mark.parametrize("generation", ["1", "2"])
@pytest.mark.parametrize("tail", [0, 1, 700])
def test_der_is_taken_as_it_is(
    residence_authority: ResidenceAuthority, generation: str, tail: int
) -> None:
    plain = leaf(residence_authority, generation)
    strict = x509.load_der_x509_certificate(plain)
    found = load(plain + bytes(tail))
    assert found.octets == plain
    assert found.signed == strict.tbs_certificate_bytes
    assert found.parsed == strict
    assert found.may_sign
    assert not found.is_authority


@pytest.mark.parametrize("generation", ["1", "2"])
@pytest.mark.parametrize("form", [indefinite, long_lengths])
def test_ber_is_put_right_and_what_was_signed_is_kept(
    residence_authority: ResidenceAuthority, generation: str, form: object
) -> None:
    assert callable(form)
    plain = leaf(residence_authority, generation)
    ber = form(plain)
    with pytest.raises(ValueError, match=r".+"):
        x509.load_der_x509_certificate(ber)
    found = load(ber + bytes(5))
    assert found.octets == ber
    assert found.signed == x509.load_der_x509_certificate(plain).tbs_certificate_bytes
    assert found.parsed.public_bytes(Encoding.DER) == plain


def test_null_parameters_are_tolerated(residence_authority: ResidenceAuthority) -> None:
    odd = leaf(residence_authority, "2", null_parameters=True)
    with pytest.raises(ValueError, match=r".+"):
        x509.load_der_x509_certificate(odd)
    found = load(odd)
    assert found.octets == odd
    assert found.signed in odd
    assert found.signed.count(bytes.fromhex("06082A8648CE3D0403020500")) == 1
    assert found.parsed.tbs_certificate_bytes != found.signed


def test_dates_are_inclusive(residence_authority: ResidenceAuthority) -> None:
    end = AT + timedelta(days=1)
    found = load(residence_authority.signer("2", AT, end).certificate())
    second = timedelta(seconds=1)
    assert not found.holds_at(AT - second)
    assert found.holds_at(AT)
    assert found.holds_at(end)
    assert found.holds_at(end + timedelta(milliseconds=999))
    assert not found.holds_at(end + second)
    assert not found.holds_at(datetime(2100, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "content",
    [
        *("", "00", "30", "3000", "3080", "30800000", "0400", "30820000"),
        *("3003020101", "30800201010000", "3082FFFF00", "3084FFFFFFFF00"),
        *("30" + "80" * 40, "3080" * 40, "308030803080000000000000"),
    ],
)
def test_what_is_no_certificate(content: str) -> None:
    with pytest.raises(CardError) as caught:
        load(bytes.fromhex(content))
    assert caught.value.fault is Fault.UNREADABLE


@pytest.mark.parametrize("generation", ["1", "2"])
def test_what_follows_must_be_zeros(
    residence_authority: ResidenceAuthority, generation: str
) -> None:
    plain = leaf(residence_authority, generation)
    for odd in (plain + b"\0\1", plain + plain, plain[:-1], plain[:100]):
        with pytest.raises(CardError):
            load(odd)


def test_an_odd_serial_number_is_passed_over_in_silence(
    residence_authority: ResidenceAuthority,
) -> None:
    """The library warns of a negative one; here that would be an error."""
    plain = leaf(residence_authority, "2")
    place = plain.index(b"\xa0\x03\x02\x01\x02\x02\x04") + 7
    odd = plain[:place] + b"\x80\0\0\1" + plain[place + 4 :]
    assert load(odd).octets == odd


def test_a_tag_of_two_bytes_is_not_cut_short() -> None:
    with pytest.raises(CardError):
        der.parts(bytes.fromhex("30041F200100"))


def test_deep_nesting_ends() -> None:
    content = b""
    for _ in range(500):
        content = der.encode(b"\x30", content)
    with pytest.raises(CardError):
        der.parts(content)


@given(st.binary(max_size=300).map(lambda rest: b"\x30" + rest))
def test_whatever_comes(content: bytes) -> None:
    try:
        whole, signed, strict = der.parts(content)
    except CardError:
        return
    assert content.startswith(whole)
    assert signed in whole
    assert der.parts(strict).strict == strict
