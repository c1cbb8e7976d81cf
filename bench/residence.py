"""Residence cards: what reading one costs, and how soon a card is told from others.

    python bench/residence.py

A pcscd of its own with a virtual reader, and virtual cards of every kind on it, one
after the other. Commands and bytes are counted at the card, bytes both ways, with the
status words. Each reading starts with a card without power, and ends when the
signature over what was read has been checked. It is asked for in each of the three
ways of ``kiosk.card.residence.apdu.Lengths``, in turns in one run:

    whole     whole files, extended lengths
    blocks    blocks with short answers, the commands extended
    short     blocks, and nothing extended

The same at a card that needs ``SLOW`` seconds for each command. Beside it, the time
that the bytes alone take at the lowest speed of a contactless card (ISO/IEC 14443-3,
type B: 106 kbit/s, ten bits a byte, pauses between them left out); it is computed, for
a virtual reader passes bytes at once.

The fewest commands for the same work:

    type of the card, nonce, key agreement, card number       4
    select the pictures (DF1), select the signature (DF3)     2
    each picture or text file         1, or ceil(capacity / 247) and / 239
    signature                         1, or ceil(capacity / 256)

where 247 (3DES) and 239 (AES) are the most bytes that fit an encrypted answer of 256.
A reader that does not pass extended lengths is found out by the first file; what that
costs at the first card of a day is told too.

Which card it is, is asked as the kiosk asks: first whether it is a My Number card,
then by name. A specified card (特定在留カード) is a My Number card; its residence side
is asked for besides. ``as residence card`` is the question alone whether, and of which
generation. Every figure is a median.
"""

import os
import platform
import queue
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from math import ceil
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.card.desk import Connection, Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pcsc import PcscDesk
from kiosk.card.residence import contents, fallback
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import FirstGeneration, detect
from kiosk.card.residence.ciphers import AesSuite, TripleDesSuite
from kiosk.card.residence.door import ResidenceDoor
from kiosk.card.residence.files import ResidenceFile
from kiosk.card.residence.kinds import Generation
from kiosk.card.residence.messaging import Session
from kiosk.card.residence.number import CardNumber
from kiosk.card.residence.reading import detect as detect_at
from kiosk.card.residence.reading import open_session, read
from kiosk.card.residence.signature import Verdict, check
from kiosk.card.strangers import recognise
from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.behaviour import Behaviour, Passes
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind, holder
from kiosk.emulator.specified import VirtualSpecifiedCard
from kiosk.emulator.virtual_card import VirtualCard
from tests.card.test_strangers import (
    CONTACT_BANK_CARD,
    CONTACTLESS_BANK_CARD,
    DRIVING_LICENCE,
    FELICA,
    Stranger,
)
from tests.pcsc.service import SOCKET, CardService, missing_programs

