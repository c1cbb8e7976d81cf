"""Can receipts be sent to the printer? Whether it has paper, only printing tells."""

import os
import socket
from pathlib import Path
from typing import Final

from kiosk.commands.finding import Finding, bad, ok, warning
from kiosk.config import Config

_PATIENCE_SECONDS: Final = 3.0


def printer(config: Config) -> Finding:
    """One finding."""
    settings = config.printer
    if settings.kind == "network":
        return _network(settings.host or "", settings.port)
    if settings.kind == "file" and settings.path:
        return _file(settings.path)
    return warning(
        "printer",
        "none: receipts are only shown on the screen",
        "set printer.kind to have them on paper",
    )


def _network(host: str, port: int) -> Finding:
    try:
        socket.create_connection((host, port), _PATIENCE_SECONDS).close()
    except OSError as error:
        return bad(
            "printer",
            f"{host} port {port}: {error.strerror or error}",
            "switch it on, check its cable, and printer.host",
        )
    return ok("printer", f"{host} port {port} answers")


def _file(path: Path) -> Finding:
    if path.exists():
        if not path.is_dir() and os.access(path, os.W_OK):
            return ok("printer", str(path))
        return bad(
            "printer",
            f"{path}: cannot be written to",
            "add the kiosk's user to group lp, or correct printer.path",
        )
    if Path("/dev") in path.parents:
        return bad(
            "printer", f"{path}: not there", "switch the printer on, check its cable"
        )
    folder = next(each for each in path.parents if each.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return ok("printer", f"{path}: made at the first receipt")
    return bad("printer", f"{folder}: cannot be written to", "correct printer.path")
