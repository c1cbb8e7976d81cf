"""Are there copies of the store, and did one of them have to take its place?"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.commands.finding import Finding, ok, warning
from kiosk.commands.language import Say
from kiosk.config import Config
from kiosk.japan import JAPAN
from kiosk.message import say
from kiosk.store.backup import at_of, backups
from kiosk.store.repair import damaged

_OLD: Final = timedelta(days=2)


def copies(config: Config, tell: Say, now: datetime) -> list[Finding]:
    """One finding of the copies, and one of each store that was set aside. ``now`` is
    aware.
    """
    found = [_replaced(own, tell) for own in damaged(config.store.path)]
    folder = config.store.backups
    if folder is not None:
        found.append(_newest(folder, tell, now))
    elif config.production:
        what, do = say("doctor.backups.off"), say("doctor.backups.off.do")
        found.append(warning("backups", tell(what), tell(do)))
    return found


def _newest(folder: Path, tell: Say, now: datetime) -> Finding:
    known = backups(folder)
    if not known:
        what = say("doctor.backups.none", folder=str(folder))
        return warning("backups", tell(what), tell(say("doctor.backups.do")))
    made = at_of(known[0])
    day, time = _here(made)
    if now - made > _OLD:
        what = say("doctor.backups.old", day=day, time=time)
        return warning("backups", tell(what), tell(say("doctor.backups.do")))
    return ok("backups", tell(say("doctor.backups.newest", day=day, time=time)))


def _replaced(aside: Path, tell: Say) -> Finding:
    day, time = _here(at_of(aside))
    what = say("doctor.store.replaced", day=day, time=time)
    do = say("doctor.store.replaced.do", path=str(aside))
    return warning("store", tell(what), tell(do))


def _here(at: datetime) -> tuple[str, str]:
    local = at.astimezone(JAPAN)
    return local.date().isoformat(), local.strftime("%H:%M")
