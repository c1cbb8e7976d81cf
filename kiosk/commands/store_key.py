"""Where the settings say that the store's key is."""

from kiosk.config import Config
from kiosk.store.keys import CredentialKey, FileKey, Key


def key_of(config: Config) -> Key:
    """Nothing is read yet. The settings name one of the two."""
    store = config.store
    if store.key_file is not None:
        return FileKey(store.key_file, protects=store.path)
    return CredentialKey(store.key_credential or "")
