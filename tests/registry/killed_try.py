"""Tries a password and is killed at its computation; run by ``test_passwords``.

python -m tests.registry.killed_try STORE AUTH_ID PASSWORD TIME
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from kiosk.registry.argon import Cost
from kiosk.registry.passwords import Passwords
from kiosk.secret import Secret
from kiosk.store.database import open_store
from tests.registry.people import KEY


def killed(secret: Secret, salt: bytes, cost: Cost) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


if __name__ == "__main__":
    path, auth_id, password, at = sys.argv[1:]
    passwords = Passwords(open_store(Path(path), KEY), KEY, os.urandom, compute=killed)
    passwords.check(auth_id, Secret.of(password.encode()), datetime.fromisoformat(at))
