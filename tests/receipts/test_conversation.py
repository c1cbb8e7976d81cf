"""A paper on its way to a receipt printer that breaks at every byte of it: printed once
and said so, or not said.
"""

from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.receipts.conversation import Patience
from kiosk.receipts.device_wire import device_wire, serial_wire
from kiosk.receipts.escpos_printer import EscposPrinter
from kiosk.receipts.job import job
from kiosk.receipts.network_wire import network_wire
from tests.receipts.box import Box, Break, attached, listening
from tests.receipts.papers import drawn, printed, receipt
from tests.survived import Survived

PAPER = drawn(receipt(language="ja", steps=()), 58)
JOB = job(PAPER)
SMALL = job(Image.effect_noise((64, 24), 90).convert("1"))
END = len(SMALL) + 3
"""With the request for its turn."""
CALM = Patience(paper=20, answer=10, look=0.01, farewell=0.05)
"""A busy machine may take a while to answer; whoever breaks is asked at once."""
HASTY = Patience(paper=0.1, answer=0.05, look=0.02, farewell=0.05)

FAULTS = {
    Break.PAPER: PrinterFault.PAPER_OUT,
    Break.COVER: PrinterFault.COVER_OPEN,
    Break.CUTTER: PrinterFault.BROKEN,
    Break.OFFLINE: PrinterFault.OFFLINE,
}


def at(port: int, patience: Patience = CALM) -> EscposPrinter:
    return EscposPrinter(partial(network_wire, "127.0.0.1", port), patience)


def outcome(printer: EscposPrinter, data: bytes = SMALL) -> PrinterError | None:
    try:
        printer.print(data)
    except PrinterError as error:
        return error
    return None


def is_honest(box: Box, told: PrinterError | None) -> bool:
    """Printed means once; not begun means that no row of it came out."""
    if told is None:
        return len(box.papers) == 1
    return len(box.papers) <= 1 and (told.begun or not box.rows)


# All is well.


def test_a_paper_is_printed_and_confirmed() -> None:
    box = Box()
    with listening(box) as port:
        at(port).print(JOB)
        at(port).print(JOB)
    (paper,) = printed(JOB)
    white = bytes(byte ^ 0xFF for byte in paper.tobytes())
    assert box.papers == [white, white]
    assert paper.tobytes() == PAPER.tobytes()


def test_a_printer_at_a_serial_port() -> None:
    box = Box()
    with attached(box) as path:
        wire = partial(serial_wire, Path(path), 115200, "hardware")
        EscposPrinter(wire, CALM).print(JOB)
    assert len(box.papers) == 1


def test_a_printer_behind_a_device_file() -> None:
    box = Box()
    with attached(box) as path:
        printer = EscposPrinter(
            partial(serial_wire, Path(path), 9600, "software"), CALM
        )
        assert printer.status() is not None
        EscposPrinter(partial(device_wire, Path(path)), CALM).print(SMALL)
    assert len(box.papers) == 1


@pytest.mark.parametrize("bits", [0, 0x0C])
def test_the_end_of_the_roll_is_near(bits: int) -> None:
    """It prints all the same."""
    box = Box(rolls=bits)
    with listening(box) as port:
        status = at(port).status()
        assert status is not None
        assert (status.fault, status.near_end) == (None, bool(bits))
        assert outcome(at(port)) is None


def test_reports_that_nobody_asked_for_are_not_taken_for_answers() -> None:
    """Each is four bytes, of which three look like the answer to GS r."""
    box = Box(chatter=b"\x10\x00\x00\x00", breaks=Break.COVER, at=len(SMALL))
    with listening(box) as port:
        told = outcome(at(port))
    assert told is not None
    assert (told.fault, told.begun) == (PrinterFault.COVER_OPEN, True)


@pytest.mark.parametrize("knows", [1, 2, 3])
def test_a_printer_that_answers_some_questions_only(knows: int) -> None:
    box = Box(knows=knows)
    with listening(box) as port:
        assert outcome(at(port, Patience(20, 0, 1, 0.05, 0.05))) is None
    assert len(box.papers) == 1


# It says why.


@pytest.mark.parametrize(("cause", "fault"), FAULTS.items())
def test_it_is_not_ready(cause: Break, fault: PrinterFault) -> None:
    """Nothing is sent to it then, so another printer may be tried."""
    box = Box(breaks=cause)
    with listening(box) as port:
        told = outcome(at(port))
        status = at(port).status()
    assert told is not None
    assert (told.fault, told.begun) == (fault, False)
    assert status is not None
    assert status.fault is fault
    assert (box.rows, box.papers) == (0, [])


