"""``kiosk staff``: who works at the desk; passwords are typed and never shown."""

import json
import os
import pty
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.registry.registry import Registry
from kiosk.registry.staff import Staff
from kiosk.registry.staff_cards import StaffCards
from kiosk.secret import Secret
from kiosk.store.audit.fields import StaffRole
from kiosk.store.database import Store, open_store
from kiosk.store.keys import FileKey
from tests.commands.program import KIOSK
from tests.config.site import SOUND
from tests.registry.people import NOON, applicant, seeded

RIGHT = b"tulip-lane-17"


class Site:
    """The sound site in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "kiosk.toml"
        self.config.write_text(SOUND)
        self.path = folder / "demo" / "kiosk.db"
        self.key = FileKey(folder / "demo" / "kiosk.key", self.path).load_or_create()

    def opened(self) -> Store:
        return open_store(self.path, self.key)

    def run(self, command: str, *args: str) -> Result:
        line = ["staff", command, "--config", str(self.config), *args]
        return CliRunner().invoke(main, line)

    def typed(self, *args: str, lines: bytes) -> tuple[int, str]:
        """Exit status and all that a terminal showed, while these lines were typed."""
        ours, theirs = pty.openpty()
        command, *more = args
        process = subprocess.Popen(
            [KIOSK, "staff", command, "--config", self.config, *more],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            close_fds=True,
        )
        os.close(theirs)
        shown = b""
        for line in lines.splitlines(keepends=True):
            while not shown.endswith(b": "):
                shown += os.read(ours, 1024)
            shown += b"\n"
            os.write(ours, line)
        try:
            while more_shown := os.read(ours, 1024):
                shown += more_shown
        except OSError:
            pass  # the other side is closed: Linux says so by an error
        os.close(ours)
        return process.wait(timeout=60), shown.decode()

    def knows(self, code: str, password: bytes = RIGHT) -> bool:
        store = self.opened()
        staff = Staff(store, self.key, os.urandom)
        signed = staff.sign_in(code, Secret.of(password), datetime.now(UTC))
        store.close()
        return signed.member is not None


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_first_manager(site: Site) -> None:
    lines = RIGHT + b"\n" + RIGHT + b"\n"
    status, shown = site.typed("add", "Boss-1", "manager", lines=lines)
    assert status == 0, shown
    assert RIGHT.decode() not in shown
    assert "boss-1: manager" in shown
    assert site.knows("boss-1")
    told = json.loads(site.run("list", "--json").output)
    assert told == [{"number": 1, "code": "boss-1", "role": "manager"}]


def test_a_slip_is_taken_back(site: Site) -> None:
    lines = RIGHT + b"x\x7f\n" + RIGHT + b"\n"
    assert site.typed("add", "boss-1", "manager", lines=lines)[0] == 0
    assert site.knows("boss-1")


def test_a_lost_card_is_removed(site: Site) -> None:
    store = site.opened()
    member = Staff(store, site.key, seeded(1)).add(
        "help-1", StaffRole.HELPER, Secret.of(RIGHT), NOON
    )
    StaffCards(store, site.key).join(member, b"key of a card", NOON)
    store.close()
    for told in ("the card is removed\n", "there was no card\n"):
        result = site.run("remove-card", "HELP-1")
        assert (result.exit_code, result.stderr) == (0, told)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (b"tulip-lane-17\ntulip-lane-18\n", "the two passwords differ"),
        (b"short\nshort\n", "8 to 64 characters"),
        (b"12345678\n12345678\n", "among the first"),
        (b"x" * 65 + b"\n", "8 to 64 characters"),
    ],
)
def test_what_can_be_no_password(site: Site, lines: bytes, told: str) -> None:
    status, shown = site.typed("add", "boss-1", "manager", lines=lines)
    assert status == 2
    assert told in shown
    assert site.run("list").output == ""


def test_nothing_is_piped_in(site: Site) -> None:
    told = site.run("add", "boss-1", "manager")
    assert told.exit_code == 2
    assert told.stderr == (
        "kiosk: passwords are typed at a terminal; nothing is piped in\n"
    )


def test_a_new_role_a_new_password_and_no_more(site: Site) -> None:
    store = site.opened()
    staff = Staff(store, site.key, os.urandom)
    staff.add("help-1", StaffRole.HELPER, Secret.of(RIGHT), NOON)
    store.close()
    assert site.run("role", "help-1", "gyoseishoshi").exit_code == 0
    assert site.run("list").output.split() == ["1", "help-1", "gyoseishoshi"]
    lines = b"tulip-lane-18\n" * 2
    assert site.typed("password", "help-1", lines=lines)[0] == 0
    assert site.knows("help-1", b"tulip-lane-18")
    assert site.run("remove", "help-1").exit_code == 0
    assert site.run("list", "--json").output == "[]\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("role", "nobody", "manager"), "no staff member has this code"),
        (("remove", "nobody"), "no staff member has this code"),
        (("remove", "x"), "2 to 16 letters"),
        (("remove-card", "nobody"), "no staff member has this code"),
        (("today", "--day", "yesterday"), "write a day as 2026-03-01"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    site: Site, args: tuple[str, ...], told: str
) -> None:
    result = site.run(*args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_day(site: Site) -> None:
    store = site.opened()
    registry = Registry(store, site.key, seeded(1))
    registry.register("visit-1", applicant(language="ja"), NOON)
    store.close()
    own = site.run("today", "--day", "2026-11-24")
    assert own.output.startswith("12:00 registration; ")
    assert own.output.endswith("; 日本語; new\n")
    assert applicant().name not in own.output
    [act] = json.loads(site.run("today", "--day", "2026-11-24", "--json").output)
    assert (act["what"], act["role"], act["outcome"]) == (
        "registered",
        "applicant",
        "new",
    )
    japanese = site.run("today", "--day", "2026-11-24", "--language", "ja")
    assert japanese.output.startswith("12:00 利用者登録; ")
    store = site.opened()
    with store.read() as db:
        [looked] = db.execute(
            "SELECT count(*) FROM audit WHERE entry LIKE '%staff_looked%'"
        ).fetchone()
    store.close()
    assert looked == 3
