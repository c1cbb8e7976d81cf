"""``kiosk store``: its key on paper, and copies of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from kiosk.commands.recovery import recovery
from kiosk.commands.site import config_option, refuse_settings
from kiosk.commands.store_key import key_of
from kiosk.config import Config, ConfigError, load
from kiosk.store.backup import back_up
from kiosk.store.backup import restore as put_back
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError

T = TypeVar("T")


@click.group()
def store() -> None:
    """The store's key on paper, and copies of the store."""


store.add_command(recovery)


@store.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@config_option
def backup(folder: Path | None, config_path: Path) -> None:
    """Copy the store into FOLDER, that of the settings if left out; the kiosk may run.

    The copy is encrypted under the store's own key, and was opened and read as a whole
    before its name is told. The oldest of more than thirty goes.
    """
    config = _settings(config_path)
    target = folder or config.store.backups
    if target is None:
        raise click.UsageError("name a folder, or set store.backups")
    if not config.store.path.exists():
        raise click.ClickException(f"{config.store.path}: there is no store yet")

    def copy() -> Path:
        key = key_of(config).load_or_create()
        own = open_store(config.store.path, key, production=config.production)
        try:
            return back_up(own, target, key, datetime.now(UTC))
        finally:
            own.close()

    click.echo(_attempt(copy))


@store.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
def restore(file: Path, config_path: Path) -> None:
    """Put the copy FILE in the place of the store. Stop the kiosk first.

    A copy that is damaged or has another key is refused, and the store stays as it is.
    What was there is set aside beside it.
    """
    config = _settings(config_path)

    def exchange() -> Path | None:
        key = key_of(config).load_or_create()
        return put_back(config.store.path, file, key, datetime.now(UTC))

    aside = _attempt(exchange)
    if aside is not None:
        click.echo(f"set aside: {aside}")


def _settings(path: Path) -> Config:
    try:
        return load(path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None


def _attempt(work: Callable[[], T]) -> T:
    try:
        return work()
    except StoreError as error:
        raise click.ClickException(str(error)) from None
