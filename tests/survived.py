"""How many faults a run survived, told in one line at its end.

A test that breaks something on purpose takes the fixture ``survived`` and calls it
once for each fault after which everything it promises held. What a failing test has
told does not count. Counts travel with the reports of the tests, so those of all
workers add up.
"""

from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest

Survived = Callable[[str], None]
"""Told where a fault was survived, as it is to be read after a number."""

_PROPERTY: Final = "survived"


@pytest.fixture
def survived(request: pytest.FixtureRequest) -> Survived:
    """Counts one fault."""
    counts: dict[str, int] = {}
    request.node.user_properties.append((_PROPERTY, counts))

    def survived(where: str) -> None:
        counts[where] = counts.get(where, 0) + 1

    return survived


class Tally:
    """Adds up what the tests of all workers told."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One report has come in."""
        if report.when != "call" or not report.passed:
            return
        for name, value in report.user_properties:
            if name == _PROPERTY and isinstance(value, dict):
                self.counts.update(value)

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """The line."""
        if not self.counts:
            return
        parts = [f"{count:,} {where}" for where, count in self.counts.most_common()]
        line = f"faults survived: {self.counts.total():,}; {', '.join(parts)}"
        terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """One tally a run."""
    config.pluginmanager.register(Tally())
