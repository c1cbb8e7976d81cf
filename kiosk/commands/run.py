"""``kiosk run``."""

import gc
import importlib
import logging
import os
import random
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kiosk.commands.site import config_option, refuse_settings
from kiosk.sealed import seal

if TYPE_CHECKING:
    from kiosk.app import Parts
    from kiosk.clerks.crew import Crew
    from kiosk.config import Config
    from kiosk.metrics.counts import Counts

_BEHIND_THE_FIRST_SCREEN: Final = (
    "kiosk.visit.machine",
    "kiosk.i18n.breaks",
    "kiosk.screens.pages.every",
    "kiosk.screens.widgets.forms",
    "kiosk.writing.days",
    "kiosk.writing.eras",
)

_LINGER_SECONDS: Final = 10.0
"""So long the first screen says that nobody can work here, before the service manager
tries again: less than the installer waits for a version that stays up.
"""


@click.command()
@config_option
def run(config_path: Path) -> None:
    """The full-screen kiosk."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "run: needs a terminal for keys and screen; start it in one, without pipes"
        )
    seal()
    # Nothing made at the start is garbage, and to look for it takes as long as to draw
    # the screen.
    gc.disable()
    # Before Textual is imported, which reads its variables at that moment.
    from kiosk.screens.environment import scrub

    scrub()
    from kiosk.config import ConfigError, load

    try:
        config = load(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    from kiosk.app import Kiosk

    _log_beside_the_screen(config.data_folder / "kiosk.log")
    with ExitStack() as closing:
        kiosk = Kiosk(_parts(config, closing))
        status = kiosk.serve()
    if kiosk.refusal is not None:
        raise kiosk.refusal
    raise click.exceptions.Exit(status)


def _parts(config: "Config", closing: ExitStack) -> "Parts":
    from kiosk.alive import herald, teller
    from kiosk.app import Parts
    from kiosk.i18n.scripts import offered
    from kiosk.message import say
    from kiosk.screens.graphics import sixel_cell
    from kiosk.visit.display import Display, Theme
    from kiosk.visit.site import Site

    cell = sixel_cell(sys.stdin.fileno(), sys.stdout.fileno())
    site = Site(
        name=config.site.name,
        mode=config.site.mode,
        kind=config.site.kind,
        languages=offered(config.site.languages, pictures=cell is not None),
        idle_seconds=config.visit.idle_seconds,
        warning_seconds=config.visit.warning_seconds,
        goodbye_seconds=config.visit.goodbye_seconds,
        tables=config.sheets.tables is not None,
        hours=config.hours.hours,
        display=Display(Theme.DARK if config.screen.high_contrast else Theme.USUAL),
    )

    @cache
    def counts() -> "Counts":
        # With the rules and forms behind it, after the first screen has been drawn.
        from kiosk.metrics.counts import Counts

        return Counts(time.monotonic)

    tell, say_how = teller(), herald()

    def alive() -> None:
        tell()
        say_how(counts().line())

    def hire() -> "Crew":
        for module in _BEHIND_THE_FIRST_SCREEN:
            importlib.import_module(module)
        from kiosk.commands.wiring import crew_of

        crew = crew_of(config, site, _now, closing, counts())
        _tidy()
        gc.enable()
        return crew

    docked = config.card.desk == "virtual"
    return Parts(
        site=site,
        hire=hire,
        now=_now,
        monotonic=time.monotonic,
        shuffled=_shuffled if config.screen.shuffled_keypad else None,
        pause=config.screen.pause_ms / 1000,
        switch=config.screen.switch,
        tidy=_tidy,
        alive=alive,
        observe=lambda *transition: counts().observe(*transition),
        notices=(say("demo.card"),) if docked else (),
        cell=cell,
        linger=_LINGER_SECONDS if "NOTIFY_SOCKET" in os.environ else 0,
    )


def _tidy() -> None:
    """Nothing of a visit stays in memory, and nobody waits in the middle of the next
    one while all that lives on is looked through for garbage.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _now() -> datetime:
    return datetime.now(UTC)


def _shuffled(keys: str) -> str:
    return "".join(random.SystemRandom().sample(keys, len(keys)))


def _log_beside_the_screen(path: Path) -> None:
    """What is logged must never be drawn over the visitor's screen."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    logging.basicConfig(
        filename=path,
        level=logging.WARNING,
        format="%(asctime)s %(name)s %(levelname)s %(message)s",
    )
