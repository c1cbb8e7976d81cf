"""How the store's tables came to be: one named step after another.

A step that has been released is never edited; a change is a new step at the end.
Each is applied once, with its record, in the transaction that opens the store.
"""

from collections.abc import Callable

from sqlite_utils import Database, Migrations


def registry_of_users(db: Database) -> None:
    """Users, what they are recognised by, and the visits that made them.

    ``card_key``, ``person`` and ``identity`` are keyed hashes (32 bytes) of a public
    key, of the four attributes and of three of them (all but the address).
    Certificates and their serial numbers are not kept: the law limits what serial
    numbers may be used for (公的個人認証法 414AC0000000153, arts 18, 19, 52, 53).
    Times are ISO 8601 in UTC; ``issuer`` is ``agency`` for an ID that its holder
    brought along.
    """
    db.execute(
        """
        CREATE TABLE users (
            number INTEGER PRIMARY KEY,
            auth_id TEXT NOT NULL UNIQUE,
            issuer TEXT NOT NULL CHECK (issuer IN ('here', 'agency')),
            role TEXT NOT NULL,
            kind TEXT,
            identity BLOB NOT NULL,
            name TEXT NOT NULL,
            address TEXT NOT NULL,
            birth_date TEXT NOT NULL,
            sex TEXT NOT NULL,
            phone TEXT NOT NULL,
            mail TEXT NOT NULL,
            language TEXT NOT NULL,
            issued_at TEXT NOT NULL,
            issued_site TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE card_keys (
            card_key BLOB NOT NULL,
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            joined_at TEXT NOT NULL,
            PRIMARY KEY (card_key, user)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE people (
            person BLOB NOT NULL,
            role TEXT NOT NULL,
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            PRIMARY KEY (person, role)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE visits (
            visit TEXT PRIMARY KEY,
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """
    )
    # Deleting a user looks up its rows by user.
    for table in ("card_keys", "people", "visits"):
        db.execute(f"CREATE INDEX {table}_by_user ON {table} (user)")


def drafts_of_applications(db: Database) -> None:
    """Applications that are being filled in, each of one user, and their answers.

    ``accompanying`` is a JSON array of texts. Times are ISO 8601 in UTC with six
    decimals. A number is never used twice, so that an old one leads to nobody's draft.
    """
    db.execute(
        """
        CREATE TABLE drafts (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            holder INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            format INTEGER NOT NULL,
            procedure TEXT NOT NULL,
            status TEXT,
            accompanying TEXT NOT NULL,
            place TEXT NOT NULL,
            created_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            expires_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE draft_answers (
            draft INTEGER NOT NULL REFERENCES drafts (number) ON DELETE CASCADE,
            field TEXT NOT NULL,
            answer TEXT NOT NULL,
            PRIMARY KEY (draft, field)
        ) STRICT, WITHOUT ROWID
        """
    )
    # None by date: saving an answer would have to write it, too, and what has
    # expired is looked for once a day.
    db.execute("CREATE INDEX drafts_by_holder ON drafts (holder)")


def passwords_of_users(db: Database) -> None:
    """Passwords, and the tries that were wrong since the last right one.

    ``hash`` is Argon2id (32 bytes) of the password and ``salt``, computed with
    ``memory`` KiB, ``passes`` and ``lanes``. Tries are counted by a keyed hash of the
    ID that was typed, so that one that nobody holds is treated as any other. Times
    are ISO 8601 in UTC with six decimals.
    """
    db.execute(
        """
        CREATE TABLE passwords (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            salt BLOB NOT NULL,
            hash BLOB NOT NULL,
            memory INTEGER NOT NULL,
            passes INTEGER NOT NULL,
            lanes INTEGER NOT NULL,
            set_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE password_tries (
            auth_id BLOB PRIMARY KEY,
            wrong INTEGER NOT NULL CHECK (wrong > 0),
            last_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """
    )


