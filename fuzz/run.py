"""Runs every harness in turn, with so much time and memory for each and no more.

    python fuzz/run.py [--seconds N] [--keep FOLDER] [HARNESS ...]

Prints a line for each; ends with status 1 if one found something. Findings, and what
was learnt on the way, are kept in FOLDER (``var/fuzz``): the next run begins there. A
finding is shown again by ``python fuzz/HARNESS.py FILE``. When it is put right, its
file goes into ``fuzz/corpus``, which every run begins with.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seeds import CORPUS, SEEDS

HERE = Path(__file__).parent
MEMORY_MB = 1024
HANG_SECONDS = 10
STARTING_SECONDS = 120
LONGEST = {
    "settings": 4096,
    "picture": 7001,
    "decoder": 7001,
    "number": 400,
    "auth_id": 200,
}
USUAL_LONGEST = 2048
TOLD_LINES = 40


@dataclass(frozen=True)
class Outcome:
    """What one harness came to. ``output`` is the end of what it wrote."""

    harness: str
    status: int
    runs: int
    peak_mb: int
    output: str

    def __str__(self) -> str:
        state = "ok" if self.status == 0 else f"FOUND SOMETHING (status {self.status})"
        return f"{self.harness:24}{self.runs:>10} runs{self.peak_mb:>6} MB  {state}"


def run(harness: str, seconds: int, keep: Path) -> Outcome:
    """One harness for ``seconds``, after its corpus."""
    learnt = keep / harness
    learnt.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 - our own programs
        [
            *(sys.executable, HERE / f"{harness}.py", learnt, CORPUS / harness),
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST.get(harness, USUAL_LONGEST)}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-timeout={HANG_SECONDS}",
            f"-artifact_prefix={keep}/{harness}-",
            "-print_final_stats=1",
        ],
        cwd=keep,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=seconds + STARTING_SECONDS,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        check=False,
    )
    return Outcome(
        harness,
        done.returncode,
        _statistic("number_of_executed_units", done.stdout),
        _statistic("peak_rss_mb", done.stdout),
        "\n".join(done.stdout.splitlines()[-TOLD_LINES:]),
    )


def _statistic(name: str, output: str) -> int:
    found = re.search(rf"^stat::{name}: +([0-9]+)$", output, re.MULTILINE)
    return int(found[1]) if found else 0


def main(arguments: Sequence[str]) -> int:
    """Run those that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("harnesses", nargs="*", metavar="HARNESS")
    parser.add_argument("--seconds", type=int, default=600, metavar="N")
    parser.add_argument("--keep", type=Path, default=HERE.parent / "var" / "fuzz")
    given = parser.parse_args(arguments)
    unknown = set(given.harnesses) - set(SEEDS)
    if unknown:
        parser.error(f"no such harness: {', '.join(sorted(unknown))}")
    found = False
    for harness in given.harnesses or sorted(SEEDS):
        outcome = run(harness, given.seconds, given.keep.absolute())
        sys.stdout.write(f"{outcome}\n")
        sys.stdout.flush()
        if outcome.status:
            found = True
            sys.stdout.write(f"{outcome.output}\n")
    return int(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
