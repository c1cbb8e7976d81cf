"""What is right by itself and wrong together."""

import pytest

from kiosk.config import load
from tests.config.conftest import Refused, Write
from tests.config.site import PRODUCTION, SOUND, with_line


def test_production_refuses_virtual_cards(refused: Refused) -> None:
    assert refused(with_line(11, 'desk = "virtual"', PRODUCTION)) == [
        '11: card.desk: must be "pcsc" in production (is "virtual")'
    ]


def test_a_demo_may_use_a_real_reader(write: Write) -> None:
    assert load(write(with_line(15, 'desk = "pcsc"'))).card.desk == "pcsc"


@pytest.mark.parametrize("folder", ["demo", "training"])
def test_production_keeps_nothing_where_a_demo_does(
    folder: str, refused: Refused
) -> None:
    path = f"/var/lib/{folder}/kiosk.key"
    assert refused(with_line(8, f'key_file = "{path}"', PRODUCTION)) == [
        "8: store.key_file: production keeps nothing in a folder named "
        f'{folder} (is "{path}")'
    ]


@pytest.mark.parametrize("mode", ["demo", "training"])
def test_a_demo_keeps_its_data_apart(mode: str, refused: Refused) -> None:
    text = with_line(3, f'mode = "{mode}"').replace('"demo/', f'"{mode}/')
    path = "/var/lib/kiosk.db"
    assert refused(with_line(11, f'path = "{path}"', text)) == [
        f"11: store.path: mode {mode} keeps its data in a folder named {mode} "
        f'(is "{path}")'
    ]


def test_a_demo_and_a_training_site_are_apart_too(refused: Refused) -> None:
    lines = refused(with_line(3, 'mode = "training"'))
    assert [line.split(": ")[1] for line in lines] == ["store.path", "store.key_file"]


def test_the_key_is_not_the_store(refused: Refused) -> None:
    (line,) = refused(with_line(12, 'key_file = "demo/kiosk.db"'))
    assert line.startswith("12: store.key_file: must be another file than the store")


@pytest.mark.parametrize("key", ["path", "host"])
def test_a_printer_needs_its_address(key: str, refused: Refused) -> None:
    kind = {"path": "file", "host": "network"}[key]
    text = with_line(19, f'kind = "{kind}"')
    assert refused(with_line(20, "", text)) == [
        f'18: printer.{key}: is missing; kind "{kind}" needs it'
    ]


def test_no_printer_needs_nothing(write: Write) -> None:
    text = with_line(20, "", with_line(19, 'kind = "none"'))
    assert load(write(text)).printer.kind == "none"


def test_production_leaves_no_copy_of_a_receipt(refused: Refused) -> None:
    text = with_line(16, 'path = "/srv/receipts.bin"\npng_folder = "/srv"', PRODUCTION)
    assert refused(text) == [
        "16: printer.path: must be a device under /dev in production "
        '(is "/srv/receipts.bin")',
        "17: printer.png_folder: keeps receipts on the disk; not in production "
        '(is "/srv")',
    ]


def test_the_countdown_is_the_last_part_of_the_wait(refused: Refused) -> None:
    assert refused(with_line(8, "warning_seconds = 60", SOUND)) == [
        "8: visit.warning_seconds: must be less than idle_seconds, 60 (is 60)"
    ]
