"""A store that is damaged comes back from its last whole copy; anything else stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store.backup import back_up
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError, StoreFault
from kiosk.store.repair import damaged, open_whole
from tests.registry.people import KEY

AT = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
NOW = AT + timedelta(hours=8)


def first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 200)


def middle_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(5 * 4096 + 100)
        file.write(b"\xff" * 200)


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1000)


def emptied(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(0)


def gone(path: Path) -> None:
    path.unlink()


DAMAGES = [first_page, middle_page, cut_short, emptied, gone]


@pytest.fixture
def site(path: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A store with one word in it, closed, and the folder with two copies of it."""
    copies = tmp_path / "copies"
    store = open_store(path, KEY)
    with store.write() as db:
        db.execute("CREATE TABLE words (word TEXT)")
        db.execute("INSERT INTO words VALUES ('kept')")
    back_up(store, copies, KEY, AT - timedelta(days=1))
    back_up(store, copies, KEY, AT)
    store.close()
    return path, copies


def words(path: Path, copies: Path | None) -> list[str]:
    store = open_whole(path, KEY, copies, NOW)
    try:
        with store.read() as db:
            return [row[0] for row in db.execute("SELECT word FROM words")]
    finally:
        store.close()


def test_a_whole_store_is_opened_as_it_is(site: tuple[Path, Path]) -> None:
    path, copies = site
    assert words(path, copies) == ["kept"]
    assert damaged(path) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_comes_back(
    site: tuple[Path, Path], damage: Callable[[Path], None]
) -> None:
    path, copies = site
    damage(path)
    left = path.read_bytes() if path.exists() else None
    assert words(path, copies) == ["kept"]
    if left is None:
        assert damaged(path) == []
    else:
        [aside] = damaged(path)
        assert aside.name == "store.db.damaged-20261124T110405Z"
        assert aside.read_bytes() == left


@pytest.mark.parametrize("damage", [first_page, middle_page])
def test_a_damaged_copy_is_passed_over(
    site: tuple[Path, Path], damage: Callable[[Path], None]
) -> None:
    path, copies = site
    damage(path)
    damage(copies / "kiosk-20261124T030405Z.db")
    assert words(path, copies) == ["kept"]


@pytest.mark.parametrize("damage", DAMAGES[:3])
def test_without_a_copy_the_store_stays_as_it_is(
    site: tuple[Path, Path], damage: Callable[[Path], None]
) -> None:
    path, _ = site
    damage(path)
    before = path.read_bytes()
    for copies in (None, path.parent / "nothing"):
        with pytest.raises(StoreError):
            open_whole(path, KEY, copies, NOW)
        assert path.read_bytes() == before
        assert damaged(path) == []


def test_another_key_is_no_damage(site: tuple[Path, Path]) -> None:
    path, copies = site
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_whole(path, bytes(32), copies, NOW)
    assert caught.value.fault is StoreFault.WRONG_KEY
    assert path.read_bytes() == before


def test_a_first_start_makes_a_store(tmp_path: Path) -> None:
    store = open_whole(tmp_path / "new" / "store.db", KEY, tmp_path / "none", NOW)
    store.close()
    assert damaged(tmp_path / "new" / "store.db") == []
