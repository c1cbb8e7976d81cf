-- The hub: what terminals of an association have sealed, and who may add to it.
--
-- Run once, in a database of its own, by a role that may create roles. Nobody but
-- madoguchi_owner, as which nobody can log in, has a right to a table; row-level
-- security stands behind that, should a right ever be given by mistake. Terminals and
-- offices call functions, which look at session_user: the role that the certificate
-- named.

CREATE ROLE madoguchi_owner NOLOGIN CREATEROLE;
CREATE ROLE madoguchi_terminal NOLOGIN;
CREATE ROLE madoguchi_office NOLOGIN;
GRANT pg_signal_backend TO madoguchi_owner;

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO madoguchi_terminal, madoguchi_office',
        current_database());
    EXECUTE format('GRANT CREATE ON DATABASE %I TO madoguchi_owner', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT madoguchi_owner TO CURRENT_USER;
SET ROLE madoguchi_owner;

CREATE SCHEMA hub;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE hub.migrations (
    number integer PRIMARY KEY,
    digest bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

-- Terminals and offices. sequence, last_change: of the last change that was taken.
CREATE TABLE hub.members (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login name NOT NULL UNIQUE,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    office boolean NOT NULL,
    invited_at timestamptz NOT NULL DEFAULT now(),
    joined_at timestamptz,
    seen_at timestamptz,
    revoked_at timestamptz,
    sequence bigint NOT NULL DEFAULT 0,
    last_change bytea,
    fetched integer NOT NULL DEFAULT 0,
    fetched_since timestamptz NOT NULL DEFAULT now()
);

-- The offices' public keys, signed; of them only the newest.
CREATE TABLE hub.ring (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    serial bigint NOT NULL,
    sealed bytea NOT NULL
);

CREATE SEQUENCE hub.change_number;

-- What was sealed, only what no later change was made from: one row for each record,
-- and more where terminals changed it without knowing of each other.
CREATE TABLE hub.changes (
    handle bytea NOT NULL CHECK (octet_length(handle) = 32),
    record bytea NOT NULL CHECK (octet_length(record) = 16),
    change bytea NOT NULL CHECK (octet_length(change) = 16),
    parent bytea CHECK (octet_length(parent) = 16),
    kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
    version bigint NOT NULL CHECK (version > 0),
    terminal integer NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    number bigint NOT NULL DEFAULT nextval('hub.change_number'),
    received_at timestamptz NOT NULL DEFAULT now(),
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 32 AND 1300000),
    PRIMARY KEY (handle, record, change)
) PARTITION BY HASH (handle);

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format(
            'CREATE TABLE hub.changes_%s PARTITION OF hub.changes '
            'FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
        EXECUTE format('ALTER TABLE hub.changes_%s ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE hub.changes_%s FORCE ROW LEVEL SECURITY', part);
        EXECUTE format(
            'CREATE POLICY functions ON hub.changes_%s TO madoguchi_owner USING (true)',
            part);
        -- Ciphertext is not made smaller by compressing it.
        EXECUTE format(
            'ALTER TABLE hub.changes_%s ALTER COLUMN sealed SET STORAGE EXTERNAL', part);
    END LOOP;
END
$$;
CREATE INDEX changes_by_number ON hub.changes (number);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['migrations', 'members', 'ring', 'changes'] LOOP
        EXECUTE format('ALTER TABLE hub.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE hub.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY functions ON hub.%I TO madoguchi_owner USING (true)', name);
    END LOOP;
END
$$;

-- The row of whoever asks, held until the end of the transaction.
CREATE FUNCTION hub.own() RETURNS hub.members
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found hub.members;
BEGIN
    SELECT * INTO found FROM hub.members WHERE login = session_user FOR UPDATE;
    IF found.number IS NULL OR found.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'revoked' USING ERRCODE = 'MG001';
    END IF;
    RETURN found;
END
$$;

CREATE FUNCTION hub.own_office() RETURNS hub.members
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own hub.members := hub.own();
BEGIN
    IF NOT own.office THEN
        RAISE EXCEPTION 'for offices only' USING ERRCODE = '42501';
    END IF;
    RETURN own;
END
$$;

-- Who asks, what was taken of theirs last, the ring, what time it is here
-- (microseconds since 1970), and the number of the last migration.
CREATE FUNCTION hub.greet(joining boolean) RETURNS TABLE (
    number integer, sequence bigint, ring bytea, clock bigint, migration integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own hub.members := hub.own();
BEGIN
    IF joining AND own.joined_at IS NOT NULL THEN
        RAISE EXCEPTION 'joined already' USING ERRCODE = 'MG004';
    END IF;
    UPDATE hub.members AS member
        SET seen_at = now(), joined_at = coalesce(member.joined_at, now())
        WHERE member.number = own.number;
    RETURN QUERY SELECT own.number, own.sequence,
        (SELECT held.sealed FROM hub.ring AS held),
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        (SELECT max(done.number) FROM hub.migrations AS done);
END
$$;

-- A terminal's next change. The last one once more has no effect. Any other number
-- tells that the terminal has lost something, such as by an older copy of its store.
CREATE FUNCTION hub.append(
    handle bytea, record bytea, kind smallint, change bytea, parent bytea,
    version bigint, sequence bigint, at bigint, sealed bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own hub.members := hub.own();
    deleted CONSTANT smallint := 3;
BEGIN
    IF append.sequence = own.sequence AND append.change = own.last_change THEN
        RETURN own.sequence;
    END IF;
    IF append.sequence <> own.sequence + 1 THEN
        RAISE EXCEPTION 'another change was due' USING ERRCODE = 'MG002';
    END IF;
    -- Changes of one record wait for each other.
    PERFORM pg_advisory_xact_lock(
        ('x' || encode(substr(append.record, 1, 8), 'hex'))::bit(64)::bigint);
    UPDATE hub.members AS member SET sequence = append.sequence,
        last_change = append.change, seen_at = now()
        WHERE member.number = own.number;
    -- What was deleted stays so.
    IF NOT EXISTS (
        SELECT FROM hub.changes AS held WHERE held.handle = append.handle
        AND held.record = append.record AND held.kind = deleted) THEN
        DELETE FROM hub.changes AS held WHERE held.handle = append.handle
            AND held.record = append.record
            AND (held.change = append.parent OR append.kind = deleted);
        INSERT INTO hub.changes (handle, record, kind, change, parent, version,
            terminal, sequence, at, sealed)
        VALUES (append.handle, append.record, append.kind, append.change,
            append.parent, append.version, own.number, append.sequence, append.at,
            append.sealed);
    END IF;
    RETURN append.sequence;
END
$$;

-- All that belongs to one handle, to whoever knows it; so often in an hour.
CREATE FUNCTION hub.find(handle bytea) RETURNS TABLE (
    record bytea, kind smallint, change bytea, parent bytea, version bigint,
    terminal integer, sequence bigint, at bigint, sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own hub.members := hub.own();
    most CONSTANT integer := 300;
BEGIN
    IF own.fetched_since < now() - interval '1 hour' THEN
        own.fetched := 0;
        own.fetched_since := now();
    END IF;
    IF own.fetched >= most AND NOT own.office THEN
        RAISE EXCEPTION 'too many within an hour' USING ERRCODE = 'MG003';
    END IF;
    UPDATE hub.members AS member SET fetched = own.fetched + 1,
        fetched_since = own.fetched_since, seen_at = now()
        WHERE member.number = own.number;
    RETURN QUERY SELECT held.record, held.kind, held.change, held.parent, held.version,
        held.terminal, held.sequence, held.at, held.sealed
        FROM hub.changes AS held WHERE held.handle = find.handle;
END
$$;

-- For an office, page by page: what one terminal has sent, or (terminal NULL) all.
CREATE FUNCTION hub.list(terminal integer, after bigint, most integer) RETURNS TABLE (
    number bigint, handle bytea, record bytea, kind smallint, change bytea,
    parent bytea, version bigint, terminal_of integer, sequence bigint, at bigint,
    sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.own_office();
    RETURN QUERY SELECT held.number, held.handle, held.record, held.kind, held.change,
        held.parent, held.version, held.terminal, held.sequence, held.at, held.sealed
        FROM hub.changes AS held
        WHERE held.number > after
        AND (list.terminal IS NULL OR held.terminal = list.terminal)
        ORDER BY held.number LIMIT least(most, 1000);
END
$$;

-- The same change, sealed for other readers, if it is still as it was read.
CREATE FUNCTION hub.rewrap(
    handle bytea, record bytea, change bytea, was bytea, sealed bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.own_office();
    UPDATE hub.changes AS held SET sealed = rewrap.sealed
        WHERE held.handle = rewrap.handle AND held.record = rewrap.record
        AND held.change = rewrap.change AND sha256(held.sealed) = rewrap.was;
    RETURN FOUND;
END
$$;

CREATE FUNCTION hub.publish(serial bigint, sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.own_office();
    INSERT INTO hub.ring (serial, sealed) VALUES (publish.serial, publish.sealed)
        ON CONFLICT (one) DO UPDATE
        SET serial = excluded.serial, sealed = excluded.sealed
        WHERE hub.ring.serial < excluded.serial;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an older ring' USING ERRCODE = 'MG005';
    END IF;
END
$$;

-- One more terminal or office; its number and login.
CREATE FUNCTION hub.enrol(title text, office boolean)
RETURNS TABLE (number integer, login name)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made hub.members;
BEGIN
    INSERT INTO hub.members (login, title, office)
        VALUES ('madoguchi_new', enrol.title, enrol.office) RETURNING * INTO made;
    made.login := 'madoguchi_' || made.number;
    UPDATE hub.members AS member SET login = made.login
        WHERE member.number = made.number;
    EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 4', made.login);
    EXECUTE format('GRANT madoguchi_terminal TO %I', made.login);
    IF made.office THEN
        EXECUTE format('GRANT madoguchi_office TO %I', made.login);
    END IF;
    RETURN QUERY SELECT made.number, made.login;
END
$$;

CREATE FUNCTION hub.invite(title text, office boolean)
RETURNS TABLE (number integer, login name)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.own_office();
    RETURN QUERY SELECT * FROM hub.enrol(invite.title, invite.office);
END
$$;

-- From now on its certificate opens nothing; what it is doing is cut off.
CREATE FUNCTION hub.revoke(number integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own hub.members := hub.own_office();
    gone name;
BEGIN
    IF own.number = revoke.number THEN
        RAISE EXCEPTION 'an office does not revoke itself' USING ERRCODE = '42501';
    END IF;
    UPDATE hub.members AS member SET revoked_at = now()
        WHERE member.number = revoke.number AND member.revoked_at IS NULL
        RETURNING member.login INTO gone;
    IF gone IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN', gone);
    PERFORM pg_terminate_backend(activity.pid) FROM pg_stat_activity AS activity
        WHERE activity.usename = gone;
    RETURN true;
END
$$;

CREATE FUNCTION hub.status() RETURNS TABLE (
    number integer, title text, office boolean, joined_at timestamptz,
    seen_at timestamptz, revoked_at timestamptz, sequence bigint, records bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.own_office();
    RETURN QUERY SELECT member.number, member.title, member.office, member.joined_at,
        member.seen_at, member.revoked_at, member.sequence,
        (SELECT count(*) FROM hub.changes AS held WHERE held.terminal = member.number)
        FROM hub.members AS member ORDER BY member.number;
END
$$;

GRANT USAGE ON SCHEMA hub TO madoguchi_terminal, madoguchi_office;
GRANT EXECUTE ON FUNCTION
    hub.greet, hub.append, hub.find TO madoguchi_terminal;
GRANT EXECUTE ON FUNCTION
    hub.list, hub.rewrap, hub.publish, hub.invite, hub.revoke, hub.status
    TO madoguchi_office;

RESET ROLE;
REVOKE madoguchi_owner FROM CURRENT_USER;
