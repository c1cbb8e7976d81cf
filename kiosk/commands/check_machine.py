"""Fonts, catalogues and the clock: what the machine must bring with it."""

import gettext
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.commands.finding import Finding, bad, ok, warning
from kiosk.commands.language import Say
from kiosk.config import Config
from kiosk.i18n import LANGUAGES, LOCALES, dictionaries
from kiosk.i18n.languages import Drawn
from kiosk.i18n.scripts import needs_dictionary
from kiosk.japan import JAPAN
from kiosk.message import say

FONTS: Final = Path("/usr/share/fonts")
NEEDED_FONTS: Final = {
    "NotoSans-Regular.ttf": "fonts-noto-core",
    "NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
}
DICTIONARIES: Final = "libicu72"
EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""This program did not exist before: a clock that says so has lost its battery."""


def fonts(tell: Say, folder: Path = FONTS) -> Finding:
    """What receipts are drawn with."""
    lacking = [
        package
        for name, package in NEEDED_FONTS.items()
        if next(folder.rglob(name), None) is None
    ]
    if lacking:
        do = say("doctor.install", packages=" ".join(lacking))
        return bad("fonts", tell(say("doctor.fonts.lacking")), tell(do))
    return ok("fonts", tell(say("doctor.fonts")))


def catalogues(config: Config, tell: Say, folder: Path = LOCALES) -> Finding:
    """The words of every language of the site."""
    compile_them = tell(say("doctor.catalogues.compile"))
    for language in config.site.languages:
        row = LANGUAGES.get(language)
        place = folder / (row.folder if row else language)
        words = place / "LC_MESSAGES" / "kiosk.po"
        compiled = words.with_suffix(".mo")
        if not words.exists():
            what = say("doctor.catalogues.none", language=language)
            do = say("doctor.catalogues.none.do")
            return bad("catalogues", tell(what), tell(do))
        if not compiled.exists():
            what = say("doctor.catalogues.not_compiled", language=language)
            return bad("catalogues", tell(what), compile_them)
        if compiled.stat().st_mtime < words.stat().st_mtime:
            what = say("doctor.catalogues.older", language=language)
            return warning("catalogues", tell(what), compile_them)
        if not _readable(compiled):
            what = say("doctor.catalogues.damaged", path=str(compiled))
            do = say("doctor.catalogues.damaged.do", compile=compile_them)
            return bad("catalogues", tell(what), tell(do))
    return _badly_shown(config, tell) or ok(
        "catalogues", ", ".join(config.site.languages)
    )


def _badly_shown(config: Config, tell: Say) -> Finding | None:
    """Of words that are there, but not for every screen."""
    rows = [LANGUAGES[code] for code in config.site.languages if code in LANGUAGES]
    if rows and all(row.drawn is Drawn.IMAGE for row in rows):
        what, do = say("doctor.languages.pictures"), say("doctor.languages.pictures.do")
        return warning("catalogues", tell(what), tell(do))
    if any(map(needs_dictionary, rows)) and not dictionaries.is_there():
        do = say("doctor.install", packages=DICTIONARIES)
        return warning("catalogues", tell(say("doctor.languages.dictionary")), tell(do))
    return None


def _readable(compiled: Path) -> bool:
    try:
        with compiled.open("rb") as file:
            gettext.GNUTranslations(file)
    except (OSError, ValueError, UnicodeDecodeError):
        return False
    return True


def synchronised() -> bool | None:
    """Whether the system keeps the clock right by NTP; None if it does not say."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    told = subprocess.run(  # noqa: S603 - a fixed command without any input
        [program, "show", "--property=NTPSynchronized", "--value"],
        capture_output=True,
        check=False,
        text=True,
    )
    return {"yes": True, "no": False}.get(told.stdout.strip())


def clock(
    now: datetime, is_synchronised: Callable[[], bool | None], tell: Say
) -> Finding:
    """Deadlines and certificates are judged by it. ``now`` is aware."""
    shown = f"{now.astimezone(JAPAN):%Y-%m-%d %H:%M}"
    if now < EARLIEST:
        what, do = say("doctor.clock.past", time=shown), say("doctor.clock.past.do")
        return bad("clock", tell(what), tell(do))
    if is_synchronised() is False:
        what, do = say("doctor.clock.alone", time=shown), say("doctor.clock.alone.do")
        return warning("clock", tell(what), tell(do))
    return ok("clock", tell(say("doctor.clock", time=shown)))
