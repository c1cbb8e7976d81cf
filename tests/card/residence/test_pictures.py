"""Pictures, and what only looks like one: refused by name, in bounded time and space.

Each decoding is a process, so examples are few and chosen; they are not drawn anew.
"""

import io
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.card.residence import picture_worker, pictures
from kiosk.card.residence.pictures import (
    LARGEST_FILE,
    BadPicture,
    Picture,
    PictureFault,
    PictureFormat,
    decode,
)
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence import pictures as drawn
from kiosk.emulator.residence.holders import holder

GROUP_4, PHOTO = PictureFormat.GROUP_4, PictureFormat.PHOTO


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture file."""
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def front() -> bytes:
    """A card's front as stored."""
    return drawn.front(holder("worker"), 7000).ljust(7000, b"\0")


def face() -> bytes:
    """A card's photo as stored."""
    return drawn.face(PEOPLE["worker"], 3000).ljust(3000, b"\0")


def fault(content: bytes, form: PictureFormat) -> PictureFault:
    """Why it is refused."""
    with pytest.raises(BadPicture) as caught:
        decode(content, form)
    assert str(caught.value) == caught.value.fault.value
    return caught.value.fault


def test_a_front_comes_out_as_it_went_in() -> None:
    found = decode(front(), GROUP_4)
    with Image.open(io.BytesIO(front())) as right:
        assert (found.mode, found.width, found.height) == ("1", 674, 425)
        assert found.pixels == right.tobytes()
    again = Image.frombytes(found.mode, (found.width, found.height), found.pixels)
    assert again.getextrema() == (0, 255)


def test_a_photo_comes_out_as_it_went_in() -> None:
    found = decode(face(), PHOTO)
    with Image.open(io.BytesIO(face())) as right:
        assert (found.mode, (found.width, found.height)) == ("RGB", right.size)
        assert found.pixels == right.tobytes()
    assert "pixels" not in repr(found)


def test_a_photo_without_boxes_and_a_grey_one() -> None:
    image = Image.linear_gradient("L")
    assert decode(saved(image, "JPEG2000", no_jp2=True)[:7000], PHOTO).mode == "L"
    assert decode(saved(image.convert("RGB"), "JPEG2000")[:7000], PHOTO).mode == "RGB"


def white(width: int, height: int, mode: str = "1") -> Image.Image:
    """Nothing, of that size."""
    return Image.new(mode, (width, height), "white")


@pytest.mark.parametrize(
    ("content", "form", "why"),
    [
        (b"", GROUP_4, PictureFault.WRONG_FORMAT),
        (bytes(7000), PHOTO, PictureFault.WRONG_FORMAT),
        (b"MM\0\x2a", GROUP_4, PictureFault.WRONG_FORMAT),
        (saved(white(9, 9), "PNG"), GROUP_4, PictureFault.WRONG_FORMAT),
        (saved(white(9, 9), "BMP"), PHOTO, PictureFault.WRONG_FORMAT),
        (saved(white(9, 9), "TIFF"), GROUP_4, PictureFault.WRONG_FORMAT),
        (
            saved(white(9, 9), "TIFF", compression="group3"),
            GROUP_4,
            PictureFault.WRONG_FORMAT,
        ),
        (
            saved(white(9, 9, "L"), "TIFF", compression="tiff_lzw"),
            GROUP_4,
            PictureFault.WRONG_FORMAT,
        ),
        (
            saved(white(9, 9, "RGBA"), "JPEG2000"),
            PHOTO,
            PictureFault.WRONG_FORMAT,
        ),
        (
            saved(white(2000, 1001), "TIFF", compression="group4"),
            GROUP_4,
            PictureFault.TOO_LARGE,
        ),
        (saved(white(4000, 4000, "L"), "JPEG2000"), PHOTO, PictureFault.TOO_LARGE),
        (bytes(LARGEST_FILE + 1), GROUP_4, PictureFault.TOO_LONG),
        (face()[:700], PHOTO, PictureFault.DAMAGED),
    ],
)
def test_what_is_refused(
    content: bytes, form: PictureFormat, why: PictureFault
) -> None:
    assert fault(content, form) is why


def test_the_formats_are_not_mixed_up() -> None:
    assert fault(front(), PHOTO) is PictureFault.WRONG_FORMAT
    assert fault(face(), GROUP_4) is PictureFault.WRONG_FORMAT


def siz(content: bytes, at: int, value: int, size: int = 4) -> bytes:
    """A photo whose codestream header claims something else (ISO/IEC 15444-1, A.5.1):
    4 width, 8 height, 20 and 24 tile width and height, 36 number of components.
    """
    place = content.index(b"\xff\x51") + 2 + at
    return content[:place] + value.to_bytes(size, "big") + content[place + size :]


