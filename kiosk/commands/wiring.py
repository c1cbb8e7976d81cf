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
from kiosk.clerks.parts import PartsClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.residence import ResidenceClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.clerks.staff import StaffClerk
from kiosk.clerks.staff_card import StaffCardClerk
from kiosk.clerks.tables import TableClerk
from kiosk.clerks.usage import UsageClerk
from kiosk.commands.check_printer import conditions
from kiosk.commands.language import sayer
from kiosk.commands.printers import outlets
from kiosk.commands.store_key import key_of
from kiosk.config import Config
from kiosk.metrics.counts import Counts
from kiosk.metrics.file import MetricsFile
from kiosk.printers.cups import Queue
from kiosk.registry.fresh_starts import FreshStarts
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.registry.staff import Staff
from kiosk.registry.staff_cards import StaffCards
from kiosk.registry.usage import UsageRequests
from kiosk.registry.visitors import Visitors
from kiosk.sheets.printing import CupsSheets, FolderOfSheets, NoSheets, SheetPrinter
from kiosk.store.audit.trail import Trail
from kiosk.store.clock import borne_out
from kiosk.store.database import Store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError
from kiosk.store.repair import open_whole
from kiosk.visit.desk import Part
from kiosk.visit.site import Site


def crew_of(
    config: Config,
    site: Site,
    now: Callable[[], datetime],
    closing: ExitStack,
    counts: Counts | None = None,
) -> Crew:
    """Everything the settings name, opened; ``closing`` closes it again. ``counts``:
    what the kiosk counts, to be written with other figures.

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
        store, key, audit = _store(config, site, now, closing)
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from None
    card = CardClerk(desk, anchors, now, os.urandom)
    staff_card = StaffCardClerk(desk, lambda: card.sight, anchors, now, os.urandom)
    papers = PaperClerk(site, outlets(config), now, config.printer.png_folder)
    sheets = SheetClerk(site, _sheets(config), now)
    registry = _registry(config, store, key, now)
    usage = UsageClerk(registry, UsageRequests(store, key), now)
    parts = PartsClerk(lambda: conditions(config), store)
    return Crew(
        desk=desk,
        card=card,
        staff_card=staff_card,
        residence=ResidenceClerk(desk, lambda: card.sight, residence, now),
        registry=registry,
        papers=papers,
        drafts=DraftClerk(registry, Drafts(store), now, config.drafts.days, usage),
        sheets=sheets,
        tables=_tables(config, now),
        audit=audit,
        staff=_staff(
            config, site, store, key, (papers, sheets), now, staff_card.take_proven
        ),
        usage=usage,
        dock=dock,
        look_at_printers=parts.printers,
        look_at_store=parts.store,
        report=_report(config, store, counts, now, closing),
    )


def _report(
    config: Config,
    store: Store,
    counts: Counts | None,
    now: Callable[[], datetime],
    closing: ExitStack,
) -> Callable[[], object]:
    path, residence = config.metrics.file, config.card.residence_anchors
    if path is None or counts is None:
        return lambda: None
    file = MetricsFile(
        path,
        counts,
        store,
        config.data_folder,
        now,
        version("madoguchi"),
        config.store.backups,
        {
            "my_number": config.card.trust_anchors,
            **({"residence": residence} if residence else {}),
        },
    )
    closing.callback(file.end)
    file.write()
    return file.write


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


def _store(
    config: Config, site: Site, now: Callable[[], datetime], closing: ExitStack
) -> tuple[Store, bytes, AuditClerk]:
    key = key_of(config).load_or_create()
    store = open_whole(
        config.store.path,
        key,
        config.store.backups,
        now(),
        production=config.production,
    )
    closing.callback(store.close)
    audit = AuditClerk(Trail(store), now)
    audit.started(site, version("madoguchi"))
    closing.callback(audit.stopped)
    Drafts(store).expire(borne_out(store, now()))
    return store, key, audit


def _registry(
    config: Config, store: Store, key: bytes, now: Callable[[], datetime]
) -> RegistryClerk:
    registry = Registry(store, key, os.urandom, config.site.name)
    passwords = Passwords(store, key, os.urandom)
    return RegistryClerk(registry, passwords, now)


def _staff(
    config: Config,
    site: Site,
    store: Store,
    key: bytes,
    printers: tuple[PaperClerk, SheetClerk],
    now: Callable[[], datetime],
    proven: Callable[[], bytes | None],
) -> StaffClerk:
    def examine(language: str) -> tuple[Part, ...]:
        # With all that it looks at, when somebody asks for it.
        from kiosk.commands.doctor import findings, parts_of

        return parts_of(tuple(findings(config, sayer(language))))

    return StaffClerk(
        site,
        store,
        Staff(store, key, os.urandom),
        StaffCards(store, key),
        FreshStarts(store, key, os.urandom),
        Visitors(store, key),
        UsageRequests(store, key),
        *printers,
        now,
        examine,
        config.staff.export_folder,
        proven,
    )


def _tables(config: Config, now: Callable[[], datetime]) -> TableClerk:
    """In earnest they leave the machine: its own disk is no place for them."""
    own_disk = config.data_folder if config.production else None
    return TableClerk(config.sheets.tables, now, own_disk)


def _sheets(config: Config) -> SheetPrinter:
    settings = config.sheets
    if settings.kind == "cups" and settings.queue:
        return CupsSheets(Queue(settings.queue))
    if settings.kind == "folder" and settings.folder:
        return FolderOfSheets(settings.folder)
    return NoSheets()
