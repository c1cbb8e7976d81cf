"""Settings that are right each by itself and wrong together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from kiosk.config.faults import Fault, KeyPath, fault, wrong
from kiosk.config.models import (
    CardSettings,
    OnePrinter,
    PrinterSettings,
    SheetSettings,
    Site,
    StoreSettings,
    Visit,
)

_APART: Final = ("demo", "training")
_DEVICES: Final = ("/", "dev")


def disagreements(tables: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong between the tables of ``kiosk.toml``, by name, or within one."""
    for names, check in _CHECKS:
        if all(name in tables for name in names):
            yield from check(*(tables[name] for name in names))


def _countdown_fits(visit: Visit) -> Iterator[Fault]:
    if visit.warning_seconds >= visit.idle_seconds:
        what = f"must be less than idle_seconds, {visit.idle_seconds}"
        yield wrong(("visit", "warning_seconds"), what, visit.warning_seconds)


def _key_is_in_one_place(store: StoreSettings) -> Iterator[Fault]:
    if store.key_file is None and store.key_credential is None:
        yield fault(("store", "key_file"), "is missing; or give key_credential")
    elif store.key_file is not None and store.key_credential is not None:
        what = "must not be given together with key_file"
        yield wrong(("store", "key_credential"), what, store.key_credential)


def _key_is_another_file(store: StoreSettings) -> Iterator[Fault]:
    if store.path == store.key_file:
        yield wrong(
            ("store", "key_file"), "must be another file than the store", store.path
        )


def _data_is_apart(site: Site, store: StoreSettings) -> Iterator[Fault]:
    """A demo's visitors must not get into a production store, nor the reverse."""
    for key, path in (("path", store.path), ("key_file", store.key_file)):
        if path is None:
            continue
        folder = path.parent.name
        if site.mode == "production" and folder in _APART:
            what = f"production keeps nothing in a folder named {folder}"
            yield wrong(("store", key), what, path)
        elif site.mode != "production" and folder != site.mode:
            what = f"mode {site.mode} keeps its data in a folder named {site.mode}"
            yield wrong(("store", key), what, path)


def _cards_are_real(site: Site, card: CardSettings) -> Iterator[Fault]:
    if site.mode == "production" and card.desk == "virtual":
        what = 'must be "pcsc" in production'
        yield wrong(("card", "desk"), what, card.desk)


_NEEDS: Final = {"file": "path", "network": "host", "serial": "path", "cups": "queue"}


def _printers_are_whole(printer: PrinterSettings) -> Iterator[Fault]:
    for place, own in _places(printer):
        needed = _NEEDS.get(own.kind)
        if needed and getattr(own, needed) is None:
            what = f'is missing; kind "{own.kind}" needs it'
            yield fault((*place, needed), what)


def _others_are_printers(printer: PrinterSettings) -> Iterator[Fault]:
    """No order of printers has a place without one."""
    for place, own in _places(printer):
        if own.kind == "none" and printer.others:
            yield wrong((*place, "kind"), "must be a printer", own.kind)


def _receipts_leave_no_copy(site: Site, printer: PrinterSettings) -> Iterator[Fault]:
    """A receipt carries the visitor's ID: on paper only, once it is in earnest."""
    if site.mode != "production":
        return
    if printer.png_folder is not None:
        what = "keeps receipts on the disk; not in production"
        yield wrong(("printer", "png_folder"), what, printer.png_folder)
    for place, own in _places(printer):
        if own.kind == "file" and own.path and own.path.parts[:2] != _DEVICES:
            what = "must be a device under /dev in production"
            yield wrong((*place, "path"), what, own.path)


def _places(printer: PrinterSettings) -> Iterator[tuple[KeyPath, OnePrinter]]:
    yield ("printer",), printer
    for number, own in enumerate(printer.others):
        yield ("printer", "others", number), own


def _sheets_are_whole(sheets: SheetSettings) -> Iterator[Fault]:
    needed = {"cups": "queue", "folder": "folder"}.get(sheets.kind)
    if needed and getattr(sheets, needed) is None:
        what = f'is missing; kind "{sheets.kind}" needs it'
        yield fault(("sheets", needed), what)


def _sheets_leave_no_copy(site: Site, sheets: SheetSettings) -> Iterator[Fault]:
    """A sheet holds a whole application."""
    if site.mode == "production" and sheets.kind == "folder":
        what = "keeps sheets on the disk; not in production"
        yield wrong(("sheets", "kind"), what, sheets.kind)


def _tables_leave_the_machine(
    site: Site, store: StoreSettings, sheets: SheetSettings
) -> Iterator[Fault]:
    """A table holds a whole application: it goes with a stick or to a share."""
    if site.mode != "production" or sheets.tables is None:
        return
    if sheets.tables.is_relative_to(store.path.parent):
        what = "must be a stick or a share, not the folder of the store"
        yield wrong(("sheets", "tables"), what, sheets.tables)


_CHECKS: Final[tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...]] = (
    (("visit",), _countdown_fits),
    (("store",), _key_is_in_one_place),
    (("store",), _key_is_another_file),
    (("site", "store"), _data_is_apart),
    (("site", "card"), _cards_are_real),
    (("printer",), _printers_are_whole),
    (("printer",), _others_are_printers),
    (("site", "printer"), _receipts_leave_no_copy),
    (("sheets",), _sheets_are_whole),
    (("site", "sheets"), _sheets_leave_no_copy),
    (("site", "store", "sheets"), _tables_leave_the_machine),
)
