"""A PIN or password from the first key press to the card, and not one copy more.

CPython never overwrites the memory of a ``str`` or ``bytes`` when it lets go of it.
A secret therefore lives in one ``bytearray`` of fixed capacity, allocated once so
that growing never leaves an old copy behind, and is overwritten in place.
"""

import hmac
from types import TracebackType
from typing import NoReturn, Self

CAPACITY = 64
"""Bytes: the longest password. The longest secret of a card has 16 characters."""


class Secret:
    """A wipeable byte buffer. Use it in a ``with`` block: it is wiped on every exit.

    It has no equality, no hash, no copy and no pickle, and its repr says nothing,
    not even how long it is.
    """

    __slots__ = ("_buffer", "_length")
    __hash__ = None  # type: ignore[assignment]  # a hash would be a fingerprint

    def __init__(self) -> None:
        self._buffer = bytearray(CAPACITY)
        self._length = 0

    @classmethod
    def of(cls, code_units: bytes | bytearray) -> Self:
        """A secret from ASCII bytes, for tests and virtual cards.

        Raises:
            ValueError: longer than ``CAPACITY``.
        """
        secret = cls()
        for unit in code_units:
            if not secret.append(unit):
                secret.wipe()
                raise ValueError("secret longer than its buffer")
        return secret

    def append(self, unit: int) -> bool:
        """Add one ASCII code; False when the buffer is full."""
        if self._length == CAPACITY:
            return False
        self._buffer[self._length] = unit
        self._length += 1
        return True

    def backspace(self) -> None:
        """Take back the last code, overwriting it."""
        if self._length:
            self._length -= 1
            self._buffer[self._length] = 0

    def view(self) -> memoryview:
        """The codes in place, without a copy. Release it before wiping ends."""
        return memoryview(self._buffer)[: self._length]

    def is_same_as(self, other: "Secret") -> bool:
        """Whether both are the same; how long that takes tells nothing of what is."""
        same = hmac.compare_digest(self._buffer, other._buffer)
        return same and len(self) == len(other)

    def wipe(self) -> None:
        """Overwrite everything; the secret is then empty."""
        self._buffer[:] = bytes(CAPACITY)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        raise TypeError("secrets are not compared")

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not copied or pickled")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wipe()
