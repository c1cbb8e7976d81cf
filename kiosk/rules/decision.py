"""Whether somebody may file something online: a pure function of a day and facts."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kiosk.message import Message, Value, say
from kiosk.record import record
from kiosk.rules.advice import next_steps, remedies
from kiosk.rules.days import counted
from kiosk.rules.facts import Known, known_facts, known_procedure, known_role
from kiosk.rules.judgement import Judgement, Outcome, judge, open_facts
from kiosk.rules.rulebook import Rule
from kiosk.rules.vocabulary import Procedure, Role

__all__ = ["Decision", "Outcome", "Reason", "decide", "questions"]


@record
class Reason:
    """One rule, how it stands, and where and when it was published.

    ``message`` ends in ``.met``, ``.unmet`` or ``.open``. ``certainty`` says how well
    the rule is attested: ``sure``, ``medium``, ``unsure``. ``wording`` is the law's or
    the Agency's own, in Japanese, to be shown on request.
    """

    rule: str
    message: Message
    source: str
    from_: date | None
    to: date | None
    certainty: str = "sure"
    wording: str | None = None


@record
class Decision:
    """A verdict, the facts that would settle it, and why."""

    outcome: Outcome
    ask: tuple[str, ...]
    """Facts to ask for, the one that settles most often first. One that matters only
    for some answer to another is listed once that answer is given."""
    reasons: tuple[Reason, ...]
    """The deciding rules; the first says it best."""
    notes: tuple[Reason, ...]
    """What is good to know and decides nothing."""
    remedies: tuple[Message, ...]
    next_steps: tuple[Message, ...]

    @property
    def may_go_on(self) -> bool:
        """Allowed, or only the advice to ask the office first is left: a warning."""
        return self.outcome is Outcome.ALLOWED or self.ask == ("office_consulted",)


def decide(
    on: date, role: str, procedure: str, facts: Mapping[str, object]
) -> Decision:
    """May this role file this procedure online on this day, as far as is known?

    Facts that are not given are unknown, and what is unknown is never taken for
    granted. Dates are ISO (or era) text, yes and no are booleans.

    Raises:
        BadInput: an unknown role, procedure, fact or choice; its text is one line.
    """
    who, what, known = known_role(role), known_procedure(procedure), known_facts(facts)
    judgement = judge(on, who, what, known)
    outcome = judgement.outcome
    waiting = judgement.open if outcome is Outcome.CONDITIONAL else ()
    ask = open_facts(on, waiting, known)
    others = remedies(on, who, what, known) if outcome is Outcome.REFUSED else ()
    return Decision(
        outcome=outcome,
        ask=ask,
        reasons=_reasons(who, what, known, judgement),
        notes=tuple(
            _reason(rule, "unmet", who, what, known) for rule in judgement.notes
        ),
        remedies=tuple(others),
        next_steps=tuple(next_steps(on, who, what, known, judgement, ask)),
    )


def questions(
    on: date, role: str, procedure: str, facts: Mapping[str, object]
) -> str | None:
    """The next fact worth asking for; None when nothing asked would change more.

    Raises:
        BadInput: as ``decide``.
    """
    ask = decide(on, role, procedure, facts).ask
    return next((fact for fact in ask if facts.get(fact) is None), None)


def _reasons(
    role: Role, procedure: Procedure, known: Known, judgement: Judgement
) -> tuple[Reason, ...]:
    """The rules that carry the verdict: those not met, those open, or those met."""
    state, deciding = {
        Outcome.REFUSED: ("unmet", judgement.unmet),
        Outcome.CONDITIONAL: ("open", judgement.open),
        Outcome.ALLOWED: ("met", judgement.met),
    }[judgement.outcome]
    return tuple(_reason(rule, state, role, procedure, known) for rule in deciding)


def _reason(
    rule: Rule, state: str, role: Role, procedure: Procedure, known: Known
) -> Reason:
    values: dict[str, Value | Message] = {
        "role": say(f"role.{role}"),
        "procedure": say(f"procedure.{procedure}"),
        **(counted(rule.values, known) or {}),
    }
    return Reason(
        rule=rule.id,
        message=Message(f"rule.{rule.message}.{state}", MappingProxyType(values)),
        source=rule.source,
        from_=rule.from_,
        to=rule.to,
        certainty=rule.certainty,
        wording=rule.wording,
    )
