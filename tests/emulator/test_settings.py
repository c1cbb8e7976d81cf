"""``kiosk card emulate``: its settings, and what card they make."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from kiosk.emulator.atr import ATRS
from kiosk.emulator.command import build_card, emulate
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.settings import Settings, parse_settings
from tests.emulator.wire import JPKI, TEXT, file, select, verify

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority for the tests of this module."""
    return tmp_path_factory.mktemp("authority")


def powered(folder: Path, **settings: str) -> VirtualMyNumberCard:
    """The card that settings make."""
    given = {key.replace("_", "-"): text for key, text in settings.items()}
    card = build_card(parse_settings({"authority": str(folder), **given}), NOW)
    card.power_on()
    return card


def talk(card: VirtualMyNumberCard, *commands: str) -> str:
    """The last answer, in hex."""
    return [card.transmit(bytes.fromhex(one)).hex() for one in commands][-1]


def certificate(card: VirtualMyNumberCard) -> x509.Certificate:
    """The certificate for user authentication, as read from the card."""
    answer = card.transmit(bytes.fromhex(select(JPKI)))
    answer = card.transmit(bytes.fromhex("00B08A00000000"))
    return x509.load_der_x509_certificate(answer[:-2])


def test_every_setting_can_be_given() -> None:
    given = {
        "authority": "a",
        "person": "long",
        "counters": "c",
        "alarm-file": "f",
        "atr": "contact",
        "stay": "2029-03-31",
        "blocked": "signature",
        "filler": "300",
        "label": "old-juki",
        "delay": "2.5",
    }
    flags = [
        *("child", "expired", "untrusted", "next-generation", "without-pins"),
        *("long-form", "forgets-on-select", "forgets-on-reset"),
        *("first-apdu-fails", "other-card"),
    ]
    settings = parse_settings(given | dict.fromkeys(flags, "yes"))
    usual = Settings()
    for field in dataclasses.fields(Settings):
        assert getattr(settings, field.name) != getattr(usual, field.name), field.name


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("pin", "1234", "unknown setting pin"),
        ("child", "true", "child=true: give yes or no"),
        ("person", "somebody", "give one of worker"),
        ("atr", "zz", "give 2 to 33 bytes in hex"),
        ("atr", "3B", "give 2 to 33 bytes in hex"),
        ("filler", "-1", "from 0 to 4096"),
        ("filler", "９", "from 0 to 4096"),
        ("delay", "nan", "from 0 to 60"),
        ("stay", "2029-02-30", "give a day such as"),
        ("label", "new", "give one of current, old-juki"),
        ("blocked", "everything", "give one of authentication"),
    ],
)
def test_a_setting_that_cannot_be(key: str, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        parse_settings({key: text})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["residence", "cash"])
def test_cards_that_cannot_be_emulated(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        emulate(kind, "127.0.0.1", 1, {})


def test_a_usual_card_and_its_files(folder: Path, tmp_path: Path) -> None:
    counters, alarms = tmp_path / "counters.json", tmp_path / "alarms"
    card = powered(
        folder, counters=str(counters), alarm_file=str(alarms), atr="contact"
    )
    assert card.atr == ATRS["contact"]
    assert talk(card, select(JPKI), file("0018"), verify(b"9999")) == "63c2"
    assert json.loads(counters.read_text())["authentication"] == 2
    assert talk(card, select(TEXT), file("0001")) == "6a82"
    assert alarms.read_text().splitlines() == card.alarms


def test_what_the_certificate_settings_do(folder: Path) -> None:
    usual = certificate(powered(folder))
    assert usual.not_valid_before_utc < NOW < usual.not_valid_after_utc
    again = certificate(powered(folder))
    assert again.public_key() == usual.public_key()

    expired = certificate(powered(folder, expired="yes"))
    assert expired.not_valid_after_utc < NOW
    stay = certificate(powered(folder, stay="2026-11-24"))
    assert stay.not_valid_after_utc == datetime(2026, 11, 24, 14, 59, 59, tzinfo=UTC)

    anchor = x509.load_pem_x509_certificate(
        (folder / "anchors" / "authentication.pem").read_bytes()
    )
    usual.verify_directly_issued_by(anchor)
    stranger = certificate(powered(folder, untrusted="yes"))
    with pytest.raises(InvalidSignature):
        stranger.verify_directly_issued_by(anchor)


def test_a_stay_that_is_past_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="stay=2026-11-20: is past"):
        powered(folder, stay="2026-11-20")


def test_what_the_pin_settings_do(folder: Path) -> None:
    blocked = powered(folder, blocked="signature")
    assert talk(blocked, select(JPKI), file("001B"), "00200080") == "63c0"
    assert talk(blocked, file("0018"), "00200080") == "63c3"
    without = powered(folder, without_pins="yes")
    assert talk(without, select(JPKI), file("0018"), "00200080") == "63c0"
    child = powered(folder, child="yes", person="child")
    assert talk(child, select(JPKI), file("0008"), "00B0000003") == "008f009000"
