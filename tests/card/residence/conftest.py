"""Virtual residence cards for the tests of this folder."""

from tests.emulator.residence.fixtures import make_card, residence_authority, signers

__all__ = ["make_card", "residence_authority", "signers"]
