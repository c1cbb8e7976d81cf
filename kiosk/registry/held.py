"""Whose an ID is, whoever issued it."""

from sqlite_utils import Database

from kiosk.registry import auth_id as ids


def held_by(db: Database, auth_id: str) -> int | None:
    """The number of its holder; None: nobody here has it.

    What is written exactly so goes before one of ours in another spelling.
    """
    for reading in ids.readings(auth_id):
        row = db.execute(
            "SELECT number FROM users WHERE auth_id = ?", (reading,)
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


def counted_as(auth_id: str) -> str | None:
    """The one spelling by which tries with an ID are counted; None: it is none."""
    spellings = ids.readings(auth_id)
    return spellings[-1] if spellings else None
