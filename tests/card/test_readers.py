"""All readers, looked at once; no service needed."""

from collections.abc import Sequence

import pytest
from smartcard import scard

from kiosk.card import readers
from kiosk.card.lookout import Report
from kiosk.card.readers import Look, Service, look

OK = int(scard.SCARD_S_SUCCESS)
ATR = bytes.fromhex("3B888001000005E0B381A1007F")


@pytest.fixture(autouse=True)
def released(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every context that was given back."""
    released: list[int] = []
    monkeypatch.setattr(readers, "SCardReleaseContext", released.append)
    return released


def service(
    monkeypatch: pytest.MonkeyPatch,
    establish: int = OK,
    listing: tuple[int, Sequence[str]] = (OK, ()),
    change: int = OK,
) -> None:
    """A card service that answers so."""

    def get(
        context: int, wait: int, asked: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        assert wait == 0
        states = [
            (name, 0x20 | at << 16, list(ATR)) for at, (name, _) in enumerate(asked)
        ]
        return change, states if change == OK else []

    monkeypatch.setattr(readers, "SCardEstablishContext", lambda scope: (establish, 7))
    monkeypatch.setattr(readers, "SCardListReaders", lambda context, groups: listing)
    monkeypatch.setattr(readers, "SCardGetStatusChange", get)


def test_every_reader_is_seen(
    monkeypatch: pytest.MonkeyPatch, released: list[int]
) -> None:
    service(monkeypatch, listing=(OK, ["A", "B"]))
    reports = (Report("A", 0x20, ATR), Report("B", 0x20 | 1 << 16, ATR))
    assert look() == Look(Service.RUNS, reports)
    assert released == [7]


@pytest.mark.parametrize(
    "listing", [(OK, ()), (int(scard.SCARD_E_NO_READERS_AVAILABLE), ())]
)
def test_there_may_be_none(
    monkeypatch: pytest.MonkeyPatch, listing: tuple[int, Sequence[str]]
) -> None:
    service(monkeypatch, listing=listing)
    assert look() == Look(Service.RUNS)


REFUSALS = [
    (int(scard.SCARD_E_NO_SERVICE), Service.STOPPED),
    (int(scard.SCARD_E_SERVICE_STOPPED), Service.STOPPED),
    (int(scard.SCARD_F_COMM_ERROR), Service.STOPPED),
    (int(scard.SCARD_W_SECURITY_VIOLATION), Service.FORBIDDEN),
    (int(scard.SCARD_E_NO_ACCESS), Service.FORBIDDEN),
]


@pytest.mark.parametrize(("code", "told"), REFUSALS)
@pytest.mark.parametrize("at", ["establish", "listing", "change"])
def test_why_it_cannot_be_asked(
    monkeypatch: pytest.MonkeyPatch,
    released: list[int],
    at: str,
    code: int,
    told: Service,
) -> None:
    if at == "establish":
        service(monkeypatch, establish=code)
    elif at == "listing":
        service(monkeypatch, listing=(code, ()))
    else:
        service(monkeypatch, listing=(OK, ["A"]), change=code)
    assert look() == Look(told)
    assert released == ([] if at == "establish" else [7])
