"""Shared by the tests of the rules."""

import sys

import pytest


@pytest.fixture(autouse=True, scope="session")
def _data_read_anew() -> None:
    """Nothing read before this session is kept, even in a forked interpreter."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kiosk.rules"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
