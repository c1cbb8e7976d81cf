"""Fills in drafts in child processes and kills them; run by ``test_drafts_crash``.

    python -m tests.store.crash FOLDER SEED KILLS

A program of its own, because it forks: it has one thread, imports everything once
and starts a child in a millisecond. It writes what the children reported, as JSON.
"""

import json
import sys
from itertools import count
from pathlib import Path
from random import Random

from kiosk.store.database import open_store
from kiosk.store.drafts import Drafts
from tests.registry.crash import Report, forked, killed_after
from tests.registry.people import KEY
from tests.store.holders import LATER, NOW, holders

FIELDS = 12


def fill_in(path: Path, label: str, random: Random, report: Report) -> None:
    """Begin drafts and go on with old ones, saying before and after each saving what
    is saved: ``will`` or ``did``, the draft, the field and an answer that is used once.
    """
    store = open_store(path, KEY)
    [holder] = holders(store, 1)
    drafts = Drafts(store)
    old = [note.id for note in drafts.of(holder, NOW)]
    draft = random.choice(old) if old and random.random() < 0.8 else 0
    for number in count():
        if draft == 0:
            draft = drafts.begin(holder, "extension", NOW, LATER).id
            report(f"begun {draft}")
        saved = f"{draft} {random.randrange(FIELDS)} {label}-{number}"
        _, field, answer = saved.split()
        # From a word to several pages.
        answer += " " * random.choice((0, 20, 9000))
        report(f"will {saved}")
        drafts.save(draft, holder, {field: answer}, answer, NOW, LATER)
        report(f"did {saved}")
        if random.random() < 0.1:
            draft = 0


def main(folder: Path, seed: int, kills: int) -> list[str]:
    random = Random(seed)  # noqa: S311
    path = folder / "store.db"
    reports = []
    for turn in range(kills):
        own = Random(random.randrange(1 << 30))  # noqa: S311
        child, reading = forked(
            lambda report, t=turn, r=own: fill_in(path, str(t), r, report)  # type: ignore[misc]
        )
        lines = random.choice((0, 1, 2, 3, 5, 8))
        # The first turns also meet a store that is still being made.
        reports += killed_after(child, reading, lines, random.uniform(0, 0.003))
    return reports


if __name__ == "__main__":
    reported = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(reported))
