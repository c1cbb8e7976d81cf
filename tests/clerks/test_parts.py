"""How printers and store are, told to the first screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clerks.parts import PartsClerk, lamp_of
from kiosk.printers.faults import PrinterFault
from kiosk.store.database import Store, open_store
from kiosk.visit.events import PrinterSeen, StoreSeen
from kiosk.visit.health import Lamp
from tests.registry.people import KEY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store.db", KEY)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("conditions", "lamp"),
    [
        ((), Lamp.WELL),
        (("well",), Lamp.WELL),
        (("file",), Lamp.WELL),
        (("unconfirmed",), Lamp.WELL),
        (("near_end",), Lamp.LOW),
        (("near_end", "well"), Lamp.WELL),
        (("paper_out", "near_end"), Lamp.LOW),
        (("paper_out",), Lamp.PAPER_OUT),
        (("offline", "cover_open"), Lamp.COVER_OPEN),
        (("no_ipptool",), Lamp.OFF),
        (("no_queue",), Lamp.OFF),
    ],
)
def test_one_printer_that_prints_is_enough(
    conditions: tuple[str, ...], lamp: Lamp
) -> None:
    assert lamp_of(conditions) is lamp


def test_every_fault_lights_a_lamp() -> None:
    lit = {fault: lamp_of((str(fault),)) for fault in PrinterFault}
    assert {fault for fault, lamp in lit.items() if lamp is Lamp.WELL} == {
        PrinterFault.UNCONFIRMED
    }


def test_what_cannot_be_looked_at_does_not_print(store: Store) -> None:
    def broken() -> tuple[str, ...]:
        raise OSError

    assert PartsClerk(broken, store).printers() == PrinterSeen(Lamp.OFF)


def test_a_store_that_answers_and_one_that_does_not(store: Store) -> None:
    clerk = PartsClerk(lambda: ("well",), store)
    assert clerk.printers() == PrinterSeen(Lamp.WELL)
    assert clerk.store() == StoreSeen(well=True)
    store.close()
    assert clerk.store() == StoreSeen(well=False)
