"""Words: the languages, their catalogues, and how a message becomes a sentence."""

from kiosk.i18n.languages import LANGUAGES, Language
from kiosk.i18n.words import LOCALES, OFFICE_LANGUAGE, Words, words_of

__all__ = ["LANGUAGES", "LOCALES", "OFFICE_LANGUAGE", "Language", "Words", "words_of"]