def audit_trail(db: Database) -> None:
    """What was done, as a chain, and where it ends (``kiosk.store.audit``).

    ``entry`` is canonical JSON; ``digest`` (SHA-256) binds it to all before it, ``mac``
    (HMAC-SHA256) is under a key of the store's. The end is one row, and there from the
    start: where it is missing somebody has taken it away.
    """
    db.execute(
        """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            entry TEXT NOT NULL,
            digest BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE audit_end (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            number INTEGER NOT NULL,
            digest BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute("INSERT INTO audit_end VALUES (1, 0, zeroblob(32), x'')")


def staff_members(db: Database) -> None:
    """Who works at the desk, and the numbers of users who were deleted.

    ``code`` is what somebody signs in with, no name; the password is kept as a user's
    is, and its wrong tries are counted in ``password_tries`` by a keyed hash of the
    code. No number of a staff member or a user is used twice, so that the audit trail
    never means two people by one.
    """
    db.execute(
        """
        CREATE TABLE staff (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL CHECK (role IN ('helper', 'gyoseishoshi', 'manager')),
            salt BLOB NOT NULL,
            hash BLOB NOT NULL,
            memory INTEGER NOT NULL,
            passes INTEGER NOT NULL,
            lanes INTEGER NOT NULL,
            set_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE TABLE deleted_users (number INTEGER PRIMARY KEY) STRICT")


def enrolments_without_a_card(db: Database) -> None:
    """Users who have no card, what they are recognised by, and refusals of late.

    ``mark`` is a keyed hash (32 bytes) of a 12-digit number, ``shown`` the seven digits
    before its serial; both are NULL for who has none. Refusals are kept by their time
    (ISO 8601 in UTC with six decimals) and nothing else, so that nobody tries one
    number after another.
    """
    db.execute(
        """
        CREATE TABLE enrolments (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            mark BLOB UNIQUE,
            shown TEXT
        ) STRICT
        """
    )
    db.execute("CREATE TABLE enrolments_refused (at TEXT NOT NULL) STRICT")


def usage_requests(db: Database) -> None:
    """Usage requests (利用申出) of institutions, one for each account, and what was
    answered of their checklists.

    Days are ISO 8601; ``valid_until`` is the last day of an approval, ``counted`` is 1
    where it was counted here and not told by the Agency.
    """
    db.execute(
        """
        CREATE TABLE usage_requests (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            state TEXT NOT NULL
                CHECK (state IN ('draft', 'sent', 'approved', 'refused')),
            sent_on TEXT,
            decided_on TEXT,
            valid_until TEXT,
            counted INTEGER NOT NULL,
            reported_on TEXT,
            changed_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE usage_answers (
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            question TEXT NOT NULL,
            answer TEXT NOT NULL,
            PRIMARY KEY (user, question)
        ) STRICT, WITHOUT ROWID
        """
    )


def cards_of_staff(db: Database) -> None:
    """My Number cards with which staff sign in, one for each at most.

    ``mark`` is a keyed hash (32 bytes) of a public key, under another key than that of
    ``card_keys``: nothing tells which staff member is which user.
    """
    db.execute(
        """
        CREATE TABLE staff_cards (
            staff INTEGER PRIMARY KEY REFERENCES staff (number) ON DELETE CASCADE,
            mark BLOB NOT NULL UNIQUE,
            joined_at TEXT NOT NULL
        ) STRICT
        """
    )


def organisations_of_clerks(db: Database) -> None:
    """For which organisation each account of an institution's clerk is."""
    db.execute(
        """
        CREATE TABLE organisations (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            name TEXT NOT NULL
        ) STRICT
        """
    )


def fresh_starts(db: Database) -> None:
    """Passwords that staff gave on paper to who had forgotten theirs, and when they
    open nothing more (ISO 8601 in UTC with six decimals). Whoever replaces such one
    deletes its row, and with it this one.
    """
    db.execute(
        """
        CREATE TABLE fresh_starts (
            user INTEGER PRIMARY KEY REFERENCES passwords (user) ON DELETE CASCADE,
            until TEXT NOT NULL
        ) STRICT
        """
    )


def hub_of_an_association(db: Database) -> None:
    """Who this terminal is at the hub that several desks share: one row, or none.

    ``secret`` is the association's, ``root`` and ``ring`` tell the offices' public
    keys, ``authority``, ``certificate`` and ``key`` are PEM. ``office`` is the private
    key of an office, ``office_before`` the one that it had before; ``authority_key``
    is that of the authority, where this office may invite.
    """
    db.execute(
        """
        CREATE TABLE hub_member (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            number INTEGER NOT NULL,
            login TEXT NOT NULL,
            title TEXT NOT NULL,
            association BLOB NOT NULL,
            secret BLOB NOT NULL,
            root BLOB NOT NULL,
            ring BLOB NOT NULL,
            authority BLOB NOT NULL,
            certificate BLOB NOT NULL,
            key BLOB NOT NULL,
            office BLOB,
            office_before BLOB,
            authority_key BLOB
        ) STRICT
        """
    )


STEPS: tuple[Callable[[Database], None], ...] = (
    registry_of_users,
    drafts_of_applications,
    passwords_of_users,
    audit_trail,
    staff_members,
    enrolments_without_a_card,
    usage_requests,
    cards_of_staff,
    organisations_of_clerks,
    fresh_starts,
    hub_of_an_association,
)

MIGRATIONS = Migrations("madoguchi")
for _step in STEPS:
    MIGRATIONS()(_step)

STEP_NAMES = frozenset(step.__name__ for step in STEPS)
