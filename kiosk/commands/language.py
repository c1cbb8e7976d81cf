"""In which language a command speaks to whoever looks after the kiosk."""

from collections.abc import Callable
from typing import Any, Final

import click

from kiosk.i18n.words import words_of
from kiosk.message import Message

Say = Callable[[Message], str]
"""Puts a message into words."""

SPOKEN: Final = ("en", "ja")
"""Languages that commands speak."""


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--language`` as the argument ``language``."""
    return click.option(
        "--language",
        type=click.Choice(SPOKEN),
        default="en",
        help="The language of what is said; English unless said otherwise.",
    )(command)


def sayer(language: str) -> Say:
    """Whoever asks what is wrong is answered even before the catalogues have been
    compiled: then with the names of the messages.
    """
    try:
        return words_of(language).say
    except OSError:
        return lambda message: message.id
