"""``kiosk form``: the fields of a form, answers checked, answers handed over."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from kiosk.commands.language import SPOKEN, language_option
from kiosk.commands.refusing import Day, refuse
from kiosk.forms.application import (
    ACCOMPANYING,
    Application,
    BadApplication,
    make,
    read,
    written,
)
from kiosk.forms.check import Report, check
from kiosk.forms.fields import Field
from kiosk.forms.findings import Finding
from kiosk.forms.form import Form, form
from kiosk.forms.tables import ENCODINGS, encoded, tables, without_column
from kiosk.forms.when import ALWAYS, When
from kiosk.i18n.words import words_of
from kiosk.message import Message
from kiosk.rules.calendar import today
from kiosk.rules.vocabulary import Procedure

_LARGEST: Final = 5_000_000
_json = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
_on = click.option(
    "--on",
    "on",
    type=Day(),
    default=lambda: today(datetime.now(UTC)),
    help="The day of filing in Japan; today if left out.",
)


@click.group(name="form")
def form_group() -> None:
    """The application forms: their fields, checks and tables."""


@form_group.command()
@click.argument("procedure", type=click.Choice([str(name) for name in Procedure]))
@click.option("--status", help="A status of residence, such as student.")
@click.option(
    "--with",
    "together",
    multiple=True,
    type=click.Choice([str(name) for name in ACCOMPANYING]),
    help="What is filed together; may be given more than once.",
)
@_json
def fields(
    procedure: str, status: str | None, together: tuple[str, ...], as_json: bool
) -> None:
    """Every field: id, official Japanese label, type, limits, required when."""
    try:
        wanted = make(procedure, status, together)
    except BadApplication as error:
        refuse(str(error))
    made = form(wanted.procedure, wanted.status, wanted.accompanying)
    if as_json:
        click.echo(json.dumps(_form(made), ensure_ascii=False, indent=2))
        return
    for field in made.fields:
        click.echo(_line(field))
    if made.continued:
        click.echo(f"sheet {made.continued} is continued at the portal")


def _line(field: Field) -> str:
    limit = f"{field.kind}"
    if field.limit:
        limit += f" {'=' if field.exact else '≤'}{field.limit}"
    if field.options:
        limit += f" {field.options}"
        limit += f" of {field.options_by}" if field.options_by else ""
    number = field.number or "–"
    return "\t".join([field.id, number, field.label, limit, _when(field.required)])


def _when(when: When) -> str:
    if when == ALWAYS:
        return "required"
    cases = [
        " and ".join(f"{name}={'/'.join(wanted)}" for name, wanted in case.items())
        for case in when.cases
    ]
    return f"required when {' or '.join(cases)}" if cases else "optional"


def _form(made: Form) -> dict[str, Any]:
    return {
        "procedure": made.procedure,
        "status": made.status,
        "sheets": [{"title": part.title, "form": part.form} for part in made.sheets],
        "continued_at_portal": made.continued,
        "fields": [_field(field) for field in made.fields],
        "tables": {
            layout.name: [
                {"header": column.header, "field": column.field}
                for column in layout.columns
            ]
            for layout in made.layouts
        },
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "id": field.id,
        "section": field.section,
        "label": field.label,
        "number": field.number,
        "type": field.kind,
        "limit": field.limit,
        "exact": field.exact,
        "options": field.options,
        "options_by": field.options_by,
        "required": _condition(field.required),
        "shown": _condition(field.shown),
        "filled_from": field.filled_from,
        "sensitive": field.sensitive,
        "source": field.source,
        "certainty": field.certainty,
    }


def _condition(when: When) -> bool | list[dict[str, Sequence[str]]]:
    if when == ALWAYS:
        return True
    return [dict(case) for case in when.cases] or False


@form_group.command(name="check")
@click.argument("file", type=click.Path(path_type=Path))
@_on
@language_option
@_json
def check_answers(file: Path, on: date, language: str, as_json: bool) -> None:
    """Check answers as the portal will; one line each, by field id.

    Exit status 2 when the portal would refuse them; warnings alone are no refusal.
    """
    report = check(_read(file), on)
    if as_json:
        click.echo(json.dumps(_report(report), ensure_ascii=False, indent=2))
    else:
        for finding in (*report.errors, *report.warnings):
            click.echo(_told(finding, language))
    raise click.exceptions.Exit(2 if report.errors else 0)


def _read(file: Path) -> Application:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        refuse(f"{file}: {error.strerror}")
    if len(content) > _LARGEST:
        refuse(f"{file}: larger than any application")
    try:
        return read(content)
    except BadApplication as error:
        refuse(f"{file}: {error}")


def _told(finding: Finding, language: str) -> str:
    where = ", ".join(finding.fields) or "form"
    words = words_of(language).say(finding.message)
    return f"{finding.severity}: {_printable(where)}: {_printable(words)}"


def _printable(text: str) -> str:
    """No control characters of a file on somebody's terminal."""
    return "".join(char if char.isprintable() or char == "　" else "?" for char in text)


def _report(report: Report) -> dict[str, Any]:
    return {
        "errors": [_finding(finding) for finding in report.errors],
        "warnings": [_finding(finding) for finding in report.warnings],
        "application": written(report.application),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    message: Message = finding.message
    return {
        "fields": finding.fields,
        "message": message.id,
        "values": dict(message.values),
        "words": {name: words_of(name).say(message) for name in SPOKEN},
    }


@form_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["csv", "json", "pdf"]), required=True
)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), required=True)
@click.option(
    "--encoding",
    type=click.Choice(list(ENCODINGS)),
    default="cp932",
    help="Of a table: cp932 as the Agency's tool writes, or UTF-8.",
)
@_on
@language_option
def export(
    file: Path, kind: str, out: Path, encoding: str, on: date, language: str
) -> None:
    """Write checked answers: the Agency's tables (csv), or for other programs (json).

    Further tables of the same application (what is filed together, the sheet of a
    status) are written beside OUT, named after it.

    As pdf it is the sheet from which a person types the answers into the portal, in
    Japanese and --language. It is also written of answers with errors, and tells them.
    """
    application = _read(file)
    if kind == "pdf":
        _write(out, _sheet(application, language, on))
        return
    report = check(application, on)
    if report.errors:
        first = report.errors[0]
        more = len(report.errors) - 1
        refuse(
            f"{file}: {_told(first, 'en')}"
            + (f" (and {more} more; see kiosk form check)" if more else "")
        )
    if kind == "json":
        content = json.dumps(written(report.application), ensure_ascii=False, indent=2)
        _write(out, f"{content}\n".encode())
        return
    made = tables(report.application)
    if not made:
        refuse(f"the Agency has no table for {report.application.procedure}")
    for table in made:
        suffix = table.name.removeprefix(made[0].name)
        _write(out.with_stem(out.stem + suffix), encoded(table, encoding))
    left = without_column(report.application)
    if left:
        click.echo(f"no table has a column for: {', '.join(left)}", err=True)


def _sheet(application: Application, language: str, on: date) -> bytes:
    # Imported here: no other command waits for the typesetter.
    from kiosk.sheets.transcription import transcription
    from kiosk.sheets.typeset import SheetUnavailable

    try:
        return transcription(application, language, datetime.now(UTC), on=on)
    except SheetUnavailable as error:
        refuse(str(error))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
    click.echo(f"wrote {path}", err=True)
