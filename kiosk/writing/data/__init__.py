"""How entries of the lists are read, and what countries call themselves."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of ``<name>.toml``, shared: callers must not change them."""
    return tomllib.loads(
        files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    )
