"""A verdict of the rules as people are told it, on the screen and on paper."""

from kiosk.message import Message, say
from kiosk.rules.decision import Decision, Outcome, Reason


def verdict_of(found: Decision) -> Message:
    """One sentence. That the office should be asked first is a warning."""
    if found.outcome is Outcome.CONDITIONAL and found.may_go_on:
        return say("screen.verdict.ask_office")
    return say(f"screen.verdict.{found.outcome}")


def reasons_of(found: Decision) -> tuple[Reason, ...]:
    """What speaks for the verdict. Of the many rules that are met the first says it
    all; of those that are not met or open each counts.
    """
    deciding = found.reasons[:1] if found.outcome is Outcome.ALLOWED else found.reasons
    return (*deciding, *found.notes)
