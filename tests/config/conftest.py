"""Settings files to be read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import ConfigError, load

Write = Callable[[str], Path]
Refused = Callable[[str], list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text as ``kiosk.toml``."""

    def write(text: str) -> Path:
        path = tmp_path / "kiosk.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def refused(write: Write) -> Refused:
    """The lines a text is refused with, without the path in front of each."""

    def refused(text: str) -> list[str]:
        path = write(text)
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert all(line.startswith(f"{path}:") for line in caught.value.lines)
        return [line.removeprefix(f"{path}:") for line in caught.value.lines]

    return refused
