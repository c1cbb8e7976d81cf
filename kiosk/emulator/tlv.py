"""BER-TLV as the text application of the card writes it (ISO/IEC 8825-1)."""


def tlv(tag: int, value: bytes, *, long_form: bool = False) -> bytes:
    """One object of a two-byte tag. ``long_form`` writes the length as ``82 xx xx``
    even where one byte would do, as newer cards have it.
    """
    return tag.to_bytes(2, "big") + length(len(value), long_form=long_form) + value


def length(size: int, *, long_form: bool = False) -> bytes:
    """The length octets alone."""
    if long_form or size > 0xFF:
        return b"\x82" + size.to_bytes(2, "big")
    return bytes([0x81, size]) if size > 0x7F else bytes([size])
