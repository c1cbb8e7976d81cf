"""Applications that were begun: what a visit knows of them."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import Application
from kiosk.record import record

NOTHING: Final[Mapping[str, str | None]] = MappingProxyType({})


@record
class DraftNote:
    """One that is kept: enough to recognise it. ``answers``: how many it has. One
    written by a ``newer`` program cannot be gone on with here.
    """

    id: int
    procedure: str
    changed: date
    expires: date
    answers: int
    newer: bool = False


@record
class Draft:
    """The one that is being filled in.

    ``known`` is what cards and account tell, by the names of ``Field.filled_from``.
    ``unsaved`` are answers that the store has not confirmed, None for one taken back;
    ``saving`` numbers the last attempt and ``failed`` says that it failed. ``place`` is
    the group last passed, as the store was told. ``consent``: whether what is sensitive
    may be asked; None before it was asked.
    """

    id: int
    application: Application
    expires: date
    known: Mapping[str, str] = field(repr=False)
    unsaved: Mapping[str, str | None] = field(
        default_factory=lambda: NOTHING, repr=False
    )
    saving: int = 0
    failed: bool = False
    place: str | None = None
    consent: bool | None = None

    def answered(self, changes: Mapping[str, str | None]) -> "Draft":
        """The same with answers changed; they are not saved yet."""
        answers = {**self.application.answers}
        for name, answer in changes.items():
            answers.pop(name, None)
            if answer is not None:
                answers[name] = answer
        return replace(
            self,
            application=replace(self.application, answers=MappingProxyType(answers)),
            unsaved=MappingProxyType({**self.unsaved, **changes}),
        )
