"""The card of a staff member: joined to their code, and laid down to sign in."""

from dataclasses import replace

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Tone
from kiosk.screens.pages import card
from kiosk.visit import desk
from kiosk.visit.desk import StaffDesk
from kiosk.visit.events import Chose, WentBack
from kiosk.visit.staffing import JOIN, REMOVE
from kiosk.visit.state import Answers, State
from kiosk.visit.steps import EnterPin, InTrouble, LastTry
from kiosk.visit.terms import Glance, Pin, Work

Step = (
    desk.OwnCard
    | desk.LayStaffCard
    | desk.StaffCardWorking
    | desk.EnterStaffPin
    | desk.StaffLastTry
    | desk.StaffCardTrouble
    | desk.TakeStaffCard
)


def page(state: State, own: StaffDesk, step: Step) -> Page:
    """As a visitor sees it, beside the way through a visit."""
    match step:
        case desk.OwnCard():
            return _own(joined=own.has_card)
        case desk.LayStaffCard():
            return Page(
                title=say("staff.card.lay"),
                paragraphs=(_first(state) or say("screen.prepare.how"),),
                choices=(_back(),),
                waits=True,
            )
        case desk.StaffCardWorking():
            shown = card.working(Work.PROVE)
        case desk.EnterStaffPin(_, _, tries, note):
            shown = card.pin(state, EnterPin(Pin.AUTHENTICATION, tries, note))
            shown = replace(shown, next=say("screen.pin.unseen"))
        case desk.StaffLastTry(_, _, wrong):
            shown = card.last_try(LastTry(Pin.AUTHENTICATION, wrong))
        case desk.StaffCardTrouble(_, trouble, ended):
            # Whatever the visitor below has answered does not matter here.
            nobody = state.but(answers=Answers())
            troubled = InTrouble(trouble, Pin.AUTHENTICATION, ended)
            shown = replace(card.trouble(nobody, troubled), choices=(_back(),))
        case desk.TakeStaffCard():
            return Page(
                title=say("screen.take_card.title"),
                paragraphs=(say("staff.card.take"),),
                choices=(_back(),),
                waits=True,
                tone=Tone.CARE,
            )
    return replace(shown, place=None)


def beside_a_password(state: State) -> tuple[Message, ...]:
    """That a card may stand in for it, where there is a reader."""
    if state.desk.glance in (Glance.NO_SERVICE, Glance.NO_READER):
        return ()
    return (_first(state) or say("staff.card.or"),)


def _first(state: State) -> Message | None:
    """What lies on the reader is a visitor's, or has been tried."""
    return say("staff.card.first") if state.desk.has_card else None


def _own(*, joined: bool) -> Page:
    what = JOIN if not joined else REMOVE
    known = say("staff.card.joined") if joined else say("staff.card.none")
    label = say("staff.card.remove") if joined else say("staff.card.join")
    return Page(
        title=say("staff.duty.own_card"),
        paragraphs=(known,),
        choices=(Choice(label, Chose(what)), _back()),
    )


def _back() -> Choice:
    return Choice(say("staff.back"), WentBack())
