"""Virtual cards for the tests of this folder."""

from tests.emulator.fixtures import authority, card_keys, identity, make_card

__all__ = ["authority", "card_keys", "identity", "make_card"]
