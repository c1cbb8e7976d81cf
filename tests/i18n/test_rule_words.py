"""The words of the rules: every message, every language, only values really given.

What is given is found by asking the rules themselves: every path of questions of
every role and procedure on a day of each edition, every fee, item and faulty number.
"""

import gettext
import re
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest
from rich.cells import cell_len

from kiosk.i18n import LANGUAGES, LOCALES, words_of
from kiosk.i18n.words import DOMAIN
from kiosk.message import Message
from kiosk.rules import usage
from kiosk.rules.advice import steps
from kiosk.rules.days import _COUNTED as DAYS
from kiosk.rules.decision import Decision, decide
from kiosk.rules.fees import all_fees, price_message
from kiosk.rules.messages import message_ids
from kiosk.rules.number import InvalidNumber, parse_number
from kiosk.rules.reference import all_items
from kiosk.rules.rulebook import rules
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import FACTS, Procedure, Role, Shape
from tests.rules.product import Value, binding, classes

EDITIONS = (
    date(2022, 3, 15),
    date(2023, 1, 5),
    date(2025, 3, 1),
    date(2026, 11, 24),
)
FAULTY = (
    "123",
    "992024200001",
    "132024900001",
    "(X)行24第1号",
    "(東)X24第1号",
    "139999200001",
    "132024200000",
    "東行201012号",
    "what",
)
"""One number for each fault."""
WIDEST = {"rule": 140, "question": 90}
"""Cells, so that a reason takes two lines of a screen and a question one or two."""


@cache
def texts(code: str) -> Mapping[str, str]:
    """What the language's own catalogue says, without falling back."""
    catalogue = gettext.translation(DOMAIN, LOCALES, [LANGUAGES[code].folder])
    found = {name: catalogue.gettext(name) for name in message_ids()}
    return {name: text for name, text in found.items() if text != name}


def placeholders(text: str) -> frozenset[tuple[str, str]]:
    """The names in a sentence, each with its format."""
    return frozenset(
        (name, spec or "")
        for _, name, spec, _ in string.Formatter().parse(text)
        if name is not None
    )


def paths(on: date, role: Role, procedure: Procedure) -> Iterator[Decision]:
    """The decision after every sequence of answers to what is asked."""
    values = classes(on, binding(on, role, procedure))

    def walk(facts: dict[str, Value]) -> Iterator[Decision]:
        given = {
            fact: value.isoformat() if isinstance(value, date) else value
            for fact, value in facts.items()
        }
        decision = decide(on, role, procedure, given)
        yield decision
        unanswered = [fact for fact in decision.ask if fact not in facts]
        for fact in unanswered[:1]:
            for value in values[fact]:
                yield from walk({**facts, fact: value})

    yield from walk({})


def decisions() -> Iterator[Decision]:
    for on in EDITIONS:
        for role in Role:
            for procedure in Procedure:
                yield from paths(on, role, procedure)
    # The one note that goes by a fact which no rule asks for.
    yield decide(
        EDITIONS[-1],
        "legal_representative",
        "extension",
        {"relation": "parent", "birth_date": "1990-01-01"},
    )


def fault(number: str) -> Message:
    with pytest.raises(InvalidNumber) as error:
        parse_number(number, EDITIONS[-1])
    return error.value.reason


def told(decision: Decision) -> Iterator[Message]:
    """All that a decision says, with the names inside its sentences."""
    reasons = (reason.message for reason in (*decision.reasons, *decision.notes))
    for message in (*reasons, *decision.remedies, *decision.next_steps):
        yield message
        for value in message.values.values():
            if isinstance(value, Message):
                yield value


def messages() -> Iterator[Message]:
    """Everything that the rules can give, and much of it again and again."""
    for decision in decisions():
        yield from told(decision)
    for kind in FACTS.values():
        yield from (kind.question(role) for role in Role)
        if kind.shape is Shape.CHOICE:
            yield from (kind.option(option) for option in kind.options)
    for fee in all_fees():
        yield from (price_message(price) for price in fee.price.values())
    yield from (item.message for item in all_items())
    yield from of_the_usage_request()
    yield from (fault(number) for number in FAULTY)


