"""Every event is told in both languages."""

import pytest

from kiosk.i18n.languages import LANGUAGES
from kiosk.i18n.words import words_of
from kiosk.store.audit.events import DraftBegun, Event, TrailBroken
from kiosk.store.audit.fields import DraftNumber, UserNumber
from kiosk.store.audit.words import told
from tests.store.audit.samples import SAMPLES


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("event", [*SAMPLES, TrailBroken(), None])
def test_every_event_has_words(event: Event | None, code: str) -> None:
    message = told(event)
    assert (message.id == "audit.unknown") == (event is None)
    words = words_of(code).say(message)
    assert words != message.id
    assert not set(words) & set("{}")


def test_what_has_no_code_is_told_as_something_else() -> None:
    begun = DraftBegun(UserNumber(1), DraftNumber(1), None)
    assert words_of("en").say(told(begun)).endswith("something else")
