"""The Agency's own tables and lists, which lie beside the checkout and not in it."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.missing import missing

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/isa"

# The copy is named V; its questions are those of sheet U (医療, 公用, 特定活動 …).
FILES = {"coe-sheet-u": "coe-sheet-v"}


def folder() -> Path:
    """The folder; the test is skipped without it, but never in CI."""
    if not FOLDER.is_dir():
        told = f"the Agency's tables are not here: {FOLDER}"
        missing(told)
    return FOLDER


@cache
def rows(name: str) -> list[list[str]]:
    """Header, rules and, where there is one, the example of a table."""
    path = folder() / f"{FILES.get(name, name)}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@cache
def lists() -> dict[str, Any]:
    """Every pull-down list by the Agency's id."""
    found: dict[str, Any] = json.loads((folder() / "dropdowns.json").read_text("utf-8"))
    return found


@cache
def portal() -> list[dict[str, Any]]:
    """The fields of the portal's screen for 認定, sheet N."""
    text = (folder() / "portal-coe-n.json").read_text("utf-8")
    fields: list[dict[str, Any]] = json.loads(text)["fields"]
    return fields
