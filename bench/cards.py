"""One registration at the card, beside OpenSC in the same run.

    python bench/cards.py

A pcscd of its own, its virtual reader and one virtual My Number card serve both.
The work: both certificates, the authentication PIN verified, a signature over a
challenge, the four attributes. ``kiosk.card`` does it over one connection, and also
counts the tries left of every PIN, parses the certificates and checks the signature.
OpenSC does it with four of its programs: pkcs15-tool twice, pkcs15-crypt and, since
it knows nothing of the attributes, opensc-tool with plain commands. It runs as
Debian installs it, where it tries the cards of other countries first, and told in
its configuration that every card is a My Number card. Each contender starts with a
card without power. Starting OpenSC's programs is part of its time, as it would be of
a kiosk's that used them; beside a card that needs ``SLOW`` seconds for each command
it hardly counts. Commands are counted at the card.

The fewest commands for the same work, with short answers (at most 256 bytes):

    select the JPKI application                            1
    authentication certificate: select, read               1 + ceil(length / 256)
    authentication PIN: select, verify                     2
    authentication key: select, sign                       2
    signature password: select, verify                     2
    signature certificate: select, read                    1 + ceil(length / 256)
    select the text application                            1
    attributes PIN: select, verify                         2
    attributes: select, read                               1 + ceil(length / 256)

and seven fewer, one for each file, where READ, VERIFY and COMPUTE SIGNATURE name it
by its short identifier instead. Neither way asks how many tries are left.

A card is laid on the reader at moments spread evenly over pcscd's interval of
looking at a virtual reader, as a person would; most USB readers tell by themselves.

Aims: fewer commands than OpenSC, at most half its time; from laying a card down to
the end of its inspection at most 300 ms. Every figure is a median.
"""

import hashlib
import os
import platform
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from statistics import median

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.card.desk import Sight, SightState
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pcsc import PcscDesk
from kiosk.emulator.attributes import attributes_file
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from tests.card.flow import CHALLENGE, PASSWORD, PIN, TEXT_PIN, Registration
from tests.pcsc.service import SOCKET, CardService, missing_programs

ROUNDS = 15
SLOW_ROUNDS = 3
LAYINGS = 20
SLOW = 0.020
"""Seconds for one command, assumed of a contactless card: some need 10 ms, some 50."""
POLL = 0.4
"""Seconds between two looks of pcscd at a reader that cannot tell by itself."""
PATIENCE = 15.0
"""Seconds after which something is broken."""
AIM_RATIO = 0.5
AIM_INSPECTED = 0.300
BLOCK = 256
PERSON = "worker"

PROGRAMS = ("opensc-tool", "pkcs15-tool", "pkcs15-crypt")
INSTALLED = ""
TOLD = "app default { card_drivers = jpki, default; }\n"
ATTRIBUTES = (
    "00A4040C0AD3921000310001010408",
    "00A4020C020011",
    f"00200080{len(TEXT_PIN):02X}{TEXT_PIN.hex()}",
    "00A4020C020002",
    "00B0000000",
)
"""Text application, PIN, verified, attributes, read."""


@dataclass(frozen=True, slots=True)
class Run:
    """One contender's work once: commands the card was sent, and seconds."""

    commands: int
    seconds: float


