"""Fixtures for tests in real terminals. What is missing is said, never passed over."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.missing import missing
from tests.terminal.foot import FootDisplay
from tests.terminal.tmux import Tmux

FONTS = ("Noto Sans Mono", "Noto Sans Mono CJK JP")


def require(*programs: str, fonts: Sequence[str] = ()) -> None:
    """Skip with a reason on a machine without these; fail there in CI."""
    lacking = [name for name in programs if shutil.which(name) is None]
    if not lacking:
        lacking = [name for name in fonts if not _is_installed(name)]
    if not lacking:
        return
    reason = f"not installed: {', '.join(lacking)} (see README, development)"
    missing(reason)


@pytest.fixture
def open_tmux() -> Iterator[Callable[..., Tmux]]:
    """Start programs in tmux: ``open_tmux(command, columns, rows, env)``."""
    require("tmux")
    with ExitStack() as stack:

        def start(
            command: Sequence[str | Path],
            columns: int = 80,
            rows: int = 24,
            env: Mapping[str, str] | None = None,
        ) -> Tmux:
            return stack.enter_context(Tmux(command, columns, rows, env))

        yield start


@pytest.fixture
def open_foot(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., FootDisplay]]:
    """Start programs in foot: ``open_foot(command, columns, rows, env)``."""
    require("Xvfb", "weston", "foot", "xdotool", "zbarimg", "fc-list", fonts=FONTS)
    with ExitStack() as stack:

        def start(
            command: Sequence[str | Path],
            columns: int = 80,
            rows: int = 24,
            env: Mapping[str, str] | None = None,
        ) -> FootDisplay:
            folder = tmp_path_factory.mktemp("foot")
            return stack.enter_context(FootDisplay(command, folder, columns, rows, env))

        yield start


def _is_installed(family: str) -> bool:
    found = subprocess.run(
        ["fc-list", f":family={family}"], capture_output=True, check=True
    )
    return bool(found.stdout)
