"""The four attributes in the alternative names of a signature certificate."""

import atheris
from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card import attributes
    from kiosk.card.faults import CardError

LONGEST = 300


def other_names(data: bytes) -> None:
    """Some of the names, each with any value."""
    given = atheris.FuzzedDataProvider(data)
    values = {
        f"{attributes.OID_ARC}{arc}": given.ConsumeBytes(
            given.ConsumeIntInRange(0, LONGEST)
        )
        for arc in range(1, 6)
        if given.ConsumeBool()
    }
    try:
        found = attributes.from_other_names(values)
    except CardError as error:
        expect(error.__context__ is None, "no other error carries the octets along")
        return
    if found is not None:
        expect(found.name != "", "there is a name")
        expect(len(found.birth_date) == 8, "a birth date has eight digits")
        expect(found.sex in ("0", "1", "2", "9"), "a sex of ISO/IEC 5218")


if __name__ == "__main__":
    fuzz(other_names)
