"""The paper with the store's key, for whoever looks after the kiosk."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from kiosk.i18n import words_of
from kiosk.japan import JAPAN
from kiosk.message import say
from kiosk.receipts.blocks import (
    BigId,
    Block,
    Caption,
    Heading,
    Note,
    Paragraph,
    Rule,
    Title,
)
from kiosk.receipts.plain import plain


def recovery_paper(
    site: str, lines: Sequence[str], at: datetime, language: str
) -> tuple[Block, ...]:
    """``lines``: of the key, as ``kiosk.store.recovery`` writes them, in groups parted
    by hyphens. ``at`` has a time zone.
    """
    words = words_of(language)
    here = at.astimezone(JAPAN)
    day, time = here.date().isoformat(), here.strftime("%H:%M")
    printed = plain(words.say(say("receipt.time", day=day, time=time)))

    def parts() -> Iterator[Block]:
        yield Title(plain(site), language, ((printed, language),))
        yield Rule()
        yield Heading(plain(words.say(say("recovery.title"))), language)
        yield Paragraph(plain(words.say(say("recovery.what"))), language)
        for number, line in enumerate(lines, start=1):
            yield Caption(str(number), language)
            yield BigId(tuple(line.split("-")))
        yield Rule()
        yield Paragraph(plain(words.say(say("recovery.keep"))), language)
        yield Note(plain(words.say(say("recovery.use"))), language)

    return tuple(parts())
