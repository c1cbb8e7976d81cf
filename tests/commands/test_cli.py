"""The command line as a whole: what it loads, and how it refuses."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kiosk.cli import LazyGroup, main
from tests.commands.program import KIOSK, kiosk
from tests.config.site import SOUND, with_line


def test_every_command_of_the_contract_is_there() -> None:
    context = click.Context(main)
    assert isinstance(main, LazyGroup)
    names = main.list_commands(context)
    assert set(names) >= {"run", "doctor", "card", "decide", "rules", "number"}
    for name in names:
        assert isinstance(main.get_command(context, name), click.Command)


def test_help_names_every_command_with_its_purpose() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name in main.list_commands(click.Context(main)):
        assert re.search(rf"^  {name} +\S", result.stdout, re.MULTILINE)


def test_help_loads_no_part_of_the_kiosk() -> None:
    code = (
        "import sys\n"
        "from kiosk.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'smartcard', 'cryptography', 'PIL'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["bogus"], "No such command 'bogus'."),
        (["--bogus"], "No such option '--bogus'."),
        (["card", "emulate"], "Missing argument 'KIND'."),
        (["doctor", "extra"], "Got unexpected extra argument (extra)"),
    ],
)
def test_bad_input_gets_one_line_and_status_2(args: list[str], line: str) -> None:
    result = CliRunner().invoke(main, args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kiosk: {line}\n"


def test_no_command_shows_what_there_is() -> None:
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


def test_version() -> None:
    assert re.fullmatch(r"kiosk, version \d+\.\d+\.\d+\n", kiosk("--version").stdout)


def test_a_reader_that_stops_reading_is_no_fault() -> None:
    with subprocess.Popen(
        [KIOSK, "rules", "table", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_the_kiosk_wants_a_terminal() -> None:
    done = kiosk("run")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "kiosk: run: needs a terminal for keys and screen; "
        "start it in one, without pipes\n"
    )


def test_wrong_settings_are_told_line_by_line_and_no_screen_is_opened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(with_line(7, "idle_seconds = 5", with_line(2, "name = 3", SOUND)))
    master, slave = pty.openpty()
    done = subprocess.run(
        [KIOSK, "run", "--config", path],
        check=False,
        stdin=slave,
        stdout=slave,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"{path}:2: site.name: must be text in quotes (is 3)",
        f"{path}:7: visit.idle_seconds: must be 10 to 3600 (is 5)",
    ]
