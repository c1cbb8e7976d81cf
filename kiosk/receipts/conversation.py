"""A paper sent to a receipt printer: asked before, watched, and confirmed.

    ask ──► send ──► await its turn ──► ask ──► printed
     │        │             │            │
     └────────┴─────────────┴────────────┴────► PrinterError

Whatever goes wrong before the first byte of the paper was taken leaves no paper. After
that nobody knows, and ``begun`` says so.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic, sleep
from typing import Final

from kiosk.printers.faults import PrinterError, PrinterFault, from_system
from kiosk.receipts.status import (
    QUESTIONS,
    REPORT_LENGTH,
    TURN,
    Status,
    is_answer,
    is_report,
    is_turn,
    question,
)
from kiosk.receipts.wire import HungUp, Wire
from kiosk.record import record

_LOOK_AGAIN_SECONDS: Final = 0.01
_MOST_NOISE: Final = 1024
"""Bytes that mean nothing, until what sends them counts as mute."""


@record
class Patience:
    """Seconds. ``paper``: until the printer must have taken a paper, and again until
    it must have printed it; ``byte``: so much more for each byte of it. ``answer``: for
    one status byte. ``look``: until one that takes or says nothing is asked how it is.
    ``farewell``: how long a mute printer may still break off.
    """

    paper: float = 20.0
    byte: float = 0.0
    answer: float = 1.0
    look: float = 0.25
    farewell: float = 1.0


PATIENCE: Final = Patience()


def printed(
    wire: Wire, job: bytes, patience: Patience, clock: Callable[[], float] = monotonic
) -> None:
    """Have a whole paper printed. ``clock`` never goes back.

    Raises:
        PrinterError: it was not, or nobody knows.
    """
    _Conversation(wire, patience, clock).printed(job)


def status(
    wire: Wire, patience: Patience, clock: Callable[[], float] = monotonic
) -> Status | None:
    """What the printer says of itself; None if it says nothing.

    Raises:
        PrinterError: it is gone.
    """
    try:
        return _Conversation(wire, patience, clock).status()
    except HungUp:
        raise PrinterError(PrinterFault.INTERRUPTED) from None
    except OSError as error:
        raise from_system(error) from None


class _Conversation:
    def __init__(
        self, wire: Wire, patience: Patience, clock: Callable[[], float]
    ) -> None:
        self._wire = wire
        self._patience = patience
        self._clock = clock
        self._begun = False
        self._awaits_turn = False
        self._had_its_turn = False
        self._rest_of_report = 0
        self._questions: tuple[int, ...] | None = None
        self._asked: deque[int] = deque()
        self._answers: dict[int, int] = {}

    def printed(self, job: bytes) -> None:
        try:
            self._print(job)
        except HungUp:
            raise self._error(PrinterFault.INTERRUPTED) from None
        except OSError as error:
            raise from_system(error, begun=self._begun) from None

    def _print(self, job: bytes) -> None:
        before = self.status()
        if before is None:
            self._give(job, speaks=False)
            self._part()
            raise self._error(PrinterFault.UNCONFIRMED)
        self._raise_fault(before)
        self._give(job + TURN, speaks=True)
        self._await_turn()
        after = self.status()
        if after is None:
            raise self._error(PrinterFault.UNCONFIRMED)
        self._raise_fault(after)

    def _give(self, data: bytes, speaks: bool) -> None:
        allowed = self._patience.paper + len(data) * self._patience.byte
        deadline = self._clock() + allowed
        rest = memoryview(data)
        while rest:
            if self._clock() >= deadline:
                raise self._error(PrinterFault.TIMEOUT)
            taken = self._wire.send(rest, self._patience.look)
            self._begun = self._begun or bool(taken)
            rest = rest[taken:]
            if not taken and speaks:
                self._raise_fault(self.status())

    def _await_turn(self) -> None:
        deadline = self._clock() + self._patience.paper
        self._awaits_turn = True
        known: Status | None = None
        while not self._had_its_turn:
            if self._clock() >= deadline:
                fault = PrinterFault.UNCONFIRMED if known else PrinterFault.TIMEOUT
                raise self._error(fault)
            if not self._listen(self._patience.look):
                known = self.status()
                self._raise_fault(known)

    def status(self) -> Status | None:
        """What it says of itself; None if it says nothing just now."""
        if not self._wire.hears:
            return None
        if self._questions is None:
            self._questions = self._learn()
        elif not self._ask(*self._questions):
            return None
        return Status(dict(self._answers)) if self._answers else None

    def _learn(self) -> tuple[int, ...]:
        """The questions that it answers at all; only those are asked again."""
        stale = 0
        while stale <= _MOST_NOISE and (heard := self._listen(0)):
            stale += len(heard)
        for number in QUESTIONS:
            if not self._ask(number):
                self._asked.clear()
                break
        return tuple(self._answers)

    def _ask(self, *numbers: int) -> bool:
        """Whether it has answered these, and what it was asked before: answers come in
        the order of the questions, and may be late when it takes nothing more.
        """
        if self._asked:
            return self._has_answered()
        for number in numbers:
            if not self._put(question(number)):
                return False
            self._asked.append(number)
            if not self._has_answered():
                return False
        return True

    def _put(self, asked: bytes) -> bool:
        rest = memoryview(asked)
        while rest:
            taken = self._wire.send(rest, self._patience.answer)
            if not taken and len(rest) == len(asked):
                return False
            if not taken:
                # Half a question would become part of the paper.
                raise self._error(PrinterFault.TIMEOUT)
            rest = rest[taken:]
        return True

    def _has_answered(self) -> bool:
        deadline = self._clock() + self._patience.answer
        noise = 0
        while self._asked:
            left = deadline - self._clock()
            if left <= 0 or noise > _MOST_NOISE:
                return False
            noise += len(self._listen(left))
        return True

    def _listen(self, seconds: float) -> bytes:
        """What is heard; each byte of it is noted for what it means."""
        heard = self._wire.hear(seconds)
        for byte in heard:
            if self._rest_of_report:
                self._rest_of_report -= 1
            elif is_report(byte):
                self._rest_of_report = REPORT_LENGTH - 1
            elif is_answer(byte) and self._asked:
                self._answers[self._asked.popleft()] = byte
            elif is_turn(byte) and self._awaits_turn:
                self._had_its_turn = True
        return heard

    def _part(self) -> None:
        """From a mute printer: it must have taken all, and may still break off."""
        deadline = self._clock() + self._patience.paper
        while self._wire.waiting():
            if self._clock() >= deadline:
                raise self._error(PrinterFault.TIMEOUT)
            self._wire.hear(0)
            sleep(_LOOK_AGAIN_SECONDS)
        deadline = self._clock() + self._patience.farewell
        while self._wire.hears and (left := deadline - self._clock()) > 0:
            try:
                self._wire.hear(left)
            except HungUp:
                return

    def _raise_fault(self, found: Status | None) -> None:
        if found is not None and found.fault is not None:
            raise self._error(found.fault)

    def _error(self, fault: PrinterFault) -> PrinterError:
        return PrinterError(fault, begun=self._begun)
