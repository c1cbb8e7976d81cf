"""How a message becomes a sentence: plurals, nesting, days, fallback, hostility."""

import gettext
import io
from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from kiosk.i18n import LANGUAGES, OFFICE_LANGUAGE, Words, words_of
from kiosk.message import say

Text = str | tuple[str, ...]


def words(language: str, entries: dict[str, Text]) -> Words:
    """Words of a catalogue made here; a tuple holds the plural forms."""
    catalogue = Catalog(locale=language)
    for name, text in entries.items():
        catalogue.add(name if isinstance(text, str) else (name, name), text)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(LANGUAGES[language], gettext.GNUTranslations(compiled))


ENGLISH = words(
    "en",
    {
        "plain": "Please wait.",
        "tries": ("{count} try left", "{count} tries left"),
        "hello": "Hello {name}, it is {name}.",
        "inside": "First: {first}",
        "until": "Until {day:day}.",
        "both": "{count} and {first}",
        "braces": "{{not a value}} {name}",
        "strange": "{name.__class__}{name[0]}{0}{}{name!r:>9}.",
    },
)


def test_a_plain_sentence() -> None:
    assert ENGLISH.say(say("plain")) == "Please wait."


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "0 tries left"),
        (1, "1 try left"),
        (2, "2 tries left"),
        (21, "21 tries left"),
    ],
)
def test_english_has_two_forms(count: int, sentence: str) -> None:
    assert ENGLISH.say(say("tries", count=count)) == sentence


@pytest.mark.parametrize("count", [0, 1, 2])
def test_japanese_has_one_form(count: int) -> None:
    japanese = words("ja", {"tries": ("残り{count}回",)})
    assert japanese.say(say("tries", count=count)) == f"残り{count}回"


def test_the_count_is_the_count_whatever_the_values_say() -> None:
    told = say("both", first=say("plain"))
    assert ENGLISH.say(told) == " and Please wait."
    assert ENGLISH.say(say("hello", name=7)) == "Hello 7, it is 7."


def test_messages_inside_messages() -> None:
    inner = say("inside", first=say("tries", count=1))
    assert ENGLISH.say(say("inside", first=inner)) == "First: First: 1 try left"


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1 March 2026"), ("ja", "2026年3月1日")]
)
def test_a_day_is_written_as_the_language_writes_it(
    language: str, written: str
) -> None:
    spoken = words(language, {"until": "{day:day}"})
    assert spoken.say(say("until", day="2026-03-01")) == written
    assert spoken.day(date(2026, 3, 1)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Wednesday, 25 November 2026 at 09:00"),
        ("ja", "2026年11月25日水曜日 at 9:00"),
    ],
)
def test_a_day_of_the_week_and_a_time(language: str, written: str) -> None:
    """As CLDR has them."""
    spoken = words(language, {"opens": "{day:weekday} at {time:time}"})
    told = spoken.say(say("opens", day="2026-11-25", time="09:00"))
    assert told.replace(" 2026 at", " 2026 at") == written


@pytest.mark.parametrize(
    "unknown",
    ["", "unknown", "1985-00-00", "1985-13-01", "19850301", "1985-W09-1", "99999999"],
)
def test_what_is_no_iso_day_stays_as_it_is(unknown: str) -> None:
    assert ENGLISH.say(say("until", day=unknown)) == f"Until {unknown}."


@pytest.mark.parametrize(
    "hostile",
    [
        "{x}",
        "{name}",
        "{0.__class__}",
        "{name.__class__.__mro__}",
        "{",
        "}",
        "%(name)s",
        "$name",
        "[bold]Hanako[/]",
        "\\N{BULLET}",
        "hello",
    ],
)
def test_a_value_stays_as_it_is(hostile: str) -> None:
    sentence = f"Hello {hostile}, it is {hostile}."
    assert ENGLISH.say(say("hello", name=hostile)) == sentence
    assert ENGLISH.say(say("inside", first=say("hello", name=hostile))) == (
        f"First: {sentence}"
    )


def test_a_value_that_is_not_given_leaves_nothing() -> None:
    assert ENGLISH.say(say("hello")) == "Hello , it is ."


def test_doubled_braces_are_braces() -> None:
    assert ENGLISH.say(say("braces", name="{{x}}")) == "{not a value} {{x}}"


def test_a_catalogue_cannot_reach_into_the_program() -> None:
    assert ENGLISH.say(say("strange", name="Hanako")) == "Hanako."


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Words:
    """An office that knows two messages which the visitor's language lacks."""
    japanese = words(
        OFFICE_LANGUAGE,
        {
            "lacking": "{day:day}に{first}",
            "lacking.tries": ("残り{count}回",),
            "inside": "最初：{first}",
        },
    )
    monkeypatch.setattr("kiosk.i18n.words.words_of", {OFFICE_LANGUAGE: japanese}.get)
    return japanese


def test_what_a_language_lacks_is_said_in_the_office_s(office: Words) -> None:
    assert ENGLISH.say(say("lacking.tries", count=2)) == "残り2回"
    whole = say("lacking", day="2026-03-01", first=say("inside", first="1"))
    assert ENGLISH.say(whole) == office.say(whole) == "2026年3月1日に最初：1"


def test_only_the_part_that_is_lacking_is_said_in_the_office_s(office: Words) -> None:
    told = say("inside", first=say("lacking.tries", count=1))
    assert ENGLISH.say(told) == "First: 残り1回"


def test_what_nobody_has_words_for_is_told_by_its_id(office: Words) -> None:
    assert ENGLISH.say(say("nowhere")) == "nowhere"
    assert office.say(say("nowhere", count=3)) == "nowhere"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_its_catalogue(code: str) -> None:
    spoken = words_of(code)
    assert spoken.language.code == code
    assert spoken is words_of(code)


@pytest.mark.parametrize("code", ["", "xx", "EN", "../en", "en/../ja", "en_GB"])
def test_no_other_language(code: str) -> None:
    with pytest.raises(KeyError):
        words_of(code)
