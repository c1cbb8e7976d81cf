"""The test page of a printer of sheets, as PDF: one A4 page with nobody's data, and a
frame that shows whether the whole of it was printed.
"""

from typing import Any, Final

from kiosk.i18n import OFFICE_LANGUAGE, Words, words_of
from kiosk.japan import JAPAN
from kiosk.message import say
from kiosk.sheets.proof_order import ProofOrder
from kiosk.sheets.typeset import typeset

LAYOUT: Final = "proof"
_PRODUCTION: Final = "production"


def proof_paper(order: ProofOrder) -> bytes:
    """A PDF of one A4 page, the same bytes for the same order and fonts.

    Raises:
        SheetUnavailable: the machine lacks the fonts.
        KeyError: a language that the registry of languages lacks.
    """
    words = words_of(order.language)
    made = int(order.now.timestamp())
    return typeset(content(order, words), words.language, made, LAYOUT)


def content(order: ProofOrder, words: Words) -> dict[str, Any]:
    """Everything that stands on it, as plain data for the page."""
    here = order.now.astimezone(JAPAN)
    day, time = here.date().isoformat(), here.strftime("%H:%M")
    title, office = say("receipt.done.test"), words_of(OFFICE_LANGUAGE)
    return {
        "title": office.say(title),
        "name": order.site,
        "words": None if words.language == office.language else words.say(title),
        "made": words.say(say("sheet.made", day=day, time=time)),
        "private": "",
        "banner": _banner(order.mode, words),
        "frame": words.say(say("sheet.proof.frame")),
    }


def _banner(mode: str, words: Words) -> str | None:
    if mode == _PRODUCTION:
        return None
    said = (say(f"receipt.mode.{mode}"), say("receipt.not_real"))
    return " – ".join(map(words.say, said))
