"""Messages put into the words of one language (gettext catalogues, CLDR formats)."""

import gettext
import re
import string
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Final

from kiosk.i18n.languages import LANGUAGES, Language
from kiosk.i18n.periods import period
from kiosk.i18n.ruby import bracketed
from kiosk.message import Message, Value

LOCALES: Final = Path(__file__).resolve().parents[2] / "locales"
DOMAIN: Final = "kiosk"
OFFICE_LANGUAGE: Final = "ja"
"""The language of the offices: beside the visitor's on paper, and when a word lacks."""
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Words:
    """One language's words. Get it from ``words_of``."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def say(self, message: Message) -> str:
        """The sentence of a message.

        A message that the language lacks is said in the office's, with all that is
        inside it; the tests prove that there is none. Values are put in as they are:
        whoever draws them must not take them for markup.
        """
        sentence = self._sentence(message)
        if sentence is None:
            office = words_of(OFFICE_LANGUAGE)
            return message.id if self is office else office.say(message)
        values: dict[str, Value | Message] = dict(message.values)
        if message.count is not None:
            values["count"] = message.count
        return "".join(self._parts(sentence, values))

    def day(self, day: date) -> str:
        """A day written out."""
        # Imported when a day is first written: no screen waits for it at the start.
        from babel.dates import format_date

        return str(format_date(day, "long", locale=self.language.locale))

    def weekday(self, day: date) -> str:
        """A day written out, with that of the week."""
        from babel.dates import format_date

        return str(format_date(day, "full", locale=self.language.locale))

    def time(self, at: time) -> str:
        """A time of the day, to the minute."""
        from babel.dates import format_time

        return str(format_time(at, "short", locale=self.language.locale))

    def territory(self, code: str) -> str:
        """A country or region by its ISO 3166-1 code; the code where CLDR has none."""
        from babel import Locale

        return str(Locale.parse(self.language.locale).territories.get(code, code))

    def period(self, code: str) -> str:
        """A length of time by its code, such as ``27m``; the code where it is none."""
        return period(code, self.language.locale) or code

    def _sentence(self, message: Message) -> str | None:
        """Its words with their placeholders; None where the catalogue lacks them."""
        if message.count is None:
            sentence = self._catalogue.gettext(message.id)
        else:
            sentence = self._catalogue.ngettext(message.id, message.id, message.count)
        # gettext gives back the id of what it lacks.
        if sentence == message.id:
            return None
        return bracketed(sentence) if self.language.ruby else sentence

    def _parts(self, sentence: str, values: Mapping[str, Value | Message]) -> list[str]:
        # Only plain names are looked up: a format string that reads attributes
        # would be a way from a catalogue into the program.
        parts: list[str] = []
        for text, name, spec, _ in string.Formatter().parse(sentence):
            parts.append(text)
            if name is not None:
                parts.append(self._value(values.get(name, ""), spec or ""))
        return parts

    def _value(self, value: Value | Message, spec: str) -> str:
        if isinstance(value, Message):
            return self.say(value)
        if spec == "day":
            return self._day_text(str(value))
        if spec == "weekday":
            return self.weekday(date.fromisoformat(str(value)))
        if spec == "time":
            return self.time(time.fromisoformat(str(value)))
        if spec == "territory":
            return self.territory(str(value))
        if spec == "period":
            return self.period(str(value))
        return str(value)

    def _day_text(self, text: str) -> str:
        """An ISO day written out; anything else (a birth day nobody knows) as it is."""
        if not _ISO_DAY.fullmatch(text):
            return text
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text


@cache
def words_of(code: str) -> Words:
    """The words of a language, by its code.

    Raises:
        KeyError: no such language.
        OSError: its catalogue has not been compiled.
    """
    language = LANGUAGES[code]
    catalogue = gettext.translation(DOMAIN, LOCALES, [language.folder])
    return Words(language, catalogue)
