"""Many visitors, one after the other, over one real pcscd: nothing adds up.

100 of them, and 1000 where the environment says ``MADOGUCHI_LONG=1``. What is held
before and after is told by ``--log-cli-level=info``.
"""

import gc
import logging
import mmap
import os
import resource
import threading
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import pytest

from kiosk.card.desk import Connection, SightState
from kiosk.card.residence.fallback import read
from kiosk.card.residence.number import CardNumber
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind
from tests.card.flow import FULL, Registration
from tests.emulator.fixtures import MakeCard
from tests.emulator.residence.fixtures import NUMBER, residence_authority, signers
from tests.emulator.residence.fixtures import MakeCard as MakeResidenceCard
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.pcsc.service import CardService
from tests.pcsc.test_desk import Watched

__all__ = ["make_residence_card", "residence_authority", "signers"]

pytestmark = pytest.mark.xdist_group("pcsc")

logger = logging.getLogger(__name__)

VISITORS = 1000 if os.environ.get("MADOGUCHI_LONG") == "1" else 100
WARMED_UP = VISITORS // 5
"""After so many, everything that is made once has been made."""
MOST_GROWTH = 1.05

Card = VirtualMyNumberCard | VirtualResidenceCard


class Held(NamedTuple):
    """What this process holds. ``memory`` is its resident set in bytes."""

    memory: int
    descriptors: int
    threads: int

    @classmethod
    def now(cls) -> "Held":
        gc.collect()
        own = Path("/proc/self")
        pages = int((own / "statm").read_text().split()[1])
        return cls(
            pages * resource.getpagesize(),
            len(list((own / "fd").iterdir())),
            len(list((own / "task").iterdir())),
        )


def test_nothing_adds_up(
    card_service: CardService,
    make_card: MakeCard,
    make_residence_card: MakeResidenceCard,
) -> None:
    registered = make_card()
    cards: list[Card] = [
        registered,
        make_residence_card(Kind.RESIDENCE_1),
        registered,
        make_residence_card(Kind.RESIDENCE_2),
    ]
    with closing(Watched()) as watched:
        for number, card in enumerate(islice(cycle(cards), VISITORS)):
            if number == WARMED_UP:
                before = Held.now()
            visit(card_service, watched, card)
        after = Held.now()
        assert watched.silent()

    logger.info("%s visitors: %s, then %s", VISITORS, before, after)
    assert after.memory <= before.memory * MOST_GROWTH
    assert (after.descriptors, after.threads) == (before.descriptors, before.threads)
    assert {name: registered.tries_left(name) for name in FULL} == FULL
    assert [card.alarms for card in cards] == [[]] * len(cards)


def test_what_would_add_up_is_seen(tmp_path: Path) -> None:
    before = Held.now()
    # Pages of its own: an allocation could be served from what the heap holds already.
    size = int(before.memory * (MOST_GROWTH - 1)) + 1
    leak = mmap.mmap(-1, size)
    leak.write(os.urandom(size))
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    with (tmp_path / "left open").open("w"):
        after = Held.now()
    waiting.set()
    thread.join()
    leak.close()
    assert after.memory > before.memory + size // 2
    assert after.descriptors == before.descriptors + 1
    assert after.threads == before.threads + 1


def visit(service: CardService, watched: Watched, card: Card) -> None:
    """Laid down, read to the end, and lifted."""
    link = service.lay(card)
    sight = watched.until(SightState.CARD)

    def connect() -> Connection:
        return watched.desk.connect(sight)

    if isinstance(card, VirtualMyNumberCard):
        Registration().run(connect)
    else:
        read(connect, CardNumber(NUMBER))
    link.stop()
    service.links.clear()
    watched.until(SightState.EMPTY)
