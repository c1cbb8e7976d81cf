"""The paper for whoever has forgotten an ID that the Agency issued, as PDF: what is
written into 別記第15号様式 (認証ID確認申出書), and where that is handed in.

The layout of the official form is not published where it could be read, so it is not
imitated. Where it goes: 出入国在留管理庁『利用者情報の変更』
<https://www.moj.go.jp/isa/applications/online/online-riyousyajyouhouhenkou.html>.
"""

from collections.abc import Iterator
from typing import Any, Final

from kiosk.i18n import OFFICE_LANGUAGE, Words, words_of
from kiosk.japan import JAPAN
from kiosk.message import Message, say
from kiosk.sheets.forgotten_order import ForgottenOrder
from kiosk.sheets.printable import line
from kiosk.sheets.typeset import typeset

TITLE: Final = "認証ID確認申出書に書く内容"
FORM: Final = "別記第15号様式"
LAYOUT: Final = "forgotten"
_PRODUCTION: Final = "production"
_ROWS: Final[tuple[tuple[str, str], ...]] = (
    ("role", "利用者区分"),
    ("name", "氏名"),
    ("birth_date", "生年月日"),
    ("sex", "性別"),
    ("address", "住所"),
    ("phone", "電話番号"),
    ("mail", "メールアドレス"),
)
_NUMBER: Final = ("number", "届出済証明書の番号")
_ORGANISATION: Final = ("organisation", "機関の名称")
_OFFICE: Final = ("office", "事務所・機関の所在地")


def forgotten_paper(order: ForgottenOrder) -> bytes:
    """A PDF of one A4 page, the same bytes for the same order and fonts.

    Raises:
        SheetUnavailable: the machine lacks the fonts.
        KeyError: a language that the registry of languages lacks.
    """
    words = words_of(order.language)
    made = int(order.now.timestamp())
    return typeset(content(order, words), words.language, made, LAYOUT)


def content(order: ForgottenOrder, words: Words) -> dict[str, Any]:
    """Everything that stands on it, as plain data for the page."""
    here = order.now.astimezone(JAPAN)
    day, time = here.date().isoformat(), here.strftime("%H:%M")
    return {
        "title": TITLE,
        "form": FORM,
        "name": words.say(say("sheet.forgotten.name")),
        "words": _beside(say("sheet.forgotten.title"), words),
        "made": words.say(say("sheet.made", day=day, time=time)),
        "private": words.say(say("sheet.private")),
        "banner": _banner(order.mode, words),
        "not-official": words.say(say("sheet.forgotten.not_official")),
        "rows": [*_rows(order, words)],
        "steps": [words.say(own) for own in _steps(order.group)],
    }


def _rows(order: ForgottenOrder, words: Words) -> Iterator[dict[str, Any]]:
    for name, label in _labels(order.group):
        yield {
            "label": label,
            "words": _beside(say(f"sheet.forgotten.label.{name}"), words),
            "value": line(_value(order, name)),
        }


def _labels(group: str) -> tuple[tuple[str, str], ...]:
    """Whoever is known by an office gives its address in place of their own."""
    if group == "person":
        return _ROWS
    own = _NUMBER if group == "number" else _ORGANISATION
    rows = [_OFFICE if row[0] == "address" else row for row in _ROWS]
    return (rows[0], own, *rows[1:])


def _value(order: ForgottenOrder, name: str) -> str:
    known = order.known
    match name:
        case "name":
            return known.name
        case "birth_date":
            return _day(known.birth_date)
        case "sex" if known.sex in ("1", "2"):
            return words_of(OFFICE_LANGUAGE).say(say(f"sex.{known.sex}"))
        case "address":
            return known.address
    return ""


def _day(digits: str) -> str:
    """The year as on a card, ``1990年4月1日``; empty where it is not known."""
    if not digits:
        return ""
    year, month, day = digits[:4], int(digits[4:6]), int(digits[6:])
    return f"{year}年{month}月{day}日"


def _steps(group: str) -> tuple[Message, ...]:
    return (
        say("sheet.forgotten.step.write"),
        say(f"forgotten.where.{group}"),
        say("forgotten.answer"),
    )


def _beside(message: Message, words: Words) -> str | None:
    """The visitor's words beside the Japanese; not for those who read that."""
    return None if words.language.code == OFFICE_LANGUAGE else words.say(message)


def _banner(mode: str, words: Words) -> str | None:
    if mode == _PRODUCTION:
        return None
    said = (say(f"receipt.mode.{mode}"), say("receipt.not_real"))
    return " – ".join(map(words.say, said))
