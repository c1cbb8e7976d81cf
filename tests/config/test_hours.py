"""The hours of a desk, as they are written and as they are meant."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.config import ConfigError, load
from tests.config.site import SOUND


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def written(hours: str) -> Path:
        path = tmp_path / "kiosk.toml"
        path.write_text(f"{SOUND}\n[hours]\n{hours}\n")
        return path

    return written


Written = Callable[[str], Path]


def test_a_site_that_says_nothing_is_always_open(written: Written) -> None:
    assert load(written("")).hours.hours is None


def test_a_week(written: Written) -> None:
    own = load(
        written(
            'monday = ["09:00-12:00", "13:00-24:00"]\n'
            'closed = ["2026-11-23", "2026-12-29/2027-01-03"]'
        )
    ).hours.hours
    assert own is not None
    assert own.week == (((540, 720), (780, 1440)), *[()] * 6)
    assert own.closed == (
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 12, 29), date(2027, 1, 3)),
    )


def test_days_alone_close_a_desk_that_is_always_open(written: Written) -> None:
    own = load(written('closed = ["2026-12-31"]')).hours.hours
    assert own is not None
    assert own.is_open(datetime.fromisoformat("2026-12-30 23:59"))
    assert not own.is_open(datetime.fromisoformat("2026-12-31 12:00"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('monday = "09:00-17:00"', "must be a list such as"),
        ('monday = ["9:00-17:00"]', "must be times such as 09:00-17:00"),
        ('monday = ["09:00-17:60"]', "must be times such as 09:00-17:00"),
        ("monday = [900]", "must be times such as 09:00-17:00"),
        ('monday = ["17:00-09:00"]', "must end after it begins"),
        ('monday = ["09:00-24:01"]', "must end after it begins"),
        ('monday = ["13:00-17:00", "09:00-12:00"]', "must be in order"),
        ('monday = ["09:00-12:00", "12:00-17:00"]', "with time between them"),
        ('closed = "2026-12-31"', "must be a list such as"),
        ('closed = ["31.12.2026"]', "must be a day or days such as"),
        ('closed = ["2027-01-03/2026-12-29"]', "must end on or after the day"),
        ("slip_minutes = 181", "must be 0 to 180"),
        ('weekend = ["09:00-12:00"]', "unknown key"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    line: str, told: str, written: Written
) -> None:
    with pytest.raises(ConfigError) as refused:
        load(written(line))
    [only] = refused.value.lines
    assert told in only
