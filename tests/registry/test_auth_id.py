"""Auth IDs, checked with arithmetic written another way than the product's."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.registry.auth_id import (
    ALPHABET,
    Flaw,
    InvalidAuthId,
    generate,
    grouped,
    parse,
)

IDS = st.binary(min_size=9, max_size=9).map(lambda raw: generate(lambda _: raw))
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def times(a: int, b: int) -> int:
    """GF(32) by long multiplication and long division by x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(9, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def at(word: list[int], point: int) -> int:
    """The word as a polynomial, evaluated term by term."""
    total = 0
    for power, coefficient in enumerate(reversed(word)):
        term = coefficient
        for _ in range(power):
            term = times(term, point)
        total ^= term
    return total


def is_code_word(auth_id: str) -> bool:
    """Without the offset the word is zero at both roots of the generator, 1 and a."""
    word = [CROCKFORD.index(character) for character in auth_id]
    word[14] ^= CROCKFORD.index("M")
    word[15] ^= CROCKFORD.index("D")
    return at(word, 1) == 0 and at(word, 2) == 0


def accepted(text: str) -> bool:
    try:
        parse(text)
    except InvalidAuthId:
        return False
    return True


def test_the_alphabet_is_crockfords() -> None:
    assert ALPHABET == CROCKFORD


@given(IDS)
def test_an_id_is_a_word_of_the_code_and_reads_back(auth_id: str) -> None:
    assert len(auth_id) == 16
    assert is_code_word(auth_id)
    assert parse(auth_id) == auth_id


def test_any_two_wrong_characters_are_noticed_by_the_code() -> None:
    # The code is linear up to its offset: whether an error is noticed depends on the
    # error alone. So this covers every ID there is.
    columns = [(at(unit, 1), at(unit, 2)) for unit in _units()]
    for (a1, a2), (b1, b2) in combinations(columns, 2):
        for first in range(1, 32):
            assert (times(first, a1), times(first, a2)) != (0, 0)
            for second in range(1, 32):
                one = times(first, a1) ^ times(second, b1)
                two = times(first, a2) ^ times(second, b2)
                assert (one, two) != (0, 0)


def _units() -> list[list[int]]:
    return [[int(place == one) for place in range(16)] for one in range(16)]


@pytest.mark.parametrize("seed", range(10))
def test_each_single_slip_and_each_swap_is_refused(seed: int) -> None:
    auth_id = generate(Random(seed).randbytes)  # noqa: S311
    for place, right in enumerate(auth_id):
        for wrong in set(ALPHABET) - {right}:
            assert not accepted(auth_id[:place] + wrong + auth_id[place + 1 :])
    for i, j in combinations(range(16), 2):
        if auth_id[i] != auth_id[j]:
            swapped = list(auth_id)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            assert not accepted("".join(swapped))


@pytest.mark.parametrize("character", ALPHABET)
def test_a_run_of_one_character_is_no_id(character: str) -> None:
    assert not accepted(character * 16)


def test_all_seventy_bits_are_used_and_each_changes_the_id() -> None:
    raws = [(1 << bit).to_bytes(9, "big") for bit in range(70)]
    assert len({generate(lambda _: raws.pop()) for _ in range(70)}) == 70


@given(IDS)
def test_how_it_is_shown_and_scanned_reads_back(auth_id: str) -> None:
    shown = grouped(auth_id)
    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4]
    assert parse(shown) == auth_id


@given(IDS)
def test_what_people_type_reads_back(auth_id: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in grouped(auth_id).lower())
    look_alike = auth_id.replace("1", "l").replace("0", "o")
    for typed in (
        auth_id.lower(),
        f"  {grouped(auth_id)}\r\n",
        grouped(auth_id).replace("-", "\u3000"),
        grouped(auth_id).replace("-", "\u2212"),
        grouped(auth_id).replace("-", "ー"),
        wide,
        look_alike,
        auth_id.replace("1", "I").replace("0", "O"),
    ):
        assert parse(typed) == auth_id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Flaw.LENGTH),
        ("ABCD", Flaw.LENGTH),
        ("0" * 17, Flaw.LENGTH),
        ("0" * 100_000, Flaw.LENGTH),
        ("\x00" * 100_000, Flaw.LENGTH),
        ("\x1b[2J", Flaw.CHARACTER),
        ("ABCD-EFGU-0000-0000", Flaw.CHARACTER),
        ("認証", Flaw.CHARACTER),
        ("②345234523452345", Flaw.CHARACTER),
        ("0" * 16, Flaw.CHECK),
    ],
)
def test_why_a_text_is_no_id(text: str, reason: Flaw) -> None:
    with pytest.raises(InvalidAuthId) as caught:
        parse(text)
    assert caught.value.reason is reason
    assert caught.value.message.id == f"auth_id.invalid.{reason}"
    assert len(str(caught.value)) < 100
    assert "\n" not in str(caught.value)


def test_the_place_of_a_wrong_character_is_told_but_not_the_text() -> None:
    with pytest.raises(InvalidAuthId) as caught:
        parse("ABCD-EFGU-0000-0000")
    assert caught.value.message.values["place"] == 8
    assert "ABCD" not in str(caught.value)


@pytest.mark.parametrize(
    "code", ["https://example.invalid/x", "4901234567894", "", "WIFI:S:kiosk;;"]
)
def test_another_qr_code_is_no_id(code: str) -> None:
    with pytest.raises(InvalidAuthId):
        parse(code)


@given(IDS)
def test_it_fits_the_qr_alphanumeric_set(auth_id: str) -> None:
    # ISO/IEC 18004, 7.4.4: digits, capitals and these nine.
    assert set(grouped(auth_id)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(st.text())
def test_any_text_is_an_id_or_refused(text: str) -> None:
    try:
        assert is_code_word(parse(text))
    except InvalidAuthId as error:
        assert error.reason in set(Flaw)  # noqa: PT017
