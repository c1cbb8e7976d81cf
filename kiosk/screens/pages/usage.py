"""The usage request (利用申出) of an institution."""

from collections.abc import Iterator
from typing import Final

from kiosk.message import Message, say
from kiosk.rules.sources import Certainty
from kiosk.rules.usage import Answer, Requirement, Way, explanation, question
from kiosk.rules.usage_check import Assessment, Needed, Standing, assess, questions
from kiosk.rules.usage_life import Phase, State, uncertain
from kiosk.screens.page import Choice, DateForm, Page, Place, Row, Tone
from kiosk.visit.events import Chose, FormWanted, PaperWanted, WentOn
from kiosk.visit.half_days import half_day
from kiosk.visit.requests import Usage
from kiosk.visit.state import State as Visit
from kiosk.visit.steps import (
    AskUsage,
    UsageCategory,
    UsageDay,
    UsagePackage,
    UsagePapers,
    UsageResult,
    UsageStatus,
)
from kiosk.visit.terms import Paper
from kiosk.visit.usage import (
    APPROVED,
    REPORTED,
    SENT,
    TELL,
    UNKNOWN,
    UNTIL,
    is_open,
    may_begin,
    may_retell,
    may_tell,
)
from kiosk.visit.usage_events import UsageWanted

UsageStep = (
    AskUsage
    | UsageResult
    | UsagePapers
    | UsagePackage
    | UsageCategory
    | UsageDay
    | UsageStatus
)
_CARE: Final = (Phase.DUE, Phase.LATE, Phase.OVER)


def page(visit: Visit, step: UsageStep) -> Page:
    """The page of a step of this part.

    Raises:
        ValueError: no request is known.
    """
    usage = visit.usage
    if usage is None:
        raise ValueError("no usage request is known")
    match step:
        case AskUsage(name):
            return ask(visit, usage, name)
        case UsageResult():
            return result(visit, usage)
        case UsagePapers():
            return papers(visit, usage)
        case UsagePackage(sheet):
            return package(visit, usage, sheet)
        case UsageCategory():
            return category()
        case UsageDay():
            return day(visit, usage, step)
        case UsageStatus():
            return status(visit, usage)


def ask(visit: Visit, usage: Usage, name: str) -> Page:
    """One question of the checklist."""
    every = questions(visit.today, usage.role, usage.answers)
    now = every.index(name) + 1 if name in every else len(every)
    return Page(
        title=question(name),
        paragraphs=(explanation(name),),
        choices=tuple(
            Choice(
                say(f"screen.usage.{answer}"),
                Chose(answer.value),
                chosen=answer is usage.answers.get(name),
            )
            for answer in Answer
        ),
        small=_unsaved(usage),
        next=say("screen.usage.next", now=now, of=len(every)),
        place=Place.DETAILS,
    )


