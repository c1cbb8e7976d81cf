"""What ``kiosk doctor`` says of the printers: each, what is wrong, what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.commands.check_printer import printers
from kiosk.commands.finding import Finding, State
from kiosk.commands.language import sayer
from kiosk.config import Config, load
from kiosk.message import say
from kiosk.printers.faults import PrinterFault
from tests.config.site import SOUND
from tests.receipts.box import Box, Break, attached, listening

Site = Callable[..., Config]
NOWHERE = "127.0.0.1:9"
"""No scheduler is there."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The sound site with another printer, and what is written behind it."""

    def site(printer: str = "", more: str = "") -> Config:
        text = SOUND
        if printer:
            text = text.replace('kind = "file"\npath = "receipts.bin"', printer)
        path = tmp_path / "kiosk.toml"
        path.write_text(text + more)
        return load(path)

    return site


def found(config: Config, language: str = "en") -> list[Finding]:
    findings = printers(config, sayer(language), NOWHERE)
    assert all(bool(each.do) is (each.state is not State.OK) for each in findings)
    return findings


def states(config: Config) -> list[tuple[str, State, str]]:
    return [(each.part, each.state, each.what) for each in found(config)]


def network(port: int) -> str:
    return f'kind = "network"\nhost = "127.0.0.1"\nport = {port}'


def test_a_file(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "receipts.bin"
    assert states(site()) == [
        ("printer", State.OK, f"{path}: made at the first receipt")
    ]
    path.touch()
    assert states(site()) == [("printer", State.OK, f"{path}: ready")]


def test_a_folder_in_the_place_of_the_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "receipts.bin").mkdir()
    (finding,) = found(site())
    assert finding.state is State.BAD
    assert "may not be written to" in finding.what


def test_a_device_that_is_switched_off(site: Site) -> None:
    absent = 'kind = "file"\npath = "/dev/usb/absent-printer"'
    assert states(site(absent)) == [
        ("printer", State.BAD, "/dev/usb/absent-printer: not there")
    ]


def test_none_is_a_warning(site: Site) -> None:
    (finding,) = found(site('kind = "none"'))
    assert finding.state is State.WARNING


@pytest.mark.parametrize(
    ("box", "state", "what"),
    [
        (Box(), State.OK, "ready"),
        (Box(rolls=0x0C), State.WARNING, "ready, but its paper is nearly used up"),
        (Box(is_mute=True), State.WARNING, "is there, but does not say how it is"),
        (Box(breaks=Break.PAPER), State.BAD, "no paper"),
        (Box(breaks=Break.COVER), State.BAD, "its cover is open"),
        (Box(breaks=Break.CUTTER), State.BAD, "jammed, without ink, or out of order"),
        (Box(breaks=Break.OFFLINE), State.BAD, "switched off, or offline"),
        (Box(breaks=Break.DIE), State.BAD, "broke the connection off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_printer_is_asked_how_it_is(
    box: Box, state: State, what: str, site: Site
) -> None:
    with listening(box) as port:
        config = site(network(port))
        assert states(config) == [("printer", state, f"127.0.0.1:{port}: {what}")]
    assert states(config) == [("printer", State.BAD, f"127.0.0.1:{port}: not there")]
    assert (box.rows, box.papers) == (0, [])


def test_a_printer_at_a_serial_port(site: Site) -> None:
    with attached(Box(breaks=Break.COVER)) as path:
        serial = f'kind = "serial"\npath = "{path}"'
        assert states(site(serial)) == [
            ("printer", State.BAD, f"{path}: its cover is open")
        ]


def test_what_is_bad_is_a_warning_while_another_prints(site: Site) -> None:
    with listening(Box()) as port, listening(Box(breaks=Break.PAPER)) as broken:
        other = f"[[printer.others]]\n{network(port)}\n"
        assert [each[:2] for each in states(site(network(broken), other))] == [
            ("printer", State.WARNING),
            ("printer 2", State.OK),
        ]


def test_there_is_no_cups(site: Site) -> None:
    config = site(
        'kind = "cups"\nqueue = "desk"', '[sheets]\nkind = "cups"\nqueue = "office"\n'
    )
    what = "CUPS does not run, or has no such queue"
    assert states(config) == [
        ("printer", State.BAD, f"desk: {what}"),
        ("sheets", State.BAD, f"office: {what}"),
    ]


def test_there_is_no_ipptool(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.printers.ipptool.PROGRAM", "/nowhere/ipptool")
    (finding,) = found(site('kind = "cups"\nqueue = "desk"'))
    assert finding.what == "desk: ipptool is not installed"
    assert finding.do.endswith("cups-ipp-utils")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "condition", [*PrinterFault, "near_end", "no_queue", "no_ipptool"]
)
def test_there_are_words_for_everything(condition: str, language: str) -> None:
    tell = sayer(language)
    what = tell(say(f"printer.{condition}", where="WHERE"))
    assert what.startswith("WHERE")
    assert tell(say(f"printer.{condition}.do"))


def test_it_speaks_japanese(site: Site) -> None:
    with listening(Box(breaks=Break.PAPER)) as port:
        (finding,) = found(site(network(port)), "ja")
    assert finding.what == f"127.0.0.1:{port}：紙がありません"
    assert finding.do == "紙を入れてください"
