"""What is wrong with a setting, in words for whoever wrote it."""

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]

_LONGEST: Final = 40
"""Characters of a wrong value that are shown."""

_WORDS: Final[Mapping[str, str]] = {
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must be a language code such as ja or zh-Hans",
    "too_short": "must name at least one",
    "tuple_type": 'must be a list such as ["ja", "en"]',
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: at which key, and the line to be printed without its place."""

    path: Path
    text: str


def fault(path: Path, what: str) -> Fault:
    """A fault whose line begins with its key."""
    return Fault(path, f"{_dotted(path)}: {what}")


def wrong(path: Path, what: str, value: object) -> Fault:
    """A fault that shows what was there instead."""
    return fault(path, f"{what} (is {shown(value)})")


def explain(error: ErrorDetails, model: type[BaseModel]) -> Fault:
    """A finding of pydantic, in the words of this file."""
    path, value = error["loc"], error["input"]
    field = _field(model, path)
    match error["type"]:
        case "missing":
            return fault(path, _missing(path))
        case "extra_forbidden":
            return fault(path, f"unknown key; {_instead(model, path)}")
        case "model_type" | "model_attributes_type":
            return wrong(path, f"must be a table [{_dotted(path)}]", value)
        case "greater_than_equal" | "less_than_equal" if field:
            return wrong(path, f"must be {_range(field)}", value)
        case known if known in _WORDS:
            return wrong(path, _WORDS[known].format_map(error.get("ctx", {})), value)
    return wrong(path, error["msg"], value)


def shown(value: object) -> str:
    """A value much as TOML writes it, short, and harmless to a terminal."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "…"
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _dotted(path: Path) -> str:
    keys = ".".join(
        key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else shown(key)
        for key in path
        if isinstance(key, str)
    )
    entries = [f" (entry {key + 1})" for key in path if isinstance(key, int)]
    return keys + "".join(entries)


def _missing(path: Path) -> str:
    if len(path) == 1:
        return f"is missing; add the table [{_dotted(path)}]"
    return f"is missing; add {path[-1]} = … to [{_dotted(path[:-1])}]"


def _instead(model: type[BaseModel], path: Path) -> str:
    known = _keys(model, path[:-1])
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    for key in path:
        inner: Any = model.model_fields[str(key)].annotation
        model = inner
    return list(model.model_fields)


def _field(model: type[BaseModel], path: Path) -> FieldInfo | None:
    *tables, last = path
    for key in tables:
        inner = model.model_fields[str(key)].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return None
        model = inner
    return model.model_fields.get(str(last))


def _range(field: FieldInfo) -> str:
    low = next(rule.ge for rule in field.metadata if isinstance(rule, Ge))
    high = next(rule.le for rule in field.metadata if isinstance(rule, Le))
    return f"{low} to {high}"
