"""kiosk doctor on the authorities of residence cards."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.commands.check_cards import residence_anchors
from kiosk.commands.finding import State
from kiosk.commands.language import sayer
from kiosk.config import Config, load
from kiosk.emulator.residence.workshop import residence_authority_in


@pytest.fixture
def config() -> Config:
    """The demo's, which names a folder."""
    return load(Path(__file__).parents[2] / "kiosk.toml")


def named(config: Config, folder: Path | None, mode: str = "demo") -> Config:
    site = replace(config.site, mode=mode)
    return replace(
        config, site=site, card=replace(config.card, residence_anchors=folder)
    )


def test_a_site_without_them_is_told(config: Config) -> None:
    assert residence_anchors(named(config, None), sayer("en")).state is State.WARNING


def test_those_of_a_demo_are_made_at_its_start(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "anchors" / "residence"
    assert residence_anchors(named(config, folder), sayer("en")).state is State.OK
    residence_authority_in(tmp_path, datetime.now(UTC))
    found = residence_anchors(named(config, folder), sayer("en"))
    assert (found.state, found.what) == (State.OK, str(folder))


def test_in_earnest_only_the_agencys_count(config: Config, tmp_path: Path) -> None:
    missing = residence_anchors(
        named(config, tmp_path / "none", "production"), sayer("en")
    )
    assert missing.state is State.BAD
    residence_authority_in(tmp_path, datetime.now(UTC))
    folder = tmp_path / "anchors" / "residence"
    found = residence_anchors(named(config, folder, "production"), sayer("en"))
    assert found.state is State.BAD
    assert "not an authority of the Immigration Services Agency" in found.what
