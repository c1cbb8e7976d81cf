"""Members of an association at a real PostgreSQL: changes, conflicts, revocation."""

from dataclasses import replace
from hashlib import sha256

import pytest

from kiosk.hub import hpke
from kiosk.hub.authority import for_member, new_authority
from kiosk.hub.envelope import Kind, deletion, open_as
from kiosk.hub.faults import HubError, HubFault
from kiosk.hub.identity import Identity
from kiosk.hub.installing import first_office, install, steps
from kiosk.hub.link import Change, connect
from kiosk.hub.office import signed, trusted
from tests.hub.desks import Desks, a_route
from tests.hub.members import ASSOCIATION, OFFICE, PAPER
from tests.hub.postgres import DATABASE, NOW

pytestmark = pytest.mark.xdist_group("postgres")


def _refused(fault: HubFault, work: object) -> None:
    assert callable(work)
    with pytest.raises(HubError) as caught:
        work()
    assert caught.value.fault is fault


def test_a_desk_joins_once_and_knows_the_offices(desks: Desks) -> None:
    desk = desks.invited("Kyoto 1")
    with desk.link() as own:
        greeting = own.greet(joining=True)
    assert (greeting.terminal, greeting.sequence) == (desk.number, 0)
    ring = trusted(greeting.ring, ASSOCIATION.root)
    assert ring.recovery == desks.ring.recovery
    assert greeting.migration == steps()[-1].number
    with desk.link() as own:
        _refused(HubFault.JOINED, lambda: own.greet(joining=True))


def test_what_one_desk_sends_another_finds(desks: Desks) -> None:
    one, other = desks.invited(), desks.invited()
    change = one.change(b"told")
    with one.link() as own:
        assert own.append(change) == 1
    with other.link() as own:
        [found] = own.find(change.route.handle)
        assert own.find(bytes(32)) == []
    assert found == change
    told, _ = open_as(found.route, found.sealed, OFFICE, ASSOCIATION)
    assert told == b"told"


def test_once_more_has_no_effect_and_none_is_left_out(desks: Desks) -> None:
    desk = desks.invited()
    first, second = desk.change(), desk.change()
    with desk.link() as own:
        assert own.append(first) == 1
        assert own.append(first) == 1
        assert own.append(second) == 2
        assert len(own.find(first.route.handle)) == 1
    # As an older copy of the store would go on, and one from the future.
    for sequence in (1, 2, 4):
        wrong = Change(a_route(desk.number, sequence), bytes(100))
        with desk.link() as own:
            with pytest.raises(HubError) as caught:
                own.append(wrong)
            assert caught.value.fault is HubFault.GAP


def test_a_change_takes_the_place_of_what_it_was_made_from(desks: Desks) -> None:
    desk = desks.invited()
    before = desk.change()
    after = _next(desk.change, before)
    with desk.link() as own:
        own.append(before)
        own.append(after)
        assert own.find(before.route.handle) == [after]


def test_two_desks_that_knew_nothing_of_each_other_overwrite_nothing(
    desks: Desks,
) -> None:
    one, other = desks.invited(), desks.invited()
    start = one.change()
    here, there = _next(one.change, start), _next(other.change, start)
    with one.link() as own, other.link() as theirs:
        own.append(start)
        theirs.append(there)
        own.append(here)
        found = own.find(start.route.handle)
        assert sorted(each.route.change for each in found) == sorted(
            [here.route.change, there.route.change]
        )


def test_what_was_deleted_is_gone_and_stays_so(desks: Desks) -> None:
    one, other = desks.invited(), desks.invited()
    start = one.change()
    gone = _next(one.change, start, kind=Kind.DELETED)
    gone = Change(gone.route, deletion(gone.route, ASSOCIATION))
    late = _next(other.change, start)
    with one.link() as own, other.link() as theirs:
        own.append(start)
        own.append(gone)
        assert theirs.append(late) == 1
        assert own.find(start.route.handle) == [gone]


def test_a_revoked_desk_is_cut_off_at_once_and_for_good(desks: Desks) -> None:
    desk = desks.invited()
    change = desk.change()
    with desk.link() as lost, desks.link(desks.office) as office:
        lost.append(change)
        assert office.revoke(desk.number)
        with pytest.raises(HubError):
            lost.find(change.route.handle)
        _refused(HubFault.REVOKED, desk.link)
        assert not office.revoke(desk.number)
        [standing] = [own for own in office.status() if own.number == desk.number]
    assert standing.revoked
    assert (standing.sequence, standing.records) == (1, 1)


