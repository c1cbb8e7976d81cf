"""Authentication IDs as they are typed and scanned."""

import re

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.registry import auth_id

TOLD = re.compile(
    r"not an authentication ID: (length|character|check)"
    r"(, (expected|found|place) [0-9]+)*"
)


def typed(data: bytes) -> None:
    """As text, with what is not UTF-8 as Python hands it on."""
    text = data.decode("utf-8", errors="surrogateescape")
    for reading in auth_id.readings(text):
        expect(auth_id.is_opaque(reading), "what is looked up can be an ID")
        expect(reading in auth_id.readings(reading), "and is found as it is kept")
    flaw = auth_id.mistyped(text)
    expect(flaw is None or flaw.id.startswith("auth_id.invalid."), "a flaw has words")
    try:
        found = auth_id.parse(text)
    except auth_id.InvalidAuthId as error:
        told = TOLD.fullmatch(str(error))
        expect(told is not None, "an error does not repeat what was typed")
        return
    expect(len(found) == auth_id.LENGTH, "an ID has sixteen characters")
    expect(set(found) <= set(auth_id.ALPHABET), "and none but those of IDs")
    expect(auth_id.parse(auth_id.grouped(found)) == found, "as it is shown")


if __name__ == "__main__":
    fuzz(typed)
