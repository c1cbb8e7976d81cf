"""Somebody who holds a receipt, as staff see them: without a name."""

from kiosk.message import Message, say
from kiosk.screens.page import Choice, DateForm, Page, Row, TextField, TextForm, Tone
from kiosk.visit import desk
from kiosk.visit.desk import StaffDesk, Visitor
from kiosk.visit.drafts import DraftNote
from kiosk.visit.events import Chose, WentBack, WentOn
from kiosk.visit.staffing import offered
from kiosk.visit.state import State

Step = (
    desk.FindVisitor
    | desk.VisitorFound
    | desk.CorrectContact
    | desk.DecideUsage
    | desk.EnterAgencyId
    | desk.EnterLastDay
    | desk.ConfirmUsage
    | desk.ConfirmDeletion
    | desk.ConfirmNewStart
)


def page(state: State, own: StaffDesk, step: Step) -> Page:
    """From the receipt to what is done for its holder."""
    match step:
        case desk.FindVisitor(nobody):
            return _find(nobody=nobody)
        case desk.VisitorFound() if own.visitor is not None:
            return _found(state, own.visitor)
        case desk.CorrectContact():
            return _contact(step)
        case desk.DecideUsage():
            return _decide()
        case desk.EnterAgencyId():
            return _agency_id()
        case desk.EnterLastDay():
            return Page(title=say("staff.usage.until"), form=DateForm())
        case desk.ConfirmUsage():
            return _confirm(step)
        case desk.ConfirmNewStart():
            return _new_start()
    return _delete()


def _find(*, nobody: bool) -> Page:
    return Page(
        title=say("staff.find.title"),
        paragraphs=(say("staff.find.nobody") if nobody else say("staff.find.what"),),
        form=TextForm(
            fields=(TextField("auth_id", say("screen.auth_id.field")),),
            ok=say("screen.go_on"),
            kind="id",
        ),
        tone=Tone.CARE if nobody else Tone.PLAIN,
    )


def _found(state: State, own: Visitor) -> Page:
    issuer = say("staff.issuer.agency") if own.agency else say("staff.issuer.here")
    return Page(
        title=say("staff.found.title"),
        rows=(
            Row(say("staff.found.role"), say(f"role.{own.role}")),
            *([_kind(own.kind)] if own.kind else []),
            *([_organisation(own.organisation)] if own.organisation else []),
            Row(
                say("staff.found.issued"),
                say("staff.found.issued.by", day=own.issued.isoformat(), by=issuer),
            ),
            *([Row(say("staff.found.site"), own.site)] if own.site else []),
            *map(_draft, own.drafts),
        ),
        choices=(
            *(
                Choice(say(f"staff.duty.{duty}"), Chose(duty.value))
                for duty in offered(state)
            ),
            Choice(say("staff.back"), WentBack()),
        ),
    )


def _kind(kind: str) -> Row:
    return Row(say("staff.found.kind"), say(f"kind.{kind}"))


def _organisation(name: str) -> Row:
    return Row(say("screen.organisation"), name)


def _draft(note: DraftNote) -> Row:
    about: Message = say(
        "staff.found.draft.about",
        changed=note.changed.isoformat(),
        expires=note.expires.isoformat(),
    )
    return Row(say(f"procedure.{note.procedure}"), about)


def _contact(step: desk.CorrectContact) -> Page:
    wrong = step.faults
    nothing = "nothing" in wrong
    return Page(
        title=say("staff.duty.contact"),
        paragraphs=(
            say("screen.contact.nothing") if nothing else say("staff.contact.what"),
        ),
        form=TextForm(
            fields=(
                TextField(
                    "phone",
                    say("screen.contact.phone"),
                    step.phone,
                    say("screen.contact.phone.fault") if "phone" in wrong else None,
                ),
                TextField(
                    "mail",
                    say("screen.contact.mail"),
                    step.mail,
                    say("screen.contact.mail.fault") if "mail" in wrong else None,
                ),
            ),
            ok=say("screen.go_on"),
            kind="contact",
        ),
        tone=Tone.CARE if wrong else Tone.PLAIN,
    )


def _decide() -> Page:
    return Page(
        title=say("staff.duty.usage"),
        paragraphs=(say("staff.usage.what"),),
        choices=(
            Choice(say("staff.usage.approved"), Chose(True)),
            Choice(say("staff.usage.refused"), Chose(False)),
            Choice(say("staff.back"), WentBack()),
        ),
    )


def _agency_id() -> Page:
    return Page(
        title=say("staff.usage.id.title"),
        paragraphs=(say("staff.usage.id.what"),),
        form=TextForm(
            fields=(TextField("code", say("screen.auth_id.field")),),
            ok=say("screen.go_on"),
            kind="staff_code",
        ),
    )


def _confirm(step: desk.ConfirmUsage) -> Page:
    approved: tuple[Row, ...] = ()
    if step.until is not None:
        day = say("staff.usage.day", day=step.until.isoformat())
        approved = (
            Row(say("screen.auth_id.field"), step.agency_id),
            Row(say("staff.usage.until"), day),
        )
    return Page(
        title=say("staff.usage.sure") if approved else say("staff.usage.sure.refused"),
        rows=approved,
        choices=(
            Choice(say("staff.usage.no"), Chose(False)),
            Choice(say("staff.usage.yes"), WentOn()),
        ),
        tone=Tone.CARE,
    )


def _new_start() -> Page:
    return Page(
        title=say("staff.duty.new_start"),
        paragraphs=(say("staff.new_start.what"), say("staff.delete.second")),
        choices=(
            Choice(say("staff.delete.no"), Chose(False)),
            Choice(say("staff.delete.yes"), WentOn()),
        ),
        tone=Tone.CARE,
    )


def _delete() -> Page:
    return Page(
        title=say("staff.delete.title"),
        paragraphs=(say("staff.delete.what"), say("staff.delete.second")),
        choices=(
            Choice(say("staff.delete.no"), Chose(False)),
            Choice(say("staff.delete.yes"), WentOn()),
        ),
        tone=Tone.CARE,
    )
