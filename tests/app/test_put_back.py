"""A store was damaged and a copy took its place: whoever signs in reads that."""

from datetime import timedelta
from pathlib import Path

from kiosk.commands.check_backups import copies
from kiosk.commands.doctor import parts_of
from kiosk.commands.language import sayer
from kiosk.config import load
from kiosk.store.audit.fields import StaffRole
from kiosk.store.backup import back_up
from kiosk.store.database import open_store
from kiosk.store.repair import damaged, open_whole
from kiosk.visit.desk import Readiness
from tests.app.bench import LARGE, Bench
from tests.app.test_staff import choose, members, sign_in, until
from tests.config.site import SOUND
from tests.registry.people import KEY, NOON

__all__ = ["members"]


async def test_the_page_for_staff_says_when_and_what_to_do(
    bench: Bench, tmp_path: Path
) -> None:
    settings = tmp_path / "kiosk.toml"
    key_file = 'key_file = "demo/kiosk.key"\n'
    settings.write_text(SOUND.replace(key_file, f'{key_file}backups = "copies"\n'))
    config = load(settings)
    path, folder = config.store.path, config.store.backups
    assert folder is not None
    store = open_store(path, KEY)
    back_up(store, folder, KEY, NOON - timedelta(hours=9))
    store.close()
    path.write_bytes(path.read_bytes()[:-4096])
    open_whole(path, KEY, folder, NOON).close()
    [aside] = damaged(path)
    bench.parts_found = parts_of(copies(config, sayer("en"), NOON))
    async with bench.opened(LARGE) as terminal:
        await sign_in(terminal, StaffRole.HELPER)
        await choose(terminal, "staff.duty.readiness")
        await until(terminal, Readiness)
        say = terminal.in_words
        what = say("doctor.store.replaced", day=f"{NOON:%Y-%m-%d}", time="12:00")
        do = say("doctor.store.replaced.do", path=str(aside))
        assert what in " ".join(terminal.said)
        assert do in " ".join(terminal.said)
        assert "12:00" in terminal.picture
