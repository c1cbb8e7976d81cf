"""A virtual residence card of either generation, and how it may misbehave."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.emulator.alarms import Alarms
from kiosk.emulator.apdu import SW, Refusal, parse
from kiosk.emulator.changing import changing_instruction
from kiosk.emulator.mynumber import Fault
from kiosk.emulator.residence.authority import ResidenceSigner
from kiosk.emulator.residence.behaviour import Behaviour, Passes, Writing
from kiosk.emulator.residence.contents import folders
from kiosk.emulator.residence.crypto import CardCipher
from kiosk.emulator.residence.holders import Holder, Kind
from kiosk.emulator.residence.processor import Processor, Random
from kiosk.emulator.virtual_card import LinkDropped

_USUAL: Final = Behaviour()
_USUALLY_WRITTEN: Final = Writing()
_LC: Final = 4
_SECURED: Final = 0x08
_HONOURS_LC: Final = (0xA4, 0x20, 0x82)
"""SELECT, VERIFY and MUTUAL AUTHENTICATE take what Lc says of longer data."""
_LONGEST_SHORT_ANSWER: Final = 256


class VirtualResidenceCard:
    """One holder's card. See ``VirtualMyNumberCard`` for what all cards share.

    Raises:
        ValueError: its pictures cannot be made on this machine; one line says why.
    """

    def __init__(
        self,
        kind: Kind,
        holder: Holder,
        signer: ResidenceSigner,
        *,
        behaviour: Behaviour = _USUAL,
        writing: Writing = _USUALLY_WRITTEN,
        alarm_file: Path | None = None,
        on_alarm: Callable[[str], None] | None = None,
        faults: Fault | None = None,
        delay: Callable[[bytes], None] | None = None,
        random: Random = os.urandom,
    ) -> None:
        self._behaviour = behaviour
        self._alarms = Alarms(alarm_file, on_alarm)
        self._processor = Processor(
            folders(kind, holder, signer, writing),
            CardCipher(first_generation=kind.is_first),
            holder.number.encode("ascii"),
            behaviour,
            random,
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
        """What would have changed the card. Empty, or the test has failed."""
        return self._alarms.raised

    def power_on(self) -> bytes:
        """Cold start."""
        self.power_off()
        self._powered = True
        self._answered = 0
        return self.atr

    def power_off(self) -> None:
        """Session and rights are gone."""
        self._powered = False
        self._processor.clear()

    def reset(self) -> bytes:
        """Warm reset: the same."""
        self._processor.clear()
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
                raise Refusal(SW.UNKNOWN_INSTRUCTION)
            self._check_length(apdu)
            data = self._processor.answer(parse(_as_lc_says(apdu)))
            self._check_answer(data)
            status = int(SW.OK)
        except Refusal as refusal:
            data, status = b"", refusal.status
        return data + status.to_bytes(2, "big")

    def _check_length(self, apdu: bytes) -> None:
        is_extended = len(apdu) > _LC + 1 and apdu[_LC] == 0
        if is_extended and self._behaviour.passes is Passes.SHORT:
            raise Refusal(SW.WRONG_LENGTH)
        is_secured = apdu[:1] == bytes([_SECURED]) and apdu[1:2] == b"\xb0"
        if is_secured and not is_extended and not self._behaviour.short_secured:
            raise Refusal(SW.WRONG_LENGTH)

    def _check_answer(self, data: bytes) -> None:
        if (
            len(data) > _LONGEST_SHORT_ANSWER
            and self._behaviour.passes is not Passes.EVERYTHING
        ):
            raise Refusal(SW.WRONG_LENGTH)


def _as_lc_says(apdu: bytes) -> bytes:
    """Without what follows the data that a short Lc announces and a Le."""
    if len(apdu) <= _LC or apdu[1] not in _HONOURS_LC or apdu[_LC] == 0:
        return apdu
    end = _LC + 1 + apdu[_LC]
    return apdu[:end] if len(apdu) > end + 1 else apdu
