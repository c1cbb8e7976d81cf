"""The checklist of a usage request: what is asked, what is met, what is to be done."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kiosk.record import record
from kiosk.rules import usage
from kiosk.rules.usage import About, Answer, Note, Paper, Requirement, Row, Way
from kiosk.rules.vocabulary import Role

Answers = Mapping[str, Answer]
"""By the names of the questions; one that is not there has not been asked yet."""


class Standing(StrEnum):
    """How a requirement stands, as far as it has been told."""

    MET = "met"
    MISSING = "missing"
    OPEN = "open"
    """Nobody knows yet, or it hangs on the category, which nobody knows yet."""


@record
class Found:
    """One requirement, and how it stands."""

    requirement: Requirement
    standing: Standing


@record
class Needed:
    """One paper. ``perhaps``: it hangs on what is not known yet."""

    paper: Paper
    perhaps: bool


@record
class Assessment:
    """What the answers come to. ``categories`` are those that it may still be."""

    categories: frozenset[int]
    found: tuple[Found, ...]
    papers: tuple[Needed, ...]
    ways: tuple[Way, ...]
    notes: tuple[Note, ...]

    def standing(self, of: Standing) -> tuple[Requirement, ...]:
        """The requirements that stand so, in their order."""
        return tuple(own.requirement for own in self.found if own.standing is of)

    @property
    def ready(self) -> bool:
        """Everything is met, as far as it was told."""
        return all(own.standing is Standing.MET for own in self.found)


def questions(on: date, role: Role, answers: Answers) -> tuple[str, ...]:
    """What is to be asked, as far as it can be told from the answers so far: the
    requirements of all, the category, and what only some categories need.
    """
    possible = possible_categories(on, role, answers)
    of_all, of_some = [], []
    for own in _in_force(usage.requirements(), on, role):
        if own.categories == usage.CATEGORIES:
            of_all.append(own)
        elif own.categories & possible:
            of_some.append(own)
    return tuple(
        dict.fromkeys(
            [
                *_asked(of_all, answers),
                *_asked_of_category(on, role, answers),
                *_asked(of_some, answers),
            ]
        )
    )


def next_question(
    on: date, role: Role, answers: Answers, after: str | None
) -> str | None:
    """The first one behind that which was answered last; None at the end."""
    every = questions(on, role, answers)
    if after is None or after not in every:
        return next((name for name in every if name not in answers), None)
    return next(iter(every[every.index(after) + 1 :]), None)


def possible_categories(on: date, role: Role, answers: Answers) -> frozenset[int]:
    """The categories that nothing speaks against. A later yes leaves those open that
    came before it and are not known.
    """
    possible = set()
    for own in _in_force(usage.categories(), on, role):
        answer = answers.get(own.words, Answer.UNKNOWN)
        if answer is not Answer.NO:
            possible.add(own.number)
        if answer is Answer.YES:
            return frozenset(possible)
    return frozenset({*possible, 4})


def answers_of(on: date, role: Role, category: int) -> dict[str, Answer]:
    """The answers to the questions about it that leave no other category."""
    return {
        own.words: Answer.YES if own.number == category else Answer.NO
        for own in _in_force(usage.categories(), on, role)
        if own.number <= category
    }


def assess(on: date, role: Role, answers: Answers) -> Assessment:
    """What the rules of a day say of these answers. Nothing is taken for granted: what
    was not told is open.
    """
    possible = possible_categories(on, role, answers)
    return Assessment(
        possible,
        tuple(
            Found(own, _standing(own, possible, answers))
            for own in _in_force(usage.requirements(), on, role)
            if own.categories & possible
        ),
        tuple(_needed(on, role, possible, answers)),
        tuple(_in_force(usage.ways(), on, role)),
        tuple(
            own
            for own in _in_force(usage.notes(), on, role)
            if own.about is About.REQUEST and own.categories & possible
        ),
    )


def _standing(own: Requirement, possible: frozenset[int], answers: Answers) -> Standing:
    told = [answers.get(name, Answer.UNKNOWN) for name in own.asks]
    if own.good in told:
        return Standing.MET
    if Answer.UNKNOWN in told or not possible <= own.categories:
        return Standing.OPEN
    return Standing.MISSING


def _needed(
    on: date, role: Role, possible: frozenset[int], answers: Answers
) -> Iterator[Needed]:
    for own in _in_force(usage.papers(), on, role):
        if not own.categories & possible:
            continue
        perhaps = own.perhaps or not possible <= own.categories
        if own.when is not None:
            name, wanted = own.when
            told = answers.get(name, Answer.UNKNOWN)
            if told not in (wanted, Answer.UNKNOWN):
                continue
            perhaps = perhaps or told is Answer.UNKNOWN
        yield Needed(own, perhaps)


def _asked(some: Iterable[Requirement], answers: Answers) -> Iterator[str]:
    """A second question of a requirement only where the first did not settle it."""
    for own in some:
        for name in own.asks:
            yield name
            if answers.get(name, own.good) is own.good:
                break


def _asked_of_category(on: date, role: Role, answers: Answers) -> Iterator[str]:
    for own in _in_force(usage.categories(), on, role):
        yield own.words
        if answers.get(own.words) is Answer.YES:
            break


_Kind = TypeVar("_Kind", bound=Row)


def _in_force(rows: Iterable[_Kind], on: date, role: Role) -> Iterator[_Kind]:
    return (own for own in rows if own.holds(on, role))