ROUNDS = 15
SLOW_ROUNDS = 3
SLOW = 0.020
"""Seconds for one command, assumed of a contactless card: some need 10 ms, some 50."""
BYTES_A_SECOND = 106_000 / 10
PATIENCE = 15.0
"""Seconds after which something is broken."""
SHORT_ANSWER = 256
PERSON = "worker"
NUMBER = holder(PERSON).number


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of work once: what reached the card and came back, and seconds."""

    commands: int
    octets: int
    powered: int
    seconds: float


class Counted:
    """A card that counts what it is sent and takes its time."""

    def __init__(self, card: VirtualCard) -> None:
        self._card = card
        self.delay = 0.0
        self.commands = self.octets = self.powered = 0

    @property
    def atr(self) -> bytes:
        return self._card.atr

    def power_on(self) -> bytes:
        self.powered += 1
        return self._card.power_on()

    def power_off(self) -> None:
        self._card.power_off()

    def reset(self) -> bytes:
        return self._card.reset()

    def transmit(self, apdu: bytes) -> bytes:
        if self.delay:
            time.sleep(self.delay)
        answer = self._card.transmit(apdu)
        self.commands += 1
        self.octets += len(apdu) + len(answer)
        return answer

    def start(self, delay: float) -> None:
        """Count from nothing."""
        self.delay = delay
        self.commands = self.octets = self.powered = 0


class Bench:
    """One virtual reader, the desk that watches it, and cards of every kind."""

    def __init__(self, service: CardService, folder: Path) -> None:
        self.now = datetime.now(UTC)
        self._service = service
        self._authority = ResidenceAuthority.create(self.now)
        self._authority.write_anchors(folder / "anchors")
        self.anchors = ResidenceAnchors.load(folder / "anchors", production=False)
        self.desk = PcscDesk()
        self._told: queue.Queue[Sight] = queue.Queue()
        self.desk.watch(self._told.put)

    def residence_card(
        self, kind: Kind, passes: Passes = Passes.EVERYTHING
    ) -> VirtualResidenceCard:
        """A card issued by the authority of this bench."""
        signer = self._authority.signer("1" if kind.is_first else "2", self.now)
        behaviour = Behaviour(passes=passes)
        return VirtualResidenceCard(kind, holder(PERSON), signer, behaviour=behaviour)

    def my_number_card(self) -> VirtualMyNumberCard:
        """A card of today."""
        authority = SyntheticAuthority.create(self.now)
        identity = authority.issue(PEOPLE[PERSON], self.now, CardKeys.new())
        return VirtualMyNumberCard(PEOPLE[PERSON], identity)

    @contextmanager
    def laid(self, card: VirtualCard) -> Iterator[tuple[Counted, Sight]]:
        """A card on the reader, seen by the desk."""
        counted = Counted(card)
        self._service.lay(counted)
        while (sight := self._told.get(timeout=PATIENCE)).state is not SightState.CARD:
            pass
        try:
            yield counted, sight
        finally:
            self._service.take()

    def measure(
        self, work: Callable[[], object], card: Counted, sight: Sight, delay: float
    ) -> Run:
        """Do the work, starting with a card without power."""
        self.desk.connect(sight).close()
        card.start(delay)
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
        card.delay = 0.0
        return Run(card.commands, card.octets, card.powered, seconds)

    def genuine(
        self, signed: bytes, proof: contents.Proof | None, generation: Generation
    ) -> None:
        """The signature is checked, and found good."""
        found = check(signed, proof, generation, self.anchors, self.now)
        if found.verdict is not Verdict.GENUINE:
            raise RuntimeError("the signature of a genuine card was refused")


class Reading:
    """What is read of a card of one generation to show whose it is, and no more."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        first = kind.is_first
        self.generation = Generation.FIRST if first else Generation.SECOND
        self.suite = TripleDesSuite() if first else AesSuite()
        self.name = "front, photo" if first else "text, name and photo"
        self.files = (
            (ResidenceFile.FRONT, ResidenceFile.FACE)
            if first
            else (ResidenceFile.ENTRIES_2, ResidenceFile.NAME_AND_FACE_2)
        )
        self.proof = ResidenceFile.PROOF if first else ResidenceFile.PROOF_2

    def run(
        self, bench: Bench, connection: Connection, lengths: Lengths, *, signed: bool
    ) -> None:
        """Once. Without the signature it is not checked."""
        door = ResidenceDoor(connection)
        try:
            detect_at(door)
            number = CardNumber(NUMBER)
            session = open_session(door, self.generation, number, lengths, os.urandom)
            found = self._signed(door, session)
            proof = self._proof(door, session) if signed else None
        finally:
            door.close()
        if signed:
            bench.genuine(found, proof, self.generation)

    def fewest(self, lengths: Lengths, *, signed: bool) -> int:
        """The sum of the table above."""
        room = _most_encrypted(self.suite.block)
        parts = sum(
            1 if lengths is Lengths.WHOLE else ceil(file.capacity / room)
            for file in self.files
        )
        if not signed:
            return 4 + 1 + parts
        whole = lengths is Lengths.WHOLE
        return (
            4 + 2 + parts + (1 if whole else ceil(self.proof.capacity / SHORT_ANSWER))
        )

    def _signed(self, door: ResidenceDoor, session: Session) -> bytes:
        one, other = (read(door, session, file) for file in self.files)
        if self.kind.is_first:
            front = contents.picture(one, 0xD0) or b""
            face = contents.picture(other, 0xD1) or b""
            return _filled(front, contents.FRONT_BYTES) + _filled(
                face, contents.FACE_BYTES
            )
        pictures = contents.name_and_face(other)
        return (
            _filled(contents.entries(one).signed, contents.ENTRIES_BYTES)
            + _filled(pictures.face or b"", contents.FACE_BYTES)
            + _filled(pictures.name or b"", contents.NAME_BYTES)
        )

    def _proof(self, door: ResidenceDoor, session: Session) -> contents.Proof | None:
        tags = (0xDA, 0xDB) if self.kind.is_first else (0xDC, 0xDD)
        return contents.proof(read(door, session, self.proof), *tags)


