"""A site with virtual cards for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.card.trust import TrustAnchors
from kiosk.store.database import open_store
from tests.app.bench import Bench
from tests.clerks.conftest import anchors
from tests.emulator.fixtures import authority, card_keys, identity, make_card
from tests.registry.people import KEY

__all__ = ["anchors", "authority", "bench", "card_keys", "identity", "make_card"]


@pytest.fixture
def bench(anchors: TrustAnchors, tmp_path: Path) -> Iterator[Bench]:
    """Everything but the kiosk."""
    store = open_store(tmp_path / "store.db", KEY)
    yield Bench(store, anchors)
    store.close()
