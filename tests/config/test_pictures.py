"""The pictures of the clerk's pages: each is there, small, and shown in a document."""

import re
from pathlib import Path

import pytest
from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURES = sorted((DOCS / "pictures").glob("*.png"))
MOST_BYTES = 60_000


def shown(document: str) -> set[str]:
    text = (DOCS / document).read_text(encoding="utf-8")
    return set(re.findall(r"\]\(pictures/([^)]+)\)", text))


def test_every_picture_is_shown_once_in_its_language() -> None:
    english, japanese = shown("operations.md"), shown("operations-ja.md")
    assert {path.name for path in PICTURES} == english | japanese
    assert {name.replace(".png", "-ja.png") for name in english} == japanese


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_a_picture(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES
    with Image.open(path) as image:
        assert image.size == (800, 480)
