"""The real program is killed in the middle of registrations, again and again."""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.emulator.pins import TRIES
from kiosk.emulator.workshop import card_keys_in
from kiosk.registry.auth_id import grouped
from kiosk.registry.people import Applicant
from kiosk.registry.registry import Registry
from kiosk.store.database import open_store
from tests.pcsc.conftest import card_service
from tests.pcsc.service import CardService
from tests.terminal.bare import BareTerminal
from tests.terminal.kiosk_site import (
    PERSON,
    PHONE,
    VISITOR,
    KioskSite,
    card_of,
    workshop,
)
from tests.terminal.visitor import (
    AUTH_ID,
    ENTER_PASSWORD,
    ENTER_PIN,
    Stage,
    Visitor,
    choosing,
    details,
    questions,
)

__all__ = ["card_service", "workshop"]

pytestmark = pytest.mark.xdist_group("kills")

KILLS: Final = 100
SEED: Final = 20_261_124
START_SECONDS: Final = 1.0
"""In which the first screen comes and desk, registry and printer are opened."""
STAGE_SECONDS: Final = 0.15
"""In which what was typed has its effect."""
ENOUGH: Final = 0.4
"""How often a store is done with once it holds an ID."""
STAGES: Final[tuple[Stage, ...]] = (
    # Without laying the card down: it lies on the reader all the time.
    choosing("en"),
    *questions(),
    ENTER_PIN,
    ENTER_PASSWORD,
    *details(),
)


class HastyVisitor(Visitor):
    """Somebody whose terminal is bare and whose card is already there."""

    def __init__(self, terminal: BareTerminal) -> None:
        super().__init__(terminal, "en", lambda: None)

    def do(self, stage: Stage) -> None:
        super().do(stage)
        self.reads = "en"

    def next_line(self) -> None:
        """It is the first in which something is drawn after the one typed in."""
        self.terminal.wait_for(lambda text: PHONE in text)
        typed_in = self.terminal.cursor_row()
        self.enter()
        self.terminal.wait_for(lambda _: self.terminal.cursor_row() != typed_in)


def test_no_id_is_lost_or_doubled(
    card_service: CardService, workshop: Path, tmp_path: Path
) -> None:
    card = card_of(workshop)
    card_service.insert(card)
    random = Random(SEED)  # noqa: S311  # decides when, not what
    site, known = KioskSite(tmp_path / "site", workshop), set[str]()
    issued = set[str]()
    for number in range(KILLS):
        shown = ids_of_killed_visit(site, random)
        kept = set(site.auth_ids()) if site.has_store() else set[str]()
        assert known | shown <= kept
        assert len(kept) <= 1
        assert {pin: card.tries_left(pin) for pin in TRIES} == TRIES
        known = kept
        issued |= kept
        if kept and random.random() < ENOUGH:
            assert {id_of_registering_again(site, workshop)} == kept
            site, known = KioskSite(tmp_path / f"site-{number}", workshop), set[str]()
    assert len(issued) > 1
    assert card.alarms == []


def ids_of_killed_visit(site: KioskSite, random: Random) -> set[str]:
    """What the visitor had seen by then."""
    with BareTerminal(site.command) as terminal:
        visitor = HastyVisitor(terminal)
        # The later, the more there is to lose.
        done = max(random.randint(0, len(STAGES)) for _ in range(2))
        visitor.walk(STAGES[:done])
        terminal.let_run(random.uniform(0, STAGE_SECONDS if done else START_SECONDS))
        terminal.kill()
        return set(AUTH_ID.findall(terminal.written()))


def id_of_registering_again(site: KioskSite, workshop: Path) -> str:
    """What the registry gives the same person with the same card."""
    key = site.key_file.read_bytes()
    public_key = card_keys_in(workshop, VISITOR).authentication.public_key()
    again = Applicant(
        role="applicant",
        kind=None,
        public_key=public_key.public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        ),
        name=PERSON.name,
        address=PERSON.address,
        birth_date=PERSON.birth_date,
        sex=PERSON.sex,
        phone=PHONE,
        mail="",
        language="en",
    )
    with closing(open_store(site.store, key)) as store:
        registry = Registry(store, key, os.urandom)
        return grouped(registry.register("again", again, datetime.now(UTC)).auth_id)
