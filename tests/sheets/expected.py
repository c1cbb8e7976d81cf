"""What has to stand on a sheet, worked out from the form's own lists."""

from datetime import date
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.check import check, shown
from kiosk.forms.fields import Kind
from kiosk.forms.form import context, form_for
from kiosk.forms.options import find

_SHORT: Final = 12
"""Characters of the longest answer that is typed sooner than it is scanned."""


def entered(of: Application, on: date) -> dict[str, str]:
    """What the portal takes, by field: worked out from the form's own lists."""
    report = check(of, on).application
    answers = context(report)
    result = {}
    for field in shown(form_for(report), answers):
        if field.id in report.answers:
            answer = report.answers[field.id]
            by = answers.get(field.options_by or "", "")
            entry = find(field.options or "", by, answer) if field.options else None
            result[field.id] = entry.official if entry else answer
    return result


def typed(of: Application, on: date) -> dict[str, str]:
    """Those that are typed and not chosen."""
    fields = form_for(of).fields
    kinds = {field.id: field.kind for field in fields}
    return {
        name: answer
        for name, answer in entered(of, on).items()
        if kinds[name] is not Kind.CHOICE
    }


def scanned(of: Application, on: date) -> list[str]:
    """What QR codes say: every answer that is long, or not on every keyboard."""
    return [
        answer
        for answer in typed(of, on).values()
        if len(answer) > _SHORT or not answer.isascii()
    ]
