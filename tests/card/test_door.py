"""What the door lets through, against a second description of what it should.

The second description is written in regular expressions over hex, from the list of
what this kiosk may ask of a card, and shares nothing with the door.
"""

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.card.door import Door, ForbiddenCommand
from kiosk.card.faults import CardError, Fault

JPKI = "00A4040C0AD392F000260100000001"
TEXT = "00A4040C0AD3921000310001010408"
DIGEST_INFO = "3031300D060960864801650304020105000420"

FILES = {
    "jpki": r"00A4020C0200(0[1268AB]|17|18|1B)",
    "text": r"00A4020C0200(02|11)",
    None: r"(?!)",
}
DATA = {("jpki", own) for own in ("01", "02", "06", "08", "0A", "0B")} | {
    ("text", "02")
}
READ = r"00B0[0-7][0-9A-F][0-9A-F]{2}[0-9A-F]{2}"
PIN = {
    ("jpki", "18"): r"0020008004(3[0-9]){4}",
    ("text", "11"): r"0020008004(3[0-9]){4}",
    ("jpki", "1B"): r"00200080(?P<lc>0[6-9A-F]|10)(?P<body>(3[0-9]|4[1-9A-F]|5[0-9A])"
    r"{6,16})",
}
QUERY = "00200080"
SIGN = rf"802A008033{DIGEST_INFO}[0-9A-F]{{64}}00"


@dataclass
class Oracle:
    """The state a card is in, as far as one may be sure of it."""

    application: str | None = None
    file: str | None = None
    has_tries: bool = False

    def allows(self, command: str) -> bool:
        """Whether a command may be sent now."""
        if command in (JPKI, TEXT, "00A40000"):
            return True
        if re.fullmatch(FILES[self.application], command):
            return True
        current = (self.application, self.file or "")
        if current in DATA:
            return bool(re.fullmatch(READ, command))
        if current in PIN:
            return command == QUERY or (
                self.has_tries and self.is_pin(PIN[current], command)
            )
        if current == ("jpki", "17"):
            return bool(re.fullmatch(SIGN, command))
        return False

    @staticmethod
    def is_pin(pattern: str, command: str) -> bool:
        """Whether this is VERIFY with a PIN of that form."""
        found = re.fullmatch(pattern, command)
        if not found or "body" not in found.groupdict():
            return bool(found)
        body = bytes.fromhex(found["body"]).decode()
        return (
            len(body) == int(found["lc"], 16)
            and re.search("[A-Z]", body) is not None
            and re.search("[0-9]", body) is not None
        )

    def answered(self, command: str, answer: str) -> None:
        """What is certain after an allowed command was answered."""
        status = answer[-4:]
        counts = re.fullmatch("63C.|6983|6984", status) is not None
        at_pin = (self.application, self.file or "") in PIN
        asked = command == QUERY and at_pin
        sure = status == "9000"
        if command in (JPKI, TEXT):
            self.application, self.file = ("jpki" if command == JPKI else "text"), None
        elif command == "00A40000":
            self.application = self.file = None
        elif command.startswith("00A4020C"):
            self.file = command[-2:]
        else:
            sure = sure or (counts and at_pin)
        if not sure:
            self.application = self.file = None
        self.has_tries = asked and re.fullmatch("63C[1-9A-F]", status) is not None


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
    JPKI,
    TEXT,
    "00A40000",
    *(f"00A4020C02{own:04X}" for own in range(0x20)),
    "00B0000000",
    "00B0060023",
    "00B08A0000",
    QUERY,
    "002000800431323334",
    "0020008006414243313233",
    f"802A008033{DIGEST_INFO}{'AB' * 32}00",
    "00A4040C0AD3921000310001010402",
    "00A4040C0AD3921000310001010401",
    "00A4040C0AD3921000310001010100",
    "00A4040007A0000001510000",
    "002401800431323334",
    "002C008000",
    "00D6000001FF",
    "00CA004200",
    "0084000008",
    "00B2010400",
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
    | st.builds(mutated, st.sampled_from(FORMS), CHANGES)
    | st.binary(max_size=40).map(lambda octets: octets.hex().upper())
)
ANSWERS = st.sampled_from(
    [
        *("9000", "63C3", "63C1", "63C0", "6300", "6983", "6984", "6982", "6A82"),
        *("6F00", "gone", "90", "", "6282", "FF" * 256 + "9000", "FF" * 257 + "9000"),
    ]
)
TO_A_PIN = [(JPKI, "9000"), ("00A4020C02001B", "9000")]
WITH_PIN = "0020008006414243313233"


