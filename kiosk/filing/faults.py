"""Why something cannot be packed, or what was packed cannot be believed."""

from collections.abc import Sequence
from enum import StrEnum

from kiosk.message import Message


class Damage(StrEnum):
    """What is wrong with a package."""

    NOT_A_PACKAGE = "not_a_package"
    """Not an archive as this program writes them."""
    CHANGED = "changed"
    """A file is not what the manifest says."""
    OTHER_FILES = "other_files"
    """The manifest speaks of other files, or in other words."""


class DamagedPackage(Exception):
    """The package is not what was made. Its text names nothing of what is in it."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(damage.value)
        self.damage = damage


class OverLimits(Exception):
    """More than the portal takes; ``messages`` say what, one each."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__(", ".join(message.id for message in messages))
        self.messages = tuple(messages)


class UnusableName(ValueError):
    """A file's name that not every system could keep, or that another has already.

    Its text does not tell the name, which may be somebody's.
    """

    def __init__(self) -> None:
        super().__init__("a file's name cannot be used, or is there twice")


class ChangedMeanwhile(Exception):
    """A file is no longer what was looked at. ``place`` counts from 0."""

    def __init__(self, place: int) -> None:
        super().__init__(f"file {place + 1} has changed since it was looked at")
        self.place = place
