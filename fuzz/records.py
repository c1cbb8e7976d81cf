"""What stands in the files of a residence card."""

from collections.abc import Callable

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card.faults import CardError
    from kiosk.card.residence import contents, objects

FILES: tuple[Callable[[bytes], object], ...] = (
    contents.number,
    contents.name_and_face,
    contents.address,
    contents.entries,
    contents.permissions,
    contents.other,
    lambda data: contents.picture(data, 0xD0),
    lambda data: contents.picture(data, 0xDFD1),
    lambda data: contents.permission(data, 0xD5),
    lambda data: contents.renewal(data, 0xD7),
    lambda data: contents.proof(data, 0xDA, 0xDB),
    lambda data: contents.proof(data, 0xDC, 0xDD),
    lambda data: objects.value(data, 0xC1),
)


def records(data: bytes) -> None:
    """The same octets as every file: each takes only its own tags."""
    for take in FILES:
        try:
            take(data)
        except CardError as error:
            expect(error.__context__ is None, "no other error carries the octets along")


if __name__ == "__main__":
    fuzz(records)
