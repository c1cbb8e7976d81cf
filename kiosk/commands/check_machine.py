"""Fonts, catalogues and the clock: what the machine must bring with it."""

import gettext
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.commands.finding import Finding, bad, ok, warning
from kiosk.config import Config
from kiosk.i18n import LOCALES

FONTS: Final = Path("/usr/share/fonts")
NEEDED_FONTS: Final = {
    "NotoSans-Regular.ttf": "fonts-noto-core",
    "NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
}
EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""This program did not exist before: a clock that says so has lost its battery."""

_COMPILE: Final = "compile the catalogues: bin/run --setup-only"


def fonts(folder: Path = FONTS) -> Finding:
    """What receipts are drawn with."""
    lacking = [
        package
        for name, package in NEEDED_FONTS.items()
        if next(folder.rglob(name), None) is None
    ]
    if lacking:
        do = f"install them: sudo apt-get install {' '.join(lacking)}"
        return bad("fonts", "receipts cannot be drawn without Noto fonts", do)
    return ok("fonts", "Noto for Latin letters and for Chinese, Japanese and Korean")


def catalogues(config: Config, folder: Path = LOCALES) -> Finding:
    """The words of every language of the site."""
    for language in config.site.languages:
        words = folder / language / "LC_MESSAGES" / "kiosk.po"
        compiled = words.with_suffix(".mo")
        if not words.exists():
            do = "correct site.languages, or add the catalogue"
            return bad("catalogues", f"no words in language {language}", do)
        if not compiled.exists():
            return bad("catalogues", f"{language} is not compiled", _COMPILE)
        if compiled.stat().st_mtime < words.stat().st_mtime:
            return warning(
                "catalogues", f"{language} is older than its words", _COMPILE
            )
        if not _readable(compiled):
            return bad(
                "catalogues", f"{compiled}: damaged", f"delete it, then {_COMPILE}"
            )
    return ok("catalogues", ", ".join(config.site.languages))


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


def clock(now: datetime, is_synchronised: Callable[[], bool | None]) -> Finding:
    """Deadlines and certificates are judged by it. ``now`` is aware."""
    try:
        local = now.astimezone(ZoneInfo("Asia/Tokyo"))
    except ZoneInfoNotFoundError:
        do = "install them: sudo apt-get install tzdata"
        return bad("clock", "the time zones are not installed", do)
    shown = f"{local:%Y-%m-%d %H:%M} in Japan"
    if now < EARLIEST:
        return bad(
            "clock", f"{shown}: long past", "set it: sudo timedatectl set-time …"
        )
    if is_synchronised() is False:
        do = "sudo timedatectl set-ntp true, or compare it by hand every week"
        return warning("clock", f"{shown}, not kept by a time service", do)
    return ok("clock", shown)
