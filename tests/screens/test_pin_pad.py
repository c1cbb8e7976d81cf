"""The PIN pad: what it takes, what it tells, and that it keeps nothing."""

import gc
import string

import pytest
from textual.app import ComposeResult
from textual.events import Paste
from textual.message import Message
from textual.pilot import Pilot

from kiosk.screens.base import KioskApp
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.widgets.pin_pad import (
    FOUR_DIGITS,
    OWN_PASSWORD,
    PASSWORD,
    PinForm,
    PinPad,
)
from kiosk.screens.widgets.text import Text
from kiosk.secret import CAPACITY, Secret
from tests.screens.harness import made_up_words
from tests.screens.reading import caps_on

WORDS = made_up_words(
    **{"pin_pad.erase_one": "Erase", "pin_pad.erase_all": "All", "pin_pad.ok": "OK"}
)
EMPTY = bytes(CAPACITY)


class PadScreen(KioskScreen):
    def __init__(self, pad: PinPad) -> None:
        super().__init__()
        self._pad = pad

    def compose(self) -> ComposeResult:
        yield self._pad

    def on_mount(self) -> None:
        self._pad.focus()


class App(KioskApp):
    """Shows one pad and notes what it tells and which keys it lets through."""

    def __init__(self, form: PinForm = FOUR_DIGITS, order: str | None = None) -> None:
        super().__init__(WORDS)
        self.pad = PinPad(form, order=order)
        self.told: list[Message] = []
        self.passed: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(PadScreen(self.pad))

    def on_pin_pad_counted(self, event: PinPad.Counted) -> None:
        self.told.append(event)

    def on_pin_pad_done(self, event: PinPad.Done) -> None:
        self.told.append(event)

    def on_key(self, event: object) -> None:
        self.passed.append(getattr(event, "key", ""))

    @property
    def counts(self) -> list[int]:
        return [told.count for told in self.told if isinstance(told, PinPad.Counted)]

    @property
    def done(self) -> bool:
        return any(isinstance(told, PinPad.Done) for told in self.told)

    @property
    def dots(self) -> str:
        return self.pad.query_one(".typed", Text).plain


def in_the_hand(secret: Secret) -> bytes:
    with secret:
        return bytes(secret.view())


def buffers() -> list[bytes]:
    """The whole memory of every secret that lives."""
    return [bytes(s._buffer) for s in gc.get_objects() if type(s) is Secret]


async def touch(pilot: Pilot[int], label: str) -> None:
    x, y, width, height = caps_on(pilot.app.screen)[label]
    middle = x + width // 2, y + height // 2
    await pilot.hover(offset=middle)
    await pilot.click(offset=middle)


async def test_a_pin_by_keyboard() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.dots == "○ ○ ○ ○"
        await pilot.press("8", "3")
        assert app.dots == "● ● ○ ○"
        await pilot.press("enter")
        assert not app.done
        await pilot.press("1", "5", "9", "enter")
        assert app.dots == "● ● ● ●"
        assert app.counts == [1, 2, 3, 4]
        assert app.done
        assert in_the_hand(app.pad.take()) == b"8315"


async def test_a_pin_by_touch() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        for label in ("8", "3", "Erase", "1", "5", "0", "OK"):
            await touch(pilot, label)
        assert app.counts == [1, 2, 1, 2, 3, 4]
        assert app.done
        assert in_the_hand(app.pad.take()) == b"8150"


async def test_a_password_is_of_capitals_and_digits() -> None:
    app = App(PASSWORD)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "B", "minus", "space", *"éßıſあ１", "1", "1")
        assert app.counts == [1, 2, 3, 4]
        assert app.dots == "● ● ● ●"
        await pilot.press("enter")
        assert not app.done
        for label in ("Z", "0", "OK"):
            await touch(pilot, label)
        assert app.done
        assert in_the_hand(app.pad.take()) == b"AB11Z0"


async def test_a_password_has_at_most_sixteen() -> None:
    app = App(PASSWORD)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"ABCDEFGHIJKLMNOPQRST")
        assert app.counts == list(range(1, 17))
        assert in_the_hand(app.pad.take()) == b"ABCDEFGHIJKLMNOP"


