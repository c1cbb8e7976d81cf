"""The environment of a program in a terminal of its own."""

import os
from collections.abc import Mapping

_OF_ANOTHER_TERMINAL = {"COLUMNS", "LINES", "TMUX", "TMUX_PANE"}
"""Under xdist pytest's workers have ``COLUMNS``, which Textual believes."""


def environment(additions: Mapping[str, str]) -> dict[str, str]:
    """That of the tests with ``additions``, text in UTF-8, and no other terminal."""
    ours = {k: v for k, v in os.environ.items() if k not in _OF_ANOTHER_TERMINAL}
    return {**ours, "LC_ALL": "C.UTF-8", **additions}
