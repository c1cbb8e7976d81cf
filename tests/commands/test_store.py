"""``kiosk store backup`` and ``restore``, and what the doctor says of copies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.commands.check_backups import copies
from kiosk.commands.finding import State
from kiosk.commands.language import sayer
from kiosk.config import Config, load
from kiosk.store.database import open_store
from kiosk.store.keys import FileKey
from tests.commands.program import kiosk
from tests.config.site import PRODUCTION, SOUND

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A site with a store and a folder for its copies."""
    path = tmp_path / "kiosk.toml"
    key_file = 'key_file = "demo/kiosk.key"\n'
    path.write_text(SOUND.replace(key_file, f'{key_file}backups = "copies"\n'))
    config = load(path)
    assert config.store.key_file
    open_store(
        config.store.path, FileKey(config.store.key_file).load_or_create()
    ).close()
    return path


def words(config: Config, now: datetime = NOW) -> list[tuple[State, str]]:
    return [(each.state, each.what) for each in copies(config, sayer("en"), now)]


def test_a_copy_is_made_and_put_back(settings: Path) -> None:
    made = kiosk("store", "backup", "--config", settings)
    assert (made.returncode, made.stderr) == (0, "")
    copy = Path(made.stdout.strip())
    assert copy.parent == settings.parent / "copies"
    done = kiosk("store", "restore", copy, "--config", settings)
    assert (done.returncode, done.stderr) == (0, "")
    aside = settings.parent / "demo" / "kiosk.db.damaged-"
    assert done.stdout.startswith(f"set aside: {aside}")


def test_another_folder_may_be_named(settings: Path) -> None:
    folder = settings.parent / "stick"
    made = kiosk("store", "backup", folder, "--config", settings)
    assert Path(made.stdout.strip()).parent == folder


def test_a_file_that_is_no_copy_is_refused(settings: Path) -> None:
    store = settings.parent / "demo" / "kiosk.db"
    before = store.read_bytes()
    done = kiosk("store", "restore", settings, "--config", settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert store.read_bytes() == before


def test_without_a_store_or_a_folder_nothing_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND)
    done = kiosk("store", "backup", "--config", path)
    assert (done.returncode, "name a folder" in done.stderr) == (2, True)
    done = kiosk("store", "backup", tmp_path / "copies", "--config", path)
    assert (done.returncode, "there is no store yet" in done.stderr) == (1, True)
    assert not (tmp_path / "copies").exists()


def test_the_doctor_looks_at_how_old_the_newest_copy_is(settings: Path) -> None:
    config = load(settings)
    folder = settings.parent / "copies"
    none = (State.WARNING, f"no copy of the store in {folder} yet")
    assert words(config) == [none]
    folder.mkdir()
    (folder / "kiosk-20261123T030000Z.db").touch()
    newest = "the newest copy of the store is of 2026-11-23 12:00"
    assert words(config) == [(State.OK, newest)]
    assert words(config, NOW + timedelta(days=1)) == [(State.OK, newest)]
    late = NOW + timedelta(days=1, seconds=1)
    assert words(config, late) == [(State.WARNING, newest)]


def test_the_doctor_tells_of_a_store_that_was_replaced(settings: Path) -> None:
    config = load(settings)
    aside = config.store.path.with_name("kiosk.db.damaged-20261123T030000Z")
    aside.touch()
    aside.with_name(f"{aside.name}-wal").touch()
    told = copies(config, sayer("en"), NOW)[0]
    assert told.state is State.WARNING
    assert told.what.startswith("it was found damaged on 2026-11-23 at 12:00")
    assert str(aside) in told.do


def test_in_production_somebody_must_know_that_no_copies_are_made(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(PRODUCTION)
    assert words(load(path)) == [(State.WARNING, "no copies of the store are made")]
    path.write_text(SOUND)
    assert words(load(path)) == []
