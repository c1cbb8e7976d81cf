"""The store's key: 32 random bytes, in a file that only its owner can read or sealed
to this machine and handed over by systemd (``LoadCredentialEncrypted=``).
"""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.store.faults import StoreError, StoreFault, from_system
from kiosk.store.folder import locked

KEY_BYTES = 32


def derive(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose only (HKDF-SHA256, RFC 5869).

    ``purpose`` is a fixed text of the caller; two purposes never share a key.
    """
    hkdf = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"madoguchi/{purpose}".encode())
    return hkdf.derive(key)


class Key(Protocol):
    """Where the store's key comes from."""

    def load_or_create(self) -> bytes:
        """The 32 bytes.

        Raises:
            StoreError: there is no key, or none that can be trusted.
        """


class CredentialKey:
    """A key that was sealed when the machine was installed. systemd has opened the seal
    for this unit alone and keeps the key where nobody else and no swap can see it, so
    whose file it is there is the manager's business (systemd.exec(5), Credentials).
    """

    def __init__(self, name: str, environ: Mapping[str, str] = os.environ) -> None:
        self._name = name
        self._folder = environ.get("CREDENTIALS_DIRECTORY", "")

    def load_or_create(self) -> bytes:
        """The 32 bytes; none is ever made here.

        Raises:
            StoreError: KEY_SEALED (systemd handed over none, or another), or what the
                system said.
        """
        if not self._folder:
            raise StoreError(StoreFault.KEY_SEALED, self._name)
        try:
            key = Path(self._folder, self._name).read_bytes()
        except FileNotFoundError:
            raise StoreError(StoreFault.KEY_SEALED, self._name) from None
        except OSError as error:
            raise from_system(error) from None
        if len(key) != KEY_BYTES:
            raise StoreError(StoreFault.KEY_SEALED, f"{self._name}: {len(key)} bytes")
        return key


class FileKey:
    """A key file, made on the first start.

    ``protects`` is the store that the key opens: once that store holds anything, a
    missing key is a fault and no new one is made, since a new key would only turn a
    repairable mistake (the file was moved) into a confusing one.
    """

    def __init__(
        self,
        path: Path,
        protects: Path | None = None,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._path = path
        self._protects = protects
        self._random = random

    def load_or_create(self) -> bytes:
        """The 32 bytes.

        Raises:
            StoreError: KEY_UNSAFE (others can read it, a link, another's, not 32
                bytes), KEY_MISSING (the store exists without it), or what the
                system said while it was made.
        """
        try:
            with locked(self._path.parent) as folder:
                if not os.path.lexists(self._path):
                    self._refuse_to_orphan_a_store()
                    self._create(folder)
                return self._load()
        except OSError as error:
            raise from_system(error) from None

    def _load(self) -> bytes:
        # Not waiting for a writer, should the name belong to a pipe.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        if self._path.is_symlink():
            raise self._unsafe("a link")
        descriptor = os.open(self._path, flags)
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise self._unsafe("not a plain file")
            if state.st_uid != os.geteuid():
                raise self._unsafe("owned by another user")
            if state.st_mode & 0o077:
                raise self._unsafe(f"mode {stat.S_IMODE(state.st_mode):04o}")
            if state.st_size != KEY_BYTES:
                raise self._unsafe(f"{state.st_size} bytes")
            return os.read(descriptor, KEY_BYTES)
        finally:
            os.close(descriptor)

    def _create(self, folder: int) -> None:
        # Written whole under another name first: whoever is killed in between leaves
        # no key, never half of one. The folder's lock makes the fixed name safe.
        draft = self._path.with_name(self._path.name + ".new")
        draft.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(draft, flags, 0o600), "wb", buffering=0) as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(self._random(KEY_BYTES))
            os.fsync(file.fileno())
        # A link, not a renaming: it fails where a key exists already.
        os.link(draft, self._path, follow_symlinks=False)
        draft.unlink()
        os.fsync(folder)

    def _refuse_to_orphan_a_store(self) -> None:
        store = self._protects
        if store is not None and store.exists() and store.stat().st_size:
            raise StoreError(StoreFault.KEY_MISSING, str(self._path))

    def _unsafe(self, why: str) -> StoreError:
        return StoreError(StoreFault.KEY_UNSAFE, f"{self._path}: {why}")
