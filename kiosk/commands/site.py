"""The ``--config`` option that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--config FILE`` as the argument ``config_path``; the demo site if left out."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        default=_default,
        envvar="KIOSK_SETTINGS",
        metavar="FILE",
        help="The site's settings; kiosk.toml of this checkout if left out.",
    )(command)


def _default() -> Path:
    from kiosk.config import DEFAULT

    return DEFAULT


def refuse_settings(lines: tuple[str, ...]) -> click.exceptions.Exit:
    """Print what is wrong with the settings, one line each; raise what it returns."""
    for line in lines:
        click.echo(line, err=True)
    return click.exceptions.Exit(2)