def of_the_usage_request() -> Iterator[Message]:
    for asked in (*usage.categories(), *usage.requirements()):
        for name in getattr(asked, "asks", (asked.words,)):
            yield from (usage.question(name), usage.explanation(name))
    for own in usage.requirements():
        yield from (own.message, own.remedy)
    yield from (paper.message for paper in usage.papers())
    yield from (way.message for way in usage.ways())
    yield from (note.message for note in usage.notes())


@cache
def said() -> tuple[Message, ...]:
    """Every different message that the rules really gave."""
    different = {
        (message.id, *sorted(map(str, message.values.items()))): message
        for message in messages()
    }
    return tuple(different.values())


@cache
def given() -> Mapping[str, frozenset[str]]:
    """The values that a message always has."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for message in said():
        found[message.id].append(frozenset(message.values))
    return {name: frozenset.intersection(*values) for name, values in found.items()}


def test_every_message_is_really_given() -> None:
    assert set(given()) == message_ids()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_has_words(code: str) -> None:
    assert {name for name, text in texts(code).items() if text.strip()} == message_ids()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_names_only_what_it_is_given(code: str) -> None:
    for name, text in texts(code).items():
        named = placeholders(text)
        assert {value for value, _ in named} <= given()[name], name
        for value, form in named:
            assert form == ("day" if value in DAYS else ""), f"{name}: {value}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_names_the_same(code: str) -> None:
    for name, text in texts(code).items():
        assert placeholders(text) == placeholders(texts("ja")[name]), name


def test_every_day_that_is_counted_is_told() -> None:
    named = {
        name: {value for value, _ in placeholders(text)}
        for name, text in texts("ja").items()
    }
    for step in steps():
        assert set(step.values) <= named[f"step.{step.id}"]
    everywhere = set().union(*named.values())
    for rule in rules():
        assert set(rule.values) <= everywhere, rule.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_said_is_whole(code: str) -> None:
    words = words_of(code)
    for message in said():
        sentence = words.say(message)
        assert "{" not in sentence, message.id
        assert "}" not in sentence, message.id
        assert sentence == " ".join(sentence.split()), f"{message.id}: a hole"
        assert message.id not in sentence
        assert not re.search(r"\d{4}-\d\d-\d\d", sentence), f"{message.id}: a bare day"


@pytest.mark.parametrize("code", LANGUAGES)
def test_reasons_and_questions_fit_a_screen(code: str) -> None:
    words = words_of(code)
    for message in said():
        widest = WIDEST.get(message.id.partition(".")[0])
        if widest:
            sentence = words.say(message)
            # Readings in brackets are as long as the words.
            room = widest * 5 // 2 if LANGUAGES[code].ruby else widest
            assert cell_len(sentence) <= room, f"{message.id}: {sentence}"


def test_statuses_have_their_official_names() -> None:
    for status in statuses():
        assert texts("ja")[f"status.{status.id}"] == status.ja
        assert texts("en")[f"status.{status.id}"] == status.en


@pytest.mark.parametrize(
    ("procedure", "official"),
    [
        # 入管法施行規則 別記様式 and 入管庁『利用可能な申請種別』.
        ("coe", "在留資格認定証明書交付申請"),
        ("change", "在留資格変更許可申請"),
        ("extension", "在留期間更新許可申請"),
        ("acquisition", "在留資格取得許可申請"),
        ("employment_certificate", "就労資格証明書交付申請"),
        ("other_activity", "資格外活動許可申請"),
        ("reentry", "再入国許可申請"),
    ],
)
def test_procedures_have_their_official_names(procedure: str, official: str) -> None:
    assert texts("ja")[f"procedure.{procedure}"] == official
    shown = texts("en")[f"procedure.{procedure}"]
    term = shown[shown.index("(") + 1 : -1]
    assert official.startswith(term), "the term in brackets is the official one"


def test_a_question_to_the_person_speaks_to_the_person() -> None:
    for name, text in texts("en").items():
        if name.startswith("question.") and not name.endswith(".own"):
            own = texts("en")[f"{name}.own"]
            assert "the person" not in own or own == text, name
