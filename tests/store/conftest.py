"""A store in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.database import Store, open_store
from tests.registry.people import KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path, KEY)
    yield opened
    opened.close()
