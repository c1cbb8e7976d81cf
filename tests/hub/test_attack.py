"""A stolen terminal's credentials, tried against all that the database offers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import pytest
from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

from kiosk.hub.faults import HubError
from kiosk.hub.link import Change, context_of, secured
from tests.hub.desks import Desk, Desks, a_route
from tests.hub.postgres import DATABASE

pytestmark = pytest.mark.xdist_group("postgres")

_VALUES: Final = {
    "text": "'SELECT * FROM hub.changes'",
    "name": "'hub'",
    "cstring": "'hub.changes'",
    "oid": "'hub.changes'::regclass::oid",
    "regclass": "'hub.changes'",
    "integer": "1",
    "bigint": "0",
    "smallint": "1",
    "boolean": "true",
    "bytea": "'\\x00'",
    "double precision": "0",
    "xid": "'3'",
    "tid": "'(0,1)'",
    "json": "'{}'",
    "jsonb": "'{}'",
    "refcursor": "'own'",
    "timestamp with time zone": "now()",
    "interval": "interval '0'",
}
_WAITS: Final = re.compile("pg_sleep|pg_(terminate|cancel)_backend|pg_wal_replay")
_TRIES: Final = (
    "SELECT * FROM hub.changes",
    "SELECT * FROM hub.changes_0",
    "TABLE hub.members",
    "COPY hub.changes TO STDOUT",
    "COPY hub.changes TO PROGRAM 'cat'",
    "COPY hub.ring TO '/tmp/stolen'",
    "CREATE TEMP TABLE own AS SELECT 1",
    "CREATE SCHEMA own",
    "CREATE TABLE public.own (one integer)",
    "CREATE FUNCTION public.own() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE EXTENSION dblink SCHEMA hub",
    "CREATE ROLE own SUPERUSER",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "SET ROLE madoguchi_owner",
    "SET ROLE madoguchi_office",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "GRANT madoguchi_owner TO CURRENT_USER",
    "GRANT madoguchi_office TO CURRENT_USER",
    "SELECT hub.own_office()",
    "SELECT hub.own()",
    "SELECT hub.enrol('own', true)",
    "SELECT hub.invite('own', true)",
    "SELECT hub.revoke(1)",
    "SELECT hub.status()",
    "SELECT hub.list(NULL, 0, 1000)",
    "SELECT hub.publish(99, '\\x00')",
    "SELECT hub.rewrap('\\x00', '\\x00', '\\x00', '\\x00', '\\x00')",
    "SELECT pg_read_file('pg_hba.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT nextval('hub.change_number')",
    "DELETE FROM hub.changes",
    "TRUNCATE hub.changes",
    "UPDATE hub.members SET office = true",
    "ALTER TABLE hub.changes DISABLE ROW LEVEL SECURITY",
    "DROP FUNCTION hub.own",
    "DO $$ BEGIN LOCK TABLE hub.changes; END $$",
)


@contextmanager
def _thief(desks: Desks, desk: Desk) -> Iterator[Connection]:
    """A session with the terminal's certificate, without our own program."""
    with secured("127.0.0.1", desks.server.port, context_of(desk.identity), 10) as own:
        connection = Connection(
            desk.identity.login, sock=own, ssl_context=False, database=DATABASE
        )
        connection.run("SET statement_timeout = 200")
        yield connection
        with suppress(InterfaceError):
            connection.close()


@pytest.fixture(scope="module")
def victim(desks: Desks) -> Change:
    """What another terminal has sent."""
    desk = desks.invited("Victim")
    change = desk.change(b"told")
    with desk.link() as own:
        own.append(change)
    return change


@pytest.fixture(scope="module")
def stolen(desks: Desks) -> Desk:
    return desks.invited("Stolen")


def _betrays(rows: object, victim: Change) -> bool:
    told = repr(rows)
    fields = (victim.route.handle, victim.route.record, victim.route.change)
    secrets = (*fields, victim.sealed[16:48])
    return any(own.hex() in told or repr(own)[2:-1] in told for own in secrets)


def test_the_search_would_find_it(desks: Desks, victim: Change) -> None:
    assert _betrays(desks.server.ask("SELECT * FROM hub.changes"), victim)
    assert _betrays(desks.server.ask("SELECT changes::text FROM hub.changes"), victim)


