"""The ID, its paper, and the end."""

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Code, Page, Place, Tone
from kiosk.screens.pages import certificates, passwords, usage
from kiosk.visit.enrolling import BRING, may_bring
from kiosk.visit.events import Chose, FormWanted, PaperWanted, WentOn
from kiosk.visit.papers import issuer_of
from kiosk.visit.passwords import has_no_card, must_choose
from kiosk.visit.state import State
from kiosk.visit.terms import Issuer, Paper


def issued(state: State, receipt: Paper, *, new: bool) -> Page:
    """The ID, on the screen and on paper; who issued it is always said."""
    return Page(
        title=_about_id(state, new=new),
        paragraphs=(
            *((say("screen.issued.replaced"),) if _replaced(state) else ()),
            say("screen.issued.what"),
            *((say("screen.issued.set_password"),) if must_choose(state) else ()),
            *_paper(receipt),
            *certificates.warning(state),
            *passwords.warning(state),
        ),
        code=_code(state),
        choices=_choices(state, receipt),
        small=(say(f"screen.issued.{issuer_of(state)}"), *certificates.days(state)),
        next=_next(state, receipt),
        place=Place.PAPER,
        tone=certificates.tone(state),
    )


def logged_in(state: State, receipt: Paper) -> Page:
    """The ID and the card belong together."""
    return Page(
        title=_welcome(state),
        paragraphs=(
            say("screen.logged_in.what"),
            *usage.about(state),
            *_paper(receipt),
            *certificates.warning(state),
            *passwords.warning(state),
        ),
        choices=_choices(state, receipt),
        small=certificates.days(state),
        next=_next(state, receipt),
        place=Place.PAPER,
        tone=certificates.tone(state),
    )


def take_card() -> Page:
    """The card goes with its holder, who must carry it or needs it elsewhere."""
    return Page(
        title=say("screen.take_card.title"),
        paragraphs=(say("screen.take_card.what"),),
        choices=(),
        place=Place.PAPER,
        tone=Tone.CARE,
    )


def goodbye() -> Page:
    """Nothing of the visit is left here."""
    return Page(
        title=say("screen.goodbye.title"),
        paragraphs=(say("screen.goodbye.what"),),
        choices=(Choice(say("screen.finish"), WentOn()),),
        place=Place.PAPER,
        tone=Tone.GOOD,
    )


def _welcome(state: State) -> Message:
    """By what they have shown that the ID is theirs; who comes back from an application
    reads until when it is kept.
    """
    if state.draft is not None:
        return say("screen.done.kept", day=state.draft.expires.isoformat())
    by_password = state.card is None and state.password is not None
    return say(f"screen.logged_in.{'password' if by_password else 'title'}")


def _code(state: State) -> Code | None:
    own = state.answers.auth_id
    return None if own is None else Code(own)


def _paper(receipt: Paper) -> tuple[Message, ...]:
    if receipt is Paper.NOT_WANTED:
        return ()
    return (say(f"screen.paper.{receipt}"),)


def _about_id(state: State, *, new: bool) -> Message:
    if issuer_of(state) is Issuer.AGENCY:
        return say("screen.issued.kept")
    return say("screen.issued.title") if new else say("screen.issued.found")


def _replaced(state: State) -> bool:
    return state.held is not None and state.held.replaced


def _next(state: State, receipt: Paper) -> Message:
    """Nobody looks for a paper that has not come out, or a card that is not here."""
    printed = receipt in (Paper.PRINTING, Paper.PRINTED)
    if has_no_card(state):
        return say(f"screen.issued.next.{'receipt' if printed else 'nothing'}")
    return say("screen.issued.next") if printed else say("screen.issued.next.card")


def _bring(state: State) -> tuple[Choice, ...]:
    if not may_bring(state):
        return ()
    return (Choice(say("screen.purpose.record"), Chose(BRING)),)


def _choices(state: State, receipt: Paper) -> tuple[Choice, ...]:
    """The one that comes and goes is the last: no number is that of another then. Who
    has no password and no card sets one first.
    """
    first = passwords.choice(state) if must_choose(state) else ()
    always = (
        *first,
        Choice(say("screen.finish"), WentOn()),
        Choice(
            say("screen.done.fill_in"),
            FormWanted(),
            hint=say("screen.done.fill_in.hint"),
        ),
        *(() if first else passwords.choice(state)),
        *usage.choice(state),
        *_bring(state),
    )
    if receipt in (Paper.PRINTING, Paper.NO_PRINTER):
        return always
    print_it = "first" if receipt is Paper.NOT_WANTED else "again"
    return *always, Choice(say(f"screen.paper.print_{print_it}"), PaperWanted())
