"""Everything that is asked of a My Number card, with answers that may be any."""

from contextlib import suppress
from datetime import UTC, datetime

import atheris
from harness import expect, fuzz, instrumented

with instrumented():
    from disturbed import DisturbedConnection

    from kiosk.card.faults import CardError, WrongPin
    from kiosk.card.mynumber import MyNumberCard
    from kiosk.secret import Secret

from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.pins import TRIES, Pins

PERSON = PEOPLE["worker"]
ISSUED = datetime(2026, 11, 2, tzinfo=UTC)
IDENTITY = SyntheticAuthority.create(ISSUED).issue(PERSON, ISSUED, CardKeys.new())
PINS = Pins()
CHALLENGE = bytes(range(32))
VERIFY = bytes.fromhex("00200080")


def conversation(data: bytes) -> None:
    """Each step that comes after a failed one is tried all the same."""
    card = VirtualMyNumberCard(PERSON, IDENTITY)
    connection = DisturbedConnection(card, atheris.FuzzedDataProvider(data))
    secrets = [
        Secret.of(pin) for pin in (PINS.authentication, PINS.signature, PINS.attributes)
    ]
    with suppress(CardError):
        own = MyNumberCard.open(connection)
        steps = (
            own.inspect,
            lambda: own.prove(secrets[0], CHALLENGE, TRIES["authentication"]),
            lambda: own.signature_certificate(secrets[1], TRIES["signature"]),
            lambda: own.attributes(secrets[2], TRIES["attributes"]),
        )
        for step in steps:
            with suppress(CardError, WrongPin):
                step()
        expect(not any(map(len, secrets)), "every PIN was wiped")
    given = [sent for sent in connection.sent if sent.startswith(VERIFY) and sent[4:]]
    expect(len(given) == len(set(given)), "no PIN is given twice")
    expect(card.alarms == [], "nothing forbidden reaches the card")
    expect(all(card.tries_left(pin) == TRIES[pin] for pin in TRIES), "no try is lost")


if __name__ == "__main__":
    fuzz(conversation)
