"""Where virtual cards are made: a folder with an authority and the cards' keys.

``authority/`` holds the roots and their keys, ``anchors/`` what a demo site is told
to trust, ``cards/<person>/`` one card's keys. Everything but the anchors is for its
owner only. Certificates are issued anew each time, so they never lapse; the keys
stay, so a card is the same card after a restart.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.keys import load_rsa, save_key


def authority_in(folder: Path, at: datetime) -> SyntheticAuthority:
    """The authority of a folder, made when there is none; anchors are kept beside.

    Raises:
        ValueError: a file is damaged, or the roots do not hold at ``at``.
        OSError: the folder cannot be read or written.
    """
    home = folder / "authority"
    if not home.exists():
        make(home, SyntheticAuthority.create(at).save)
    authority = SyntheticAuthority.load(home)
    if not authority.valid_at(at):
        raise ValueError(
            f"{home}: not valid on {at:%Y-%m-%d}; set the clock or delete the folder"
        )
    authority.write_anchors(folder / "anchors")
    return authority


def card_keys_in(folder: Path, person: str) -> CardKeys:
    """The keys of a person's card, made when there are none.

    Raises:
        ValueError: a file is damaged.
        OSError: the folder cannot be read or written.
    """
    home = folder / "cards" / person
    if not home.exists():
        make(home, _save_new_keys)
    return CardKeys(
        load_rsa(home / "authentication.key"), load_rsa(home / "signature.key")
    )


def _save_new_keys(folder: Path) -> None:
    keys = CardKeys.new()
    save_key(folder / "authentication.key", keys.authentication)
    save_key(folder / "signature.key", keys.signature)


def make(home: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside and rename it, so that no half of one is ever found."""
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=home.parent, prefix=f".{home.name}-"))
    try:
        fill(beside)
        beside.rename(home)
    except OSError:
        if not home.exists():  # unless another process was quicker
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
