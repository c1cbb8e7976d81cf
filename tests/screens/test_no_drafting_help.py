"""Nobody is told what to write: only a gyoseishoshi may do that for pay (行政書士法
第19条). The words of an answer are the visitor's own, on sites of either kind.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.forms.application import ACCOMPANYING, Application, make
from kiosk.forms.fields import Field, Kind
from kiosk.forms.form import form_for
from kiosk.forms.prefill import prefill
from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import say
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import Procedure
from kiosk.screens.page import TextForm
from kiosk.screens.pages.filling import fill_in
from kiosk.screens.widgets.text_form import Field as Line
from kiosk.visit.drafts import Draft
from kiosk.visit.steps import FillIn
from tests.screens.pages import SITE, TODAY, at
from tests.screens.showing import showing

SAYS_EXAMPLE = ("example", "e.g.", "such as", "for instance", "例", "たとえば", "など")
WITH_OTHERS = (Procedure.CHANGE, Procedure.EXTENSION, Procedure.ACQUISITION)


def applications() -> Iterator[Application]:
    """Every form there is, filed with all that may go along."""
    for procedure in Procedure:
        together = tuple(ACCOMPANYING) if procedure in WITH_OTHERS else ()
        for status in (None, *(own.id for own in statuses())):
            yield make(procedure, status, together)


def is_free(field: Field) -> bool:
    """Written in the visitor's own words, in several lines."""
    return field.kind is Kind.TEXT and field.lines


FREE = {
    field.id: (asked, field)
    for asked in applications()
    for field in form_for(asked).fields
    if is_free(field)
}


def test_the_reasons_are_among_them() -> None:
    assert "reason" in FREE


@pytest.mark.parametrize("name", sorted(FREE))
def test_nothing_is_written_there_by_the_program(name: str) -> None:
    """Not from a card or an account, only from what was typed in another answer."""
    asked, field = FREE[name]
    assert all(origin.startswith("answer.") for origin in field.filled_from)
    everything = {
        origin: "全角" for own in form_for(asked).fields for origin in own.filled_from
    }
    assert name not in prefill(asked, everything)[0].answers


@pytest.mark.parametrize("kind", ["community", "gyoseishoshi"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FREE))
def test_its_page_has_the_question_and_an_empty_line(
    name: str, language: str, kind: str
) -> None:
    """No answer to be chosen, no text to begin with, no example to copy."""
    asked, _ = FREE[name]
    draft = Draft(1, asked, TODAY, {})
    state = at(FillIn(name), draft=draft, language=language)
    state = state.but(site=replace(SITE, kind=kind))
    page = fill_in(state, draft, FillIn(name))
    if page.title.id == "screen.fill.gone":
        return  # asked only after another answer; its words are looked at below
    assert isinstance(page.form, TextForm)
    [line] = page.form.fields
    assert (line.given, page.choices, page.rows) == ("", (), ())
    said = {message.id for message in page.paragraphs}
    assert said == {"screen.fill.official.number"} or said == {"screen.fill.official"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FREE))
def test_its_words_give_no_example(name: str, language: str) -> None:
    words, field = words_of(language), FREE[name][1]
    for message in (say(field.word), say(f"screen.fill.how.{field.kind}")):
        text = words.say(message).casefold()
        assert not [hint for hint in SAYS_EXAMPLE if hint in text], text


async def test_the_line_itself_suggests_nothing() -> None:
    asked, _ = FREE["reason"]
    draft = Draft(1, asked, TODAY, {})
    page = fill_in(at(FillIn("reason"), draft=draft), draft, FillIn("reason"))
    async with showing(words_of("en"), (80, 24)) as reader:
        await reader.show(page)
        [line] = reader.app.screen.query(Line)
        assert (line.value, line.placeholder, line.suggester) == ("", "", None)
