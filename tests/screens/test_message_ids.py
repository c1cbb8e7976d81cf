"""Code and catalogues know the same messages, with the same values.

What the code can say is read from its syntax: ids written out, and ids made of parts,
each of which must be listed here with all it can become.
"""

import ast
import gettext
import string
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import kiosk
from kiosk.card.residence.number import Flaw as CardFlaw
from kiosk.forms import data
from kiosk.forms.fields import Kind
from kiosk.forms.sheets import sheet
from kiosk.i18n import LANGUAGES, LOCALES
from kiosk.printers.faults import PrinterFault
from kiosk.receipts import messages as receipts
from kiosk.registry.auth_id import Flaw
from kiosk.registry.day import ACTS
from kiosk.rules import messages as rules
from kiosk.rules.decision import Outcome
from kiosk.rules.usage import ROLES as INSTITUTIONS
from kiosk.rules.usage import Answer
from kiosk.rules.usage_check import Standing
from kiosk.rules.usage_life import Phase
from kiosk.rules.vocabulary import (
    LegalRepresentativeKind,
    Procedure,
    RelativeKind,
    Role,
)
from kiosk.screens.page import Place
from kiosk.screens.pages.residence import OF_THE_DESK
from kiosk.screens.widgets.bars import KEYS
from kiosk.sheets import forgotten, papers
from kiosk.store.audit import fields as audit
from kiosk.store.audit.verify import State as TrailState
from kiosk.store.faults import StoreFault
from kiosk.visit.desk import Refusal as StaffRefusal
from kiosk.visit.desk import Report
from kiosk.visit.display import Theme
from kiosk.visit.duties import Duty
from kiosk.visit.forgotten import GROUPS, WITH_CARD
from kiosk.visit.readings import ResidenceFault, Signature
from kiosk.visit.tables import TablesFault
from kiosk.visit.terms import (
    Issuer,
    Paper,
    PasswordFault,
    Pin,
    Purpose,
    Refusal,
    Trouble,
    Work,
)
from kiosk.visit.usage import APPROVED, REPORTED, SENT, UNTIL
from kiosk.writing.days import ORDERS
from tests.screens.pages import numbers

NEEDS: Final = ("card", "authentication", "signature", "contact", "attributes")
LABELS: Final = {name for group in GROUPS for name, _ in forgotten._labels(group)}
"""Of the paper for a forgotten ID."""
ROOT: Final = Path(kiosk.__file__).parent
RULES: Final = ROOT / "rules"
"""Speaks what its data names; it lists that itself (``kiosk.rules.messages``)."""
DEMO_MODES: Final = ("demo", "training")
SEXES: Final = ("0", "1", "2", "9")
"""ISO/IEC 5218, as the card has it."""


CHECKED_KINDS: Final = set(Kind) - {Kind.TEXT, Kind.FULL, Kind.CHOICE}
"""Of the fields of forms: those whose answers have a pattern."""
TYPED: Final = set(Kind) - {Kind.CHOICE, Kind.DATE, Kind.BIRTH_DATE}
"""Of the fields of forms: those whose answers are typed as text."""
SHEETS: Final = [
    sheet(path.stem)
    for path in sorted(Path(data.__file__).parent.glob("*.toml"))
    if "field" in data.load(path.stem)
]
FIELDS: Final = [field for own in SHEETS for field in own.fields]
ORIGINS: Final = {
    origin.partition(".")[0] for field in FIELDS for origin in field.filled_from
}
DESK_IS_BAD: Final = (
    "service.forbidden",
    "service.stopped",
    "service.absent",
    "reader.unknown",
    "reader.none",
)
CARD_FAULTS: Final = (
    "busy",
    "changed",
    "mute",
    "no_card",
    "no_reader",
    "no_service",
    "removed",
    "unreadable",
)
"""Those that looking at a card without any PIN can come to."""
PRINTER_IS_NOT_WELL: Final = (
    *PrinterFault,
    "near_end",
    "no_ipptool",
    "no_queue",
    "none",
    "unconfirmed",
)
BANDS: Final = (
    "above_below",
    "above_to",
    "exactly",
    "from_below",
    "least",
    "up_to",
)
"""How the bounds of a band of months are written."""
PURPOSES: Final = set(Purpose) - {Purpose.REQUEST, Purpose.FORGOT}
"""On the first screens; a usage request is come to from a verdict."""
PAPERS: Final = {"guarantor"}.union(*papers._PAPERS.values())
RESIDENCE_FAULTS: Final = set(ResidenceFault) - OF_THE_DESK
"""The others are told as any card's."""
OFFICES: Final = {number.office for number in numbers()}
CATEGORIES: Final = {number.category for number in numbers()}

