"""Looking for secrets in the memory of a running program, as root can on Linux."""

import os
import resource
import string
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.secret import CAPACITY
from tests.missing import missing


@dataclass(frozen=True, slots=True)
class Needle:
    """Octets, with others that stand ``gap`` bytes before them. ``folded``: in any
    case and with zeros between, so in UTF-16, in UTF-32 and in arrays of numbers.
    """

    octets: bytes
    before: bytes = b""
    gap: int = 0
    folded: bool = False

    def count(self, hay: bytes) -> int:
        """How often it is there."""
        found = 0
        at = hay.find(self.octets)
        while at >= 0:
            start = at - self.gap - len(self.before)
            found += start >= 0 and hay.startswith(self.before, start)
            at = hay.find(self.octets, at + 1)
        return found


Needles = Mapping[str, Needle]
"""What is looked for, each under a name that gives nothing away."""

_BLOCK: Final = 1 << 20
_OVERLAP: Final = 256
"""Bytes: more than anything that is looked for has."""
_TAIL: Final = 5
"""Characters. Freeing a buffer overwrites its first 16 bytes with the C library's own
pointers; so much is left of a password of 16 in a command of 21."""
_CAPITALS: Final = bytes.maketrans(
    string.ascii_lowercase.encode(), string.ascii_uppercase.encode()
)
_VERIFY: Final = bytes.fromhex("00200080")


def need_root() -> None:
    """Skip with a reason for anybody else; fail in CI."""
    if os.geteuid() != 0:
        missing("only root may read the memory of a program that does not let others")


def text_needles(name: str, text: str) -> Needles:
    """A password of capitals and digits, whole or either half, and what freeing a
    command of it would leave.
    """
    codes = text.encode("ascii")
    half = len(codes) // 2
    parts = {
        "first half": codes[:half],
        "second half": codes[half:],
        "end": codes[-_TAIL:],
    }
    return {
        f"{name}, {part}": Needle(octets, folded=True) for part, octets in parts.items()
    }


def pin_needles(name: str, pin: str) -> Needles:
    """Four digits alone stand in memory by chance. So: in the command that gives them
    to the card, in a wipeable buffer, and as an object of Python of that length.
    """
    codes = pin.encode("ascii")
    size = struct.pack("n", len(codes))
    return {
        f"{name}, command": Needle(_VERIFY + bytes([len(codes)]) + codes),
        f"{name}, buffer": Needle(codes + bytes(CAPACITY - len(codes))),
        # CPython: size, hash, then the octets of ``bytes`` or, behind two words more,
        # the characters of an ASCII ``str``; both end in NUL.
        f"{name}, bytes": Needle(codes + b"\0", before=size, gap=8),
        f"{name}, str": Needle(codes + b"\0", before=size, gap=24),
    }


class Found(NamedTuple):
    """One occurrence: what, and in which mapping or file."""

    name: str
    where: str


def found_in_memory(pid: int, needles: Needles) -> list[Found]:
    """Every occurrence in a program and all that it started."""
    return [
        Found(name, where)
        for own in _family(pid)
        for where, block in _memory(own)
        # What begins in the overlap is found in the next block.
        for name in (
            _search(block, needles) - _search(block[_BLOCK:], needles)
        ).elements()
    ]


def found_in_files(folders: Iterable[Path], needles: Needles) -> list[Found]:
    """Every occurrence in the files of folders and in their names."""
    return [
        Found(name, str(path))
        for folder in folders
        for path in folder.rglob("*")
        for name in _search(_content(path), needles).elements()
    ]


def core_limits(pid: int) -> tuple[int, int]:
    """How large a core dump may be, in bytes; the program itself may raise the first
    up to the second.
    """
    return resource.prlimit(pid, resource.RLIMIT_CORE)


def _search(hay: bytes, needles: Needles) -> Counter[str]:
    folded = hay.translate(_CAPITALS, b"\0")
    return Counter(
        {
            name: needle.count(folded if needle.folded else hay)
            for name, needle in needles.items()
        }
    )


def _content(path: Path) -> bytes:
    return os.fsencode(path.name) + (path.read_bytes() if path.is_file() else b"")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _memory(pid: int) -> Iterator[tuple[str, bytes]]:
    """Every readable mapping by its name, in blocks that overlap a little; blocks of
    zeros are left out.
    """
    maps = Path(f"/proc/{pid}/maps").read_text()
    memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    try:
        for line in maps.splitlines():
            addresses, access, *_, name = f"{line} (no name)".split(maxsplit=5)
            start, end = (int(address, 16) for address in addresses.split("-"))
            if access.startswith("r"):
                yield from ((name, block) for block in _blocks(memory, start, end))
    finally:
        os.close(memory)


def _blocks(memory: int, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _BLOCK):
        # Gone since, or the kernel's own page.
        with suppress(OSError, OverflowError):
            block = os.pread(memory, min(_BLOCK + _OVERLAP, end - at), at)
            if block != bytes(len(block)):
                yield block