def result(visit: Visit, usage: Usage) -> Page:
    """What is missing comes first, each with what to do; then what nobody knows."""
    found = assess(visit.today, usage.role, usage.answers)
    missing, unknown = found.standing(Standing.MISSING), found.standing(Standing.OPEN)
    again = say("screen.usage.again")
    return Page(
        title=_outcome(missing, unknown),
        paragraphs=(
            *(line for own in missing for line in (own.message, own.remedy)),
            *((say("screen.usage.open"),) if unknown else ()),
            *(own.message for own in unknown),
            *_category(found),
        ),
        choices=(
            Choice(say("screen.usage.papers"), WentOn()),
            *((Choice(again, Chose("again")),) if is_open(visit, usage) else ()),
        ),
        small=(*_unsaved(usage), say("screen.usage.decides")),
        next=say("screen.usage.result.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if missing or unknown else Tone.GOOD,
    )


def papers(visit: Visit, usage: Usage) -> Page:
    """What to attach, how to hand it in, how long it takes, what is not certain."""
    found = assess(visit.today, usage.role, usage.answers)
    return Page(
        title=say("screen.usage.papers.title"),
        paragraphs=(
            *(_paper(own) for own in found.papers),
            *((say("screen.usage.ways"),) if found.ways else ()),
            *map(_way, found.ways),
            say("screen.usage.notes"),
            *(say("screen.usage.needed", what=own.message) for own in found.notes),
        ),
        choices=tuple(_after_papers(visit, Paper.NOT_WANTED)),
        small=_unsaved(usage),
        place=Place.PAPER,
    )


def package(visit: Visit, usage: Usage, sheet: Paper) -> Page:
    """How the paper stands, and what comes next."""
    return Page(
        title=say("screen.usage.package"),
        paragraphs=(say(f"screen.sheet.{sheet}"), say("screen.usage.package.what")),
        choices=tuple(_after_papers(visit, sheet)),
        small=_unsaved(usage),
        place=Place.PAPER,
        tone=Tone.GOOD if sheet is Paper.PRINTED else Tone.PLAIN,
    )


def category() -> Page:
    """As the Agency's letter says; nobody is kept from going on who does not know."""
    return Page(
        title=say("screen.usage.told.category"),
        paragraphs=(say("screen.usage.told.what"),),
        choices=(
            *(
                Choice(say("screen.usage.told.number", number=number), Chose(number))
                for number in ("1", "2", "3", "4")
            ),
            Choice(say("screen.usage.unknown"), Chose(UNKNOWN)),
        ),
        place=Place.DETAILS,
    )


def day(visit: Visit, usage: Usage, step: UsageDay) -> Page:
    """On which day that was done."""
    before = {
        SENT: usage.sent_on,
        REPORTED: usage.reported_on,
        APPROVED: usage.decided_on,
        UNTIL: usage.valid_until,
    }[step.what]
    given = step.refused or (before or visit.today).isoformat()
    return Page(
        title=say(f"screen.usage.day.{step.what}"),
        paragraphs=(
            say("screen.usage.day.wrong") if step.refused else say("screen.usage.day"),
        ),
        form=DateForm(given, half=half_day(visit, step)),
        next=say("screen.usage.day.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if step.refused else Tone.PLAIN,
    )


def status(visit: Visit, usage: Usage) -> Page:
    """How the request stands, and what may be done about it."""
    return Page(
        title=say("screen.usage.title"),
        paragraphs=tuple(_stands(visit, usage)),
        rows=_organisation(visit),
        choices=tuple(_moves(visit, usage)),
        small=_unsaved(usage),
        place=Place.DETAILS,
        tone=_tone(visit, usage),
    )


def about(visit: Visit) -> tuple[Message, ...]:
    """How it stands, for whoever has logged in."""
    usage = visit.usage
    known = usage is not None and usage.known
    return tuple(_stands(visit, usage)) if usage and known else ()


def choice(visit: Visit) -> tuple[Choice, ...]:
    """The way to it, where there is one."""
    if not may_begin(visit):
        return ()
    usage = visit.usage
    if usage is not None and not usage.known:
        told = say("screen.usage.told")
        return (Choice(told, UsageWanted(), hint=say("screen.usage.told.hint")),)
    drafted = usage is None or usage.state is State.DRAFT
    label = say("screen.usage.begin") if drafted else say("screen.usage.see")
    return (Choice(label, UsageWanted(), hint=say("screen.usage.hint")),)


def _organisation(visit: Visit) -> tuple[Row, ...]:
    name = visit.account.organisation if visit.account else ""
    return (Row(say("screen.organisation"), name),) if name else ()


def _outcome(
    missing: tuple[Requirement, ...], unknown: tuple[Requirement, ...]
) -> Message:
    if missing:
        return say("screen.usage.result.missing", count=len(missing))
    if unknown:
        return say("screen.usage.result.open", count=len(unknown))
    return say("screen.usage.result.ready")


def _category(found: Assessment) -> tuple[Message, ...]:
    """Only where it is settled."""
    if len(found.categories) != 1:
        return ()
    [number] = found.categories
    return (say("screen.usage.category", number=number),)


def _paper(own: Needed) -> Message:
    what = own.paper.message
    if own.paper.form is not None:
        what = say("screen.usage.form", paper=what, form=own.paper.form)
    if own.perhaps and not own.paper.perhaps:
        return say("screen.usage.perhaps", what=what)
    return say("screen.usage.needed", what=what)


def _way(own: Way) -> Message:
    """One that is not surely attested says so."""
    if own.certainty is Certainty.SURE:
        return say("screen.usage.needed", what=own.message)
    return say("screen.usage.not_certain", what=own.message)


def _after_papers(visit: Visit, sheet: Paper) -> Iterator[Choice]:
    if sheet is Paper.PRINTING:
        yield Choice(say("screen.finish"), WentOn())
        return
    if sheet is Paper.NOT_WANTED:
        yield Choice(say("screen.usage.print"), PaperWanted())
    if may_tell(visit, SENT):
        yield Choice(say("screen.usage.sent"), Chose(SENT))
    yield Choice(say("screen.finish"), WentOn())
    if sheet is not Paper.NOT_WANTED:
        yield Choice(say("screen.sheet.again"), PaperWanted())


def _stands(visit: Visit, usage: Usage) -> Iterator[Message]:
    match usage.state:
        case State.DRAFT:
            yield say("screen.usage.state.draft")
        case State.SENT if usage.sent_on is not None:
            yield say("screen.usage.state.sent", day=usage.sent_on.isoformat())
            yield say("screen.usage.state.sent.next")
        case State.REFUSED:
            yield say("screen.usage.state.refused")
    yield from _of_approval(visit, usage)


def _of_approval(visit: Visit, usage: Usage) -> Iterator[Message]:
    term, phase = usage.term, usage.phase(visit.today)
    if term is None or phase is None:
        return
    until, due = term.until.isoformat(), term.due.isoformat()
    yield say(f"screen.usage.phase.{phase}", until=until, due=due)
    if usage.reported_on is not None:
        yield say("screen.usage.reported", day=usage.reported_on.isoformat())
    for note in uncertain(
        visit.today,
        usage.role,
        usage.decided_on,
        usage.reported_on,
        counted=usage.counted,
    ):
        yield note.message


def _moves(visit: Visit, usage: Usage) -> Iterator[Choice]:
    if usage.is_approved(visit.today):
        yield Choice(say("screen.done.fill_in"), FormWanted())
    if may_tell(visit, REPORTED):
        yield Choice(say("screen.usage.report"), Chose(REPORTED))
    if is_open(visit, usage):
        yield Choice(say("screen.usage.again"), Chose("again"))
    if usage.state is State.SENT:
        yield Choice(say("screen.usage.correct"), Chose(SENT))
        yield Choice(say("screen.usage.take_back"), Chose("take_back"))
    if may_retell(visit):
        yield Choice(say("screen.usage.told.again"), Chose(TELL))
    if not usage.is_approved(visit.today):
        yield Choice(say("screen.usage.print"), PaperWanted())
    yield Choice(say("screen.finish"), WentOn())


def _tone(visit: Visit, usage: Usage) -> Tone:
    if usage.state is State.REFUSED or usage.phase(visit.today) in _CARE:
        return Tone.CARE
    return Tone.GOOD if usage.state is State.APPROVED else Tone.PLAIN


def _unsaved(usage: Usage) -> tuple[Message, ...]:
    return (say("screen.fill.not_saved"),) if usage.failed else ()
