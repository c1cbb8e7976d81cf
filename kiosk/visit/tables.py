"""The Agency's tables for bulk entry (一括申請): what a visit knows of writing them."""

from enum import StrEnum

from kiosk.record import record


class TablesFault(StrEnum):
    """Why they were not written. The first two are told before anything is."""

    ERRORS = "errors"
    """The Agency's tool would refuse some answers, or miss some."""
    CHARACTERS = "characters"
    """It cannot hold a character of some answers, for it reads Shift_JIS."""
    MISSING = "missing"
    """The folder is not there: no stick is in, or no share."""
    FULL = "full"
    READ_ONLY = "read_only"
    FAILED = "failed"


@record
class Written:
    """Where they are, and under which names; nobody's name is in one."""

    folder: str
    files: tuple[str, ...]
