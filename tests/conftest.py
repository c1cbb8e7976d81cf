"""What every test of this repository may use."""

from tests.survived import pytest_configure, survived

__all__ = ["pytest_configure", "survived"]
