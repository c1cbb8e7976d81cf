"""The files of an application: how many, how large, how old the photo is.

在留申請オンラインシステム of 2026: up to 20 files and 25 MB in all, the photo among
them; the photo was taken within six months.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from kiosk.forms.findings import Finding, error
from kiosk.message import say
from kiosk.rules.calendar import add_months

FILES: Final = 20
MEGABYTES: Final = 25
PHOTO_MONTHS: Final = 6
PHOTO: Final = "photo"
"""Where findings about the photo point."""
ATTACHMENTS: Final = "attachments"
_MEGABYTE: Final = 1_000_000


def check_files(sizes: Sequence[int]) -> Iterator[Finding]:
    """``sizes`` are those of all files in bytes, the photo's too.

    A megabyte is counted as a million bytes, the smaller of its two meanings.
    """
    if len(sizes) > FILES:
        yield error(say("form.files", limit=FILES, now=len(sizes)), ATTACHMENTS)
    if sum(sizes) > MEGABYTES * _MEGABYTE:
        yield error(say("form.files_size", limit=MEGABYTES), ATTACHMENTS)


def check_photo(taken: date, on: date) -> Iterator[Finding]:
    """``on`` is the day of filing."""
    if taken > on:
        yield error(say("form.not_yet"), PHOTO)
    elif add_months(taken, PHOTO_MONTHS) < on:
        yield error(say("form.photo_old", months=PHOTO_MONTHS), PHOTO)
