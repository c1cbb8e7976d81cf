"""A scheduler that fails at every question it is asked: nobody is told that a paper was
printed when it was not, nor that none can have come out when one may have.
"""

from typing import Any

import pytest

from kiosk.printers import cups
from kiosk.printers.cups import JobState, Patience, Queue
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.printers.ipptool import IppError
from tests.survived import Survived

PATIENCE = Patience(job=5, trouble=0.0, end=0.0, look=0.0)
WELL = {"printer-state": 3, "printer-is-accepting-jobs": True, "device-uri": "usb://x"}
STATES = [JobState.PENDING, JobState.PROCESSING, JobState.COMPLETED]


class Script:
    """Answers as a scheduler would whose job goes through ``states``, and fails at the
    question of that number, having understood it or not.
    """

    def __init__(self, fails: int, understood: bool) -> None:
        self.fails = fails
        self.understood = understood
        self.asked: list[str] = []
        self.states = list(STATES)
        self.state = JobState.HELD
        self.begun = False
        self.printed = 0

    def ask(self, _: str, operation: str, *lines: str, **__: Any) -> dict[str, Any]:
        self.asked.append(operation)
        is_failing = len(self.asked) - 1 == self.fails
        if is_failing and not self.understood:
            raise IppError("")
        answer = self._answer(operation)
        if is_failing:
            raise IppError("")
        return answer

    def _answer(self, operation: str) -> dict[str, Any]:
        if operation == "Get-Printer-Attributes":
            return dict(WELL)
        if operation == "Create-Job":
            return {"job-id": 7}
        if operation == "Send-Document":
            self.state = self.states.pop(0)
        elif operation == "Cancel-Job" and self.state < JobState.CANCELED:
            self.state = JobState.CANCELED
        elif operation == "Get-Job-Attributes":
            told = self._told()
            self._go_on()
            return told
        return {}

    def _told(self) -> dict[str, Any]:
        begun = 1 if self.begun else "<<no-value>>"
        return {"job-state": int(self.state), "time-at-processing": begun}

    def _go_on(self) -> None:
        if self.states and self.state < JobState.CANCELED and self.state != 4:
            self.state = self.states.pop(0)
            self.begun = True
            self.printed += self.state is JobState.COMPLETED


def outcome(script: Script, monkeypatch: pytest.MonkeyPatch) -> PrinterError | None:
    monkeypatch.setattr(cups, "ask", script.ask)
    try:
        Queue("desk", patience=PATIENCE).print(b"%PDF-", "receipt", lambda _: {})
    except PrinterError as error:
        return error
    return None


def test_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(-1, True)
    assert outcome(script, monkeypatch) is None
    assert script.printed == 1
    assert script.asked == [
        "Get-Printer-Attributes",
        "Create-Job",
        "Send-Document",
        *["Get-Job-Attributes"] * 3,
        "Cancel-Job",
    ]


@pytest.mark.parametrize("understood", [True, False])
@pytest.mark.parametrize("fails", range(7))
def test_it_fails_at_every_question(
    fails: int, understood: bool, monkeypatch: pytest.MonkeyPatch, survived: Survived
) -> None:
    script = Script(fails, understood)
    told = outcome(script, monkeypatch)
    if told is None:
        assert script.printed == 1
    elif not told.begun:
        assert not script.begun
        assert script.state in (JobState.HELD, JobState.CANCELED), "it never will be"
    if fails >= 2:
        assert script.asked[-1] == "Cancel-Job", "nothing is kept of it"
    survived("in a queue of CUPS")


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("client-error-not-found", PrinterFault.ABSENT),
        ("client-error-not-authorized", PrinterFault.STOPPED),
        ("server-error-not-accepting-jobs", PrinterFault.STOPPED),
        ("server-error-busy", PrinterFault.STOPPED),
        ("no-ipptool", PrinterFault.ABSENT),
        ("", PrinterFault.ABSENT),
    ],
)
def test_why_it_is_refused(
    status: str, fault: PrinterFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> dict[str, Any]:
        raise IppError(status)

    monkeypatch.setattr(cups, "ask", refuse)
    with pytest.raises(PrinterError) as failed:
        Queue("desk").look()
    assert (failed.value.fault, failed.value.detail) == (fault, status or "no answer")
