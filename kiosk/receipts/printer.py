"""Something that receipts come out of."""

from typing import Protocol


class Printer(Protocol):
    """Something that papers come out of."""

    def print(self, job: bytes) -> None:
        """Give it the bytes of a whole paper, wait a bounded time, and return when it
        has said that the paper was printed.

        Raises:
            PrinterError: it was not, or nobody knows.
        """
