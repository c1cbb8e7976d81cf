"""The Agency's tables for bulk entry: where they are, or why they are not."""

from collections.abc import Iterator
from typing import Final

from kiosk.forms.check import check
from kiosk.forms.tables import without_column
from kiosk.forms.walk import groups
from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place, Row, Tone
from kiosk.visit.drafts import Draft
from kiosk.visit.events import AnswersWanted, TablesWanted, WentBack, WentOn
from kiosk.visit.state import State
from kiosk.visit.steps import HandTables
from kiosk.visit.tables import TablesFault, Written

_CHARACTER: Final = "form.character"
_SHOWN: Final = 6
"""Answers that the Agency's tool cannot hold, of which the first are named."""
_BEFORE_WRITING: Final = (TablesFault.ERRORS, TablesFault.CHARACTERS)


def page(state: State, step: HandTables) -> Page:
    """The page of this step.

    Raises:
        ValueError: no application is being filled in.
    """
    draft = state.draft
    if draft is None:
        raise ValueError("no application is being filled in")
    match step.outcome:
        case None:
            return Page(
                title=say("screen.tables.writing"), place=Place.PAPER, busy=True
            )
        case Written() as written:
            return _written(draft, written)
        case fault:
            return _fault(state, draft, fault)


def _written(draft: Draft, written: Written) -> Page:
    left = len(without_column(draft.application))
    return Page(
        title=say("screen.tables.written"),
        rows=(
            Row(say("screen.tables.folder"), written.folder),
            *(Row(_what(name), name) for name in written.files),
        ),
        paragraphs=(say("screen.tables.left", count=left),) if left else (),
        choices=(_finish(), _to_paper()),
        small=(say("screen.tables.care"),),
        place=Place.PAPER,
        tone=Tone.GOOD,
    )


def _what(name: str) -> Message:
    """Who reads a file."""
    if name.endswith(".json"):
        return say("screen.tables.json")
    if name.endswith("-utf8.csv"):
        return say("screen.tables.utf8")
    return say("screen.tables.cp932")


def _fault(state: State, draft: Draft, fault: TablesFault) -> Page:
    mend = Choice(say("screen.tables.mend"), AnswersWanted())
    again = Choice(say("screen.tables.again"), TablesWanted())
    first = mend if fault in _BEFORE_WRITING else again
    named = _unwritable(state, draft) if fault is TablesFault.CHARACTERS else ()
    return Page(
        title=say(f"screen.tables.fault.{fault}.title"),
        paragraphs=(say(f"screen.tables.fault.{fault}.do"), *named),
        choices=(first, _to_paper(), _finish()),
        small=(say("screen.sheet.kept", day=draft.expires.isoformat()),),
        place=Place.PAPER,
        tone=Tone.CARE,
    )


def _unwritable(state: State, draft: Draft) -> Iterator[Message]:
    """What is asked where such a character stands."""
    report = check(draft.application, state.today)
    bad = [one for one in report.errors if one.message.id == _CHARACTER]
    asked = {own.id: own for g in groups(draft.application) for own in g.fields}
    named = [asked[one.fields[0]] for one in bad if one.fields[0] in asked]
    return (say(field.word) for field in named[:_SHOWN])


def _finish() -> Choice:
    return Choice(say("screen.finish"), WentOn())


def _to_paper() -> Choice:
    return Choice(say("screen.tables.back"), WentBack())
