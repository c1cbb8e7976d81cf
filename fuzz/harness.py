"""What every harness shares: one parser is given octets until something gives way.

A harness is a program of libFuzzer (``python fuzz/tlv.py -help=1``); ``run.py`` runs
all. A parser may refuse what it is given in the ways that its docstring names, and in
no other; what it takes must keep the promises that the harness asks for.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import atheris


def instrumented() -> AbstractContextManager[None]:
    """Our own modules, and Python's parser of settings, that are imported in this
    block tell which ways were taken in them.
    """
    block: AbstractContextManager[None]
    block = atheris.instrument_imports(include=["kiosk", "tomllib"])
    return block


def fuzz(target: Callable[[bytes], None]) -> None:
    """Call ``target`` again and again, as the arguments of the program say."""
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


def expect(claim: bool, promise: str) -> None:
    """A promise that holds whatever comes in."""
    if not claim:
        raise AssertionError(promise)
