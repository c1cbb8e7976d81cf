"""``kiosk machine``, as the installer asks it."""

from pathlib import Path

from tests.commands.program import kiosk
from tests.config.site import PRODUCTION, SOUND


def test_what_the_unit_may_touch(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(PRODUCTION, encoding="utf-8")
    done = kiosk("machine", "unit", "--config", settings)
    assert done.stdout.splitlines()[:2] == ["[Service]", "PrivateDevices=no"]
    assert kiosk("machine", "network", "--config", settings).stdout == ""
    told = kiosk("machine", "folder", "--config", settings)
    assert told.stdout == "/var/lib/madoguchi\n"


def test_what_cannot_be_opened_is_one_line_and_status_2(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    printer = '[printer]\nkind = "network"\nhost = "printer.local"\n'
    settings.write_text(SOUND.split("[printer]")[0] + printer, encoding="utf-8")
    for command in ("unit", "network"):
        done = kiosk("machine", command, "--config", settings)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"{settings}: printer.host: 'printer.local'")
        assert done.stderr.count("\n") == 1


def test_settings_that_are_wrong_are_told_as_everywhere(tmp_path: Path) -> None:
    done = kiosk("machine", "unit", "--config", tmp_path / "nothing.toml")
    assert done.returncode == 2
    assert "No such file" in done.stderr
