"""A store is damaged while the kiosk is off: it comes back by itself, and says so."""

import subprocess
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from kiosk.store.backup import back_up
from kiosk.store.database import open_store
from kiosk.store.repair import damaged
from tests.survived import Survived
from tests.terminal.drawn import DrawnTerminal
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.visitor import (
    ISSUED,
    LOGGED_IN,
    Visitor,
    id_on,
    until_issued,
    until_logged_in,
)

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")


def test_who_was_registered_logs_in_after_the_store_was_damaged(
    tmp_path: Path, workshop: Path, survived: Survived
) -> None:
    site = KioskSite(tmp_path / "site", workshop, desk="virtual")
    copies = site.folder / "copies"
    settings = site.config.read_text()
    site.config.write_text(
        settings.replace("[store]\n", f'[store]\nbackups = "{copies}"\n')
    )
    with DrawnTerminal(site.command) as terminal:
        visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
        visitor.choose_language()
        visitor.walk(until_issued())
        auth_id = id_on(visitor.read(ISSUED.title))
    _copy(site, copies)
    _damage(site.store)
    with DrawnTerminal(site.command) as terminal:
        visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
        visitor.choose_language()
        visitor.walk(until_logged_in(auth_id))
        visitor.read(LOGGED_IN.title)
    assert site.auth_ids() == [auth_id]
    [aside] = damaged(site.store)
    # As the page for staff says it too, which asks the same.
    told = subprocess.run(
        _doctor(site),
        capture_output=True,
        check=False,
        text=True,
    ).stdout
    assert aside.name in told
    survived("of the store")


def _doctor(site: KioskSite) -> list[str]:
    return ["doctor" if word == "run" else str(word) for word in site.command]


def _copy(site: KioskSite, folder: Path) -> None:
    key = site.key_file.read_bytes()
    with closing(open_store(site.store, key)) as store:
        back_up(store, folder, key, datetime.now(UTC))


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(5 * 4096 + 100)
        file.write(b"\xff" * 200)