@given(steps=st.lists(st.tuples(COMMANDS, ANSWERS), max_size=12))
@example(steps=[*TO_A_PIN, (WITH_PIN, "9000")])
@example(steps=[*TO_A_PIN, (QUERY, "63C3"), (WITH_PIN, "63C2"), (WITH_PIN, "9000")])
@example(steps=[*TO_A_PIN, (QUERY, "63C0"), (WITH_PIN, "9000")])
@example(steps=[*TO_A_PIN, (QUERY, "6300"), (WITH_PIN, "9000")])
@example(steps=[*TO_A_PIN, (QUERY, "gone"), (WITH_PIN, "9000")])
@example(steps=[(TEXT, "9000"), ("00A4020C020001", "9000")])
@example(steps=[(JPKI, "6F00"), ("00A4020C020001", "9000")])
@example(steps=[(JPKI, "9000"), ("00A4020C020001", "9000"), (TEXT, "9000"),
                ("00B0000000", "9000")])  # fmt: skip
def test_nothing_reaches_the_card_that_is_not_allowed(
    steps: list[tuple[str, str]],
) -> None:
    oracle, connection = Oracle(), Recorder()
    door = Door(connection)
    for command, answer in steps:
        before = len(connection.sent)
        connection.answer = answer
        allowed = oracle.allows(command)
        try:
            door.send(bytearray.fromhex(command))
        except ForbiddenCommand:
            assert not allowed, command
            assert len(connection.sent) == before
            continue
        except CardError:
            oracle.application = oracle.file = None
            oracle.has_tries = False
        else:
            oracle.answered(command, answer)
        assert allowed, command
        assert connection.sent[before:] == [command]


@given(
    files=st.lists(st.sampled_from(FORMS[3:35]), max_size=3),
    text=st.booleans(),
    changes=st.lists(CHANGES, max_size=2),
)
def test_no_way_leads_to_the_individual_number(
    files: list[str], text: bool, changes: list[tuple[str, int, int]]
) -> None:
    """On a card that says yes to everything, not even noise selects those files."""
    connection = Recorder()
    door = Door(connection)
    door.send(bytearray.fromhex(TEXT if text else JPKI))
    for command in files:
        for change in changes:
            command = mutated(command, change) or command
        try:
            door.send(bytearray.fromhex(command))
        except ForbiddenCommand:
            continue
    in_text = False
    for sent in connection.sent:
        assert not sent.startswith("00A4040C0AD39210003100010104") or sent == TEXT
        if sent.startswith("00A404"):
            in_text = sent == TEXT
        elif in_text and sent.startswith("00A4"):
            assert sent in ("00A40000", "00A4020C020002", "00A4020C020011")
        assert not re.match("00B0[89A-F]", sent)


@pytest.mark.parametrize(
    "command",
    [
        "00A4020C020001",  # the individual number
        "00A4020C020003",  # a hash of it
        "00A4020C020014",  # verification code A: the number itself
        "00A4020C020015",  # verification code B
        "00B0810000",  # the same by short identifier
        "00B0830000",
        "00A4040C0AD3921000310001010402",  # the face application
        "00A4040C09D39210003100010104",  # a partial name
        "00A404000AD392100031000101040200",
    ],
)
@pytest.mark.parametrize("file", ["00A4020C020002", "00A4020C020011"])
def test_doors_that_are_walls(command: str, file: str) -> None:
    connection = Recorder()
    door = Door(connection)
    door.send(bytearray.fromhex(TEXT))
    door.send(bytearray.fromhex(file))
    with pytest.raises(ForbiddenCommand) as caught:
        door.send(bytearray.fromhex(command))
    assert connection.sent == [TEXT, file]
    assert command not in str(caught.value).upper()


def test_closing_powers_down() -> None:
    connection = Recorder()
    door = Door(connection)
    door.send(bytearray.fromhex(JPKI))
    door.close()
    assert connection.closed == 1
    assert door.application is None
    with pytest.raises(ForbiddenCommand):
        door.send(bytearray.fromhex("00A4020C020006"))