async def test_a_password_of_ones_own_is_of_every_sign_of_a_keyboard() -> None:
    app = App(OWN_PASSWORD)
    signs = "".join(map(chr, range(33, 127)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"aZ~", "space", *"éıſあ１")
        assert app.counts == [1, 2, 3]
        await pilot.press("enter")
        assert not app.done
        await pilot.press("delete", *signs[:64], "x", "enter")
        assert app.counts[-1] == 64
        assert app.dots == "●" * 64
        assert app.done
        assert in_the_hand(app.pad.take()) == signs[:64].encode()
        await pilot.press(*signs[64:])
        assert in_the_hand(app.pad.take()) == signs[64:].encode()


async def test_every_sign_can_be_touched() -> None:
    app = App(OWN_PASSWORD)
    async with app.run_test(size=(80, 24)) as pilot:
        found: list[set[str]] = []
        for label in ("ABC", '!"#', "abc", "ABC"):
            found.append({own for own in caps_on(app.screen) if len(own) == 1})
            await touch(pilot, label)
        assert found[0] == found[3] == {*string.ascii_lowercase, *string.digits}
        assert found[1] == {*string.ascii_uppercase, *string.digits}
        assert found[2] == {*string.punctuation}
        for label in ("B", '!"#', "~", "!", "abc", "z", "9", "Erase", "ABC", "Q"):
            await touch(pilot, label)
        assert in_the_hand(app.pad.take()) == b"B~!zQ"


@pytest.mark.parametrize("all_of_it", ["delete", "All"])
async def test_erasing(all_of_it: str) -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "2", "backspace")
        assert app.counts == [1, 2, 1]
        if all_of_it == "delete":
            await pilot.press("delete")
        else:
            await touch(pilot, "All")
        assert app.counts[-1] == 0
        await pilot.press("backspace")
        assert app.counts[-1] == 0
        assert all(memory == EMPTY for memory in buffers())


async def test_no_key_of_a_pin_is_a_shortcut_elsewhere() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*string.digits, *string.ascii_letters, "space", "full_stop")
        await pilot.press("enter", "backspace", "delete")
        assert app.passed == []
        await pilot.press("escape", "f1", "ctrl+a")
        assert app.passed == ["escape", "f1", "ctrl+a"]


async def test_a_paste_is_lost() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(Paste("8315"))
        app.pad.post_message(Paste("8315"))
        await pilot.pause()
        assert app.counts == []


async def test_the_secret_is_handed_over_once() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"8315")
        with app.pad.take() as first:
            assert bytes(first.view()) == b"8315"
            await pilot.pause()
            assert app.counts[-1] == 0
            assert app.dots == "○ ○ ○ ○"
            assert in_the_hand(app.pad.take()) == b""
        assert all(memory == EMPTY for memory in buffers())


@pytest.mark.parametrize("how", ["wipe", "removed", "screen", "exit"])
async def test_nothing_is_left(how: str) -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"8315")
        assert any(memory != EMPTY for memory in buffers())
        match how:
            case "wipe":
                app.pad.wipe()
            case "removed":
                await app.pad.remove()
            case "screen":
                await app.pop_screen()
            case "exit":
                app.exit()
        await pilot.pause()
    assert all(memory == EMPTY for memory in buffers())


async def test_nothing_told_holds_the_pin() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"8315")
        await pilot.press("enter")
        told = "".join(map(repr, [*app.told, app.pad, app.pad._secret]))
        assert not set("835") & set(told.replace("count=3", ""))


@pytest.mark.parametrize("how", ["touch", "keyboard"])
async def test_the_screen_does_not_tell_which_key(how: str) -> None:
    """The same picture after any first key, while the pointer is still on it."""
    pictures = set()
    for label in "15":
        app = App()
        async with app.run_test(size=(80, 24)) as pilot:
            if how == "touch":
                await touch(pilot, label)
            else:
                await pilot.press(label)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            pictures.add(str([list(strip) for strip in strips]))
    assert len(pictures) == 1


@pytest.mark.parametrize(
    ("form", "order", "rows"),
    [
        (FOUR_DIGITS, None, ["1 2 3 Erase", "4 5 6 All", "7 8 9 OK", "0"]),
        (FOUR_DIGITS, "0918273645", ["0 9 1 Erase", "8 2 7 All", "3 6 4 OK", "5"]),
        (
            PASSWORD,
            None,
            [
                "A B C D E F G H I Erase",
                "J K L M N O P Q R All",
                "S T U V W X Y Z 0 OK",
                "1 2 3 4 5 6 7 8 9",
            ],
        ),
    ],
)
async def test_where_the_keys_are(
    form: PinForm, order: str | None, rows: list[str]
) -> None:
    app = App(form, order)
    async with app.run_test(size=(80, 24)):
        seen: dict[int, list[str]] = {}
        keys = caps_on(app.screen)
        for label in sorted(keys, key=lambda label: keys[label].x):
            place = keys[label]
            assert place.width >= 5
            assert place.height >= 2
            assert app.screen.region.contains_region(place)
            seen.setdefault(place.y, []).append(label)
        assert [" ".join(seen[y]) for y in sorted(seen)] == rows
        assert app.pad.size == ((39, 14) if form is FOUR_DIGITS else (64, 14))


async def test_a_shuffled_key_types_what_it_shows() -> None:
    app = App(order="0918273645")
    async with app.run_test(size=(80, 24)) as pilot:
        for label in "8315":
            await touch(pilot, label)
        assert in_the_hand(app.pad.take()) == b"8315"


@pytest.mark.parametrize("order", ["", "123456789", "12345678900", "1234567899"])
def test_an_order_must_have_every_key_once(order: str) -> None:
    with pytest.raises(ValueError, match="order"):
        PinPad(FOUR_DIGITS, order=order)


async def test_letters_do_nothing_on_digits() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "Z", "１", "٣")
        assert app.counts == []
