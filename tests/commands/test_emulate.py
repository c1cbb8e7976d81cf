"""``kiosk card emulate``: what it is given, checked before anything is served."""

from collections.abc import Mapping
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main


def emulate(*args: str) -> Result:
    return CliRunner().invoke(main, ["card", "emulate", *args])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the emulator was asked to serve, instead of serving it."""
    calls: list[tuple[Any, ...]] = []

    def note(kind: str, host: str, port: int, settings: Mapping[str, str]) -> None:
        calls.append((kind, host, port, dict(settings)))

    monkeypatch.setattr("kiosk.emulator.command.emulate", note)
    return calls


def test_a_card_is_served_with_its_settings(served: list[tuple[Any, ...]]) -> None:
    result = emulate(
        "mynumber", "--vpcd", "[::1]:4000", "--set", "child=yes", "--set", "label=a=b"
    )
    assert (result.exit_code, result.output) == (0, "")
    assert served == [("mynumber", "[::1]", 4000, {"child": "yes", "label": "a=b"})]


def test_the_reader_of_debian_is_the_default(served: list[tuple[Any, ...]]) -> None:
    emulate("mynumber")
    assert served == [("mynumber", "127.0.0.1", 0x8C7B, {})]


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["--vpcd", "here"], "--vpcd here: write it as 127.0.0.1:35963"),
        (["--vpcd", ":1"], "--vpcd :1: write it as 127.0.0.1:35963"),
        (["--vpcd", "a:b"], "--vpcd a:b: write it as 127.0.0.1:35963"),
        (["--vpcd", "a:٣"], "--vpcd a:٣: write it as 127.0.0.1:35963"),
        (["--vpcd", "a:0"], "--vpcd a:0: a port is 1 to 65535"),
        (["--vpcd", "a:65536"], "--vpcd a:65536: a port is 1 to 65535"),
        (["--set", "child"], "--set child: write it as KEY=VALUE"),
        (["--set", "=yes"], "--set =yes: write it as KEY=VALUE"),
        (["--set", "child=maybe"], "child=maybe: give yes or no"),
    ],
)
def test_bad_input_is_refused(args: list[str], line: str) -> None:
    result = emulate("mynumber", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kiosk: {line}\n"


def test_an_unknown_card_is_refused() -> None:
    result = emulate("library-card")
    assert result.exit_code == 2
    assert result.stderr == (
        "kiosk: library-card: no such card; "
        "use one of mynumber, residence-1, residence-2, specified\n"
    )


def test_a_fault_of_the_system_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "counters.json")

    monkeypatch.setattr("kiosk.emulator.command.emulate", fail)
    result = emulate("mynumber")
    assert result.exit_code == 1
    assert result.stderr == (
        "kiosk: counters.json: Permission denied; the virtual card stops\n"
    )
