"""The part of a visit that has to do with an institution's usage request (利用申出).

Its clerk goes through the checklist, learns what is missing, takes the papers along and
says on which day they were handed in. What the office decides, staff enter.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Final

from kiosk.rules.calendar import parse_day
from kiosk.rules.usage import ROLES, Answer
from kiosk.rules.usage_check import answers_of, next_question, questions
from kiosk.rules.usage_life import Phase, State
from kiosk.visit import begun, enrolling
from kiosk.visit.carding import in_trouble
from kiosk.visit.events import Chose, FormWanted, PaperWanted, VisitorEvent, WentOn
from kiosk.visit.moves import Transition, go, leave, save_usage, stay
from kiosk.visit.passwords import must_choose
from kiosk.visit.questions import with_usage
from kiosk.visit.requests import NOTHING, Usage
from kiosk.visit.state import State as Visit
from kiosk.visit.steps import (
    AskUsage,
    Issued,
    LoggedIn,
    NoPassword,
    Step,
    UsageCategory,
    UsageDay,
    UsagePackage,
    UsagePapers,
    UsageResult,
    UsageStatus,
    Verdict,
    Working,
)
from kiosk.visit.terms import Paper, Purpose, Trouble, Work
from kiosk.visit.usage_effects import (
    OpenUsage,
    PrintUsage,
    ReportUsage,
    SendUsage,
    TakeBackUsage,
    TellUsage,
)
from kiosk.visit.usage_events import SavingUsage, UsageFound, UsageSaved, UsageWanted

STEPS: Final = (
    AskUsage,
    UsageResult,
    UsagePapers,
    UsagePackage,
    UsageCategory,
    UsageDay,
    UsageStatus,
)
"""The steps that this part of a visit answers for."""
SENT: Final = "sent"
REPORTED: Final = "reported"
APPROVED: Final = "approved"
UNTIL: Final = "until"
"""What was done on a day, or is on one."""
TELL: Final = "tell"
UNKNOWN: Final = "unknown"
_CATEGORIES: Final = ("1", "2", "3", "4")
_Asked = OpenUsage | SendUsage | TakeBackUsage | ReportUsage | TellUsage


def may_begin(visit: Visit) -> bool:
    """Whether the way to the request is open here: to an account of an institution,
    or, from a verdict, to whoever needs one.
    """
    usage = visit.usage
    role = visit.account.role if visit.account else visit.answers.role
    approved = usage is not None and usage.is_approved(visit.today)
    match visit.step:
        case Issued() | LoggedIn():
            return role in ROLES
        case Verdict():
            told = visit.answers.facts.get("usage_request_approved")
            return role in ROLES and told is not True and not approved
    return False


def welcome(moved: Transition) -> Transition:
    """Who has logged in for an institution hears at once how its request stands."""
    visit, effects = moved
    role = visit.held.role if visit.held else ""
    if not isinstance(visit.step, LoggedIn) or role not in ROLES:
        return moved
    answers = replace(visit.answers, role=role)
    there, more = _work(visit.but(answers=answers, usage=None), OpenUsage)
    return there, (*effects, *more)


def _wanted(visit: Visit) -> Transition:
    """To the request, as the store has it; whoever has no account yet to that first."""
    if not may_begin(visit):
        return stay(visit)
    if must_choose(visit):
        return go(visit, NoPassword())
    if isinstance(visit.step, Verdict) and visit.account is None:
        answers = replace(visit.answers, purpose=Purpose.REQUEST)
        return enrolling.begin(visit.but(answers=answers))
    return _work_from_here(visit, OpenUsage)


def found(visit: Visit, event: UsageFound) -> Transition:
    """How it stands; what the store could not keep of it before is still there."""
    usage = event.usage.going_on(visit.usage)
    answers = replace(visit.answers, role=event.account.role)
    known = visit.but(
        account=event.account,
        usage=usage,
        answers=with_usage(answers, usage, visit.today),
    )
    if not _was_asked_for(known):
        return known.but(step=LoggedIn()), ()
    behind = takewhile(lambda past: not isinstance(past, STEPS), known.history)
    return known.but(step=_first(known, usage), history=tuple(behind)), ()


def failed(visit: Visit) -> Transition:
    """The store cannot tell or keep it just now. Who has just logged in is in."""
    if not _was_asked_for(visit):
        return visit.but(step=LoggedIn()), ()
    return in_trouble(visit, Trouble.STORE)


def saved(visit: Visit, event: SavingUsage) -> Transition:
    """The store has confirmed the last attempt, or could not keep it."""
    usage = visit.usage
    if usage is None or event.ticket != usage.saving:
        return stay(visit)
    if isinstance(event, UsageSaved):
        kept = replace(usage, begun=True, unsaved=NOTHING, failed=False)
        return visit.but(usage=kept), ()
    return visit.but(usage=replace(usage, failed=bool(usage.unsaved))), ()


def stepped(visit: Visit, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    usage = visit.usage
    if event == UsageWanted():
        return _wanted(visit)
    if usage is None:
        return stay(visit)
    match visit.step, event:
        case AskUsage(question), Chose(str(answer)) if answer in tuple(Answer):
            return _answered(visit, usage, {question: Answer(answer)}, question)
        case UsageResult() | UsageStatus(), Chose("again") if is_open(visit, usage):
            return _ask_all(visit, usage)
        case UsageStatus(), Chose(what) if what == TELL and may_retell(visit):
            return go(visit, UsageCategory())
        case UsageCategory(), Chose(str(category)):
            return _category_told(visit, usage, category)
        case UsageResult(), WentOn():
            return go(visit, UsagePapers())
        case UsageStatus(), FormWanted() if usage.is_approved(visit.today):
            return begun.wanted(visit)
        case UsageStatus(), Chose("take_back") if usage.state is State.SENT:
            return _work_from_here(visit, TakeBackUsage)
        case UsageDay(what), Chose(str(day)):
            return _day_told(visit, usage, what, day)
        case UsagePackage(Paper.PRINTING), PaperWanted() | Chose():
            return stay(visit)
        case UsagePapers() | UsagePackage() | UsageStatus(), PaperWanted():
            return _print(visit, usage)
        case UsagePapers() | UsagePackage() | UsageStatus(), Chose(str(what)):
            return go(visit, UsageDay(what)) if may_tell(visit, what) else stay(visit)
        case UsagePapers() | UsagePackage() | UsageStatus(), WentOn():
            return leave(visit)
    return stay(visit)


def may_tell(visit: Visit, what: str) -> bool:
    """Whether it can be said here on which day that was done."""
    usage = visit.usage
    if usage is None:
        return False
    if what == SENT:
        return usage.state is State.SENT or is_open(visit, usage)
    return what == REPORTED and usage.is_approved(visit.today)


def may_retell(visit: Visit) -> bool:
    """Whether what was told of an approval that came with an ID can be put right."""
    usage = visit.usage
    told = usage is not None and usage.known and usage.sent_on is None
    return told and usage is not None and usage.state is State.APPROVED


def is_open(visit: Visit, usage: Usage) -> bool:
    """Whether it is to be handed in: for the first time, or once more."""
    over = usage.phase(visit.today) is Phase.OVER
    return over or usage.state in (State.DRAFT, State.REFUSED)


def _first(visit: Visit, usage: Usage) -> Step:
    if not usage.known:
        return UsageCategory()
    if usage.state is not State.DRAFT:
        return UsageStatus()
    question = next_question(visit.today, usage.role, usage.answers, None)
    return UsageResult() if question is None else AskUsage(question)


def _was_asked_for(visit: Visit) -> bool:
    """Or the visitor has only just logged in."""
    before = visit.history[-1:]
    return any(isinstance(past, (Issued, LoggedIn, Verdict, *STEPS)) for past in before)


def _ask_all(visit: Visit, usage: Usage) -> Transition:
    """From the first question; each shows what was answered before."""
    [first, *_] = questions(visit.today, usage.role, usage.answers)
    return go(visit, AskUsage(first))


def _answered(
    visit: Visit, usage: Usage, changes: Mapping[str, Answer], question: str
) -> Transition:
    """Kept at once; the visit does not wait for that."""
    usage = usage.answered(changes)
    following = next_question(visit.today, usage.role, usage.answers, question)
    step = UsageResult() if following is None else AskUsage(following)
    there, _ = go(visit.but(usage=usage), step)
    return save_usage(there, usage)


def _day_told(visit: Visit, usage: Usage, what: str, told: str) -> Transition:
    day = _day(told)
    ahead = day is not None and day > visit.today and what != UNTIL
    if day is None or ahead or not _can_be(usage, what, day):
        return visit.but(step=UsageDay(what, told)), ()
    if what == APPROVED:
        decided = replace(usage, decided_on=day)
        return go(visit.but(usage=decided), UsageDay(UNTIL))
    if what == UNTIL:
        since = usage.decided_on
        return _work_from_here(
            visit, TellUsage, answers=usage.answers, on=since, until=day
        )
    if what == REPORTED:
        return _work_from_here(visit, ReportUsage, on=day)
    return _work_from_here(visit, SendUsage, on=day, answers=usage.unsaved)


def _can_be(usage: Usage, what: str, day: date) -> bool:
    """A report is handed in while the approval holds."""
    if what in (SENT, APPROVED):
        return True
    if what == UNTIL:
        return usage.decided_on is not None and day > usage.decided_on
    begun, until = usage.decided_on, usage.valid_until
    return begun is not None and until is not None and begun <= day <= until


def _category_told(visit: Visit, usage: Usage, category: str) -> Transition:
    """Kept with the days, once they are told."""
    if category not in (*_CATEGORIES, UNKNOWN):
        return stay(visit)
    answers: dict[str, Answer] = {}
    if category in _CATEGORIES:
        answers = answers_of(visit.today, usage.role, int(category))
    return go(visit.but(usage=usage.answered(answers)), UsageDay(APPROVED))


def _print(visit: Visit, usage: Usage) -> Transition:
    account = visit.account
    if account is None:
        return stay(visit)
    ticket = visit.ticket + 1
    effect = PrintUsage(
        ticket,
        visit.language,
        usage.role,
        MappingProxyType(dict(usage.answers)),
        account.person,
        account.contact,
        visit.today,
        account.organisation,
    )
    there, _ = go(visit, UsagePackage())
    return there.but(ticket=ticket, paper_ticket=ticket), (effect,)


def _day(told: str) -> date | None:
    try:
        return parse_day(told)
    except ValueError:
        return None


def _work_from_here(visit: Visit, effect: type[_Asked], **more: Any) -> Transition:
    """What the store has not confirmed is given to it once more, first."""
    usage = visit.usage
    kept, effects = save_usage(visit, usage) if usage and usage.unsaved else stay(visit)
    here, _ = go(kept, Working(Work.USAGE))
    there, wanted = _work(here, effect, **more)
    return there, (*effects, *wanted)


def _work(visit: Visit, effect: type[_Asked], **more: Any) -> Transition:
    ticket, auth_id = visit.ticket + 1, visit.answers.auth_id or ""
    wanted = effect(ticket, auth_id, **more)
    return visit.but(step=Working(Work.USAGE), ticket=ticket), (wanted,)
