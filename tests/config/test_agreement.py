"""What is right by itself and wrong together."""

from pathlib import Path

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


@pytest.mark.parametrize(
    ("kind", "key"),
    [("file", "path"), ("network", "host"), ("serial", "path"), ("cups", "queue")],
)
def test_a_printer_needs_its_address(kind: str, key: str, refused: Refused) -> None:
    text = with_line(19, f'kind = "{kind}"')
    assert refused(with_line(20, "", text)) == [
        f'18: printer.{key}: is missing; kind "{kind}" needs it'
    ]


def test_any_usb_printer_will_do(write: Write) -> None:
    text = with_line(20, "", with_line(19, 'kind = "usb"'))
    assert load(write(text)).printer.usb is None


OTHERS = """
[[printer.others]]
kind = "usb"
usb = "04b8:0e15"

[[printer.others]]  # upstairs
kind = "cups"
queue = "office"
width_mm = 80
"""


def test_printers_have_an_order(write: Write) -> None:
    printer = load(write(SOUND + OTHERS)).printer
    assert [own.kind for own in printer.in_order] == ["file", "usb", "cups"]
    assert [own.width_mm for own in printer.in_order] == [58, 80, 80]
    assert printer.others[1].queue == "office"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'queue = "office"\n',
            "",
            '27: printer.others.queue (entry 2): is missing; kind "cups" needs it',
        ),
        (
            'kind = "usb"',
            'kind = "none"',
            '24: printer.others.kind (entry 1): must be a printer (is "none")',
        ),
        (
            "width_mm = 80",
            "width_mm = 70",
            "30: printer.others.width_mm (entry 2): must be 58 or 80 (is 70)",
        ),
        (
            'usb = "04b8:0e15"',
            "baud = 300",
            "25: printer.others.baud (entry 1): must be 9600, 19200, 38400, 57600 or "
            "115200 (is 300)",
        ),
        (
            'usb = "04b8:0e15"',
            'png_folder = "x"',
            "25: printer.others.png_folder (entry 1): unknown key; known: kind, path, "
            "host, port, usb, baud, flow, queue, width_mm",
        ),
        (
            'kind = "cups"',
            "",
            "27: printer.others.kind (entry 2): is missing; add kind = … to "
            "[printer.others (entry 2)]",
        ),
    ],
)
def test_what_is_wrong_with_a_further_printer(
    old: str, new: str, line: str, refused: Refused
) -> None:
    assert old in OTHERS
    assert refused(SOUND + OTHERS.replace(old, new)) == [line]


def test_further_printers_are_tables(refused: Refused) -> None:
    text = SOUND + 'others = "more"\n'
    assert refused(text) == [
        "22: printer.others: must be tables, each begun by [[printer.others]] "
        '(is "more")'
    ]


def test_nothing_comes_after_no_printer(refused: Refused) -> None:
    text = with_line(20, "", with_line(19, 'kind = "none"')) + OTHERS
    assert refused(text) == ['19: printer.kind: must be a printer (is "none")']


def test_production_keeps_no_copy_in_a_further_printer(refused: Refused) -> None:
    text = PRODUCTION + '[[printer.others]]\nkind = "file"\npath = "/srv/more.bin"\n'
    assert refused(text) == [
        "19: printer.others.path (entry 1): must be a device under /dev in production "
        '(is "/srv/more.bin")'
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


@pytest.mark.parametrize("folder", ["/var/lib/madoguchi", "/var/lib/madoguchi/out"])
def test_tables_leave_the_machine(folder: str, refused: Refused, write: Write) -> None:
    text = PRODUCTION + f'[sheets]\ntables = "{folder}"\n'
    assert refused(text) == [
        "18: sheets.tables: must be a stick or a share, not the folder of the store "
        f'(is "{folder}")'
    ]
    stick = load(write(PRODUCTION + '[sheets]\ntables = "/media/tables"\n'))
    assert stick.sheets.tables == Path("/media/tables")
    demo = load(write(SOUND + '[sheets]\ntables = "demo/tables"\n'))
    assert demo.sheets.tables is not None


def test_the_countdown_is_the_last_part_of_the_wait(refused: Refused) -> None:
    assert refused(with_line(8, "warning_seconds = 60", SOUND)) == [
        "8: visit.warning_seconds: must be less than idle_seconds, 60 (is 60)"
    ]
