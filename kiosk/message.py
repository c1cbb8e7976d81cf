"""What is to be said, before it is put into anybody's words.

The core names a message and gives its parameters. Only screens and receipts turn
it into a sentence of the visitor's language (``kiosk.i18n``).
"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from kiosk.record import record

Value = str | int
_NONE: Mapping[str, "Value | Message"] = MappingProxyType({})


@record
class Message:
    """A message id such as ``pin.tries`` with the values its sentence names.

    ``count`` chooses the plural form. A value may itself be a message (the name of
    a procedure inside a sentence). Values never show in a repr: they may be a
    visitor's.
    """

    id: str
    values: Mapping[str, "Value | Message"] = field(
        default_factory=lambda: _NONE, repr=False
    )
    count: int | None = field(default=None, repr=False)


def say(
    message_id: str, *, count: int | None = None, **values: "Value | Message"
) -> Message:
    """Shorthand: ``say("verdict.opens", day="2026-03-01")``."""
    return Message(message_id, MappingProxyType(values), count)
