"""Bad input on the command line, refused in one line."""

import sys
from datetime import date
from typing import Any, NoReturn

import click

from kiosk.rules.calendar import parse_day

BAD_INPUT = 2


def refuse(line: str) -> NoReturn:
    """One line on standard error, exit status 2."""
    click.echo(f"kiosk: {' '.join(line.split())}", err=True)
    sys.exit(BAD_INPUT)


class Day(click.ParamType[date]):
    """A day, written as 2026-03-01."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except ValueError:
            refuse(f"{param.opts[0]}: write a day as 2026-03-01, not {value!r}")
