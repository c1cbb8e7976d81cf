"""A registry in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.registry.registry import Registry
from kiosk.store.database import Store, open_store
from tests.registry.people import KEY, seeded


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "data" / "store.db", KEY)
    yield opened
    opened.close()


@pytest.fixture
def registry(store: Store) -> Registry:
    return Registry(store, KEY, seeded(1), site="demo-site")
