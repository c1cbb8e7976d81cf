"""What lies on a card: applications, and the files in them."""

from collections.abc import Callable, Mapping
from dataclasses import field

from kiosk.record import record


@record
class DataFile:
    """A transparent file. ``opened_by``: any one of these PINs; none means free."""

    content: bytes = field(repr=False)
    opened_by: frozenset[str] = frozenset()


@record
class PinFile:
    """A PIN, under the name by which its counter is kept."""

    pin: str


@record
class KeyFile:
    """A private key: signs what it is given, once its PIN has been verified.

    ``sign`` may raise ``Refusal``.
    """

    sign: Callable[[bytes], bytes] = field(repr=False)
    opened_by: str


@record
class Tripwire:
    """A file nobody may touch. To whoever does, it looks as if it did not exist."""

    holds: str


File = DataFile | PinFile | KeyFile | Tripwire


@record
class Application:
    """One application and its elementary files by file identifier.

    The short identifier of a file is the low five bits of its long one.
    """

    name: str
    aid: bytes
    files: Mapping[int, File] = field(repr=False)

    def by_short_id(self, short_id: int) -> int | None:
        """The long identifier of a short one, if there is such a file."""
        return short_id if short_id in self.files and 0 < short_id < 31 else None
