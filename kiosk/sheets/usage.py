"""The paper that goes along with an institution's usage request (利用申出), as PDF: the
checklist, requirement by requirement, the papers to attach, and who makes it.

The layout of the official forms is not imitated; they are named by their numbers.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from kiosk.i18n import OFFICE_LANGUAGE, Words, words_of
from kiosk.japan import JAPAN
from kiosk.message import Message, say
from kiosk.rules.sources import Certainty
from kiosk.rules.usage import Answer, Way
from kiosk.rules.usage_check import Assessment, Found, Needed, Standing, assess
from kiosk.sheets.printable import line
from kiosk.sheets.typeset import typeset
from kiosk.sheets.usage_order import UsageOrder

TITLE: Final = "利用申出"
LAYOUT: Final = "usage"
_PRODUCTION: Final = "production"
_LABELS: Final = (
    ("organisation", "機関の名称"),
    ("name", "氏名"),
    ("birth_date", "生年月日"),
    ("sex", "性別"),
    ("address", "住所"),
    ("phone", "電話番号"),
    ("mail", "メールアドレス"),
)


def usage_paper(order: UsageOrder) -> bytes:
    """A PDF of A4 pages, the same bytes for the same order and fonts.

    Raises:
        SheetUnavailable: the machine lacks the fonts.
        KeyError: a language that the registry of languages lacks.
    """
    words = words_of(order.language)
    data = content(order, words)
    return typeset(data, words.language, int(order.now.timestamp()), LAYOUT)


def content(order: UsageOrder, words: Words) -> dict[str, Any]:
    """Everything that stands on it, as plain data for the page."""
    answers = {name: Answer(answer) for name, answer in order.answers.items()}
    found = assess(order.on, order.role, answers)
    return {
        "title": TITLE,
        "name": words.say(say("sheet.usage.name")),
        "subtitle": words.say(say("sheet.usage.subtitle")),
        "words": _beside(say("sheet.usage.title"), words),
        "made": words.say(_made(order.now)),
        "private": words.say(say("sheet.private")),
        "banner": _banner(order.mode, words),
        "not-official": words.say(say("sheet.usage.not_official")),
        "headings": {
            name: words.say(say(f"sheet.usage.{name}"))
            for name in ("who", "requirements", "papers", "ways", "notes")
        },
        "particulars": [*_particulars(order, words)],
        "order": words.say(say("sheet.usage.order")),
        "outcome": words.say(_outcome(found)),
        "category": _category(found, words),
        "requirements": [_requirement(own, words) for own in found.found],
        "papers": [_paper(own, words) for own in found.papers],
        "ways": [_way(own, words) for own in found.ways],
        "notes": [words.say(own.message) for own in found.notes],
    }


def _particulars(order: UsageOrder, words: Words) -> Iterator[dict[str, Any]]:
    office = words_of(OFFICE_LANGUAGE)
    role = say(f"role.{order.role}")
    yield {
        "label": "利用者区分",
        "words": _beside(say("sheet.usage.label.role"), words),
        "value": office.say(role),
    }
    told = asdict(order.particulars)
    for name, label in _LABELS:
        value = told[name]
        if name == "sex" and value:
            value = office.say(say(f"sex.{value}"))
        if name == "birth_date" and value:
            value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
        yield {
            "label": label,
            "words": _beside(_label(name), words),
            "value": line(value) or "–",
        }


def _label(name: str) -> Message:
    if name == "organisation":
        return say("screen.organisation")
    return say(f"sheet.usage.label.{name}")


def _requirement(own: Found, words: Words) -> dict[str, Any]:
    of = own.requirement
    missing = own.standing is Standing.MISSING
    return {
        "kind": own.standing.value,
        "term": of.term,
        "words": _unless_office(words.say(of.message), words),
        "state": words.say(say(f"sheet.usage.state.{own.standing}")),
        "do": words.say(of.remedy) if missing else None,
    }


def _paper(own: Needed, words: Words) -> dict[str, Any]:
    what = own.paper.message
    if own.perhaps and not own.paper.perhaps:
        what = say("sheet.usage.perhaps", what=what)
    told = words.say(what)
    return {
        "term": own.paper.term,
        "form": own.paper.form,
        "words": told if own.perhaps else _unless_office(told, words),
    }


def _way(own: Way, words: Words) -> dict[str, Any]:
    """One that is not surely attested says so."""
    if own.certainty is Certainty.SURE:
        return {"term": own.term, "words": _beside(own.message, words)}
    told = say("sheet.usage.not_certain", what=own.message)
    return {"term": own.term, "words": words.say(told)}


def _outcome(found: Assessment) -> Message:
    missing, unknown = found.standing(Standing.MISSING), found.standing(Standing.OPEN)
    return say("sheet.usage.outcome", missing=len(missing), open=len(unknown))


def _category(found: Assessment, words: Words) -> str | None:
    if len(found.categories) != 1:
        return None
    [number] = found.categories
    return words.say(say("screen.usage.category", number=number))


def _beside(message: Message, words: Words) -> str | None:
    """Beside the official Japanese; not for those who read that."""
    return _unless_office(words.say(message), words)


def _unless_office(text: str, words: Words) -> str | None:
    return None if words.language.code == OFFICE_LANGUAGE else text


def _made(now: datetime) -> Message:
    here = now.astimezone(JAPAN)
    return say("sheet.made", day=here.date().isoformat(), time=here.strftime("%H:%M"))


def _banner(mode: str, words: Words) -> str | None:
    if mode == _PRODUCTION:
        return None
    said = (say(f"receipt.mode.{mode}"), say("receipt.not_real"))
    return " – ".join(map(words.say, said))
