"""A PDF as poppler, ZBar and a hand-held reader see it."""

import io
import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from kiosk.i18n import LANGUAGES
from kiosk.i18n.languages import Drawn

_DOTS_PER_INCH = "220"
_UTF_8 = {**os.environ, "LC_ALL": "C.UTF-8"}
_SYMBOL = "QR-Code:"


def _run(*command: str, given: bytes = b"") -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def text(pdf: bytes) -> str:
    """All of it, in the order in which it was set."""
    return _run("pdftotext", "-raw", "-", "-", given=pdf).decode()


def squeezed(words: str) -> str:
    """Without what poppler cannot tell: where lines end, how wide a space is."""
    return "".join(words.split())


def stands_in(sentence: str, text: str, language: str) -> bool:
    """Whether a squeezed text has a sentence. In a script whose signs are put together
    poppler tells some of them twice or in another order: then whether it has its signs.
    """
    wanted = squeezed(sentence)
    if LANGUAGES[language].drawn is Drawn.IMAGE:
        return set(wanted) <= set(text)
    return wanted in text


def info(pdf: bytes) -> dict[str, str]:
    """What it says of itself."""
    lines = _run("pdfinfo", "-", given=pdf).decode().splitlines()
    return {name: value.strip() for name, _, value in (x.partition(":") for x in lines)}


def fonts(pdf: bytes) -> list[list[str]]:
    """Of each font: name, embedded, subset, has a way back to Unicode."""
    lines = _run("pdffonts", "-", given=pdf).decode().splitlines()[2:]
    return [[line.split()[0], *line.split()[-5:-2]] for line in lines]


def codes(pdf: bytes) -> list[str]:
    """What the QR codes of all pages say, drawn as a printer would."""
    with tempfile.TemporaryDirectory() as folder:
        base = str(Path(folder, "page"))
        _run("pdftoppm", "-r", _DOTS_PER_INCH, "-gray", "-", base, given=pdf)
        pages = map(Image.open, sorted(Path(folder).iterdir()))
        return [code for page in pages for code in read_codes(page)]


def read_codes(image: Image.Image) -> list[str]:
    """What ZBar reads in an image."""
    written = io.BytesIO()
    image.save(written, "PNG")
    only = ("-S*.enable=0", "-Sqrcode.enable=1")
    # It ends with 4 where it finds none.
    found = subprocess.run(
        ["zbarimg", "--quiet", "--nodbus", *only, "PNG:-"],
        input=written.getvalue(),
        capture_output=True,
        check=False,
        env=_UTF_8,
    ).stdout.decode()
    symbols = f"\n{found}".split(f"\n{_SYMBOL}")[1:]
    return [each.removesuffix("\n") for each in symbols]
