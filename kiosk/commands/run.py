"""``kiosk run``."""

import logging
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from kiosk.commands.site import config_option, refuse_settings


@click.command()
@config_option
def run(config_path: Path) -> None:
    """The full-screen kiosk."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "run: needs a terminal for keys and screen; start it in one, without pipes"
        )
    # Before Textual is imported, which reads its variables at that moment.
    from kiosk.screens.environment import scrub

    scrub()
    from kiosk.config import ConfigError, load

    try:
        config = load(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    from kiosk.app import Kiosk
    from kiosk.commands.wiring import parts_of

    _log_beside_the_screen(config.data_folder / "kiosk.log")
    with ExitStack() as closing:
        status = Kiosk(parts_of(config, closing)).serve()
    raise click.exceptions.Exit(status)


def _log_beside_the_screen(path: Path) -> None:
    """What is logged must never be drawn over the visitor's screen."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    logging.basicConfig(
        filename=path,
        level=logging.WARNING,
        format="%(asctime)s %(name)s %(levelname)s %(message)s",
    )
