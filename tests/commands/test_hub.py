"""``kiosk hub``: an association from its first office to a terminal that was lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from tests.config.site import SOUND
from tests.hub.postgres import DATABASE, Postgres, running

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def server() -> Iterator[Postgres]:
    with running() as own:
        yield own


def _site(folder: Path, port: int) -> Path:
    folder.mkdir()
    path = folder / "kiosk.toml"
    path.write_text(f'{SOUND}\n[hub]\nservers = ["127.0.0.1:{port}"]\n')
    return path


def _run(*args: object, typed: str = "") -> Result:
    # click's own main would end the test; the table of commands is the same.
    return CliRunner().invoke(main, [str(own) for own in args], input=typed)


def test_from_the_first_office_to_a_lost_terminal(
    server: Postgres, tmp_path: Path
) -> None:
    office = _site(tmp_path / "office", server.port)
    desk = _site(tmp_path / "desk", server.port)
    admin = f"postgresql://postgres@/{DATABASE}?host={server.folder}&port={server.port}"
    out = tmp_path / "server"
    made = _run(
        "hub", "init", "--admin", admin, "--title", "Osaka", "--out", out,
        "--config", office,
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    paper = made.stdout
    assert len(paper.splitlines()) == 8
    _install(server, out)

    file = tmp_path / "invitation"
    code = _run("hub", "invite", "Kyoto 1", file, "--config", office)
    assert code.exit_code == 0, code.stderr
    wrong = _run("hub", "join", file, "--config", desk, typed="AAAA-AAAA\n")
    assert (wrong.exit_code, "code" in wrong.stderr) == (2, True)
    joined = _run("hub", "join", file, "--config", desk, typed=code.stdout)
    assert joined.exit_code == 0, joined.stderr
    again = _run("hub", "join", file, "--config", desk, typed=code.stdout)
    assert (again.exit_code, "already" in again.stderr) == (1, True)

    rotated = _run("hub", "rotate", "--config", office, typed=paper)
    assert rotated.exit_code == 0, rotated.stderr
    branch = tmp_path / "branch-invitation"
    one_more = _run(
        "hub", "invite", "Kobe", branch, "--office", "--config", office, typed=paper
    )
    assert one_more.exit_code == 0, one_more.stderr

    told = _run("hub", "status", "--json", "--config", office)
    members = {own["title"]: own for own in json.loads(told.stdout)}
    assert {name: own["office"] for name, own in members.items()} == {
        "Osaka": True,
        "Kyoto 1": False,
        "Kobe": True,
    }
    refused = _run("hub", "status", "--config", desk)
    assert (refused.exit_code, "refused" in refused.stderr) == (1, True)

    number = members["Kyoto 1"]["number"]
    assert _run("hub", "revoke", number, "--config", office).exit_code == 0
    assert _run("hub", "revoke", number, "--config", office).exit_code == 2
    listed = _run("hub", "status", "--config", office).stdout
    assert any("revoked" in own and "Kyoto 1" in own for own in listed.splitlines())
    assert _run("hub", "migrate", "--admin", admin).stderr == "0 steps\n"


def test_without_a_hub_in_the_settings_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND)
    told = _run("hub", "status", "--config", path)
    assert (told.exit_code, "not joined" in told.stderr) == (1, True)


def _install(server: Postgres, made: Path) -> None:
    """As docs/hub.md has whoever runs the database do it."""
    for name in ("ca.crt", "server.crt", "server.key"):
        (server.data / name).write_bytes((made / name).read_bytes())
    server.run("pg_ctl", "-D", server.data, "reload")
