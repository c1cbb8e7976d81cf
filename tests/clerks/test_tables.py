"""The clerk who writes tables: what is in the folder, or is not, in every way."""

import errno
import json
import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from kiosk.clerks import tables
from kiosk.clerks.tables import TableClerk
from kiosk.forms.application import Application, read
from kiosk.forms.tables import read as read_tables
from kiosk.visit.effects import WriteTables
from kiosk.visit.events import TablesAnswer, TablesNotWritten, TablesWritten
from kiosk.visit.tables import TablesFault
from tests.forms.samples import application, joined
from tests.missing import missing
from tests.registry.people import NOON

WHOLE = joined(application("extension"), "reentry")
STEM = "extension-20261124-120000"
"""By the clock of Japan."""
NAMES = (
    *(f"{STEM}.csv", f"{STEM}-utf8.csv"),
    *(f"{STEM}-accompanying.csv", f"{STEM}-accompanying-utf8.csv"),
    f"{STEM}.json",
)


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """No answer is ever logged."""
    caplog.set_level(logging.DEBUG, "kiosk")
    yield caplog
    assert WHOLE.answers["name"] not in caplog.text


def write(
    folder: Path | None, asked: Application = WHOLE, apart: Path | None = None
) -> TablesAnswer:
    return TableClerk(folder, lambda: NOON, apart).do(WriteTables(3, asked))


def test_both_tables_twice_and_the_answers(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "tables"
    assert write(folder) == TablesWritten(3, str(folder), NAMES)
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    for mark in ("", "-utf8"):
        files = [folder / f"{STEM}{end}{mark}.csv" for end in ("", "-accompanying")]
        back = read_tables([file.read_bytes() for file in files])
        assert dict(back.answers) == dict(WHOLE.answers)
    assert read((folder / f"{STEM}.json").read_bytes()) == WHOLE


def test_the_first_is_as_the_agencys_tool_reads_and_the_second_as_a_spreadsheet(
    tmp_path: Path,
) -> None:
    write(tmp_path)
    text = (tmp_path / f"{STEM}.csv").read_bytes().decode("cp932")
    marked = (tmp_path / f"{STEM}-utf8.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + text.encode()


def test_nobody_else_at_the_machine_reads_them_and_no_name_is_in_theirs(
    tmp_path: Path,
) -> None:
    write(tmp_path)
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        told = WHOLE.answers
        assert not [a for a in told.values() if len(a) > 2 and a in path.name]


def test_two_in_one_second_are_both_there(tmp_path: Path) -> None:
    write(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    again = write(tmp_path)
    assert isinstance(again, TablesWritten)
    assert again.files[0] == f"{STEM}-2.csv"
    assert {path: path.read_bytes() for path in before} == before
    assert len(list(tmp_path.iterdir())) == 2 * len(NAMES)


def test_a_mount_point_without_its_stick_is_no_stick(tmp_path: Path) -> None:
    """What lies on the machine's own disk would stay there."""
    own, stick = tmp_path / "store", tmp_path / "stick"
    own.mkdir()
    missing = TablesNotWritten(3, TablesFault.MISSING)
    assert write(stick, apart=own) == missing
    stick.mkdir()
    assert write(stick, apart=own) == missing
    assert list(stick.iterdir()) == []


def test_another_disk_takes_them(tmp_path: Path) -> None:
    with_shared_memory = Path("/dev/shm")  # noqa: S108  # another disk than tests'
    if with_shared_memory.stat().st_dev == tmp_path.stat().st_dev:
        missing("tests lie on the only disk there is")
    folder = with_shared_memory / f"tables-{os.getpid()}"
    folder.mkdir()
    try:
        assert isinstance(write(folder, apart=tmp_path), TablesWritten)
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def test_no_folder_is_set() -> None:
    assert write(None) == TablesNotWritten(3, TablesFault.MISSING)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    place = tmp_path / "tables"
    place.write_bytes(b"")
    assert write(place) == TablesNotWritten(3, TablesFault.MISSING)
    assert write(place / "more") == TablesNotWritten(3, TablesFault.MISSING)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, TablesFault.FULL),
        (errno.EDQUOT, TablesFault.FULL),
        (errno.EROFS, TablesFault.READ_ONLY),
        (errno.EACCES, TablesFault.READ_ONLY),
        (errno.ENODEV, TablesFault.MISSING),
        (errno.EIO, TablesFault.FAILED),
    ],
)
@pytest.mark.parametrize("at", range(len(NAMES)))
@pytest.mark.parametrize("call", ["open", "fsync"])
def test_all_of_them_or_none(
    call: str,
    at: int,
    number: int,
    fault: TablesFault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever file it is at which the stick fails."""
    genuine, calls = getattr(os, call), iter(range(len(NAMES) + 1))

    def failing(*args: object) -> object:
        if next(calls) == at:
            raise OSError(number, os.strerror(number), WHOLE.answers["name"])
        return genuine(*args)

    with monkeypatch.context() as patched:
        patched.setattr(tables.os, call, failing)
        assert write(tmp_path) == TablesNotWritten(3, fault)
    assert list(tmp_path.iterdir()) == []
    assert isinstance(write(tmp_path), TablesWritten), "and once more it works"


def test_a_letter_that_shift_jis_lacks(tmp_path: Path) -> None:
    """Checked answers have none; nothing is written should it happen."""
    odd = MappingProxyType({**WHOLE.answers, "occupation": "हनोई"})
    asked = replace(WHOLE, answers=odd)
    assert write(tmp_path, asked) == TablesNotWritten(3, TablesFault.CHARACTERS)
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Application) -> None:
        raise ZeroDivisionError(WHOLE.answers["name"])

    monkeypatch.setattr(tables, "tables", fail)
    assert write(tmp_path) == TablesNotWritten(3, TablesFault.FAILED)


def test_the_json_is_what_the_command_line_reads(tmp_path: Path) -> None:
    write(tmp_path)
    data = json.loads((tmp_path / f"{STEM}.json").read_text(encoding="utf-8"))
    assert data["procedure"] == "extension"
    assert data["with"] == ["reentry"]
