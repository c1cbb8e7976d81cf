"""The key on paper: what was printed is read again, and what was misread is noticed.

Base 32 after the table at https://www.crockford.com/base32.html; CRC-8 with the
polynomial 0x07 by a table made here, and its check value from the catalogue of CRCs
(CRC-8/SMBUS of "123456789": 0xF4).
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.recovery import MisreadError, from_paper, on_paper

KEYS = st.binary(min_size=32, max_size=32)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TABLE = [0] * 256
for first in range(256):
    rest = first
    for _ in range(8):
        rest = (rest * 2) % 256 ^ (0x07 if rest > 127 else 0)
    TABLE[first] = rest


def crc(content: bytes) -> int:
    rest = 0
    for byte in content:
        rest = TABLE[rest ^ byte]
    return rest


def test_the_check_is_the_one_of_the_catalogue() -> None:
    assert crc(b"123456789") == 0xF4


@given(KEYS)
def test_lines_are_base_32_of_four_bytes_and_their_check(key: bytes) -> None:
    for number, line in enumerate(on_paper(key), start=1):
        part = key[4 * number - 4 : 4 * number]
        whole = part + bytes([crc(bytes([number]) + part)])
        bits = "".join(f"{byte:08b}" for byte in whole)
        letters = [LETTERS[int(bits[at : at + 5], 2)] for at in range(0, 40, 5)]
        assert line == f"{''.join(letters[:4])}-{''.join(letters[4:])}"


@given(KEYS)
def test_what_was_printed_is_read_again(key: bytes) -> None:
    lines = on_paper(key)
    assert from_paper("\n".join(lines)) == key
    sloppy = [line.lower().replace("-", "  ").replace("0", "o") for line in lines]
    assert from_paper("\n\n".join(sloppy).replace("1", "l") + "\n") == key
    wide = "\n".join(lines).translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
    assert from_paper(wide) == key


@given(KEYS, st.integers(0, 7), st.integers(0, 8), st.sampled_from(LETTERS))
def test_one_misread_letter_is_noticed_in_its_line(
    key: bytes, line: int, place: int, letter: str
) -> None:
    lines = list(on_paper(key))
    if lines[line][place] in ("-", letter):
        return
    lines[line] = lines[line][:place] + letter + lines[line][place + 1 :]
    with pytest.raises(MisreadError) as caught:
        from_paper("\n".join(lines))
    assert caught.value.line == line + 1


@given(KEYS, st.integers(0, 6))
def test_lines_that_changed_places_are_noticed(key: bytes, at: int) -> None:
    lines = list(on_paper(key))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    with pytest.raises(MisreadError):
        from_paper("\n".join(lines))


@pytest.mark.parametrize("text", ["", "ABCD-EFGH", "\n".join(["0000-0000"] * 9)])
def test_another_number_of_lines(text: str) -> None:
    with pytest.raises(MisreadError, match="8 lines of 8 characters"):
        from_paper(text)


@pytest.mark.parametrize(
    "line", ["ABCD-EFG", "ABCD-EFGHJ", "UUUU-UUUU", "認証認証認証認証"]
)
def test_a_line_that_cannot_be_one(line: str) -> None:
    with pytest.raises(MisreadError, match="line 1 is not as it was printed"):
        from_paper("\n".join([line] * 8))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_only_a_key_is_printed(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        on_paper(bytes(length))