def test_nothing_is_allowed(desks: Desks, stolen: Desk) -> None:
    with _thief(desks, stolen) as thief:
        for sql in _TRIES:
            with pytest.raises(DatabaseError) as caught:
                thief.run(sql)
            told = caught.value.args[0]
            # Insufficient privilege, or no such object where one is not even seen.
            assert told["C"] in {"42501", "42704"}, (sql, told)


def test_no_table_or_view_shows_anything(
    desks: Desks, stolen: Desk, victim: Change
) -> None:
    relations = desks.server.ask(
        "SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace "
        "ON pg_namespace.oid = relnamespace WHERE relkind IN ('r', 'v', 'm', 'p', 'S')"
    )
    assert len(relations) > 100
    with _thief(desks, stolen) as thief:
        for [relation] in relations:
            assert not _betrays(_tried(thief, f"TABLE {relation}"), victim)


def test_no_function_tells_anything(desks: Desks, stolen: Desk, victim: Change) -> None:
    functions = desks.server.ask(
        "SELECT format('%I.%I', nspname, proname), array(SELECT format_type(own, NULL) "
        "FROM unnest(proargtypes) AS own) FROM pg_proc JOIN pg_namespace "
        "ON pg_namespace.oid = pronamespace WHERE prokind = 'f'"
    )
    tried = 0
    with _thief(desks, stolen) as thief:
        for function, types in functions:
            if _WAITS.search(function) or not set(types) <= set(_VALUES):
                continue
            values = ", ".join(f"{_VALUES[own]}::{own}" for own in types)
            tried += 1
            call = f"{function}({values})"
            rows = _tried(thief, " ".join(["SELECT * FROM", call]))
            assert not _betrays(rows, victim), function
    assert tried > 900


def test_no_other_terminal_is_seen_at_work(
    desks: Desks, stolen: Desk, victim: Change
) -> None:
    with desks.link(desks.office) as office:
        office.find(victim.route.handle)
        with _thief(desks, stolen) as thief:
            rows = thief.run("SELECT usename, query FROM pg_stat_activity")
    seen = {query for user, query in rows if user != stolen.identity.login}
    assert seen <= {"<insufficient privilege>", "", None}


def test_a_right_given_by_mistake_shows_no_row(desks: Desks, stolen: Desk) -> None:
    tables = "hub.changes, hub.changes_0, hub.members, hub.ring, hub.migrations"
    desks.server.ask(f"GRANT ALL ON {tables} TO madoguchi_terminal")
    try:
        with _thief(desks, stolen) as thief:
            for table in tables.split(", "):
                assert thief.run(f"TABLE {table}") == []
    finally:
        desks.server.ask(f"REVOKE ALL ON {tables} FROM madoguchi_terminal")


def test_no_name_of_its_own_takes_the_place_of_the_databases(
    desks: Desks, stolen: Desk
) -> None:
    """Functions look for names in pg_catalog alone, whatever the session has set."""
    found = desks.server.ask(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace AND "
        "(NOT prosecdef OR proconfig IS DISTINCT FROM "
        "ARRAY['search_path=pg_catalog, pg_temp'])"
    )
    assert found == []


def test_a_handle_must_be_known_and_a_change_is_under_its_own_name(
    desks: Desks, stolen: Desk, victim: Change
) -> None:
    with stolen.link() as own:
        assert own.find(victim.route.handle[:31] + b"\0") == []
        forged = Change(a_route(1, 1, handle=victim.route.handle), bytes(100))
        own.append(forged)
        found = own.find(victim.route.handle)
    assert {each.route.terminal for each in found if each.sealed == forged.sealed} == {
        stolen.number
    }
    assert victim.sealed in {each.sealed for each in found}


def test_after_it_is_revoked_nothing_is_left(desks: Desks) -> None:
    desk = desks.invited("Lost")
    with desks.link(desks.office) as office:
        office.revoke(desk.number)
    with pytest.raises(HubError):
        desk.link()
    with pytest.raises((DatabaseError, InterfaceError)), _thief(desks, desk):
        pass


def _tried(thief: Connection, sql: str) -> Any:
    try:
        return thief.run(sql)
    except DatabaseError as error:
        return error.args
