"""``kiosk keep``: the kiosk, started again by itself when it has a fault.

The system would do that too, but with a dark screen, and a second later. Here a visitor
reads "one moment" in every language of the site, and then the first screen.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click

from kiosk.commands.site import config_option, refuse_settings

FAULT_STATUS: Final = 70
"""Of the kiosk, when it could not go on (``kiosk.screens.base``)."""
MOST_FAULTS: Final = 3
FAULT_SECONDS: Final = 30.0
"""Whoever has more faults in that time is left to the system, which starts everything
anew, screen and all.
"""
_CALM: Final = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    "\x1b[?2004l\x1b[?1004l\x1b[?2026l\x1b[?1049l\x1b[?25l\x1b[0m\x1b[H\x1b[2J\x1b[3J"
)
"""Takes back what a program that was killed has asked of its terminal, and all that can
be read there.
"""

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_LIBRARY: Final = ctypes.CDLL(None)

logger = logging.getLogger(__name__)


@click.command()
@config_option
def keep(config_path: Path) -> None:
    """The full-screen kiosk, started again when it has a fault."""
    from kiosk.config import ConfigError, load

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("keep: needs a terminal for keys and screen")
    try:
        config = load(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    _hear_no_key()
    isolated = ["-I"] if sys.flags.isolated else []
    command = [sys.executable, *isolated, "-m", "kiosk", "run"]
    status = kept(
        [*command, "--config", str(config_path)],
        lambda: _moment(config.site.languages),
        lambda fault: _report(config.data_folder / "kiosk.log", fault),
        time.monotonic,
    )
    raise click.exceptions.Exit(status)


def kept(
    command: Sequence[str],
    moment: Callable[[], object],
    report: Callable[[int], object],
    monotonic: Callable[[], float],
) -> int:
    """Run ``command`` until it ends by itself, and give its exit status. After a fault
    ``moment`` is shown, the status told to ``report`` (minus the signal, where one has
    killed it), and the command run again.
    """
    faults: list[float] = []
    while True:
        status = _run(command)
        if status != FAULT_STATUS and status >= 0:
            return status
        moment()
        report(status)
        now = monotonic()
        faults = [own for own in faults if now - own < FAULT_SECONDS] + [now]
        if len(faults) > MOST_FAULTS:
            return FAULT_STATUS


def _run(command: Sequence[str]) -> int:
    """Once. Who tells us to end tells the command."""
    # No thread is about that could hold a lock in the child.
    with subprocess.Popen(command, preexec_fn=_end_with_us) as kiosk:  # noqa: S603 - ourselves, and as said
        told = (signal.SIGTERM, signal.SIGHUP)
        before = [signal.signal(own, lambda *_: kiosk.terminate()) for own in told]
        try:
            status = kiosk.wait()
        finally:
            for own, handler in zip(told, before, strict=True):
                signal.signal(own, handler)
    # Our own wish, before the kiosk could hear it as one.
    return 0 if status in (-signal.SIGTERM, -signal.SIGHUP) else status


def _end_with_us() -> None:
    """In the child: it is told to end when its parent has been killed."""
    _LIBRARY.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _hear_no_key() -> None:
    """No key is a signal, and none is written onto the screen, while nobody reads."""
    terminal = sys.stdin.fileno()
    modes = termios.tcgetattr(terminal)
    modes[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    modes[0] &= ~(termios.IXON | termios.IXOFF)
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def _moment(languages: tuple[str, ...]) -> None:
    from kiosk.i18n import words_of
    from kiosk.message import say

    _hear_no_key()
    # Whatever was typed meanwhile was meant for a screen that has gone.
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    # Others a terminal cannot shape, and pictures of them take longer than this.
    every = [own for own in map(words_of, languages) if own.language.drawn == "cells"]
    titles = [words.say(say("kept.title")) for words in every]
    kept = [words.say(say("kept.what")) for words in every]
    rows = os.get_terminal_size(sys.stdout.fileno()).lines
    both = [line for pair in zip(titles, kept, strict=True) for line in (*pair, "")]
    # What a catalogue lacks is said in another language, once.
    lines = both if len(both) < rows else list(dict.fromkeys(titles))[: rows - 1]
    above = max(0, (rows - len(lines)) // 2)
    shown = "\r\n".join(f"   {line}" for line in lines)
    sys.stdout.write(_CALM + "\r\n" * above + shown)
    sys.stdout.flush()


def _report(path: Path, status: int) -> None:
    """Beside what the kiosk itself may have told: how it ended, and nothing more."""
    if not logger.handlers:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = logging.FileHandler(path)
        handler.setFormatter(
            logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s")
        )
        logger.addHandler(handler)
    how = f"signal {-status}" if status < 0 else f"status {status}"
    logger.error("the kiosk ended with %s and is started again", how)
