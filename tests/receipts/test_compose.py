"""What a paper says, and in which languages."""

from datetime import date, datetime
from typing import Any

import pytest

from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import say
from kiosk.receipts.blocks import Banner, BigId, Block, QrCode, Rule, Title
from kiosk.receipts.compose import compose
from kiosk.receipts.messages import DONE, done, message_ids
from kiosk.receipts.paper import Paper, Readiness
from kiosk.registry.auth_id import grouped
from tests.receipts.papers import AT, STEPS, auth_id, receipt, said, slip, texts


def only(kind: type[Block], blocks: tuple[Block, ...]) -> Any:
    (block,) = (block for block in blocks if isinstance(block, kind))
    return block


def test_the_visitor_reads_first_and_the_desk_below() -> None:
    blocks = compose(receipt())
    lines = texts(blocks)
    english, japanese = (
        [words_of(code).say(message) for message in (done("issued"), *STEPS)]
        for code in ("en", "ja")
    )
    places = [lines.index(line) for line in (*english, *japanese)]
    assert places == sorted(places)
    assert [b.label for b in blocks if isinstance(b, Rule)] == ["", "日本語"]


@pytest.mark.parametrize("paper", [receipt(language="ja"), slip(language="ja")])
def test_japanese_is_said_once(paper: Paper) -> None:
    lines = texts(compose(paper))
    step = words_of("ja").say(STEPS[0])
    assert lines.count(step) == 1
    assert "日本語" not in lines


def test_the_id_is_there_once_in_groups_and_as_a_code() -> None:
    blocks = compose(receipt())
    assert only(BigId, blocks).groups == tuple(grouped(auth_id(1)).split("-"))
    assert only(QrCode, blocks).data == grouped(auth_id(1))


def test_an_id_given_in_groups_is_the_same() -> None:
    assert texts(compose(receipt(auth_id=grouped(auth_id(1))))) == texts(
        compose(receipt())
    )


def test_an_id_of_the_agency_is_left_as_it_is() -> None:
    blocks = compose(receipt(auth_id="ab-1234567", issuer="agency"))
    assert only(BigId, blocks).groups == ("ab-1234567",)
    assert only(QrCode, blocks).data == "ab-1234567"


