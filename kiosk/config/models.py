"""The tables of ``kiosk.toml``. What each key means: ``docs/operations.md``.

A key without a default must be given. What its value must be stands in its type; what
is made of that, in ``tables``.
"""

from pathlib import Path
from typing import Annotated, Literal

from kiosk.config.checks import (
    days,
    language_codes,
    location,
    servers,
    switch_keys,
    text,
    times,
    whole,
)
from kiosk.config.tables import each
from kiosk.hours import DAY, Days, Hours, Span
from kiosk.record import record

Name = Annotated[str, text(1, 60)]
Location = Annotated[Path, location]
Times = Annotated[tuple[Span, ...], times]


@record(kw_only=True)
class Site:
    """Who runs the terminal, and in earnest or not."""

    name: Name
    mode: Literal["demo", "training", "production"]
    kind: Literal["gyoseishoshi", "community"]
    languages: Annotated[tuple[str, ...], language_codes] = ("ja", "en")


@record(kw_only=True)
class Visit:
    """How long the terminal waits. Seconds."""

    idle_seconds: Annotated[int, whole(10, 3600)] = 60
    warning_seconds: Annotated[int, whole(5, 600)] = 20
    goodbye_seconds: Annotated[int, whole(1, 120)] = 8


@record(kw_only=True)
class HoursSettings:
    """When the desk is open. ``slip_minutes``: so long before it opens on a day, a slip
    says whether the terminal is ready; 0: none is printed.
    """

    monday: Times = ()
    tuesday: Times = ()
    wednesday: Times = ()
    thursday: Times = ()
    friday: Times = ()
    saturday: Times = ()
    sunday: Times = ()
    closed: Annotated[tuple[Days, ...], days] = ()
    slip_minutes: Annotated[int, whole(0, 180)] = 15

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """The spans of each weekday, Monday first."""
        return (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )

    @property
    def hours(self) -> Hours | None:
        """None where nothing is said of them: the desk is always open."""
        if any(self.week):
            return Hours(self.week, self.closed)
        return Hours((((0, DAY),),) * 7, self.closed) if self.closed else None


@record(kw_only=True)
class StoreSettings:
    """Where the encrypted store is, and its key: in a file, or handed over by systemd
    under a name. ``backups``: the folder of its copies.
    """

    path: Location
    key_file: Location | None = None
    key_credential: Annotated[str, text(1, 60)] | None = None
    backups: Location | None = None


@record(kw_only=True)
class CardSettings:
    """Which cards are read, on what, and whom they must have been issued by."""

    desk: Literal["virtual", "pcsc"]
    reader: Annotated[str, text(0, 120)] = ""
    trust_anchors: Location
    residence_anchors: Location | None = None


@record(kw_only=True)
class OnePrinter:
    """What receipts are printed on."""

    kind: Literal["file", "network", "usb", "serial", "cups", "none"]
    path: Location | None = None
    host: Name | None = None
    port: Annotated[int, whole(1, 65535)] = 9100
    usb: Name | None = None
    baud: Literal[9600, 19200, 38400, 57600, 115200] = 38400
    flow: Literal["hardware", "software"] = "hardware"
    queue: Name | None = None
    width_mm: Literal[58, 80] = 80


@record(kw_only=True)
class PrinterSettings(OnePrinter):
    """The printer that is tried first, and those after it."""

    png_folder: Location | None = None
    others: Annotated[tuple[OnePrinter, ...], each(OnePrinter)] = ()

    @property
    def in_order(self) -> tuple[OnePrinter, ...]:
        """Every printer, the first to be tried first."""
        return (self, *self.others)


@record(kw_only=True)
class SheetSettings:
    """What transcription sheets (A4) are printed on: a queue of CUPS, or a folder; and
    the folder that the Agency's tables are handed over in.
    """

    kind: Literal["cups", "folder", "none"] = "none"
    queue: Name | None = None
    folder: Location | None = None
    tables: Location | None = None


@record(kw_only=True)
class DraftSettings:
    """How long an application that was begun is kept after its last change. Days."""

    days: Annotated[int, whole(1, 365)] = 30


@record(kw_only=True)
class StaffSettings:
    """Where staff write what is kept about somebody who asks for it."""

    export_folder: Location | None = None


@record(kw_only=True)
class ScreenSettings:
    """How the screens look and behave."""

    high_contrast: bool = False
    shuffled_keypad: bool = False
    pause_ms: Annotated[int, whole(0, 2000)] = 400
    switch: Annotated[tuple[str, str], switch_keys] = ("f7", "f8")


@record(kw_only=True)
class MetricsSettings:
    """Where figures about the terminal are written for a monitor."""

    file: Location | None = None


@record(kw_only=True)
class HubSettings:
    """Where the database is that the desks of an association share: its servers, that
    which takes writing among them.
    """

    servers: Annotated[tuple[tuple[str, int], ...], servers]
    database: Name = "madoguchi"


@record(kw_only=True)
class Config:
    """The settings of one site."""

    site: Site
    visit: Visit = Visit()
    hours: HoursSettings = HoursSettings()
    store: StoreSettings
    card: CardSettings
    printer: PrinterSettings
    sheets: SheetSettings = SheetSettings()
    drafts: DraftSettings = DraftSettings()
    staff: StaffSettings = StaffSettings()
    screen: ScreenSettings = ScreenSettings()
    metrics: MetricsSettings = MetricsSettings()
    hub: HubSettings | None = None

    @property
    def production(self) -> bool:
        """In earnest: real cards only."""
        return self.site.mode == "production"

    @property
    def data_folder(self) -> Path:
        """The folder that holds the store; a demo's virtual authority goes there."""
        return self.store.path.parent
