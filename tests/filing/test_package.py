"""Packages: the same to the byte, given back exactly, and no bit of them unwatched."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.filing.archive import ArchiveWriter
from kiosk.filing.data import data_items
from kiosk.filing.data import given as in_memory
from kiosk.filing.faults import (
    ChangedMeanwhile,
    DamagedPackage,
    OverLimits,
    UnusableName,
)
from kiosk.filing.manifest import Manifest, Part, is_usable
from kiosk.filing.package import Item, make, unpack, verify
from kiosk.forms.application import Application, read
from kiosk.forms.tables import read as read_tables
from kiosk.rules.vocabulary import Procedure
from tests.missing import missing

APPLICATION = Application(Procedure.EXTENSION, "student", (Procedure.REENTRY,))


def item(name: str, content: bytes, part: Part = Part.ATTACHMENT) -> Item:
    return in_memory(part, name, "application/pdf", content)


def packed(*items: Item, application: Application = APPLICATION) -> bytes:
    out = io.BytesIO()
    make(application, items, out)
    return out.getvalue()


NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20
).filter(is_usable)
FILES = st.dictionaries(
    NAMES.map(str.casefold).filter(is_usable), st.binary(), max_size=5
)


@given(files=FILES)
@settings(max_examples=60)
def test_what_went_in_comes_out(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    package = packed(*(item(name, content) for name, content in files.items()))
    folder = tmp_path_factory.mktemp("unpacked") / "new"
    manifest = unpack(io.BytesIO(package), folder)
    assert [note.name for note in manifest.files] == list(files)
    for note in manifest.files:
        content = (folder / note.path).read_bytes()
        assert content == files[note.name]
        assert note.sha256 == hashlib.sha256(content).hexdigest()
    found = {path for path in folder.rglob("*") if path.is_file()}
    assert found == {folder / note.path for note in manifest.files}
    assert packed(*(item(name, content) for name, content in files.items())) == package


@given(files=FILES)
@settings(max_examples=40)
def test_the_standard_library_reads_it(files: dict[str, bytes]) -> None:
    package = packed(*(item(name, content) for name, content in files.items()))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        *found, manifest = archive.namelist()
        assert found == [f"attachments/{name}" for name in files]
        assert manifest == "manifest.json"
        told = json.loads(archive.read(manifest))
        for note, content in zip(told["files"], files.values(), strict=True):
            assert archive.read(f"attachments/{note['name']}") == content
            assert note["size"] == len(content)
            assert note["sha256"] == hashlib.sha256(content).hexdigest()


SMALL = packed(item("旅券.pdf", b"abc" * 5), item("b.pdf", b""))


@given(place=st.integers(0, len(SMALL) * 8 - 1))
@example(place=0)
@example(place=len(SMALL) * 8 - 1)
@settings(max_examples=400)
def test_a_bit_that_was_flipped_is_found(place: int) -> None:
    damaged = bytearray(SMALL)
    damaged[place // 8] ^= 1 << place % 8
    with pytest.raises(DamagedPackage):
        verify(io.BytesIO(damaged))


@given(
    place=st.integers(0, len(SMALL)),
    gone=st.integers(0, 40),
    new=st.binary(max_size=40),
)
@settings(max_examples=300)
def test_nothing_else_is_believed(place: int, gone: int, new: bytes) -> None:
    other = SMALL[:place] + new + SMALL[place + gone :]
    if other != SMALL:
        with pytest.raises(DamagedPackage):
            verify(io.BytesIO(other))


@given(noise=st.binary(max_size=200))
def test_noise_is_no_package(noise: bytes) -> None:
    with pytest.raises(DamagedPackage):
        verify(io.BytesIO(noise))


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("manifest.json", b"{}")],
        [("manifest.json", b"[" * 50_000)],
        [("manifest.json", Manifest("coe", None, (), ()).written() + b" ")],
        [("x", b""), ("manifest.json", Manifest("coe", None, (), ()).written())],
        [("manifest.json", Manifest("coe", None, (), ()).written()), ("x", b"")],
        [("manifest.json", b" " * 70_000)],
    ],
)
def test_a_sound_archive_of_something_else(files: list[tuple[str, bytes]]) -> None:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name, content in files:
        writer.add(name, [content])
    writer.finish()
    with pytest.raises(DamagedPackage):
        verify(out)


def test_a_name_that_leads_elsewhere_is_never_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    writer.add("attachments/../../x", [b"x"])
    manifest = Manifest.read(Manifest("coe", None, (), ()).written())
    note = json.loads(manifest.written())
    note["files"] = [
        {"part": "attachments", "name": "../../x", "type": "", "size": 1, "sha256": ""}
    ]
    told = json.dumps(note, ensure_ascii=False, indent=1) + "\n"
    writer.add("manifest.json", [told.encode()])
    writer.finish()
    with pytest.raises(DamagedPackage):
        unpack(out, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_other_programs_agree(tmp_path: Path) -> None:
    if shutil.which("unzip") is None:
        missing("needs unzip")
    path = tmp_path / "package.zip"
    path.write_bytes(SMALL)
    done = subprocess.run(["unzip", "-tq", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


class Utf8Info(zipfile.ZipInfo):
    """A file whose name is told to be UTF-8 also where it is plain ASCII."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(), self.flag_bits | 0x0800


