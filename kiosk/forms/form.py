"""The whole form of an application: its sheets, its fields, the Agency's tables."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from kiosk.forms.application import ACCOMPANYING, Application
from kiosk.forms.data import load
from kiosk.forms.fields import Field
from kiosk.forms.options import find
from kiosk.forms.sheets import Column, Cross, Sheet, sheet
from kiosk.forms.when import STATUS, WITH
from kiosk.record import record
from kiosk.rules.vocabulary import Procedure

PURPOSE: Final = "entry_purpose"


@record
class Layout:
    """The columns of one of the Agency's tables, in their order."""

    name: str
    columns: tuple[Column, ...]


@record
class Form:
    """What is asked of somebody.

    ``continued`` is the letter of the sheet that this program does not have and that
    has to be filled in at the portal; ``layouts`` is empty where the Agency has no
    table.
    """

    procedure: Procedure
    status: str | None
    sheets: tuple[Sheet, ...]
    layouts: tuple[Layout, ...]
    continued: str | None

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the portal's order."""
        return tuple(field for part in self.sheets for field in part.fields)

    @property
    def crosses(self) -> tuple[Cross, ...]:
        """Every check of several answers together."""
        return tuple(cross for part in self.sheets for cross in part.crosses)


def form_for(application: Application) -> Form:
    """The form of an application, its status taken from the answers if they say it."""
    purpose = application.answers.get(PURPOSE, "")
    status = status_of(application)
    return form(application.procedure, status, application.accompanying, purpose)


def status_of(application: Application) -> str | None:
    """The status of residence that it is about: as answered, or else as given."""
    data = load("forms")
    for asked in data["procedure"][application.procedure].get("status", ()):
        answer = application.answers.get(asked, "")
        if answer in data["purposes"]:
            return str(data["purposes"][answer])
        if entry := find("statuses_held", "", answer):
            return entry.code
    return application.status


def context(application: Application) -> Mapping[str, str]:
    """The answers, with what conditions may ask besides."""
    return {
        **application.answers,
        STATUS: status_of(application) or "",
        WITH: " ".join(application.accompanying),
    }


@cache
def form(
    procedure: Procedure,
    status: str | None,
    accompanying: tuple[Procedure, ...],
    purpose: str = "",
) -> Form:
    """The form of a procedure, for a status, with what is filed together with it.

    ``purpose`` is the 入国目的 of 認定: some have another sheet than their status.
    """
    data = load("forms")
    row = data["procedure"][procedure]
    letter, own = _by_status(data, procedure, status, purpose)
    names = [*row["sheets"], *([own["sheet"]] if own else [])]
    if accompanying:
        names += [data["together"]["common"], *accompanying]
    return Form(
        procedure=procedure,
        status=status,
        sheets=tuple(sheet(name) for name in names),
        layouts=tuple(_layouts(data, procedure, own, accompanying)),
        continued=letter if letter and not own else None,
    )


def _by_status(
    data: dict[str, Any], procedure: Procedure, status: str | None, purpose: str
) -> tuple[str | None, dict[str, Any] | None]:
    """The letter of the sheet that a status needs, and the sheet if we have it."""
    if not data["procedure"][procedure].get("by_status", False):
        return None, None
    letters = data["letter"].items()
    by_purpose = [pair for pair in letters if purpose in pair[1].get("purposes", ())]
    by_status = [pair for pair in letters if status in pair[1]["statuses"]]
    for letter, row in by_purpose or by_status:
        return letter, row.get(procedure)
    return None, None


def _layouts(
    data: dict[str, Any],
    procedure: Procedure,
    own: dict[str, Any] | None,
    accompanying: tuple[Procedure, ...],
) -> Iterator[Layout]:
    row = data["procedure"][procedure]
    for name, names in row.get("tables", {}).items():
        yield Layout(name, _columns(names))
    if own and "table" in own:
        yield Layout(own["table"], _columns([own["sheet"]]))
    if accompanying and "together" in row:
        names = [data["together"]["common"], *ACCOMPANYING]
        first = tuple(Column(header, None) for header in row.get("before", ()))
        yield Layout(row["together"], first + _columns(names))


def _columns(names: list[str]) -> tuple[Column, ...]:
    return tuple(column for name in names for column in sheet(name).columns)
