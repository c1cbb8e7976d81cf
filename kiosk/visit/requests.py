"""A usage request (利用申出) of an institution: what a visit knows of it."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from kiosk.record import record
from kiosk.rules.usage import Answer
from kiosk.rules.usage_life import Phase, State, Term, term
from kiosk.rules.vocabulary import Role

NOTHING: Final[Mapping[str, Answer]] = MappingProxyType({})


@record
class Usage:
    """The one of the account that is known. ``begun``: the store has one. ``known`` is
    False where the account came with an ID of the Agency: of that nothing is kept here.

    ``valid_until`` is the last day of its approval; ``counted``: it was counted here.
    ``unsaved`` are answers that the store has not confirmed; ``saving`` numbers
    the last attempt and ``failed`` says that it failed.
    """

    role: Role
    state: State = State.DRAFT
    begun: bool = False
    known: bool = True
    answers: Mapping[str, Answer] = field(default_factory=lambda: NOTHING, repr=False)
    sent_on: date | None = None
    decided_on: date | None = None
    valid_until: date | None = None
    counted: bool = False
    reported_on: date | None = None
    unsaved: Mapping[str, Answer] = field(default_factory=lambda: NOTHING, repr=False)
    saving: int = 0
    failed: bool = False

    def answered(self, changes: Mapping[str, Answer]) -> "Usage":
        """The same with answers given or given anew; they are not saved yet."""
        return replace(
            self,
            answers=MappingProxyType({**self.answers, **changes}),
            unsaved=MappingProxyType({**self.unsaved, **changes}),
        )

    def going_on(self, before: "Usage | None") -> "Usage":
        """As the store has it, with what it could not keep before."""
        unsaved = {} if before is None else before.unsaved
        unkept = {
            name: answer
            for name, answer in unsaved.items()
            if self.answers.get(name) is not answer
        }
        if before is None or not unkept:
            return self
        going_on = self.answered(unkept)
        return replace(going_on, saving=before.saving, failed=before.failed)

    @property
    def term(self) -> Term | None:
        """The days of its approval, if it has one."""
        if self.state is not State.APPROVED or self.valid_until is None:
            return None
        return term(self.valid_until, self.role)

    def phase(self, on: date) -> Phase | None:
        """How its approval stands; None while there is none."""
        own = self.term
        return None if own is None else own.phase(on)

    def is_approved(self, on: date) -> bool:
        """Whether applications may be filed with it."""
        return self.phase(on) not in (None, Phase.OVER)
