"""What is on a screen, before anything is drawn: a function of the visit's state."""

from dataclasses import field
from enum import IntEnum, StrEnum

from kiosk.forms.fields import Field, Kind
from kiosk.message import Message
from kiosk.record import record
from kiosk.visit.events import VisitorEvent
from kiosk.visit.readings import Picture
from kiosk.visit.state import HalfDay


class Place(IntEnum):
    """Where in the process the visitor is; shown on every screen but the first."""

    QUESTIONS = 1
    CARD = 2
    DETAILS = 3
    PAPER = 4


class Tone(StrEnum):
    """What a screen feels like. Never the only sign: the words say it too."""

    PLAIN = "plain"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@record
class Choice:
    """One answer: a number to press or a place to touch. ``hint`` is smaller."""

    label: Message
    event: VisitorEvent = field(repr=False)
    hint: Message | None = None
    chosen: bool = False
    """It was the visitor's answer before."""


@record
class Row:
    """A name and what it is: a line of the visitor's particulars. ``value`` is data
    from outside and has not been made printable, or a picture of words.
    """

    name: Message
    value: str | Message | Picture = field(repr=False)


@record
class Code:
    """An ID to be photographed or written down: the code holds exactly this text."""

    content: str = field(repr=False)


@record
class DateForm:
    """A day is typed. ``given``: the last answer, ISO or YYYYMMDD. ``part_known``: the
    day, or day and month, may be left at 00. ``half``: typed after that, and not given.
    """

    given: str = field(default="", repr=False)
    part_known: bool = False
    half: HalfDay | None = None


@record
class PinForm:
    """A PIN is typed. ``digits``: how many; None for a password of 6 to 16."""

    digits: int | None


@record
class PasswordForm:
    """A password of this registry's own is typed. ``again``: for the second time."""

    again: bool = False


@record
class TextField:
    """One line of text. ``fault`` says what is wrong with what was typed."""

    name: str
    label: Message
    given: str = field(default="", repr=False)
    fault: Message | None = None
    asked: Field | None = None
    """The field of an application: its limit is counted and its spelling shown."""

    @property
    def is_japanese(self) -> bool:
        """Whether its answer is written in Japanese."""
        return self.asked is not None and self.asked.kind in (Kind.TEXT, Kind.FULL)


@record
class TextForm:
    """A few lines of text; ``fields`` have names that the form's answer uses."""

    fields: tuple[TextField, ...]
    ok: Message
    kind: str
    """``id``, ``contact``, ``serial``, ``card_number``, ``brought``, ``number``,
    ``name``, ``address`` or ``answers``: what is made of it.
    """

    @property
    def is_japanese(self) -> bool:
        """Whether something in it is."""
        return any(own.is_japanese for own in self.fields)


@record
class SearchForm:
    """One of a long list, found by typing some of it. ``name`` and ``by`` are those of
    ``forms.options``; ``choices`` stand in the order of the list.
    """

    name: str
    by: str
    choices: tuple[Choice, ...]


Form = DateForm | PinForm | PasswordForm | TextForm | SearchForm


@record
class Page:
    """One screen. ``paragraphs`` come before the form or the choices, ``small`` after
    them; ``next`` is one sentence on what happens next.
    """

    title: Message
    paragraphs: tuple[Message, ...] = ()
    rows: tuple[Row, ...] = ()
    photo: Picture | None = None
    """Beside the rows."""
    code: Code | None = None
    form: Form | None = None
    choices: tuple[Choice, ...] = ()
    whole: bool = False
    """However many choices there are, they stand together."""
    small: tuple[Message, ...] = ()
    next: Message | None = None
    place: Place | None = None
    tone: Tone = Tone.PLAIN
    waits: bool = False
    """For something that is not a choice: an Enter too many chooses nothing."""
    busy: bool = False
    """The terminal is at work and nothing is asked."""
    aside: Choice | None = None
    """A way that is not the visitor's: in small letters, by ``bars.ASIDE_KEY``."""
    mark: Message | None = None
    """Stands above every page as long as it holds."""