def test_an_office_reads_all_in_pages(desks: Desks) -> None:
    desk = desks.invited()
    changes = [desk.change() for _ in range(5)]
    with desk.link() as own:
        for each in changes:
            own.append(each)
    with desks.link(desks.office) as office:
        found, after = list[Change](), 0
        while page := office.page(desk.number, after, 2):
            found += page
            after = page[-1].number
        assert len(office.page(None, 0, 3)) == 3
    assert [replace(own, number=0) for own in found] == changes


def test_only_a_newer_ring_takes_the_place_of_another(desks: Desks) -> None:
    later = desks.ring.replaced("Kyoto", hpke.public_of(bytes(range(32))))
    with desks.link(desks.office) as office:
        office.publish(later.serial, signed(later, PAPER))
        _refused(
            HubFault.REFUSED,
            lambda: office.publish(later.serial, signed(later, PAPER)),
        )


def test_an_office_seals_for_others_what_is_as_it_was_read(desks: Desks) -> None:
    desk = desks.invited()
    change = desk.change(b"told")
    with desk.link() as own:
        own.append(change)
    with desks.link(desks.office) as office:
        was = sha256(change.sealed).digest()
        assert office.rewrap(change, was, bytes(100))
        assert not office.rewrap(change, was, bytes(101))
        [held] = office.page(desk.number, 0, 10)
    assert held.sealed == bytes(100)


def test_so_many_visitors_are_looked_for_in_an_hour(desks: Desks) -> None:
    desk = desks.invited()
    desks.server.ask(
        "UPDATE hub.members SET fetched = 299 WHERE number = :own", own=desk.number
    )
    with desk.link() as own:
        own.find(bytes(32))
        _refused(HubFault.TOO_MANY, lambda: own.find(bytes(32)))
    desks.server.ask(
        "UPDATE hub.members SET fetched_since = now() - interval '61 minutes' "
        "WHERE number = :own",
        own=desk.number,
    )
    with desk.link() as own:
        own.find(bytes(32))


def test_installing_again_changes_nothing(desks: Desks) -> None:
    admin = desks.server.admin()
    assert install(admin) == 0
    _refused(HubFault.REFUSED, lambda: first_office(admin, "Another", b""))
    admin.close()


def test_a_hub_of_a_newer_version_is_left_alone(desks: Desks) -> None:
    admin = desks.server.admin()
    add = "INSERT INTO hub.migrations VALUES (9999, '\\x00')"
    admin.run(add)
    _refused(HubFault.NEWER, lambda: install(admin))
    admin.run("DELETE FROM hub.migrations WHERE number = 9999")
    admin.close()


def test_a_certificate_of_another_authority_opens_nothing(desks: Desks) -> None:
    stranger = new_authority("Stranger", NOW)
    pair = for_member(stranger, desks.office.login, NOW)
    own = Identity(desks.office.login, pair, desks.server.authority.certificate)
    with pytest.raises(HubError):
        desks.link(own)


def test_a_certificate_is_for_its_own_role(desks: Desks) -> None:
    desk = desks.invited()
    _refused(
        HubFault.REVOKED,
        lambda: desks.link(replace(desk.identity, login=desks.office.login)),
    )


def test_another_server_is_not_believed(desks: Desks) -> None:
    desk = desks.invited()
    other = new_authority("Stranger", NOW).certificate
    _refused(
        HubFault.UNREACHABLE,
        lambda: desks.link(replace(desk.identity, authority=other)),
    )


def test_the_first_server_that_answers_is_taken(desks: Desks) -> None:
    servers = (("127.0.0.1", 1), ("127.0.0.1", desks.server.port))
    with connect(servers, DATABASE, desks.office, 5) as own:
        assert own.greet().terminal == desks.office_number


def _next(change: object, before: Change, **fields: object) -> Change:
    """A change of the same record, made from this one."""
    assert callable(change)
    route = before.route
    made: Change = change(
        handle=route.handle,
        record=route.record,
        parent=route.change,
        version=route.version + 1,
        **fields,
    )
    return made
