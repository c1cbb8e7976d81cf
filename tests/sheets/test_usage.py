"""The paper of a usage request: what stands on it, in which language, and what not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import say
from kiosk.rules.usage import ROLES, Answer
from kiosk.rules.usage_check import Standing, assess
from kiosk.rules.vocabulary import Role
from kiosk.sheets.apart import NotSet, sheet_of
from kiosk.sheets.usage import content, usage_paper
from kiosk.sheets.usage_order import Particulars, UsageOrder
from tests.sheets import poppler
from tests.sheets.poppler import squeezed, stands_in

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MEI = Particulars(
    "SYNTHETIC MEI",
    "19900401",
    "2",
    "架空県見本市例町1番地",
    "0312345678",
    "mei@example.invalid",
)
ANSWERS = {
    "certificate": Answer.NO,
    "trusted": Answer.NO,
    "commission": Answer.YES,
    "whole_plan": Answer.UNKNOWN,
    "pledge": Answer.YES,
    "listed": Answer.NO,
    "withheld": Answer.NO,
    "table": Answer.NO,
    "stable_expected": Answer.UNKNOWN,
}
ORDER = UsageOrder(
    Role.SUPPORT_ORGANIZATION_STAFF, ANSWERS, MEI, TODAY, "en", NOW, "demo"
)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_stands_on_it(language: str, role: Role) -> None:
    order = replace(ORDER, language=language, role=role)
    text, words = squeezed(poppler.text(usage_paper(order))), words_of(language)
    found = assess(TODAY, role, ANSWERS)
    assert "利用申出" in text
    for own in found.found:
        assert squeezed(own.requirement.term) in text
        if own.standing is Standing.MISSING:
            assert stands_in(words.say(own.requirement.remedy), text, language)
    for paper in found.papers:
        assert squeezed(paper.paper.term) in text
        assert squeezed(paper.paper.form or "") in text
    for note in found.notes:
        assert stands_in(words.say(note.message), text, language)
    for way in found.ways:
        assert way.term in text
    for value in ("SYNTHETICMEI", "1990-04-01", MEI.address, MEI.phone, MEI.mail):
        assert value in text


def test_official_terms_stand_beside_the_visitors_language() -> None:
    english = poppler.text(usage_paper(ORDER))
    assert "申請等取次者としての承認" in english
    assert "You are approved as an intermediary" in english
    japanese = poppler.text(usage_paper(replace(ORDER, language="ja")))
    assert "申請等取次者としての承認" in japanese
    assert "You are approved" not in japanese


def test_it_does_not_pass_for_an_official_form() -> None:
    said = words_of("en").say(say("sheet.usage.not_official"))
    assert squeezed(said) in squeezed(poppler.text(usage_paper(ORDER)))


def test_states_of_requirements() -> None:
    told = content(ORDER, words_of("en"))["requirements"]
    assert [own["kind"] for own in told] == [
        "missing",
        "met",
        "met",
        "open",
        "met",
        "open",
    ]
    assert [own["term"] for own in told if own["do"]] == ["申請等取次者としての承認"]


def test_a_demonstration_says_so() -> None:
    assert content(ORDER, words_of("en"))["banner"]
    assert content(replace(ORDER, mode="production"), words_of("en"))["banner"] is None


def test_nothing_told_is_all_open() -> None:
    told = content(replace(ORDER, answers={}), words_of("ja"))
    assert {own["kind"] for own in told["requirements"]} == {"open"}
    assert told["category"] is None


def test_the_same_order_gives_the_same_paper() -> None:
    assert usage_paper(ORDER) == usage_paper(ORDER)
    assert sheet_of(ORDER) == usage_paper(ORDER)


def test_an_order_is_read_as_it_was_written() -> None:
    assert UsageOrder.read(ORDER.written()) == ORDER


def test_what_cannot_be_set() -> None:
    with pytest.raises(NotSet):
        sheet_of(replace(ORDER, language="xx"))


def test_nothing_of_the_visitor_shows_in_a_repr() -> None:
    for secret in (MEI.name, MEI.phone, MEI.mail, MEI.address, "certificate"):
        assert secret not in repr(ORDER)


def test_strange_letters_are_told() -> None:
    odd = replace(MEI, name="A\u202eB", mail="")
    told = content(replace(ORDER, particulars=odd), words_of("en"))["particulars"]
    assert [
        own["value"] for own in told if own["label"] in ("氏名", "メールアドレス")
    ] == [
        "A⟨U+202E⟩B",
        "–",
    ]


def test_the_organisation_is_named() -> None:
    """Whose request it is, where a clerk makes several."""
    of = replace(MEI, organisation="架空工業株式会社")
    own = replace(ORDER, particulars=of)
    assert "架空工業株式会社" in squeezed(poppler.text(usage_paper(own)))
