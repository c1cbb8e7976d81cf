"""Statuses of residence: official names, periods to ask for, online or not."""

from functools import cache

from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.sources import Certainty, cite


@record
class Status:
    """One status; ``table`` is its Appendix Table, "–" for none.

    ``periods`` are single periods such as ``15d``, ``3m``, ``1y`` or ``unlimited``;
    ``scope`` says who within the status files online, where that is not everybody.
    """

    id: str
    table: str
    ja: str
    en: str
    periods: tuple[str, ...]
    online: bool
    scope: str | None
    source: str
    certainty: Certainty


@cache
def statuses() -> tuple[Status, ...]:
    """All of them, in the order of the law."""
    file = data.load("statuses")
    source = cite(file["source"], file["section"])
    return tuple(
        Status(
            id=row["id"],
            table=row["table"],
            ja=row["ja"],
            en=row["en"],
            periods=tuple(
                period for entry in row["periods"] for period in _expand(entry)
            ),
            online=row.get("online", True),
            scope=row.get("scope"),
            source=source,
            certainty=Certainty(row.get("certainty", file["certainty"])),
        )
        for row in file["status"]
    )


def _expand(entry: str) -> list[str]:
    """One period, or every month of a range such as ``4m..36m``."""
    first, _, last = entry.partition("..")
    if not last:
        return [entry]
    return [f"{month}m" for month in range(int(first[:-1]), int(last[:-1]) + 1)]
