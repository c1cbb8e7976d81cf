"""A connection that plays a script: every command exactly, in order, to the end."""

from collections.abc import Sequence

from kiosk.card.faults import CardError, Fault

Line = tuple[str, str | Fault]


class Script:
    """``lines`` are commands and answers in hex, spaces allowed; a fault for an
    answer is raised. ``finished`` asserts that all was played and power is off.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = list(lines)
        self._played = 0
        self.closed = False
        self.buffers: list[bytearray] = []

    def transmit(self, apdu: bytearray) -> bytes:
        """The answer to the next line; fails on any other command."""
        assert not self.closed
        assert self._played < len(self._lines), f"one too many: {apdu.hex()}"
        command, answer = self._lines[self._played]
        assert apdu.hex() == command.replace(" ", "").lower()
        self.buffers.append(apdu)
        self._played += 1
        if isinstance(answer, Fault):
            raise CardError(answer)
        return bytes.fromhex(answer)

    def close(self) -> None:
        """Power is off."""
        self.closed = True

    def finished(self) -> None:
        """Nothing is left to be said."""
        assert self._played == len(self._lines)
        assert self.closed
