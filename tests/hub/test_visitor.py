"""A visitor's key: receipt and factor together open it, and nothing less."""

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hub.association import Association
from kiosk.hub.faults import CannotOpenError
from kiosk.hub.visitor import (
    RESUME_BYTES,
    Factor,
    Lock,
    challenge,
    lock,
    resume_of,
    resume_text,
    unlock,
)
from kiosk.registry.argon import Cost, argon2id
from kiosk.secret import Secret
from tests.hub.members import ASSOCIATION, HOLDER, HOLDER_PUBLIC, seeded

_DRAW = seeded(9)
_RESUME = _DRAW(RESUME_BYTES)
_SALT = _DRAW(16)
_QUICK = Cost(memory=64, passes=1, lanes=1)
_CARD = rsa.generate_private_key(65537, 2048)

resumes = st.binary(min_size=RESUME_BYTES, max_size=RESUME_BYTES)
factors = st.binary(min_size=32, max_size=64)


def _password(text: bytes, salt: bytes = _SALT) -> bytes:
    with Secret.of(text) as secret:
        return argon2id(secret, salt, _QUICK)


def _signature(key: rsa.RSAPrivateKey, salt: bytes = _SALT) -> bytes:
    told = challenge(salt, ASSOCIATION)
    return key.sign(told, padding.PKCS1v15(), Prehashed(SHA256()))


def _opened(own: Lock, resume: bytes, factor: bytes) -> bytes:
    return unlock(own, resume, factor, HOLDER_PUBLIC, ASSOCIATION)


def test_the_receipt_with_the_password_opens_it() -> None:
    factor = Factor.PASSWORD, _password(b"correct-horse")
    own = lock(HOLDER, _RESUME, factor, _SALT, ASSOCIATION)
    assert _opened(own, _RESUME, _password(b"correct-horse")) == HOLDER
    with pytest.raises(CannotOpenError):
        _opened(own, _RESUME, _password(b"correct-horsf"))


def test_the_receipt_with_the_card_opens_it() -> None:
    factor = Factor.CARD, _signature(_CARD)
    own = lock(HOLDER, _RESUME, factor, _SALT, ASSOCIATION)
    assert _opened(own, _RESUME, _signature(_CARD)) == HOLDER
    another = rsa.generate_private_key(65537, 2048)
    with pytest.raises(CannotOpenError):
        _opened(own, _RESUME, _signature(another))


def test_no_factor_passes_for_another() -> None:
    own = lock(HOLDER, _RESUME, (Factor.CARD, bytes(32)), _SALT, ASSOCIATION)
    with pytest.raises(CannotOpenError):
        _opened(Lock(Factor.PASSWORD, _SALT, own.sealed), _RESUME, bytes(32))


@given(resume=resumes, wrong=resumes, factor=factors, guess=factors)
@settings(max_examples=200, deadline=None)
def test_nothing_less_ever_opens_it(
    resume: bytes, wrong: bytes, factor: bytes, guess: bytes
) -> None:
    own = lock(HOLDER, resume, (Factor.CARD, factor), _SALT, ASSOCIATION)
    assert _opened(own, resume, factor) == HOLDER
    for tried in ((wrong, factor), (resume, guess), (wrong, guess)):
        if tried != (resume, factor):
            with pytest.raises(CannotOpenError):
                _opened(own, *tried)


@given(at=st.integers(0, 48 * 8 - 1))
@settings(max_examples=100, deadline=None)
def test_any_bit_of_a_lock_altered_is_found(at: int) -> None:
    own = lock(HOLDER, _RESUME, (Factor.CARD, bytes(32)), _SALT, ASSOCIATION)
    octet, bit = divmod(at, 8)
    altered = bytearray(own.sealed)
    altered[octet] ^= 1 << bit
    with pytest.raises(CannotOpenError):
        _opened(Lock(own.factor, own.salt, bytes(altered)), _RESUME, bytes(32))


def test_a_lock_is_of_one_association_and_one_key() -> None:
    own = lock(HOLDER, _RESUME, (Factor.CARD, bytes(32)), _SALT, ASSOCIATION)
    other = Association(bytes(16), ASSOCIATION.secret, ASSOCIATION.root)
    with pytest.raises(CannotOpenError):
        unlock(own, _RESUME, bytes(32), HOLDER_PUBLIC, other)
    with pytest.raises(CannotOpenError):
        unlock(own, _RESUME, bytes(32), bytes(32), ASSOCIATION)


@pytest.mark.parametrize(
    ("resume", "factor", "salt"),
    [(b"", bytes(32), _SALT), (_RESUME, bytes(31), _SALT), (_RESUME, bytes(32), b"")],
)
def test_what_is_too_short_locks_nothing(
    resume: bytes, factor: bytes, salt: bytes
) -> None:
    with pytest.raises(ValueError, match=r"short|length"):
        lock(HOLDER, resume, (Factor.CARD, factor), salt, ASSOCIATION)


def test_each_lock_and_association_asks_the_card_for_something_else() -> None:
    other = Association(bytes(16), ASSOCIATION.secret, ASSOCIATION.root)
    told = {
        challenge(_SALT, ASSOCIATION),
        challenge(bytes(16), ASSOCIATION),
        challenge(_SALT, other),
    }
    assert len(told) == 3


@given(resume=resumes)
def test_the_code_on_the_receipt_gives_the_secret(resume: bytes) -> None:
    text = resume_text(resume)
    # What QR codes write in eleven bits for two characters (ISO/IEC 18004, 7.3.4).
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert resume_of(f" {text.lower()}\n") == resume


@given(
    at=st.integers(4, 43), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
)
def test_a_code_that_was_misread_is_refused(at: int, letter: str) -> None:
    text = resume_text(_RESUME)
    if text[at] != letter:
        with pytest.raises(ValueError, match="resume code"):
            resume_of(text[:at] + letter + text[at + 1 :])


@pytest.mark.parametrize("text", ["", "MR1-", "MR1-1", "MR2-" + "A" * 40, "7K2M-Q0TR"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="code"):
        resume_of(text)
