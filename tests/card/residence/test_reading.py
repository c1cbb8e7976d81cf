"""Whole cards read from the desk, in every variant that is known or feared."""

from dataclasses import replace

import pytest

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import ResidenceCard
from kiosk.card.residence.contents import Address as StoredAddress
from kiosk.card.residence.contents import Other, Permission, Permissions
from kiosk.card.residence.fallback import read
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.behaviour import (
    AbsentFace,
    AbsentProof,
    Address,
    Behaviour,
    Passes,
    Writing,
)
from kiosk.emulator.residence.holders import Kind, holder
from tests.card.residence.flow import Sent, first, outcome, read_at_desk, second
from tests.card.residence.test_worked_examples import (
    DF1,
    SECOND,
    fixed_share,
    opening,
    wrapped,
)
from tests.card.script import Script
from tests.emulator.residence.fixtures import NUMBER, MakeCard

CHILD = replace(holder("worker"), child=True)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.SPECIAL_1])
def test_everybody_of_the_first_generation(
    make_card: MakeCard, kind: Kind, person: str
) -> None:
    own = holder(person)
    contents = read_at_desk(make_card(kind, person), own.number).contents
    assert contents.card == kind.value
    assert contents.address == StoredAddress("20260701", "999999", own.person.address)
    assert len(contents.signed) == 10_000
    assert (contents.face is None) == (contents.proof is None) == (person == "child")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("kind", [Kind.RESIDENCE_2, Kind.SPECIAL_2])
def test_everybody_of_the_second_generation(
    make_card: MakeCard, kind: Kind, person: str
) -> None:
    own = holder(person)
    contents = read_at_desk(make_card(kind, person), own.number).contents
    assert contents.card == kind.value
    assert len(contents.signed) == 5553
    assert contents.proof is not None
    assert (contents.face is None) == (person == "child")


def test_what_the_first_generation_says(make_card: MakeCard) -> None:
    contents = first(make_card())
    assert contents.comprehensive == Permission(
        "許可：原則週２８時間以内・風俗営業等の従事を除く", is_withdrawn=False
    )
    assert contents.individual == Permission("", is_withdrawn=False)
    assert contents.renewal == "0"
    assert contents.front is not None
    assert contents.front.startswith(b"II*\0")  # a TIFF in little endian
    assert len(contents.front) == 7000

    special = first(make_card(Kind.SPECIAL_1))
    assert special.comprehensive is None
    assert special.individual is None
    assert special.renewal is None


def test_what_the_second_generation_says(make_card: MakeCard) -> None:
    contents = second(make_card(Kind.RESIDENCE_2))
    entries = contents.entries
    assert (entries.card_expires, entries.stay_expires) == ("20290331", "20290331")
    assert (entries.birth_date, entries.sex) == ("19920229", "1")
    assert (entries.nationality, entries.status) == ("ZZZ", "INVENTED01")
    assert (entries.period, entries.work) == ("0208", "2")
    assert (entries.permission, entries.permission_date) == ("Z1", "20260701")
    assert contents.permissions == Permissions("1", "20280331", "0")
    assert contents.renewal == "0"
    assert contents.other == Other("0", "")
    for picture in (contents.name, contents.address):
        assert picture is not None
        assert picture.startswith(b"II*\0")

    special = second(make_card(Kind.SPECIAL_2))
    assert special.entries.period == "0208"
    assert special.entries.permission == special.entries.stay_expires == ""
    assert special.entries.work == special.entries.permission_date == ""
    assert special.permissions is None
    assert special.renewal is None


def test_somebody_without_an_end_of_stay(make_card: MakeCard) -> None:
    own = holder("permanent")
    contents = read_at_desk(make_card(Kind.RESIDENCE_2, "permanent"), own.number)
    entries = contents.contents.entries  # type: ignore[union-attr]
    assert (entries.period, entries.stay_expires) == ("0000", "")
    assert entries.card_expires == "20330701"


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
@pytest.mark.parametrize("face", AbsentFace)
@pytest.mark.parametrize("proof", AbsentProof)
def test_children(
    make_card: MakeCard, kind: Kind, face: AbsentFace, proof: AbsentProof
) -> None:
    writing = Writing(face=face, proof=proof)
    contents = read_at_desk(make_card(kind, holder=CHILD, writing=writing)).contents
    assert contents.face is None
    assert (contents.proof is None) == kind.is_first
    assert len(contents.signed) == (10_000 if kind.is_first else 5553)


