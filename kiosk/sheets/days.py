"""The days that the person of an application has to know, counted from the answers."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.values import as_date
from kiosk.message import Message, say
from kiosk.rules import days
from kiosk.rules.vocabulary import Procedure
from kiosk.sheets.papers import BIRTH

_BY_STAY: Final = (Procedure.CHANGE, Procedure.EXTENSION)
_NEVER_ALONE: Final = (Procedure.REENTRY, Procedure.OTHER_ACTIVITY)


def known_days(application: Application, on: date) -> tuple[Message, ...]:
    """What is to be done by when; ``on`` is the day of filing."""
    return tuple(_days(application, on))


def _days(application: Application, on: date) -> Iterator[Message]:
    if application.procedure in _BY_STAY:
        yield from _of_stay(as_date(application.answers.get("stay_expires", "")), on)
    elif application.procedure is Procedure.ACQUISITION:
        yield from _of_acquisition(application, on)
    elif application.procedure in _NEVER_ALONE:
        yield say("step.choose_main_procedure")
    else:
        yield say("sheet.days.none")
    if Procedure.REENTRY in application.accompanying:
        yield say("step.collect_at_counter")


def _of_stay(expires: date | None, on: date) -> Iterator[Message]:
    if expires is None:
        yield say("sheet.days.unknown")
        return
    last = days.last_online_day(expires)
    if on > last:
        yield say("sheet.days.late")
        return
    until = days.special_until(expires)
    yield say("step.file_by", last_online_day=last.isoformat())
    yield say("step.special_period", special_until=until.isoformat())
    yield say("step.extend_mynumber_card", stay_expires=expires.isoformat())


def _of_acquisition(application: Application, on: date) -> Iterator[Message]:
    born = as_date(application.answers.get("birth_date", ""))
    if born is None or application.answers.get("acquisition_reason") != BIRTH:
        yield say("sheet.days.acquisition")
        return
    last = days.acquisition_by(born)
    if on > last:
        yield say("sheet.days.late")
    else:
        yield say("step.file_acquisition_by", acquisition_by=last.isoformat())
    until = days.without_status_until(born)
    yield say("step.without_status_until", without_status_until=until.isoformat())
