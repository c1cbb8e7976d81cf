"""``docs/operations.md`` and the demo site name every setting, and no other."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from kiosk.config import DEFAULT, Config

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROWS = dict(
    re.findall(r"^\| `(\w+\.\w+)` \| [^|]+ \| ([^|]+) \|", DOCUMENT, re.MULTILINE)
)


def settings() -> Iterator[tuple[str, Field[Any]]]:
    for name, table in get_type_hints(Config).items():
        # A table, or a table and None where it may be left out.
        for field in fields(next(iter(get_args(table)), table)):
            yield f"{name}.{field.name}", field


def test_every_setting_is_explained_and_none_that_is_not_there() -> None:
    assert list(ROWS) == [key for key, _ in settings()]


def test_defaults_are_as_explained() -> None:
    for key, field in settings():
        told = ROWS[key].strip("`")
        if isinstance(field.default, bool):
            assert told == str(field.default).lower(), key
        elif isinstance(field.default, int):
            assert told == str(field.default), key
        elif field.default is MISSING:
            assert told.startswith("must be given"), key
        elif isinstance(field.default, tuple):
            assert told == str(list(field.default)).replace("'", '"'), key
        else:
            assert not told.startswith("must"), key


def test_the_demo_site_shows_every_setting_that_a_file_printer_has() -> None:
    written = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
    shown = {f"{table}.{key}" for table in written for key in written[table]}
    assert {key for key, _ in settings()} - shown == {
        "store.key_credential",
        "store.backups",
        "printer.host",
        "printer.port",
        "printer.usb",
        "printer.baud",
        "printer.flow",
        "printer.queue",
        "printer.others",
        "sheets.queue",
        "hub.servers",
        "hub.database",
    }
