"""The real program is killed while applications are filled in, again and again.

A few times, and 1,000 times where the environment says ``MADOGUCHI_LONG=1``; the
seed of each application is printed, and ``MADOGUCHI_SEED`` begins with another one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import pytest

from kiosk.forms.application import make
from kiosk.forms.form import form_for
from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.rules.vocabulary import Procedure
from tests.survived import Survived
from tests.terminal.answers import NO_CODE
from tests.terminal.cases import CASES, Case, Way
from tests.terminal.conftest import require
from tests.terminal.form import CONSENT, REVIEW, Form
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import LOGGED_IN, Visitor, until_logged_in
from tests.terminal.waiting import look_until, pause

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

KILLS: Final = 1000 if os.environ.get("MADOGUCHI_LONG") == "1" else 6
"""Each takes as long as a start and a log-in."""
SEED: Final = int(os.environ.get("MADOGUCHI_SEED", "1"))
SENSITIVE: Final = frozenset(
    field.id
    for procedure in Procedure
    for field in form_for(make(procedure, None, ())).fields
    if field.sensitive
)
MOST: Final = 4
"""Questions answered before a kill."""
SECONDS: Final = 0.2
"""In which an answer that was given is kept and the next question drawn."""


@dataclass(frozen=True)
class Killed:
    """An application after a kill: what is kept, and where it was left. ``moved``: an
    answer to what was asked there had just been given and is kept; None: what was
    given is nothing that is kept.
    """

    kept: Mapping[str, str]
    left: str = ""
    moved: bool | None = None

    def goes_on(self, here: str) -> bool:
        """Whether this is where it was left. Consent is asked for once more."""
        if self.moved is None:
            return True
        if self.moved:
            return here != self.left
        return here == self.left or (here == CONSENT and self.left in SENSITIVE)


def test_what_was_answered_is_there_after_a_kill(
    tmp_path: Path, workshop: Path, survived: Survived
) -> None:
    require("tmux")
    to_come = KILLS
    for seed in count(SEED):
        random = Random(seed)  # noqa: S311  # decides when, not what
        case = CASES[random.choice(list(CASES))]
        site = KioskSite(tmp_path / f"site-{seed}", workshop, desk="virtual")
        print(f"seed {seed}: {case.procedure}, {to_come} to come")  # noqa: T201
        killed = Killed({})
        while to_come and killed.left != REVIEW:
            with Tmux(site.command) as terminal:
                killed = kill(terminal, site, case, killed, random)
            survived("of the program")
            to_come -= 1
        look_until(site.processes, lambda found: not found, "not ended: {}".format)
        if not to_come:
            return


def kill(
    terminal: Tmux, site: KioskSite, case: Case, before: Killed, random: Random
) -> Killed:
    """Begin the application or go on with it, and kill the program at some moment."""
    visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
    # Whoever is killed between a postal code and its place is asked for the place.
    own = {**case.own, "postal_code": NO_CODE}
    form = Form(visitor, case.known(before.kept), own)
    if before.left:
        go_on(visitor, site, case)
    else:
        Way(visitor, case).to(form)
    assert before.goes_on(form.here())
    form.fill_in(random.randint(0, MOST))
    left, finished = form.here(), dict(form.given)
    giving = left != REVIEW and random.choice((True, False))
    if giving:
        form.give_answer()
    pause(random.uniform(0, SECONDS))
    terminal.kill()
    terminal.wait_for_exit()
    kept = site.draft().answers
    given = {name: form.given[name] for name in form.given.keys() - finished.keys()}
    assert {**before.kept, **finished}.items() <= kept.items()
    assert given.items() <= kept.items() or not given.keys() & kept.keys()
    moved = given.items() <= kept.items() if given else (None if giving else False)
    return Killed(kept, left, moved)


def go_on(visitor: Visitor, site: KioskSite, case: Case) -> None:
    """Log in, and to the one application that is there."""
    [auth_id] = site.auth_ids()
    visitor.choose_language()
    visitor.walk(until_logged_in(auth_id))
    for title, chosen in (
        (LOGGED_IN.title, "screen.done.fill_in"),
        (say("screen.drafts.title"), f"procedure.{case.procedure}"),
        (say(f"procedure.{case.procedure}"), "screen.draft.go_on"),
    ):
        visitor.read(title)
        visitor.choose(words_of(visitor.reads).say(say(chosen)))
