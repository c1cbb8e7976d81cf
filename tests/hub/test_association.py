"""How auth IDs are found without the hub knowing one."""

from dataclasses import replace

from tests.hub.members import ASSOCIATION


def test_a_handle_is_of_one_id_and_one_association() -> None:
    handle = ASSOCIATION.handle("7K2MQ0TRA9XWZ3HD")
    assert handle == ASSOCIATION.handle("7K2MQ0TRA9XWZ3HD")
    assert len(handle) == 32
    assert handle != ASSOCIATION.handle("7K2MQ0TRA9XWZ3HE")
    assert handle != replace(ASSOCIATION, secret=bytes(32)).handle("7K2MQ0TRA9XWZ3HD")


def test_members_vouch_for_their_own_association() -> None:
    assert ASSOCIATION.vouch(b"x") != replace(ASSOCIATION, id=bytes(16)).vouch(b"x")
    assert ASSOCIATION.vouch(b"x") != replace(ASSOCIATION, secret=bytes(32)).vouch(b"x")
