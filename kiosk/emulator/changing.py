"""The instructions that change a card, whatever their class (ISO/IEC 7816-4, -8, -9;
GlobalPlatform Card Specification, chapter 11; CHANGE PIN: soltia48/myna-card).
"""

from typing import Final

_CHANGING: Final = {
    0x04: "DEACTIVATE FILE",
    0x0E: "ERASE BINARY",
    0x0F: "ERASE BINARY",
    0x24: "CHANGE REFERENCE DATA",
    0x26: "DISABLE VERIFICATION",
    0x28: "ENABLE VERIFICATION",
    0x2C: "RESET RETRY COUNTER",
    0x32: "CHANGE PIN",
    0x44: "ACTIVATE FILE",
    0x46: "GENERATE KEY PAIR",
    0xD0: "WRITE BINARY",
    0xD1: "WRITE BINARY",
    0xD2: "WRITE RECORD",
    0xD6: "UPDATE BINARY",
    0xD7: "UPDATE BINARY",
    0xD8: "PUT KEY",
    0xDA: "PUT DATA",
    0xDB: "PUT DATA",
    0xDC: "UPDATE RECORD",
    0xDD: "UPDATE RECORD",
    0xE0: "CREATE FILE",
    0xE2: "APPEND RECORD",
    0xE4: "DELETE",
    0xE6: "INSTALL or TERMINATE",
    0xE8: "LOAD or TERMINATE",
    0xF0: "SET STATUS",
    0xFE: "TERMINATE CARD USAGE",
}


def changing_instruction(apdu: bytes) -> str | None:
    """Name of the instruction if this command would change a card. A command that is
    malformed besides, or of another class, is meant no better.
    """
    return _CHANGING.get(apdu[1]) if len(apdu) > 1 else None
