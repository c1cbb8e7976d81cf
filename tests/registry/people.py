"""Synthetic people for the tests of the registry and the store."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from kiosk.registry.people import Applicant, Enrolment

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
KEY = bytes(range(32))


def applicant(number: int = 1, **changes: str | bytes | None) -> Applicant:
    fields: dict[str, str | bytes | None] = {
        "role": "applicant",
        "kind": None,
        "public_key": b"key of card %d" % number,
        "name": f"SYNTHETIC PERSON {number}",
        "address": f"架空県見本市例町{number}番地",
        "birth_date": "19900401",
        "sex": "2",
        "phone": f"09000000{number:03}",
        "mail": f"person{number}@example.invalid",
        "language": "vi",
    }
    return Applicant(**(fields | changes))  # type: ignore[arg-type]


def enrolment(which: int = 1, /, **changes: str | None) -> Enrolment:
    """Somebody without a card; the number is constructed, not anybody's."""
    fields: dict[str, str | None] = {
        "role": "gyoseishoshi",
        "name": f"SYNTHETIC OFFICE {which}",
        "address": f"架空県見本市例町{which}番地",
        "birth_date": "19850201",
        "sex": "1",
        "phone": f"0312345{which:03}",
        "mail": f"office{which}@example.invalid",
        "language": "vi",
        "number": f"1320242{which:05}",
    }
    return Enrolment(**(fields | changes))  # type: ignore[arg-type]


def seeded(seed: int) -> Callable[[int], bytes]:
    """Bytes that are random enough for a test and the same each time."""
    return Random(seed).randbytes  # noqa: S311
