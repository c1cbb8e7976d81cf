"""A verdict of the rules in one sentence, for the screen and for paper."""

from kiosk.message import Message, say
from kiosk.rules.decision import Decision, Outcome


def verdict_of(found: Decision) -> Message:
    """That the office should be asked first is a warning, and told as one."""
    if found.outcome is Outcome.CONDITIONAL and found.may_go_on:
        return say("screen.verdict.ask_office")
    return say(f"screen.verdict.{found.outcome}")
