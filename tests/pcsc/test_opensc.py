"""OpenSC, which knows the card from elsewhere, must find nothing odd about ours.

Every test runs OpenSC's own programs against a real pcscd, has signatures verified
by the ``openssl`` command, and ends with the alarms silent.
"""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.emulator.authority import Identity
from kiosk.emulator.mynumber import Behaviour, VirtualMyNumberCard
from tests.emulator.fixtures import MakeCard
from tests.pcsc.conftest import require
from tests.pcsc.service import READERS, CardService

pytestmark = pytest.mark.xdist_group("pcsc")

MODULE = Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so")
PIN = "1234"
PASSWORD = "ABC123"
SHA256_PREFIX = bytes.fromhex("3031300D060960864801650304020105000420")
"""DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1)."""


def run(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run one program of OpenSC, with no configuration but its own."""
    environment = os.environ | {"OPENSC_CONF": "/dev/null"}
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        env=environment,
        timeout=60,
        check=False,
    )


def run_well(*command: str | Path) -> bytes:
    """Run it, and fail with what it said unless it succeeded."""
    done = run(*command)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout


@pytest.fixture
def counters(tmp_path: Path) -> Path:
    """Where the card counts."""
    return tmp_path / "counters.json"


@pytest.fixture
def card(
    make_card: MakeCard, card_service: CardService, counters: Path
) -> Iterator[VirtualMyNumberCard]:
    """The worker's card on the reader. Nothing may touch what must not be touched."""
    require("opensc-tool", "pkcs15-tool", "pkcs15-crypt", "pkcs11-tool", "openssl")
    card = make_card(counters=counters)
    card_service.insert(card)
    yield card
    assert card.alarms == []


def tries(counters: Path) -> dict[str, int]:
    """What the counter file says."""
    stored: dict[str, int] = json.loads(counters.read_text())
    return stored


def public_key(certificate: bytes, folder: Path) -> Path:
    """The key of a DER certificate as the openssl command reads it."""
    own = folder / "certificate.der"
    own.write_bytes(certificate)
    pem = run_well("openssl", "x509", "-inform", "der", "-in", own, "-pubkey", "-noout")
    path = folder / "public.pem"
    path.write_bytes(pem)
    return path


def verified(signature: Path, data: Path, certificate: bytes, folder: Path) -> bool:
    """Whether openssl accepts an RSA signature over the SHA-256 of ``data``."""
    key = public_key(certificate, folder)
    done = run(
        "openssl", "dgst", "-sha256", "-verify", key, "-signature", signature, data
    )
    return done.returncode == 0


@pytest.mark.usefixtures("card")
def test_it_is_recognised_as_a_jpki_card() -> None:
    listing = run_well("opensc-tool", "--list-readers").decode()
    assert re.search(rf"^0\s+Yes\s+{READERS[0]}", listing, re.MULTILINE)
    assert run_well("opensc-tool", "-n").decode().strip().lower() == "jpki"


def test_its_atr_is_reported(card: VirtualMyNumberCard) -> None:
    shown = run_well("opensc-tool", "-a").decode().strip()
    assert bytes.fromhex(shown.replace(":", "")) == card.atr


@pytest.mark.usefixtures("card")
def test_both_pins_are_listed_with_the_tries_left(counters: Path) -> None:
    run("pkcs15-tool", "--verify-pin", "--auth-id", "2", "--pin", "WRONG1")

    listing = run_well("pkcs15-tool", "--list-pins").decode()

    found = re.findall(r"PIN \[(.+?)\].*?Tries left\s*:\s*(\d)", listing, re.DOTALL)
    assert found == [("User Authentication PIN", "3"), ("Digital Signature PIN", "4")]
    assert tries(counters)["signature"] == 4


@pytest.mark.usefixtures("card")
def test_two_keys_and_four_certificates_are_listed() -> None:
    listing = run_well("pkcs15-tool", "--dump").decode()
    assert len(re.findall(r"^Private RSA Key ", listing, re.MULTILINE)) == 2
    assert len(re.findall(r"^X\.509 Certificate ", listing, re.MULTILINE)) == 4


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("number", "field"),
    [
        ("1", "authentication_certificate"),
        ("3", "authentication_authority"),
        ("4", "signature_authority"),
    ],
)
def test_certificates_anybody_may_read(
    number: str, field: str, identity: Identity
) -> None:
    pem = run_well("pkcs15-tool", "--read-certificate", number)
    assert der(pem) == getattr(identity, field)


