"""The one file that is signed and filed: made, checked and taken apart again.

``manifest.json`` is the last entry of the archive: it tells the sizes and hashes of
what was written before it, which is read once, a piece at a time.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from kiosk.filing import archive
from kiosk.filing.archive import ArchiveWriter, Entry
from kiosk.filing.faults import (
    ChangedMeanwhile,
    Damage,
    DamagedPackage,
    OverLimits,
    UnusableName,
)
from kiosk.filing.manifest import LONGEST, FileNote, Manifest, Part, path_of
from kiosk.forms.application import Application
from kiosk.forms.attachments import check_files
from kiosk.message import Message
from kiosk.newfile import open_new
from kiosk.record import record

MANIFEST: Final = "manifest.json"


@record(hidden=True)
class Item:
    """A file to be packed. ``opened`` opens it anew, at its beginning.

    ``sha256`` in hexadecimal, where it was looked at before: it must still have it.
    """

    part: Part
    name: str
    media_type: str
    size: int
    opened: Callable[[], BinaryIO]
    sha256: str | None = None


def over_limits(items: Iterable[Item]) -> tuple[Message, ...]:
    """What is too much for the portal: files, or bytes. The photo counts."""
    counted = (Part.PHOTO, Part.ATTACHMENT)
    sizes = [item.size for item in items if item.part in counted]
    return tuple(finding.message for finding in check_files(sizes))


def make(application: Application, items: Sequence[Item], out: BinaryIO) -> Manifest:
    """Write the package to ``out``, which is empty and can be gone back in.

    Raises:
        OverLimits: more than the portal takes; nothing was written.
        UnusableName: of a file, or there are two of it; nothing was written.
        ChangedMeanwhile: a file is not as large as it was, or has another hash.
        OSError: something cannot be read or written.
    """
    if messages := over_limits(items):
        raise OverLimits(messages)
    _require_names(items)
    writer = ArchiveWriter(out)
    notes = [_packed(writer, item, place) for place, item in enumerate(items)]
    manifest = Manifest(
        application.procedure,
        application.status,
        tuple(application.accompanying),
        tuple(notes),
    )
    writer.add(MANIFEST, [manifest.written()])
    writer.finish()
    return manifest


def verify(file: BinaryIO) -> Manifest:
    """What a package holds, once every byte of it has been looked at.

    Raises:
        DamagedPackage: it is not as it was made.
    """
    manifest, found = _opened(file)
    for note, entry in zip(manifest.files, found, strict=True):
        for _ in _believed(file, note, entry):
            pass
    return manifest


def unpack(file: BinaryIO, folder: Path) -> Manifest:
    """Write what went in into a new folder, for its owner alone.

    Raises:
        DamagedPackage: it is not as it was made; nothing was written.
        FileExistsError: the folder is there already.
        OSError: it cannot be written; some of it may be there.
    """
    manifest = verify(file)
    _, found = _opened(file)
    folder.mkdir(mode=0o700)
    for note, entry in zip(manifest.files, found, strict=True):
        path = folder / note.path
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with open_new(path) as new:
            for chunk in _believed(file, note, entry):
                new.write(chunk)
    return manifest


def _require_names(items: Sequence[Item]) -> None:
    """On some systems names that differ in their case are one."""
    paths = Counter(path_of(item.part, item.name).casefold() for item in items)
    if any(count > 1 for count in paths.values()):
        raise UnusableName


def _packed(writer: ArchiveWriter, item: Item, place: int) -> FileNote:
    path = path_of(item.part, item.name)
    reading = _Reading(item.size)
    with item.opened() as file:
        writer.add(path, reading.through(archive.pieces(file)))
    known = item.sha256 or reading.sha256
    if reading.size != item.size or reading.sha256 != known:
        raise ChangedMeanwhile(place)
    return FileNote(item.part, item.name, item.media_type, reading.size, reading.sha256)


def _opened(file: BinaryIO) -> tuple[Manifest, tuple[Entry, ...]]:
    """The manifest, and the entries it speaks of, in its order."""
    listed = archive.entries(file)
    found, last = listed[:-1], listed[-1:]
    if not last or last[0].name != MANIFEST or last[0].size > LONGEST:
        raise DamagedPackage(Damage.NOT_A_PACKAGE)
    manifest = Manifest.read(b"".join(archive.content(file, last[0])))
    if [entry.name for entry in found] != [note.path for note in manifest.files]:
        raise DamagedPackage(Damage.OTHER_FILES)
    return manifest, found


def _believed(file: BinaryIO, note: FileNote, entry: Entry) -> Iterator[bytes]:
    """A file's content; at its end it is known to be what the manifest says."""
    reading = _Reading(entry.size)
    yield from reading.through(archive.content(file, entry))
    if (note.size, note.sha256) != (reading.size, reading.sha256):
        raise DamagedPackage(Damage.CHANGED)


class _Reading:
    """What goes past: how much, and its hash. Of what grows no more than one piece
    beyond ``most`` is read.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._hash = hashlib.sha256()
        self.size = 0

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            self._hash.update(chunk)
            yield chunk
            if self.size > self._most:
                return

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()
