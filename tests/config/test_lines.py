"""The line of a key, however it is written; and no text that is not answered."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import ConfigError, load
from kiosk.config.lines import Lines
from tests.config.site import SOUND

WRITTEN = '''\
# [b] is not here
top.inner = 1
[a]  # a comment with x = 1
"x" = """
[b]
y = 1
"""
list = [
    1,  # y = 2

    2,
]
y = { z = 3 }

[ b . "c d" ]
deep.er = '[e]'
[[many]]
one = 1
[[many]]
two = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("top", "inner"), 2),
        (("a",), 3),
        (("a", "x"), 4),
        (("a", "list"), 8),
        (("a", "list", 1), 8),
        (("a", "y"), 13),
        (("a", "y", "z"), 13),
        (("a", "absent"), 3),
        (("b",), 15),
        (("b", "c d"), 15),
        (("b", "c d", "deep", "er"), 16),
        (("many",), 17),
        (("many", 0), 17),
        (("many", 0, "one"), 18),
        (("many", 0, "two"), 17),
        (("many", 1), 19),
        (("many", 1, "two"), 20),
        (("absent",), 1),
        ((), 1),
    ],
)
def test_a_key_is_found(path: tuple[str | int, ...], line: int) -> None:
    assert Lines(WRITTEN).find(path) == line


KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
FILLERS = st.sampled_from(["", "# key = 1", "   ", "\t# [table]"])


@given(st.lists(st.tuples(KEYS, FILLERS), unique_by=lambda pair: pair[0]))
def test_comments_and_blank_lines_move_a_key_down(
    pairs: list[tuple[str, str]],
) -> None:
    text = "".join(f"{filler}\n{key} = 0\n" for key, filler in pairs)
    lines = Lines(text)
    found = [lines.find((key,)) for key, _ in pairs]
    assert found == [2 * index + 2 for index in range(len(pairs))]


@given(
    at=st.integers(0, len(SOUND)),
    cut=st.integers(0, 30),
    text=st.text(max_size=20),
)
def test_a_damaged_file_is_read_or_refused_with_lines(
    at: int, cut: int, text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "damaged.toml"
    damaged = SOUND[:at] + text + SOUND[at + cut :]
    path.write_bytes(damaged.encode("utf-8", "replace"))
    lines = _refusal(path)
    if not lines:
        tomllib.loads(path.read_text(encoding="utf-8-sig"))
    for line in lines:
        number = int(line.removeprefix(f"{path}:").split(":")[0])
        assert 1 <= number <= damaged.count("\n") + 1
        assert line.isprintable()


def _refusal(path: Path) -> tuple[str, ...]:
    try:
        load(path)
    except ConfigError as error:
        return error.lines or ("refused without a reason",)
    return ()