@pytest.mark.usefixtures("card")
def test_the_signature_certificate_is_read_with_its_password_only(
    identity: Identity, counters: Path
) -> None:
    read = ("pkcs15-tool", "--read-certificate", "2")
    assert run(*read).returncode != 0

    pem = run_well(*read, "--auth-id", "2", "--verify-pin", "--pin", PASSWORD)

    assert der(pem) == identity.signature_certificate
    assert tries(counters)["signature"] == 5


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("key", "pin", "field"),
    [
        ("1", PIN, "authentication_certificate"),
        ("2", PASSWORD, "signature_certificate"),
    ],
)
def test_a_hash_signed_by_pkcs15_crypt(
    key: str, pin: str, field: str, identity: Identity, tmp_path: Path
) -> None:
    data, digest, signature = (tmp_path / name for name in ("data", "hash", "sig"))
    data.write_bytes(b"one challenge")
    digest.write_bytes(hashlib.sha256(b"one challenge").digest())

    run_well(
        *("pkcs15-crypt", "--sign", "--key", key, "--pin", pin),
        *("--sha-256", "--pkcs1", "--raw", "-i", digest, "-o", signature),
    )

    assert len(signature.read_bytes()) == 256
    assert verified(signature, data, getattr(identity, field), tmp_path)


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("slot", "pin", "field"),
    [
        ("0", PIN, "authentication_certificate"),
        ("1", PASSWORD, "signature_certificate"),
    ],
)
def test_data_signed_through_pkcs11(
    slot: str, pin: str, field: str, identity: Identity, tmp_path: Path
) -> None:
    data, signature = tmp_path / "data", tmp_path / "sig"
    data.write_bytes(b"another challenge")

    run_well(
        *("pkcs11-tool", "--module", MODULE, "--slot", slot, "-l", "--pin", pin),
        *("--sign", "-m", "SHA256-RSA-PKCS", "--id", f"0{int(slot) + 1}"),
        *("-i", data, "-o", signature),
    )

    assert verified(signature, data, getattr(identity, field), tmp_path)


@pytest.mark.usefixtures("card")
def test_a_ready_digest_info_is_signed_as_it_is(
    identity: Identity, tmp_path: Path
) -> None:
    data, given, signature = (tmp_path / name for name in ("data", "given", "sig"))
    data.write_bytes(b"a third challenge")
    given.write_bytes(SHA256_PREFIX + hashlib.sha256(b"a third challenge").digest())

    run_well(
        *("pkcs11-tool", "--module", MODULE, "--slot", "0", "-l", "--pin", PIN),
        *("--sign", "-m", "RSA-PKCS", "--id", "01", "-i", given, "-o", signature),
    )

    assert verified(signature, data, identity.authentication_certificate, tmp_path)


@pytest.mark.usefixtures("card")
def test_a_wrong_pin_costs_a_try_and_the_right_one_gives_it_back(
    counters: Path,
) -> None:
    verify = ("pkcs15-tool", "--verify-pin", "--auth-id", "1", "--pin")

    assert run(*verify, "9999").returncode != 0
    assert tries(counters) == {
        "authentication": 2,
        "signature": 5,
        "attributes": 3,
        "code_b": 10,
    }
    run_well(*verify, PIN)
    assert tries(counters)["authentication"] == 3


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(filler=b"\xff" * 300),
        Behaviour(forgets_on_select=True),
        Behaviour(long_form=True),
    ],
    ids=["filler", "forgets", "long"],
)
def test_the_other_kinds_of_card_please_it_too(
    behaviour: Behaviour,
    make_card: MakeCard,
    card_service: CardService,
    identity: Identity,
) -> None:
    require("pkcs15-tool")
    card = make_card(behaviour=behaviour)
    card_service.insert(card)
    pem = run_well("pkcs15-tool", "--read-certificate", "1")
    run_well("pkcs15-tool", "--verify-pin", "--auth-id", "1", "--pin", PIN)
    assert der(pem) == identity.authentication_certificate
    assert card.alarms == []


def der(pem: bytes) -> bytes:
    """A PEM certificate as DER."""
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