def main() -> None:
    lacking = missing_programs()
    if lacking:
        raise SystemExit(f"not installed: {', '.join(lacking)}")
    # libpcsclite reads this once in a process, at its first call.
    os.environ["PCSCLITE_CSOCK_NAME"] = str(SOCKET)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with CardService(folder) as service:
            bench = Bench(service, folder)
            with closing(bench.desk):
                _print_all(bench)


def _print_all(bench: Bench) -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for reading in (Reading(Kind.RESIDENCE_1), Reading(Kind.RESIDENCE_2)):
        _print_reading(bench, reading, signed=True)
        if not reading.kind.is_first:
            _print_reading(bench, reading, signed=False)
        _print_everything(bench, reading)
    _print_detection(bench)


def _print_reading(bench: Bench, reading: Reading, *, signed: bool) -> None:
    def work(lengths: Lengths, sight: Sight) -> Callable[[], object]:
        return lambda: reading.run(
            bench, bench.desk.connect(sight), lengths, signed=signed
        )

    what = f"{reading.name}, signature checked" if signed else reading.name
    print(f"\n{_generation(reading.kind)}: {what}")
    with bench.laid(bench.residence_card(reading.kind)) as (card, sight):
        works = [work(lengths, sight) for lengths in Lengths]
        quick, slow = _in_turns(bench, works, card, sight)
    _print_runs(quick, slow)
    fewest = [reading.fewest(lengths, signed=signed) for lengths in Lengths]
    _row("fewest commands", *map(str, fewest))
    _row("kiosk.card / fewest", *_ratios([run.commands for run in quick], fewest))


def _print_everything(bench: Bench, reading: Reading) -> None:
    """All files as the kiosk reads them; and at readers that pass less than all."""

    def work(ways: Sequence[Lengths], sight: Sight) -> Callable[[], object]:
        def everything() -> None:
            number = CardNumber(NUMBER)
            found = fallback.read(lambda: bench.desk.connect(sight), number, ways)
            card = found.contents
            generation = (
                Generation.FIRST
                if isinstance(card, FirstGeneration)
                else Generation.SECOND
            )
            bench.genuine(card.signed, card.proof, generation)

        return everything

    print(f"\n{_generation(reading.kind)}: all files, signature checked")
    with bench.laid(bench.residence_card(reading.kind)) as (card, sight):
        works = [work([lengths], sight) for lengths in Lengths]
        _print_runs(*_in_turns(bench, works, card, sight))
    print("  found out at the first card, which way the reader passes")
    quick: list[Run] = []
    slow: list[Run] = []
    for passes in Passes:
        with bench.laid(bench.residence_card(reading.kind, passes)) as (card, sight):
            own, own_slow = _in_turns(bench, [work(list(Lengths), sight)], card, sight)
        quick, slow = quick + own, slow + own_slow
    _print_runs(quick, slow)


def _print_detection(bench: Bench) -> None:
    strangers = {
        "driving licence": (Stranger(DRIVING_LICENCE), Fault.DRIVING_LICENCE),
        "bank card, contactless": (Stranger(CONTACTLESS_BANK_CARD), Fault.BANK_CARD),
        "bank card, contact": (Stranger(CONTACT_BANK_CARD), Fault.BANK_CARD),
        "transit card": (Stranger(atr=FELICA), Fault.TRANSIT_CARD),
        "unknown card": (Stranger(), Fault.OTHER_CARD),
    }
    cards: dict[str, tuple[VirtualCard, Fault | None]] = {
        "my number": (bench.my_number_card(), None),
        "specified": (VirtualSpecifiedCard(bench.my_number_card()), None),
        **{
            _generation(kind): (bench.residence_card(kind), Fault.RESIDENCE_CARD)
            for kind in Kind
        },
        **strangers,
    }
    print("\nWhich card it is")
    _row("", "commands", "power-ups", "time", f"at {_ms(SLOW)}")
    for name, (card, fault) in cards.items():
        with bench.laid(card) as (counted, sight):
            ask = _asking(bench, sight, fault, is_specified=name == "specified")
            quick, slow = _in_turns(bench, [ask], counted, sight)
        _print_detected(name, quick[0], slow[0])
    print("  as residence card")
    for kind in Kind:
        with bench.laid(bench.residence_card(kind)) as (counted, sight):
            ask = partial(_detect, bench, sight)
            quick, slow = _in_turns(bench, [ask], counted, sight)
        _print_detected(_generation(kind), quick[0], slow[0])


