"""systemd takes the units and finds them shut."""

import configparser
import subprocess
from pathlib import Path

import pytest

from tests.deploy.conftest import FILES, program

UNITS = FILES / "etc/systemd/system"
SERVICES = sorted(UNITS.glob("madoguchi*.service"))
NOT_HERE = "Command /opt/madoguchi/current/.venv/bin/python is not executable"
STRICTEST = {"madoguchi.service": 10}
"""Exposure, in tenths, that is not to be passed; 2.0 for any other unit."""


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program("systemd-analyze"), *arguments],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def test_systemd_has_nothing_to_say_against_them() -> None:
    units = sorted(each for each in UNITS.glob("madoguchi*") if each.is_file())
    done = analyze("verify", "--man=no", *units)
    said = [line for line in done.stderr.splitlines() if NOT_HERE not in line]
    assert (done.stdout, said) == ("", [])


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_little_is_open(unit: Path) -> None:
    limit = STRICTEST.get(unit.name, 20)
    done = analyze("security", "--offline=true", f"--threshold={limit}", unit)
    assert done.returncode == 0, done.stdout


def test_nothing_that_the_kiosk_knows_can_reach_a_disk_by_itself() -> None:
    settings = read(UNITS / "madoguchi.service")["Service"]
    assert settings["LimitCORE"] == settings["MemorySwapMax"] == "0"
    assert settings["StandardOutput"] == "null"


def test_whoever_hangs_is_started_again() -> None:
    for name in ("madoguchi.service", "madoguchi-screen.service"):
        settings = read(UNITS / name)
        assert settings["Service"]["Type"] == "notify"
        assert int(settings["Service"]["WatchdogSec"]) <= 30
        assert settings["Service"]["Restart"] == "always"
        assert settings["Unit"]["StartLimitIntervalSec"] == "0"


def read(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text().replace("\\\n", ""))
    return parser
