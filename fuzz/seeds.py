"""Makes the seed corpus: small examples of what each parser takes, of made-up people.

    python fuzz/seeds.py

Writes ``fuzz/corpus/<harness>/<name>`` anew; what was put there by hand, such as a
finding that was put right, stays. Keys and signatures are new each time.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.config import DEFAULT
from kiosk.emulator.attributes import attributes_file
from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.people import PEOPLE, Person
from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.behaviour import Writing
from kiosk.emulator.residence.contents import folders
from kiosk.emulator.residence.crypto import CardCipher
from kiosk.emulator.residence.holders import Kind, holder
from kiosk.emulator.residence.pictures import face, name
from kiosk.emulator.residence.tlv import tlv
from kiosk.emulator.token_info import CURRENT_LABEL, token_information
from kiosk.registry import auth_id
from kiosk.rules.number import parse_number

CORPUS = Path(__file__).with_name("corpus")
ISSUED = datetime(2026, 11, 2, tzinfo=UTC)
KEY = bytes(range(16))
CRYPTOGRAM = 0x86
SMALL = 600
"""Bytes. Larger records are all picture, of which other harnesses have enough."""
PICTURE_ROOM = 2500

Seeds = Iterator[tuple[str, bytes]]


def attributes() -> Seeds:
    """The file of everybody, and in the form of newer cards."""
    for key, person in PEOPLE.items():
        yield key, attributes_file(person) + b"\xff" * 8
    yield "long-form", attributes_file(PEOPLE["worker"], long_form=True)


def objects() -> Seeds:
    """The same, and what a card tells of itself."""
    yield from attributes()
    yield "token-information", token_information(CURRENT_LABEL)


def other_names() -> Seeds:
    """As ``FuzzedDataProvider`` takes octets apart: numbers come from the end."""
    for key in ("worker", "citizen", "hostile"):
        yield key, provided(values_of(PEOPLE[key]))


def values_of(person: Person) -> tuple[bytes, ...]:
    """The alternative names of a certificate; the second is of no use here."""
    texts = (
        *(person.name, "", person.sex),
        *(f"5{person.birth_date}", person.address),
    )
    return tuple(
        bytes([0x0C, len(text.encode())]) + text.encode()
        for text in texts
        if len(text.encode()) < 0x80
    )


def provided(values: tuple[bytes, ...]) -> bytes:
    """What gives these values back: for each a yes, its length, itself."""
    numbers = b"".join(b"\x01" + len(value).to_bytes(2, "little") for value in values)
    return b"".join(values) + numbers[::-1]


def certificate() -> Seeds:
    """Both certificates of a card, and the authority's."""
    authority = SyntheticAuthority.create(ISSUED)
    own = authority.issue(PEOPLE["worker"], ISSUED, CardKeys.new())
    yield "authentication", own.authentication_certificate
    yield "signature", (own.signature_certificate or b"") + b"\xff" * 8
    yield "authority", own.signature_authority


def residence_certificate() -> Seeds:
    """Of both generations, and in the form that is not quite DER."""
    authority = ResidenceAuthority.create(ISSUED)
    yield "first", authority.signer("1", ISSUED).certificate() + bytes(8)
    second = authority.signer("2", ISSUED)
    yield "second", second.certificate()
    yield "null-parameters", second.certificate(null_parameters=True)
    yield "tag-of-two-bytes", bytes.fromhex("30041F200100")


def records() -> Seeds:
    """Every file of every kind of card that is not all picture."""
    authority = ResidenceAuthority.create(ISSUED)
    for kind in Kind:
        signer = authority.signer("1" if kind.is_first else "2", ISSUED)
        for folder in folders(kind, holder("worker"), signer, Writing()):
            for short_id, content in folder.files.items():
                if len(content) <= SMALL:
                    place = folder.name[5:6].hex() or "main"
                    yield f"{kind.name.lower()}-{place}-{short_id:02}", content


def secured() -> Seeds:
    """What both generations wrap."""
    for generation, is_first in (("first", True), ("second", False)):
        card = CardCipher(first_generation=is_first)
        for size in (0, 16, 200):
            wrapped = card.wrap(KEY, bytes(range(size)))
            yield f"{generation}-{size}", tlv(CRYPTOGRAM, wrapped)


def picture() -> Seeds:
    """A text and a photo, each behind the octet that chooses its format."""
    yield "text", b"\0" + name(PEOPLE["worker"], PICTURE_ROOM)
    yield "face", b"\1" + face(PEOPLE["worker"], PICTURE_ROOM)
    yield "empty-tiff", b"\0II*\0\x08\0\0\0\0\0"
    yield "wrong-format", b"\1GIF89a"


def auth_ids() -> Seeds:
    """One ID in the ways in which people and scanners write it."""
    own = auth_id.generate(lambda size: bytes(range(1, size + 1)))
    yield "plain", own.encode()
    yield "grouped", auth_id.grouped(own).lower().encode()
    yield "scanned", auth_id.scannable(own).encode()
    wide = "".join(chr(ord(character) + 0xFEE0) for character in own)
    yield "full-width", wide.encode()
    yield "mistyped", own[:-1].encode() + b"U"


def number() -> Seeds:
    """Numbers of intermediaries and of cards, right and wrong."""
    example = "(東)弁10第50号"
    yield "printed", example.encode()
    yield "digits", parse_number(example, date(2026, 11, 2)).digits.encode()
    yield "run-together", "東弁1050".encode()
    yield "full-width", "（東）弁１０第５０号".encode()
    yield "card", b"AA00000001ZZ"
    yield "card-full-width", "ａａ００００　０００１ｚｚ".encode()
    yield "many-separators", ("東弁10" + "年第" * 40 + "x").encode()


def settings() -> Seeds:
    """The settings of the demo site, and some that are wrong."""
    yield "demo", DEFAULT.read_bytes()
    yield "wrong", b'[site]\nname = 1\nkind = "casino"\n[[card]]\nx = {y = [1, 2]}\n'
    yield "not-toml", b'[site\nname = "'


def conversation() -> Seeds:
    """Answers that come through, and then one of each kind of disturbance."""
    for kind in range(8):
        yield f"disturbance-{kind}", bytes(40) + bytes([kind]) + bytes(8)


SEEDS: Mapping[str, Seeds] = {
    "attributes": attributes(),
    "auth_id": auth_ids(),
    "certificate": certificate(),
    "decoder": picture(),
    "my_number_card": conversation(),
    "number": number(),
    "other_names": other_names(),
    "picture": picture(),
    "records": records(),
    "residence_card": conversation(),
    "residence_certificate": residence_certificate(),
    "secured": secured(),
    "settings": settings(),
    "tlv": objects(),
}
"""By harness."""


def main() -> None:
    """Write them all."""
    for harness, seeds in SEEDS.items():
        folder = CORPUS / harness
        folder.mkdir(parents=True, exist_ok=True)
        for key, content in seeds:
            (folder / key).write_bytes(content)


if __name__ == "__main__":
    main()
