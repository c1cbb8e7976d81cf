"""``kiosk machine``: what the settings ask of the machine, for the installer."""

from collections.abc import Callable
from pathlib import Path

import click

from kiosk.commands.site import config_option, refuse_settings
from kiosk.config import Config, ConfigError, load
from kiosk.config.needs import Needs, NeedsError, needs_of
from kiosk.printers.lpstat import device_of


@click.group()
def machine() -> None:
    """What the settings ask of this machine."""


@machine.command()
@config_option
def unit(config_path: Path) -> None:
    """What the kiosk's unit may touch, as a drop-in of systemd."""
    _tell(config_path, lambda needs: needs.unit)


@machine.command()
@config_option
def backup(config_path: Path) -> None:
    """What the unit that copies the store may touch, as a drop-in of systemd."""
    _tell(config_path, lambda needs: needs.backup)


@machine.command()
@config_option
def network(config_path: Path) -> None:
    """Whom it may reach, as rules of nftables for an output chain."""
    _tell(config_path, lambda needs: needs.rules)


@machine.command()
@config_option
def folder(config_path: Path) -> None:
    """The folder of the store."""
    click.echo(_settings(config_path).data_folder)


def _tell(config_path: Path, lines: Callable[[Needs], tuple[str, ...]]) -> None:
    config = _settings(config_path)
    try:
        told = lines(needs_of(config, device_of))
    except NeedsError as error:
        raise refuse_settings((f"{config_path}: {error}",)) from None
    for line in told:
        click.echo(line)


def _settings(path: Path) -> Config:
    try:
        return load(path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
