"""What the door lets through, against a second description of what it should.

The second description takes commands apart field by field, from the list of what this
kiosk may ask of a residence card, and shares nothing with the door.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.card.door import ForbiddenCommand
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.door import ResidenceDoor

NAME = "D392F0004F{}00000000000000000000"
SELECTS = {f"00A4040C10{NAME.format(last)}": last for last in ("01", "02", "03", "04")}
DF1, DF2, DF3 = (f"00A4040C10{NAME.format(last)}" for last in ("02", "03", "04"))
SPECIFIED = f"00A4040C10{NAME.format('01')}"
CHALLENGE = "0084000008"
PROOF = "0082000028" + "AB" * 40 + "00"
VERIFY = "0820008613861101" + "CD" * 16
FILES = {
    "main": {0x0A, 0x0B},
    "01": set(),
    "02": {1, 3, 4, 5, 6},
    "03": {1, 2, 3, 4},
    "04": {2},
    None: set(),
}


@dataclass
class Oracle:
    """What a card knows, as far as one may be sure of it."""

    where: str | None = "main"
    file: bool = False
    session: bool = False
    nonce: bool = False
    fresh: bool = False
    spent: bool = False

    def allows(self, command: str) -> bool:
        """Whether a command may be sent now."""
        if command in SELECTS or command == CHALLENGE:
            return True
        octets = list(bytes.fromhex(command))
        if octets[:5] == [0, 0x82, 0, 0, 0x28]:
            return self.nonce and len(octets) == 5 + 40 + 1 and octets[-1] == 0
        if octets[:8] == [8, 0x20, 0, 0x86, 0x13, 0x86, 0x11, 1]:
            return self.fresh and not self.spent and len(octets) == 8 + 16
        if octets[:2] == [0, 0xB0] and len(octets) in (5, 7):
            extended_or_short = len(octets) == 5 or octets[4] == 0
            return extended_or_short and self.where != "02" and self.reaches(octets[2])
        if octets[:2] == [8, 0xB0] and len(octets) in (10, 13):
            body = octets[4:]
            wanted = body[1:5] if len(octets) == 10 else body[3:7]
            lengths = body[0] == 4 if len(octets) == 10 else body[:3] == [0, 0, 4]
            end = body[5:] == [0] if len(octets) == 10 else body[7:] == [0, 0]
            right = lengths and end and wanted[:2] == [0x96, 2]
            return right and self.session and self.reaches(octets[2])
        return False

    def reaches(self, p1: int) -> bool:
        """Whether there is a file there."""
        return self.file if p1 < 0x80 else p1 - 0x80 in FILES[self.where]

    def sent(self, command: str, status: str | None, data: int) -> None:
        """What is certain after an allowed command; no status: no answer."""
        is_select, is_proof = command in SELECTS, command.startswith("0082")
        self.spent = self.spent or command.startswith("0820")
        ok = status == "9000"
        if status is None:
            self.where = None
        elif is_select:
            self.where = SELECTS[command] if ok else None
        self.session = ok if is_proof else self.session and status is not None
        self.fresh = ok and is_proof
        self.nonce = ok and command == CHALLENGE and data == 8
        self.file = ok and command[2:4] == "B0"


@dataclass
class Recorder:
    """A connection that answers what it is told and keeps what reached it."""

    answer: str = "9000"
    sent: list[str] = field(default_factory=list)
    closed: int = 0

    def transmit(self, apdu: bytearray) -> bytes:
        """Nothing is judged here."""
        self.sent.append(apdu.hex().upper())
        if self.answer == "gone":
            raise CardError(Fault.REMOVED)
        return bytes.fromhex(self.answer)

    def close(self) -> None:
        """Counted."""
        self.closed += 1


FORMS = [
    *SELECTS,
    CHALLENGE,
    PROOF,
    VERIFY,
    *(f"00B0{0x80 | sfi:02X}00000000" for sfi in range(0x10)),
    *(f"00B0{0x80 | sfi:02X}0004" for sfi in range(0x10)),
    *(f"08B0{0x80 | sfi:02X}0000000496020000" + "0000" for sfi in range(0x10)),
    *("00B00010EF", "00B000100000EF", "08B0001004960200EF00"),
    "08B0001000000496020" + "0EF0000",
    "08B085000496020000" + "00",
    # What must never pass.
    "00A40000023F00",
    "00A4040C0AD392F000260100000001",
    "00A4040C0AD3921000310001010408",
    "00A4020C020001",
    "0020008613861101" + "CD" * 16,
    "002000800431323334",
    "00D6850001FF",
    "08D6850001FF",
    "002C008000",
    "0024008604",
    "00CA000000",
    "08B2010400",
    "80AE000000",
]


def mutated(command: str, change: tuple[str, int, int]) -> str:
    """One octet put in, taken out or changed."""
    octets = bytearray.fromhex(command)
    how, place, value = change
    place %= len(octets)
    if how == "insert":
        octets.insert(place, value)
    elif how == "delete":
        del octets[place]
    else:
        octets[place] = value
    return octets.hex().upper()


CHANGES = st.tuples(
    st.sampled_from(["insert", "delete", "change"]),
    st.integers(0, 60),
    st.integers(0, 255),
)
COMMANDS = (
    st.sampled_from(FORMS)
    | st.sampled_from([*SELECTS, CHALLENGE, PROOF, VERIFY])
    | st.builds(mutated, st.sampled_from(FORMS), CHANGES)
    | st.binary(max_size=60).map(lambda octets: octets.hex().upper())
)
ANSWERS = st.sampled_from(
    [
        *("9000", "9000", "11" * 8 + "9000", "11" * 40 + "9000", "6300", "6982"),
        *("6985", "6A82", "6F00", "gone", "90", "", "00" * 7013 + "9000"),
        "00" * 7014 + "9000",
    ]
)
NONCE = "11" * 8 + "9000"
OPENING = [(CHALLENGE, NONCE), (PROOF, "9000"), (VERIFY, "9000")]


@settings(deadline=None)
@given(steps=st.lists(st.tuples(COMMANDS, ANSWERS), max_size=14))
@example(steps=[*OPENING, (VERIFY, "9000")])
@example(steps=[*OPENING, (CHALLENGE, NONCE), (PROOF, "9000"), (VERIFY, "9000")])
@example(steps=[(CHALLENGE, NONCE), (PROOF, "6300"), (VERIFY, "9000")])
@example(steps=[(CHALLENGE, NONCE), ("00B08A0004", "9000"), (PROOF, "9000")])
@example(steps=[(CHALLENGE, NONCE), (PROOF, "gone"), (VERIFY, "9000")])
@example(steps=[*OPENING, (DF1, "9000"), ("08B08500000004960200000000", "9000"),
                ("08B0001004960200EF00", "9000"), ("00B00010EF", "9000")])  # fmt: skip
@example(steps=[*OPENING, (DF3, "9000"), ("00B08200000000", "9000"),
                ("00B00010EF", "9000"), (DF1, "6A82"), ("00B00010EF", "9000"),
                ("00B0850004", "9000")])  # fmt: skip
def test_nothing_reaches_the_card_that_is_not_allowed(
    steps: list[tuple[str, str]],
) -> None:
    oracle, connection = Oracle(), Recorder()
    door = ResidenceDoor(connection)
    for command, answer in steps:
        before = len(connection.sent)
        connection.answer = answer
        allowed = oracle.allows(command)
        try:
            response = door.send(bytearray.fromhex(command))
        except ForbiddenCommand:
            assert not allowed, command
            assert len(connection.sent) == before
            continue
        except CardError:
            oracle.sent(command, None, 0)
        else:
            oracle.sent(command, f"{response.status:04X}", len(response.data))
        assert allowed, command
        assert connection.sent[before:] == [command]


@settings(deadline=None)
@given(commands=st.lists(COMMANDS, max_size=30), answers=st.lists(ANSWERS, max_size=30))
def test_the_number_is_sent_once_and_nothing_changes_the_card(
    commands: list[str], answers: list[str]
) -> None:
    connection = Recorder()
    door = ResidenceDoor(connection)
    script = [CHALLENGE, PROOF, VERIFY] * 3 + commands
    for at, command in enumerate(script):
        connection.answer = (
            NONCE if at < 9 else (answers or ["9000"])[at % len(answers or [0])]
        )
        try:
            door.send(bytearray.fromhex(command))
        except (ForbiddenCommand, CardError):
            continue
    assert sum(sent[2:4] == "20" for sent in connection.sent) == 1
    assert {sent[2:4] for sent in connection.sent} <= {"A4", "84", "82", "20", "B0"}


@pytest.mark.parametrize(
    "command",
    [
        "00A4040C0AD392F000260100000001",
        "00A4040C0AD3921000310001010408",
        "00A4040C0AD3921000310001010402",
        "00A4020C020001",
        "00B0810000",
        "00B08100000000",
    ],
)
@pytest.mark.parametrize("before", [[], [SPECIFIED]])
def test_no_way_leads_into_a_my_number_card(command: str, before: list[str]) -> None:
    """On a card that says yes to everything."""
    connection = Recorder()
    door = ResidenceDoor(connection)
    for one in before:
        door.send(bytearray.fromhex(one))
    with pytest.raises(ForbiddenCommand):
        door.send(bytearray.fromhex(command))
    assert connection.sent == before


def test_closing_powers_down_and_ends_the_session() -> None:
    connection = Recorder(NONCE)
    door = ResidenceDoor(connection)
    for command in (CHALLENGE, PROOF, VERIFY, DF3):
        door.send(bytearray.fromhex(command))
    assert door.has_session
    door.close()
    assert connection.closed == 1
    assert not door.has_session
    for command in ("00B08200000000", "08B08200000004960200000000"):
        with pytest.raises(ForbiddenCommand):
            door.send(bytearray.fromhex(command))
