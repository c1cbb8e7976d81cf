"""Reading a card through whatever reader there is.

A reader that does not pass extended APDUs fails in its own way, and its connection
is lost with it; after any error the card begins anew besides (在留カード等仕様書
3.5.1). So each way of asking gets a connection of its own.
"""

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kiosk.card.desk import Connection
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.agreement import Random
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import Contents, ResidenceCard
from kiosk.card.residence.number import CardNumber


class Reading(NamedTuple):
    """What a card holds, and how this reader got it: the next time begin with that."""

    contents: Contents
    lengths: Lengths


def read(
    connect: Callable[[], Connection],
    number: CardNumber,
    ways: Sequence[Lengths] = tuple(Lengths),
    random: Random = os.urandom,
) -> Reading:
    """Everything on the card, in the first of ``ways`` that works.

    Raises:
        WrongNumber: the card is well, but does not have this number.
        CardError: as ``ResidenceCard.open``, ``unlock`` and ``read``; UNREADABLE only
            when no way works.
    """
    for lengths in ways[:-1]:
        try:
            return Reading(_read(connect(), number, lengths, random), lengths)
        except CardError as error:
            if error.fault is not Fault.UNREADABLE:
                raise
    return Reading(_read(connect(), number, ways[-1], random), ways[-1])


def _read(
    connection: Connection, number: CardNumber, lengths: Lengths, random: Random
) -> Contents:
    card = ResidenceCard.open(connection)
    try:
        card.unlock(number, lengths, random)
        return card.read()
    finally:
        card.close()
