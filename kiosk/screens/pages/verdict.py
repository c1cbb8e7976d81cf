"""May this be filed online, and why."""

from typing import Final

from kiosk.message import Message, say
from kiosk.rules.decision import Decision, Outcome, Reason
from kiosk.screens.page import Choice, Page, Place, Tone
from kiosk.screens.pages import usage
from kiosk.visit.events import (
    NumberWanted,
    PaperWanted,
    RegistrationWanted,
    WentOn,
    WordingWanted,
)
from kiosk.visit.questions import (
    CARD_ROLES,
    NUMBER_ROLES,
    decision,
    may_file,
    may_register,
)
from kiosk.visit.state import State
from kiosk.visit.terms import Paper, Purpose
from kiosk.visit.verdicts import reasons_of, verdict_of

_TONES: Final = {
    Outcome.ALLOWED: Tone.GOOD,
    Outcome.CONDITIONAL: Tone.CARE,
    Outcome.REFUSED: Tone.BAD,
}


def verdict(state: State, slip: Paper) -> Page:
    """The verdict first, the reasons below, then what to do."""
    found = decision(state)
    by_card = _waits_for_card(state, found)
    return Page(
        title=say("screen.verdict.by_card") if by_card else verdict_of(found),
        paragraphs=tuple(_paragraphs(found, by_card=by_card)),
        choices=tuple(_choices(state, found, slip)),
        small=_about_paper(slip),
        next=say(f"screen.verdict.next.{_way_on(state)}"),
        place=Place.QUESTIONS,
        tone=Tone.GOOD if by_card else _TONES[found.outcome],
    )


def wording(state: State) -> Page:
    """The rules' own words, in Japanese as they were published, with their sources."""
    found = decision(state)
    return Page(
        title=say("screen.wording.title"),
        paragraphs=tuple(
            line
            for reason in (*found.reasons, *found.notes)
            for line in _quoted(reason)
        ),
        choices=(Choice(say("screen.wording.back"), WentOn()),),
        place=Place.QUESTIONS,
    )


def _paragraphs(found: Decision, *, by_card: bool) -> list[Message]:
    reasons = found.notes if by_card else reasons_of(found)
    told = [_sure(reason) for reason in reasons]
    if found.remedies:
        told += [say("screen.verdict.remedies"), *found.remedies]
    if found.next_steps:
        told += [say("screen.verdict.steps"), *found.next_steps]
    return told


def _sure(reason: Reason) -> Message:
    """A reason that is not surely attested says so."""
    if reason.certainty == "sure":
        return reason.message
    return say("screen.verdict.not_sure", reason=reason.message)


def _choices(state: State, found: Decision, slip: Paper) -> list[Choice]:
    choices = []
    if state.account is not None and may_file(state):
        choices.append(Choice(say("screen.verdict.fill_in"), WentOn()))
    elif _goes_on(state):
        choices.append(Choice(_register(state), WentOn()))
    elif _may_still_register(state) and found.outcome is not Outcome.REFUSED:
        choices.append(Choice(_register(state), RegistrationWanted()))
    choices.extend(usage.choice(state))
    if slip is not Paper.PRINTING:
        choices.append(Choice(say("screen.verdict.slip"), PaperWanted()))
    choices.append(Choice(say("screen.verdict.wording"), WordingWanted()))
    if state.answers.role in NUMBER_ROLES:
        choices.append(Choice(say("screen.verdict.number"), NumberWanted()))
    if _way_on(state) == "end":
        choices.append(Choice(say("screen.finish"), WentOn()))
    return choices


def _way_on(state: State) -> str:
    if state.account is not None and may_file(state):
        return "fill_in"
    if not _goes_on(state):
        return "end"
    return "register" if state.answers.role in CARD_ROLES else "register.number"


def _register(state: State) -> Message:
    if state.answers.role in CARD_ROLES:
        return say("screen.verdict.register")
    return say("screen.verdict.register.number")


def _may_still_register(state: State) -> bool:
    """Nobody is known yet, and it is somebody who registers at once."""
    at_once = (*CARD_ROLES, *NUMBER_ROLES)
    return state.account is None and state.answers.role in at_once


def _goes_on(state: State) -> bool:
    return state.answers.purpose is Purpose.REGISTER and may_register(state)


def _waits_for_card(state: State, found: Decision) -> bool:
    """Nothing is open but what the card will tell."""
    waits = found.outcome is Outcome.CONDITIONAL and not found.may_go_on
    return waits and _goes_on(state)


def _about_paper(slip: Paper) -> tuple[Message, ...]:
    return () if slip is Paper.NOT_WANTED else (say(f"screen.paper.{slip}"),)


def _quoted(reason: Reason) -> list[Message]:
    lines = [reason.message]
    if reason.wording:
        lines.append(say("screen.wording.quote", wording=reason.wording))
    lines.append(say("screen.wording.source", source=reason.source))
    return lines
