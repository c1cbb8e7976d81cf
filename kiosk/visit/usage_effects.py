"""What is to be done about a usage request (利用申出). Whoever does it answers with the
effect's ticket.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from kiosk.record import record
from kiosk.rules.usage import Answer
from kiosk.rules.vocabulary import Role
from kiosk.visit.state import Contact, Person


@record
class OpenUsage:
    """How it stands."""

    ticket: int
    auth_id: str = field(repr=False)


@record
class SaveUsage:
    """Keep answers of the checklist."""

    ticket: int
    auth_id: str = field(repr=False)
    answers: Mapping[str, Answer] = field(repr=False)


@record
class SendUsage:
    """It was handed in on that day. ``answers`` are kept with it."""

    ticket: int
    auth_id: str = field(repr=False)
    on: date
    answers: Mapping[str, Answer] = field(repr=False)


@record
class TakeBackUsage:
    """It was not handed in after all."""

    ticket: int
    auth_id: str = field(repr=False)


@record
class ReportUsage:
    """The periodic report (定期報告) was handed in on that day."""

    ticket: int
    auth_id: str = field(repr=False)
    on: date


@record
class TellUsage:
    """Of the approval that came with an ID of the Agency: since when, until when, and
    the category, as answers of the checklist.
    """

    ticket: int
    auth_id: str = field(repr=False)
    answers: Mapping[str, Answer] = field(repr=False)
    on: date
    until: date


@record
class PrintUsage:
    """The papers to go with it; ``on`` is the day whose rules they follow."""

    ticket: int
    language: str
    role: Role
    answers: Mapping[str, Answer] = field(repr=False)
    person: Person = field(repr=False)
    contact: Contact = field(repr=False)
    on: date
    organisation: str = field(default="", repr=False)


UsageEffect = (
    OpenUsage | SaveUsage | SendUsage | TakeBackUsage | ReportUsage | TellUsage
)
