"""Records beside the frozen dataclasses of the standard library, which say how they
are to behave.
"""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import (
    FrozenInstanceError,
    asdict,
    dataclass,
    field,
    fields,
    make_dataclass,
    replace,
)
from typing import Any, ClassVar

import pytest

from kiosk.record import record

SECRET = "nobody must read this"


@record
class Place:
    """The record under test."""

    kind: ClassVar[str] = "place"
    town: str
    number: int = 1
    told: Mapping[str, str] = field(default_factory=dict, compare=False)
    key: str = field(default="", repr=False)


@record
class Elsewhere(Place):
    """One with another's fields before its own."""

    far: bool = True


@record
class Pair:
    """Another record with fields like those of a place."""

    town: str
    number: int = 1


@record(kw_only=True)
class Named:
    """Given by name alone."""

    town: str
    number: int = 1


@record(eq=False)
class Itself:
    """Equal to nothing else."""

    town: str


@record(hidden=True)
class Hidden:
    """Shows nothing."""

    town: str


@record
class Checked:
    """Looks at what it is given."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("less than none")


@record
class Own:
    """Says itself how it is shown and compared."""

    number: int

    def __repr__(self) -> str:
        return "mine"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7


@dataclass(frozen=True)
class Standard:
    """What the standard library makes of the same fields."""

    town: str
    number: int = 1
    told: Mapping[str, str] = field(default_factory=dict, compare=False)
    key: str = field(default="", repr=False)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("Naha",), {}),
        (("Naha", 2), {}),
        (("Naha",), {"key": "k", "number": 3}),
        ((), {"town": "Naha"}),
        (("Naha", 2, {"a": "b"}, "k"), {}),
        ((), {}),
        (("Naha", 2, {}, "k", 5), {}),
        (("Naha",), {"town": "Nago"}),
        (("Naha",), {"village": "Nago"}),
    ],
)
def test_is_made_as_a_dataclass_is(given: Any, named: Any) -> None:
    try:
        expected = asdict(Standard(*given, **named))
    except TypeError:
        with pytest.raises(TypeError):
            Place(*given, **named)
    else:
        assert asdict(Place(*given, **named)) == expected


def test_no_value_is_told_when_it_cannot_be_made() -> None:
    for given, named in (
        ((SECRET,) * 5, {}),
        ((SECRET,), {"town": SECRET}),
        ((), {"key": SECRET}),
        ((SECRET,), {"village": SECRET}),
    ):
        with pytest.raises(TypeError) as refused:
            Place(*given, **named)  # type: ignore[arg-type]
        assert SECRET not in str(refused.value)


def test_each_has_a_default_of_its_own() -> None:
    assert Place("Naha").told is not Place("Naha").told


def test_is_equal_and_hashed_by_what_is_compared() -> None:
    one, same = Place("Naha", told={"a": "b"}), Place("Naha")
    assert one == same
    assert hash(one) == hash(same)
    assert one != Place("Nago")
    assert one != Elsewhere("Naha")
    assert Pair("Naha") != Named(town="Naha")
    assert len({Pair("Naha"), Pair("Naha"), Pair("Nago")}) == 2


def test_a_record_of_itself_alone_is_equal_to_itself() -> None:
    one = Itself("Naha")
    assert one == one
    assert one != Itself("Naha")
    assert len({one, Itself("Naha")}) == 2


@pytest.mark.parametrize("made", [Place("Naha"), Hidden("Naha"), Named(town="Naha")])
def test_nothing_of_it_changes(made: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        made.town = "Nago"
    with pytest.raises(FrozenInstanceError):
        made.other = "Nago"
    with pytest.raises(FrozenInstanceError):
        del made.town
    assert made.town == "Naha"


def test_shows_what_a_dataclass_shows() -> None:
    standard = make_dataclass("Place", [("town", str), ("number", int, 1)])
    told = repr(Place("Naha", 2, {"a": "b"}, key=SECRET))
    assert told == repr(standard("Naha", 2))[:-1] + ", told={'a': 'b'})"


def test_a_hidden_one_shows_its_class_alone() -> None:
    assert SECRET not in repr(Hidden(SECRET))
    assert "Hidden" in repr(Hidden(SECRET))


def test_what_a_class_says_itself_holds() -> None:
    assert repr(Own(1)) == "mine"
    assert Own(1) == Own(2)
    assert hash(Own(1)) == 7


def test_is_given_by_name_alone_where_that_is_said() -> None:
    assert Named(town="Naha") == Named(town="Naha", number=1)
    with pytest.raises(TypeError):
        Named("Naha")  # type: ignore[misc]


def test_is_matched_replaced_and_taken_apart_like_a_dataclass() -> None:
    match Elsewhere("Naha", 2):
        case Elsewhere(town, number, _, _, far):
            assert (town, number, far) == ("Naha", 2, True)
    assert [own.name for own in fields(Elsewhere)] == [
        "town",
        "number",
        "told",
        "key",
        "far",
    ]
    assert replace(Place("Naha"), number=5) == Place("Naha", 5)
    assert Place.kind == "place"


def test_checks_itself_when_made_and_when_replaced() -> None:
    with pytest.raises(ValueError, match="less than none"):
        Checked(-1)
    with pytest.raises(ValueError, match="less than none"):
        replace(Checked(1), number=-1)


def test_is_copied_and_sent_to_other_processes() -> None:
    one = Place("Naha", 2, {"a": "b"})
    for other in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301
        assert asdict(other) == asdict(one)
