"""Applications that were begun, and what is filed together."""

from kiosk.forms.application import ACCOMPANYING
from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place, Tone
from kiosk.visit.drafts import DraftNote
from kiosk.visit.events import Chose, CopyWanted, DeletionWanted, WentOn
from kiosk.visit.state import State


def choose(notes: tuple[DraftNote, ...]) -> Page:
    """Go on with one, or begin another."""
    begun = tuple(
        Choice(_title(note), Chose(str(note.id)), hint=_about(note)) for note in notes
    )
    return Page(
        title=say("screen.drafts.title"),
        choices=(*begun, Choice(say("screen.drafts.new"), WentOn())),
        next=say("screen.drafts.next"),
        place=Place.DETAILS,
    )


def chosen(note: DraftNote) -> Page:
    """What to do with it."""
    delete = Choice(
        say("screen.draft.delete"),
        DeletionWanted(),
        hint=say("screen.draft.delete.hint"),
    )
    go_on = (
        Choice(say("screen.draft.go_on"), WentOn()),
        Choice(
            say("screen.draft.copy"), CopyWanted(), hint=say("screen.draft.copy.hint")
        ),
    )
    newer = (say("screen.draft.newer"),) if note.newer else ()
    return Page(
        title=_title(note),
        paragraphs=(_about(note), *newer),
        choices=(delete,) if note.newer else (*go_on, delete),
        place=Place.DETAILS,
        tone=Tone.CARE if note.newer else Tone.PLAIN,
    )


def delete(note: DraftNote) -> Page:
    """It cannot be brought back."""
    return Page(
        title=say("screen.draft.delete.sure"),
        paragraphs=(_title(note), _about(note)),
        choices=(
            Choice(say("screen.draft.delete.no"), Chose(False)),
            Choice(say("screen.draft.delete.yes"), WentOn()),
        ),
        place=Place.DETAILS,
        tone=Tone.CARE,
    )


def together(state: State) -> Page:
    """What else is filed with it."""
    chosen = state.answers.together
    return Page(
        title=say("screen.together.title"),
        choices=(
            Choice(
                say("screen.together.go_on")
                if chosen
                else say("screen.together.nothing"),
                WentOn(),
            ),
            *(
                Choice(
                    say(f"procedure.{own}"),
                    Chose(own.value),
                    hint=say(f"screen.procedure.{own}.hint"),
                    chosen=own in chosen,
                )
                for own in ACCOMPANYING
            ),
        ),
        next=say("screen.together.next"),
        place=Place.DETAILS,
    )


def _title(note: DraftNote) -> Message:
    return say(f"procedure.{note.procedure}")


def _about(note: DraftNote) -> Message:
    return say(
        "screen.drafts.about",
        changed=note.changed.isoformat(),
        answers=note.answers,
        expires=note.expires.isoformat(),
    )
