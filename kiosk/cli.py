"""The ``kiosk`` command. Each subcommand is imported only when it is asked for."""

import errno
import importlib
import os
import sys
from typing import Any, Final, NoReturn

import click

_COMMANDS: Final = {
    "run": ("kiosk.commands.run:run", "The full-screen kiosk."),
    "keep": ("kiosk.commands.keep:keep", "The same, started again after a fault."),
    "doctor": ("kiosk.commands.doctor:doctor", "Whether every part is well."),
    "audit": ("kiosk.commands.audit:audit", "What was done at this terminal."),
    "store": ("kiosk.commands.store:store", "The key on paper; copies of the store."),
    "hub": ("kiosk.commands.hub:hub", "The desks of an association together."),
    "machine": (
        "kiosk.commands.machine:machine",
        "What the settings ask of this machine.",
    ),
    "staff": ("kiosk.commands.staff:staff", "Who works at the desk; today's list."),
    "card": ("kiosk.commands.card:card", "The card on the reader; virtual cards."),
    "decide": ("kiosk.commands.rules:decide", "Who may file what, and why."),
    "rules": ("kiosk.commands.rules:rules", "The published rules as data."),
    "form": ("kiosk.commands.form:form_group", "Application forms, checked."),
    "number": ("kiosk.commands.rules:number", "The digits of a printed number."),
}
_INTERRUPTED: Final = 130  # 128 + SIGINT, as shells say it


class LazyGroup(click.Group):
    """Names and summaries from a table, commands from their modules; every error in
    one line, with exit status 2 for bad input and 1 for a fault.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in _COMMANDS.items()])

    def main(self, *args: Any, **options: Any) -> NoReturn:
        sys.exit(_status(lambda: self._run(*args, **options)))

    def _run(self, *args: Any, **options: Any) -> object:
        return super().main(*args, **{**options, "standalone_mode": False})


def _status(run: Any) -> int:
    try:
        status = run()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        line = " ".join(error.format_message().split())
        click.echo(f"kiosk: {line}", err=True)
        return error.exit_code
    except click.Abort:
        return _INTERRUPTED
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        _leave_the_pipe_alone()
        return 1
    return status if isinstance(status, int) else 0


def _leave_the_pipe_alone() -> None:
    """Whoever read our output has gone; flushing at exit would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=LazyGroup)
@click.version_option(package_name="madoguchi", prog_name="kiosk")
def main() -> None:
    """A self-service terminal for Japan's residence procedures."""
