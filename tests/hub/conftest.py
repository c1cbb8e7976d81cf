"""One PostgreSQL for all tests of the hub, with an association in it."""

from collections.abc import Iterator

import pytest

from tests.hub.desks import Desks
from tests.hub.postgres import running


@pytest.fixture(scope="session")
def desks() -> Iterator[Desks]:
    """An association with its office, for all tests: each makes its own terminals."""
    with running() as server:
        yield Desks(server)
