"""What the check found."""

from enum import StrEnum

from kiosk.message import Message
from kiosk.record import record


class Severity(StrEnum):
    """An error is refused by the portal; a warning is worth a second look."""

    ERROR = "error"
    WARNING = "warning"


@record
class Finding:
    """One thing to mend, and the fields where it is mended, the first first."""

    severity: Severity
    fields: tuple[str, ...]
    message: Message


def error(message: Message, *fields: str) -> Finding:
    """An error in these fields."""
    return Finding(Severity.ERROR, fields, message)


def warning(message: Message, *fields: str) -> Finding:
    """A warning about these fields."""
    return Finding(Severity.WARNING, fields, message)
