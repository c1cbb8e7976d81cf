"""What is attached to an application, as far as it is known.

The usual bundle of each procedure as practitioners describe it, certainty: medium; the
Agency's lists are by status. The photo: 出入国在留管理庁, 提出写真の規格
<https://www.moj.go.jp/isa/applications/status/photo_info_00002.html>, sure; that a
child under 16 and a birth need none, medium.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.attachments import FILES, MEGABYTES, PHOTO_MONTHS
from kiosk.forms.form import form_for
from kiosk.forms.values import as_date, first_day
from kiosk.message import Message, say
from kiosk.rules.calendar import is_under
from kiosk.rules.vocabulary import Procedure

_PAPERS: Final[Mapping[Procedure, tuple[str, ...]]] = MappingProxyType(
    {
        Procedure.COE: ("photo", "evidence", "host"),
        Procedure.CHANGE: ("photo", "passport_card", "evidence", "tax"),
        Procedure.EXTENSION: ("photo", "passport_card", "evidence", "tax"),
        Procedure.ACQUISITION: ("photo", "reason", "evidence", "family"),
        Procedure.EMPLOYMENT_CERTIFICATE: (
            "passport_card",
            "other_permission",
            "withholding",
        ),
        Procedure.OTHER_ACTIVITY: ("activity",),
        Procedure.REENTRY: ("passport_card",),
    }
)
_GUARANTEED: Final = "family"
"""The sheet T: of spouses, children and long-term residents."""
_NO_PHOTO_UNDER: Final = 16
BIRTH: Final = "出生"


def papers(application: Application) -> tuple[Message, ...]:
    """Each once, in the order of the procedures."""
    names = [
        name
        for procedure in (application.procedure, *application.accompanying)
        for name in _PAPERS[procedure]
    ]
    if any(sheet.name == _GUARANTEED for sheet in form_for(application).sheets):
        names.append("guarantor")
    return tuple(say(f"sheet.paper.{name}") for name in dict.fromkeys(names))


def paper_rules() -> tuple[Message, ...]:
    """What holds for all of them."""
    return (
        say("sheet.papers.files", files=FILES, megabytes=MEGABYTES),
        say("sheet.papers.translation"),
    )


def photo(application: Application, on: date) -> tuple[Message, ...]:
    """The rules of the photo; empty where nothing says that one is asked for."""
    if "photo" not in _PAPERS[application.procedure]:
        return ()
    return tuple(_photo(application, on))


def _photo(application: Application, on: date) -> Iterator[Message]:
    if application.answers.get("acquisition_reason") == BIRTH:
        yield say("sheet.photo.birth")
    elif _is_child(application, on):
        yield say("sheet.photo.child")
    yield say("sheet.photo.size")
    yield say("sheet.photo.alone")
    yield say("sheet.photo.background")
    yield say("sheet.photo.recent", months=PHOTO_MONTHS)
    yield say("sheet.photo.natural")


def _is_child(application: Application, on: date) -> bool:
    born = as_date(first_day(application.answers.get("birth_date", "")))
    return born is not None and is_under(_NO_PHOTO_UNDER, born, on)
