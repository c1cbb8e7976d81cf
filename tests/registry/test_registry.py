"""Registration, log-in and renewed cards."""

import traceback
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.registry.auth_id import generate, grouped, parse
from kiosk.registry.people import Issuer, LoginOutcome
from kiosk.registry.registry import Registry, VisitReused
from kiosk.store.database import Store
from kiosk.store.faults import StoreError, StoreFault
from tests.registry.people import KEY, NOON, applicant, seeded

KNOWN, RENEWED, REFUSED = LoginOutcome
HOSTILE = [
    "'; DROP TABLE users; --",
    '"); DELETE FROM users WHERE ("1"="1',
    "[b]bold[/b] [@click=app.exit]x[/]",
    "<script>alert(1)</script>",
    "Ｏ’Ｂｒｉｅｎ　愛新覺羅 \u200d\u202e\u0000end",
    "%s {0} {name} $HOME `id` \\n",
    "",
]


def test_a_first_registration_makes_an_id(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(), NOON)
    assert issued.new
    assert parse(issued.auth_id) == issued.auth_id


@pytest.mark.parametrize(
    ("visit", "changes"),
    [
        ("visit-1", {}),
        ("visit-2", {}),
        ("visit-2", {"address": "moved"}),
        ("visit-2", {"name": "MARRIED NAME"}),
        ("visit-2", {"public_key": b"renewed card"}),
        ("visit-1", {"public_key": b"renewed card"}),
        (
            "visit-2",
            {"public_key": b"renewed", "name": "ＳＹＮＴＨＥＴＩＣ　PERSON  1"},
        ),
        ("visit-2", {"phone": "", "mail": "", "language": "ne"}),
    ],
)
def test_the_same_person_gets_the_same_id(
    registry: Registry, visit: str, changes: dict[str, str | bytes]
) -> None:
    first = registry.register("visit-1", applicant(), NOON)
    again = registry.register(visit, applicant(**changes), NOON)  # type: ignore[arg-type]
    assert (again.auth_id, again.new) == (first.auth_id, False)


@pytest.mark.parametrize("changed", ["name", "address", "birth_date", "sex"])
def test_another_card_with_other_attributes_is_another_person(
    registry: Registry, changed: str
) -> None:
    first = registry.register("visit-1", applicant(), NOON)
    changes = {"public_key": b"another card", changed: "19991231"}
    other = registry.register("visit-2", applicant(**changes), NOON)  # type: ignore[arg-type]
    assert other.new
    assert other.auth_id != first.auth_id


def test_attributes_do_not_run_together(registry: Registry) -> None:
    one = applicant(1, name="AB", address="C")
    two = applicant(2, name="A", address="BC")
    registry.register("visit-1", one, NOON)
    assert registry.register("visit-2", two, NOON).new


def test_each_role_of_a_person_has_its_own_id(registry: Registry) -> None:
    own = registry.register("visit-1", applicant(), NOON)
    child = applicant(role="legal_representative", kind="parent")
    for_child = registry.register("visit-2", child, NOON)
    assert for_child.new
    assert own.auth_id != for_child.auth_id
    assert registry.register("visit-3", applicant(), NOON).auth_id == own.auth_id
    assert registry.register("visit-4", child, NOON).auth_id == for_child.auth_id
    for issued in (own, for_child):
        assert registry.login(issued.auth_id, applicant().public_key, NOON) is KNOWN


def test_a_renewed_card_is_joined_at_registration(registry: Registry) -> None:
    first = registry.register("visit-1", applicant(), NOON)
    registry.register("visit-2", applicant(public_key=b"renewed"), NOON)
    assert registry.login(first.auth_id, b"renewed", NOON) is KNOWN
    assert registry.login(first.auth_id, applicant().public_key, NOON) is KNOWN


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "relative"},
        {"public_key": b"another card", "name": "ANOTHER PERSON"},
    ],
)
def test_a_visit_never_gives_one_persons_id_to_another(
    registry: Registry, changes: dict[str, str | bytes]
) -> None:
    registry.register("visit-1", applicant(), NOON)
    with pytest.raises(VisitReused) as caught:
        registry.register("visit-1", applicant(**changes), NOON)  # type: ignore[arg-type]
    assert "SYNTHETIC" not in "".join(traceback.format_exception(caught.value))
    assert registry.register("visit-2", applicant(), NOON).new is False


def test_a_repeated_visit_changes_nothing(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(), NOON)
    registry.register("visit-1", applicant(phone="110"), NOON + timedelta(days=9))
    user = registry.user(issued.auth_id, applicant().public_key)
    assert user is not None
    assert (user.phone, user.issued_at) == (applicant().phone, NOON)


