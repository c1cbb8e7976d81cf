"""The four attributes in the text application of a My Number card."""

from contextlib import suppress

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card import attributes
    from kiosk.card.faults import CardError


def attributes_file(data: bytes) -> None:
    """As EF 0002, filler and all."""
    try:
        found = attributes.from_file(data)
    except CardError as error:
        expect(error.__context__ is None, "no other error carries the octets along")
        return
    expect(found.name != "", "there is a name")
    expect(len(found.birth_date) == 8, "a birth date has eight digits")
    expect(found.birth_date.isascii() and found.birth_date.isdigit(), "ASCII digits")
    expect(found.sex in ("0", "1", "2", "9"), "a sex of ISO/IEC 5218")
    with suppress(UnicodeEncodeError):
        (found.name + found.address).encode()
        return
    raise AssertionError("a text that is no Unicode")


if __name__ == "__main__":
    fuzz(attributes_file)
