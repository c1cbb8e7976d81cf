"""Numbers as they are typed: the 12 digits of an intermediary, that of a card."""

import re
from datetime import date

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card.residence.number import CardNumber
    from kiosk.rules.number import InvalidNumber, parse_number

ON = date(2026, 11, 2)
TOLD = re.compile(r"number\.[a-z_]+")


def typed(data: bytes) -> None:
    """As text, with what is not UTF-8 as Python hands it on."""
    text = data.decode("utf-8", errors="surrogateescape")
    intermediary(text)
    found = CardNumber.parse(text)
    if found is not None:
        expect(CardNumber.parse(found.reveal()) == found, "as it is shown")
        expect(len(found.codes()) == 12, "a card's number has twelve characters")


def intermediary(text: str) -> None:
    """A number that is taken can be typed again in all its forms."""
    try:
        found = parse_number(text, ON)
    except InvalidNumber as error:
        told = TOLD.fullmatch(str(error))
        expect(told is not None, "an error does not repeat what was typed")
        return
    expect(re.fullmatch("[0-9]{12}", found.digits) is not None, "twelve digits")
    expect(parse_number(found.digits, ON) == found, "as the portal takes it")
    expect(parse_number(found.printed, ON) == found, "as it is printed")


if __name__ == "__main__":
    fuzz(typed)
