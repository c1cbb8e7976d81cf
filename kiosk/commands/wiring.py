"""A kiosk put together from its settings."""

import os
import random
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import click

from kiosk.app import Dock, Parts, demo_notices
from kiosk.card.desk import Desk
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.card import CardClerk
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.config import Config
from kiosk.receipts.printer import FilePrinter, NetworkPrinter, NoPrinter, Printer
from kiosk.registry.registry import Registry
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError
from kiosk.store.keys import FileKey
from kiosk.visit.site import Site


def parts_of(config: Config, closing: ExitStack) -> Parts:
    """Everything the settings name, opened; ``closing`` closes it again.

    Raises:
        click.ClickException: something cannot be had; one line says what and what
            to do.
    """
    try:
        desk, dock = _desk(config)
        anchors = TrustAnchors.load(
            config.card.trust_anchors, production=config.production
        )
        registry = _registry(config, closing)
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from None
    site = _site(config)
    printing = config.printer
    return Parts(
        site=site,
        desk=desk,
        card=CardClerk(desk, anchors, _now, os.urandom),
        registry=RegistryClerk(registry, _now),
        papers=PaperClerk(
            site, _printer(config), printing.width_mm, _now, printing.png_folder
        ),
        now=_now,
        monotonic=time.monotonic,
        shuffled=_shuffled if config.screen.shuffled_keypad else None,
        high_contrast=config.screen.high_contrast,
        dock=dock,
        notices=demo_notices(config.site.mode, docked=dock is not None),
    )


def _desk(config: Config) -> tuple[Desk, Dock | None]:
    if config.card.desk == "virtual":
        # Production never gets here, and never imports the emulator.
        from kiosk.commands.demo import virtual_desk

        return virtual_desk(config.data_folder)
    from kiosk.card.pcsc import PcscDesk

    return PcscDesk(config.card.reader), None


def _registry(config: Config, closing: ExitStack) -> Registry:
    key = FileKey(config.store.key_file, config.store.path).load_or_create()
    store = open_store(config.store.path, key, production=config.production)
    closing.callback(store.close)
    return Registry(store, key, os.urandom, config.site.name)


def _printer(config: Config) -> Printer:
    settings = config.printer
    if settings.kind == "file" and settings.path:
        return FilePrinter(settings.path)
    if settings.kind == "network" and settings.host:
        return NetworkPrinter(settings.host, settings.port)
    return NoPrinter()


def _site(config: Config) -> Site:
    return Site(
        name=config.site.name,
        mode=config.site.mode,
        kind=config.site.kind,
        languages=config.site.languages,
        idle_seconds=config.visit.idle_seconds,
        warning_seconds=config.visit.warning_seconds,
        goodbye_seconds=config.visit.goodbye_seconds,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _shuffled(keys: str) -> str:
    return "".join(random.SystemRandom().sample(keys, len(keys)))
