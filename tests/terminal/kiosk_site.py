"""A site with folders of its own, on which the real program is started.

The virtual authority and the keys of the visitor's card are made once in a test run.
"""

import shutil
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from kiosk.emulator.demo import demo_card
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.registry.auth_id import grouped
from kiosk.store.database import open_store
from kiosk.store.drafts import Draft, Drafts
from kiosk.store.health import check
from tests.receipts.papers import printed, scan

VISITOR = "student"
PERSON = PEOPLE[VISITOR]
PIN = "1234"
PASSWORD = "ABC123"
PHONE = "09012345678"

_SETTINGS = """\
[site]
name = "まどぐち Test Desk"
mode = "{mode}"
kind = "community"
languages = ["ja", "en"]

[visit]
idle_seconds = 3600
goodbye_seconds = 120

[store]
path = "{mode}/kiosk.db"
key_file = "{mode}/kiosk.key"

[card]
desk = "{desk}"
trust_anchors = "{anchors}"

[printer]
kind = "file"
path = "{printer}"
width_mm = 80
png_folder = "receipts"

[sheets]
kind = "folder"
folder = "sheets"

[screen]
pause_ms = 0
"""


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the authority and the visitor's keys."""
    folder = tmp_path_factory.getbasetemp() / "workshop"
    demo_card(folder, datetime.now(UTC), VISITOR)
    return folder


def card_of(workshop: Path) -> VirtualMyNumberCard:
    """The visitor's card, issued yesterday: the program has the real clock."""
    return demo_card(workshop, datetime.now(UTC), VISITOR)


class KioskSite:
    """The files of one site. ``printer`` is the file or device that is printed to.

    The program is started in ``elsewhere``, which is also its home and its place
    for temporary files, and must stay empty.
    """

    def __init__(
        self,
        folder: Path,
        workshop: Path,
        *,
        desk: str = "pcsc",
        printer: Path | None = None,
    ) -> None:
        mode = "training" if desk == "pcsc" else "demo"
        self.folder = folder
        self.config = folder / "kiosk.toml"
        self.data = folder / mode
        self.receipts = printer or folder / "receipts.bin"
        self.elsewhere = folder.with_name(f"{folder.name}-elsewhere")
        for made in (folder, self.elsewhere):
            made.mkdir()
        if desk == "virtual":
            shutil.copytree(workshop, self.data)
        self.config.write_text(
            _SETTINGS.format(
                mode=mode,
                desk=desk,
                anchors=workshop / "anchors",
                printer=self.receipts,
            )
        )

    @property
    def command(self) -> list[str | Path]:
        """The program as it is started; ``env`` becomes it and keeps its number."""
        home = self.elsewhere
        return [
            *("env", f"--chdir={home}", f"HOME={home}", f"TMPDIR={home}"),
            *(sys.executable, "-m", "kiosk", "run", "--config", self.config),
        ]

    @property
    def key_file(self) -> Path:
        return self.data / "kiosk.key"

    @property
    def log(self) -> str:
        return (self.data / "kiosk.log").read_text()

    @property
    def store(self) -> Path:
        return self.data / "kiosk.db"

    def has_store(self) -> bool:
        """Whether there is a store with a key."""
        return self.store.exists() and self.store.stat().st_size > 0

    def auth_ids(self) -> list[str]:
        """Every ID in the store, as it is shown."""
        key = self.key_file.read_bytes()
        with closing(open_store(self.store, key)) as store, store.read() as db:
            return [grouped(row["auth_id"]) for row in db["users"].rows]

    def draft(self) -> Draft:
        """The only application in the store, which is whole."""
        key = self.key_file.read_bytes()
        with closing(open_store(self.store, key)) as store:
            check(store)
            with store.read() as db:
                [(holder,)] = db.execute("SELECT number FROM users").fetchall()
            now = datetime.now(UTC)
            [note] = Drafts(store).of(holder, now)
            return Drafts(store).open(note.id, holder, now)

    def processes(self) -> list[int]:
        """The program and all that it has started: what runs in ``elsewhere``."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has just ended
                if (folder / "cwd").readlink() == self.elsewhere:
                    found.append(int(folder.name))
        return found

    def printed_codes(self) -> list[list[str]]:
        """What a scanner reads off each paper that the printer was sent."""
        return [scan(paper) for paper in printed(self.receipts.read_bytes())]

    def pictured_codes(self) -> list[list[str]]:
        """What it reads off the pictures that were kept of them."""
        pictures = sorted((self.folder / "receipts").iterdir())
        return [scan(Image.open(path)) for path in pictures]

    def files_telling(self, texts: Sequence[str]) -> list[Path]:
        """The files, also those elsewhere, in which one of the texts can be read."""
        return [
            path
            for folder in (self.folder, self.elsewhere)
            for path in folder.rglob("*")
            if path.is_file()
            and any(text.encode() in path.read_bytes() for text in texts)
        ]
