"""What belongs into a text that is written freely, while a gyoseishoshi is with the
visitor. It asks and orders; it never writes a sentence for anybody.
"""

from collections.abc import Iterable
from typing import Final

from kiosk.forms.fields import Field
from kiosk.message import Message, say
from kiosk.rules.vocabulary import Procedure
from kiosk.visit.state import State

_REASONS: Final = {
    Procedure.CHANGE: "change",
    Procedure.EXTENSION: "extension",
    Procedure.ACQUISITION: "acquisition",
}
"""Procedures whose form has the field ``reason``."""
_REASON: Final = "reason"
_PARTS: Final = ("now", "why", "means", "length", "papers")
"""Of a reason, in the order in which they are read."""


def help_for(
    state: State, procedure: Procedure, fields: Iterable[Field]
) -> tuple[Message, ...]:
    """Nothing where nobody attends, or another thing is asked."""
    about = _REASONS.get(procedure)
    if not state.attended or about is None:
        return ()
    if not any(field.id == _REASON for field in fields):
        return ()
    return (
        say(f"drafting.reason.{about}"),
        *(say(f"drafting.reason.part.{part}") for part in _PARTS),
        say("drafting.reason.own_words"),
    )