@pytest.mark.parametrize(("cause", "fault"), FAULTS.items())
@pytest.mark.parametrize("connect", [listening, attached])
def test_it_stops_at_every_byte(
    cause: Break, fault: PrinterFault, connect: object, survived: Survived
) -> None:
    step = 1 if connect is listening else 40
    for place in range(1, END, step):
        box = Box(breaks=cause, at=place)
        if connect is listening:
            with listening(box) as port:
                told = outcome(at(port))
        else:
            with attached(box) as path:
                told = outcome(EscposPrinter(partial(device_wire, Path(path)), CALM))
        assert told is not None, place
        assert (told.fault, told.begun) == (fault, True), place
        assert is_honest(box, told), place
        survived("at the receipt printer")


def test_it_dies_at_every_byte(survived: Survived) -> None:
    for place in range(END + 1):
        box = Box(breaks=Break.DIE, at=place)
        with listening(box) as port:
            told = outcome(at(port))
        assert is_honest(box, told), place
        assert told is None or told.fault is PrinterFault.INTERRUPTED
        assert told is not None or place == END
        survived("at the receipt printer")


def test_it_is_unplugged_at_some_bytes(survived: Survived) -> None:
    for place in range(0, END, 40):
        box = Box(breaks=Break.DIE, at=place)
        with attached(box) as path:
            told = outcome(EscposPrinter(partial(device_wire, Path(path)), CALM))
        assert is_honest(box, told), place
        assert told is not None, place
        survived("at the receipt printer")


def test_it_hangs_at_some_bytes(survived: Survived) -> None:
    """And says nothing any more, whatever it is asked."""
    for place in range(0, END, 20):
        box = Box(breaks=Break.STALL, at=place)
        with listening(box) as port:
            told = outcome(at(port, HASTY))
        assert is_honest(box, told), place
        assert told is not None, place
        assert told.begun, "nobody knows what it has in its memory"
        survived("at the receipt printer")


def test_it_hangs_with_a_small_memory() -> None:
    """A long paper does not fit into what the network holds."""
    data = JOB * 200
    box = Box(breaks=Break.STALL, at=5000)
    with listening(box, buffer=4096) as port:
        begun = monotonic()
        told = outcome(at(port, HASTY), data)
        assert monotonic() - begun < 10
    assert told is not None
    assert (told.fault, told.begun) == (PrinterFault.TIMEOUT, True)


# It cannot say.


def test_a_mute_printer_that_took_everything_may_have_printed() -> None:
    box = Box(is_mute=True)
    with listening(box) as port:
        told = outcome(at(port, HASTY))
    assert told is not None
    assert (told.fault, told.begun) == (PrinterFault.UNCONFIRMED, True)
    assert len(box.papers) == 1


def test_a_mute_printer_that_dies(survived: Survived) -> None:
    """One that closes with bytes unread has not printed; one without may have."""
    for place in range(0, END, 10):
        box = Box(is_mute=True, breaks=Break.DIE, at=place)
        with listening(box) as port:
            told = outcome(at(port, HASTY))
        assert told is not None
        assert is_honest(box, told), place
        survived("at the receipt printer")


def test_a_printer_that_knows_no_turns() -> None:
    """It says that it is well, but not that it has come to the end."""
    box = Box(has_turns=False)
    with listening(box) as port:
        told = outcome(at(port, Patience(0.2, 0, 5, 0.01, 0.05)))
    assert told is not None
    assert (told.fault, told.begun) == (PrinterFault.UNCONFIRMED, True)


# Nobody is there.


def test_nobody_listens() -> None:
    with listening(Box()) as port:
        pass
    told = outcome(at(port))
    assert told is not None
    assert (told.fault, told.begun) == (PrinterFault.ABSENT, False)
    with pytest.raises(PrinterError, match="absent"):
        at(port).status()


@pytest.mark.parametrize("host", ["printer.invalid", "", "a" * 300, "..", "no host"])
def test_no_such_host(host: str) -> None:
    with pytest.raises(PrinterError) as failed:
        EscposPrinter(partial(network_wire, host, 1, 1)).print(JOB)
    assert failed.value.fault is PrinterFault.ABSENT
