"""Which clerk does what a visit wants done, and in which thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.hands import CARD, PRINTER, REGISTRY, Hands
from kiosk.secret import Secret
from kiosk.visit.effects import (
    BeginDraft,
    CallStaff,
    CheckPassword,
    Effect,
    Enroll,
    EraseDraft,
    FindDrafts,
    FindPlace,
    Forget,
    Inspect,
    KeepPassword,
    LogIn,
    LookAtParts,
    OpenDraft,
    PrintForgotten,
    PrintReceipt,
    PrintSheet,
    PrintSlip,
    Prove,
    ReadAttributes,
    ReadResidence,
    ReadSignature,
    Register,
    Rejoin,
    ReleaseCard,
    ReplaceId,
    SaveAnswers,
    WriteTables,
)
from kiosk.visit.staff_effects import (
    ApproveUsage,
    Attend,
    DeleteVisitor,
    EndVisit,
    ExportVisitor,
    FindVisitor,
    GiveNewStart,
    InspectStaffCard,
    JoinStaffCard,
    KeepContact,
    LookRound,
    PrintReadiness,
    ProveStaffCard,
    RefuseUsage,
    ReleaseStaffCard,
    RemoveStaffCard,
    ReprintReceipt,
    SignInByCard,
    SignInStaff,
    SignOutStaff,
    TellDay,
    TryPrinters,
)
from kiosk.visit.usage_effects import (
    OpenUsage,
    PrintUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
    TellUsage,
)

if TYPE_CHECKING:
    from kiosk.clerks.crew import Crew


def run(
    effect: Effect, hands: Hands, visit: str, take: Callable[[], Secret | None]
) -> None:
    """Have one effect done. ``visit`` names the visit; ``take`` gives the one PIN or
    password that was typed, to the one effect that uses it.
    """
    match effect:
        case Inspect():
            hands.ask(CARD, lambda crew: crew.card.do(effect))
        case Prove() | ReadSignature() | ReadAttributes():
            pin = take()
            hands.ask(CARD, lambda crew: crew.card.do(effect, pin))
        case ReleaseCard():
            hands.tell(CARD, lambda crew: crew.card.release())
        case InspectStaffCard():
            hands.ask(CARD, lambda crew: crew.staff_card.do(effect))
        case ProveStaffCard():
            pin = take()
            hands.ask(CARD, lambda crew: crew.staff_card.do(effect, pin))
        case ReleaseStaffCard():
            hands.tell(CARD, lambda crew: crew.staff_card.release())
        case ReadResidence():
            hands.ask(CARD, lambda crew: crew.residence.do(effect))
        case Register() | LogIn() | Rejoin():
            # Whose they are is settled now: when it is their turn, another card may
            # lie there.
            key = hands.public_key
            hands.ask(REGISTRY, lambda crew: crew.registry.do(effect, visit, key))
        case Enroll():
            hands.ask(REGISTRY, lambda crew: crew.registry.enroll(effect, visit))
        case ReplaceId():
            hands.ask(REGISTRY, lambda crew: crew.registry.replace(effect))
        case CheckPassword() | KeepPassword():
            password = take()
            hands.ask(
                REGISTRY, lambda crew: crew.registry.use_password(effect, password)
            )
        case FindDrafts() | BeginDraft() | OpenDraft() | EraseDraft() | SaveAnswers():
            hands.ask(REGISTRY, lambda crew: crew.drafts.do(effect))
        case (
            OpenUsage()
            | SaveUsage()
            | SendUsage()
            | TakeBackUsage()
            | ReportUsage()
            | TellUsage()
        ):
            hands.ask(REGISTRY, lambda crew: crew.usage.do(effect))
        case FindPlace():
            hands.ask(REGISTRY, lambda crew: crew.find_place(effect))
        case PrintReceipt() | PrintSlip():
            hands.ask(
                PRINTER,
                lambda crew: crew.audit.printed(effect, crew.papers.do(effect)),
            )
        case PrintSheet() | PrintUsage() | PrintForgotten():
            hands.ask(
                PRINTER,
                lambda crew: crew.audit.printed(effect, crew.sheets.do(effect)),
            )
        case WriteTables():
            hands.ask(
                PRINTER, lambda crew: crew.audit.handed_over(crew.tables.do(effect))
            )
        case CallStaff():
            hands.tell(REGISTRY, lambda crew: crew.audit.staff_called())
        case SignInStaff():
            password = take()
            hands.ask(REGISTRY, lambda crew: crew.staff.sign_in(effect, password))
        case GiveNewStart():
            hands.ask(PRINTER, lambda crew: crew.staff.do(effect))
        case SignInByCard():
            hands.ask(REGISTRY, lambda crew: crew.staff.sign_in_by_card(effect))
        case ReprintReceipt() | TryPrinters() | PrintReadiness() | LookRound():
            # A look at the printers, too, is not taken while they print.
            hands.ask(PRINTER, lambda crew: crew.staff.do(effect))
        case (
            TellDay()
            | FindVisitor()
            | KeepContact()
            | ExportVisitor()
            | DeleteVisitor()
            | ApproveUsage()
            | RefuseUsage()
            | JoinStaffCard()
            | RemoveStaffCard()
        ):
            hands.ask(REGISTRY, lambda crew: crew.staff.do(effect))
        case SignOutStaff() | EndVisit() | Attend():
            hands.tell(REGISTRY, lambda crew: crew.staff.note(effect))
        case LookAtParts():
            hands.ask(PRINTER, lambda crew: crew.look_at_printers())
            hands.ask(REGISTRY, lambda crew: crew.look_at_store())
        case Forget():
            hands.tell(CARD, _forget_cards)
            hands.tell(REGISTRY, _forget)


def _forget_cards(crew: "Crew") -> None:
    crew.card.forget()
    crew.staff_card.forget()


def _forget(crew: "Crew") -> None:
    crew.registry.forget()
    crew.staff.forget()
