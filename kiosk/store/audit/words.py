"""What an entry of the trail says."""

from functools import singledispatch

from kiosk.message import Message, say
from kiosk.rules.vocabulary import Procedure, Role
from kiosk.store.audit import events
from kiosk.store.audit.fields import How, Outcome


@singledispatch
def told(event: events.Event | None) -> Message:
    """The sentence of an event; None stands for one of a newer version."""
    return say("audit.unknown")


@told.register
def _(event: events.Registered) -> Message:
    how = "new" if event.new else "found"
    return say(f"audit.registered.{how}", user=event.user, role=_role(event.role))


@told.register
def _(event: events.Enrolled) -> Message:
    how = "brought" if event.brought else "new"
    return say(f"audit.enrolled.{how}", user=event.user, role=_role(event.role))


@told.register
def _(event: events.EnrolmentRefused) -> Message:
    return say(f"audit.enrolment_refused.{event.why}")


@told.register
def _(event: events.IdRecorded) -> Message:
    return say("audit.id_recorded", user=event.user)


@told.register
def _(event: events.LoggedIn) -> Message:
    how = say(f"audit.how.{event.how}")
    return say(f"audit.logged_in.{event.outcome}", user=event.user or 0, how=how)


@told.register
def _(event: events.PasswordSet) -> Message:
    return say("audit.password_set", user=event.user)


@told.register
def _(event: events.CardRejoined) -> Message:
    how = "joined" if event.joined else "refused"
    return say(f"audit.card_rejoined.{how}", user=event.user or 0)


@told.register
def _(event: events.DraftBegun) -> Message:
    return say(
        "audit.draft_begun",
        user=event.user,
        draft=event.draft,
        procedure=_procedure(event.procedure),
    )


@told.register
def _(event: events.DraftOpened) -> Message:
    return say("audit.draft_opened", user=event.user, draft=event.draft)


@told.register
def _(event: events.DraftCopied) -> Message:
    return say(
        "audit.draft_copied",
        user=event.user,
        draft=event.draft,
        source=event.source,
    )


@told.register
def _(event: events.DraftDeleted) -> Message:
    return say("audit.draft_deleted", user=event.user, draft=event.draft)


@told.register
def _(event: events.DraftsExpired) -> Message:
    return say("audit.drafts_expired", number=event.count)


@told.register
def _(event: events.UsageBegun) -> Message:
    return say("audit.usage_begun", user=event.user)


@told.register
def _(event: events.UsageSent) -> Message:
    how = "again" if event.again else "first"
    return say(f"audit.usage_sent.{how}", user=event.user)


@told.register
def _(event: events.UsageTakenBack) -> Message:
    return say("audit.usage_taken_back", user=event.user)


@told.register
def _(event: events.UsageApproved) -> Message:
    return say("audit.usage_approved", user=event.user, staff=event.staff)


@told.register
def _(event: events.UsageRefused) -> Message:
    return say("audit.usage_refused", user=event.user, staff=event.staff)


@told.register
def _(event: events.UsageTold) -> Message:
    return say("audit.usage_told", user=event.user)


@told.register
def _(event: events.UsageReported) -> Message:
    return say("audit.usage_reported", user=event.user)


@told.register
def _(event: events.PaperAsked) -> Message:
    paper = say(f"audit.paper.{event.paper}")
    return say(f"audit.paper_asked.{event.outcome}", paper=paper)


@told.register
def _(event: events.TablesAsked) -> Message:
    if event.written:
        return say("audit.tables.written")
    return say("audit.tables.failed")


@told.register
def _(event: events.StaffCalled) -> Message:
    return say("audit.staff_called")


@told.register
def _(event: events.StaffAdded | events.StaffRoleChanged) -> Message:
    what = "added" if isinstance(event, events.StaffAdded) else "role_changed"
    role = say(f"staff.role.{event.role}")
    return say(f"audit.staff.{what}", staff=event.staff, role=role)


@told.register
def _(event: events.StaffPasswordSet) -> Message:
    return say("audit.staff.password_set", staff=event.staff)


@told.register
def _(event: events.StaffCardJoined | events.StaffCardRemoved) -> Message:
    joined = isinstance(event, events.StaffCardJoined)
    how = "joined" if joined else "removed"
    return say(f"audit.staff.card.{how}", staff=event.staff)


@told.register
def _(event: events.StaffRemoved) -> Message:
    return say("audit.staff.removed", staff=event.staff)


@told.register
def _(event: events.StaffSignedIn) -> Message:
    known = event.outcome is Outcome.KNOWN
    how = "signed_in" if known else "refused"
    if known and event.how is How.CARD:
        return say("audit.staff.signed_in_by_card", staff=event.staff or 0)
    return say(f"audit.staff.{how}", staff=event.staff or 0)


@told.register
def _(event: events.StaffSignedOut) -> Message:
    return say("audit.staff.signed_out", staff=event.staff)


@told.register
def _(event: events.StaffLooked) -> Message:
    return say(f"audit.staff.looked.{event.page}", staff=event.staff or 0)


@told.register
def _(event: events.UserFound) -> Message:
    return say("audit.staff.found", staff=event.staff, user=event.user or 0)


@told.register
def _(event: events.ReceiptReprinted) -> Message:
    outcome = say(f"audit.printing.{event.outcome}")
    return say(
        "audit.staff.reprinted", staff=event.staff, user=event.user, outcome=outcome
    )


@told.register
def _(event: events.ContactCorrected) -> Message:
    return say("audit.staff.contact", staff=event.staff, user=event.user)


@told.register
def _(event: events.UserExported) -> Message:
    return say("audit.staff.exported", staff=event.staff, user=event.user)


@told.register
def _(event: events.UserDeleted) -> Message:
    return say(
        "audit.staff.deleted",
        staff=event.staff,
        confirmed=event.confirmed,
        user=event.user,
    )


@told.register
def _(event: events.NewStartGiven) -> Message:
    return say(
        "audit.staff.new_start",
        staff=event.staff,
        confirmed=event.confirmed,
        user=event.user,
    )


@told.register
def _(event: events.PrinterTested) -> Message:
    outcome = say(f"audit.printing.{event.outcome}")
    return say("audit.staff.tested", staff=event.staff, outcome=outcome)


@told.register
def _(event: events.VisitEnded) -> Message:
    return say("audit.staff.ended", staff=event.staff)


@told.register
def _(event: events.Attended) -> Message:
    what = "attends" if event.begun else "attends_no_longer"
    return say(f"audit.staff.{what}", staff=event.staff)


@told.register
def _(event: events.Started) -> Message:
    return say(
        "audit.started",
        version=f"{event.major}.{event.minor}.{event.patch}",
        mode=say(f"audit.mode.{event.mode}"),
        site=say(f"audit.site.{event.site}"),
    )


@told.register
def _(event: events.Stopped) -> Message:
    return say("audit.stopped")


@told.register
def _(event: events.TrailExported) -> Message:
    return say("audit.trail_exported", number=event.entries)


@told.register
def _(event: events.TrailBroken) -> Message:
    return say("audit.trail_broken")


def _role(role: Role | None) -> Message:
    return say(f"role.{role}") if role else say("audit.other")


def _procedure(procedure: Procedure | None) -> Message:
    return say(f"procedure.{procedure}") if procedure else say("audit.other")