def test_log_in(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(), NOON)
    key = applicant().public_key
    assert registry.login(issued.auth_id, key, NOON) is KNOWN
    assert registry.login(grouped(issued.auth_id).lower(), key, NOON) is KNOWN


def test_log_in_does_not_tell_which_ids_exist(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(1), NOON)
    registry.register("visit-2", applicant(2), NOON)
    nobodys = generate(seeded(99))
    for key in (b"unknown card", applicant(2).public_key):
        assert registry.login(issued.auth_id, key, NOON) is RENEWED
        assert registry.login(nobodys, key, NOON) is RENEWED
    for auth_id in (issued.auth_id, nobodys):
        assert registry.rejoin(auth_id, b"new", applicant(2), NOON) is REFUSED


@pytest.mark.parametrize("text", ["", " ", "無", "x" * 65, "x" * 100_000, "a\0b"])
def test_what_is_no_id_is_refused(registry: Registry, text: str) -> None:
    assert registry.login(text, b"key", NOON) is REFUSED
    assert registry.rejoin(text, b"key", applicant(), NOON) is REFUSED
    assert registry.user(text, b"key") is None


def test_a_renewed_card_rejoins_by_name_birth_date_and_sex(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(), NOON)
    moved = applicant(address="新しい住所", public_key=b"renewed")
    assert registry.login(issued.auth_id, b"renewed", NOON) is RENEWED
    assert registry.rejoin(issued.auth_id, b"renewed", moved, NOON) is KNOWN
    assert registry.login(issued.auth_id, b"renewed", NOON) is KNOWN
    user = registry.user(issued.auth_id, b"renewed")
    assert user is not None
    assert user.address == "新しい住所"
    third = registry.register("visit-3", applicant(address="新しい住所"), NOON)
    assert third.auth_id == issued.auth_id


@pytest.mark.parametrize("changed", ["name", "birth_date", "sex"])
def test_nobody_else_can_join_a_card(registry: Registry, changed: str) -> None:
    issued = registry.register("visit-1", applicant(), NOON)
    other = applicant(**{changed: "0"})  # type: ignore[arg-type]
    assert registry.rejoin(issued.auth_id, b"thief", other, NOON) is REFUSED
    assert registry.login(issued.auth_id, b"thief", NOON) is RENEWED


def test_who_moved_and_forgot_the_id_can_join_both_later(registry: Registry) -> None:
    first = registry.register("visit-1", applicant(), NOON)
    moved = applicant(address="elsewhere", public_key=b"renewed")
    second = registry.register("visit-2", moved, NOON)
    assert second.new
    assert registry.rejoin(first.auth_id, b"renewed", moved, NOON) is KNOWN
    assert registry.register("visit-2", moved, NOON).auth_id == second.auth_id
    assert registry.register("visit-3", moved, NOON).auth_id == first.auth_id


def test_particulars_only_for_an_id_and_its_card(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(1), NOON)
    registry.register("visit-2", applicant(2), NOON)
    assert registry.user(issued.auth_id, applicant(2).public_key) is None
    user = registry.user(issued.auth_id, applicant(1).public_key)
    assert user is not None
    given = vars(applicant(1)) | {
        "auth_id": issued.auth_id,
        "issuer": Issuer.HERE,
        "issued_at": NOON,
        "issued_site": "demo-site",
        "number": None,
        "has_card": True,
        "organisation": None,
    }
    del given["public_key"], given["brought"]
    assert vars(user) == given


def test_the_newest_particulars_are_kept(registry: Registry) -> None:
    issued = registry.register("visit-1", applicant(), NOON)
    married = applicant(name="NEW NAME", phone="", kind="spouse")
    registry.register("visit-2", married, NOON)
    user = registry.user(issued.auth_id, married.public_key)
    assert user is not None
    assert (user.name, user.phone, user.kind) == ("NEW NAME", "", "spouse")
    renewed = applicant(name="NEW NAME", public_key=b"renewed")
    assert registry.rejoin(issued.auth_id, b"renewed", renewed, NOON) is KNOWN


def test_times_are_kept_in_utc(registry: Registry) -> None:
    tokyo = timezone(timedelta(hours=9))
    at = datetime(2026, 11, 24, 12, 0, tzinfo=tokyo)
    issued = registry.register("visit-1", applicant(), at)
    user = registry.user(issued.auth_id, applicant().public_key)
    assert user is not None
    assert user.issued_at.isoformat() == "2026-11-24T03:00:00+00:00"


