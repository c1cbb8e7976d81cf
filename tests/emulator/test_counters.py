"""PIN counters in a file."""

import json
from pathlib import Path

import pytest

from kiosk.emulator.counters import Counters
from kiosk.emulator.faults import drop_at
from kiosk.emulator.pins import TRIES
from kiosk.emulator.virtual_card import LinkDropped
from tests.emulator.fixtures import MakeCard
from tests.emulator.wire import JPKI, file, select, verify

FULL = {"authentication": 3, "signature": 5, "attributes": 3, "code_b": 10}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file that is not there yet."""
    return tmp_path / "counters.json"


def test_a_new_card_starts_full(path: Path) -> None:
    Counters(TRIES, path)
    assert json.loads(path.read_text()) == FULL


def test_a_try_is_counted_before_the_answer_is_lost(
    make_card: MakeCard, path: Path
) -> None:
    card = make_card(counters=path, faults=drop_at(2))
    card.power_on()
    card.transmit(bytes.fromhex(select(JPKI)))
    card.transmit(bytes.fromhex(file("0018")))
    with pytest.raises(LinkDropped):
        card.transmit(bytes.fromhex(verify(b"9999")))
    assert json.loads(path.read_text()) == FULL | {"authentication": 2}


def test_another_process_finds_what_was_counted(
    make_card: MakeCard, path: Path
) -> None:
    card = make_card(counters=path)
    card.power_on()
    for command in (select(JPKI), file("001B"), verify(b"WRONG1"), verify(b"WRONG2")):
        card.transmit(bytes.fromhex(command))

    assert make_card(counters=path).tries_left("signature") == 3


def test_the_file_holds_numbers_and_no_secret(make_card: MakeCard, path: Path) -> None:
    card = make_card(counters=path)
    card.power_on()
    for command in (select(JPKI), file("0018"), verify(b"1234"), verify(b"7777")):
        card.transmit(bytes.fromhex(command))
    text = path.read_text()
    assert "1234" not in text
    assert "7777" not in text
    assert set(json.loads(text)) == set(FULL)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("", "not a counter file"),
        ("[]", "not a counter file"),
        ("{}", "not a counter file"),
        (json.dumps(FULL | {"another": 1}), "not a counter file"),
        (json.dumps(FULL | {"signature": 6}), "signature must be a number from 0 to 5"),
        (json.dumps(FULL | {"signature": -1}), "signature must be"),
        (json.dumps(FULL | {"signature": True}), "signature must be"),
        (json.dumps(FULL | {"signature": "5"}), "signature must be"),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(
    path: Path, content: str, names: str
) -> None:
    path.write_text(content)
    with pytest.raises(ValueError, match=names) as caught:
        Counters(TRIES, path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_text() == content
