"""What somebody has answered: a procedure, its status, what goes with it, answers."""

import json
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Final

from kiosk.record import record
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import Procedure

ACCOMPANYING: Final = (
    Procedure.REENTRY,
    Procedure.OTHER_ACTIVITY,
    Procedure.EMPLOYMENT_CERTIFICATE,
)
_WITH_OTHERS: Final = (Procedure.CHANGE, Procedure.EXTENSION, Procedure.ACQUISITION)
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_KEYS: Final = ("procedure", "status", "with", "answers")


class BadApplication(ValueError):
    """What is wrong with a file of answers, in one line for its programmer."""


@record
class Application:
    """Answers by field id; one without an answer is left out. Never in a repr.

    ``status`` is the status of residence that the form is about, where known.
    ``accompanying`` is what is filed together with it.
    """

    procedure: Procedure
    status: str | None = None
    accompanying: tuple[Procedure, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: _NONE, repr=False)


def make(
    procedure: str, status: str | None, accompanying: tuple[str, ...]
) -> Application:
    """An application without answers.

    Raises:
        BadApplication: a name that is not known, or that does not go with another.
    """
    if procedure not in tuple(Procedure):
        raise BadApplication(
            f"unknown procedure {procedure!r}; known: {', '.join(Procedure)}"
        )
    if status is not None and status not in {row.id for row in statuses()}:
        raise BadApplication(f"unknown status {status!r}; see docs/rules.md")
    for name in accompanying:
        if name not in ACCOMPANYING:
            raise BadApplication(f"with {name!r}: known are {', '.join(ACCOMPANYING)}")
    if accompanying and procedure not in _WITH_OTHERS:
        raise BadApplication(f"nothing is filed together with {procedure!r}")
    return Application(
        Procedure(procedure),
        status,
        tuple(name for name in ACCOMPANYING if name in accompanying),
    )


def read(text: bytes | str) -> Application:
    """Read from JSON, as ``written`` writes it.

    Raises:
        BadApplication: not JSON, or not of its shape.
    """
    try:
        data = json.loads(text)
        # A lone half of a surrogate pair is JSON, and no text that could be written.
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadApplication(f"not JSON of whole characters: {error}") from error
    if not isinstance(data, dict):
        raise BadApplication('expected an object such as {"procedure": "extension", …}')
    strange = sorted(set(data) - set(_KEYS))
    if strange:
        raise BadApplication(f"unknown key {strange[0]!r}; known: {', '.join(_KEYS)}")
    application = make(_text(data, "procedure"), _status(data), _with(data))
    return Application(
        application.procedure,
        application.status,
        application.accompanying,
        MappingProxyType(_answers(data.get("answers", {}))),
    )


def written(application: Application) -> dict[str, Any]:
    """The shape that ``read`` reads, ready for JSON."""
    return {
        "procedure": application.procedure,
        "status": application.status,
        "with": list(application.accompanying),
        "answers": dict(application.answers),
    }


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise BadApplication(f"{key}: missing or not text")
    return value


def _status(data: dict[str, Any]) -> str | None:
    return None if data.get("status") is None else _text(data, "status")


def _with(data: dict[str, Any]) -> tuple[str, ...]:
    names = data.get("with", [])
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise BadApplication("with: a list of procedures")
    return tuple(names)


def _answers(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise BadApplication("answers: an object of field ids and texts")
    for name, answer in given.items():
        if not isinstance(answer, str):
            raise BadApplication(
                f"answers: {name!r} is not text; write numbers as text"
            )
    return {name: answer for name, answer in given.items() if answer}
