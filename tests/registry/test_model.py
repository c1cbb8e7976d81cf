"""Any sequence of registrations and log-ins, against a model made of dictionaries."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.registry.auth_id import generate
from kiosk.registry.people import LoginOutcome
from kiosk.registry.registry import Registry, VisitReused
from kiosk.store.database import open_store
from tests.registry.people import KEY, NOON, applicant, seeded

VISITS = st.sampled_from([f"visit-{n}" for n in range(12)])
NAMES = st.sampled_from(["ONE", "TWO", "THREE"])
ADDRESSES = st.sampled_from(["here", "there"])
KEYS = st.sampled_from([b"card a", b"card b", b"card c", b"card d"])
ROLES = st.sampled_from(["applicant", "relative"])


@dataclass
class Holder:
    auth_id: str
    role: str
    name: str
    address: str
    cards: set[bytes] = field(default_factory=set)
    homes: set[tuple[str, str]] = field(default_factory=set)


class RegistryModel(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.db"
        self.holders: list[Holder] = []
        self.visits: dict[str, Holder] = {}
        self.open()

    def open(self) -> None:
        self.store = open_store(self.path, KEY)
        self.registry = Registry(self.store, KEY, seeded(len(self.holders)))

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def of_card(self, card: bytes, role: str) -> Holder | None:
        return next(
            (h for h in self.holders if h.role == role and card in h.cards), None
        )

    def of_home(self, home: tuple[str, str], role: str) -> Holder | None:
        return next(
            (h for h in self.holders if h.role == role and home in h.homes), None
        )

    def join(self, holder: Holder, card: bytes, name: str, address: str) -> None:
        holder.cards.add(card)
        if self.of_home((name, address), holder.role) is None:
            holder.homes.add((name, address))
        holder.address = address

    @rule(visit=VISITS, role=ROLES, card=KEYS, name=NAMES, address=ADDRESSES)
    def register(
        self, visit: str, role: str, card: bytes, name: str, address: str
    ) -> None:
        person = applicant(role=role, public_key=card, name=name, address=address)
        visited = self.visits.get(visit)
        if visited is not None:
            its_own = visited.role == role and (
                card in visited.cards or (name, address) in visited.homes
            )
            try:
                issued = self.registry.register(visit, person, NOON)
            except VisitReused:
                assert not its_own
            else:
                assert its_own
                assert (issued.auth_id, issued.new) == (visited.auth_id, False)
            return
        issued = self.registry.register(visit, person, NOON)
        holder = self.of_card(card, role) or self.of_home((name, address), role)
        assert issued.new == (holder is None)
        if holder is None:
            assert issued.auth_id not in {h.auth_id for h in self.holders}
            holder = Holder(issued.auth_id, role, name, address)
            self.holders.append(holder)
        assert issued.auth_id == holder.auth_id
        holder.name = name
        self.join(holder, card, name, address)
        self.visits[visit] = holder

    @rule(which=st.integers(0, 9), card=KEYS, name=NAMES, address=ADDRESSES)
    def log_in_and_rejoin(
        self, which: int, card: bytes, name: str, address: str
    ) -> None:
        holder = self.holders[which] if which < len(self.holders) else None
        auth_id = holder.auth_id if holder else generate(seeded(1000 + which))
        known = holder is not None and card in holder.cards
        outcome = self.registry.login(auth_id, card, NOON)
        assert outcome is (LoginOutcome.KNOWN if known else LoginOutcome.RENEWED)
        person = applicant(public_key=card, name=name, address=address)
        if holder is not None and name == holder.name:
            joined = self.registry.rejoin(auth_id, card, person, NOON)
            assert joined is LoginOutcome.KNOWN
            self.join(holder, card, name, address)
        else:
            refused = self.registry.rejoin(auth_id, card, person, NOON)
            assert refused is LoginOutcome.REFUSED

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.open()

    @invariant()
    def everybody_is_there(self) -> None:
        for holder in self.holders:
            for card in holder.cards:
                user = self.registry.user(holder.auth_id, card)
                assert user is not None
                assert (user.role, user.name, user.address) == (
                    holder.role,
                    holder.name,
                    holder.address,
                )


TestRegistryModel = RegistryModel.TestCase
TestRegistryModel.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None
)
