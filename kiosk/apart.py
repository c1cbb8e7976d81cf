"""Work that is done in a process of its own, which ends with it.

What it is given and what it answers pass through pipes: nothing of it stands on a
command line, in the environment or in a file. Its answer is trusted no more than what
it was given.
"""

import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO


def done_apart(
    arguments: tuple[str, ...], content: bytes, longest: int, patience: float
) -> tuple[int, bytes]:
    """Python run with ``arguments``: how it ended, and what it answered to
    ``content``, cut off beyond ``longest`` bytes.

    After ``patience`` seconds it is killed; the status of a killed process is negative.

    Raises:
        OSError: no process can be started.
    """
    process = subprocess.Popen(  # noqa: S603 - our own programs, no input in their name
        [sys.executable, "-I", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
    watchdog = threading.Timer(patience, process.kill)
    watchdog.start()
    with process:
        try:
            return _converse(process, content, longest)
        finally:
            watchdog.cancel()
            process.kill()


def _converse(
    process: subprocess.Popen[bytes], content: bytes, longest: int
) -> tuple[int, bytes]:
    with suppress(BrokenPipeError):
        _end(process.stdin).write(content)
        _end(process.stdin).close()
    answer = _end(process.stdout).read(longest + 1)
    if len(answer) > longest:
        process.kill()
    return process.wait(), answer


def _end(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("no pipe to the process")
    return pipe
