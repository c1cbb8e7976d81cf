"""A certificate authority for virtual cards, which nobody in production trusts."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.emulator import profile
from kiosk.emulator.keys import LeafKey, load_rsa, new_p384, new_rsa, save_key
from kiosk.emulator.people import Person
from kiosk.emulator.profile import Line, Term
from kiosk.emulator.validity import certificate_end
from kiosk.record import record

ORGANIZATION: Final = "JPKI-SYNTHETIC"
Random = Callable[[int], bytes]

_ROOT_LIFETIME: Final = timedelta(days=3652)
_OPAQUE_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUV"


@record(hidden=True)
class CardKeys:
    """The two private keys of one card. Keep them to issue again without waiting."""

    authentication: LeafKey
    signature: LeafKey

    @classmethod
    def new(cls, *, next_generation: bool = False) -> Self:
        """RSA-2048, or P-384 for a card of a generation not on the market yet."""
        make: Callable[[], LeafKey] = new_p384 if next_generation else new_rsa
        return cls(make(), make())


@record(hidden=True)
class Identity:
    """Keys and certificates (DER) as they are written to one card.

    ``signature_certificate`` is None on the card of a child.
    """

    keys: CardKeys
    authentication_certificate: bytes
    authentication_authority: bytes
    signature_certificate: bytes | None
    signature_authority: bytes


@record(hidden=True)
class _Root:
    key: RSAPrivateKey
    certificate: x509.Certificate


class SyntheticAuthority:
    """Two roots, one for each line, and the leaves they issue."""

    def __init__(
        self, roots: Mapping[Line, _Root], *, random: Random = os.urandom
    ) -> None:
        self._roots = roots
        self._random = random

    @classmethod
    def create(
        cls,
        at: datetime,
        organization: str = ORGANIZATION,
        *,
        random: Random = os.urandom,
    ) -> Self:
        """New roots, valid for ten years from the midnight (UTC) before ``at``."""
        start = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        roots = {}
        for line in Line:
            term = Term(start, start + _ROOT_LIFETIME, _serial(random))
            key = new_rsa()
            roots[line] = _Root(key, profile.root(key, line, organization, term))
        return cls(roots, random=random)

    @classmethod
    def load(cls, folder: Path, *, random: Random = os.urandom) -> Self:
        """Roots that ``save`` wrote.

        Raises:
            ValueError: a file is damaged; one line names it.
            FileNotFoundError: there is no authority in ``folder``.
        """
        roots = {}
        for line in Line:
            key = load_rsa(folder / f"{line.value}.key")
            path = folder / f"{line.value}.pem"
            try:
                certificate = x509.load_pem_x509_certificate(path.read_bytes())
            except ValueError as error:
                raise ValueError(
                    f"{path}: no readable certificate; delete the folder"
                ) from error
            roots[line] = _Root(key, certificate)
        return cls(roots, random=random)

    def save(self, folder: Path) -> None:
        """Keys (owner only) and certificates, to be loaded again."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for line, own in self._roots.items():
            save_key(folder / f"{line.value}.key", own.key)
        self.write_anchors(folder)

    def write_anchors(self, folder: Path) -> None:
        """The two root certificates as PEM: what a demo site is told to trust."""
        folder.mkdir(parents=True, exist_ok=True)
        for line, own in self._roots.items():
            pem = own.certificate.public_bytes(Encoding.PEM)
            (folder / f"{line.value}.pem").write_bytes(pem)

    def root(self, line: Line) -> bytes:
        """A root certificate, DER."""
        return self._roots[line].certificate.public_bytes(Encoding.DER)

    def valid_at(self, at: datetime) -> bool:
        """Whether both roots can still vouch for a leaf."""
        return all(
            own.certificate.not_valid_before_utc
            <= at
            <= own.certificate.not_valid_after_utc
            for own in self._roots.values()
        )

    def issue(
        self,
        person: Person,
        at: datetime,
        keys: CardKeys,
        *,
        child: bool = False,
        end: datetime | None = None,
    ) -> Identity:
        """Both certificates of a card issued at ``at``.

        ``end`` overrides the day on which they lapse. ``child``: under 15 no
        signature certificate is issued unless asked for.
        """
        at = at.astimezone(UTC).replace(microsecond=0)
        end = certificate_end(person, at) if end is None else end
        authentication = self._leaf(
            Line.AUTHENTICATION,
            profile.authentication_subject(self._opaque()),
            keys.authentication,
            Term(at, end, _serial(self._random)),
        )
        signature = None
        if not child:
            request = f"{at:%Y%m%d%H%M%S}{_serial(self._random) % 100_000:05d}"
            signature = self._leaf(
                Line.SIGNATURE,
                profile.signature_subject(f"{request}99999S01"),
                keys.signature,
                Term(at, end, _serial(self._random)),
                person,
            )
        return Identity(
            keys,
            authentication,
            self.root(Line.AUTHENTICATION),
            signature,
            self.root(Line.SIGNATURE),
        )

    def _leaf(
        self,
        line: Line,
        subject: x509.Name,
        key: LeafKey,
        term: Term,
        person: Person | None = None,
    ) -> bytes:
        own = self._roots[line]
        certificate = profile.leaf(
            line, subject, key.public_key(), term, own.certificate, own.key, person
        )
        return certificate.public_bytes(Encoding.DER)

    def _opaque(self) -> str:
        return "".join(_OPAQUE_ALPHABET[byte % 32] for byte in self._random(22))


def _serial(random: Random) -> int:
    """Positive and of four bytes, as the real ones are."""
    return int.from_bytes(random(4), "big") & 0x7FFFFFFF | 0x01000000
