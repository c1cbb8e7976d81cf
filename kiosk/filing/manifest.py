"""What a package says of itself: what is applied for, and which files belong to it."""

import json
import re
import unicodedata
from enum import StrEnum
from typing import Any, Final, Self

from kiosk.filing.faults import Damage, DamagedPackage, UnusableName
from kiosk.record import record

FORMAT: Final = "madoguchi-package-1"
NOTE: Final = (
    "The layout of this package is Madoguchi's own and not the official specification "
    "of any service."
)
LONGEST: Final = 64 * 1024
"""Bytes of a manifest."""
_LONGEST_NAME: Final = 200
"""Bytes, so that there is room for what is put before it."""
_UNUSABLE: Final = re.compile(
    r'[<>:"/\\|?*]|^[. ]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE
)
"""Characters and names that Windows does not take, and hidden files."""


class Part(StrEnum):
    """What a file is to the application; also the folder that it lies in."""

    DATA = "application"
    SHEET = "sheet"
    """The transcription sheet, signed or not."""
    PHOTO = "photo"
    ATTACHMENT = "attachments"


@record(hidden=True)
class FileNote:
    """A file of the package. ``sha256`` in hexadecimal."""

    part: Part
    name: str
    media_type: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """Its place in the archive."""
        return path_of(self.part, self.name)


@record(hidden=True)
class Manifest:
    """``procedure``, ``status`` and ``accompanying`` as ``Application`` has them."""

    procedure: str
    status: str | None
    accompanying: tuple[str, ...]
    files: tuple[FileNote, ...]

    def written(self) -> bytes:
        """As JSON, always in the same words."""
        told = {
            "format": FORMAT,
            "note": NOTE,
            "procedure": self.procedure,
            "status": self.status,
            "with": list(self.accompanying),
            "files": [
                {
                    "part": own.part.value,
                    "name": own.name,
                    "type": own.media_type,
                    "size": own.size,
                    "sha256": own.sha256,
                }
                for own in self.files
            ],
        }
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The manifest that was written.

        Raises:
            DamagedPackage: it is none, or in other words than ``written`` has.
        """
        try:
            told = json.loads(data)
            own = cls(
                told["procedure"],
                told["status"],
                tuple(told["with"]),
                tuple(map(_note, told["files"])),
            )
            if own.written() == data:
                return own
        except (ValueError, KeyError, TypeError, RecursionError, UnusableName):
            pass
        raise DamagedPackage(Damage.OTHER_FILES)


def _note(told: Any) -> FileNote:
    part = Part(told["part"])
    path_of(part, told["name"])
    return FileNote(part, told["name"], told["type"], told["size"], told["sha256"])


def path_of(part: Part, name: str) -> str:
    """Where a file lies in the archive.

    Raises:
        UnusableName: it could lead elsewhere, or not be kept on every system.
    """
    if not is_usable(name):
        raise UnusableName
    return f"{part.value}/{name}"


def is_usable(name: str) -> bool:
    """Whether it is one plain file's name everywhere."""
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        return False
    return (
        0 < length <= _LONGEST_NAME
        and name.isprintable()
        and unicodedata.is_normalized("NFC", name)
        and not _UNUSABLE.search(name)
    )
