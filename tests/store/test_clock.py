"""A clock that is a year wrong for a while takes nothing away from anybody."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store.audit.events import StaffCalled
from kiosk.store.audit.trail import Trail
from kiosk.store.backup import KEPT, back_up, backups
from kiosk.store.clock import BORNE_OUT, borne_out
from kiosk.store.database import Store
from kiosk.store.drafts import Drafts
from tests.registry.people import KEY
from tests.store.holders import LATER, NOW, holders
from tests.survived import Survived

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
YEAR = timedelta(days=366)
OF_A_CLOCK = "of a clock"


def started(store: Store, now: datetime) -> int:
    """As the kiosk does it; how many drafts were deleted."""
    Trail(store).note(StaffCalled(), now)
    return Drafts(store).expire(borne_out(store, now))


@pytest.mark.parametrize("jump", [-40 * YEAR, -YEAR, YEAR, 900 * YEAR])
def test_a_clock_that_jumps_deletes_no_draft(
    store: Store, jump: timedelta, survived: Survived
) -> None:
    [holder] = holders(store, 1)
    drafts = Drafts(store)
    draft = drafts.begin(holder, "extension", NOW, LATER).id
    wrong = NOW + DAY + jump
    for hours in (0, 1, 11):
        assert started(store, wrong + hours * HOUR) == 0
        drafts.save(draft, holder, {"name": "LAN"}, "", wrong, wrong + 30 * DAY)
    assert started(store, NOW + 2 * DAY) == 0
    [note] = drafts.of(holder, NOW + 2 * DAY)
    assert note.id == draft
    survived(OF_A_CLOCK)


@pytest.mark.parametrize("off_for", [DAY, 60 * DAY])
def test_what_has_expired_is_deleted_in_the_second_night(
    store: Store, off_for: timedelta
) -> None:
    [holder] = holders(store, 1)
    Drafts(store).begin(holder, "extension", NOW, LATER)
    assert started(store, LATER - HOUR) == 0
    assert started(store, LATER - HOUR + off_for) == 0
    assert started(store, LATER - HOUR + off_for + DAY) == 1


def test_only_what_is_old_enough_is_borne_out(store: Store) -> None:
    assert borne_out(store, NOW) < NOW - 40 * YEAR
    Trail(store).note(StaffCalled(), NOW)
    assert borne_out(store, NOW + BORNE_OUT - timedelta(seconds=1)) < NOW - 40 * YEAR
    assert borne_out(store, NOW + BORNE_OUT) == NOW
    with pytest.raises(ValueError, match="time zone"):
        borne_out(store, NOW.replace(tzinfo=None))


@pytest.mark.parametrize("jump", [-YEAR, YEAR])
def test_the_newest_copy_is_the_one_that_was_made_last(
    store: Store, tmp_path: Path, jump: timedelta, survived: Survived
) -> None:
    folder = tmp_path / "copies"
    days = [NOW, NOW + DAY, NOW + DAY + jump, NOW + DAY + jump + HOUR, NOW + 2 * DAY]
    for number, at in enumerate(days):
        store.db.execute(f"PRAGMA user_version = {number}")
        made = back_up(store, folder, KEY, at)
        assert backups(folder)[0] == made
        assert len(backups(folder)) == number + 1
        survived(OF_A_CLOCK)


def test_a_clock_set_back_costs_no_new_copy(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    for number in range(KEPT):
        folder.mkdir(exist_ok=True, mode=0o700)
        name = f"kiosk-{NOW + number * DAY:%Y%m%dT%H%M%SZ}.db"
        (folder / name).write_text(str(number))
    made = back_up(store, folder, KEY, NOW - YEAR)
    first, *others = backups(folder)
    assert first == made
    assert [own.read_text() for own in others] == [
        str(number) for number in range(KEPT - 1, 0, -1)
    ]
