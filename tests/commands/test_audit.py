"""``kiosk audit``: whole or not, and its entries in a file."""

import csv
import io
import json
import shutil
import stat
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.clerks.audit import AuditClerk
from kiosk.cli import main
from kiosk.commands.wiring import crew_of
from kiosk.config import load
from kiosk.registry.registry import Registry
from kiosk.store.audit.document import as_json, document
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store, open_store
from kiosk.store.keys import FileKey
from kiosk.visit.site import Site
from tests.config.site import SOUND
from tests.registry.people import NOON, applicant, seeded

HARM = "UPDATE audit SET entry = replace(entry, '.0', '.1') WHERE number = 2"


@dataclass
class Desk:
    """A site with a store in which something has happened."""

    config: Path
    store: Path
    key: Path

    def opened(self) -> Store:
        return open_store(self.store, self.key.read_bytes())

    def change(self, sql: str) -> None:
        store = self.opened()
        with store.write() as db:
            db.execute(sql)
        store.close()

    def audit(self, *args: str | Path) -> Result:
        command, *more = map(str, args)
        line = ["audit", command, "--config", str(self.config), *more]
        return CliRunner().invoke(main, line)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    config = tmp_path / "kiosk.toml"
    config.write_text(SOUND)
    own = Desk(config, tmp_path / "demo" / "kiosk.db", tmp_path / "demo" / "kiosk.key")
    key = FileKey(own.key, own.store).load_or_create()
    store = open_store(own.store, key)
    registry = Registry(store, key, seeded(1))
    clerk = AuditClerk(Trail(store), lambda: NOON)
    clerk.started(Site("Desk", "demo", "community", ("en",)), "0.1.0")
    for number in (1, 2):
        registry.register(f"visit-{number}", applicant(number), NOON)
    clerk.staff_called()
    store.close()
    return own


# verify


def test_a_whole_trail(desk: Desk) -> None:
    told = desk.audit("verify")
    assert (told.output, told.exit_code) == ("4 entries, whole\n", 0)


def test_in_japanese(desk: Desk) -> None:
    told = desk.audit("verify", "--language", "ja")
    assert told.output == "4件、欠けも改変もありません\n"


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (HARM, "4 entries, altered at entry 2"),
        ("DELETE FROM audit WHERE number = 3", "3 entries, altered at entry 3"),
        (
            "DELETE FROM audit WHERE number = 4",
            "3 entries, truncated: what came from entry 4 on is missing or its end was "
            "altered",
        ),
        (
            "UPDATE users SET address = 'x'",
            "4 entries, whole; rows altered without a record: user 1, 2",
        ),
    ],
)
def test_a_trail_that_is_not(desk: Desk, harm: str, line: str) -> None:
    desk.change(harm)
    told = desk.audit("verify")
    assert (told.output, told.exit_code) == (f"{line}\n", 1)
    assert json.loads(desk.audit("verify", "--json").output)["whole"] is False


def test_a_clock_that_was_set_back_is_told(desk: Desk) -> None:
    store = desk.opened()
    earlier = NOON.replace(year=2020)
    AuditClerk(Trail(store), lambda: earlier).staff_called()
    store.close()
    told = desk.audit("verify")
    line = "5 entries, whole; the clock was set back before entry 5\n"
    assert (told.output, told.exit_code) == (line, 0)


def test_users_from_before_the_trail_are_told(desk: Desk) -> None:
    desk.change("DELETE FROM audit")
    desk.change(
        "UPDATE audit_end SET number = 0, digest = zeroblob(32), mac = x''",
    )
    told = desk.audit("verify")
    line = "0 entries, whole; users from before the record began: 2\n"
    assert (told.output, told.exit_code) == (line, 0)


