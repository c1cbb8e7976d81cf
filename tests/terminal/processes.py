"""What runs, by looking at the processes of Linux."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def family(pid: int) -> Iterator[int]:
    """A process and all that it has started and that still runs."""
    yield pid
    with suppress(OSError):  # it has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def command(pid: int) -> tuple[str, ...]:
    """How it was called; empty once it has ended."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return tuple(word.decode(errors="replace") for word in words if word)
    return ()


def resident(pid: int) -> int:
    """Its memory, in KiB."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1])
