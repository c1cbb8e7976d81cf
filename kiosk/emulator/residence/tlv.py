"""Objects as residence cards store them: definite lengths, no shorter than needed."""


def tlv(tag: int, value: bytes) -> bytes:
    """One object of a tag of one or two bytes."""
    octets = tag.to_bytes(2 if tag > 0xFF else 1, "big")
    return octets + length(len(value)) + value


def field(tag: int, value: bytes, size: int) -> bytes:
    """One object of fixed size, filled with NUL; ``ValueError`` if it is too long."""
    if len(value) > size:
        raise ValueError(f"tag {tag:X}: {len(value)} bytes do not fit into {size}")
    return tlv(tag, value.ljust(size, b"\0"))


def length(size: int) -> bytes:
    """The length octets alone."""
    if size < 0x80:
        return bytes([size])
    if size <= 0xFF:
        return bytes([0x81, size])
    return b"\x82" + size.to_bytes(2, "big")
