"""An application, one group of questions after the other, and what comes of it."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.forms.check import check
from kiosk.forms.fields import Field, Kind
from kiosk.forms.findings import Finding, Severity
from kiosk.forms.form import context
from kiosk.forms.options import Option, options
from kiosk.forms.prefill import origin_of
from kiosk.forms.walk import Group, group_of, groups
from kiosk.message import Message, say
from kiosk.screens.page import (
    Choice,
    DateForm,
    Page,
    Place,
    SearchForm,
    TextField,
    TextForm,
    Tone,
)
from kiosk.screens.pages.drafting import help_for
from kiosk.visit.drafts import Draft
from kiosk.visit.events import (
    AnswersWanted,
    Chose,
    PaperWanted,
    TablesWanted,
    WentOn,
)
from kiosk.visit.half_days import half_day
from kiosk.visit.handing import has_tables, may_have_tables
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AllAnswers,
    AskConsent,
    AskMore,
    FillIn,
    HandOver,
    Review,
)
from kiosk.visit.terms import Paper

FormStep = AskConsent | AskMore | FillIn | Review | AllAnswers | HandOver
AT_ONCE: Final = 8
"""Answers that are shown to be pressed; a longer list is searched."""
DAYS: Final = frozenset({Kind.DATE, Kind.BIRTH_DATE})
COUNTRIES: Final = ("nationalities", "countries")
PERIODS: Final = ("periods_held", "periods_wanted")
JAPANESE: Final = "ja"
FINDINGS: Final = 6
"""Things to mend that are shown at once."""


def page(state: State, step: FormStep) -> Page:
    """The page of a step of the form.

    Raises:
        ValueError: no application is being filled in.
    """
    draft = state.draft
    if draft is None:
        raise ValueError("no application is being filled in")
    match step:
        case AskConsent(group):
            return consent(draft, group)
        case AskMore(group):
            return more(draft, group)
        case FillIn():
            return fill_in(state, draft, step)
        case Review():
            return review(state, draft)
        case AllAnswers():
            return answers(draft)
        case HandOver(sheet):
            return hand_over(state, draft, sheet)


def consent(draft: Draft, name: str) -> Page:
    """Before something that nobody likes to be asked."""
    return Page(
        title=say("screen.consent.title"),
        paragraphs=(
            say("screen.consent.what"),
            *(say(field.word) for field in _fields(draft, name)),
        ),
        choices=(
            Choice(say("screen.consent.yes"), Chose(True)),
            Choice(say("screen.consent.no"), Chose(False)),
        ),
        next=say("screen.consent.next"),
        place=Place.DETAILS,
    )


def more(draft: Draft, name: str) -> Page:
    """One more, of what comes several times?"""
    return Page(
        title=say("screen.more_of.title"),
        paragraphs=tuple(
            line for field in _fields(draft, name) for line in _asked(field)
        ),
        choices=(
            Choice(say("screen.more_of.no"), Chose(False)),
            Choice(say("screen.more_of.yes"), Chose(True)),
        ),
        place=Place.DETAILS,
    )


def fill_in(state: State, draft: Draft, step: FillIn) -> Page:
    """One group of questions."""
    fields = _fields(draft, step.group)
    if not fields:
        # The question is asked no more; any way on leads past it.
        return Page(
            title=say("screen.fill.gone"),
            choices=(Choice(say("screen.go_on"), WentOn()),),
            place=Place.DETAILS,
        )
    first = fields[0]
    return Page(
        title=say(first.word) if len(fields) == 1 else say("screen.fill.several"),
        paragraphs=(
            *(_official(field) for field in fields[:1] if len(fields) == 1),
            *_faults_of_one(fields, step),
            *_origins(draft, fields),
        ),
        form=_form(state, draft, step, fields),
        choices=tuple(_choices(state, draft, step, first)),
        small=(
            *_unsaved(draft),
            *help_for(state, draft.application.procedure, fields),
        ),
        next=say(
            "screen.fill.next",
            day=draft.expires.isoformat(),
            **_place(draft, step.group),
        ),
        place=Place.DETAILS,
        tone=Tone.CARE if step.faults else Tone.PLAIN,
    )


def review(state: State, draft: Draft) -> Page:
    """What is to be mended, and the way to the paper."""
    report = check(draft.application, state.today)
    asked = {field.id: field for g in groups(draft.application) for field in g.fields}
    found = [one for one in report.findings if one.fields and one.fields[0] in asked]
    errors = [one for one in found if one.severity is Severity.ERROR]
    mend = tuple(_finding(one, asked) for one in found[:FINDINGS])
    hand_over = Choice(
        say("screen.review.print"),
        WentOn(),
        hint=say("screen.review.print.open") if errors else None,
    )
    look = Choice(say("screen.review.all"), AnswersWanted())
    return Page(
        title=say("screen.review.open", count=len(errors))
        if errors
        else say("screen.review.done"),
        paragraphs=(say("screen.review.mend", count=len(found)),) if mend else (),
        choices=(*mend, hand_over, look) if errors else (hand_over, *mend, look),
        small=(*_unsaved(draft), say("screen.review.checked")),
        next=say("screen.fill.kept", day=draft.expires.isoformat()),
        place=Place.DETAILS,
        tone=Tone.CARE if errors else Tone.GOOD,
    )


def answers(draft: Draft) -> Page:
    """Every answer, each to be corrected."""
    return Page(
        title=say("screen.answers.title"),
        choices=(
            Choice(say("screen.answers.back"), WentOn()),
            *(_answer(draft, group) for group in groups(draft.application)),
        ),
        place=Place.DETAILS,
    )


def hand_over(state: State, draft: Draft, sheet: Paper) -> Page:
    """The sheet with everything that is to be entered at the portal."""
    again = Choice(say("screen.sheet.again"), PaperWanted())
    always = (Choice(say("screen.finish"), WentOn()), *_tables(state, draft))
    return Page(
        title=say("screen.sheet.title"),
        paragraphs=(say(f"screen.sheet.{sheet}"), say("screen.sheet.what")),
        choices=always if sheet is Paper.PRINTING else (*always, again),
        small=(
            *_no_tables(state, draft),
            *_unsaved(draft),
            say("screen.sheet.kept", day=draft.expires.isoformat()),
        ),
        place=Place.PAPER,
        tone=Tone.GOOD if sheet is Paper.PRINTED else Tone.PLAIN,
    )


def _tables(state: State, draft: Draft) -> tuple[Choice, ...]:
    """For those who file for others, where the Agency has tables."""
    if not (may_have_tables(state) and has_tables(draft)):
        return ()
    what = say("screen.sheet.tables.hint")
    return (Choice(say("screen.sheet.tables"), TablesWanted(), hint=what),)


def _no_tables(state: State, draft: Draft) -> tuple[Message, ...]:
    """Nobody who knows of them looks for them in vain."""
    if may_have_tables(state) and not has_tables(draft):
        return (say("screen.sheet.no_tables"),)
    return ()


def _fields(draft: Draft, name: str) -> tuple[Field, ...]:
    group = group_of(draft.application, name)
    return group.fields if group else ()


def _asked(field: Field) -> tuple[Message, ...]:
    return say(field.word), _official(field)


def _official(field: Field) -> Message:
    """The label that stands on the paper form and at the portal."""
    if field.number is None:
        return say("screen.fill.official", label=field.label)
    return say("screen.fill.official.number", label=field.label, number=field.number)


def _faults_of_one(fields: tuple[Field, ...], step: FillIn) -> Iterator[Message]:
    """Lines of text have what is wrong with them beside them."""
    for field in fields:
        if _is_chosen(field) and field.id in step.faults:
            yield step.faults[field.id]


def _is_chosen(field: Field) -> bool:
    return field.kind is Kind.CHOICE or field.kind in DAYS


def _origins(draft: Draft, fields: tuple[Field, ...]) -> Iterator[Message]:
    """Where an answer comes from that nobody has typed here."""
    told = (origin_of(field, draft.application, draft.known) for field in fields)
    yield from (
        say(f"screen.fill.from.{origin}") for origin in dict.fromkeys(told) if origin
    )


def _form(
    state: State, draft: Draft, step: FillIn, fields: tuple[Field, ...]
) -> DateForm | TextForm | SearchForm | None:
    first = fields[0]
    if first.kind in DAYS:
        answer = draft.application.answers.get(first.id, "")
        return DateForm(
            step.typed.get(first.id, answer),
            part_known=first.kind is Kind.BIRTH_DATE,
            half=half_day(state, step),
        )
    if first.kind is Kind.CHOICE:
        every = _options(state, draft, first)
        by = draft.application.answers.get(first.options_by or "", "")
        long = len(every) > AT_ONCE
        return SearchForm(first.options or "", by, every) if long else None
    return TextForm(
        fields=tuple(
            TextField(
                field.id,
                say(field.word) if len(fields) > 1 else _how(field),
                step.typed.get(field.id, draft.application.answers.get(field.id, "")),
                step.faults.get(field.id),
                asked=field,
            )
            for field in fields
        ),
        ok=say("screen.go_on"),
        kind="answers",
    )


def _how(field: Field) -> Message:
    """What may be written there."""
    return say(f"screen.fill.how.{field.kind}")


def _choices(
    state: State, draft: Draft, step: FillIn, first: Field
) -> Iterator[Choice]:
    """Where keys type an answer there is none to be chosen by a number."""
    if first.kind is not Kind.CHOICE:
        return
    every = _options(state, draft, first)
    if len(every) > AT_ONCE:
        return
    yield from every
    if step.correcting:
        yield Choice(say("screen.fill.as_it_is"), WentOn())
    elif first.required.holds(context(draft.application)):
        yield Choice(say("screen.fill.later"), WentOn())
    else:
        yield Choice(say("screen.fill.leave_out"), WentOn())


def _options(state: State, draft: Draft, field: Field) -> tuple[Choice, ...]:
    given = draft.application.answers
    by = given.get(field.options_by or "", "")
    return tuple(
        Choice(
            _option(state, field, own),
            Chose(own.value),
            hint=_japanese(state, own),
            chosen=own.value == given.get(field.id),
        )
        for own in options(field.options or "", by)
    )


def _option(state: State, field: Field, own: Option) -> Message:
    """As the visitor's language calls it, or as the form itself does in English."""
    if field.options in COUNTRIES and own.code:
        return say("screen.fill.territory", code=own.code)
    if state.language == JAPANESE:
        return say("screen.fill.option", text=own.value)
    if field.options in PERIODS and own.code and not own.english:
        return say("screen.fill.period", code=own.code)
    return say("screen.fill.option", text=own.english or own.value)


def _japanese(state: State, own: Option) -> Message | None:
    if state.language == JAPANESE or not (own.english or own.code):
        return None
    return say("screen.fill.option", text=own.value)


def _place(draft: Draft, name: str) -> dict[str, int]:
    """Which question of how many this is."""
    every = [group.id for group in groups(draft.application)]
    now = every.index(name) + 1 if name in every else len(every)
    return {"now": now, "of": len(every)}


def _unsaved(draft: Draft) -> tuple[Message, ...]:
    return (say("screen.fill.not_saved"),) if draft.failed else ()


def _finding(one: Finding, asked: Mapping[str, Field]) -> Choice:
    field = asked[one.fields[0]]
    what = one.message
    if one.severity is Severity.WARNING:
        what = say("screen.review.warning", what=what)
    return Choice(say(field.word), Chose(field.id), hint=what)


def _answer(draft: Draft, group: Group) -> Choice:
    given, first = draft.application.answers, group.fields[0]
    told = [given[field.id] for field in group.fields if field.id in given]
    return Choice(
        say(first.word),
        Chose(group.id),
        hint=say("screen.fill.option", text=" / ".join(told))
        if told
        else say("screen.answers.empty"),
    )
