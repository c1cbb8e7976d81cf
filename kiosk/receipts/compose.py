"""A paper in words: the visitor's language first, then the offices' for the desk."""

from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.i18n import OFFICE_LANGUAGE, Words, words_of
from kiosk.japan import JAPAN
from kiosk.message import Message, say
from kiosk.receipts.blocks import (
    Banner,
    BigId,
    Block,
    Caption,
    Heading,
    Note,
    Paragraph,
    Points,
    QrCode,
    Rule,
    Sources,
    Steps,
    Title,
    Verdict,
)
from kiosk.receipts.paper import Paper, Readiness, Receipt, Slip
from kiosk.receipts.plain import plain

_GROUP: Final = 4


def compose(paper: Paper) -> tuple[Block, ...]:
    """What to draw, from top to bottom.

    Raises:
        KeyError: a language that the registry of languages lacks.
    """
    banner = tuple(_banner(paper))
    return (*banner, *_halves(paper), *banner)


def _halves(paper: Paper) -> Iterator[Block]:
    voice = _Voice(paper.language)
    times = tuple((each.say(_time(paper)), each.language) for each in _voices(paper))
    yield Title(plain(paper.site), paper.language, times)
    yield Rule()
    if isinstance(paper, Readiness):
        yield from _readiness(paper, voice)
        return
    yield from _half(paper, voice)
    if paper.language != OFFICE_LANGUAGE:
        office = _Voice(OFFICE_LANGUAGE)
        yield Rule(office.say(say("receipt.office")), office.language)
        yield from _half(paper, office, again=True)
    if isinstance(paper, Slip):
        yield from _sources(paper, voice)


def _readiness(paper: Readiness, voice: "_Voice") -> Iterator[Block]:
    """For staff alone, in their language."""
    ready = say("receipt.ready") if paper.ready else say("receipt.not_ready")
    yield Verdict(voice.say(ready), voice.language)
    if not paper.faults:
        yield voice.paragraph(say("receipt.ready.nothing"))
    for fault in paper.faults:
        yield voice.heading(fault.part)
        yield Paragraph(plain(fault.what), voice.language)
        yield Points((plain(fault.do),), voice.language)


def _half(
    paper: Receipt | Slip, voice: "_Voice", again: bool = False
) -> Iterator[Block]:
    if isinstance(paper, Receipt):
        return _receipt(paper, voice, again)
    return _slip(paper, voice)


def _receipt(paper: Receipt, voice: "_Voice", again: bool) -> Iterator[Block]:
    yield voice.heading(paper.done)
    if paper.auth_id is not None:
        if again:
            yield voice.paragraph(say("receipt.id.above"))
        else:
            yield from _id(paper.auth_id, paper.issuer == "here", voice)
        if paper.organisation:
            of = say("receipt.organisation", name=paper.organisation)
            yield voice.paragraph(of)
        yield voice.paragraph(say(f"receipt.issuer.{paper.issuer}"))
    if paper.kept_until is not None:
        yield voice.paragraph(say("receipt.kept", day=paper.kept_until.isoformat()))
    yield from voice.steps(paper.steps)
    yield voice.note(say("receipt.keep"))


def _id(auth_id: str, ours: bool, voice: "_Voice") -> Iterator[Block]:
    # What the Agency issues has no form that is published: nothing is put into it.
    groups = _groups(auth_id) if ours else (auth_id,)
    yield voice.caption(say("receipt.id"))
    yield BigId(groups)
    yield QrCode("-".join(groups))


def _groups(auth_id: str) -> tuple[str, ...]:
    characters = auth_id.replace("-", "")
    return tuple(characters[i : i + _GROUP] for i in range(0, len(characters), _GROUP))


def _slip(paper: Slip, voice: "_Voice") -> Iterator[Block]:
    if paper.subject:
        yield voice.caption(say("receipt.asked"))
    for message in paper.subject:
        yield voice.paragraph(message)
    yield Verdict(voice.say(paper.verdict), voice.language)
    if paper.reasons:
        yield voice.heading(say("receipt.reasons"))
        numbers = _numbers(paper)
        cited = (
            say(
                "receipt.cited",
                reason=reason.message,
                number=numbers[reason.source],
            )
            for reason in paper.reasons
        )
        yield voice.points(cited)
    yield from voice.steps(paper.steps)
    if paper.remedies:
        yield voice.heading(say("receipt.remedies"))
        yield voice.points(paper.remedies)
    yield voice.note(say("receipt.note"))


def _sources(paper: Slip, voice: "_Voice") -> Iterator[Block]:
    """Once for both halves: what the law and the Agency publish is in Japanese."""
    items = tuple(
        plain(f"[{number}] {source}") for source, number in _numbers(paper).items()
    )
    if items:
        yield Rule()
        yield voice.caption(say("receipt.sources"))
        yield Sources(items, OFFICE_LANGUAGE)


def _numbers(paper: Slip) -> dict[str, int]:
    """The sources in the order in which they are cited, each once, from 1."""
    sources = dict.fromkeys(reason.source for reason in paper.reasons)
    return {source: number for number, source in enumerate(sources, start=1)}


def _banner(paper: Paper) -> Iterator[Block]:
    if paper.mode != "production":
        mode, meaning = say(f"receipt.mode.{paper.mode}"), say("receipt.not_real")
        yield Banner(
            tuple(
                (voice.say(mode), voice.say(meaning), voice.language)
                for voice in _voices(paper)
            )
        )


def _voices(paper: Paper) -> "list[_Voice]":
    office = () if isinstance(paper, Readiness) else (OFFICE_LANGUAGE,)
    return list(map(_Voice, dict.fromkeys((paper.language, *office))))


def _time(paper: Paper) -> Message:
    here = paper.at.astimezone(JAPAN)
    return say("receipt.time", day=here.date().isoformat(), time=here.strftime("%H:%M"))


class _Voice:
    """Blocks in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words: Words = words_of(language)

    def say(self, message: Message) -> str:
        return plain(self._words.say(message))

    def heading(self, message: Message) -> Heading:
        return Heading(self.say(message), self.language)

    def caption(self, message: Message) -> Caption:
        return Caption(self.say(message), self.language)

    def paragraph(self, message: Message) -> Paragraph:
        return Paragraph(self.say(message), self.language)

    def note(self, message: Message) -> Note:
        return Note(self.say(message), self.language)

    def points(self, messages: Iterable[Message]) -> Points:
        return Points(tuple(map(self.say, messages)), self.language)

    def steps(self, messages: tuple[Message, ...]) -> Iterator[Block]:
        if messages:
            yield self.heading(say("receipt.next"))
            yield Steps(tuple(map(self.say, messages)), self.language)
