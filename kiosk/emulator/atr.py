"""Answers to reset of real My Number cards, by what they let a client assume.

From OpenSC (``win32/customactions.cpp``, issue #3021) and pcsc-tools'
``smartcard_list.txt``.
"""

from types import MappingProxyType
from typing import Final

CONTACTLESS: Final = bytes.fromhex("3B888001000005E0B381A1007F")

ATRS: Final = MappingProxyType(
    {
        "contactless": CONTACTLESS,
        "contactless-41e0": bytes.fromhex("3B888001000041E0B381A1003B"),
        "contactless-4b51": bytes.fromhex("3B888001004B51FF0081D100BC"),
        "contactless-4b51-b3": bytes.fromhex("3B888001004B51FFB381D1000F"),
        # Declares command chaining and extended lengths.
        "contact": bytes.fromhex("3BDA13FF8131FB468012392F31C173C601C03B"),
        # Declares neither.
        "contact-short": bytes.fromhex("3BC5FF8131FB458073C6010000"),
        "dual-d1d6": bytes.fromhex("3BF59100FF918171FE400042000100D1D6"),
        "dual-b3a1": bytes.fromhex("3BF59100FF918171FE4000420001B3A115"),
        "old-juki": bytes.fromhex("3BE000FF8131FE4514"),
    }
)
"""By the name that the ``atr`` setting takes."""
