"""Every page in every language on the smallest screen and on a large one.

What a page says is compared with what stands in the cells of the screen.
"""

import gettext
import os
import string
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

import pytest

from kiosk.i18n import LANGUAGES, LOCALES, OFFICE_LANGUAGE, Words, words_of
from kiosk.message import Message
from kiosk.screens.page import Page, TextForm
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.screens.widgets.caps import Caps
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.screens.widgets.date_form import DateForm
from kiosk.screens.widgets.keyboard import LETTERS
from kiosk.screens.widgets.pin_pad import OWN_PASSWORD, PinPad
from kiosk.screens.widgets.text import Text
from kiosk.screens.widgets.text_form import Field
from kiosk.visit import usage
from kiosk.visit.state import Card, Person, State
from kiosk.visit.steps import (
    AskConsent,
    AskMore,
    ConfirmPerson,
    FillIn,
    LoggedIn,
    Verdict,
    Wording,
)
from tests.screens.pages import (
    SITE,
    asking,
    at,
    deciding,
    drafted,
    lying_over,
    requesting,
    staffing,
    standing,
    with_certificates,
    with_password,
    with_residence_card,
)
from tests.screens.reading import without_space
from tests.screens.showing import Reader, showing

Size = tuple[int, int]
Shown = tuple[str, Page]
Paged = tuple[State, Page]
SIZES: Final[tuple[Size, ...]] = ((80, 24), (120, 40))
LONG: Final = bool(os.environ.get("MADOGUCHI_LONG"))
LONG_NAMED: Final = Person(
    " ".join(["SYNTHETIC", *["VERYLONGPARTOFANAME"] * 4, "OFTHELONGESTSORTS"]),
    "架空県見本市例町1番地" * 6,
    "19900400",
    "9",
)


def longest(pages: list[Page], words: Words, count: int) -> list[Page]:
    """Those that say most, each once."""
    by_words = {tuple(map(words.say, page.paragraphs)): page for page in pages}
    return [by_words[said] for said in sorted(by_words, key=length)[-count:]]


def length(said: tuple[str, ...]) -> int:
    return sum(map(len, said))


def to_be_shown(words: Words) -> Iterator[tuple[str, Page]]:
    """One page of each look, and the longest of those that the rules fill."""
    looks = {name: page_of(state) for name, state in standing()}
    looks |= {
        name: page_of(state)
        for name, state in asking()
        if name.endswith(("of applicant", "relation asked of relative"))
    }
    looks |= {
        name: page_of(state)
        for name, state in drafted()
        if not isinstance(state.step, AskConsent | AskMore | FillIn)
    }
    looks |= {name: page_of(state) for name, state in with_residence_card()}
    looks |= {name: page_of(state) for name, state in with_certificates()}
    looks |= {name: page_of(state) for name, state in with_password()}
    looks |= {
        name: page_of(state)
        for name, state in staffing()
        if "as manager" in name or name == "attended"
    }
    # Of the many questions of a form, one of each kind.
    forms = (page for own, page in pages_of(drafted) if isinstance(own.step, FillIn))
    looks |= {str(n): page for n, page in enumerate(of_each_kind(forms))}
    alike = ("tries=1", "new=False", "born ", "wrong=False", " to ", "period ")
    yield from (
        (name, page)
        for name, page in looks.items()
        if not any(mark in name for mark in alike)
    )
    verdicts = pages_of(deciding)
    for kind in (Verdict, Wording):
        pages = [page for own, page in verdicts if isinstance(own.step, kind)]
        for page in longest(pages, words, 2):
            yield f"the longest {kind.__name__}", page
    requests = pages_of(requesting)
    for step in (*usage.STEPS, LoggedIn):
        pages = [page for own, page in requests if isinstance(own.step, step)]
        for n, page in enumerate(longest(pages, words, 2)):
            yield f"the longest {step.__name__} of a usage request, {n}", page
    card = Card(None, {}, has_signature=True, person=LONG_NAMED)
    yield "a long name", page_of(at(ConfirmPerson(), card=card))


@cache
def pages_of(states: Callable[[], Iterable[tuple[str, State]]]) -> list[Paged]:
    """Made once: a page is the same in every language until it is put into words."""
    return [(own, page_of(own)) for _, own in states()]


def of_each_kind(pages: Iterable[Page]) -> list[Page]:
    """One question of each kind of answer, with and without what is wrong."""
    kinds = {}
    for page in pages:
        form = page.form
        asked = form.fields[0].asked if isinstance(form, TextForm) else None
        kinds[type(form), asked and asked.kind, page.tone, len(page.choices)] = page
    return list(kinds.values())


def spoken_by(page: Page, words: Words) -> list[str]:
    """All that a page itself says; of a long list, nothing."""
    said = [
        page.title,
        *page.paragraphs,
        *page.small,
        *([page.next] if page.next else []),
    ]
    for row in page.rows:
        said.append(row.name)
    if isinstance(page.form, TextForm):
        said += [field.label for field in page.form.fields]
        said += [field.fault for field in page.form.fields if field.fault]
    return [words.say(own) for own in said]