KINDS: Final = (*LegalRepresentativeKind, *RelativeKind)
PARTS: Final = (
    "settings",
    "service",
    "reader",
    "printer",
    "sheets",
    "key",
    "store",
    "catalogues",
    "trust_anchors",
    "residence_anchors",
    "backups",
    "fonts",
    "clock",
)
"""Of a terminal, as the doctor names them; of several printers each has its number."""

MADE: Final[Mapping[str, tuple[Iterable[str], ...]]] = {
    "audit.card_rejoined.{}": (("joined", "refused"),),
    "audit.how.{}": (audit.How,),
    "audit.enrolled.{}": (("new", "brought"),),
    "audit.enrolment_refused.{}": (audit.Refusal,),
    "audit.logged_in.{}": (audit.Outcome,),
    "audit.mode.{}": (audit.Mode,),
    "audit.paper.{}": (audit.Paper,),
    "audit.paper_asked.{}": (audit.Printing,),
    "audit.printing.{}": (audit.Printing,),
    "audit.registered.{}": (("new", "found"),),
    "audit.site.{}": (audit.SiteKind,),
    "audit.staff.{}": (
        (
            "added",
            "role_changed",
            "signed_in",
            "refused",
            "attends",
            "attends_no_longer",
        ),
    ),
    "audit.staff.card.{}": (("joined", "removed"),),
    "audit.staff.looked.{}": (audit.StaffPage,),
    "audit.state.{}": (TrailState,),
    "audit.usage_sent.{}": (("first", "again"),),
    "auth_id.invalid.{}": (Flaw,),
    "bar.{}": ([word for _, word, _ in KEYS.values()],),
    "desk.{}": (DESK_IS_BAD,),
    "display.{}": (Theme,),
    "desk.{}.do": (DESK_IS_BAD,),
    "desk.fault.{}": (CARD_FAULTS,),
    "desk.reader.{}": (("empty", "card", "mute", "held"),),
    "desk.reader.{}.do": (("mute", "held"),),
    "form.date.how.{}": (ORDERS,),
    "form.date.typed.{}": (ORDERS,),
    "doctor.mode.{}": (("demo", "training", "production"),),
    "drafting.reason.{}": (("change", "extension", "acquisition"),),
    "drafting.reason.part.{}": (("now", "why", "means", "length", "papers"),),
    "form.kind.{}": (CHECKED_KINDS,),
    "kind.{}": (KINDS,),
    "light.printer.{}": (("paper_out", "cover_open", "off"),),
    "mode.{}": (DEMO_MODES,),
    "number.category.{}": (CATEGORIES,),
    "number.office.{}": (OFFICES,),
    "pin.{}": (Pin,),
    "place.{}": ([place.name.lower() for place in Place],),
    "printer.{}": (("well", "file", *PRINTER_IS_NOT_WELL),),
    "printer.{}.do": (PRINTER_IS_NOT_WELL,),
    "procedure.{}": (Procedure,),
    "receipt.done.{}": (receipts.DONE,),
    "receipt.issuer.{}": (("here", "agency"),),
    "receipt.mode.{}": (DEMO_MODES,),
    "residence.fault.{}.do": (RESIDENCE_FAULTS,),
    "residence.fault.{}.title": (RESIDENCE_FAULTS,),
    "role.{}": (Role,),
    "screen.card_number.flaw.{}": (CardFlaw,),
    "screen.fill.from.{}": (ORIGINS,),
    "screen.fill.how.{}": (TYPED,),
    "screen.paper.{}": ([own for own in Paper if own is not Paper.NOT_WANTED],),
    "screen.paper.print_{}": (("first", "again"),),
    "screen.logged_in.{}": (("title", "password"),),
    "screen.password.{}": (("set", "change", "soon", "soon.alone", "over"),),
    "screen.password.{}.title": (("choose", "again"),),
    "screen.password.{}.what": (("choose", "again"),),
    "screen.password.fault.{}": (PasswordFault,),
    "screen.brought.next.{}": (("card", "told"),),
    "screen.forgot.{}": (Issuer,),
    "screen.forgot.by.{}": ((WITH_CARD, *GROUPS),),
    "screen.forgot.paper.{}": (Paper,),
    "forgotten.where.{}": (GROUPS,),
    "sheet.forgotten.label.{}": (LABELS,),
    "screen.organisation.lead.{}": (INSTITUTIONS,),
    "screen.own.name.next.{}": (("birth", "address"),),
    "screen.issued.{}": (Issuer,),
    "screen.issued.next.{}": (("receipt", "nothing"),),
    "screen.password.set.{}": (("hint", "alone"),),
    "screen.refused.{}.title": (Refusal,),
    "screen.refused.{}.what": (Refusal,),
    "screen.pin.{}.next": ((Pin.AUTHENTICATION, Pin.SIGNATURE),),
    "screen.pin.{}.title": (Pin,),
    "screen.pin.{}.what": (Pin,),
    "screen.pin.form.{}": (Pin,),
    "screen.prepare.need.{}": (NEEDS,),
    "screen.procedure.{}.hint": (Procedure,),
    "screen.purpose.{}": (PURPOSES,),
    "screen.purpose.{}.hint": (PURPOSES,),
    "screen.reset.{}": (Pin,),
    "screen.residence.ask.{}": (("own", "other"),),
    "screen.residence.lay.away.{}": (("my_number", "other"),),
    "screen.residence.signature.{}": (Signature,),
    "screen.role.{}.hint": (Role,),
    "screen.sheet.{}": (Paper,),
    "screen.usage.{}": (Answer,),
    "screen.usage.day.{}": ((SENT, REPORTED, APPROVED, UNTIL),),
    "screen.usage.phase.{}": (Phase,),
    "screen.tables.fault.{}.do": (TablesFault,),
    "screen.tables.fault.{}.title": (TablesFault,),
    "screen.verdict.{}": (Outcome,),
    "screen.verdict.next.{}": (("fill_in", "register", "register.number", "end"),),
    "screen.working.{}": (Work,),
    "sex.{}": (SEXES,),
    "sheet.fees.{}": (("single", "multiple"),),
    "sheet.fees.months.{}": (BANDS,),
    "sheet.paper.{}": (PAPERS,),
    "sheet.take.{}": (("choice", "full", "half", "text"),),
    "sheet.usage.{}": (("who", "requirements", "papers", "ways", "notes"),),
    "sheet.usage.label.{}": (
        ("name", "birth_date", "sex", "address", "phone", "mail"),
    ),
    "sheet.usage.state.{}": (Standing,),
    "staff.act.{}": (ACTS,),
    "staff.code.{}.title": (("first", "second"),),
    "staff.code.{}.what": (("first", "second"),),
    "staff.duty.{}": (set(Duty) - {Duty.CONFIRM},),
    "staff.outcome.{}": (("new", "found", *audit.Outcome, *audit.Printing),),
    "staff.paper.{}": (set(Paper) - {Paper.NOT_WANTED, Paper.PRINTING},),
    "staff.part.{}": (PARTS,),
    "staff.password.{}": (("first", "second"),),
    "staff.refusal.{}": (StaffRefusal,),
    "staff.report.{}": (Report,),
    "staff.report.{}.what": (Report,),
    "staff.role.{}": (audit.StaffRole,),
    "staff.state.{}": (("ok", "warning", "bad"),),
    "store.fault.{}": (StoreFault,),
    "store.fault.{}.do": (StoreFault,),
    "trouble.{}.do": (Trouble,),
    "trouble.{}.title": (Trouble,),
}
"""Ids made of parts, by their pattern, and what each part can be."""
HANDED_ON: Final = {
    "message_id",
    "message.id",
    "name",
    "field.word",
    "first.word",
    "told(row.entry.event)",
}
"""Ids that come from elsewhere in the code."""


