"""One queue of CUPS, and what became of what was given to it.

    look ──► Create-Job ──► Send-Document ──► watch ──► completed: printed
      │          │                │             │
      │          │                └─────────────┴──► Cancel-Job ──► PrinterError
      └──────────┴──► PrinterError

CUPS tells for certain what was never begun: a job that was cancelled before it was
processed, or while its printer could not be reached. Whatever ends otherwise may have
been printed. A job is purged when it has ended, for CUPS keeps what it printed for a
day, and that is the visitor's.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field
from enum import IntEnum
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import quote

from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.printers.ipptool import NO_IPPTOOL, IppError, ask, words
from kiosk.printers.reasons import fault_of, likely_fault, near_end
from kiosk.record import record

SERVER: Final = "localhost:631"
_ASKED_OF_A_PRINTER: Final = (
    "ATTR keyword requested-attributes printer-state,printer-state-reasons,"
    "printer-is-accepting-jobs,device-uri,media-supported"
)
_DIRECT: Final = ("ipp://", "ipps://")
_DIRECT_SECONDS: Final = 3.0
_STOPPED: Final = 5
_NEVER: Final = "<<no-value>>"
_STOPPING: Final = "processing-to-stop-point"
# How the backends of CUPS say, in the language of the job, which is English, that they
# have not reached the printer yet. (cups 2.4, backend/{ipp,socket,lpd,usb-libusb}.c)
_NOT_REACHED: Final = frozenset(
    {
        "Connecting to printer.",
        "The printer is busy.",
        "The printer is not responding.",
        "The printer is unreachable at this time.",
        "The printer may not exist or is unavailable at this time.",
        "Waiting for printer to become available.",
    }
)
_ABSENT: Final = frozenset(
    {"", NO_IPPTOOL, "client-error-not-found", "client-error-gone"}
)
"""Nobody answers, nobody can ask, or there is no such queue."""


Options = Callable[[frozenset[str]], Mapping[str, str]]
"""Job attributes of IPP, each a keyword, for a queue that knows these media."""


class JobState(IntEnum):
    """RFC 8011, 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@record
class Patience:
    """Seconds. ``job``: until it must be printed. ``trouble``: how long a printer may
    say that something is wrong with it. ``end``: until a cancelled job must have
    ended. ``look``: between one look and the next.
    """

    job: float = 60.0
    trouble: float = 5.0
    end: float = 10.0
    look: float = 0.2


PATIENCE: Final = Patience()


@record
class Look:
    """How a queue is, and the printer behind it. ``fault`` says why it takes nothing;
    ``media``: PWG names of the papers it knows.
    """

    fault: PrinterFault | None
    near_end: bool = False
    media: frozenset[str] = field(default=frozenset())


