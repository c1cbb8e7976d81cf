"""``kiosk machine``: what the settings ask of the machine, for the installer."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from kiosk.commands.site import config_option, refuse_settings
from kiosk.config import Config, ConfigError, load
from kiosk.config.needs import Needs, NeedsError, needs_of
from kiosk.config.night import clock, mornings, night_of
from kiosk.printers.lpstat import device_of

T = TypeVar("T")


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
@click.argument("part", type=click.Choice(("backup", "lists", "upgrade", "slip")))
def timer(config_path: Path, part: str) -> None:
    """When something is done by itself, as a drop-in of systemd for its timer."""
    hours = _settings(config_path).hours
    if part == "slip":
        events = mornings(hours)
    else:
        night = _needed(config_path, lambda: night_of(hours))
        minutes = {
            "backup": night.backup,
            "lists": night.lists,
            "upgrade": night.upgrade,
        }
        events = (f"*-*-* {clock(minutes[part])}",)
    for line in ("[Timer]", "OnCalendar=", *(f"OnCalendar={own}" for own in events)):
        click.echo(line)


@machine.command()
@config_option
def reboot(config_path: Path) -> None:
    """When it restarts after updates that need it, as a setting of apt."""
    hours = _settings(config_path).hours
    at = clock(_needed(config_path, lambda: night_of(hours)).reboot)
    click.echo(f'Unattended-Upgrade::Automatic-Reboot-Time "{at}";')


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
    for line in _needed(config_path, lambda: lines(needs_of(config, device_of))):
        click.echo(line)


def _needed(config_path: Path, find: Callable[[], T]) -> T:
    try:
        return find()
    except NeedsError as error:
        raise refuse_settings((f"{config_path}: {error}",)) from None


def _settings(path: Path) -> Config:
    try:
        return load(path)
    except ConfigError as error:
        raise refuse_settings(error.lines) from None
