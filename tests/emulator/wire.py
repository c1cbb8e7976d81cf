"""Command APDUs as the tests of the virtual card write them."""

JPKI = "D392F000260100000001"
TEXT = "D3921000310001010408"
SURFACE = "D3921000310001010402"


def select(aid: str) -> str:
    """SELECT an application without asking for its control information."""
    return f"00A4040C{len(aid) // 2:02X}{aid}"


def file(identifier: str) -> str:
    """SELECT an elementary file of the current application."""
    return f"00A4020C02{identifier}"


def verify(value: bytes, reference: int = 0x80) -> str:
    """VERIFY with a value."""
    return f"002000{reference:02X}{len(value):02X}{value.hex()}"


def sign(data: bytes, reference: int = 0x80) -> str:
    """COMPUTE SIGNATURE over data, with Le."""
    return f"802A00{reference:02X}{len(data):02X}{data.hex()}00"
