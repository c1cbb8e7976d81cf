"""Filling in an application at the real program, question by question.

Which question it is is read off the screen, and what is answered stands in a table
(``answers``); nothing here knows what a card has told but the status, on which lists
depend.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import Option, options
from kiosk.forms.prefill import prefill
from kiosk.forms.walk import Group, groups
from kiosk.i18n import words_of
from kiosk.message import Message, say
from kiosk.screens.pages.filling import AT_ONCE
from kiosk.writing.search import COUNTRIES, name_of
from tests.terminal.answers import ANSWERS, NO_CODE, OF_THE_PLACE, READ, answer, phrases
from tests.terminal.visitor import Visitor
from tests.terminal.words import is_titled, squeezed

REVIEW: Final = "review"
CONSENT: Final = "screen.consent.title"
MORE: Final = "screen.more_of.title"
_UNMOVED: Final = 10
"""Sights."""
_ANY: Final = 987654
_ANY_DAY: Final = "2026-12-01"
_MOST: Final = 150
"""Questions; whoever is asked more goes round in circles."""


class Form:
    """The form as somebody sees it who answers everything once. ``application`` has
    what is known to be answered; ``own`` are answers of this case alone.
    """

    def __init__(
        self,
        visitor: Visitor,
        application: Application,
        own: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._visitor = visitor
        self._application = application
        self._own = own
        self._left = {
            group.id for group in self._groups() if group.id not in application.answers
        }
        known_place = own.get("postal_code") != NO_CODE
        self._of_the_place = OF_THE_PLACE if known_place else ()
        self._last = ""
        self.given: dict[str, str] = {}

    def fill_in(self, most: int = _MOST) -> None:
        """So many questions, or to the review."""
        for _ in range(most):
            if self.here() == REVIEW:
                return
            self.give_answer()

    def here(self) -> str:
        """What is asked now: the group's id; with ``CONSENT`` or ``MORE`` before it
        where that is asked first; or ``REVIEW``. Waits until it is not what was
        answered last.
        """
        place = " ".join(self._next()).strip()
        self._visitor.took_sight(place)
        return place

    def give_answer(self) -> None:
        """To what is asked, up to the key that gives it."""
        kind, name = self._next(answering=True)
        if kind == CONSENT:
            self._visitor.choose(self._words(say("screen.consent.yes")))
        elif kind == MORE:
            self._visitor.choose(self._words(say("screen.more_of.no")))
            self._pass_block(name)
        else:
            self._answer(self._group(name))

    def _answer(self, group: Group) -> None:
        self._left -= {own.id for own in self._groups() if self._is_before(own, group)}
        self._left.discard(group.id)
        answers = dict(self._application.answers)
        for field in group.fields:
            answers[field.id] = answer(field, answers, self._own)
            self.given[field.id] = answers[field.id]
            if field.kind is Kind.POSTAL_CODE:
                stem = field.id.removesuffix("postal_code")
                answers |= {
                    f"{stem}{name}": ANSWERS[name] for name in self._of_the_place
                }
        known = {group.id for group in self._groups()}
        told = replace(self._application, answers=MappingProxyType(answers))
        self._application, _ = prefill(told, {})
        self._left |= {group.id for group in self._groups()} - known
        for field in group.fields:
            if field is not group.fields[0]:
                self._visitor.terminal.wait_for(partial(self._is_typed_in, field))
            self._give(field)

    def _give(self, field: Field) -> None:
        text, visitor = self.given[field.id], self._visitor
        if field.kind is Kind.CHOICE:
            return self._choose(field, text)
        before = visitor.look(lambda _: True)
        if field.kind in (Kind.TEXT, Kind.FULL):
            self._write(text.removeprefix(_begun(before, text)))
        else:
            visitor.type_plainly(text)
        visitor.terminal.wait_for(lambda screen: screen != before)
        visitor.enter()

    def _is_typed_in(self, field: Field, screen: str) -> bool:
        """Whether the cursor is below the words of this field."""
        row = self._visitor.terminal.cursor_row()
        above = squeezed(screen.splitlines()[row - 1]) if row else ""
        return bool(above) and squeezed(self._words(say(field.word))).endswith(above)

    def _choose(self, field: Field, text: str) -> None:
        by = self._application.answers.get(field.options_by or "", "")
        listed = options(field.options or "", by)
        option = next(own for own in listed if own.value == text)
        shown = self._option(field, option)
        if len(listed) <= AT_ONCE:
            return self._visitor.choose(shown, self._hint(option))
        query = self._query(option, shown)
        self._visitor.type_plainly(query)
        # What was found of it while it was still being typed stands elsewhere.
        found = squeezed(query).lower(), squeezed(shown + self._hint(option)).lower()
        self._visitor.look(lambda screen: _stands_below(screen.lower(), *found))
        self._visitor.take_found(query, shown)

    def _option(self, field: Field, option: Option) -> str:
        """As the visitor's language has it."""
        if self._visitor.reads == "ja" and field.options not in COUNTRIES:
            return option.value
        locale = words_of(self._visitor.reads).language.locale
        return name_of(option, field.options or "", locale)

    def _hint(self, option: Option) -> str:
        """The Japanese beside it, for whoever reads another language."""
        has_words = option.english or option.code
        return option.value if has_words and self._visitor.reads != "ja" else ""

    def _query(self, option: Option, shown: str) -> str:
        """What to search for on keys that have Latin letters and hardly a sign."""
        begun = re.match("[A-Za-z0-9 ]+", shown)
        return begun[0] if begun else READ.get(option.value, option.english)

    def _write(self, text: str) -> None:
        """Japanese by its readings, everything else as it is."""
        for part in phrases(text):
            reading = READ.get(part)
            if reading is not None or part.isalpha():
                self._kana(on=reading is not None)
            if reading is None:
                self._visitor.type_plainly(unicodedata.normalize("NFKC", part))
            else:
                self._compose(reading, part)

    def _kana(self, *, on: bool) -> None:
        wanted = say("screen.kana.on" if on else "screen.kana.off")
        screen = self._visitor.look(
            lambda screen: (
                self._says(screen, say("screen.kana.on"))
                or self._says(screen, say("screen.kana.off"))
            )
        )
        if not self._says(screen, wanted):
            self._visitor.switch_kana()
            # The keys move to make room.
            self._visitor.look(lambda screen: self._says(screen, wanted), _UNMOVED)

    def _compose(self, reading: str, phrase: str) -> None:
        """Until it is among the ways to write it, and then that one."""
        self._visitor.type_plainly(reading)
        offer = re.compile(rf"(?<!\S)([1-6]) {re.escape(phrase)}(?!\S)")
        found = offer.search(self._visitor.look(offer.search))
        assert found is not None
        self._visitor.type_plainly(found[1])
        self._visitor.look(lambda screen: self._says(screen, say("screen.kana.on")))

    def is_asked_on(self, screen: str) -> bool:
        """Whether this is one of its screens."""
        return self._place(screen) != ("", "")

    def _next(self, *, answering: bool = False) -> tuple[str, str]:
        screen = self._visitor.look(self._is_another)
        if answering:
            self._last = self._sign(screen)
        return self._place(screen)

    def _is_another(self, screen: str) -> bool:
        return self._sign(screen) != self._last and self.is_asked_on(screen)

    def _sign(self, screen: str) -> str:
        """What tells this question from the one before, which may have its words."""
        said = self._words(say("screen.fill.next", day=_ANY_DAY, now=_ANY, of=_ANY))
        before, between, _ = squeezed(said).split(str(_ANY))
        number = re.search(
            rf"{re.escape(before)}(\d+){re.escape(between)}\d", squeezed(screen)
        )
        return f"{self._place(screen)[0]} {number[1] if number else ''}"

    def _place(self, screen: str) -> tuple[str, str]:
        """Which screen of the form it is, and of which group; empty for none."""
        if self._says(screen, say("screen.review.print")):
            return REVIEW, ""
        if self._is(screen, say(CONSENT)):
            return CONSENT, ""
        if self._is(screen, say(MORE)):
            return MORE, self._first_said(screen)
        shown = self._shown(screen)
        return "", shown[0].id if shown else ""

    def _first_said(self, screen: str) -> str:
        """The group of which one more is asked for."""
        asked = (
            group.id
            for group in self._groups()
            if group.id in self._left
            and group.block
            and group.block[1] > 1
            and self._says(screen, say(group.fields[0].word))
        )
        return next(asked, "")

    def _shown(self, screen: str) -> list[Group]:
        """The questions not asked yet that this may be, in the order of the form."""
        return [
            group
            for group in self._groups()
            if group.id in self._left
            # Seen for a moment, until the place of the postal code is found.
            and group.id.rpartition(".")[2] not in self._of_the_place
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

    def _group(self, name: str) -> Group:
        return next(group for group in self._groups() if group.id == name)

    def _pass_block(self, name: str) -> None:
        """Whoever tells of no second relative is not asked about a third."""
        block = name.partition(".")[0] + "."
        self._left -= {own for own in self._left if own.startswith(block)}

    def _is_before(self, group: Group, other: Group) -> bool:
        order = [own.id for own in self._groups()]
        return order.index(group.id) < order.index(other.id)

    def _says(self, screen: str, message: Message) -> bool:
        return squeezed(self._words(message)) in squeezed(screen)

    def _is(self, screen: str, message: Message) -> bool:
        return is_titled(screen, squeezed(self._words(message)))

    def _words(self, message: Message) -> str:
        return words_of(self._visitor.reads).say(message)


def _begun(screen: str, text: str) -> str:
    """What stands in a line already, of a text to be written there."""
    return max(filter(text.startswith, _lines(screen)), key=len, default="")


def _stands_below(screen: str, first: str, then: str) -> bool:
    """Whether one text follows on a line that is another."""
    lines = _lines(screen)
    below = lines[lines.index(first) + 1 :] if first in lines else []
    return "".join(below).startswith(then)


def _lines(screen: str) -> list[str]:
    """That say something, squeezed."""
    return [line for line in map(squeezed, screen.splitlines()) if line]
