"""The text format, read as its specification has it.

https://prometheus.io/docs/instrumenting/exposition_formats/: lines of HELP and TYPE,
each once and before the samples of its metric; a sample is a name, labels in braces
(backslash, quote and line feed escaped), and a float; the last line ends in a line
feed.
"""

import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
_SAMPLE = re.compile(rf"({NAME})(?:\{{({_LABEL}(?:,{_LABEL})*)\}})? (\S+)")
_KINDS = {"counter", "gauge", "histogram", "summary", "untyped"}

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(text: str) -> Samples:
    """Each sample by its name and labels."""
    assert text.endswith("\n")
    found: Samples = {}
    kinds: dict[str, str] = {}
    helped: set[str] = set()
    closed: set[str] = set()
    current = ""
    for line in text.splitlines():
        if help_line := re.fullmatch(rf"# HELP ({NAME}) .+", line):
            assert help_line[1] not in helped
            helped.add(help_line[1])
            continue
        if type_line := re.fullmatch(rf"# TYPE ({NAME}) (\w+)", line):
            assert type_line[1] not in kinds
            assert type_line[2] in _KINDS
            kinds[type_line[1]] = type_line[2]
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample is not None, line
        name = sample[1]
        assert name in kinds
        assert name not in closed, "the samples of a metric stand together"
        if current not in ("", name):
            closed.add(current)
        current = name
        labels = tuple(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', sample[2] or ""))
        assert (name, labels) not in found
        found[name, labels] = float(sample[3])
        if kinds[name] == "counter":
            assert name.endswith("_total")
            assert found[name, labels] >= 0
    return found