@pytest.mark.parametrize("issuer", ["here", "agency"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_issued_the_id_is_said_in_both_languages(
    issuer: str, language: str
) -> None:
    lines = texts(compose(receipt(issuer=issuer, language=language)))
    for code in (language, "ja"):
        assert words_of(code).say(say(f"receipt.issuer.{issuer}")) in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_until_when_an_application_is_kept_is_said_in_both_languages(
    language: str,
) -> None:
    """Written out as the screen writes it, and not on the receipt of anybody else."""
    day = date(2026, 12, 24)
    lines = texts(compose(receipt(language=language, kept_until=day)))
    told = {
        words_of(code).say(say("receipt.kept", day=day.isoformat()))
        for code in (language, "ja")
    }
    days = {words_of(code).day(day) for code in (language, "ja")}
    assert {own for own in lines if any(day in own for day in days)} == told
    assert "2026年12月24日" in "".join(lines)
    others = "".join(texts(compose(receipt(language=language))))
    assert "12月24日" not in others
    assert words_of(language).day(day) not in others


def test_a_receipt_without_an_id_says_nothing_about_one() -> None:
    blocks = compose(receipt(auth_id=None, issuer=None))
    assert not [b for b in blocks if isinstance(b, BigId | QrCode)]
    assert not [line for line in texts(blocks) if "認証IDとQR" in line]


@pytest.mark.parametrize("make", [receipt, slip])
@pytest.mark.parametrize(
    ("mode", "words"), [("demo", "DEMONSTRATION"), ("training", "TRAINING")]
)
def test_what_is_not_in_earnest_says_so_first_and_last(
    make: Any, mode: str, words: str
) -> None:
    blocks = compose(make(mode=mode))
    assert isinstance(blocks[0], Banner)
    assert blocks[0] == blocks[-1]
    assert blocks[0].lines[0][0] == words
    assert [line[2] for line in blocks[0].lines] == ["en", "ja"]


@pytest.mark.parametrize("make", [receipt, slip])
def test_what_is_in_earnest_bears_no_mark(make: Any) -> None:
    assert not [b for b in compose(make()) if isinstance(b, Banner)]


def test_the_time_is_that_of_tokyo() -> None:
    title = only(Title, compose(receipt(at=AT)))
    assert title.times == (
        ("2 March 2026, 08:30 (time in Japan)", "en"),
        ("2026年3月2日 08:30（日本時間）", "ja"),
    )


def test_reasons_name_their_sources_which_are_listed_once() -> None:
    lines = texts(compose(slip()))
    for words in (words_of("en"), words_of("ja")):
        cited = [
            f"{words.say(say(f'rule.{rule}.met'))}\u00a0[{number}]"
            for rule, number in (("in_japan", 1), ("own_card", 2), ("no_permanent", 1))
        ]
        assert [line for line in lines if line in cited] == cited
    assert lines.count("[1] 入管法 第21条") == 1
    assert lines.count("[2] Q&A Q1-5 <https://www.moj.go.jp/isa/>") == 1


def test_lists_that_are_empty_have_no_heading() -> None:
    bare = slip(reasons=(), steps=(), remedies=(), subject=())
    lines = texts(compose(bare))
    for heading in ("reasons", "next", "remedies", "asked", "sources"):
        assert words_of("en").say(say(f"receipt.{heading}")) not in lines


def test_hostile_text_is_made_plain() -> None:
    lines = texts(compose(receipt(site="A\x1b@\u202eB\n[/]C", done=said("x\x00y"))))
    assert "A @B [/]C" in lines
    assert "x y" in lines


def test_every_id_it_says_is_in_every_catalogue() -> None:
    for code in LANGUAGES:
        words = words_of(code)
        for message_id in message_ids():
            assert words.say(say(message_id)) != message_id


def test_the_list_of_ids_is_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[str] = set()

    def spy(message_id: str, **values: Any) -> Any:
        seen.add(message_id)
        return say(message_id, **values)

    monkeypatch.setattr("kiosk.receipts.compose.say", spy)
    for mode in ("demo", "training", "production"):
        compose(slip(mode=mode))
        for issuer in ("here", "agency"):
            kept = date(2026, 12, 24)
            of = "架空工業"
            compose(receipt(mode=mode, issuer=issuer, kept_until=kept, organisation=of))
    for ready in (True, False):
        compose(Readiness("A desk", "demo", AT, "en", ready, ()))
    assert seen | {done(what).id for what in DONE} == message_ids()


@pytest.mark.parametrize(
    "changes",
    [
        {"auth_id": None},
        {"issuer": None},
        {"issuer": "elsewhere"},
        {"auth_id": ""},
        {"auth_id": "a\nb"},
        {"auth_id": "7" * 121},
        {"at": datetime(2026, 3, 1)},  # noqa: DTZ001 - a time without a zone is the point
    ],
)
def test_what_cannot_be_a_receipt(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the text is checked below
        receipt(**changes)
    assert "7777" not in str(refused.value)


@pytest.mark.parametrize(
    "part", [receipt(), slip(), *compose(receipt()), slip().reasons[0]]
)
def test_nothing_of_a_paper_shows_in_a_repr(part: object) -> None:
    shown = repr(part)
    assert auth_id(1)[:4] not in shown
    assert "Desk" not in shown
    assert "入管法" not in shown


def test_for_which_organisation_an_id_is_said_in_both_languages() -> None:
    """Whoever has several IDs tells them apart by it."""
    said = texts(compose(receipt(organisation="架空工業株式会社")))
    for language in ("en", "ja"):
        words = words_of(language)
        told = say("receipt.organisation", name="架空工業株式会社")
        assert words.say(told) in said