def test_a_callers_mistakes_change_nothing(registry: Registry) -> None:
    naive = datetime(2026, 11, 24)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        registry.register("visit-1", applicant(), naive)
    for visit in ("", "v" * 65):
        with pytest.raises(ValueError, match="visit id"):
            registry.register(visit, applicant(), NOON)
    with pytest.raises(ValueError, match="not Unicode") as caught:
        registry.register("visit-1", applicant(name="SECRET \udc80"), NOON)
    assert caught.value.__suppress_context__
    assert registry.register("visit-1", applicant(), NOON).new


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_unchanged(registry: Registry, text: str) -> None:
    fields = ("name", "address", "birth_date", "sex", "phone", "mail", "language")
    hostile = applicant(**dict.fromkeys((*fields, "role", "kind"), text))  # type: ignore[arg-type]
    issued = registry.register(text or "visit", hostile, NOON)
    registry.register("visit-2", applicant(2), NOON)
    user = registry.user(issued.auth_id, hostile.public_key)
    assert user is not None
    assert {getattr(user, field) for field in (*fields, "role", "kind")} == {text}


NUMBERS = count()


@given(name=st.text(), address=st.text())
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_comes_back_unchanged(
    registry: Registry, name: str, address: str
) -> None:
    number = next(NUMBERS)
    person = applicant(number, role=f"role {number}", name=name, address=address)
    issued = registry.register(f"visit-{number}", person, NOON)
    user = registry.user(issued.auth_id, person.public_key)
    assert user is not None
    assert (user.name, user.address) == (name, address)


def test_a_drawn_id_that_is_taken_is_drawn_again(store: Store) -> None:
    draws = [b"\0" * 9, b"\0" * 9, b"\1" * 9]
    registry = Registry(store, KEY, lambda _: draws.pop(0))
    one = registry.register("visit-1", applicant(1), NOON)
    two = registry.register("visit-2", applicant(2), NOON)
    assert one.auth_id != two.auth_id
    stuck = Registry(store, KEY, lambda count: bytes(count))
    with pytest.raises(RuntimeError, match="random"):
        stuck.register("visit-3", applicant(3), NOON)
    assert registry.login(two.auth_id, applicant(2).public_key, NOON) is KNOWN


def test_a_registration_that_finds_no_room_leaves_no_id(
    registry: Registry, store: Store
) -> None:
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    large = applicant(address="x" * 100_000)
    with pytest.raises(StoreError) as caught:
        registry.register("visit-1", large, NOON)
    assert caught.value.fault is StoreFault.FULL
    assert "SYNTHETIC" not in "".join(traceback.format_exception(caught.value))
    store.db.execute("PRAGMA max_page_count = 100000").fetchall()
    assert registry.register("visit-1", large, NOON).new


def test_nothing_personal_shows_in_a_repr(registry: Registry) -> None:
    person = applicant()
    issued = registry.register("visit-1", person, NOON)
    user = registry.user(issued.auth_id, person.public_key)
    shown = f"{person!r} {issued!r} {user!r} {registry!r}"
    for secret in ("SYNTHETIC", "0900", issued.auth_id, "key of card", "架空"):
        assert secret not in shown


def test_nothing_personal_can_be_found_on_disk(
    registry: Registry, store: Store
) -> None:
    words = [NOON.isoformat(), applicant().public_key.decode()]
    words += [value for value in vars(applicant()).values() if isinstance(value, str)]
    issued = registry.register("visit-1", applicant(), NOON)
    words += [issued.auth_id, grouped(issued.auth_id)]
    files = sorted(store.path.parent.iterdir())
    assert [file.suffix for file in files] == [".db", ".db-shm", ".db-wal"]
    _assert_absent(words, files)
    store.close()
    _assert_absent(words, [store.path])


def _assert_absent(words: list[str], files: list[Path]) -> None:
    content = b"".join(file.read_bytes() for file in files)
    for word in (word for word in words if len(word) > 3):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp"):
            assert word.encode(encoding) not in content
        assert word.encode().hex().encode() not in content


def test_no_certificate_and_no_readable_key_is_kept_even_inside(
    registry: Registry, store: Store
) -> None:
    person = applicant(public_key=b"the only copy of this key")
    registry.register("visit-1", person, NOON)
    with store.read() as db:
        dump = str([list(table.rows) for table in db.tables])
    assert person.public_key.decode() not in dump
    assert person.public_key.hex() not in dump.lower()
