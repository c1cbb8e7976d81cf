"""PIN counters that outlive the process, as they outlive power on a real card."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


class Counters:
    """Tries left by the name of the PIN, kept in a JSON file if one is given.

    The file holds names of PINs and numbers, nothing else. It is replaced as a
    whole (written beside, synchronised, renamed), so a crash leaves the old or the
    new counts, never half of them.

    Raises:
        ValueError: the file holds anything else, or a count above its limit; one
            line names it.
        OSError: the file cannot be read or written.
    """

    def __init__(
        self,
        limits: Mapping[str, int],
        path: Path | None = None,
        start: Mapping[str, int] | None = None,
    ) -> None:
        self._limits = dict(limits)
        self._path = path
        self._left = dict(limits) | dict(start or {})
        if path is not None and path.exists():
            self._left = self._load(path)
        self._save()

    def __getitem__(self, pin: str) -> int:
        return self._left[pin]

    def __setitem__(self, pin: str, tries: int) -> None:
        self._left[pin] = tries
        self._save()

    def _load(self, path: Path) -> dict[str, int]:
        try:
            stored = json.loads(path.read_text("utf-8"))
        except ValueError:
            stored = None
        if not isinstance(stored, dict) or stored.keys() != self._limits.keys():
            names = ", ".join(self._limits)
            raise ValueError(f"{path}: not a counter file; it has exactly {names}")
        for pin, limit in self._limits.items():
            tries = stored[pin]
            if type(tries) is not int or not 0 <= tries <= limit:
                raise ValueError(f"{path}: {pin} must be a number from 0 to {limit}")
        return stored

    def _save(self) -> None:
        if self._path is None:
            return
        beside = self._path.with_name(self._path.name + ".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(self._left, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
