"""The program itself: what it answers, and what it can no longer do."""

import json
import os
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from kiosk.writing import engine
from kiosk.writing.engine import MOST_PATHS, Engine, dictionary, serve

PROGRAM = Path(engine.__file__)


@pytest.fixture(scope="module")
def mecab() -> Engine:
    folder = dictionary()
    assert folder
    return Engine(folder)


def test_the_words_of_a_phrase_with_their_particles(mecab: Engine) -> None:
    told = mecab.answer("つまとこどもといっしょににほんでくらすため")
    assert told["phrases"][0] == "妻と子供と一緒に日本で暮らすため"
    assert [kana for kana, _ in told["segments"]] == [
        "つまと",
        "こどもといっしょに",
        "にほんで",
        "くらすため",
    ]


def test_what_the_dictionary_does_not_have_stays(mecab: Engine) -> None:
    assert mecab.answer("ABC")["phrases"] == ["ABC"]


def test_its_folder_may_have_a_space_in_its_name(tmp_path: Path) -> None:
    folder = dictionary()
    assert folder
    (tmp_path / "a b").symlink_to(folder)
    assert Engine(tmp_path / "a b").answer("つま")["phrases"][0] == "妻"


def test_no_phrase_has_too_many_ways(mecab: Engine) -> None:
    told = mecab.answer("しんせき" * 20)
    assert len(told["phrases"]) <= MOST_PATHS
    assert len(set(told["phrases"])) == len(told["phrases"])


def test_a_line_is_answered_by_a_line(mecab: Engine) -> None:
    out = BytesIO()
    serve(mecab, BytesIO('"おっと"\n"\\u3064\\u307e"\n'.encode()), out)
    told = [json.loads(line)["phrases"] for line in out.getvalue().splitlines()]
    assert "夫" in told[0]
    assert "妻" in told[1]


def test_it_can_write_nothing_and_reach_nothing(tmp_path: Path) -> None:
    tries = f"""
import os, socket, sys
sys.path.insert(0, {str(PROGRAM.parents[2])!r})
from kiosk.writing.engine import give_up_rights
with open({str(tmp_path / "before")!r}, "wb", buffering=0) as file:
    give_up_rights()
    for work in (
        lambda: open({str(tmp_path / "after")!r}, "w"),
        lambda: open("/etc/hostname"),
        lambda: socket.socket(),
        lambda: file.write(b"x"),
        lambda: os.pipe(),
    ):
        try:
            work()
        except OSError as error:
            print(type(error).__name__, error.errno)
        else:
            print("done")
"""
    told = subprocess.run(
        [sys.executable, "-I", "-B", "-c", tries],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    assert told[:-1] == ["OSError 24"] * 3 + ["OSError 27", "OSError 24"]
    assert os.listdir(tmp_path) == ["before"]
    assert (tmp_path / "before").read_bytes() == b""


def test_limits_of_this_process_are_its_own() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0


def test_without_a_dictionary_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PACKAGE", "kiosk_has_no_such_package")
    assert dictionary() is None
    assert engine.main() == 1
