"""Filling in an application at the real program, question by question, by keys.

Which question it is is read off the screen; nothing here knows what a card has told
but the status, on which lists depend.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.forms.application import make
from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import options
from kiosk.forms.prefill import prefill
from kiosk.forms.walk import Group, groups
from kiosk.i18n import words_of
from kiosk.message import Message, say
from kiosk.screens.pages.filling import AT_ONCE
from tests.forms.legal import legal
from tests.terminal.visitor import (
    ENTER,
    ENTER_PASSWORD,
    ENTER_PIN,
    ISSUED,
    PREPARE,
    Stage,
    Visitor,
    details,
    is_titled,
    squeezed,
)

_WHICH: Final = 1
"""Of the legal answers: a no where it is yes or no."""
_MOST: Final = 100
"""Questions; whoever is asked more goes round in circles."""


class Form:
    """The form as somebody sees it who answers everything once."""

    def __init__(self, visitor: Visitor, procedure: str, status: str) -> None:
        self._visitor = visitor
        held = next(own for own in options("statuses_held") if own.code == status)
        self._application = replace(
            make(procedure, status, ()), answers={"current_status": held.value}
        )
        self._left = {group.id for group in self._groups()}
        self.given: dict[str, str] = {}

    def fill_in(self, most: int = _MOST) -> None:
        """To the review, or so many questions."""
        for _ in range(most):
            screen = self._visitor.terminal.wait_for(self._is_next)
            if self._says(screen, say("screen.review.print")):
                return
            if self._is(screen, say("screen.consent.title")):
                self._visitor.type("1")
                self._gone(say("screen.consent.title"))
            elif self._is(screen, say("screen.more_of.title")):
                self._visitor.type("1")
                self._gone(say("screen.more_of.title"))
            else:
                self._answer(self._shown(screen)[0])

    def _answer(self, group: Group) -> None:
        self._left -= {own.id for own in self._groups() if self._is_before(own, group)}
        self._left.discard(group.id)
        answers = dict(self._application.answers)
        for field in group.fields:
            answers[field.id] = self.given[field.id] = legal(field, answers, _WHICH)
        known = {group.id for group in self._groups()}
        told = replace(self._application, answers=MappingProxyType(answers))
        self._application, _ = prefill(told, {})
        self._left |= {group.id for group in self._groups()} - known
        for field in group.fields:
            self._type(field)

    def _type(self, field: Field) -> None:
        answer, terminal = self.given[field.id], self._visitor.terminal
        if field.kind is Kind.CHOICE:
            by = self._application.answers.get(field.options_by or "", "")
            listed = [own.value for own in options(field.options or "", by)]
            if len(listed) <= AT_ONCE:
                return self._visitor.type(str(1 + listed.index(answer)))
            self._visitor.type(answer)
            terminal.wait_for(lambda screen: squeezed(answer) in squeezed(screen))
            return self._visitor.enter()
        before = terminal.wait_for(lambda _: True)
        self._visitor.type(answer)
        terminal.wait_for(lambda screen: screen != before)
        row = terminal.cursor_row()
        self._visitor.enter()
        terminal.wait_for(
            lambda screen: self._is_next(screen) or terminal.cursor_row() != row
        )

    def _is_next(self, screen: str) -> bool:
        return (
            bool(self._shown(screen))
            or self._says(screen, say("screen.review.print"))
            or self._is(screen, say("screen.consent.title"))
            or self._is(screen, say("screen.more_of.title"))
        )

    def _gone(self, title: Message) -> None:
        self._visitor.terminal.wait_for(lambda screen: not self._is(screen, title))

    def _shown(self, screen: str) -> list[Group]:
        """The questions not asked yet that this may be, in the order of the form."""
        return [
            group
            for group in self._groups()
            if group.id in self._left
            and all(self._says(screen, say(field.word)) for field in group.fields)
            and self._is(screen, self._title(group))
            and self._has_label(screen, group)
        ]

    def _title(self, group: Group) -> Message:
        if len(group.fields) > 1:
            return say("screen.fill.several")
        return say(group.fields[0].word)

    def _has_label(self, screen: str, group: Group) -> bool:
        label = squeezed(group.fields[0].label)
        return len(group.fields) > 1 or label in squeezed(screen)

    def _groups(self) -> tuple[Group, ...]:
        return groups(self._application)

    def _is_before(self, group: Group, other: Group) -> bool:
        order = [own.id for own in self._groups()]
        return order.index(group.id) < order.index(other.id)

    def _says(self, screen: str, message: Message) -> bool:
        return squeezed(self._words(message)) in squeezed(screen)

    def _is(self, screen: str, message: Message) -> bool:
        return is_titled(screen, squeezed(self._words(message)))

    def _words(self, message: Message) -> str:
        return words_of(self._visitor.reads).say(message)


def to_form(visitor: Visitor) -> None:
    """From the first screen to the first question of a dependent's extension."""
    visitor.choose_language()
    for title in (
        "screen.purpose.title",
        "screen.role.title",
        "screen.procedure.title",
    ):
        visitor.do(Stage(say(title), "1"))
    visitor.read(say("question.status.own"))
    choose(visitor, words_of("en").say(say("status.dependent")))
    ends = datetime.now(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=50)
    visitor.walk(
        (
            Stage(say("question.stay_expires.own"), f"{ends:%Y%m%d}" + ENTER),
            Stage(say("screen.verdict.by_card"), "1"),
            PREPARE,
            ENTER_PIN,
            ENTER_PASSWORD,
            *details(),
            Stage(ISSUED.title, "2"),
            Stage(say("screen.together.title"), "1"),
            Stage(say("screen.residence.ask.own"), "2"),
        )
    )


def choose(visitor: Visitor, words: str) -> None:
    """The answer on this screen that says this."""
    screen = visitor.terminal.wait_for(lambda screen: number_of(screen, words))
    visitor.type(number_of(screen, words) or "")


def number_of(screen: str, words: str) -> str | None:
    """The key of the answer that says this, if it is on the screen."""
    found = re.search(rf"(?<!\S)(\d)\s+{re.escape(words)}", screen)
    return found[1] if found else None
