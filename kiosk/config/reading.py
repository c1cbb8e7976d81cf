"""``kiosk.toml``, read and checked as a whole before anything starts."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kiosk.config.agreement import disagreements
from kiosk.config.checks import Place
from kiosk.config.lines import Lines
from kiosk.config.models import Config
from kiosk.config.tables import keys, table

DEFAULT: Final = Path(__file__).resolve().parents[2] / "kiosk.toml"
"""The file that holds when no other is named: the demo site of the checkout."""

LARGEST: Final = 64 * 1024
"""Bytes. A settings file is a page of text; more is another file by mistake."""


class ConfigError(Exception):
    """The settings cannot be used. ``lines``: every reason, ready to be printed."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def load(path: Path = DEFAULT) -> Config:
    """Read and check the settings; nothing they name is looked at yet.

    Raises:
        ConfigError: they cannot be used; its lines give file, line, key, what is
            wrong and what is there instead.
    """
    text = _read(path)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError((_syntax(path, text, str(error)),)) from None
    place = Place((), path.absolute().parent, [])
    config: Config | None = table(Config, data, place)
    faults = [*place.faults, *disagreements(_sound_tables(data, place.folder))]
    if config is None or faults:
        lines = Lines(text)
        placed = sorted((lines.find(fault.path), fault.text) for fault in faults)
        raise ConfigError(tuple(f"{path}:{line}: {what}" for line, what in placed))
    return config


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        why = error.strerror or "cannot be read"
        raise ConfigError(
            (f"{path}: {why}; name the settings with --config",)
        ) from None
    if len(content) > LARGEST:
        raise ConfigError(
            (f"{path}: larger than {LARGEST} bytes: not a settings file",)
        )
    try:
        # Windows editors put a mark before UTF-8 text.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError((f"{path}:{line}: must be saved as UTF-8 text",)) from None


def _syntax(path: Path, text: str, told: str) -> str:
    """``tomllib`` ends its message with the place, which belongs in front."""
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", told)
    what = told[: place.start()] if place else told
    if place and place[1]:
        return f"{path}:{place[1]}: not TOML: {what} (column {place[2]})"
    return f"{path}:{text.count(chr(10)) + 1}: not TOML: {what} (end of file)"


def _sound_tables(data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The tables that are right in themselves, so that what is wrong between two of
    them is told together with what is wrong in a third.
    """
    read = {
        name: check(data.get(name, {}), Place((name,), folder, []))
        for name, check in keys(Config).items()
    }
    return {name: own for name, own in read.items() if own is not None}
