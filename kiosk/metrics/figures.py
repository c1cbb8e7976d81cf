"""Every figure that is written: the one list of them, and the text that holds them.

The format: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, 0.0.4).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from kiosk.record import record

PREFIX: Final = "madoguchi_"


@record
class Figure:
    """``name`` without ``PREFIX``; ``labels`` by name; ``about`` is its help text."""

    name: str
    kind: Literal["counter", "gauge"]
    about: str
    labels: tuple[str, ...] = ()


FIGURES: Final = (
    Figure("up", "gauge", "1 while the kiosk runs; 0 after it has ended by itself."),
    Figure("build_info", "gauge", "Always 1; the version is a label.", ("version",)),
    Figure("written_timestamp_seconds", "gauge", "When this file was written."),
    Figure("open", "gauge", "1 within the opening hours of the desk."),
    Figure("in_use", "gauge", "1 while a visitor or staff are at the terminal."),
    Figure("visits_total", "counter", "Visits that ended, by how far.", ("outcome",)),
    Figure(
        "visits_timed_out_total",
        "counter",
        "Visits that ended because nobody pressed or touched anything.",
    ),
    Figure("screens_total", "counter", "Times a screen was come to.", ("screen",)),
    Figure("screen_seconds_total", "counter", "Seconds at a screen.", ("screen",)),
    Figure(
        "prints_total",
        "counter",
        "Papers that were asked for, by what became of them.",
        ("paper", "outcome"),
    ),
    Figure("card_reader_ready", "gauge", "1 when a card can be read."),
    Figure("printer_ready", "gauge", "1 when a receipt can be printed."),
    Figure("printer_paper_low", "gauge", "1 when the paper is nearly used up."),
    Figure("store_ready", "gauge", "1 when the store answers."),
    Figure("drafts", "gauge", "Applications that were begun and are kept."),
    Figure("disk_free_bytes", "gauge", "Room on the disk of the store."),
    Figure(
        "backup_age_seconds",
        "gauge",
        "Age of the newest copy of the store; not there where there is none.",
    ),
    Figure(
        "certificate_expiry_days",
        "gauge",
        "Days until the first of the trust anchors that still hold ends.",
        ("cards",),
    ),
)
_BY_NAME: Final = {figure.name: figure for figure in FIGURES}

Value = tuple[str, tuple[str, ...], float]
"""A figure's name, the values of its labels, and the figure."""


def text(values: Iterable[Value]) -> str:
    """The file. Every figure that has a value is described once, above its values."""
    found: dict[str, list[Value]] = {}
    for value in values:
        found.setdefault(value[0], []).append(value)
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Mapping[str, list[Value]]) -> Iterator[str]:
    for figure in FIGURES:
        own = found.get(figure.name)
        if own is None:
            continue
        name = PREFIX + figure.name
        yield f"# HELP {name} {figure.about}"
        yield f"# TYPE {name} {figure.kind}"
        for _, labels, number in sorted(own):
            yield f"{name}{_labelled(figure.labels, labels)} {_number(number)}"


def _labelled(names: tuple[str, ...], values: tuple[str, ...]) -> str:
    pairs = [
        f'{name}="{_escaped(value)}"' for name, value in zip(names, values, strict=True)
    ]
    return f"{{{','.join(pairs)}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.3f}"


def table() -> str:
    """The list for ``docs/metrics.md``."""
    rows = [
        f"| `{PREFIX}{own.name}` | {own.kind} | {', '.join(own.labels)} | {own.about} |"
        for own in FIGURES
    ]
    return "\n".join(
        ("| figure | kind | labels | meaning |", "|---|---|---|---|", *rows)
    )
