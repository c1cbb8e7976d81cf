"""The clerk who writes the Agency's tables for bulk entry into a folder.

The folder is a stick or a share that somebody takes to the Agency's own tool. All files
of one application are there in the end, or none. No name of a file tells whose it is.
"""

import errno
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from kiosk.forms.application import Application, written
from kiosk.forms.tables import encoded, tables
from kiosk.japan import JAPAN
from kiosk.newfile import write_new
from kiosk.visit.effects import WriteTables
from kiosk.visit.events import TablesAnswer, TablesNotWritten, TablesWritten
from kiosk.visit.tables import TablesFault

_ENCODINGS: Final = {"cp932": "", "utf-8": "-utf8"}
"""Of each table, and what its file's name has for it."""
_FAULTS: Final = {
    errno.ENOENT: TablesFault.MISSING,
    errno.ENOTDIR: TablesFault.MISSING,
    errno.ENODEV: TablesFault.MISSING,
    errno.ENXIO: TablesFault.MISSING,
    errno.EHOSTDOWN: TablesFault.MISSING,
    errno.ENOSPC: TablesFault.FULL,
    errno.EDQUOT: TablesFault.FULL,
    errno.EFBIG: TablesFault.FULL,
    errno.EROFS: TablesFault.READ_ONLY,
    errno.EACCES: TablesFault.READ_ONLY,
    errno.EPERM: TablesFault.READ_ONLY,
}

logger = logging.getLogger(__name__)


class TableClerk:
    """``now`` gives an aware time. ``apart_from`` is a place on the machine's own disk:
    a folder on the same one is a stick that is not in. Without it the folder is made.
    """

    def __init__(
        self,
        folder: Path | None,
        now: Callable[[], datetime],
        apart_from: Path | None = None,
    ) -> None:
        self._folder = folder
        self._now = now
        self._apart_from = apart_from

    def do(self, effect: WriteTables) -> TablesAnswer:
        """Write every table twice, for the Agency's tool and for spreadsheets, and the
        answers as JSON.
        """
        folder = self._folder
        if folder is None:
            return TablesNotWritten(effect.ticket, TablesFault.MISSING)
        try:
            contents = _contents(effect.application)
            self._look_for(folder)
            names = _written(folder, self._stem(effect.application), contents)
        except UnicodeEncodeError:
            # Its text has the character, and what stands around it.
            logger.error("tables not written: characters")
            return TablesNotWritten(effect.ticket, TablesFault.CHARACTERS)
        except OSError as error:
            fault = _FAULTS.get(error.errno or 0, TablesFault.FAILED)
            logger.error("tables not written: %s", fault)
            return TablesNotWritten(effect.ticket, fault)
        except Exception as error:
            logger.error("the table clerk failed: %s", type(error).__name__)
            return TablesNotWritten(effect.ticket, TablesFault.FAILED)
        return TablesWritten(effect.ticket, str(folder), names)

    def _look_for(self, folder: Path) -> None:
        if self._apart_from is None:
            with suppress(FileExistsError):
                folder.mkdir(parents=True, mode=0o700)
        elif folder.stat().st_dev == self._apart_from.stat().st_dev:
            raise OSError(errno.ENODEV, "not another disk")

    def _stem(self, application: Application) -> str:
        return f"{application.procedure}-{self._now().astimezone(JAPAN):%Y%m%d-%H%M%S}"


def _contents(application: Application) -> dict[str, bytes]:
    """By what each file's name has behind its stem."""
    made = tables(application)
    contents = {
        f"{table.name.removeprefix(made[0].name)}{mark}.csv": encoded(table, encoding)
        for table in made
        for encoding, mark in _ENCODINGS.items()
    }
    answers = json.dumps(written(application), ensure_ascii=False, indent=2)
    return {**contents, ".json": f"{answers}\n".encode()}


def _written(folder: Path, stem: str, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of the files, all of which are there."""
    free = next(own for own in _stems(stem) if not any(folder.glob(f"{own}[.-]*")))
    names: list[str] = []
    try:
        for end, content in contents.items():
            write_new(folder / f"{free}{end}", content)
            names.append(f"{free}{end}")
        _settle(folder)
    except BaseException:
        for name in names:
            with suppress(OSError):
                (folder / name).unlink()
        raise
    return tuple(names)


def _stems(stem: str) -> Iterator[str]:
    """Two in one second have different ones."""
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _settle(folder: Path) -> None:
    """The names are on the disk, too: a stick is pulled out soon. Some shares cannot do
    that, and say so.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
