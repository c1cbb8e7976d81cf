"""A whole set of answers: each field, then what the answers say together."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kiosk.forms.application import Application
from kiosk.forms.crosschecks import CHECKS, Case
from kiosk.forms.fields import Field
from kiosk.forms.findings import Finding, Severity, error, warning
from kiosk.forms.form import Form, context, form_for
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from kiosk.message import say
from kiosk.record import record


@record
class Report:
    """The answers in the width and spelling of the form, and what is to be mended."""

    application: Application
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What the portal refuses."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is worth a second look."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is severity)


def check(application: Application, on: date) -> Report:
    """Check as the portal will. ``on`` is the day of filing, in Japan."""
    tidy = tidy_answers(application)
    form = form_for(tidy)
    answers = context(tidy)
    findings = [
        *_strangers(form, tidy),
        *_each(form, answers),
        *_together(form, Case(tidy, answers, on)),
        *_elsewhere(form),
    ]
    return Report(tidy, tuple(findings))


def tidy_answers(application: Application) -> Application:
    """Every answer as the form wants it; those that are only space are left out.

    A list that depends on another answer is looked up after that answer was tidied.
    """
    answers = dict(application.answers)
    for field in sorted(form_for(application).fields, key=lambda f: f.options_by or ""):
        if field.id in answers:
            answers[field.id] = tidied(field, answers[field.id], answers)
    kept = {name: answer for name, answer in answers.items() if answer.strip()}
    return replace(application, answers=MappingProxyType(kept))


def shown(form: Form, answers: Mapping[str, str]) -> Iterator[Field]:
    """The fields that are asked, with these answers (see ``context``)."""
    return (field for field in form.fields if field.shown.holds(answers))


def missing(form: Form, answers: Mapping[str, str]) -> Iterator[Field]:
    """The fields that still have to be answered."""
    return (
        field
        for field in shown(form, answers)
        if field.id not in answers and field.required.holds(answers)
    )


def _strangers(form: Form, application: Application) -> Iterator[Finding]:
    known = {field.id for field in form.fields}
    for name in application.answers:
        if name not in known:
            seventh = name.startswith("relative.") and "relative.1.name" in known
            fault = say("form.six_relatives") if seventh else say("form.no_field")
            yield error(fault, name)


def _each(form: Form, answers: Mapping[str, str]) -> Iterator[Finding]:
    absent = {field.id for field in missing(form, answers)}
    asked = {field.id for field in shown(form, answers)}
    for field in form.fields:
        if field.id in absent:
            yield error(say("form.missing"), field.id)
        elif field.id in answers:
            wrong = fault(field, answers[field.id], answers)
            if wrong:
                yield error(wrong, field.id)
            elif field.id not in asked and field.shown.names() <= answers.keys():
                yield warning(say("form.not_asked"), field.id)


def _together(form: Form, case: Case) -> Iterator[Finding]:
    for cross in form.crosses:
        yield from CHECKS[cross.check](case, *cross.fields)


def _elsewhere(form: Form) -> Iterator[Finding]:
    if form.continued:
        yield warning(say("form.continued", sheet=form.continued))
