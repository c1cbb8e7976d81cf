"""The file of the four attributes, against samples worked out by hand."""

import hashlib

import pytest

from kiosk.emulator.attributes import attributes_file
from kiosk.emulator.people import PEOPLE

SHORT = """
FF 20 59 DF 21 08 00 0E 00 20 00 4D 00 58
DF 22 0F E8 A9 A6 E9 A8 93 E3 80 80 E8 8A B1 E5 AD 90
DF 23 2A E8 A6 8B E6 9C AC E7 9C 8C E8 A6 8B E6 9C AC E5 B8 82 E8 A6 8B E6 9C AC
E7 94 BA EF BC 91 EF BC 8D EF BC 92 EF BC 8D EF BC 93
DF 24 08 31 39 39 30 30 31 30 32 DF 25 01 32
"""
LONG = """
FF 20 82 00 5D DF 21 08 00 10 00 24 00 53 00 5E
DF 22 82 00 0F E8 A9 A6 E9 A8 93 E3 80 80 E8 8A B1 E5 AD 90
DF 23 82 00 2A E8 A6 8B E6 9C AC E7 9C 8C E8 A6 8B E6 9C AC E5 B8 82 E8 A6 8B E6
9C AC E7 94 BA EF BC 91 EF BC 8D EF BC 92 EF BC 8D EF BC 93
DF 24 08 31 39 39 30 30 31 30 32 DF 25 01 32
"""


@pytest.mark.parametrize(
    ("long_form", "sample", "size", "after_table", "digest"),
    [
        (
            *(False, SHORT, 92, 0x0E),
            "22507cf1103a11adc81b9863ee453b17679b688ac86f4c483e290af2a6724991",
        ),
        (
            *(True, LONG, 98, 0x10),
            "52c0af319b917872f0a5296ba548d60d7e2d5a1f06d0730a0a8af51af8653130",
        ),
    ],
)
def test_the_sample_person(
    long_form: bool, sample: str, size: int, after_table: int, digest: str
) -> None:
    """The digest is over what follows the offset table: the card's own check."""
    content = attributes_file(PEOPLE["citizen"], long_form=long_form)
    assert content == bytes.fromhex(sample)
    assert len(content) == size
    assert hashlib.sha256(content[after_table:]).hexdigest() == digest


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("long_form", [False, True])
def test_offsets_point_at_the_four_tags(person: str, long_form: bool) -> None:
    content = attributes_file(PEOPLE[person], long_form=long_form)
    table = content.index(b"\xdf\x21\x08") + 3
    offsets = [
        int.from_bytes(content[at : at + 2], "big") for at in range(table, table + 8, 2)
    ]
    assert [content[at : at + 2].hex() for at in offsets] == [
        *("df22", "df23"),
        *("df24", "df25"),
    ]


def test_there_is_somebody_with_the_longest_name() -> None:
    assert max(len(person.name) for person in PEOPLE.values()) == 104
