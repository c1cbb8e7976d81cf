"""Where a rule can be read in the original."""

from datetime import date
from enum import StrEnum
from typing import Any

from kiosk.rules import data


class Certainty(StrEnum):
    """How well a rule is attested: primary text, good second hand, or inferred."""

    SURE = "sure"
    MEDIUM = "medium"
    UNSURE = "unsure"


def cite(source: str, section: str) -> str:
    """Title, section and address of a source.

    Raises:
        KeyError: a source that the list of sources does not have.
    """
    row = data.load("sources")[source]
    return f"{row['title']}, {section} <{row['url']}>"


def in_force(on: date, row: dict[str, Any]) -> bool:
    """Whether a dated row holds on a day; a side without a date is open."""
    begin, end = row.get("from"), row.get("to")
    return (begin is None or begin <= on) and (end is None or on <= end)
