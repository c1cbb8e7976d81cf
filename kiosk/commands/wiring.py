"""A crew put together from the settings."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from importlib.metadata import version

import click

from kiosk.card.desk import Desk
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.audit import AuditClerk
from kiosk.clerks.card import CardClerk
from kiosk.clerks.crew import Crew, Dock
from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.residence import ResidenceClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.commands.printers import outlets
from kiosk.commands.store_key import key_of
from kiosk.config import Config
from kiosk.printers.cups import Queue
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.sheets.printing import CupsSheets, FolderOfSheets, NoSheets, SheetPrinter
from kiosk.store.audit.trail import Trail
from kiosk.store.database import open_store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError
from kiosk.visit.site import Site


def crew_of(
    config: Config, site: Site, now: Callable[[], datetime], closing: ExitStack
) -> Crew:
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
        residence = _residence_anchors(config)
        registry, drafts, audit = _registry(config, site, now, closing)
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from None
    card = CardClerk(desk, anchors, now, os.urandom)
    return Crew(
        desk=desk,
        card=card,
        residence=ResidenceClerk(desk, lambda: card.sight, residence, now),
        registry=registry,
        papers=PaperClerk(site, outlets(config), now, config.printer.png_folder),
        drafts=DraftClerk(registry, drafts, now, config.drafts.days),
        sheets=SheetClerk(site, _sheets(config), now),
        audit=audit,
        dock=dock,
    )


def _desk(config: Config) -> tuple[Desk, Dock | None]:
    if config.card.desk == "virtual":
        # Production never gets here, and never imports the emulator.
        from kiosk.commands.demo import virtual_desk

        return virtual_desk(config.data_folder)
    from kiosk.card.pcsc import PcscDesk

    return PcscDesk(config.card.reader), None


def _residence_anchors(config: Config) -> ResidenceAnchors | None:
    folder = config.card.residence_anchors
    if folder is None:
        return None
    return ResidenceAnchors.load(folder, production=config.production)


def _registry(
    config: Config, site: Site, now: Callable[[], datetime], closing: ExitStack
) -> tuple[RegistryClerk, Drafts, AuditClerk]:
    key = key_of(config).load_or_create()
    store = open_store(config.store.path, key, production=config.production)
    closing.callback(store.close)
    audit = AuditClerk(Trail(store), now)
    audit.started(site, version("madoguchi"))
    closing.callback(audit.stopped)
    drafts = Drafts(store)
    drafts.expire(now())
    registry = Registry(store, key, os.urandom, config.site.name)
    passwords = Passwords(store, key, os.urandom)
    return RegistryClerk(registry, passwords, now), drafts, audit


def _sheets(config: Config) -> SheetPrinter:
    settings = config.sheets
    if settings.kind == "cups" and settings.queue:
        return CupsSheets(Queue(settings.queue))
    if settings.kind == "folder" and settings.folder:
        return FolderOfSheets(settings.folder)
    return NoSheets()
