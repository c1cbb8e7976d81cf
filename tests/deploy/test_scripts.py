"""The scripts are sound, and say what is wrong in a line before they touch anything."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.deploy.conftest import DEPLOY, FILES, program
from tests.missing import missing

SCRIPTS = [DEPLOY / name for name in ("install", "uninstall", "bundle")]
PLAN = ("--dry-run", "--settings", str(DEPLOY / "example.toml"))
CI = DEPLOY.parent / ".ci"


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DEPLOY / script, *arguments],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    "script", [*SCRIPTS, *CI.glob("fresh-*")], ids=lambda path: path.name
)
def test_shellcheck_finds_nothing(script: Path) -> None:
    done = subprocess.run(
        [program("shellcheck"), "--external-sources", script],
        capture_output=True,
        check=False,
        cwd=DEPLOY.parent,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_a_dry_run_names_every_file_and_changes_nothing(tmp_path: Path) -> None:
    if Path("/etc/madoguchi").exists():
        missing("the kiosk is installed here")
    done = run("install", "--dry-run", "--settings", DEPLOY / "example.toml")
    assert done.returncode == 0, done.stderr
    named = {line[6:] for line in done.stdout.splitlines() if line.startswith("write ")}
    promised = {f"/{p.relative_to(FILES)}" for p in FILES.rglob("*") if p.is_file()}
    assert promised <= named
    assert "/etc/madoguchi/kiosk.toml" in named
    assert not Path("/etc/madoguchi").exists()


@pytest.mark.parametrize(
    ("script", "arguments", "says"),
    [
        ("install", ["--fast"], "unknown option --fast"),
        ("install", ["--settings"], "--settings needs a value"),
        ("install", ["--dry-run"], "the site has no settings yet"),
        ("install", ["--dry-run", "--settings", "/nothing"], "/nothing: cannot be"),
        ("install", [*PLAN, "--keyboard", "jp;reboot"], "--keyboard jp;reboot: not"),
        ("install", [*PLAN, "--bundle", "/nothing"], "/nothing: not a bundle"),
        ("uninstall", ["--all"], "unknown option --all"),
        ("bundle", [], "name one folder"),
    ],
)
def test_what_is_wrong_is_one_line(
    script: str, arguments: list[str], says: str
) -> None:
    done = run(script, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"deploy/{script}: {says}")
    assert done.stderr.count("\n") == 1


def test_a_damaged_bundle_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "own.deb").write_bytes(b"changed")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  packages/own.deb\n")
    settings = ("--settings", DEPLOY / "example.toml")
    done = run("install", "--dry-run", *settings, "--bundle", tmp_path)
    assert (
        done.stderr == f"deploy/install: {tmp_path}: damaged; copy it again from "
        "where it was made\n"
    )


def test_only_root_installs() -> None:
    """Where the test is root, somebody else tries, who can read a copy."""
    somebody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103  # the scripts are no secret
        copy = shutil.copytree(DEPLOY, Path(folder, "deploy"))
        done = subprocess.run(
            [
                *(somebody if os.geteuid() == 0 else ()),
                *(copy / "install", "--settings", copy / "example.toml"),
            ],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("deploy/install: must be root")
