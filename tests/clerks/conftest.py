"""Virtual cards, and whom this site trusts, for the tests of this folder."""

from collections.abc import Iterator

import pytest

from kiosk.card.trust import TrustAnchors
from kiosk.emulator.authority import SyntheticAuthority
from tests.clerks.reader import Reader
from tests.emulator.fixtures import authority, card_keys, identity, make_card

__all__ = ["anchors", "authority", "card_keys", "identity", "make_card", "reader"]


@pytest.fixture(scope="session")
def anchors(
    authority: SyntheticAuthority, tmp_path_factory: pytest.TempPathFactory
) -> TrustAnchors:
    """The authority that issued the cards."""
    folder = tmp_path_factory.mktemp("anchors")
    authority.write_anchors(folder)
    return TrustAnchors.load(folder, production=False)


@pytest.fixture
def reader(anchors: TrustAnchors) -> Iterator[Reader]:
    """An empty desk and its clerk."""
    reader = Reader(anchors)
    yield reader
    reader.desk.close()