class Queue:
    """Its ``name`` is the one that ``lpstat -e`` gives. ``clock`` never goes back."""

    def __init__(
        self,
        name: str,
        server: str = SERVER,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._uri = f"ipp://{server}/printers/{quote(name, safe='')}"
        self._patience = patience
        self._clock = clock

    def look(self) -> Look:
        """Ask the scheduler, and the printer itself if it speaks IPP: what CUPS knows
        of it may be as old as the last job.

        Raises:
            PrinterError: no scheduler, no such queue.
        """
        told = self._asked("Get-Printer-Attributes", _ASKED_OF_A_PRINTER)
        media = words(told.get("media-supported"))
        if told.get("printer-state") == _STOPPED or not told.get(
            "printer-is-accepting-jobs", True
        ):
            return Look(PrinterFault.STOPPED, media=media)
        device = str(told.get("device-uri", ""))
        if not device.startswith(_DIRECT):
            return Look(None, near_end(words(told.get("printer-state-reasons"))), media)
        state, reasons = _asked_directly(device)
        fault = fault_of(reasons)
        if state == _STOPPED:
            fault = fault or likely_fault(reasons) or PrinterFault.BROKEN
        return Look(fault, near_end(reasons), media)

    def print(self, pdf: bytes, title: str, options: Options) -> None:
        """Have a PDF printed: returns when the printer has said so. ``title`` is seen
        by whoever lists the jobs.

        Raises:
            PrinterError: it was not printed, or nobody knows.
        """
        found = self.look()
        if found.fault is not None:
            raise PrinterError(found.fault)
        job = self._created(title, options(found.media))
        try:
            self._send(job, pdf)
            self._watch(job)
        finally:
            self._purge(job)

    def _created(self, title: str, options: Mapping[str, str]) -> int:
        told = self._asked(
            "Create-Job",
            f'ATTR nameWithoutLanguage job-name "{title}"',
            "GROUP job-attributes-tag",
            *(f"ATTR keyword {name} {value}" for name, value in options.items()),
        )
        return int(told["job-id"])

    def _send(self, job: int, pdf: bytes) -> None:
        """An error is of no account: what became of the job, the job itself tells."""
        try:
            ask(
                self._uri,
                "Send-Document",
                f"ATTR integer job-id {job}",
                "ATTR mimeMediaType document-format application/pdf",
                "ATTR boolean last-document true",
                document=pdf,
            )
        except IppError:
            self._give_up(job, PrinterFault.STOPPED)

    def _watch(self, job: int) -> None:
        deadline = self._clock() + self._patience.job
        unwell_since = None
        while not _ended(told := self._told_of(job)):
            now, fault = self._clock(), _fault_in(told)
            if fault is None:
                unwell_since = None
            elif unwell_since is None:
                unwell_since = now
            elif now - unwell_since >= self._patience.trouble:
                return self._give_up(job, fault)
            if now >= deadline:
                return self._give_up(job, fault or _likely_fault_in(told))
            sleep(self._patience.look)
        return _settle(told, PrinterFault.BROKEN)

    def _give_up(self, job: int, fault: PrinterFault) -> None:
        """Cancel it, and wait for what that does: it may have been printed by now."""
        # When it has ended already it cannot be cancelled, and is as it is.
        with suppress(IppError):
            ask(self._uri, "Cancel-Job", f"ATTR integer job-id {job}")
        deadline = self._clock() + self._patience.end
        while not _ended(told := self._told_of(job)):
            if self._clock() >= deadline:
                raise PrinterError(fault, begun=True)
            sleep(self._patience.look)
        _settle(told, fault)

    def _told_of(self, job: int) -> dict[str, Any]:
        try:
            told = ask(self._uri, "Get-Job-Attributes", f"ATTR integer job-id {job}")
        except IppError as error:
            fault, detail = PrinterFault.INTERRUPTED, str(error)
            raise PrinterError(fault, detail, begun=True) from None
        return {"job-state": JobState.PENDING, **told}

    def _purge(self, job: int) -> None:
        # The scheduler may be gone, or keep nothing; the paper is what counts.
        with suppress(IppError):
            ask(
                self._uri,
                "Cancel-Job",
                f"ATTR integer job-id {job}",
                "ATTR boolean purge-job true",
            )

    def _asked(self, operation: str, *lines: str) -> dict[str, Any]:
        try:
            return ask(self._uri, operation, *lines)
        except IppError as error:
            absent = error.status in _ABSENT
            fault = PrinterFault.ABSENT if absent else PrinterFault.STOPPED
            raise PrinterError(fault, str(error)) from None


def _asked_directly(device: str) -> tuple[object, frozenset[str]]:
    """State and reasons, in the printer's own words."""
    try:
        told = ask(
            device,
            "Get-Printer-Attributes",
            "ATTR keyword requested-attributes printer-state,printer-state-reasons",
            patience=_DIRECT_SECONDS,
        )
    except IppError:
        return None, frozenset({"offline"})
    return told.get("printer-state"), words(told.get("printer-state-reasons"))


def _fault_in(told: Mapping[str, Any]) -> PrinterFault | None:
    fault = fault_of(words(told.get("job-printer-state-reasons")))
    if fault is None and told.get("job-printer-state-message") in _NOT_REACHED:
        return PrinterFault.OFFLINE
    return fault


def _likely_fault_in(told: Mapping[str, Any]) -> PrinterFault:
    reasons = words(told.get("job-printer-state-reasons"))
    return likely_fault(reasons) or PrinterFault.TIMEOUT


def _settle(told: Mapping[str, Any], fault: PrinterFault) -> None:
    """What has ended was printed, or it raises why not."""
    if told["job-state"] != JobState.COMPLETED:
        raise PrinterError(_fault_in(told) or fault, begun=_may_have_begun(told))


def _ended(told: Mapping[str, Any]) -> bool:
    """A job that was cancelled on its way has ended when its backend has."""
    state = JobState(told["job-state"])
    if state is JobState.CANCELED and _was_begun(told):
        return _STOPPING not in words(told.get("job-state-reasons"))
    return state > JobState.STOPPED


def _was_begun(told: Mapping[str, Any]) -> bool:
    begun: object = told.get("time-at-processing", _NEVER)
    return begun != _NEVER


def _may_have_begun(told: Mapping[str, Any]) -> bool:
    """Whether anything can have reached the printer."""
    reached = told.get("job-printer-state-message") not in _NOT_REACHED
    return _was_begun(told) and reached
