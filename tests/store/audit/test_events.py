"""The list of events is closed, and so is what their fields can hold."""

from dataclasses import fields
from enum import StrEnum
from types import NoneType
from typing import Any

import pytest

from kiosk.emulator.people import PEOPLE
from kiosk.i18n.languages import LANGUAGES
from kiosk.rules.vocabulary import Role
from kiosk.store.audit.events import CODES, KINDS, DraftsExpired, Event, TrailBroken
from kiosk.store.audit.fields import LARGEST, Count, Language, alternatives, known
from tests.store.audit.samples import SAMPLES

FIELDS = [
    (kind, own.name, of)
    for kind in KINDS.values()
    for own in fields(kind)
    for of in alternatives(own.type)
]
WELL_FORMED = {type(event): event for event in (*SAMPLES, TrailBroken())}


def with_value(kind: type[Event], name: str, value: object) -> Event:
    """A sound event with one of its values replaced."""
    sound = WELL_FORMED[kind]
    values = {own.name: getattr(sound, own.name) for own in fields(kind)}
    return kind(**values | {name: value})


def subclasses(of: type[Any]) -> set[type[Any]]:
    return {each for own in of.__subclasses__() for each in (own, *subclasses(own))}


def test_every_event_there_is_has_a_code_of_its_own() -> None:
    # dataclass(slots=True) makes each class a second time.
    names = {kind.__name__ for kind in subclasses(Event)}
    assert {kind.__name__ for kind in KINDS.values()} == names
    assert len(CODES) == len(KINDS) == len(WELL_FORMED)


def test_no_field_is_of_a_type_that_holds_text_or_a_long_number() -> None:
    for _, _, of in FIELDS:
        assert (
            of in LARGEST
            or of in (bool, NoneType)
            or (isinstance(of, type) and issubclass(of, StrEnum))
        )
    assert max(LARGEST.values()) < 10**7


NUMBERS = ("19900401", "0312345678", "09012345678", "123456789012", "131010700050")
TEXTS = (
    "LAN",
    "架空県",
    "AB12-CD34-EF56-GH78",
    "lan@example.invalid",
    "",
    *NUMBERS,
    *(text for own in PEOPLE.values() for text in (own.name, own.birth_date, own.sex)),
)
"""What a card or a keyboard could give."""
OTHERS = (*map(int, NUMBERS), -1, 1.5, b"LAN", ["LAN"], {"name": "LAN"})


@pytest.mark.parametrize(
    ("kind", "name"), list(dict.fromkeys((kind, name) for kind, name, _ in FIELDS))
)
def test_nothing_personal_fits(kind: type[Event], name: str) -> None:
    for value in (*TEXTS, *OTHERS):
        with pytest.raises(ValueError, match=rf"^{kind.__name__}\.{name}: not of"):
            with_value(kind, name, value)


def test_an_enumeration_is_not_taken_for_another() -> None:
    with pytest.raises(ValueError, match="role"):
        with_value(KINDS["registered"], "role", Language("en"))


@pytest.mark.parametrize("of", list(LARGEST))
def test_numbers_end_where_they_say(of: Any) -> None:
    kind, name = next((kind, name) for kind, name, own in FIELDS if own is of)
    with_value(kind, name, LARGEST[of])
    for wrong in (-1, LARGEST[of] + 1):
        with pytest.raises(ValueError, match="not of its type"):
            with_value(kind, name, wrong)


def test_a_refusal_does_not_tell_the_value() -> None:
    with pytest.raises(ValueError, match=r"^DraftsExpired\.count") as caught:
        DraftsExpired(Count(19900401))
    assert "19900401" not in str(caught.value)


def test_the_languages_are_those_of_the_program() -> None:
    assert list(Language) == list(LANGUAGES)


def test_what_has_no_code_is_nothing() -> None:
    assert known(Role, "applicant") is Role.APPLICANT
    assert known(Role, "SYNTHETIC PERSON") is None
    assert known(Role, None) is None
