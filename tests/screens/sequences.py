"""What can come out of a keyboard, a scanner, a finger and a terminal, by chance.

Whole sequences, broken ones, ones inside of others, and octets that mean nothing: those
of xterm's ctlseqs, ECMA-48, the kitty protocol and sixels, as they are typed by a code
that somebody holds under the scanner.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

_WORDS: Final = (
    *(b"1", b"9", b"0", b"a", b"Z", b" ", b"\r", b"\t", b"\x7f", b"\x1b"),
    *("語".encode(), "👨‍👩‍👧".encode(), "e\u0301".encode(), "\u202eabc".encode()),
    *(b"[@click=app.quit]x[/]", b"[/]", b"\\n", b"$(reboot)", b"`id`", b"; sh\r"),
    *(b"https://example.org", b"file:///etc/passwd", b"%s%n", b"\0", b"../../x"),
)
_FINALS: Final = b"@ABCDEFGHIJKLMPQRSTXZ`abcdefghilmnpqrstuwxyz{|}~"
_KEYS: Final = (
    *(f"\x1b[{final}".encode() for final in "ABCDHFZ"),
    *(f"\x1bO{final}".encode() for final in "ABCDHFPQRSMjklmnopqrstuvwxy"),
    *(f"\x1b[{number}~".encode() for number in range(1, 35)),
)
_REPORTS: Final = (
    *(b"\x1b[I", b"\x1b[O", b"\x1b[?2026;2$y", b"\x1b[?2048;1$y", b"\x1b[?1016;1$y"),
    *(b"\x1b[?62;4;22c", b"\x1b[>1;11301;0c", b"\x1b[0n", b"\x1b[?1;2;3;4c"),
    *(b"\x1b[?997;1n", b"\x1b[6;20;10t", b"\x1b[8;1;1t", b"\x1b[4;0;0t"),
)
_STRINGS: Final = (
    b"52;c;aGVsbG8=",
    b"52;c;?",
    b"8;;https://example.org",
    b"2;a title",
    b"0;a title",
    b"4;1;rgb:ff/ff/ff",
    b"10;?",
    b"7;file://host/tmp",
    b"777;notify;a;b",
    b"9;a",
    b"22;pointer",
    b"133;A",
    b"1337;File=name=eA==:eA==",
    b"555",
)


def sequences(random: Random, count: int) -> Iterator[bytes]:
    """``count`` of them."""
    for _ in range(count):
        yield random.choice(_KINDS)(random)


def _words(random: Random) -> bytes:
    return b"".join(random.choices(_WORDS, k=random.randint(1, 6)))


def _control(random: Random) -> bytes:
    return bytes(random.choices(range(32), k=random.randint(1, 4)))


def _alt(random: Random) -> bytes:
    return b"\x1b" + bytes([random.randrange(32, 127)])


def _key(random: Random) -> bytes:
    return random.choice(_KEYS)


def _modified(random: Random) -> bytes:
    number, modifier = random.choice((1, 3, 5, 15, 24)), random.randint(0, 17)
    return f"\x1b[{number};{modifier}{random.choice('ABCDHFPQRS~u')}".encode()


def _kitty(random: Random) -> bytes:
    code = random.choice((27, 97, 57_399, 1_114_112, 99_999_999))
    return (
        f"\x1b[{code};{random.randint(0, 300)};{random.choice((9, 55_296))}u".encode()
    )


def _touch(random: Random) -> bytes:
    x, y = _number(random), _number(random)
    buttons = random.choice((0, 1, 2, 3, 32, 35, 64, 65, 66, 128, 4096))
    return f"\x1b[<{buttons};{x};{y}{random.choice('Mm')}".encode()


def _old_touch(random: Random) -> bytes:
    return b"\x1b[M" + bytes(random.choices(range(32, 256), k=3))


def _tap(random: Random) -> bytes:
    at = f"0;{random.randint(1, 80)};{random.randint(1, 24)}"
    return f"\x1b[<{at}M\x1b[<{at}m".encode()


def _report(random: Random) -> bytes:
    return random.choice(_REPORTS)


def _size(random: Random) -> bytes:
    numbers = ";".join(str(_number(random)) for _ in range(4))
    return f"\x1b[48;{numbers}t".encode()


def _place(random: Random) -> bytes:
    return f"\x1b[{_number(random)};{_number(random)}R".encode()


def _any_control_sequence(random: Random) -> bytes:
    numbers = ";".join(str(_number(random)) for _ in range(random.randint(0, 5)))
    private = random.choice(("", "?", ">", "<", "=", "!"))
    return f"\x1b[{private}{numbers}".encode() + bytes([random.choice(_FINALS)])


def _string(random: Random) -> bytes:
    """OSC, DCS, APC, PM and SOS; some are never ended."""
    begin = random.choice((b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX"))
    return begin + random.choice(_STRINGS) + random.choice((b"\x07", b"\x1b\\", b""))


def _picture(random: Random) -> bytes:
    return b"\x1bPq#0;2;0;0;0" + bytes(random.choices(b"?@~$-!9", k=40)) + b"\x1b\\"


def _paste(random: Random) -> bytes:
    """Some are never ended, and some have others in them."""
    inner = b"".join(sequences(random, random.randint(0, 3)))
    return b"\x1b[200~" + inner + random.choice((b"\x1b[201~", b"\x1b[201~", b""))


def _octets(random: Random) -> bytes:
    return random.randbytes(random.randint(1, 12))


def _long(random: Random) -> bytes:
    return b"\x1b[" + b"9" * random.randint(1, 400) + random.choice((b"R", b"t", b"~"))


def _broken_off(random: Random) -> bytes:
    whole = random.choice((_size, _touch, _place, _key, _string))(random)
    return whole[: random.randint(1, len(whole))]


def _number(random: Random) -> int:
    return random.choice((0, 1, random.randint(1, 80), 255, 65_535, 10**9, 10**19))


_KINDS: Final[tuple[Callable[[Random], bytes], ...]] = (
    _words,
    _control,
    _alt,
    _key,
    _modified,
    _kitty,
    _touch,
    _old_touch,
    _tap,
    _report,
    _size,
    _place,
    _any_control_sequence,
    _string,
    _picture,
    _paste,
    _octets,
    _long,
    _broken_off,
)
