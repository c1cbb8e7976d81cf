"""A version that does not come up is taken back, with its files and its data.

The functions of the installer run in bash over folders of the test, with a systemctl
that starts what ``current`` links to: a version named ``bad*`` fails as its name says,
after it has written to the data.
"""

import subprocess
from pathlib import Path

import pytest

from tests.deploy.conftest import DEPLOY

HARNESS = r"""
set -Eeuo pipefail
name=deploy/install stage=$1/stage
. "$2/lib/common.bash"; . "$2/lib/files.bash"; . "$2/lib/start.bash"
home=$1/opt data=$1/data memory=$1/memory files=$stage/files before=$stage/before
version=$home/versions/$3 switched='' last='' placed=() id=0
is_running() { true; }
apply_settings() { :; }
sleep() { :; }
systemctl() {
    case $1 in
        restart)
            id=$((id + 1))
            echo written >>"$data/kiosk.db"
            [[ $(readlink "$home/current") != */bad-start ]] ;;
        is-active)
            case $(readlink "$home/current") in
                */bad-end) echo failed ;;
                *) echo active ;;
            esac ;;
        show)
            [[ $(readlink "$home/current") != */bad-again ]] || id=$((RANDOM + 9))
            echo "$id" ;;
    esac
}
finish() {
    local status=$?
    trap - EXIT
    set +e
    if [[ $status != 0 ]]; then
        put_files_back
        [[ -z $switched ]] || return_to_last_version
    fi
    exit "$status"
}
trap finish EXIT
switch_over
prune
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A PC on which ``old`` runs; ``older`` is still there."""
    for name in ("older", "old", "new", "bad-start", "bad-end", "bad-again"):
        (tmp_path / "opt" / "versions" / name).mkdir(parents=True)
    (tmp_path / "opt" / "current").symlink_to(tmp_path / "opt" / "versions" / "old")
    for name in ("data", "memory", "stage"):
        (tmp_path / name).mkdir()
    (tmp_path / "data" / "kiosk.db").write_text("kept\n")
    return tmp_path


def update(site: Path, version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", HARNESS, "bash", site, DEPLOY, version],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def current(site: Path) -> str:
    return (site / "opt" / "current").readlink().name


def versions(site: Path) -> set[str]:
    return {each.name for each in (site / "opt" / "versions").iterdir()}


def test_a_version_that_comes_up_stays_with_the_one_before(site: Path) -> None:
    done = update(site, "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert current(site) == "new"
    assert versions(site) == {"old", "new"}
    assert (site / "data" / "kiosk.db").read_text() == "kept\nwritten\n"
    assert not (site / "memory" / "data").exists()


@pytest.mark.parametrize("version", ["bad-start", "bad-end", "bad-again"])
def test_a_version_that_does_not_is_taken_back(site: Path, version: str) -> None:
    done = update(site, version)
    assert done.returncode == 1
    assert done.stderr == (
        f"deploy/install: {version} does not come up; journalctl -u madoguchi says "
        "why; old runs again\n"
    )
    assert current(site) == "old"
    # Of what the new version wrote nothing is left; the old one was started.
    assert (site / "data" / "kiosk.db").read_text() == "kept\nwritten\n"
    assert not (site / "memory" / "data").exists()


def test_a_first_version_that_does_not_come_up_leaves_none(site: Path) -> None:
    (site / "opt" / "current").unlink()
    done = update(site, "bad-start")
    assert done.returncode == 1
    assert not (site / "opt" / "current").is_symlink()
    assert (site / "data" / "kiosk.db").read_text() == "kept\n"
