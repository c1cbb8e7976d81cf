"""What stands on a paper. There is no place here for a name or a birth date."""

from datetime import date, datetime
from typing import Final

from kiosk.message import Message
from kiosk.record import record

LONGEST_ID: Final = 120
"""Characters of an ID: so many still make a QR code that can be scanned from 58 mm."""


@record(hidden=True)
class Receipt:
    """The paper with the authentication ID.

    ``mode``: demo, training or production. ``at`` has a time zone. ``issuer`` says who
    gave out the ID: ``here`` (this registry) or ``agency``; both are None, or neither.
    ``kept_until``: the last day on which an application that was begun is kept.
    ``organisation``: the one for which the holder files, if they do for one.
    """

    site: str
    mode: str
    at: datetime
    language: str
    done: Message
    auth_id: str | None
    issuer: str | None
    steps: tuple[Message, ...]
    kept_until: date | None = None
    organisation: str = ""

    def __post_init__(self) -> None:
        _check_time(self.at)
        if (self.auth_id is None) != (self.issuer is None):
            raise ValueError("an ID and its issuer are given together")
        if self.issuer not in (None, "here", "agency"):
            raise ValueError("the issuer is here or agency")
        if self.auth_id is not None and not _is_one_line(self.auth_id):
            raise ValueError("an ID is 1 to 120 printable characters")


@record(hidden=True)
class Reason:
    """One reason for a verdict, and where it is published."""

    message: Message
    source: str


@record(hidden=True)
class Slip:
    """The paper with a verdict of the rules. ``subject``: the role, the procedure."""

    site: str
    mode: str
    at: datetime
    language: str
    verdict: Message
    subject: tuple[Message, ...]
    reasons: tuple[Reason, ...]
    steps: tuple[Message, ...]
    remedies: tuple[Message, ...]

    def __post_init__(self) -> None:
        _check_time(self.at)


@record(hidden=True)
class Fault:
    """What is not well: its name, what was found, and what to do, in final words."""

    part: Message
    what: str
    do: str


@record(hidden=True)
class Readiness:
    """The paper for staff that says whether the terminal is ready. ``ready``: visitors
    are let in; ``faults``: what is to be done, the worst first.
    """

    site: str
    mode: str
    at: datetime
    language: str
    ready: bool
    faults: tuple[Fault, ...]

    def __post_init__(self) -> None:
        _check_time(self.at)


Paper = Receipt | Slip | Readiness


def _check_time(at: datetime) -> None:
    if at.tzinfo is None:
        raise ValueError("the time of a paper needs a time zone")


def _is_one_line(auth_id: str) -> bool:
    return 0 < len(auth_id) <= LONGEST_ID and auth_id.isprintable()
