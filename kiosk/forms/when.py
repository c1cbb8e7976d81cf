"""When a field is shown or has to be answered, as its data says it.

``true`` and ``false``; or a list of cases, of which one has to hold. A case names
fields and the answers that count: ``[{ criminal_record = ["有"] }]``. All its fields
have to be so. ``"*"`` is any answer. A name may also be ``status`` (the status of
residence that the form is about), ``with`` (what is filed together), or a group of
fields such as ``relative.2.*``, of which one answer is enough.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kiosk.record import record

ANY: Final = "*"
STATUS: Final = "status"
WITH: Final = "with"


@record
class When:
    """Cases, one of which has to hold. No case: never; an empty case: always."""

    cases: tuple[Mapping[str, tuple[str, ...]], ...]

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Whether it is so with these answers (and ``status`` and ``with``)."""
        return any(
            all(_is(name, wanted, answers) for name, wanted in case.items())
            for case in self.cases
        )

    def names(self) -> frozenset[str]:
        """Every name it asks for."""
        return frozenset(name for case in self.cases for name in case)


ALWAYS: Final = When(({},))
NEVER: Final = When(())


def parse(data: Any, prefix: str = "") -> When:
    """Read from a data file; a name that begins with a point goes on from a prefix."""
    if isinstance(data, bool):
        return ALWAYS if data else NEVER
    return When(
        tuple(
            {
                prefix + name if name.startswith(".") else name: tuple(wanted)
                for name, wanted in case.items()
            }
            for case in data
        )
    )


def either(*conditions: When) -> When:
    """One of them is enough."""
    return When(tuple(case for when in conditions for case in when.cases))


def both(first: When, second: When) -> When:
    """Each has to hold; of a name that both have, the second's answers count."""
    return When(
        tuple({**one, **other} for one in first.cases for other in second.cases)
    )


def _is(name: str, wanted: Iterable[str], answers: Mapping[str, str]) -> bool:
    if name.endswith(".*"):
        group = name[:-1]
        return any(value for key, value in answers.items() if key.startswith(group))
    given = answers.get(name, "")
    if name == WITH:
        return not set(wanted).isdisjoint(given.split())
    return bool(given) and (ANY in wanted or given in wanted)
