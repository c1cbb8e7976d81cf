"""Settings that are right each by itself and wrong together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from kiosk.config.faults import Fault, fault, wrong
from kiosk.config.models import (
    CardSettings,
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


def _key_is_another_file(store: StoreSettings) -> Iterator[Fault]:
    if store.path == store.key_file:
        yield wrong(
            ("store", "key_file"), "must be another file than the store", store.path
        )


def _data_is_apart(site: Site, store: StoreSettings) -> Iterator[Fault]:
    """A demo's visitors must not get into a production store, nor the reverse."""
    for key, path in (("path", store.path), ("key_file", store.key_file)):
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


def _printer_is_whole(printer: PrinterSettings) -> Iterator[Fault]:
    needed = {"file": "path", "network": "host"}.get(printer.kind)
    if needed and getattr(printer, needed) is None:
        what = f'is missing; kind "{printer.kind}" needs it'
        yield fault(("printer", needed), what)


def _receipts_leave_no_copy(site: Site, printer: PrinterSettings) -> Iterator[Fault]:
    """A receipt carries the visitor's ID: on paper only, once it is in earnest."""
    if site.mode != "production":
        return
    if printer.png_folder is not None:
        what = "keeps receipts on the disk; not in production"
        yield wrong(("printer", "png_folder"), what, printer.png_folder)
    if printer.kind == "file" and printer.path and printer.path.parts[:2] != _DEVICES:
        what = "must be a device under /dev in production"
        yield wrong(("printer", "path"), what, printer.path)


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


_CHECKS: Final[tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...]] = (
    (("visit",), _countdown_fits),
    (("store",), _key_is_another_file),
    (("site", "store"), _data_is_apart),
    (("site", "card"), _cards_are_real),
    (("printer",), _printer_is_whole),
    (("site", "printer"), _receipts_leave_no_copy),
    (("sheets",), _sheets_are_whole),
    (("site", "sheets"), _sheets_leave_no_copy),
)
