"""One field of a form: what it is called, what may be written in it, and when."""

from enum import StrEnum

from kiosk.forms.when import ALWAYS, NEVER, When
from kiosk.record import record
from kiosk.rules.sources import Certainty


class Kind(StrEnum):
    """What may be written. Widths and letters are the words of the templates."""

    TEXT = "text"
    """Any character that the Agency's tool can hold."""
    FULL = "full"
    """全角 only."""
    NAME = "name"
    """半角英字（大文字入力）、スペース区切り: as the passport has it."""
    LETTERS = "letters"
    """半角英字（大文字入力）."""
    DIGITS = "digits"
    """半角数字."""
    ALPHANUMERIC = "alphanumeric"
    """半角英数字."""
    HALF = "half"
    """半角英数字記号."""
    PASSPORT = "passport"
    """半角英数字記号; a passport prints its number in capitals (ICAO Doc 9303)."""
    MAIL = "mail"
    PHONE = "phone"
    """半角数字 without hyphens."""
    POSTAL_CODE = "postal_code"
    """Seven digits; 0000000 when nobody knows it."""
    CARD_NUMBER = "card_number"
    """A residence card's: two letters, eight digits, two letters."""
    DATE = "date"
    """YYYYMMDD."""
    BIRTH_DATE = "birth_date"
    """YYYYMMDD, YYYYMM00, YYYY0000, or 99999999 when nobody knows it."""
    MONTH = "month"
    """YYYYMM."""
    YEAR = "year"
    """YYYY."""
    CHOICE = "choice"
    """One of a list; an answer is its Japanese."""


@record
class Field:
    """A question of a form.

    ``word`` is the id of the message that asks it in the visitor's language; ``label``
    and ``number`` are the official ones. ``limit`` is in characters, and ``exact`` when
    the answer has to be as long as that. ``options`` names a list of
    ``kiosk.forms.options``, and ``options_by`` the field that it depends on.
    ``filled_from`` names who may know the answer, the best first: a card's attribute
    (``mynumber.birth_date``), an account's (``account.mail``), or an earlier answer
    (``answer.name``). A ``sensitive`` field is asked only with consent.
    """

    id: str
    word: str
    section: str
    label: str
    number: str | None
    kind: Kind
    source: str
    certainty: Certainty
    limit: int | None = None
    exact: bool = False
    lines: bool = False
    options: str | None = None
    options_by: str | None = None
    required: When = NEVER
    shown: When = ALWAYS
    filled_from: tuple[str, ...] = ()
    sensitive: bool = False
