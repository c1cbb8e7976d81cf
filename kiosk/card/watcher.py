"""A thread that looks at the readers, through everything the card service does.

pyscard's ``CardMonitor`` is not used: its thread ends for good when pcscd stops.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from smartcard.scard import (
    SCARD_E_NO_READERS_AVAILABLE,
    SCARD_E_TIMEOUT,
    SCARD_E_UNKNOWN_READER,
    SCARD_S_SUCCESS,
    SCARD_SCOPE_SYSTEM,
    SCARD_STATE_UNAWARE,
    SCardCancel,
    SCardEstablishContext,
    SCardGetStatusChange,
    SCardListReaders,
    SCardReleaseContext,
)

from kiosk.card.desk import Sight, SightState
from kiosk.card.lookout import Lookout, Report

_log = logging.getLogger(__name__)

_PLUG_AND_PLAY: Final = "\\\\?PnP?\\Notification"
"""A reader that is none: it changes when readers come and go."""
_ANYWAY_MS: Final = 5_000
"""A reader that came between listing and waiting is not reported: list anew."""
_MUTE_MS: Final = 1_000
"""A card that is just being powered looks mute for so long at most."""
_SHORTEST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 2.0
_CANCEL_AGAIN: Final = 0.05


class Watcher:
    """Calls ``listener`` with the first sight and each that differs from the last.

    ``lookout`` is used with ``lock`` held, for it may be asked from elsewhere too.
    """

    def __init__(
        self, lookout: Lookout, lock: threading.Lock, listener: Callable[[Sight], None]
    ) -> None:
        self._lookout = lookout
        self._lock = lock
        self._listener = listener
        self._told: Sight | None = None
        self._stopping = threading.Event()
        self._context: int | None = None
        self._thread = threading.Thread(target=self._run, name="cards", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End it. A cancellation that comes before the wait is lost: repeat it."""
        self._stopping.set()
        if self._thread is threading.current_thread():
            return
        while self._thread.is_alive():
            context = self._context
            if context is not None:
                SCardCancel(context)
            self._thread.join(_CANCEL_AGAIN)

    def _run(self) -> None:
        pause = _SHORTEST_PAUSE
        while not self._stopping.is_set():
            status, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
            if status == SCARD_S_SUCCESS:
                pause = _SHORTEST_PAUSE
                self._context = context
                self._watch(context)
                self._context = None
                SCardReleaseContext(context)
            if not self._stopping.is_set():
                with self._lock:
                    sight = self._lookout.service_lost()
                self._tell(sight)
                self._stopping.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _watch(self, context: int) -> None:
        """Returns when the service is lost, or when it is time to stop."""
        reports: dict[str, Report] = {}
        status, patience = SCARD_S_SUCCESS, _ANYWAY_MS
        while not self._stopping.is_set():
            names = _readers(context)
            if names is None:
                return
            reports = {name: reports[name] for name in names if name in reports}
            if len(reports) == len(names):
                patience = self._show(reports, status == SCARD_E_TIMEOUT)
            status, found = SCardGetStatusChange(
                context,
                patience,
                [(own.reader, own.state) for own in reports.values()]
                + [(n, SCARD_STATE_UNAWARE) for n in names if n not in reports]
                + [(_PLUG_AND_PLAY, SCARD_STATE_UNAWARE)],
            )
            if status == SCARD_S_SUCCESS:
                reports = {
                    name: Report(name, state, bytes(atr))
                    for name, state, atr in found
                    if name != _PLUG_AND_PLAY
                }
            elif status not in (SCARD_E_TIMEOUT, SCARD_E_UNKNOWN_READER):
                return

    def _show(self, reports: Mapping[str, Report], unchanged: bool) -> int:
        """Tell what is seen. Returns how many ms to wait for the next change."""
        with self._lock:
            sight = self._lookout.look(list(reports.values()))
        if sight.state is SightState.MUTE and sight != self._told and not unchanged:
            return _MUTE_MS
        self._tell(sight)
        return _ANYWAY_MS

    def _tell(self, sight: Sight) -> None:
        if sight == self._told:
            return
        self._told = sight
        try:
            self._listener(sight)
        except Exception as error:  # the desk must be watched whoever listens
            _log.error("a listener to the desk failed: %s", type(error).__name__)


def _readers(context: int) -> list[str] | None:
    """Names of all readers; None when the service is gone."""
    status, names = SCardListReaders(context, [])
    if status == SCARD_E_NO_READERS_AVAILABLE:
        return []
    return list(names) if status == SCARD_S_SUCCESS else None
