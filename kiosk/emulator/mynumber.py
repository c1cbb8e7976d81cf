"""A virtual My Number card (個人番号カード), and the ways in which it may misbehave."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kiosk.emulator.alarms import Alarms
from kiosk.emulator.apdu import SW, Refusal, parse
from kiosk.emulator.atr import CONTACTLESS
from kiosk.emulator.authority import Identity
from kiosk.emulator.changing import changing_instruction
from kiosk.emulator.contents import applications
from kiosk.emulator.counters import Counters
from kiosk.emulator.people import Person
from kiosk.emulator.pins import SIGNATURE, TRIES, Pins, PinVault
from kiosk.emulator.processor import Processor
from kiosk.emulator.token_info import CURRENT_LABEL
from kiosk.emulator.virtual_card import LinkDropped
from kiosk.record import record

Fault = Callable[[int, bytes, bytes], bytes]
"""Called with the command's place since power came on (from 0), the command and the
answer; returns the answer that is sent instead or raises ``LinkDropped``. The command
has been carried out by then: a counter it moves has moved.
"""

_SELECT: Final = 0xA4
_DEMO_PINS: Final = Pins()


@record
class Behaviour:
    """How this card differs from the usual one. The defaults are what was measured.

    ``forgets_on_select``, ``forgets_on_reset``: a verified PIN is lost when an
    application is selected, or at a warm reset; sources disagree, and cards measured
    keep it until power goes. ``long_form``: attributes with three-byte lengths, as
    on cards from about 2023. ``filler``: bytes after the object in a file. ``label``:
    of EF 0006. ``first_apdu_fails``: 6F00 to the first command after power-on.
    ``other_card``: not a My Number card, every SELECT fails.
    """

    atr: bytes = CONTACTLESS
    forgets_on_select: bool = False
    forgets_on_reset: bool = False
    long_form: bool = False
    filler: bytes = b""
    label: str = CURRENT_LABEL
    first_apdu_fails: bool = False
    other_card: bool = False


_USUAL: Final = Behaviour()


class VirtualMyNumberCard:
    """One person's card.

    ``tries`` sets counters other than full (0: blocked, or never given a PIN);
    ``counters`` names a JSON file that then keeps them, and wins when it exists.
    ``faults`` and ``delay`` may be set at any time; ``delay`` is called with each
    command before it is answered.

    Raises:
        ValueError: the counter file is not one.
        OSError: the counter file cannot be read or written.
    """

    def __init__(
        self,
        person: Person,
        identity: Identity,
        *,
        pins: Pins = _DEMO_PINS,
        behaviour: Behaviour = _USUAL,
        tries: Mapping[str, int] | None = None,
        counters: Path | None = None,
        alarm_file: Path | None = None,
        on_alarm: Callable[[str], None] | None = None,
        faults: Fault | None = None,
        delay: Callable[[bytes], None] | None = None,
    ) -> None:
        start = dict(tries or {})
        if identity.signature_certificate is None:
            start.setdefault(SIGNATURE, 0)
        self._behaviour = behaviour
        self._alarms = Alarms(alarm_file, on_alarm)
        self._vault = PinVault(pins, Counters(TRIES, counters, start))
        self._processor = Processor(
            applications(
                person,
                identity,
                label=behaviour.label,
                long_form=behaviour.long_form,
                filler=behaviour.filler,
            ),
            self._vault,
            self._alarms,
            forgets_on_select=behaviour.forgets_on_select,
        )
        self._powered = False
        self._answered = 0
        self.faults = faults
        self.delay = delay

    @property
    def atr(self) -> bytes:
        """Answer to reset."""
        return self._behaviour.atr

    @property
    def alarms(self) -> list[str]:
        """What was touched that must not be. Empty, or the test has failed."""
        return self._alarms.raised

    def tries_left(self, pin: str) -> int:
        """Tries left for one of the names in ``TRIES``, without an APDU."""
        return self._vault.tries_left(pin)

    def power_on(self) -> bytes:
        """Cold start."""
        self.power_off()
        self._powered = True
        self._answered = 0
        return self.atr

    def power_off(self) -> None:
        """Forgets everything but the counters."""
        self._powered = False
        self._processor.clear()
        self._vault.forget()

    def reset(self) -> bytes:
        """Warm reset: no application is selected; verified PINs stay by default."""
        self._processor.clear()
        if self._behaviour.forgets_on_reset:
            self._vault.forget()
        return self.atr

    def transmit(self, apdu: bytes) -> bytes:
        """Answer one command.

        Raises:
            LinkDropped: without power there is no answer; nor where a fault says so.
        """
        if not self._powered:
            raise LinkDropped
        apdu = bytes(apdu)
        index, self._answered = self._answered, self._answered + 1
        if self.delay is not None:
            self.delay(apdu)
        answer = self._answer(index, apdu)
        return answer if self.faults is None else self.faults(index, apdu, answer)

    def _answer(self, index: int, apdu: bytes) -> bytes:
        try:
            if index == 0 and self._behaviour.first_apdu_fails:
                raise Refusal(SW.NO_DIAGNOSIS)
            if (instruction := changing_instruction(apdu)) is not None:
                self._alarms.ring(f"{instruction} was sent")
                raise Refusal(SW.SECURITY_NOT_SATISFIED)
            command = parse(apdu)
            if self._behaviour.other_card and command.ins == _SELECT:
                raise Refusal(SW.NOT_FOUND)
            data, status = self._processor.answer(command), int(SW.OK)
        except Refusal as refusal:
            data, status = b"", refusal.status
        return data + status.to_bytes(2, "big")
