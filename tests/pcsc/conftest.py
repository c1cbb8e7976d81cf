"""Fixtures for tests under a real pcscd. What is missing is said, never passed over."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.fixtures import authority, card_keys, identity, make_card
from tests.missing import missing
from tests.pcsc.service import SOCKET, CardService, missing_programs

__all__ = ["authority", "card_keys", "identity", "make_card"]

# libpcsclite reads this once in a process, at its first call.
os.environ["PCSCLITE_CSOCK_NAME"] = str(SOCKET)


def require(*programs: str) -> None:
    """Skip with a reason on a machine without ``programs``; fail there in CI."""
    lacking = missing_programs(*programs)
    if not lacking:
        return
    reason = f"not installed: {', '.join(lacking)} (see README, development)"
    missing(reason)


@pytest.fixture
def card_service(tmp_path: Path) -> Iterator[CardService]:
    """A running pcscd with two empty virtual readers."""
    require()
    with CardService(tmp_path) as service:
        yield service


@pytest.fixture
def stopped_card_service(tmp_path: Path) -> Iterator[CardService]:
    """The same, not started yet: for what happens before, after and between."""
    require()
    service = CardService(tmp_path)
    try:
        yield service
    finally:
        service.__exit__()