def test_json_is_a_head_for_later(desk: Desk, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    head.write_text(desk.audit("verify", "--json").output)
    told = json.loads(head.read_text())
    assert told["whole"]
    assert (told["state"], told["at"], told["entries"]) == ("whole", None, 4)
    assert desk.audit("verify", "--head", head).exit_code == 0
    before = tmp_path / "before.db"
    shutil.copy2(desk.store, before)
    store = desk.opened()
    AuditClerk(Trail(store), lambda: NOON).staff_called()
    store.close()
    assert desk.audit("verify", "--head", head).exit_code == 0
    head.write_text(desk.audit("verify", "--json").output)
    # Put back to the state of before: whole, but not to whoever has the later head.
    before.replace(desk.store)
    assert desk.audit("verify").exit_code == 0
    told_since = desk.audit("verify", "--head", head)
    assert told_since.exit_code == 1
    assert told_since.output.startswith("4 entries, truncated: what came from entry 5")


@pytest.mark.parametrize("content", ["", "[]", '{"entries": 1}'])
def test_what_is_no_head(desk: Desk, tmp_path: Path, content: str) -> None:
    head = tmp_path / "head.json"
    head.write_text(content)
    told = desk.audit("verify", "--head", head)
    assert told.exit_code == 2
    assert told.stderr.startswith(f"kiosk: {head}: no end of an audit trail")
    assert told.stderr.count("\n") == 1
    assert desk.audit("verify", "--head", tmp_path / "none").exit_code == 2


def test_nothing_is_made_before_the_first_start(desk: Desk) -> None:
    shutil.rmtree(desk.store.parent)
    told = desk.audit("verify")
    assert told.exit_code == 1
    assert "there is no store yet" in told.stderr
    assert not desk.store.parent.exists()


def test_a_missing_key_is_told(desk: Desk) -> None:
    desk.key.unlink()
    told = desk.audit("verify")
    assert told.exit_code == 1
    assert "key" in told.stderr
    assert told.stderr.count("\n") == 1


def test_wrong_settings_are_told(desk: Desk) -> None:
    desk.config.write_text("x = 1\n")
    told = desk.audit("verify")
    assert told.exit_code == 2
    assert "kiosk.toml" in told.stderr


# export


def test_an_export(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    told = desk.audit("export", "-o", out)
    assert (told.stdout, told.stderr) == ("", f"wrote {out}\n")
    own = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["event"] for row in own] == [
        "started",
        "registered",
        "registered",
        "staff_called",
    ]
    assert own[3]["words"] == "A visitor called for staff"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = tmp_path / "audit.json"
    desk.audit("export", "--format", "json", "--language", "ja", "-o", again)
    last = json.loads(again.read_text(encoding="utf-8"))[-1]
    assert (last["event"], last["fields"]) == ("trail_exported", {"entries": 4})
    assert last["words"] == "この記録をファイルに書き出しました：4件"


def test_nothing_of_anybody_is_in_it(desk: Desk, tmp_path: Path) -> None:
    store = desk.opened()
    with store.read() as db:
        [*rows] = db.query("SELECT auth_id, name, address, phone, mail FROM users")
    store.close()
    for form in ("csv", "json"):
        out = tmp_path / f"audit.{form}"
        desk.audit("export", "--format", form, "-o", out)
        content = out.read_text(encoding="utf-8")
        for row in rows:
            assert not [text for text in row.values() if text in content]
        assert applicant().birth_date not in content


def test_no_file_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    out.write_text("something else")
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere.csv")
    for path in (out, tmp_path / "link.csv"):
        told = desk.audit("export", "-o", path)
        assert told.exit_code == 2
        assert told.stderr == f"kiosk: {path}: is there already; choose another name\n"
    assert out.read_text() == "something else"
    assert not (tmp_path / "nowhere.csv").exists()
    assert desk.audit("verify").output == "4 entries, whole\n"


def test_a_file_that_cannot_be_made(desk: Desk, tmp_path: Path) -> None:
    told = desk.audit("export", "-o", tmp_path / "nowhere" / "audit.csv")
    assert told.exit_code == 1
    assert told.stderr.count("\n") == 1


def test_days(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "audit.json"
    form = ("--format", "json", "-o", out)
    assert desk.audit("export", "--from", "2026-11-25", *form).exit_code == 0
    assert json.loads(out.read_text()) == []
    out.unlink()
    desk.audit("export", "--from", "2026-11-24", "--to", "2026-11-24", *form)
    assert [row["event"] for row in json.loads(out.read_text())][:1] == ["started"]


@pytest.mark.parametrize(
    "days",
    [
        ("--from", "yesterday"),
        ("--to", "2026-02-30"),
        ("--from", "2026-03-02", "--to", "2026-03-01"),
    ],
)
def test_what_are_no_days(desk: Desk, tmp_path: Path, days: tuple[str, ...]) -> None:
    told = desk.audit("export", *days, "-o", tmp_path / "audit.csv")
    assert told.exit_code == 2
    assert told.stderr.count("\n") == 1
    assert not (tmp_path / "audit.csv").exists()


# events


def test_the_list_of_events() -> None:
    page = CliRunner().invoke(main, ["audit", "events", "--format", "md"])
    assert page.output == document()
    for args in (["--json"], ["--format", "json"]):
        told = CliRunner().invoke(main, ["audit", "events", *args])
        assert json.loads(told.output) == as_json()


# A whole kiosk


def test_a_kiosk_records_its_start_and_its_end(desk: Desk, tmp_path: Path) -> None:
    site = Site("Desk", "demo", "community", ("en",))
    day = datetime(2026, 11, 25, tzinfo=UTC)
    with ExitStack() as closing:
        crew_of(load(desk.config), site, lambda: day, closing).desk.close()
    out = tmp_path / "audit.csv"
    desk.audit("export", "--from", "2026-11-25", "-o", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["event"] for row in rows] == ["started", "stopped"]
    assert (rows[0]["mode"], rows[0]["site"]) == ("demo", "community")
