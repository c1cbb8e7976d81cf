"""Who files what: one visitor for each procedure, from the first screen to the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import Application, make
from kiosk.forms.options import options
from kiosk.i18n import words_of
from kiosk.message import Message, say
from kiosk.rules.vocabulary import FACTS, Procedure, Role, Shape
from tests.terminal.answers import ANSWERS, OF_THE_PLACE, digits, in_days
from tests.terminal.form import Form
from tests.terminal.kiosk_site import PASSWORD, PERSON, PHONE, PIN
from tests.terminal.visitor import ENTER, NEXT_LINE, Visitor
from tests.terminal.words import is_titled, squeezed

_HELD: Final = ("current_status", "joint.current_status")
_PREFILLED: Final[Mapping[str, tuple[str, ...]]] = {
    Procedure.COE: (),
    Procedure.CHANGE: ("wanted_status",),
    Procedure.ACQUISITION: (),
}
"""What the status that was told before fills in, where that is not the one held."""
_SEXES: Final = {"1": "男", "2": "女"}
_ISSUED: Final = "screen.issued.title"
_MOST: Final = 40
"""Screens from the first to the form."""


@dataclass(frozen=True)
class Case:
    """``facts`` are told before the card is asked for; ``own`` are answers of this case
    alone; ``status`` is the one held, or wanted, as the procedure has it.
    """

    procedure: Procedure
    role: Role = Role.APPLICANT
    facts: Mapping[str, str | bool] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    status: str = "dependent"

    def known(self, kept: Mapping[str, str] | None = None) -> Application:
        """What is known when the form begins, or was ``kept`` of it before: lists
        depend on it.
        """
        held = next(own for own in options("statuses_held") if own.code == self.status)
        names = _PREFILLED.get(self.procedure, _HELD)
        answers = {**dict.fromkeys(names, held.value), **(kept or {})}
        return replace(
            make(self.procedure, self.status, ()), answers=MappingProxyType(answers)
        )

    @property
    def told(self) -> frozenset[str]:
        """What nobody has to answer: card, account, facts and a postal code tell it."""
        held = next(own for own in options("statuses_held") if own.code == self.status)
        facts = {str(fact) for fact in self.facts.values()}
        facts |= {ANSWERS[name] for name in OF_THE_PLACE}
        if self.role is not Role.APPLICANT:
            return frozenset({held.value, PHONE, wide(PERSON.name), *facts})
        born, sex = PERSON.birth_date, _SEXES[PERSON.sex]
        return frozenset({held.value, PHONE, PERSON.name, born, sex, *facts})


_STAY: Final = {"stay_expires": digits(in_days(50))}
CASES: Final[Mapping[str, Case]] = MappingProxyType(
    {
        case.procedure.value: case
        for case in (
            Case(
                Procedure.COE,
                Role.RELATIVE,
                {"relation": "spouse", "relative_in_japan": True},
            ),
            Case(Procedure.CHANGE, facts=_STAY, own={"current_status": "留学"}),
            Case(
                Procedure.EXTENSION,
                facts=_STAY,
                own={"relatives": "有"},
            ),
            Case(
                Procedure.ACQUISITION,
                Role.LEGAL_REPRESENTATIVE,
                {
                    "relation": "parent",
                    "in_japan": True,
                    "birth_or_loss_date": digits(in_days(-12)),
                },
                {"birth_date": digits(in_days(-12)), "wanted_period": "3年"},
            ),
            Case(
                Procedure.EMPLOYMENT_CERTIFICATE,
                status="engineer_specialist_in_humanities_international_services",
            ),
            Case(
                Procedure.OTHER_ACTIVITY, facts={"with_procedure": "extension", **_STAY}
            ),
            Case(Procedure.REENTRY, facts={"with_procedure": "extension", **_STAY}),
        )
    }
)


def wide(text: str) -> str:
    """With letters as wide as kanji."""
    return "".join("\u3000" if own == " " else chr(ord(own) + 0xFEE0) for own in text)


class Way:
    """From the first screen to the first question of the form: what is done on each
    screen, found by its title, whenever it comes.
    """

    def __init__(self, visitor: Visitor, case: Case) -> None:
        self._visitor = visitor
        self._case = case
        self._to_do: dict[str, Callable[[], None]] = {
            "screen.purpose.title": self._chooses("screen.purpose.register"),
            "screen.role.title": self._chooses(f"role.{case.role}"),
            "screen.procedure.title": self._chooses(f"procedure.{case.procedure}"),
            **{FACTS[name].question(case.role).id: self._tells(name) for name in FACTS},
            **{
                f"screen.verdict.{found}": self._chooses("screen.verdict.register")
                for found in ("by_card", "allowed", "ask_office")
            },
            "screen.prepare.title": visitor.move_card,
            "screen.pin.authentication.title": self._types(PIN + ENTER),
            "screen.pin.signature.title": self._types(PASSWORD + ENTER),
            "screen.person.title": self._chooses("screen.person.yes"),
            "screen.contact.title": self._types(PHONE + NEXT_LINE + ENTER),
            _ISSUED: self._chooses("screen.done.fill_in"),
            "screen.together.title": self._chooses("screen.together.nothing"),
            **{
                f"screen.residence.ask.{who}": self._chooses("screen.residence.ask.no")
                for who in ("own", "other")
            },
        }
        """By the id of its title."""

    def to(self, form: Form) -> None:
        """Every screen before the form, each of them once."""
        self._visitor.choose_language()
        for _ in range(_MOST):
            screen = self._visitor.look(
                lambda screen: self._title_of(screen) or self._is_over(form, screen)
            )
            title = self._title_of(screen)
            if title is None:
                return
            self._visitor.took_sight(title)
            self._to_do.pop(title)()

    def _title_of(self, screen: str) -> str | None:
        return next(
            (
                title
                for title in self._to_do
                if is_titled(screen, squeezed(self._words(say(title))))
            ),
            None,
        )

    def _is_over(self, form: Form, screen: str) -> bool:
        """Nobody is asked anything of the form before there is an ID."""
        return _ISSUED not in self._to_do and form.is_asked_on(screen)

    def _chooses(self, name: str) -> Callable[[], None]:
        return lambda: self._visitor.choose(self._words(say(name)))

    def _types(self, text: str) -> Callable[[], None]:
        return lambda: self._visitor.type(text)

    def _tells(self, name: str) -> Callable[[], None]:
        kind = FACTS[name]
        told = {"status": self._case.status, **self._case.facts}.get(name)
        match kind.shape:
            case Shape.DATE:
                return self._types(f"{told}{ENTER}")
            case Shape.YES_NO:
                return self._chooses("screen.yes" if told else "screen.no")
        return lambda: self._visitor.choose(self._words(kind.option(str(told))))

    def _words(self, message: Message) -> str:
        return words_of(self._visitor.reads).say(message)