def _detect(bench: Bench, sight: Sight) -> None:
    detect(bench.desk.connect(sight))


def _asking(
    bench: Bench, sight: Sight, fault: Fault | None, *, is_specified: bool
) -> Callable[[], None]:
    def ask() -> None:
        found = None
        try:
            MyNumberCard.open(bench.desk.connect(sight)).close()
        except CardError as error:
            if error.fault is not Fault.OTHER_CARD:
                raise
            found = recognise(bench.desk, sight)
        if found is not fault:
            raise RuntimeError("a card was taken for another")
        if is_specified:
            generation = detect(bench.desk.connect(sight)).generation
            if generation is not Generation.SPECIFIED:
                raise RuntimeError("a residence side was not found")

    return ask


def _in_turns(
    bench: Bench, works: Sequence[Callable[[], object]], card: Counted, sight: Sight
) -> tuple[list[Run], list[Run]]:
    """Medians of each, quick and slow. In turns: all meet the same load."""
    quick, slow = (
        [
            [bench.measure(work, card, sight, delay) for work in works]
            for _ in range(rounds)
        ]
        for delay, rounds in ((0.0, ROUNDS), (SLOW, SLOW_ROUNDS))
    )
    return _medians(quick), _medians(slow)


def _medians(rounds: list[list[Run]]) -> list[Run]:
    return [
        Run(
            round(median(run.commands for run in own)),
            round(median(run.octets for run in own)),
            round(median(run.powered for run in own)),
            median(run.seconds for run in own),
        )
        for own in zip(*rounds, strict=True)
    ]


def _print_runs(quick: list[Run], slow: list[Run]) -> None:
    _row("", *(lengths.value for lengths in Lengths))
    _row("commands to the card", *(str(run.commands) for run in quick))
    _row("bytes, both ways", *(str(run.octets) for run in quick))
    _row("time", *(_ms(run.seconds) for run in quick))
    _row(f"time at {_ms(SLOW)} a command", *(_ms(run.seconds) for run in slow))
    alone = [run.octets / BYTES_A_SECOND for run in quick]
    _row("bytes alone at 106 kbit/s", *map(_ms, alone))
    _row("over whole: commands", *_over_first([run.commands for run in quick]))
    _row("over whole: bytes", *_over_first([run.octets for run in quick]))
    _row("over whole: time", *_over_first([run.seconds for run in quick]))
    _row(
        f"over whole: time at {_ms(SLOW)}",
        *_over_first([run.seconds for run in slow]),
    )


def _print_detected(name: str, quick: Run, slow: Run) -> None:
    counts = (str(quick.commands), str(quick.powered))
    _row(name, *counts, _ms(quick.seconds), _ms(slow.seconds))


def _most_encrypted(block: int) -> int:
    """Bytes of a file that fit an answer of ``86 L 01 cryptogram``."""
    header = len(bytes.fromhex("8681FF01"))
    return (SHORT_ANSWER - header) // block * block - 1


def _filled(content: bytes, size: int) -> bytes:
    return content.ljust(size, b"\0")


def _generation(kind: Kind) -> str:
    what = "special permanent" if kind.is_special else "residence card"
    return f"{what}, generation {1 if kind.is_first else 2}"


def _over_first(values: Sequence[float]) -> list[str]:
    return [f"{value / values[0]:.2f}" for value in values]


def _ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[str]:
    return [f"{a / b:.2f}" for a, b in zip(ours, theirs, strict=True)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _row(what: str, *cells: str) -> None:
    print(f"{what:34}" + "".join(f"{cell:>13}" for cell in cells))


if __name__ == "__main__":
    main()
