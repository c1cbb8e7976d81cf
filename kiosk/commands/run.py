"""``kiosk run``."""

import sys
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
    from kiosk.app import run as run_app
    from kiosk.config import ConfigError

    try:
        status = run_app(config_path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
    raise click.exceptions.Exit(status)
