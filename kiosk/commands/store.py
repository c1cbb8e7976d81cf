"""``kiosk store``: its key on paper, and copies of it."""

import click

from kiosk.commands.recovery import recovery


@click.group()
def store() -> None:
    """The store's key on paper, and copies of the store."""


store.add_command(recovery)
