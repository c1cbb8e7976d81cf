"""What a visitor does at the kiosk from language to receipt, screen by screen."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from kiosk.i18n import words_of
from kiosk.message import Message, say
from tests.terminal.choices import Offer, offer_of, offers
from tests.terminal.kiosk_site import PASSWORD, PHONE, PIN
from tests.terminal.words import is_titled, squeezed

ENTER: Final = "\n"
NEXT_LINE: Final = "\t"
LANGUAGES: Final = {"ja": "1", "en": "2"}
"""The key of each language, in the order of the settings of ``kiosk_site``."""
AUTH_ID: Final = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")

_MOST_PAGES: Final = 12
"""Of answers."""
_MORE: Final = "9"
"""The key for the next page of many answers."""
_MET_WITH: Final = "ja"
_DAYS_LEFT: Final = 50
"""Of the period of stay: an extension may be filed from three months before."""


class Terminal(Protocol):
    """Where a visitor types and reads."""

    def type(self, text: str) -> None: ...
    def key(self, *names: str) -> None: ...
    def wait_for(self, wanted: Callable[[str], object]) -> str: ...
    def cursor_row(self) -> int: ...


@dataclass(frozen=True)
class Stage:
    """One screen: its title, and what is done there. ``typed`` may hold ``ENTER`` and
    ``NEXT_LINE``; ``card``: the card is laid down or lifted instead.
    """

    title: Message
    typed: str = ""
    card: bool = False


PREPARE: Final = Stage(say("screen.prepare.title"), card=True)
ENTER_PIN: Final = Stage(say("screen.pin.authentication.title"), PIN + ENTER)
ENTER_PASSWORD: Final = Stage(say("screen.pin.signature.title"), PASSWORD + ENTER)
ISSUED: Final = Stage(say("screen.issued.title"), "1")
FOUND: Final = Stage(say("screen.issued.found"), "1")
LOGGED_IN: Final = Stage(say("screen.logged_in.title"), "1")
GOING: Final = (
    Stage(say("screen.take_card.title"), card=True),
    Stage(say("screen.goodbye.title"), "1"),
)


def choosing(language: str) -> Stage:
    """The first screen, in the language a visitor is met with."""
    return Stage(say("screen.language.title"), LANGUAGES[language])


def questions() -> tuple[Stage, ...]:
    """A student who wants to extend their own stay, as far as the card."""
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()
    end_of_stay = today + timedelta(days=_DAYS_LEFT)
    return (
        Stage(say("screen.purpose.title"), "1"),
        Stage(say("screen.role.title"), "1"),
        Stage(say("screen.procedure.title"), "1"),
        Stage(say("question.status.own"), "2"),
        Stage(say("question.stay_expires.own"), f"{end_of_stay:%Y%m%d}" + ENTER),
        Stage(say("screen.verdict.by_card"), "1"),
    )


def details() -> tuple[Stage, ...]:
    """Whose card it is, and how to reach them: by telephone only."""
    return (
        Stage(say("screen.person.title"), "1"),
        Stage(say("screen.contact.title"), PHONE + NEXT_LINE + ENTER),
    )


def until_issued() -> tuple[Stage, ...]:
    """All between the first screen and the ID."""
    return (*questions(), PREPARE, ENTER_PIN, ENTER_PASSWORD, *details())


def until_logged_in(auth_id: str) -> tuple[Stage, ...]:
    """The same of a log-in; the ID is typed as a scanner does."""
    return (
        Stage(say("screen.purpose.title"), "3"),
        Stage(say("screen.auth_id.title"), auth_id + ENTER),
        PREPARE,
        ENTER_PIN,
    )


class Visitor:
    """Somebody at a terminal, reading ``language`` once it is chosen. ``move_card``
    lays the card on the reader or lifts it.
    """

    def __init__(
        self, terminal: Terminal, language: str, move_card: Callable[[], None]
    ) -> None:
        self.terminal = terminal
        self.language = language
        self.reads = _MET_WITH
        self.move_card = move_card

    def choose_language(self) -> None:
        """At the first screen."""
        self.reads = _MET_WITH
        self.do(choosing(self.language))
        self.reads = self.language

    def walk(self, stages: Sequence[Stage]) -> None:
        for stage in stages:
            self.do(stage)

    def do(self, stage: Stage) -> None:
        """Wait for the screen and do there what is to be done."""
        self.read(stage.title)
        if stage.card:
            self.move_card()
        self.type(stage.typed)

    def type(self, text: str) -> None:
        for part in re.split(f"([{ENTER}{NEXT_LINE}])", text):
            if part == ENTER:
                self.enter()
            elif part == NEXT_LINE:
                self.next_line()
            elif part:
                self.type_plainly(part)

    def type_plainly(self, text: str) -> None:
        self.terminal.type(text)

    def enter(self) -> None:
        self.terminal.key("Enter")

    def switch_kana(self) -> None:
        """Between Latin letters and kana."""
        self.terminal.key("F4")

    def page_down(self) -> None:
        """To the part of a screen that cannot be seen."""
        self.terminal.key("NPage")

    def take_found(self, typed: str, words: str) -> None:
        """Of a long list, the first that was found, which says this."""
        self.enter()

    def take_offer(self, offer: Offer) -> None:
        """One of the answers on the screen."""
        self.type_plainly(offer.number)

    def took_sight(self, name: str) -> None:
        """A screen has been recognised."""

    def look(self, wanted: Callable[[str], object], sights: int = 2) -> str:
        """The first screen that this is true of and that has been drawn to its end: it
        is seen so many times without a change.
        """
        before, seen = "", 0

        def still(screen: str) -> bool:
            nonlocal before, seen
            seen = seen + 1 if screen == before else 1
            before = screen
            return seen == sights and bool(wanted(screen))

        return self.terminal.wait_for(still)

    def choose(self, *words: str) -> None:
        """The answer that begins with these words, wherever it is."""
        for _ in range(_MOST_PAGES):
            screen = self.look(offers)
            offer = offer_of(screen, *words)
            if offer is not None:
                return self.take_offer(offer)
            self._turn(screen)
        raise AssertionError(f"not offered: {words}:\n{screen}")

    def _turn(self, screen: str) -> None:
        """To the answers that cannot be seen."""
        if self._said(say("bar.more")) in squeezed(screen):
            self.page_down()
        else:
            self.type_plainly(_MORE)
        self.terminal.wait_for(lambda now: now != screen)

    def read(self, title: Message, *more: Message) -> str:
        """The first screen with this title that also says the rest."""
        wanted, said = self._said(title), [self._said(message) for message in more]
        return self.terminal.wait_for(
            lambda screen: (
                is_titled(screen, wanted)
                and all(text in squeezed(screen) for text in said)
            )
        )

    def go(self) -> None:
        """Away with the card; the first screen waits for somebody else."""
        self.walk(GOING)
        self.reads = _MET_WITH
        self.read(say("screen.language.title"))

    def next_line(self) -> None:
        """Enter, and as people do, no more before the cursor is in another line."""
        cursor = self.terminal.cursor_row
        before = self.terminal.wait_for(
            lambda screen: PHONE in screen.splitlines()[cursor()]
        ).splitlines()
        self.enter()
        self.terminal.wait_for(lambda _: PHONE not in before[cursor()])

    def _said(self, message: Message) -> str:
        return squeezed(words_of(self.reads).say(message))


def id_on(screen: str) -> str:
    """The one authentication ID that a screen shows."""
    (auth_id,) = AUTH_ID.findall(screen)
    return str(auth_id)