@pytest.mark.parametrize(
    ("at", "value", "size"),
    [
        (4, 0xFFFFFFFF, 4),
        (8, 0xFFFFFFFF, 4),
        (4, 0, 4),
        (20, 1, 4),
        (24, 1, 4),
        (20, 0, 4),
        (20, 0xFFFFFFFF, 4),
        (36, 0x4000, 2),
        (36, 0, 2),
    ],
)
def test_a_photo_that_claims_to_be_more_than_it_is(
    at: int, value: int, size: int
) -> None:
    codestream = saved(
        Image.linear_gradient("L").convert("RGB").resize((90, 120)),
        "JPEG2000",
        no_jp2=True,
        quality_mode="rates",
        quality_layers=[60],
    )
    assert len(codestream) < LARGEST_FILE
    for content in (siz(codestream, at, value, size), siz(face(), at, value, size)):
        try:
            found = decode(content, PHOTO)
        except BadPicture:
            continue
        assert found.width * found.height <= picture_worker.MOST_PIXELS


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (0x0100, 0xFFFFFFF0),
        (0x0101, 0xFFFFFFF0),
        (0x0100, 0),
        (0x0103, 5),
        (0x0102, 64),
        (0x0111, 0xFFFFFF),
        (0x0115, 60000),
        (0x0116, 0),
        (0x0116, 1),
        (0x0117, 0xFFFFFFF0),
    ],
)
def test_a_front_that_claims_to_be_more_than_it_is(tag: int, value: int) -> None:
    """TIFF 6.0: an entry of the directory is tag, type, count and value."""
    content = bytearray(front())
    directory = int.from_bytes(content[4:8], "little")
    count = int.from_bytes(content[directory : directory + 2], "little")
    for at in range(directory + 2, directory + 2 + 12 * count, 12):
        if int.from_bytes(content[at : at + 2], "little") == tag:
            content[at + 2 : at + 4] = b"\x04\0"  # LONG
            content[at + 4 : at + 8] = b"\1\0\0\0"
            content[at + 8 : at + 12] = value.to_bytes(4, "little")
    try:
        found = decode(bytes(content), GROUP_4)
    except BadPicture:
        return
    assert found.width * found.height <= picture_worker.MOST_PIXELS


def test_a_directory_that_leads_to_itself() -> None:
    content = bytearray(front())
    directory = int.from_bytes(content[4:8], "little")
    count = int.from_bytes(content[directory : directory + 2], "little")
    end = directory + 2 + 12 * count
    content[end : end + 4] = directory.to_bytes(4, "little")
    assert decode(bytes(content), GROUP_4).width == 674


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("form", PictureFormat)
def test_damage(form: PictureFormat, seed: int) -> None:
    """A few octets changed: a picture or a refusal, never anything else."""
    drawn_damage = random.Random(seed)  # noqa: S311 - to be repeatable
    content = bytearray(front() if form is GROUP_4 else face())
    filled = len(bytes(content).rstrip(b"\0"))
    for _ in range(drawn_damage.choice([1, 3, 30])):
        content[drawn_damage.randrange(filled)] = drawn_damage.randrange(256)
    try:
        found = decode(bytes(content), form)
    except BadPicture:
        return
    assert isinstance(found, Picture)
    assert found.width * found.height <= picture_worker.MOST_PIXELS


# --- The worker itself --------------------------------------------------------------


def worker(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Another program in the worker's place."""
    path = folder / "worker.py"
    path.write_text(f"import sys\nsys.stdin.buffer.read()\n{code}\n")
    monkeypatch.setattr(pictures, "_WORKER", path)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "sys.exit(3)",
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "print('1 8 1')",
        "print('1 8 1'); print('too much')",
        "print('RGBA 1 1'); sys.stdout.write('1234')",
        "print('L 0 1')",
        "print('L 9999999 9999999')",
        "print('L -1 1')",
        "sys.stdout.write('no line at all' * 1000)",
    ],
)
def test_a_worker_that_is_not_to_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    worker(tmp_path, monkeypatch, code)
    assert fault(b"x", GROUP_4) is PictureFault.DAMAGED


def test_a_worker_that_talks_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker(tmp_path, monkeypatch, "while True: sys.stdout.write('x' * 65536)")
    assert fault(b"x", GROUP_4) is PictureFault.DAMAGED


def test_a_worker_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker(tmp_path, monkeypatch, "import threading; threading.Event().wait()")
    monkeypatch.setattr(pictures, "_PATIENCE_SECONDS", 0.3)
    assert fault(b"x", GROUP_4) is PictureFault.DAMAGED


def test_a_worker_that_ends_before_it_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "worker.py"
    path.write_text("import sys\nsys.exit(10)\n")
    monkeypatch.setattr(pictures, "_WORKER", path)
    assert fault(bytes(7000), GROUP_4) is PictureFault.WRONG_FORMAT


HOUSE = str(Path(picture_worker.__file__).parent)
IMPORTED = f"import sys; sys.path.insert(0, {HOUSE!r}); import picture_worker; "


def told_by(code: str) -> str:
    """Standard output and error of a program that has imported the worker."""
    told = subprocess.run(
        [sys.executable, "-I", "-c", IMPORTED + code],
        capture_output=True,
        check=False,
        text=True,
    )
    return told.stdout + told.stderr


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("bytearray(2**30)", "MemoryError"),
        ("import resource; print(resource.getrlimit(resource.RLIMIT_CORE))", "(0, 0)"),
        ("import resource; print(resource.getrlimit(resource.RLIMIT_CPU))", "(4, 4)"),
        ("import resource; print(resource.getrlimit(resource.RLIMIT_FSIZE))", "(0, 0)"),
    ],
)
def test_the_limits_hold(code: str, ends: str) -> None:
    assert ends in told_by(f"picture_worker._limit(); {code}")


def test_the_worker_knows_nothing_of_the_kiosk() -> None:
    found = told_by("print([own for own in sys.modules if 'kiosk' in own])")
    assert found == "[]\n"
