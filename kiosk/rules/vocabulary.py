"""The names that people, scripts and data use for who files what, and for facts.

Once used, a name keeps its meaning. Every option has a message id, so a screen can
ask for any fact without knowing it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from kiosk.message import Message, say
from kiosk.record import record
from kiosk.rules import data


class Role(StrEnum):
    """Who files. The first five are the published table's; then the institutions."""

    APPLICANT = "applicant"
    LEGAL_REPRESENTATIVE = "legal_representative"
    RELATIVE = "relative"
    ATTORNEY = "attorney"
    GYOSEISHOSHI = "gyoseishoshi"
    ORGANIZATION_STAFF = "organization_staff"
    SUPPORT_ORGANIZATION_STAFF = "support_organization_staff"
    PUBLIC_INTEREST_STAFF = "public_interest_staff"


class Procedure(StrEnum):
    """What is filed, in the published table's column order."""

    COE = "coe"
    CHANGE = "change"
    EXTENSION = "extension"
    ACQUISITION = "acquisition"
    EMPLOYMENT_CERTIFICATE = "employment_certificate"
    OTHER_ACTIVITY = "other_activity"
    REENTRY = "reentry"


class LegalRepresentativeKind(StrEnum):
    """親権者, 未成年後見人, 成年後見人."""

    PARENT = "parent"
    MINOR_GUARDIAN = "minor_guardian"
    ADULT_GUARDIAN = "adult_guardian"


class RelativeKind(StrEnum):
    """配偶者, 子, 父, 母: a relative who is not the legal representative."""

    SPOUSE = "spouse"
    CHILD = "child"
    FATHER = "father"
    MOTHER = "mother"


OTHER = "other"
"""None of the published kinds, or no published number."""
ALONE = "alone"
"""``with_procedure``: the visitor wants to file nothing else with it."""
DEPARTURE = "departure_preparation"
"""``notified_activity``: 特定活動（出国準備期間）, which has no notified number."""

MAIN_PROCEDURES = (
    Procedure.COE,
    Procedure.CHANGE,
    Procedure.EXTENSION,
    Procedure.ACQUISITION,
    Procedure.EMPLOYMENT_CERTIFICATE,
)
KINDS: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.LEGAL_REPRESENTATIVE: tuple(LegalRepresentativeKind),
        Role.RELATIVE: tuple(RelativeKind),
    }
)


class Shape(StrEnum):
    """How a fact is asked and written: JSON boolean, ISO date, or one of a list."""

    YES_NO = "yes_no"
    DATE = "date"
    CHOICE = "choice"


def _kinds() -> tuple[str, ...]:
    return (*LegalRepresentativeKind, *RelativeKind, OTHER)


def _statuses() -> tuple[str, ...]:
    return tuple(row["id"] for row in data.load("statuses")["status"])


def _activities() -> tuple[str, ...]:
    numbers: list[str] = data.load("rules")["notified_activities"]
    return (*numbers, DEPARTURE, OTHER)


def _main_procedures() -> tuple[str, ...]:
    return (*MAIN_PROCEDURES, ALONE)


def _no_options() -> tuple[str, ...]:
    return ()


@record
class FactKind:
    """One fact a decision may ask for."""

    name: str
    shape: Shape
    _options: Callable[[], tuple[str, ...]] = _no_options

    @property
    def options(self) -> tuple[str, ...]:
        """Every choice a file may hold; empty for dates and for yes or no."""
        return self._options()

    def options_for(self, role: str) -> tuple[str, ...]:
        """The choices worth showing to this role."""
        kinds = KINDS.get(Role(role)) if self.name == "relation" else None
        return (*kinds, OTHER) if kinds else self.options

    def question(self, role: str) -> Message:
        """The question; the foreign national in person is addressed directly."""
        own = ".own" if role == Role.APPLICANT else ""
        return say(f"question.{self.name}{own}")

    def option(self, option: str) -> Message:
        """The words for one choice."""
        if self.name == "notified_activity" and option[0].isdigit():
            return say("activity.notified", number=option.replace("-", "の"))
        prefix = {
            "relation": "kind",
            "status": "status",
            "with_procedure": "procedure",
            "notified_activity": "activity",
        }[self.name]
        return say(f"{prefix}.{option}")


FACTS: Mapping[str, FactKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            FactKind("with_procedure", Shape.CHOICE, _main_procedures),
            FactKind("has_mynumber_card", Shape.YES_NO),
            FactKind("usage_request_approved", Shape.YES_NO),
            FactKind("commissioned", Shape.YES_NO),
            FactKind("relation", Shape.CHOICE, _kinds),
            FactKind("relative_in_japan", Shape.YES_NO),
            FactKind("in_japan", Shape.YES_NO),
            FactKind("status", Shape.CHOICE, _statuses),
            FactKind("notified_activity", Shape.CHOICE, _activities),
            FactKind("birth_or_loss_date", Shape.DATE),
            FactKind("stay_expires", Shape.DATE),
            FactKind("birth_date", Shape.DATE),
            FactKind("cannot_apply_in_person", Shape.YES_NO),
            FactKind("office_consulted", Shape.YES_NO),
        )
    }
)
"""Every fact, in the order in which a wizard asks: first what most often decides."""
