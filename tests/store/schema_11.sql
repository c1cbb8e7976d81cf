-- What the first eleven steps write. Never edited.
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
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
        ) STRICT;
CREATE TABLE card_keys (
            card_key BLOB NOT NULL,
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            joined_at TEXT NOT NULL,
            PRIMARY KEY (card_key, user)
        ) STRICT, WITHOUT ROWID;
CREATE TABLE people (
            person BLOB NOT NULL,
            role TEXT NOT NULL,
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            PRIMARY KEY (person, role)
        ) STRICT, WITHOUT ROWID;
CREATE TABLE visits (
            visit TEXT PRIMARY KEY,
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
CREATE INDEX card_keys_by_user ON card_keys (user);
CREATE INDEX people_by_user ON people (user);
CREATE INDEX visits_by_user ON visits (user);
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
        ) STRICT;
CREATE TABLE draft_answers (
            draft INTEGER NOT NULL REFERENCES drafts (number) ON DELETE CASCADE,
            field TEXT NOT NULL,
            answer TEXT NOT NULL,
            PRIMARY KEY (draft, field)
        ) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_by_holder ON drafts (holder);
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'registry_of_users', '2026-11-24 00:00:00+00:00');
INSERT INTO users VALUES (7, '0000000000000000', 'here', 'applicant', NULL, zeroblob(32),
    'SYNTHETIC PERSON 1', 'nowhere', '19900401', '2', '', '', 'en', '2026-11-24T00:00:00+00:00', 'demo');
INSERT INTO card_keys VALUES (zeroblob(32), 7, '2026-11-24T00:00:00+00:00');
INSERT INTO people VALUES (zeroblob(32), 'applicant', 7);
INSERT INTO visits VALUES ('first', 7, '2026-11-24T00:00:00+00:00');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'drafts_of_applications', '2026-11-24 00:00:00+00:00');
INSERT INTO drafts VALUES (3, 7, 1, 'extension', 'professor', '["reentry"]', 'form.name',
    '2026-11-24T00:00:00.000000+00:00', '2026-11-24T00:05:00.000000+00:00', '2026-12-24T00:05:00.000000+00:00');
INSERT INTO draft_answers VALUES (3, 'name', 'NGUYEN THI LAN');
INSERT INTO draft_answers VALUES (3, 'home_address', '架空県');
CREATE TABLE passwords (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            salt BLOB NOT NULL,
            hash BLOB NOT NULL,
            memory INTEGER NOT NULL,
            passes INTEGER NOT NULL,
            lanes INTEGER NOT NULL,
            set_at TEXT NOT NULL
        ) STRICT;
CREATE TABLE password_tries (
            auth_id BLOB PRIMARY KEY,
            wrong INTEGER NOT NULL CHECK (wrong > 0),
            last_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'passwords_of_users', '2026-11-24 00:00:00+00:00');
CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            entry TEXT NOT NULL,
            digest BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
CREATE TABLE audit_end (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            number INTEGER NOT NULL,
            digest BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'audit_trail', '2026-11-24 00:00:00+00:00');
INSERT INTO audit_end VALUES (1, 0, zeroblob(32), x'');
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
        ) STRICT;
CREATE TABLE deleted_users (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'staff_members', '2026-11-24 00:00:00+00:00');
CREATE TABLE enrolments (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            mark BLOB UNIQUE,
            shown TEXT
        ) STRICT;
CREATE TABLE enrolments_refused (at TEXT NOT NULL) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'enrolments_without_a_card', '2026-11-24 00:00:00+00:00');
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
        ) STRICT;
CREATE TABLE usage_answers (
            user INTEGER NOT NULL REFERENCES users (number) ON DELETE CASCADE,
            question TEXT NOT NULL,
            answer TEXT NOT NULL,
            PRIMARY KEY (user, question)
        ) STRICT, WITHOUT ROWID;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'usage_requests', '2026-11-24 00:00:00+00:00');
CREATE TABLE staff_cards (
            staff INTEGER PRIMARY KEY REFERENCES staff (number) ON DELETE CASCADE,
            mark BLOB NOT NULL UNIQUE,
            joined_at TEXT NOT NULL
        ) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'cards_of_staff', '2026-11-24 00:00:00+00:00');
CREATE TABLE organisations (
            user INTEGER PRIMARY KEY REFERENCES users (number) ON DELETE CASCADE,
            name TEXT NOT NULL
        ) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'organisations_of_clerks', '2026-11-24 00:00:00+00:00');
CREATE TABLE fresh_starts (
            user INTEGER PRIMARY KEY REFERENCES passwords (user) ON DELETE CASCADE,
            until TEXT NOT NULL
        ) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'fresh_starts', '2026-11-24 00:00:00+00:00');
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
        ) STRICT;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('madoguchi', 'hub_of_an_association', '2026-11-24 00:00:00+00:00');
