"""A forgotten ID: nothing here shows it."""

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place, Tone
from kiosk.visit.events import Chose, PaperWanted, WentBack, WentOn
from kiosk.visit.forgotten import GROUPS, WITH_CARD
from kiosk.visit.steps import ForgotAgency, ForgotHere, ForgotId, ForgotPaper, Step
from kiosk.visit.terms import Issuer, Paper


def page(step: Step) -> Page:
    """That of each step of this part."""
    match step:
        case ForgotId():
            return issuer()
        case ForgotHere():
            return here()
        case ForgotAgency():
            return agency()
        case ForgotPaper(group, paper):
            return request(group, paper)
    raise ValueError("a step of another part")


def issuer() -> Page:
    """Who issued it?"""
    return Page(
        title=say("screen.forgot.title"),
        paragraphs=(say("screen.forgot.what"),),
        choices=tuple(
            Choice(say(f"screen.forgot.{own}"), Chose(own.value)) for own in Issuer
        ),
        place=Place.QUESTIONS,
    )


def here() -> Page:
    """The same card in the same role prints the same ID."""
    return Page(
        title=say("screen.forgot.here.title"),
        paragraphs=(say("screen.forgot.here.card"), say("screen.forgot.here.alone")),
        choices=(
            Choice(say("screen.forgot.here.register"), WentOn()),
            Choice(say("screen.back"), WentBack()),
        ),
        place=Place.QUESTIONS,
    )


def agency() -> Page:
    """The Agency answers by mail; a card can fill in the paper for that."""
    return Page(
        title=say("screen.forgot.agency.title"),
        paragraphs=(say("screen.forgot.agency.what"),),
        choices=tuple(
            Choice(say(f"screen.forgot.by.{own}"), Chose(own))
            for own in (WITH_CARD, *GROUPS)
        ),
        next=say("screen.forgot.next"),
        place=Place.QUESTIONS,
    )


def request(group: str, paper: Paper) -> Page:
    """Where it is handed in, and how the answer comes."""
    return Page(
        title=say("screen.forgot.paper.title"),
        paragraphs=(
            *_paper(paper),
            say(f"forgotten.where.{group}"),
            say("forgotten.answer"),
            say("sheet.forgotten.not_official"),
        ),
        choices=(
            Choice(say("screen.finish"), WentOn()),
            *_again(paper),
        ),
        place=Place.PAPER,
        tone=Tone.PLAIN if paper in (Paper.PRINTING, Paper.PRINTED) else Tone.CARE,
    )


def _paper(paper: Paper) -> tuple[Message, ...]:
    return (say(f"screen.forgot.paper.{paper}"),)


def _again(paper: Paper) -> tuple[Choice, ...]:
    if paper in (Paper.PRINTING, Paper.NO_PRINTER):
        return ()
    return (Choice(say("screen.paper.print_again"), PaperWanted()),)
