"""Objects of tag, length and value of My Number cards."""

from contextlib import suppress

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card import tlv
    from kiosk.card.faults import CardError


def objects(data: bytes) -> None:
    """As a header, as one object, as many, and as objects in objects."""
    with suppress(CardError):
        header = tlv.header(data)
        expect(0 < header.start <= header.end, "a header has a tag and a length")
        value = tlv.value(data, header.tag)
        expect(len(value) == header.size, "a value is as long as its header says")
    with suppress(CardError):
        found = tlv.children(data)
        expect(sum(map(len, found.values())) <= len(data), "nothing is made up")
        for value in found.values():
            with suppress(CardError):
                tlv.children(value)


if __name__ == "__main__":
    fuzz(objects)
