"""What all terminals and offices of an association share, and the hub never sees."""

import hmac
from hashlib import sha256
from typing import Final

from kiosk.record import record
from kiosk.store.keys import derive

ID_BYTES: Final = 16
SECRET_BYTES: Final = 32
HANDLE_BYTES: Final = 32


@record(hidden=True)
class Association:
    """``id`` tells it from others; ``secret`` is known to its members alone; ``root``
    is the public key (Ed25519) by which members know the keys of the offices.
    """

    id: bytes
    secret: bytes
    root: bytes

    def handle(self, auth_id: str) -> bytes:
        """By what the hub finds whatever belongs to an ID, in its plain form. Without
        the secret nobody can try one ID after another.
        """
        key = derive(self.secret, "hub/handle/1")
        return hmac.digest(key, auth_id.encode(), sha256)

    def vouch(self, told: bytes) -> bytes:
        """By which members know that one of them has said it (32 bytes)."""
        key = derive(self.secret, "hub/member/1")
        return hmac.digest(key, self.id + told, sha256)