def wanted(text: Text) -> str:
    """The words that have to stand where this widget is."""
    if isinstance(text, ChoiceLine):
        hint = text.in_words(text._hint) if text._hint else ""
        return f"{text.key}{text.plain}{hint}"
    return text.plain


def is_displayed(text: Text) -> bool:
    return all(own.display for own in text.ancestors_with_self)


async def check(reader: Reader, page: Page, name: str) -> None:
    """Everything is there to be read, and the focus where it is of use."""
    where_focus_is(reader, page, name)
    drawn = await reader.read()
    for text in reader.app.screen.query(Text):
        if text.plain and is_displayed(text):
            cells = without_space(drawn.get(text, ""))
            assert cells == without_space(wanted(text)), name
    everything = "".join(map(without_space, drawn.values()))
    for sentence in spoken_by(page, reader.app.words):
        assert without_space(sentence) in everything, name


def where_focus_is(reader: Reader, page: Page, name: str) -> None:
    """Beside an ID nothing has it: an Enter too many must not pass over it."""
    focused = reader.app.focused
    if page.form is not None:
        assert isinstance(focused, PinPad | DateForm | Field), name
    elif page.choices and page.code is None and not page.waits:
        assert isinstance(focused, ChoiceLine), name
    else:
        assert focused is None, name


def share(shown: Iterable[tuple[str, Page]], code: str, size: Size) -> list[Shown]:
    """All of it in the two languages of every site on the small screen; of the others
    each has its part, and all of it in the longer run.
    """
    everything = list(shown)
    if LONG or (code in (OFFICE_LANGUAGE, "en") and size == SIZES[0]):
        return everything
    turns = [(own, each) for each in SIZES for own in LANGUAGES]
    return everything[turns.index((code, size)) :: len(turns) // 2]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("code", LANGUAGES)
async def test_nothing_is_cut(code: str, size: Size) -> None:
    words = words_of(code)
    async with showing(words, size) as reader:
        for name, page in share(to_be_shown(words), code, size):
            await reader.show(page)
            await check(reader, page, name)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("code", LANGUAGES)
async def test_nothing_of_what_lies_over_is_cut(code: str, size: Size) -> None:
    words = words_of(code)
    over = ((name, overlay_of(state)) for name, state in lying_over())
    shown = [(name, page) for name, page in over if page is not None]
    assert shown
    async with showing(words, size) as reader:
        for name, page in share(shown, code, size):
            await reader.lay_over(page)
            await check(reader, page, name)


# A language that does not exist: what is not in brackets has not been translated.


LIMITED = "pin_pad."
"""Keys of one size in every language; translators are told how many cells they have."""


class Pseudo(gettext.NullTranslations):
    """English with accents, longer by two fifths, in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self._english = gettext.translation("kiosk", LOCALES, ["en"])

    def gettext(self, message: str) -> str:
        return self._stretched(self._english.gettext(message), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._stretched(self._english.ngettext(msgid1, msgid2, n), msgid1)

    def _stretched(self, sentence: str, message: str) -> str:
        assert sentence != message, "no such message"
        if message.startswith(LIMITED):
            return _accented(sentence)
        more = int(len(sentence) * 0.4)
        words = textwrap.wrap("x" * more, 6) if more > 6 else ["x" * more]
        return f"⟦{_accented(sentence)}{' ' * (more > 6)}{' '.join(words)}⟧"


def _accented(sentence: str) -> str:
    """But for the names of values."""
    shown = []
    for text, name, spec, _ in string.Formatter().parse(sentence):
        shown.append(text.translate(ACCENTS))
        if name is not None:
            shown.append("{" + name + (f":{spec}" if spec else "") + "}")
    return "".join(shown)


ACCENTS = str.maketrans("aceinosuyACEINOSUY", "àçéîñôšûýÀÇÉÎÑÔŠÛÝ")


def data_of(page: Page) -> set[str]:
    """What on a page is not words of ours."""
    found = {SITE.name, ""}
    found |= {row.value for row in page.rows if isinstance(row.value, str)}
    if page.code:
        found.add(page.code.content)
    return found


def said_by(text: Text) -> list[Message | str]:
    return [cap.said for cap in text.places] if isinstance(text, Caps) else [text._said]


def is_a_key_or_a_mask(text: str) -> bool:
    sets = {keys[:3] for keys in OWN_PASSWORD.layers}
    sets |= {rows[1][:3] for rows in LETTERS}
    return len(text) == 1 or text in sets or not set(text) - set("0123456789_- ●○")


async def test_no_words_escape_translation() -> None:
    """And there is room for a language that needs more of it."""
    words = Words(LANGUAGES["en"], Pseudo())
    async with showing(words, SIZES[0]) as reader:
        for name, page in to_be_shown(words):
            await reader.show(page)
            await check(reader, page, name)
            for text in reader.app.screen.query(Text):
                for said in said_by(text):
                    shown = text.in_words(said)
                    if isinstance(said, Message):
                        own = said.id.startswith(LIMITED)
                        whole = shown.startswith("⟦") and shown.endswith("⟧")
                        assert own or whole, (name, shown)
                    else:
                        known = said in data_of(page) or is_a_key_or_a_mask(said)
                        assert known, (name, shown)
