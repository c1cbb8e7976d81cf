"""The pages for staff: signing in, what there is to do, and what came of it."""

from typing import Final

from kiosk.i18n.languages import own_name
from kiosk.message import Message, say
from kiosk.screens.page import (
    Choice,
    Page,
    PasswordForm,
    Row,
    TextField,
    TextForm,
    Tone,
)
from kiosk.screens.pages import staff_card, staff_visitor
from kiosk.visit import desk
from kiosk.visit.desk import PER_PAGE, Act, Part, Refusal, Report, StaffDesk
from kiosk.visit.duties import Duty
from kiosk.visit.events import Chose, WentBack, WentOn
from kiosk.visit.parts import called
from kiosk.visit.staffing import NEWER, OLDER, has_visit, offered
from kiosk.visit.state import State
from kiosk.visit.terms import Paper

_GOOD: Final = frozenset(
    {
        Report.CONTACT,
        Report.EXPORTED,
        Report.DELETED,
        Report.DELETED_SOON,
        Report.APPROVED,
        Report.REFUSED,
        Report.CARD_JOINED,
        Report.CARD_REMOVED,
    }
)
_BACK: Final = Choice(say("staff.back"), WentBack())


def page(state: State, own: StaffDesk) -> Page:
    """What staff see, over whatever the visitor sees."""
    match own.step:
        case desk.EnterCode() as step:
            return _code(step)
        case desk.EnterStaffPassword(second=second):
            return _password(state, second=second)
        case desk.StaffWorking():
            return Page(title=say("staff.working"), busy=True)
        case desk.StaffHome():
            return _home(state, own)
        case desk.Today() as step:
            return _today(step)
        case desk.Readiness(parts):
            return _readiness(state, parts)
        case desk.PapersTried() as step:
            return _papers(step)
        case desk.Reported(report, detail):
            return _reported(report, detail)
        case desk.ConfirmEnd():
            return _end()
        case (
            desk.OwnCard()
            | desk.LayStaffCard()
            | desk.StaffCardWorking()
            | desk.EnterStaffPin()
            | desk.StaffLastTry()
            | desk.StaffCardTrouble()
            | desk.TakeStaffCard()
        ) as step:
            return staff_card.page(state, own, step)
        case (
            desk.FindVisitor()
            | desk.VisitorFound()
            | desk.CorrectContact()
            | desk.DecideUsage()
            | desk.EnterAgencyId()
            | desk.EnterLastDay()
            | desk.ConfirmUsage()
            | desk.ConfirmDeletion()
            | desk.ConfirmNewStart()
        ) as step:
            return staff_visitor.page(state, own, step)


def duty_choices(state: State) -> tuple[Choice, ...]:
    """What whoever has signed in may do on this page."""
    return tuple(
        Choice(say(f"staff.duty.{duty}"), Chose(duty.value)) for duty in offered(state)
    )


def _code(step: desk.EnterCode) -> Page:
    stage = "second" if step.second else "first"
    return Page(
        title=say(f"staff.code.{stage}.title"),
        paragraphs=(*_refusal(step), say(f"staff.code.{stage}.what")),
        form=TextForm(
            fields=(TextField("code", say("staff.code.field")),),
            ok=say("screen.go_on"),
            kind="staff_code",
        ),
        tone=Tone.CARE if step.refusal else Tone.PLAIN,
    )


def _refusal(step: desk.EnterCode) -> tuple[Message, ...]:
    if step.refusal is None:
        return ()
    said = say(f"staff.refusal.{step.refusal}")
    if step.refusal in (Refusal.REFUSED, Refusal.WAIT) and step.wait:
        return said, say("screen.password.wait.seconds", count=step.wait)
    return (said,)


def _password(state: State, *, second: bool) -> Page:
    stage = "second" if second else "first"
    return Page(
        title=say(f"staff.password.{stage}"),
        paragraphs=staff_card.beside_a_password(state),
        form=PasswordForm(),
        next=say("screen.password.unseen"),
    )


def _home(state: State, own: StaffDesk) -> Page:
    role = own.member.role if own.member else "helper"
    leave = say("staff.to_visit") if has_visit(state) else say("staff.leave")
    return Page(
        title=say("staff.home.title"),
        paragraphs=(say("staff.home.role", role=say(f"staff.role.{role}")),),
        choices=(*duty_choices(state), Choice(leave, WentBack())),
        next=say("staff.home.next"),
    )


