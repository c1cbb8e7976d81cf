"""``hub.servers``: where the database is that several desks share."""

from pathlib import Path

import pytest

from kiosk.config import ConfigError, load
from kiosk.config.needs import NeedsError, needs_of
from tests.config.site import SOUND


def _site(tmp_path: Path, servers: str) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(f"{SOUND}\n[hub]\nservers = {servers}\n")
    return path


def test_without_the_table_the_desk_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND)
    assert load(path).hub is None


def test_an_address_has_a_port_or_postgresqls(tmp_path: Path) -> None:
    servers = '["10.0.0.5:6432", "hub.example", "[2001:db8::5]:5433", "[2001:db8::6]"]'
    hub = load(_site(tmp_path, servers)).hub
    assert hub is not None
    assert hub.database == "madoguchi"
    assert hub.servers == (
        ("10.0.0.5", 6432),
        ("hub.example", 5432),
        ("2001:db8::5", 5433),
        ("2001:db8::6", 5432),
    )


@pytest.mark.parametrize(
    "servers",
    [
        "[]",
        '"10.0.0.5"',
        "[5432]",
        '["10.0.0.5:0"]',
        '["a:65536"]',
        '["a b"]',
        '[":1"]',
    ],
)
def test_what_is_no_address_is_refused(tmp_path: Path, servers: str) -> None:
    with pytest.raises(ConfigError, match=r"hub\.servers"):
        load(_site(tmp_path, servers))


def test_a_locked_down_machine_lets_the_kiosk_out_to_it(tmp_path: Path) -> None:
    needs = needs_of(load(_site(tmp_path, '["10.0.0.5"]')), lambda _: None)
    rule = "meta skuid madoguchi ip daddr 10.0.0.5 tcp dport 5432 accept"
    assert rule in needs.rules
    assert "IPAddressAllow=localhost 10.0.0.5" in needs.unit


def test_there_it_is_named_by_its_address(tmp_path: Path) -> None:
    config = load(_site(tmp_path, '["hub.example"]'))
    with pytest.raises(NeedsError, match=r"hub\.servers"):
        needs_of(config, lambda _: None)
