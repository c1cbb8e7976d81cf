"""The file of figures, written anew each time: whoever reads it sees a whole one."""

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509

from kiosk.metrics.counts import Counts
from kiosk.metrics.figures import Value, text
from kiosk.store.backup import at_of, backups
from kiosk.store.database import Store

_PEM_START: Final = b"-----BEGIN"
_FOR_ALL: Final = 0o644
_A_DAY: Final = 86_400

logger = logging.getLogger(__name__)


class MetricsFile:
    """``version`` of the program; ``copies`` is the folder of the store's copies, or
    None; ``anchors``: folders of certificates by the cards that they are for.
    """

    def __init__(
        self,
        path: Path,
        counts: Counts,
        store: Store,
        disk: Path,
        now: Callable[[], datetime],
        version: str,
        copies: Path | None,
        anchors: dict[str, Path],
    ) -> None:
        self._path = path
        self._counts = counts
        self._store = store
        self._disk = disk
        self._now = now
        self._version = version
        self._copies = copies
        self._anchors = anchors

    def write(self) -> None:
        """The figures of this moment. What cannot be written is logged."""
        try:
            _put(self._path, text(self._values()))
        except Exception as error:
            logger.error("no figures written: %s", type(error).__name__)

    def end(self) -> None:
        """The program ends."""
        try:
            _put(self._path, text([("up", (), 0), *self._always()]))
        except OSError as error:
            logger.error("no figures written: %s", type(error).__name__)

    def _values(self) -> Iterator[Value]:
        now = self._now()
        yield "up", (), 1
        yield from self._always()
        yield from self._counts.values()
        yield "disk_free_bytes", (), shutil.disk_usage(self._disk).free
        with self._store.read() as db:
            [count] = db.execute("SELECT count(*) FROM drafts").fetchone()
        yield "drafts", (), count
        known = backups(self._copies) if self._copies else []
        if known:
            yield "backup_age_seconds", (), (now - at_of(known[0])).total_seconds()
        for cards, folder in self._anchors.items():
            ends = [end for end in ends_in(folder) if end > now]
            if ends:
                left = (min(ends) - now).total_seconds() // _A_DAY
                yield "certificate_expiry_days", (cards,), left

    def _always(self) -> Iterable[Value]:
        return (
            ("build_info", (self._version,), 1),
            ("written_timestamp_seconds", (), int(self._now().timestamp())),
        )


def ends_in(folder: Path) -> Iterator[datetime]:
    """When each certificate of a folder ends, as far as they can be read."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            content = path.read_bytes()
            if content.lstrip().startswith(_PEM_START):
                own = x509.load_pem_x509_certificates(content)
            else:
                own = [x509.load_der_x509_certificate(content)]
        except (OSError, ValueError):
            continue
        yield from (each.not_valid_after_utc for each in own)


def _put(path: Path, content: str) -> None:
    """Whole or not at all.

    Raises:
        OSError: it could not be.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(content, encoding="utf-8")
    draft.chmod(_FOR_ALL)
    os.replace(draft, path)