def sources() -> Iterator[ast.expr]:
    """The first argument of each ``say`` and ``Message`` outside of the rules."""
    for path in sorted(ROOT.rglob("*.py")):
        if RULES in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(ast.Name("say" | "Message"), [first, *_]):
                    yield first


def parts(expression: ast.expr) -> Iterator[str]:
    """Its ids, or the pattern of those that it makes."""
    match expression:
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(
                str(own.value) if isinstance(own, ast.Constant) else "{}"
                for own in expression.values
            )
        case _:
            assert ast.unparse(expression) in HANDED_ON


WRITTEN: Final = {text for source in sources() for text in parts(source)}


def spoken() -> set[str]:
    """Every id that the product can say."""
    made = {
        pattern.format(*chosen)
        for pattern, choices in MADE.items()
        for chosen in product(*choices)
    }
    plain = {text for text in WRITTEN if "{" not in text}
    asked = {field.word for field in FIELDS}
    return plain | made | asked | rules.message_ids() | receipts.message_ids()


def catalogue(code: str) -> Catalog:
    language = LANGUAGES[code]
    path = LOCALES / language.folder / "LC_MESSAGES" / "kiosk.po"
    with path.open("rb") as file:
        return read_po(file, locale=language.locale)


def entries(code: str) -> dict[str, tuple[str, ...]]:
    """The sentences of each id: several where there are plurals."""
    found = {}
    for entry in catalogue(code):
        name = entry.id if isinstance(entry.id, str) else entry.id[0]
        if name:
            found[name] = texts_of(entry)
    return found


