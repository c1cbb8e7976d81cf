"""Papers of invented sites, and what a scanner and a printer make of them."""

import struct
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from kiosk.message import Message, say
from kiosk.receipts.blocks import Block
from kiosk.receipts.compose import compose
from kiosk.receipts.drawing import draw
from kiosk.receipts.messages import done
from kiosk.receipts.paper import Paper, Reason, Receipt, Slip
from kiosk.receipts.png import png
from kiosk.registry.auth_id import generate

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
"""In Tokyo it is 08:30 of the next day."""

STEPS = (
    say("step.file_by", day="2026-04-30"),
    say("step.special_period", day="2026-07-01", stay_expires="2026-05-01"),
)


def auth_id(seed: int) -> str:
    return generate(lambda n: (seed * 0x9E3779B97F4A7C15).to_bytes(24, "big")[-n:])


def receipt(**changes: Any) -> Receipt:
    values: dict[str, Any] = {
        "site": "まどぐち Test Desk",
        "mode": "production",
        "at": AT,
        "language": "en",
        "done": done("issued"),
        "auth_id": auth_id(1),
        "issuer": "here",
        "steps": STEPS,
    }
    return Receipt(**values | changes)


def slip(**changes: Any) -> Slip:
    values: dict[str, Any] = {
        "site": "まどぐち Test Desk",
        "mode": "production",
        "at": AT,
        "language": "en",
        "verdict": say("receipt.done.found"),
        "subject": (say("role.relative"), say("procedure.extension")),
        "reasons": (
            Reason(say("rule.in_japan.met"), "入管法 第21条"),
            Reason(say("rule.own_card.met"), "Q&A Q1-5 <https://www.moj.go.jp/isa/>"),
            Reason(say("rule.no_permanent.met"), "入管法 第21条"),
        ),
        "steps": STEPS,
        "remedies": (say("remedy.attorney"),),
    }
    return Slip(**values | changes)


def said(text: str) -> Message:
    """A message whose sentence is this text: no catalogue has such an id."""
    return Message(text)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Every text of the blocks, by looking through all their fields."""
    return [
        text
        for block in blocks
        for part in fields(block)
        if part.name not in {"language"}
        for text in _strings(getattr(block, part.name))
    ]


def drawn(paper: Paper, width_mm: int = 80) -> Image.Image:
    return draw(compose(paper), width_mm)


def scan(image: Image.Image) -> list[str]:
    """What ZBar reads off a picture, one text a QR code."""
    result = subprocess.run(
        ["zbarimg", "--raw", "--quiet", "-S*.enable=0", "-Sqrcode.enable=1", "PNG:-"],
        input=png(image),
        capture_output=True,
        check=False,
        timeout=30,
    )
    return result.stdout.decode().splitlines()


def printed(data: bytes) -> list[Image.Image]:
    """The papers that a printer makes of its bytes, cut by cut.

    Reads the five commands it may be sent, after Epson's ESC/POS command reference:
    ESC @, GS v 0 m xL xH yL yH, ESC d n, GS V 0. Anything else is an error.
    """
    papers, rows, width, at = [], b"", 0, 0
    while at < len(data):
        if data.startswith(b"\x1b@", at):
            assert not rows, "a reset throws away what is not printed"
            at += 2
        elif data.startswith(b"\x1dv0\x00", at):
            columns, height = struct.unpack_from("<HH", data, at + 4)
            assert width in (0, columns * 8)
            width, at = columns * 8, at + 8
            rows += data[at : at + columns * height]
            at += columns * height
        elif data.startswith(b"\x1bd", at):
            at += 3
        elif data.startswith(b"\x1dV\x00", at):
            papers.append(_bitmap(rows, width))
            rows, width, at = b"", 0, at + 3
        else:
            raise AssertionError(f"no such command at byte {at}")
    assert not rows, "printed and not cut"
    return papers


def _bitmap(rows: bytes, width: int) -> Image.Image:
    # A set bit is a black dot on paper; in a picture of mode 1 it is a white one.
    white = bytes(byte ^ 0xFF for byte in rows)
    return Image.frombytes("1", (width, len(rows) * 8 // width), white)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)
