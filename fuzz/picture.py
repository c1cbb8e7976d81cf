"""Pictures of residence cards, decoded in a process of its own under limits."""

from contextlib import suppress

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card.residence.picture_worker import MOST_PIXELS, row_bytes
    from kiosk.card.residence.pictures import BadPicture, PictureFormat, decode

FORMS = tuple(PictureFormat)


def picture(data: bytes) -> None:
    """The first octet chooses the format."""
    form = FORMS[data[0] % len(FORMS)] if data else FORMS[0]
    with suppress(BadPicture):
        found = decode(data[1:], form)
        expect(found.width * found.height <= MOST_PIXELS, "no picture is too large")
        size = row_bytes(found.mode, found.width) * found.height
        expect(len(found.pixels) == size, "there are as many pixels as it says")


if __name__ == "__main__":
    fuzz(picture)
