"""Answers that a card, an account or another answer already knows.

What is known has the names of ``Field.filled_from``: ``mynumber.birth_date`` and the
other attributes as the card has them (an address in one piece, sex as ISO 5218's
"1" or "2"), ``residence.number``, ``account.mail`` (of whoever files) and
``account.own_mail`` (of the applicant who files), ``fact.stay_expires`` (ISO),
``fact.status`` (held) or ``fact.wanted_status``, and ``intermediary.name`` where
somebody else files for the applicant.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.check import shown
from kiosk.forms.fields import Field
from kiosk.forms.form import context, form_for
from kiosk.forms.options import options
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault

_ANSWER: Final = "answer."
_ADDRESS: Final = ("prefecture", "municipality", "street")
_PHONES: Final = ("phone", "mobile")
_SEXES: Final = {"1": "男", "2": "女"}


def prefill(
    application: Application, known: Mapping[str, str]
) -> tuple[Application, Mapping[str, str]]:
    """The application with what is known in its empty fields, and who knew each.

    Only what the form would accept is put in; nothing that was answered is touched.
    """
    answers = dict(application.answers)
    origins: dict[str, str] = {}
    now = application
    while True:
        found = _next(now, known)
        if found is None:
            return now, MappingProxyType(origins)
        field, origin, answer = found
        answers[field], origins[field] = answer, origin
        now = replace(application, answers=MappingProxyType(dict(answers)))


def origin_of(
    field: Field, application: Application, known: Mapping[str, str]
) -> str | None:
    """Who tells the answer that stands in a field: ``mynumber``, ``residence``,
    ``account``, ``fact``, ``intermediary`` or ``answer``; None: whoever filled it in.
    """
    answer = application.answers.get(field.id)
    for origin in field.filled_from:
        if answer and _known(field, origin, application, known) == answer:
            return origin.partition(".")[0]
    return None


def _next(
    application: Application, known: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """The first empty field of which somebody knows: its id, who, and what."""
    for field in shown(form_for(application), context(application)):
        if field.id in application.answers:
            continue
        for origin in field.filled_from:
            answer = _known(field, origin, application, known)
            if answer:
                return field.id, origin, answer
    return None


def _known(
    field: Field, origin: str, application: Application, known: Mapping[str, str]
) -> str:
    """What an origin says of a field; empty if the form would not take it."""
    answers = application.answers
    if origin.startswith(_ANSWER):
        text = answers.get(origin.removeprefix(_ANSWER), "")
    else:
        text = _part(field, known.get(origin, ""))
    answer = tidied(field, text, answers) if text else ""
    return "" if not answer or fault(field, answer, answers) else answer


def _part(field: Field, text: str) -> str:
    """The part of what is known that belongs in this field."""
    leaf = field.id.rpartition(".")[2]
    if field.options == "sexes":
        return _SEXES.get(text, text)
    if leaf in _ADDRESS:
        return address(text).get(leaf, "")
    if leaf in _PHONES:
        return text if _is_mobile(text) == (leaf == "mobile") else ""
    return text


def _is_mobile(number: str) -> bool:
    """070, 080 and 090 are mobile numbers (電気通信番号計画)."""
    return number.startswith(("070", "080", "090"))


def address(text: str) -> dict[str, str]:
    """Prefecture, municipality and the rest of an address in one piece.

    Empty when it does not begin with a prefecture and a municipality of the lists.
    """
    plain = "".join(text.split())
    for prefecture in options("prefectures"):
        rest = plain.removeprefix(prefecture.value)
        towns = [
            town.value
            for town in options("municipalities", prefecture.value)
            if rest != plain and rest.startswith(town.value)
        ]
        if towns:
            town = max(towns, key=len)
            return {
                "prefecture": prefecture.value,
                "municipality": town,
                "street": rest.removeprefix(town),
            }
    return {}
