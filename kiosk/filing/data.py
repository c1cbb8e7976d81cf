"""The answers of an application as files: the Agency's tables where it publishes any.

What no table has a column for goes beside them as JSON, and so does everything where
there is no table: nothing that somebody has answered is left out.
"""

import io
import json
from collections.abc import Iterator

from kiosk.filing.manifest import Part
from kiosk.filing.package import Item
from kiosk.forms.application import Application, written
from kiosk.forms.tables import encoded, tables, without_column

ANSWERS = "answers.json"


def data_items(application: Application) -> tuple[Item, ...]:
    """Of a checked application (``kiosk.forms.check``).

    Raises:
        UnicodeEncodeError: it was not checked.
    """
    return tuple(_items(application))


def _items(application: Application) -> Iterator[Item]:
    made = tables(application)
    for table in made:
        yield given(Part.DATA, f"{table.name}.csv", "text/csv", encoded(table))
    if not made or without_column(application):
        told = json.dumps(
            written(application), ensure_ascii=False, indent=1, sort_keys=True
        )
        content = f"{told}\n".encode()
        yield given(Part.DATA, ANSWERS, "application/json", content)


def given(part: Part, name: str, media_type: str, content: bytes) -> Item:
    """A file that is in memory."""
    return Item(part, name, media_type, len(content), lambda: io.BytesIO(content))
