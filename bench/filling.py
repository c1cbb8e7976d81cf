"""Filling in the largest form: from a key to the painted screen, beside a bare line.

    python bench/filling.py [--rounds N]

The largest form is the one with most fields of every procedure, status and what may go
along. Each of its questions is shown on the real screen of 80 by 24, in a process
without a terminal: what a terminal would get is made and thrown away, so that no
terminal's own speed is measured.

**Keys.** One key is typed on each question that takes keys; its time ends when the last
bytes that follow from it have been made. After each round the same key in a bare
Textual app of one ``Input``, as often.

**Answers.** Each question is answered: checking the answer, finding the next question
of the whole form and making its page (``advance`` and ``page_of``), and the same with
the page painted.

Aim: 99 of 100 keys within 50 ms, and so the answers.
"""

import argparse
import asyncio
import platform
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter
from types import MappingProxyType
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.forms.application import ACCOMPANYING, Application, make
from kiosk.forms.fields import Kind
from kiosk.forms.form import form_for
from kiosk.forms.walk import Group, groups
from kiosk.i18n import words_of
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import Procedure
from kiosk.screens.page import DateForm, SearchForm, TextForm
from kiosk.screens.pages import page_of
from kiosk.visit.drafts import Draft
from kiosk.visit.events import AnswersTyped, Chose, VisitorEvent
from kiosk.visit.machine import advance
from kiosk.visit.state import State
from kiosk.visit.steps import FillIn
from tests.forms.legal import legal
from tests.screens.pages import TODAY, at
from tests.screens.showing import Shown

SIZE = (80, 24)
ROUNDS = 3
QUIET = 0.040
"""Seconds without painting, after which nothing more follows; Textual paints sixty
times a second."""
AIM = 0.050
KEYS = {DateForm: "1", SearchForm: "a", TextForm: "a"}
WITH_OTHERS = (Procedure.CHANGE, Procedure.EXTENSION, Procedure.ACQUISITION)


class Painted:
    """Mixed into an app: notes when it last made bytes for a terminal."""

    at = 0.0

    def _display(self, *what: Any) -> None:
        super()._display(*what)  # type: ignore[misc]  # that of the app it is mixed into
        self.at = perf_counter()


class Ours(Painted, Shown):
    """The screen of a visit."""


class Bare(Painted, App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        yield Input()

    def on_mount(self) -> None:
        self.query_one(Input).focus()


def every_form() -> Iterator[Application]:
    for procedure in Procedure:
        together = tuple(ACCOMPANYING) if procedure in WITH_OTHERS else ()
        for status in (None, *(own.id for own in statuses())):
            yield make(procedure, status, together)


def filled(asked: Application) -> Application:
    """With a legal answer to whatever is asked, until nothing more is."""
    while True:
        given = dict(asked.answers)
        for group in groups(asked):
            for field in group.fields:
                given.setdefault(field.id, legal(field, given, 1))
        if given == dict(asked.answers):
            return asked
        asked = replace(asked, answers=MappingProxyType(given))


def asking(asked: Application, group: Group) -> State:
    """A visit at this question of the form, with all others answered."""
    own = {field.id for field in group.fields}
    rest = {name: text for name, text in asked.answers.items() if name not in own}
    left = replace(asked, answers=MappingProxyType(rest))
    draft = Draft(1, left, TODAY, {}, consent=True)
    return at(FillIn(group.id), draft=draft, history=())


def answer_of(asked: Application, group: Group) -> VisitorEvent:
    given = {field.id: asked.answers[field.id] for field in group.fields}
    first = group.fields[0]
    if first.kind in (Kind.CHOICE, Kind.DATE, Kind.BIRTH_DATE):
        return Chose(given[first.id])
    return AnswersTyped(given)


async def rest(app: Any, begin: float) -> float:
    """Seconds from then until the last painting before it is quiet."""
    now = perf_counter()
    while perf_counter() - max(app.at, now) < QUIET:  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0.001)
    return float(max(app.at - begin, 0.0))


async def key_in(app: Any, key: str) -> float:
    begin = perf_counter()
    app.post_message(events.Key(key, key))
    return await rest(app, begin)


@asynccontextmanager
async def running(app: Any) -> AsyncIterator[Any]:
    async with app.run_test(size=SIZE):
        await rest(app, perf_counter())
        yield app


async def measured(asked: Application, rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    for _ in range(rounds):
        async with running(Ours(words_of("en"))) as ours:
            for group in groups(asked):
                await fill_in(ours, asked, group, times)
        async with running(Bare()) as bare:
            for _ in range(len(groups(asked))):
                times["bare"].append(await key_in(bare, "a"))
    return times


async def fill_in(
    ours: Any, asked: Application, group: Group, times: dict[str, list[float]]
) -> None:
    state = asking(asked, group)
    page = page_of(state)
    await ours.visit.show(page)
    await rest(ours, perf_counter())
    if key := KEYS.get(type(page.form)):
        times["key"].append(await key_in(ours, key))
    begin = perf_counter()
    after, _ = advance(state, answer_of(asked, group))
    following = page_of(after)
    times["made"].append(perf_counter() - begin)
    await ours.visit.show(following)
    times["answer"].append(await rest(ours, begin))


NAMES = {
    "key": "a key, until it is painted",
    "bare": "the same in a bare Textual app",
    "made": "an answer, until the next page is known",
    "answer": "an answer, until the next page is painted",
}


def told(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    worst = ordered[ceil(0.99 * len(ordered)) - 1]
    middle = median(times)
    print(
        f"{NAMES[name]:45} {len(times):5} times, median {1000 * middle:6.1f} ms, "
        f"99 of 100 within {1000 * worst:6.1f} ms"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = options.parse_args().rounds
    largest = max(every_form(), key=lambda own: len(form_for(own).fields))
    asked = filled(largest)
    print(
        f"Python {platform.python_version()}; {largest.procedure} of {largest.status}: "
        f"{len(form_for(asked).fields)} fields, {len(groups(asked))} questions asked"
    )
    times = asyncio.run(measured(asked, rounds))
    for name in NAMES:
        told(name, times[name])
    for name in ("key", "answer"):
        late = sum(time > AIM for time in times[name])
        met = "met" if late <= len(times[name]) // 100 else "missed"
        print(f"aim of {NAMES[name]}: {met}, {late} of {len(times[name])} late")


if __name__ == "__main__":
    main()
