"""Fees as dated tables. What is not known is said, never computed."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from kiosk.message import Message, say
from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.sources import Certainty, cite, in_force
from kiosk.rules.vocabulary import Procedure


class Channel(StrEnum):
    """Where it is filed."""

    COUNTER = "counter"
    ONLINE = "online"


@record
class Free:
    """Nothing is due."""


@record
class Amount:
    """A known sum in yen."""

    yen: int


@record
class Band:
    """What is due when the period granted, in months, lies in these bounds."""

    months: str
    yen: int


@record
class DependsOnPeriod:
    """Known only with the decision: it goes by the period that is granted."""

    bands: tuple[Band, ...]


@record
class NotVerified:
    """A sum is due that could not be read in an original source."""


Price = Free | Amount | DependsOnPeriod | NotVerified


@record
class Fee:
    """One dated line of the fee table; ``variant`` tells single from multiple re-entry.

    ``from_`` and ``to`` are days of filing, both included.
    """

    procedures: tuple[Procedure, ...]
    variant: str | None
    price: Mapping[Channel, Price]
    from_: date | None
    to: date | None
    source: str
    certainty: Certainty

    @property
    def id(self) -> str:
        """What the line is about; the same for the lines of other days."""
        return ".".join(["fee", *self.procedures, *filter(None, [self.variant])])

    @property
    def summary(self) -> str:
        """The line in English, for tables and lists of changes."""
        prices = ", ".join(f"{at} {_text(price)}" for at, price in self.price.items())
        return f"{self.variant}: {prices}" if self.variant else prices


@cache
def all_fees() -> tuple[Fee, ...]:
    """Every line of every day."""
    return tuple(
        Fee(
            procedures=tuple(Procedure(name) for name in row["procedures"]),
            variant=row.get("variant"),
            price={channel: _price(row[channel]) for channel in Channel},
            from_=row.get("from"),
            to=row.get("to"),
            source=cite("fees", "手数料の額"),
            certainty=Certainty(row["certainty"]),
        )
        for row in data.load("fees")["fee"]
    )


def fees(on: date, procedure: Procedure) -> tuple[Fee, ...]:
    """The lines for a procedure filed on a day: none before 2022-03-16."""
    return tuple(
        fee
        for fee in all_fees()
        if procedure in fee.procedures
        and in_force(on, {"from": fee.from_, "to": fee.to})
    )


def price_message(price: Price) -> Message:
    """The price in words; bands are shown one by one by who wants them."""
    match price:
        case Free():
            return say("fee.free")
        case Amount(yen):
            return say("fee.amount", yen=f"{yen:,}")
        case DependsOnPeriod(bands):
            least = min(band.yen for band in bands)
            most = max(band.yen for band in bands)
            return say("fee.by_period", least=f"{least:,}", most=f"{most:,}")
        case NotVerified():
            return say("fee.not_verified")


def _text(price: Price) -> str:
    match price:
        case Free():
            return "free"
        case Amount(yen):
            return f"{yen:,} yen"
        case DependsOnPeriod(bands):
            listed = "; ".join(f"{band.months} months {band.yen:,}" for band in bands)
            return f"by the period granted ({listed} yen)"
        case NotVerified():
            return "not verified"


def _price(row: Mapping[str, Any]) -> Price:
    match dict(row):
        case {"free": True, **rest} if not rest:
            return Free()
        case {"yen": int(yen), **rest} if not rest:
            return Amount(yen)
        case {"by_period": [*bands], **rest} if not rest:
            return DependsOnPeriod(tuple(Band(**band) for band in bands))
        case {"not_verified": True, **rest} if not rest:
            return NotVerified()
    raise ValueError(f"not a price: {dict(row)!r}")
