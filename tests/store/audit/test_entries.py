"""The canonical form, and what binds entries, computed a second time."""

import hashlib
import hmac
import json
from dataclasses import fields
from typing import Any

import pytest

from kiosk.store.audit.entries import digest, head_mac, mac, read, written
from kiosk.store.audit.events import DraftsExpired, Event
from kiosk.store.audit.fields import Count
from tests.store.audit.samples import SAMPLES

AT = "2026-11-24T03:00:00.000000+00:00"


def canonical(value: Any) -> str:
    """RFC 8785 for what an entry may hold, written out by its rules."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        assert value.isascii()
        assert not set(value) & set('"\\')
        assert value.isprintable()
        return f'"{value}"'
    # By UTF-16 code units, which for ASCII are the characters.
    members = sorted(value.items())
    return "{" + ",".join(f'"{key}":{canonical(own)}' for key, own in members) + "}"


@pytest.mark.parametrize("event", SAMPLES)
@pytest.mark.parametrize("seal", [None, bytes(32)])
def test_the_text_is_canonical_and_reads_back(event: Event, seal: bytes | None) -> None:
    text = written(7, AT, event, seal)
    assert text == canonical(json.loads(text))
    back = read(text)
    assert (back.number, back.at, back.event, back.seal) == (7, AT, event, seal)
    assert dict(back.fields) == {
        own.name: getattr(event, own.name) for own in fields(event)
    }


def test_a_text_letter_by_letter() -> None:
    """So that no later version writes old entries in another way."""
    assert written(2, AT, DraftsExpired(Count(3)), None) == (
        '{"at":"2026-11-24T03:00:00.000000+00:00","event":"drafts_expired",'
        '"fields":{"count":3},"number":2}'
    )


def test_a_digest_and_its_marks() -> None:
    text, before, key = written(1, AT, SAMPLES[0], None), bytes(32), b"k" * 32
    own = digest(before, text)
    assert own == hashlib.sha256(before + text.encode("ascii")).digest()
    assert mac(key, own) == hmac.new(key, b"entry" + own, hashlib.sha256).digest()
    end = b"head" + bytes(7) + b"\x01" + own
    assert head_mac(key, 1, own) == hmac.new(key, end, hashlib.sha256).digest()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "1",
        '{"number":1}',
        '{"at":"x","event":"y","fields":1,"number":1}',
    ],
)
def test_what_is_no_entry(text: str) -> None:
    with pytest.raises(ValueError, match=r"no entry|Expecting"):
        read(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [("drafts_expired", "of_the_future"), ('"count"', '"sum"'), ("3}", '"x"}')],
)
def test_what_a_newer_version_wrote_is_kept_without_its_meaning(
    old: str, new: str
) -> None:
    text = written(2, AT, DraftsExpired(Count(3)), None)
    assert read(text).event is not None
    entry = read(text.replace(old, new))
    assert entry.event is None
    assert (entry.number, entry.at) == (2, AT)