class Bench:
    """One virtual card on one virtual reader, and the desk that watches it."""

    def __init__(self, service: CardService, folder: Path) -> None:
        now = datetime.now(UTC)
        authority = SyntheticAuthority.create(now)
        self.identity = authority.issue(PEOPLE[PERSON], now, CardKeys.new())
        self.card = VirtualMyNumberCard(PEOPLE[PERSON], self.identity)
        self.card.faults = self._count
        self.desk = PcscDesk()
        self._service = service
        self._folder = folder
        self._commands = 0
        self._told: queue.Queue[tuple[Sight, float]] = queue.Queue()
        self.desk.watch(lambda sight: self._told.put((sight, time.perf_counter())))
        (folder / "digest").write_bytes(hashlib.sha256(CHALLENGE).digest())

    def lay(self) -> tuple[Sight, float, float]:
        """Lay the card down: what is seen, and when it was laid and told."""
        laid = time.perf_counter()
        self._service.lay(self.card)
        while True:
            sight, told = self._told.get(timeout=PATIENCE)
            if sight.state is SightState.CARD:
                return sight, laid, told

    def take(self) -> None:
        """Lift it."""
        self._service.take()

    def measure(self, work: Callable[[], object], sight: Sight) -> Run:
        """Do the work, starting with a card without power."""
        self.desk.connect(sight).close()
        self._commands = 0
        start = time.perf_counter()
        work()
        return Run(self._commands, time.perf_counter() - start)

    def register(self, sight: Sight) -> Registration:
        """The work, by ``kiosk.card``."""
        done = Registration()
        done.run(lambda: self.desk.connect(sight))
        return done

    def inspect(self, sight: Sight) -> None:
        """What the kiosk does before it asks for a PIN."""
        card = MyNumberCard.open(self.desk.connect(sight))
        try:
            card.inspect()
        finally:
            card.close()

    def opensc(self, configuration: str) -> None:
        """The work, by OpenSC's programs."""
        (self._folder / "opensc.conf").write_text(configuration)
        for command in self._opensc_commands():
            self._run(*command)

    def check(self, sight: Sight) -> None:
        """Both bring what the card holds, and OpenSC's signature holds too.

        kiosk.card has checked its own.
        """
        done = self.register(sight)
        if (
            done.inspection is None
            or done.inspection.authentication.der
            != self.identity.authentication_certificate
            or done.signature is None
            or done.signature.der != self.identity.signature_certificate
            or done.attributes is None
            or done.attributes.name != PEOPLE[PERSON].name
        ):
            raise RuntimeError("kiosk.card read something else than the card holds")
        authentication, signature, _, attributes = (
            self._run(*command) for command in self._opensc_commands()
        )
        if (
            _der(authentication) != self.identity.authentication_certificate
            or _der(signature) != self.identity.signature_certificate
            or attributes.count(b"SW1=0x90, SW2=0x00") != len(ATTRIBUTES)
        ):
            raise RuntimeError("OpenSC read something else than the card holds")
        key = x509.load_der_x509_certificate(_der(authentication)).public_key()
        if not isinstance(key, RSAPublicKey):
            raise RuntimeError("not a key of today's cards")
        signed = (self._folder / "signature").read_bytes()
        key.verify(signed, CHALLENGE, PKCS1v15(), SHA256())

    def _opensc_commands(self) -> list[list[str]]:
        digest, signature = self._folder / "digest", self._folder / "signature"
        read = ["pkcs15-tool", "--read-certificate"]
        password = ["--auth-id", "2", "--verify-pin", "--pin", PASSWORD.decode()]
        sign = ["pkcs15-crypt", "--sign", "--key", "1", "--pin", PIN.decode()]
        form = ["--sha-256", "--pkcs1", "--raw"]
        plain = [part for command in ATTRIBUTES for part in ("-s", command)]
        return [
            [*read, "1"],
            [*read, "2", *password],
            [*sign, *form, "-i", str(digest), "-o", str(signature)],
            ["opensc-tool", "--card-driver", "default", *plain],
        ]

    def _run(self, *command: str) -> bytes:
        configuration = str(self._folder / "opensc.conf")
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            env=os.environ | {"OPENSC_CONF": configuration},
            timeout=PATIENCE,
        )
        return done.stdout

    def _count(self, _index: int, _command: bytes, answer: bytes) -> bytes:
        self._commands += 1
        return answer


def main() -> None:
    lacking = missing_programs(*PROGRAMS)
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
    sight, *_ = bench.lay()
    quick = _registrations(bench, sight, ROUNDS)
    bench.check(sight)
    bench.card.delay = lambda command: time.sleep(SLOW)
    slow = _registrations(bench, sight, SLOW_ROUNDS)
    slowly = [
        bench.measure(lambda: bench.inspect(sight), sight) for _ in range(SLOW_ROUNDS)
    ]
    bench.card.delay = None
    bench.take()
    layings = [_laying(bench, place / LAYINGS) for place in range(LAYINGS)]
    if bench.card.alarms:
        raise RuntimeError("something was touched that must not be")

    print(f"{platform.machine()}, Python {platform.python_version()}, {_opensc()}")
    _print_registration(quick, slow, bench.identity)
    _print_inspection(layings, _median(slowly))