def test_blanked_permissions(make_card: MakeCard) -> None:
    contents = first(make_card(writing=Writing(withdrawn=True)))
    assert contents.comprehensive == Permission("", is_withdrawn=True)
    assert contents.individual == Permission("", is_withdrawn=True)


@pytest.mark.parametrize("written", [Address.ZEROS, Address.BLANK_FILE])
def test_an_address_never_written(make_card: MakeCard, written: Address) -> None:
    assert first(make_card(writing=Writing(address=written))).address is None


@pytest.mark.parametrize("encoding", ["utf-8", "shift_jis_2004"])
def test_text_in_either_encoding(make_card: MakeCard, encoding: str) -> None:
    contents = first(make_card(writing=Writing(encoding=encoding)))
    assert contents.address is not None
    assert contents.address.text == PEOPLE["worker"].address
    assert contents.comprehensive is not None
    assert contents.comprehensive.text.startswith("許可：")


def test_a_narrow_permission(make_card: MakeCard) -> None:
    contents = second(
        make_card(Kind.RESIDENCE_2, writing=Writing(narrow_permission=True))
    )
    assert contents.permissions == Permissions("1", "20280331", "0")


# --- Readers ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_the_same_whatever_the_lengths(make_card: MakeCard, kind: Kind) -> None:
    card = make_card(kind)
    found = [read_at_desk(card, ways=(lengths,)) for lengths in Lengths]
    assert [own.lengths for own in found] == list(Lengths)
    assert found[0].contents == found[1].contents == found[2].contents
    assert card.alarms == []


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
@pytest.mark.parametrize(
    ("passes", "lengths", "verifies"),
    [
        (Passes.EVERYTHING, Lengths.WHOLE, 1),
        (Passes.SHORT_ANSWERS, Lengths.BLOCKS, 2),
        (Passes.SHORT, Lengths.SHORT, 3),
    ],
)
def test_a_reader_that_passes_less(
    make_card: MakeCard, kind: Kind, passes: Passes, lengths: Lengths, verifies: int
) -> None:
    sent = Sent()
    card = make_card(kind, behaviour=Behaviour(passes=passes), faults=sent.record)
    found = read_at_desk(card, ways=tuple(Lengths))
    assert found.lengths is lengths
    assert sent.verifies == verifies  # one in each session, none twice
    assert outcome(card, ways=(found.lengths,)) == "done"


@pytest.mark.parametrize("fault", [own for own in Fault if own is not Fault.UNREADABLE])
def test_only_what_is_unreadable_is_asked_for_in_another_way(fault: Fault) -> None:
    """A card that is gone, or a service that is, is not asked again."""
    script = Script([("00 B0 8A 00 04", fault)])
    scripts = [script]
    with pytest.raises(CardError) as caught:
        read(scripts.pop, CardNumber(NUMBER))
    assert caught.value.fault is fault
    script.finished()


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
@pytest.mark.parametrize("lengths", [Lengths.BLOCKS, Lengths.SHORT])
def test_blocks_are_short_answers(
    make_card: MakeCard, kind: Kind, lengths: Lengths
) -> None:
    sent = Sent()
    card = make_card(kind, faults=sent.record)
    read_at_desk(card, ways=(lengths,))
    assert max(len(answer) for answer in sent.answers) <= 256 + 2
    if lengths is Lengths.SHORT:
        extended = [own for own in sent.commands if len(own) > 5 and own[4] == 0]
        assert extended == []


