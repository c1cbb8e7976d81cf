"""The real program is killed while an application is filled in, again and again."""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import pytest

from kiosk.message import say
from kiosk.store.database import open_store
from kiosk.store.drafts import Drafts
from kiosk.store.health import check
from tests.survived import Survived
from tests.terminal.form import Form, to_form
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import LOGGED_IN, Stage, Visitor, until_logged_in

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

KILLS: Final = 6
"""Each takes as long as a start and a log-in."""
SEED: Final = 20_261_124
MOST: Final = 5
"""Questions answered before a kill."""
ON_THEIR_WAY: Final = 2
"""Answers that the store may not have yet: the last, and the one before it."""


def test_what_was_answered_is_there_after_a_kill(
    tmp_path: Path,
    workshop: Path,
    open_tmux: Callable[..., Tmux],
    survived: Survived,
) -> None:
    site = KioskSite(tmp_path / "site", workshop, desk="virtual")
    random = Random(SEED)  # noqa: S311  # decides when, not what
    kept: Mapping[str, str] = {}
    for _ in range(KILLS):
        terminal = open_tmux(site.command)
        visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
        go_on(visitor, site) if site.has_store() else to_form(visitor)
        form = Form(visitor, "extension", "dependent")
        form.fill_in(random.randint(1, MOST))
        terminal.kill()
        terminal.wait_for_exit()
        given = list(form.given)
        assert not set(given) & kept.keys(), "what was kept is not asked again"
        before, kept = kept, answers_in(site)
        expected = {**before, **form.given}
        missing = [name for name in expected if name not in kept]
        assert missing == [name for name in given[-ON_THEIR_WAY:] if name in missing]
        assert {name: kept[name] for name in expected if name in kept}.items() <= (
            expected.items()
        )
        survived("of the program")
    assert len(kept) > KILLS


def go_on(visitor: Visitor, site: KioskSite) -> None:
    """Log in, and to the one application that is there."""
    [auth_id] = site.auth_ids()
    visitor.choose_language()
    visitor.walk(
        (
            *until_logged_in(auth_id),
            Stage(LOGGED_IN.title, "2"),
            Stage(say("screen.drafts.title"), "1"),
            Stage(say("procedure.extension"), "1"),
        )
    )


def answers_in(site: KioskSite) -> Mapping[str, str]:
    """Of the only application in the store, which is whole."""
    key = site.key_file.read_bytes()
    with closing(open_store(site.store, key)) as store:
        check(store)
        with store.read() as db:
            [(holder,)] = db.execute("SELECT number FROM users").fetchall()
        now = datetime.now(UTC)
        [note] = Drafts(store).of(holder, now)
        return Drafts(store).open(note.id, holder, now).answers
