"""``kiosk card emulate residence-1`` and ``residence-2``: what they are told."""

import dataclasses
from pathlib import Path

import pytest

from kiosk.emulator.command import emulate
from kiosk.emulator.residence.behaviour import Behaviour, Writing
from kiosk.emulator.residence.settings import ResidenceSettings, parse_settings
from kiosk.emulator.residence.workshop import build_residence_card
from tests.emulator.residence.fixtures import ISSUED
from tests.emulator.residence.wire import DF1, DF2, Client

GIVEN = {
    "authority": "a",
    "person": "long",
    "number": "ZZ12345678YY",
    "alarm-file": "f",
    "stay": "2029-03-31",
    "delay": "2.5",
    "passes": "short",
    "atr": "3B00",
    "face": "zeros",
    "proof": "one-object",
    "address": "blank-file",
    "signature": "forged",
    "encoding": "shift_jis_2004",
    "null-parameters": "no",
    "short-secured": "no",
}
WORDS = (
    *("plain-picture", "plain-verify", "no-session", "wrong-object", "at-end"),
    "other-application",
)
FLAGS = (
    *("special", "child", "expired", "untrusted", "forgets-on-select"),
    *("forgets-on-agreement", "other-wanted", "first-apdu-fails", "withdrawn"),
    "narrow-permission",
)


def test_every_setting_can_be_given() -> None:
    settings = parse_settings(
        GIVEN | dict.fromkeys(WORDS, "6f00") | dict.fromkeys(FLAGS, "yes")
    )
    for own, usual in (
        (settings, ResidenceSettings()),
        (settings.behaviour, Behaviour()),
        (settings.writing, Writing()),
    ):
        for field in dataclasses.fields(own):
            assert getattr(own, field.name) != getattr(usual, field.name), field.name


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("pin", "1234", "unknown setting pin; there are authority, person"),
        ("child", "true", "child=true: give yes or no"),
        ("person", "somebody", "give one of worker"),
        ("number", "AB1234567CD", "two capitals, eight digits, two capitals"),
        ("number", "ab12345678cd", "two capitals"),
        ("at-end", "1000", "give a status word"),
        ("at-end", "90000", "give a status word"),
        ("atr", "zz", "give 2 to 33 bytes in hex"),
        ("passes", "all", "give one of everything, short-answers, short"),
        ("encoding", "cp932", "give one of utf-8, shift_jis_2004"),
        ("delay", "61", "from 0 to 60"),
        ("stay", "soon", "give a day such as"),
    ],
)
def test_a_setting_that_cannot_be(key: str, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        parse_settings({key: text})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["residence-1", "residence-2"])
def test_the_command_knows_them(kind: str) -> None:
    with pytest.raises(ValueError, match="unknown setting pin"):
        emulate(kind, "127.0.0.1", 1, {"pin": "1"})


def test_what_the_settings_make(tmp_path: Path) -> None:
    log = tmp_path / "alarms"
    given = {
        "authority": str(tmp_path),
        "number": "ZZ12345678YY",
        "special": "yes",
        "child": "yes",
        "stay": "2031-02-03",
        "alarm-file": str(log),
    }
    first = Client(build_residence_card("1", parse_settings(given), ISSUED), first=True)
    assert first.send("00B08A0004") == "c101329000"
    assert first.agree("AA00000002ZZ") == "6300"
    first.open("ZZ12345678YY")
    first.send(DF1)
    assert first.secured("08B08600000004960200020000") == b"\xd1\0"
    second = Client(
        build_residence_card("2", parse_settings(given), ISSUED), first=False
    )
    assert second.send("00B08A0004") == "c10230369000"
    second.open("ZZ12345678YY")
    second.send(DF1)
    entries = second.secured("08B08300000004960200000000")
    assert entries.startswith(b"\xc5\x0820310203")
    assert second.send(DF2, "00B0810001") == "6a82"
    assert not log.exists()
    second.send("00D6000000")
    assert log.read_text().splitlines() == second.card.alarms
