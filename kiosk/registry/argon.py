"""Argon2id (RFC 9106), computed from a secret where it lies.

argon2-cffi's own functions take ``bytes`` and copy them once more, and neither copy is
ever wiped; cryptography's Argon2id, which OpenSSL computes, leaves one in freed memory
(both measured: the process's memory was searched). Its low-level call takes the
address of our buffer and leaves nothing: the library wipes its blocks and the state
of its hash.
"""

from typing import Final

from argon2.low_level import ARGON2_VERSION, Type, core, error_to_str, ffi

from kiosk.record import record
from kiosk.secret import Secret

SALT_BYTES: Final = 16
HASH_BYTES: Final = 32
_OK: Final = 0


@record
class Cost:
    """What one computation takes: memory in KiB, passes over it, and lanes, each of
    which may have a processor of its own.
    """

    memory: int
    passes: int
    lanes: int


RECOMMENDED: Final = Cost(memory=64 * 1024, passes=3, lanes=4)
"""The second recommended option of RFC 9106, section 4 (the first takes 2 GiB, which
the PC of a kiosk may not have). The least that OWASP's Password Storage Cheat Sheet
asks for, 19 MiB and two passes, is a fifth of it.
"""


def argon2id(secret: Secret, salt: bytes, cost: Cost) -> bytes:
    """The hash, 32 bytes. It lets other threads run meanwhile.

    Raises:
        MemoryError: there is no room for its memory, or no thread for a lane.
    """
    hashed = bytearray(HASH_BYTES)
    with secret.view() as codes:
        error = _compute(codes, salt, cost, hashed)
    if error != _OK:
        raise MemoryError(error_to_str(error))
    return bytes(hashed)


def _compute(codes: memoryview, salt: bytes, cost: Cost, hashed: bytearray) -> int:
    with (
        ffi.from_buffer("uint8_t[]", codes) as password,
        ffi.from_buffer("uint8_t[]", salt) as salted,
        ffi.from_buffer("uint8_t[]", hashed) as out,
    ):
        context = ffi.new(
            "argon2_context *",
            {
                "out": out,
                "outlen": len(hashed),
                "pwd": password,
                "pwdlen": len(codes),
                "salt": salted,
                "saltlen": len(salt),
                "t_cost": cost.passes,
                "m_cost": cost.memory,
                "lanes": cost.lanes,
                "threads": cost.lanes,
                "version": ARGON2_VERSION,
            },
        )
        return core(context, Type.ID.value)
