"""``kiosk decide``, ``kiosk rules table|changes`` and ``kiosk number``."""

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import click

from kiosk.commands.refusing import Day, refuse
from kiosk.message import Message
from kiosk.rules.calendar import today
from kiosk.rules.changes import Change, Dated
from kiosk.rules.changes import changes as changes_between
from kiosk.rules.decision import Decision, Reason
from kiosk.rules.decision import decide as decide_for
from kiosk.rules.facts import BadInput
from kiosk.rules.number import InvalidNumber, parse_number
from kiosk.rules.rulebook import Rule
from kiosk.rules.table import cell, conditions
from kiosk.rules.vocabulary import Procedure, Role

_KEYS = {"role", "procedure", "facts"}
_NUMBER_FAULTS = {
    "number.digit_count": "the number has 12 digits, this one has {found}",
    "number.office_code": "no office {code} in the published table: check the card",
    "number.category_code": "no category {code} in the published table: check the card",
    "number.office_mark": "no office {mark} in the published table: check the card",
    "number.category_mark": (
        "no category {mark} in the published table (行 or 弁): check the card"
    ),
    "number.year": "the year lies outside 2000 to {last}: check the card",
    "number.serial": "the serial number is 1 to 99999: check the card",
    "number.two_readings": (
        "year and serial can be parted in two ways: write 第 between them"
    ),
    "number.form": "not a number such as (東)弁10第50号 or 12 digits",
}


def _now() -> date:
    return today(datetime.now(UTC))


_on = click.option(
    "--on", "on", type=Day(), default=_now, help="The day in Japan; today if left out."
)
_json = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


@click.command()
@_on
@click.option("--json", "as_json", is_flag=True, help="JSON is what it writes anyway.")
def decide(on: date, as_json: bool) -> None:
    """Read {"role", "procedure", "facts"} and write the verdict, all as JSON."""
    question = _question(sys.stdin.buffer.read())
    try:
        decision = decide_for(on, **question)
    except BadInput as error:
        refuse(str(error))
    click.echo(json.dumps(_verdict(decision), ensure_ascii=False, indent=2))


def _question(text: bytes) -> dict[str, Any]:
    try:
        question = json.loads(text)
    except (ValueError, RecursionError) as error:
        refuse(f'standard input is not JSON such as {{"role": …}}: {error}')
    if not isinstance(question, dict):
        refuse("standard input: one JSON object with role, procedure and facts")
    strange = sorted(set(question) - _KEYS)
    if strange:
        refuse(f"unknown key {strange[0]!r}; known: role, procedure, facts")
    for key in ("role", "procedure"):
        if not isinstance(question.get(key), str):
            refuse(f"{key}: missing or not text")
    facts = question.setdefault("facts", {})
    if not isinstance(facts, dict):
        refuse("facts: a JSON object of fact names and values")
    return question


def _verdict(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "ask": decision.ask,
        "reasons": [_reason(reason) for reason in decision.reasons],
        "notes": [_reason(reason) for reason in decision.notes],
        "remedies": [_said(message) for message in decision.remedies],
        "next_steps": [_said(message) for message in decision.next_steps],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "message": reason.message.id,
        "values": _said(reason.message)["values"],
        "source": reason.source,
        "certainty": reason.certainty,
        "from": reason.from_ and reason.from_.isoformat(),
        "to": reason.to and reason.to.isoformat(),
    }


def _said(message: Message) -> dict[str, Any]:
    values = {
        name: value.id if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return {"message": message.id, "values": values}


@click.group()
def rules() -> None:
    """The published rules as data."""


@rules.command()
@_on
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "csv", "json"]),
    default="md",
    help="Markdown unless said otherwise.",
)
@_json
def table(on: date, form: str, as_json: bool) -> None:
    """The whole eligibility table as it stood on a day."""
    if as_json or form == "json":
        click.echo(json.dumps(_table(on), ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(_table_csv(on), nl=False)
    else:
        click.echo(_table_md(on))


def _marks(on: date, role: Role) -> list[str]:
    return [cell(on, role, procedure).mark or "" for procedure in Procedure]


def _table_md(on: date) -> str:
    lines = [
        f"| {on.isoformat()} | {' | '.join(Procedure)} |",
        "|---" * (len(Procedure) + 1) + "|",
        *(f"| {role} | {' | '.join(_marks(on, role))} |" for role in Role),
    ]
    notes = {
        f"{rule.mark} {rule.summary}. {rule.source}": None
        for role in Role
        for procedure in Procedure
        for rule in [cell(on, role, procedure)]
    }
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])


def _table_csv(on: date) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["role", *Procedure])
    writer.writerows([role, *_marks(on, role)] for role in Role)
    return text.getvalue()


def _table(on: date) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "procedures": list(Procedure),
        "rows": [
            {
                "role": role,
                "cells": {
                    procedure: {
                        **_as_json(cell(on, role, procedure)),
                        "conditions": [
                            rule.id for rule in conditions(on, role, procedure)
                        ],
                    }
                    for procedure in Procedure
                },
            }
            for role in Role
        ],
    }


def _as_json(rule: Dated) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "mark": getattr(rule, "mark", None),
        "summary": rule.summary,
        "source": rule.source,
        "certainty": rule.certainty,
        "from": rule.from_ and rule.from_.isoformat(),
        "to": rule.to and rule.to.isoformat(),
    }


@rules.command()
@click.option("--from", "begin", type=Day(), required=True, help="The earlier day.")
@click.option("--to", "end", type=Day(), required=True, help="The later day.")
@_json
def changes(begin: date, end: date, as_json: bool) -> None:
    """What changed for whom between two days."""
    if end < begin:
        refuse("--to lies before --from: give the earlier day first")
    found = changes_between(begin, end)
    if as_json:
        rows = [_change(change) for change in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not found:
        click.echo(f"Nothing changed from {begin} to {end}.")
    else:
        for change in found:
            click.echo(_change_line(change))


def _change(change: Change) -> dict[str, Any]:
    return {
        "day": change.day.isoformat(),
        "roles": change.roles,
        "procedures": change.procedures,
        "before": change.before and _as_json(change.before),
        "after": change.after and _as_json(change.after),
    }


def _change_line(change: Change) -> str:
    """Day, whom and what it concerns, and the difference."""
    roles = "everybody" if set(change.roles) == set(Role) else ", ".join(change.roles)
    line = [change.day.isoformat(), f"{roles}:", *change.procedures]
    if isinstance(change.before, Rule) and isinstance(change.after, Rule):
        line.append(f"{change.before.mark} → {change.after.mark}")
    elif change.after is None:
        line.append("no longer:")
    told = change.after or change.before
    return " ".join([*line, told.summary if told else ""])


@click.command()
@click.argument("text")
@_json
def number(text: str, as_json: bool) -> None:
    """The 12 digits of a printed 届出済証明書 number, and how they were read."""
    try:
        found = parse_number(text, _now())
    except InvalidNumber as error:
        refuse(_NUMBER_FAULTS[error.reason.id].format_map(error.reason.values))
    office, year, category, serial = found.split
    if as_json:
        row = {
            "number": found.digits,
            "split": {
                "office": office,
                "year": year,
                "category": category,
                "serial": serial,
            },
            "printed": found.printed,
        }
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    click.echo(found.digits)
    click.echo(f"{office} {year} {category} {serial} = {found.printed}")
