"""What a field is called in the visitor's language, where there are words for it."""

from kiosk.forms.fields import Field
from kiosk.i18n import OFFICE_LANGUAGE, Words, words_of
from kiosk.message import say


def beside(field: Field, words: Words) -> str | None:
    """The words beside the official label; None where there are none."""
    if words.language.code == OFFICE_LANGUAGE:
        return None
    text = words.say(say(field.word))
    # A language without words for it says it in the offices' language, or by its id.
    office = words_of(OFFICE_LANGUAGE).say(say(field.word))
    return None if text in (field.word, office) else text
