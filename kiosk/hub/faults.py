"""What can be wrong with something sealed, and with the hub."""

from enum import StrEnum
from typing import Final


class CannotOpenError(Exception):
    """Another key, or something was altered: which of them nobody can tell."""

    def __init__(self) -> None:
        super().__init__("what was sealed cannot be opened")


class HubFault(StrEnum):
    """What went wrong with the hub. Values are in messages and logs."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    REVOKED = "revoked"
    GAP = "gap"
    NEWER = "newer"
    TOO_MANY = "too-many"
    JOINED = "joined"
    NOT_JOINED = "not-joined"
    FAILED = "failed"


_SAID: Final = {
    HubFault.UNREACHABLE: "the hub cannot be reached; see hub.hosts and the network",
    HubFault.REFUSED: "the hub refused it",
    HubFault.REVOKED: "this terminal was revoked; join it anew",
    HubFault.GAP: "the hub misses changes of this terminal; join it anew",
    HubFault.NEWER: "the hub was made by a newer version; update this one",
    HubFault.TOO_MANY: "too many visitors were looked for within an hour; wait",
    HubFault.JOINED: "this invitation was used already; make another one",
    HubFault.NOT_JOINED: "this terminal is not joined; run kiosk hub join",
    HubFault.FAILED: "the hub failed",
}


class HubError(Exception):
    """Nothing was lost: what was to be sent is in the store still."""

    def __init__(self, fault: HubFault, detail: str = "") -> None:
        self.fault = fault
        said = _SAID[fault]
        super().__init__(f"{said} ({detail})" if detail else said)