def _registrations(bench: Bench, sight: Sight, rounds: int) -> list[Run]:
    """The median of kiosk.card, OpenSC as installed and OpenSC told the card.

    In turns, so that all meet the same load of the machine.
    """
    contenders = (
        lambda: bench.register(sight),
        lambda: bench.opensc(INSTALLED),
        lambda: bench.opensc(TOLD),
    )
    runs = [[bench.measure(work, sight) for work in contenders] for _ in range(rounds)]
    return [_median(list(own)) for own in zip(*runs, strict=True)]


def _laying(bench: Bench, phase: float) -> tuple[float, float]:
    """Seconds from laying the card down until told, and from there to inspected.

    pcscd has just looked, when the card was lifted before; ``phase`` is the part of
    its interval that passes before the card is laid.
    """
    time.sleep(phase * POLL)
    sight, laid, told = bench.lay()
    bench.inspect(sight)
    inspected = time.perf_counter()
    bench.take()
    return told - laid, inspected - told


def _print_registration(quick: list[Run], slow: list[Run], identity: Identity) -> None:
    by_select = _fewest(identity)
    by_short_id = by_select - 7
    ours, *theirs = quick
    counts = [*(run.commands for run in quick), by_select, by_short_id]
    print(f"\nOne registration, {ROUNDS} and {SLOW_ROUNDS} rounds")
    _row("", "kiosk.card", "OpenSC", "OpenSC told", "fewest", "by short id")
    _row("commands to the card", *map(str, counts))
    _row("time", *(_ms(run.seconds) for run in quick))
    at_slow = f"at {_ms(SLOW)} a command"
    _row(f"time {at_slow}", *(_ms(run.seconds) for run in slow))
    _row(
        "kiosk.card / theirs: commands",
        "",
        *(f"{counts[0] / count:.2f}" for count in counts[1:]),
    )
    _row("time", "", *_ratios(quick))
    _row(f"time {at_slow}", "", *_ratios(slow))
    fewer = (_met(ours.commands < run.commands) for run in theirs)
    _row("aim, fewer commands", "", *fewer)
    for what, runs in (("time", quick), (f"time {at_slow}", slow)):
        quick_enough = (
            _met(runs[0].seconds <= AIM_RATIO * run.seconds) for run in runs[1:]
        )
        _row(f"aim {AIM_RATIO}, {what}", "", *quick_enough)


def _print_inspection(layings: list[tuple[float, float]], slowly: Run) -> None:
    totals = [told + inspected for told, inspected in layings]
    print(f"\nA card laid on the reader, {LAYINGS} times")
    _row("", "median", "longest")
    told, inspected = zip(*layings, strict=True)
    for what, seconds in (
        ("laid, told", told),
        ("told, inspected", inspected),
        ("laid, inspected", totals),
    ):
        _row(what, _ms(median(seconds)), _ms(max(seconds)))
    _row(f"inspected at {_ms(SLOW)} a command", _ms(slowly.seconds))
    _row("commands of it", str(slowly.commands))
    aim = f"aim {_ms(AIM_INSPECTED)}"
    _row(f"{aim}, laid, inspected", *map(_in_time, (median(totals), max(totals))))
    _row(f"{aim}, at {_ms(SLOW)} a command", _in_time(slowly.seconds))


def _fewest(identity: Identity) -> int:
    """The sum of the table above."""
    files = (
        identity.authentication_certificate,
        identity.signature_certificate or b"",
        attributes_file(PEOPLE[PERSON]),
    )
    reads = sum(1 + ceil(len(file) / BLOCK) for file in files)
    applications, pins, key = 2, 3 * 2, 2
    return applications + pins + key + reads


def _median(runs: list[Run]) -> Run:
    return Run(
        round(median(run.commands for run in runs)),
        median(run.seconds for run in runs),
    )


def _ratios(runs: list[Run]) -> list[str]:
    return [f"{runs[0].seconds / run.seconds:.2f}" for run in runs[1:]]


def _in_time(seconds: float) -> str:
    return _met(seconds <= AIM_INSPECTED)


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _row(what: str, *cells: str) -> None:
    print(f"{what:34}" + "".join(f"{cell:>13}" for cell in cells))


def _der(pem: bytes) -> bytes:
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


def _opensc() -> str:
    told = subprocess.run(
        ["opensc-tool", "--info"], check=True, capture_output=True, text=True
    )
    return " ".join(told.stdout.split()[:2])


if __name__ == "__main__":
    main()
