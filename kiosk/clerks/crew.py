"""All clerks of one kiosk, and the desk they work at."""

from collections.abc import Callable
from typing import Protocol

from kiosk.card.desk import Desk
from kiosk.clerks.audit import AuditClerk
from kiosk.clerks.card import CardClerk
from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.places import find_place
from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.residence import ResidenceClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.clerks.staff import StaffClerk
from kiosk.clerks.staff_card import StaffCardClerk
from kiosk.clerks.tables import TableClerk
from kiosk.clerks.usage import UsageClerk
from kiosk.record import record
from kiosk.visit.effects import FindPlace
from kiosk.visit.events import PlaceFound, PrinterSeen, StoreSeen
from kiosk.visit.health import Lamp


class Dock(Protocol):
    """The demo site's hand: lays a virtual card on the reader, or lifts it."""

    def toggle(self) -> None: ...

    def toggle_residence(self) -> None: ...


@record
class Crew:
    """Who does what a visit wants done. ``look_at_printers`` and ``look_at_store`` tell
    how these are; ``report`` writes figures about the terminal; ``dock`` is there only
    on a demo site.
    """

    desk: Desk
    card: CardClerk
    staff_card: StaffCardClerk
    residence: ResidenceClerk
    registry: RegistryClerk
    papers: PaperClerk
    drafts: DraftClerk
    sheets: SheetClerk
    tables: TableClerk
    audit: AuditClerk
    staff: StaffClerk
    usage: UsageClerk
    find_place: Callable[[FindPlace], PlaceFound] = find_place
    look_at_printers: Callable[[], PrinterSeen] = lambda: PrinterSeen(Lamp.WELL)
    look_at_store: Callable[[], StoreSeen] = lambda: StoreSeen(well=True)
    report: Callable[[], object] = lambda: None
    dock: Dock | None = None
