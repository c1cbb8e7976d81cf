"""In which order a person is asked: group by group, the answered ones passed over.

The portal's order is kept. What a card has told already is not asked again, and what
comes several times (relatives, earlier jobs) is asked for one at a time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.check import shown
from kiosk.forms.fields import Field, Kind
from kiosk.forms.form import context, form_for
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from kiosk.record import record

ALONE: Final = frozenset({Kind.CHOICE, Kind.DATE, Kind.BIRTH_DATE})
"""Kinds that need a screen of their own."""
TOGETHER: Final = 2
"""Lines of text on one screen: with their labels and a keyboard it is full."""
_ONE_OF_MANY: Final = re.compile(r"(?P<block>.+?)\.(?P<count>[0-9]+)\..+")


@record
class Group:
    """What is asked on one screen. Its first field names it."""

    fields: tuple[Field, ...]

    @property
    def id(self) -> str:
        """That of the first field."""
        return self.fields[0].id

    @property
    def sensitive(self) -> bool:
        """Whether it may be asked only with consent."""
        return any(field.sensitive for field in self.fields)

    @property
    def block(self) -> tuple[str, int] | None:
        """``("relative", 2)`` for something of the second relative."""
        found = _ONE_OF_MANY.fullmatch(self.id)
        return (found["block"], int(found["count"])) if found else None


def groups(application: Application) -> tuple[Group, ...]:
    """Everything that is asked, with these answers."""
    fields = shown(form_for(application), context(application))
    return tuple(Group(tuple(run)) for run in _runs(fields))


def group_of(application: Application, field: str) -> Group | None:
    """The group in which a field is asked; None where it is not asked now."""
    for group in groups(application):
        if any(own.id == field for own in group.fields):
            return group
    return None


def following(
    application: Application, after: str | None, others: frozenset[str] = frozenset()
) -> Group | None:
    """The next group with something open, behind the group named; None at the end.

    ``others`` are the blocks about somebody who does not file here (``Field.word``).
    """
    answers = context(application)
    return next(
        (
            group
            for group in _behind(groups(application), after)
            if not _settled(group, answers)
            and not _left_out(group, answers)
            and not _of_others(group, answers, others)
        ),
        None,
    )


def past_block(application: Application, group: Group) -> str:
    """The id of the last group of everything that repeats with this one."""
    block = group.block
    last = group.id
    if block is not None:
        for own in groups(application):
            if own.block is not None and own.block[0] == block[0]:
                last = own.id
    return last


def begins_another(application: Application, group: Group) -> bool:
    """Whether it is the first of the second relative, the third, …, of whom nothing
    is told yet.
    """
    block = group.block
    if block is None or block[1] == 1:
        return False
    first = next(own for own in groups(application) if own.block == block)
    prefix = f"{block[0]}.{block[1]}."
    return group.id == first.id and not _begun(prefix, application.answers)


def is_right(field: Field, answers: Mapping[str, str]) -> bool:
    """Whether it has an answer that the form takes as it stands."""
    answer = answers.get(field.id, "")
    return (
        bool(answer)
        and tidied(field, answer, answers) == answer
        and fault(field, answer, answers) is None
    )


def _runs(fields: Iterable[Field]) -> Iterator[list[Field]]:
    run: list[Field] = []
    for field in fields:
        if run and not _go_together(run, field):
            yield run
            run = []
        run.append(field)
    if run:
        yield run


def _go_together(run: list[Field], field: Field) -> bool:
    """Short lines of one entry of the paper form."""
    last = run[-1]
    return (
        len(run) < TOGETHER
        and not any(_stands_alone(own) for own in (last, field))
        and (last.section, _stem(last), last.number)
        == (field.section, _stem(field), field.number)
        and last.number is not None
    )


def _stands_alone(field: Field) -> bool:
    return field.kind in ALONE or field.lines or field.sensitive


def _stem(field: Field) -> str:
    return field.id.rpartition(".")[0]


def _behind(every: tuple[Group, ...], after: str | None) -> tuple[Group, ...]:
    for at, group in enumerate(every):
        if any(field.id == after for field in group.fields):
            return every[at + 1 :]
    return every


def _settled(group: Group, answers: Mapping[str, str]) -> bool:
    """Answered; or one line of several is, and the rest may stay empty."""
    return any(field.id in answers for field in group.fields) and all(
        is_right(field, answers)
        or (field.id not in answers and not field.required.holds(answers))
        for field in group.fields
    )


def _left_out(group: Group, answers: Mapping[str, str]) -> bool:
    """One of many of which nothing is told, while nothing is told of the one before."""
    block = group.block
    if block is None or _required(group, answers):
        return False
    name, count = block
    return not (
        _begun(f"{name}.{count}.", answers) or _begun(f"{name}.{count - 1}.", answers)
    )


def _of_others(
    group: Group, answers: Mapping[str, str], others: frozenset[str]
) -> bool:
    return (
        group.fields[0].word.split(".")[1] in others
        and not _required(group, answers)
        and not any(field.id in answers for field in group.fields)
    )


def _required(group: Group, answers: Mapping[str, str]) -> bool:
    return any(field.required.holds(answers) for field in group.fields)


def _begun(prefix: str, answers: Mapping[str, str]) -> bool:
    return any(name.startswith(prefix) for name in answers)
