"""An association as its first office makes it: invitations, other keys, a lying hub."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography import x509

from kiosk.hub import founding, hpke
from kiosk.hub.authority import for_member
from kiosk.hub.envelope import open_as, seal
from kiosk.hub.faults import CannotOpenError, HubError, HubFault
from kiosk.hub.founding import Founded
from kiosk.hub.invitation import invitation, invited
from kiosk.hub.link import Change, Link, connect
from kiosk.hub.member import Member, keep_member, member_of
from kiosk.hub.office import Paper, signed
from kiosk.store.database import Store, open_store
from tests.hub.desks import a_route
from tests.hub.postgres import DATABASE, NOW, Postgres, running
from tests.registry.people import KEY

pytestmark = pytest.mark.xdist_group("postgres")

_DRAFT_KEY = bytes(32)


class Office:
    """The first office of an association in a database of its own."""

    def __init__(self, server: Postgres, store: Store, made: Founded) -> None:
        self.server = server
        self.store = store
        self.made = made
        keep_member(store, made.office)

    @property
    def member(self) -> Member:
        with self.store.read() as db:
            own = member_of(db)
        assert own is not None
        return own

    def link(self, own: Member) -> Link:
        servers = (("127.0.0.1", self.server.port),)
        return connect(servers, DATABASE, own.identity)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    store = open_store(tmp_path_factory.mktemp("office") / "store.db", KEY)
    with running() as server:
        hosts = ("127.0.0.1",)
        made = founding.found(server.admin(), "Osaka", hosts, os.urandom, NOW)
        for name in ("ca.crt", "server.crt", "server.key"):
            (server.data / name).write_bytes(made.files[name])
        server.stop()
        server.start()
        yield Office(server, store, made)
    store.close()


@pytest.fixture(scope="module")
def desk(office: Office) -> Member:
    own = office.member
    with office.link(own) as link:
        made = founding.invite(link, own, "Kyoto 1", None, os.urandom, NOW)
    assert made.ring is None
    return invited(made.file, made.code)


def test_a_member_is_kept_as_it_is(office: Office) -> None:
    assert vars(office.member) == vars(office.made.office)


def test_who_is_invited_is_a_member_and_no_office(office: Office, desk: Member) -> None:
    with office.link(desk) as link:
        assert link.greet(joining=True).terminal == desk.number
    assert desk.association == office.made.office.association
    assert (desk.office, desk.authority_key) == (None, None)
    assert desk.offices == office.made.office.offices


@pytest.mark.parametrize("code", ["", "AAAA", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "é"])
def test_another_code_opens_no_invitation(desk: Member, code: str) -> None:
    file, right = invitation(desk, os.urandom)
    assert invited(file, f" {right.lower()}\n").number == desk.number
    with pytest.raises(CannotOpenError):
        invited(file, code)


def test_every_octet_of_an_invitation_counts(desk: Member) -> None:
    file, code = invitation(desk, os.urandom)
    assert desk.association.secret not in file
    for at in range(0, len(file), 37):
        altered = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        with pytest.raises(CannotOpenError):
            invited(altered, code)


def test_another_key_opens_what_was_sealed_before(office: Office, desk: Member) -> None:
    before = office.member
    assert before.office is not None
    with office.link(desk) as link:
        for sequence in (1, 2):
            link.append(_change(desk, sequence))
    with office.link(before) as link:
        args = link, office.store, before, office.made.paper, os.urandom
        assert founding.rotate(*args) == 2
        found = link.page(desk.number, 0, 10)
    after = office.member
    assert after.office not in {None, before.office}
    assert after.office_before == before.office
    assert after.offices.serial == before.offices.serial + 1
    for own in found:
        assert after.office is not None
        opened = open_as(own.route, own.sealed, after.office, desk.association)
        assert opened == (b"told", _DRAFT_KEY)
        recovery = office.made.paper.recovery
        assert open_as(own.route, own.sealed, recovery, desk.association) == opened
        with pytest.raises(CannotOpenError):
            open_as(own.route, own.sealed, before.office, desk.association)


@pytest.mark.parametrize("done", ["publish", "page"])
def test_whoever_is_cut_off_while_keys_change_begins_again(
    office: Office, desk: Member, done: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.link(desk) as link:
        last = link.greet().sequence
        link.append(_change(office.member, last + 1, desk.number))
    with monkeypatch.context() as cut, office.link(office.member) as link:
        cut.setattr(Link, done, _cut_off)
        with pytest.raises(HubError):
            founding.rotate(
                link, office.store, office.member, office.made.paper, os.urandom
            )
    with office.link(office.member) as link:
        founding.rotate(
            link, office.store, office.member, office.made.paper, os.urandom
        )
        found = link.page(desk.number, 0, 10)
    own = office.member
    assert own.office is not None
    for each in found:
        assert open_as(each.route, each.sealed, own.office, desk.association)


def test_another_paper_changes_nothing(office: Office) -> None:
    own = office.member
    with office.link(own) as link, pytest.raises(HubError) as caught:
        founding.rotate(link, office.store, own, Paper(bytes(32)), os.urandom)
    assert caught.value.fault is HubFault.REFUSED
    assert vars(office.member) == vars(own)


def test_a_terminal_invites_nobody(office: Office, desk: Member) -> None:
    with office.link(desk) as link, pytest.raises(HubError) as caught:
        founding.invite(link, desk, "Nobody", None, os.urandom, NOW)
    assert caught.value.fault is HubFault.REFUSED


def test_one_more_office_is_sealed_for(office: Office) -> None:
    own = office.member
    with office.link(own) as link:
        made = founding.invite(link, own, "Kobe", office.made.paper, os.urandom, NOW)
    new = invited(made.file, made.code)
    assert new.office is not None
    assert hpke.public_of(new.office) in new.offices.readers
    assert set(own.offices.readers) < set(new.offices.readers)


def test_a_hub_that_lies_about_the_offices_changes_nothing(office: Office) -> None:
    own = office.made.office
    forged = own.offices.replaced("Osaka", hpke.public_of(bytes(range(32))))
    assert own.told(signed(forged, Paper(bytes(32)))) is own
    assert own.told(b"") is own
    later = replace(own, ring=signed(forged, office.made.paper))
    assert own.told(later.ring).ring == later.ring
    assert later.told(own.ring) is later


def test_a_certificate_tells_its_role_and_nothing_else(office: Office) -> None:
    own = office.made.office
    assert own.authority is not None
    pair = for_member(own.authority, "madoguchi_9", NOW)
    certificate = x509.load_pem_x509_certificate(pair.certificate)
    assert certificate.subject.rfc4514_string() == "CN=madoguchi_9"
    root = x509.load_pem_x509_certificate(own.identity.authority)
    certificate.verify_directly_issued_by(root)


def _change(own: Member, sequence: int, terminal: int | None = None) -> Change:
    route = a_route(own.number if terminal is None else terminal, sequence)
    readers = own.offices.readers
    return Change(
        route, seal(route, b"told", _DRAFT_KEY, readers, own.association, os.urandom)
    )


def _cut_off(*_: object) -> None:
    raise HubError(HubFault.UNREACHABLE)