def _today(step: desk.Today) -> Page:
    acts, first = step.acts, step.page * PER_PAGE
    shown = acts[first : first + PER_PAGE]
    older = Choice(say("staff.today.older"), Chose(OLDER))
    newer = Choice(say("staff.today.newer"), Chose(NEWER))
    return Page(
        title=say("staff.duty.today"),
        paragraphs=(
            say(
                "staff.today.count",
                registered=_count(acts, "registered", "enrolled"),
                logged_in=_count(acts, "logged_in"),
                drafts=_count(acts, "draft_begun", "draft_copied"),
                papers=_count(acts, "paper_asked"),
                calls=_count(acts, "staff_called"),
            ),
        ),
        rows=tuple(Row(_what(act), _about(act)) for act in shown),
        choices=(
            _BACK,
            *((older,) if first + PER_PAGE < len(acts) else ()),
            *((newer,) if step.page else ()),
        ),
        next=say("staff.today.next"),
    )


def _count(acts: tuple[Act, ...], *kinds: str) -> int:
    return sum(act.what in kinds for act in acts)


def _what(act: Act) -> Message:
    return say("staff.today.at", time=act.time, what=say(f"staff.act.{act.what}"))


def _language(code: str) -> Message:
    return say("screen.language.own", name=own_name(code))


def _about(act: Act) -> Message:
    """Role, procedure, language, paper and outcome, as far as they belong to it."""
    known = [
        *([say(f"role.{act.role}")] if act.role else []),
        *([say(f"procedure.{act.procedure}")] if act.procedure else []),
        *([_language(act.language)] if act.language else []),
        *([say(f"audit.paper.{act.paper}")] if act.paper else []),
        *([say(f"staff.outcome.{act.outcome}")] if act.outcome else []),
    ]
    if not known:
        return say("staff.today.nothing")
    [joined, *rest] = known
    for more in rest:
        joined = say("staff.today.and", first=joined, more=more)
    return joined


def _readiness(state: State, parts: tuple[Part, ...]) -> Page:
    bad = any(part.state == "bad" for part in parts)
    return Page(
        title=say("staff.readiness.bad") if bad else say("staff.readiness.well"),
        rows=tuple(Row(_part(part), _told(part)) for part in parts),
        choices=(*duty_choices(state), _BACK),
        tone=Tone.CARE if bad else Tone.PLAIN,
    )


def _part(part: Part) -> Message:
    return say(f"staff.state.{part.state}", part=called(part.name))


def _told(part: Part) -> str | Message:
    """Its words have been put into the language already."""
    if not part.do:
        return part.what
    return say("staff.readiness.do", what=part.what, do=part.do)


def _papers(step: desk.PapersTried) -> Page:
    lines = tuple(
        say("staff.printer.told", number=number, outcome=say(f"staff.paper.{paper}"))
        for number, paper in enumerate(step.papers, start=1)
    )
    tried = step.papers
    if step.duty in (Duty.REPRINT, Duty.SLIP, Duty.NEW_START):
        lines = tuple(say(f"staff.paper.{paper}") for paper in step.papers)
    if step.sheet is not None:
        tried = (*tried, step.sheet)
        outcome = say(f"staff.paper.{step.sheet}")
        lines = (*lines, say("staff.printer.sheets", outcome=outcome))
    well = all(paper is Paper.PRINTED for paper in tried)
    return Page(
        title=say(f"staff.duty.{step.duty}"),
        paragraphs=lines,
        choices=(_BACK,),
        tone=Tone.GOOD if well else Tone.CARE,
    )


def _reported(report: Report, detail: str) -> Page:
    file = (say("staff.report.file", name=detail),) if detail else ()
    deleted = report in (Report.DELETED, Report.DELETED_SOON)
    return Page(
        title=say(f"staff.report.{report}"),
        paragraphs=(*file, say(f"staff.report.{report}.what")),
        choices=(Choice(say("staff.leave"), WentBack()) if deleted else _BACK,),
        tone=Tone.GOOD if report in _GOOD else Tone.CARE,
    )


def _end() -> Page:
    return Page(
        title=say("staff.end.title"),
        paragraphs=(say("staff.end.what"),),
        choices=(
            Choice(say("staff.end.no"), Chose(False)),
            Choice(say("staff.end.yes"), WentOn()),
        ),
        tone=Tone.CARE,
    )
