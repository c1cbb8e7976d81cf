"""The authorities of virtual residence cards, which nobody in production trusts.

Shape as published of the genuine ones: self-signed, no authority below, one a
generation; each certificate on a card is issued directly. Names are not theirs.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.emulator.keys import LeafKey, new_p384, new_rsa, save_key, sign_verbatim
from kiosk.emulator.residence.tlv import tlv
from kiosk.record import record

ORGANIZATION: Final = "ZairyuCard-SYNTHETIC"
GENERATIONS: Final = ("1", "2")
Random = Callable[[int], bytes]

_NAMES: Final = {"1": "Synthetic CA", "2": "Synthetic CA2"}
_ROOT_LIFETIME: Final = timedelta(days=3652)
_SCALAR: Final = 48
_ECDSA: Final = bytes.fromhex("300A06082A8648CE3D040302")
_ECDSA_WITH_NULL: Final = bytes.fromhex("300C06082A8648CE3D0403020500")


@record(hidden=True)
class _Root:
    key: LeafKey
    certificate: x509.Certificate


class ResidenceSigner:
    """What signs the cards of one generation, and its certificate."""

    def __init__(
        self, root: _Root, key: LeafKey, start: datetime, end: datetime, serial: int
    ) -> None:
        self._root = root
        self._key = key
        self._start = start
        self._end = end
        self._serial = serial

    def certificate(self, *, null_parameters: bool = False) -> bytes:
        """DER, or nearly so: ``null_parameters`` writes the ECDSA algorithm with NULL
        parameters, which genuine cards were seen to do.
        """
        leaf = _leaf(self._root, self._key, self._start, self._end, self._serial)
        if not null_parameters:
            return leaf.public_bytes(Encoding.DER)
        return _with_null(leaf, self._root.key)

    def sign(self, data: bytes, *, other_form: bool = False) -> bytes:
        """The check code. RSA with DigestInfo, ``other_form`` without; ECDSA as r and
        s of equal length, ``other_form`` in DER.
        """
        if isinstance(self._key, RSAPrivateKey):
            if other_form:
                digest = Hash(SHA256())
                digest.update(data)
                return sign_verbatim(self._key, digest.finalize())
            return self._key.sign(data, PKCS1v15(), SHA256())
        signature = self._key.sign(data, ECDSA(SHA256()))
        if other_form:
            return signature
        r, s = decode_dss_signature(signature)
        return r.to_bytes(_SCALAR, "big") + s.to_bytes(_SCALAR, "big")


class ResidenceAuthority:
    """One root for each generation, and the key that signs its cards."""

    def __init__(
        self,
        roots: Mapping[str, _Root],
        keys: Mapping[str, LeafKey],
        *,
        random: Random = os.urandom,
    ) -> None:
        self._roots = roots
        self._keys = keys
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
        for generation in GENERATIONS:
            key = _new_key(generation)
            certificate = _root(key, generation, organization, start, _serial(random))
            roots[generation] = _Root(key, certificate)
        keys = {generation: _new_key(generation) for generation in GENERATIONS}
        return cls(roots, keys, random=random)

    @classmethod
    def load(cls, folder: Path, *, random: Random = os.urandom) -> Self:
        """What ``save`` wrote.

        Raises:
            ValueError: a file is damaged; one line names it.
            FileNotFoundError: there is no authority in ``folder``.
        """
        roots, keys = {}, {}
        for generation in GENERATIONS:
            certificate = _load_certificate(folder / f"residence-{generation}.pem")
            root = _load_key(folder / f"residence-{generation}.key")
            roots[generation] = _Root(root, certificate)
            keys[generation] = _load_key(folder / f"signer-{generation}.key")
        return cls(roots, keys, random=random)

    def save(self, folder: Path) -> None:
        """Keys (owner only) and certificates, to be loaded again."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for generation in GENERATIONS:
            save_key(
                folder / f"residence-{generation}.key", self._roots[generation].key
            )
            save_key(folder / f"signer-{generation}.key", self._keys[generation])
        self.write_anchors(folder)

    def write_anchors(self, folder: Path) -> None:
        """The root certificates as PEM: what a demo site is told to trust."""
        folder.mkdir(parents=True, exist_ok=True)
        for generation, own in self._roots.items():
            pem = own.certificate.public_bytes(Encoding.PEM)
            (folder / f"residence-{generation}.pem").write_bytes(pem)

    def valid_at(self, at: datetime) -> bool:
        """Whether both roots can still vouch for a card."""
        return all(
            own.certificate.not_valid_before_utc
            <= at
            <= own.certificate.not_valid_after_utc
            for own in self._roots.values()
        )

    def signer(
        self, generation: str, start: datetime, end: datetime | None = None
    ) -> ResidenceSigner:
        """What signs cards of generation "1" or "2" from ``start`` on. Its certificate
        holds as long as its root does, or until ``end``.
        """
        root = self._roots[generation]
        end = root.certificate.not_valid_after_utc if end is None else end
        return ResidenceSigner(
            root, self._keys[generation], start, end, _serial(self._random)
        )


def _new_key(generation: str) -> LeafKey:
    return new_rsa() if generation == "1" else new_p384()


def _name(organization: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _root(
    key: LeafKey, generation: str, organization: str, start: datetime, serial: int
) -> x509.Certificate:
    name = _name(organization, _NAMES[generation])
    return (
        x509.CertificateBuilder(name, name, key.public_key(), serial)
        .not_valid_before(start)
        .not_valid_after(start + _ROOT_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, SHA256())
    )


def _leaf(
    root: _Root, key: LeafKey, start: datetime, end: datetime, serial: int
) -> x509.Certificate:
    issuer = root.certificate.subject
    organization = issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    return (
        x509.CertificateBuilder(
            issuer, _name(str(organization), "Card"), key.public_key(), serial
        )
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()),
            critical=False,
        )
        .sign(root.key, SHA256())
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _with_null(leaf: x509.Certificate, key: LeafKey) -> bytes:
    """The same certificate with NULL parameters inside and out, signed as it stands."""
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("only the algorithm of ECDSA has no parameters")
    tbs = leaf.tbs_certificate_bytes
    header = 4 if tbs[1] == 0x82 else 3  # more than 127 bytes always
    tbs = tlv(0x30, tbs[header:].replace(_ECDSA, _ECDSA_WITH_NULL, 1))
    signature = tlv(0x03, b"\0" + key.sign(tbs, ECDSA(SHA256())))
    return tlv(0x30, tbs + _ECDSA_WITH_NULL + signature)


def _load_key(path: Path) -> LeafKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise ValueError(f"{path}: no readable key; delete the folder") from error
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise ValueError(f"{path}: not a key for cards; delete the folder")
    return key


def _load_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError as error:
        raise ValueError(
            f"{path}: no readable certificate; delete the folder"
        ) from error


def _serial(random: Random) -> int:
    """Positive and of four bytes."""
    return int.from_bytes(random(4), "big") & 0x7FFFFFFF | 0x01000000