def texts_of(entry: Message) -> tuple[str, ...]:
    text = entry.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_pattern_is_listed_and_none_is_left_over() -> None:
    handed_on = {"number.category.{}", "number.office.{}"}
    assert {text for text in WRITTEN if "{" in text} | handed_on == set(MADE)


def test_an_extraction_by_babel_finds_the_same() -> None:
    """Whoever translates with the usual tools sees the same ids."""
    found = {
        text
        for path in ROOT.rglob("*.py")
        if RULES not in path.parents
        for _, text, _, _ in extract_from_file("python", path, keywords={"say": None})
    }
    assert found == {text for text in WRITTEN if "{" not in text}


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_that_is_said_is_in_the_catalogue_and_nothing_else(code: str) -> None:
    assert set(entries(code)) == spoken()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_is_finished(code: str) -> None:
    """Nothing is empty or in doubt, and its plurals are those of the language."""
    own = catalogue(code)
    assert [entry.id for entry in own if entry.fuzzy and entry.id] == []
    assert [name for name, text in entries(code).items() if not all(text)] == []
    for entry in own:
        if entry.pluralizable:
            assert len(texts_of(entry)) == own.num_plurals, entry.id
    assert [list(entry.check(own)) for entry in own if list(entry.check(own))] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_compiled_catalogue_is_the_one_in_the_text(code: str) -> None:
    path = LOCALES / LANGUAGES[code].folder / "LC_MESSAGES" / "kiosk.mo"
    with path.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in catalogue(code):
        text = texts_of(entry)[0]
        if not isinstance(entry.id, str):
            name = entry.id[0]
            # Not by gettext, which finds no plural in the Python of Debian 12.
            assert compiled.ngettext(name, name, 1) == text, name
        elif entry.id:
            assert compiled.gettext(entry.id) == text, entry.id


def placeholders(text: str) -> set[tuple[str, str]]:
    """Names with how they are written; a count may be left unsaid."""
    found = string.Formatter().parse(text)
    return {(name, spec or "") for _, name, spec, _ in found if name is not None}


def test_every_language_gives_the_same_values() -> None:
    """But a count, which some sentences say without a figure."""
    english = entries("en")
    for code in LANGUAGES:
        for name, texts in entries(code).items():
            wanted = set().union(*map(placeholders, english[name]))
            for text in texts:
                assert placeholders(text) | {("count", "")} == wanted | {("count", "")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_values_are_named_plainly(code: str) -> None:
    """A format that reads attributes would be a way into the program."""
    for name, texts in entries(code).items():
        for text in texts:
            for value, spec in placeholders(text):
                assert value.isidentifier(), name
                assert spec in ("", "day", "weekday", "time", "period", "territory"), (
                    name
                )
