"""Argon2id against another implementation of it: OpenSSL's."""

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.registry.argon import HASH_BYTES, RECOMMENDED, Cost, argon2id
from kiosk.secret import CAPACITY, Secret

CHEAP = Cost(memory=8, passes=1, lanes=1)


@pytest.mark.parametrize("cost", [CHEAP, Cost(256, 2, 4), RECOMMENDED])
@pytest.mark.parametrize("length", [1, 8, CAPACITY])
def test_it_is_argon2id(cost: Cost, length: int) -> None:
    codes, salt = bytes(range(33, 33 + length)), bytes(range(16))
    other = Argon2id(
        salt=salt,
        length=HASH_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    assert argon2id(Secret.of(codes), salt, cost) == other.derive(codes)


def test_the_recommended_cost_is_the_second_of_rfc_9106() -> None:
    # Section 4: "t=3 iterations, p=4 lanes, m=2^(16) (64 MiB of RAM)".
    assert Cost(memory=2**16, passes=3, lanes=4) == RECOMMENDED


def test_the_secret_stays_as_it_was() -> None:
    secret = Secret.of(b"tulip-lane-17")
    argon2id(secret, bytes(16), CHEAP)
    with secret.view() as codes:
        assert bytes(codes) == b"tulip-lane-17"
    secret.wipe()
    assert len(secret) == 0


def test_more_memory_than_there_is() -> None:
    with pytest.raises(MemoryError):
        argon2id(Secret.of(b"x"), bytes(16), Cost(2**32 - 1, 1, 1))
