"""The page of every step, with the rules and forms behind most of them."""

from dataclasses import replace

from kiosk.message import say
from kiosk.screens.page import Page
from kiosk.screens.pages import (
    card,
    details,
    done,
    drafts,
    enrolling,
    filling,
    forgotten,
    number,
    passwords,
    questions,
    residence,
    start,
    tables,
    usage,
    verdict,
)
from kiosk.visit import steps
from kiosk.visit.state import State


def any_page(state: State) -> Page:
    """What the visitor sees now, without what lies over it."""
    page = _page(state)
    return replace(page, mark=say("staff.attended")) if state.attended else page


def _page(state: State) -> Page:
    match state.step:
        case steps.ChooseLanguage():
            return start.language(state)
        case steps.ChoosePurpose():
            return start.purpose(state)
        case steps.ChooseRole():
            return questions.role(state)
        case steps.ChooseProcedure():
            return questions.procedure(state)
        case steps.AskFact(fact):
            return questions.fact(state, fact)
        case steps.Verdict(slip):
            return verdict.verdict(state, slip)
        case steps.Wording():
            return verdict.wording(state)
        case steps.ChooseOffice():
            return number.office()
        case steps.EnterSerial() as step:
            return number.serial(step)
        case steps.NumberFound(found):
            return number.found(state, found)
        case steps.EnterId() as step:
            return details.auth_id(step)
        case steps.Prepare(passed_over):
            return card.prepare(state, passed_over)
        case steps.Working(work):
            return card.working(work)
        case steps.EnterPin() as step:
            return card.pin(state, step)
        case steps.EnterPassword() as step:
            return passwords.enter(step)
        case steps.ChoosePassword() as step:
            return passwords.choose(step)
        case steps.PasswordSet():
            return passwords.kept(state)
        case steps.LastTry() as step:
            return card.last_try(step)
        case steps.InTrouble() as step:
            return card.trouble(state, step)
        case steps.ConfirmPerson():
            return details.person(state)
        case steps.EnterContact(faults):
            return details.contact(state, faults)
        case (
            steps.ForgotId()
            | steps.ForgotHere()
            | steps.ForgotAgency()
            | steps.ForgotPaper()
        ) as step:
            return forgotten.page(step)
        case (
            steps.EnterBrought()
            | steps.ConfirmBrought()
            | steps.EnterNumber()
            | steps.EnterName()
            | steps.EnterBirth()
            | steps.ChooseSex()
            | steps.EnterOrganisation()
            | steps.EnterAddress()
            | steps.ConfirmParticulars()
            | steps.Refused()
            | steps.NoPassword()
        ) as step:
            return enrolling.page(state, step)
        case steps.Issued(new, receipt):
            return done.issued(state, receipt, new=new)
        case steps.LoggedIn(receipt):
            return done.logged_in(state, receipt)
        case steps.ChooseDraft(notes):
            return drafts.choose(notes)
        case steps.DraftChosen(note):
            return drafts.chosen(note)
        case steps.DeleteDraft(note):
            return drafts.delete(note)
        case steps.ChooseTogether():
            return drafts.together(state)
        case steps.AskResidence():
            return residence.ask(state)
        case steps.EnterCardNumber() as step:
            return residence.number(state, step)
        case steps.LayResidence() as step:
            return residence.lay(state, step)
        case steps.ResidenceTrouble() as step:
            return residence.trouble(step)
        case steps.ResidenceRead():
            return residence.read(state)
        case steps.HandTables() as step:
            return tables.page(state, step)
        case (
            steps.AskUsage()
            | steps.UsageResult()
            | steps.UsagePapers()
            | steps.UsagePackage()
            | steps.UsageCategory()
            | steps.UsageDay()
            | steps.UsageStatus()
        ) as step:
            return usage.page(state, step)
        case steps.TakeCard():
            return done.take_card()
        case steps.Goodbye():
            return done.goodbye()
        case (
            steps.AskConsent()
            | steps.AskMore()
            | steps.FillIn()
            | steps.Review()
            | steps.AllAnswers()
            | steps.HandOver()
        ) as step:
            return filling.page(state, step)