# --- The doubtful points ------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
@pytest.mark.parametrize("lengths", Lengths)
@pytest.mark.parametrize(
    ("behaviour", "ends"),
    [
        (Behaviour(plain_picture=0x6988), "done"),
        (Behaviour(plain_verify=0x6985), "done"),
        (Behaviour(no_session=0x6985), "done"),
        (Behaviour(wrong_object=0x6A80), "done"),
        (Behaviour(at_end=0x9000), "done"),
        (Behaviour(other_application=0x6982), "done"),
        (Behaviour(other_wanted=True), "done"),
        (Behaviour(forgets_on_agreement=True), "done"),
        (Behaviour(first_apdu_fails=True), "done"),
        (Behaviour(short_secured=False), "done unless short"),
        (Behaviour(forgets_on_select=True), "unreadable"),
    ],
    ids=str,
)
def test_what_the_reading_rests_on(
    make_card: MakeCard,
    kind: Kind,
    lengths: Lengths,
    behaviour: Behaviour,
    ends: str,
) -> None:
    """Of all that is not specified it needs one thing: that a session outlives a
    SELECT, as the order of the worked example has it. Short secured reads are only
    the last resort of ``fallback``.
    """
    expected = "unreadable" if ends == "unreadable" else "done"
    if ends == "done unless short" and lengths is Lengths.SHORT:
        expected = "unreadable"
    card = make_card(kind, behaviour=behaviour)
    assert outcome(card, ways=(lengths,)) == expected
    assert card.alarms == []


# --- A wrong number, told from a dead card ------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_a_wrong_number_and_then_the_right_one(make_card: MakeCard, kind: Kind) -> None:
    sent = Sent()
    card = make_card(kind, faults=sent.record)
    desk = VirtualDesk()
    desk.put(card)
    opened = ResidenceCard.open(desk.connect(desk.sight))
    for wrong in ("AA00000002ZZ", "ZZ00000001AA", "AB00000001ZZ"):
        with pytest.raises(WrongNumber):
            opened.unlock(CardNumber(wrong))
    assert sent.verifies == 0
    opened.unlock(CardNumber(NUMBER))
    assert opened.read().proof is not None
    assert sent.verifies == 1
    opened.close()


@pytest.mark.parametrize("kind", Kind)
def test_a_wrong_number_is_not_tried_again(make_card: MakeCard, kind: Kind) -> None:
    sent = Sent()
    card = make_card(kind, faults=sent.record)
    assert outcome(card, "AA99999999ZZ", tuple(Lengths)) == "wrong number"
    assert sum(command[1] == 0x82 for command in sent.commands) == 1


@pytest.mark.parametrize(
    ("stored", "is_right"),
    [(b"AA12345678BB", True), (b"AA12345678BC", False), (b"", False), (b"\xff", False)],
)
def test_the_number_stored_must_be_the_one_that_opened(
    stored: bytes, is_right: bool
) -> None:
    """The second generation stores it."""
    content = b"\xc2" + bytes([len(stored)]) + stored
    script = Script(
        [
            ("00 B0 8A 00 04", "C1 02 30 35 9000"),
            ("00 B0 8B 00 06", "C0 04 30 30 30 31 9000"),
            *opening(SECOND),
            (DF1, "9000"),
            ("08 B0 81 00 00 00 04 96 02 00 00 00 00", wrapped(SECOND, content)),
        ]
    )
    card = ResidenceCard.open(script)
    if is_right:
        card.unlock(CardNumber("AA12345678BB"), random=fixed_share)
    else:
        with pytest.raises(CardError) as caught:
            card.unlock(CardNumber("AA12345678BB"), random=fixed_share)
        assert caught.value.fault is Fault.UNREADABLE
    card.close()
    script.finished()


def test_reading_before_unlocking(make_card: MakeCard) -> None:
    desk = VirtualDesk()
    desk.put(make_card())
    opened = ResidenceCard.open(desk.connect(desk.sight))
    with pytest.raises(RuntimeError):
        opened.read()
    opened.close()


def test_a_card_that_was_lifted(make_card: MakeCard) -> None:
    desk = VirtualDesk()
    desk.put(make_card())
    opened = ResidenceCard.open(desk.connect(desk.sight))
    opened.unlock(CardNumber(NUMBER))
    desk.take()
    with pytest.raises(CardError) as caught:
        opened.read()
    assert caught.value.fault is Fault.REMOVED
