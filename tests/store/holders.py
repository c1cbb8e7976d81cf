"""Registered people who can hold drafts."""

from datetime import UTC, datetime, timedelta

from kiosk.registry.registry import Registry
from kiosk.store.database import Store
from tests.registry.people import KEY, applicant, seeded

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def holders(store: Store, count: int = 2) -> list[int]:
    """Register that many people; their numbers."""
    registry = Registry(store, KEY, seeded(1))
    for number in range(count):
        registry.register(f"visit-{number}", applicant(number), NOW)
    with store.read() as db:
        return [row[0] for row in db.execute("SELECT number FROM users ORDER BY 1")]