def test_the_standard_library_writes_the_same_bytes() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SMALL)) as own, zipfile.ZipFile(out, "w") as again:
        for name in own.namelist():
            info = Utf8Info(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o100600 << 16
            again.writestr(info, own.read(name))
    assert out.getvalue() == SMALL


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../x", "a/b", "a\\b", "C:x", "a\0b", "a\nb", "a\u202eb.pdf",
        ".hidden", "x.", "x ", "CON", "nul.pdf", "a" * 201, "か\u3099.pdf", "\ud800",
    ],
)  # fmt: skip
def test_names_that_cannot_be_used(name: str) -> None:
    out = io.BytesIO()
    with pytest.raises(UnusableName) as caught:
        make(APPLICATION, [item(name, b"")], out)
    assert out.getvalue() == b""
    assert not name or repr(name)[1:-1] not in str(caught.value)


def test_names_that_differ_in_case_alone() -> None:
    with pytest.raises(UnusableName):
        packed(item("a.pdf", b""), item("A.PDF", b""))


def test_limits() -> None:
    """20 files and 25 MB (25,000,000 bytes), with the photo and without the data."""
    data = item("data.csv", b"x", Part.DATA)
    photo = item("p.jpg", b"", Part.PHOTO)
    most = [item(f"{n}.pdf", b"") for n in range(19)]
    packed(data, photo, *most)
    with pytest.raises(OverLimits) as caught:
        packed(data, photo, *most, item("one more.pdf", b""))
    assert [own.id for own in caught.value.messages] == ["form.files"]
    large = Item(Part.ATTACHMENT, "l.pdf", "", 24_999_999, lambda: io.BytesIO())
    with pytest.raises(OverLimits) as caught:
        packed(large, item("p.jpg", b"ab", Part.PHOTO))
    assert [own.id for own in caught.value.messages] == ["form.files_size"]


@pytest.mark.parametrize("content", [b"abcd", b"ab", b"abd"])
def test_a_file_that_has_changed_is_not_packed(content: bytes) -> None:
    known = hashlib.sha256(b"abc").hexdigest()
    changed = Item(Part.ATTACHMENT, "a", "", 3, lambda: io.BytesIO(content), known)
    with pytest.raises(ChangedMeanwhile):
        packed(item("x.pdf", b""), changed)


def test_answers_are_the_agencys_table() -> None:
    answers = read('{"procedure":"extension","answers":{}}')
    [table] = data_items(answers)
    assert (table.name, table.media_type) == ("extension.csv", "text/csv")
    assert read_tables([table.opened().read()]).procedure == Procedure.EXTENSION


def test_answers_without_a_table_are_told_whole() -> None:
    application = read('{"procedure":"acquisition","answers":{}}')
    [own] = data_items(application)
    assert own.name == "answers.json"
    assert read(own.opened().read()) == application


def test_nothing_of_anybody_is_in_a_repr() -> None:
    manifest = verify(io.BytesIO(SMALL))
    assert "旅券" not in repr((manifest, manifest.files, item("旅券.pdf", b"")))
