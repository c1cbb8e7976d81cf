"""Where a sheet goes: to a queue of CUPS, or into a folder of a demo site."""

import subprocess
from pathlib import Path
from typing import Final, Protocol

LP: Final = Path("/usr/bin/lp")
QUEUE_SECONDS: Final = 20
"""How long a queue may take to accept a sheet."""


class SheetsOutOfOrder(Exception):
    """The sheet was not taken. Its text names nothing of the visitor's."""


class SheetPrinter(Protocol):
    """Takes one PDF."""

    def print(self, pdf: bytes) -> None:
        """Returns when all of it was taken.

        Raises:
            SheetsOutOfOrder: it was not.
        """


class NoSheets:
    """This site prints none."""

    def print(self, pdf: bytes) -> None:
        """Never taken."""
        raise SheetsOutOfOrder("this site has no printer for sheets")


class FolderOfSheets:
    """PDF files in a folder, for demo and training."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print(self, pdf: bytes) -> None:
        """One file more."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._folder / f"{self._next():04}.pdf").write_bytes(pdf)
        except OSError as error:
            raise SheetsOutOfOrder(f"the folder: {type(error).__name__}") from None

    def _next(self) -> int:
        taken = (_number(path) for path in self._folder.glob("*.pdf"))
        return 1 + max(taken, default=0)


class CupsQueue:
    """A queue of CUPS by its name. What happens to the paper is the queue's affair.

    ``lp`` is the program that hands it over.
    """

    def __init__(self, name: str, lp: Path = LP) -> None:
        self._name = name
        self._lp = lp

    def print(self, pdf: bytes) -> None:
        """``lp`` reads it from a pipe: no name is in a command line or a title."""
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, no shell
                [self._lp, "-d", self._name, "-t", "sheet", "-o", "media=A4", "-"],
                input=pdf,
                capture_output=True,
                timeout=QUEUE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SheetsOutOfOrder(f"lp: {type(error).__name__}") from None
        if done.returncode != 0:
            raise SheetsOutOfOrder(f"lp: exit status {done.returncode}")


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isdecimal() else 0
