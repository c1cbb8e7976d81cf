"""A settings file is taken whole or refused with every reason and its line."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from kiosk.config import DEFAULT, ConfigError, load
from kiosk.config.reading import LARGEST
from kiosk.i18n import LANGUAGES
from tests.config.conftest import Refused, Write
from tests.config.site import PRODUCTION, SOUND, with_line


def test_the_file_in_the_repository_is_a_demo_site() -> None:
    config = load(DEFAULT)
    assert config.site.mode == "demo"
    assert not config.production
    assert set(config.site.languages) == set(LANGUAGES)
    assert config.site.languages[:2] == ("ja", "en")
    assert config.data_folder == DEFAULT.parent / "var/demo"


def test_a_site_in_earnest(write: Write) -> None:
    config = load(write(PRODUCTION))
    assert config.production
    assert config.data_folder == Path("/var/lib/madoguchi")


def test_what_is_left_out_has_a_default(write: Write) -> None:
    config = load(write(PRODUCTION))
    assert config.visit.idle_seconds == 60
    assert config.site.languages == ("ja", "en")
    assert config.printer.width_mm == 80
    assert config.printer.port == 9100


def test_relative_paths_are_relative_to_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(SOUND)
    monkeypatch.chdir("/")
    config = load(path)
    assert config.store.path == path.parent / "demo/kiosk.db"
    assert config.printer.path == path.parent / "receipts.bin"


def test_a_relative_settings_path_still_gives_absolute_ones(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(SOUND).parent)
    assert load(Path("kiosk.toml")).store.key_file == Path.cwd() / "demo/kiosk.key"


def test_nothing_changes_after_reading(write: Write) -> None:
    config = load(write(SOUND))
    with pytest.raises(FrozenInstanceError):
        config.visit.idle_seconds = 5  # type: ignore[misc]


@pytest.mark.parametrize("text", [f"\ufeff{SOUND}", SOUND.replace("\n", "\r\n")])
def test_files_of_windows_editors_are_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(text.encode())
    assert load(path).site.name == "A help desk"


@pytest.mark.parametrize(
    ("number", "line", "expected"),
    [
        (2, 'name = ""', '2: site.name: must not be empty (is "")'),
        (2, "name = 3", "2: site.name: must be text in quotes (is 3)"),
        (
            2,
            'name = "a\\u001b[2J"',
            '2: site.name: must be one line of printable characters (is "a\\u001b[2J")',
        ),
        (
            2,
            f'name = "{"x" * 61}"',
            f'2: site.name: must have at most 60 characters (is "{"x" * 38}…)',
        ),
        (
            3,
            'mode = "Demo"',
            "3: site.mode: must be 'demo', 'training' or 'production' (is \"Demo\")",
        ),
        (
            3,
            'mode = "demo"\nlanguage = "ja"',
            "4: site.language: unknown key; did you mean languages?",
        ),
        (
            3,
            'mode = "demo"\nlanguages = []',
            "4: site.languages: must name at least one (is [])",
        ),
        (
            3,
            'mode = "demo"\nlanguages = [\n  "ja",\n  "Japanese",\n]',
            "4: site.languages (entry 2): must be a language code such as ja or "
            'zh-Hans (is "Japanese")',
        ),
        (
            3,
            'mode = "demo"\nlanguages = ["ja", "ja"]',
            '4: site.languages: must name each language once (is ["ja", "ja"])',
        ),
        (
            3,
            'mode = "demo"\nlanguages = "ja"',
            '4: site.languages: must be a list such as ["ja", "en"] (is "ja")',
        ),
        (
            7,
            "idle_seconds = 9",
            "7: visit.idle_seconds: must be 10 to 3600 (is 9)",
        ),
        (
            7,
            "idle_seconds = 3601",
            "7: visit.idle_seconds: must be 10 to 3600 (is 3601)",
        ),
        (
            7,
            'idle_seconds = "60"',
            '7: visit.idle_seconds: must be a whole number (is "60")',
        ),
        (
            7,
            "idle_seconds = 1e2",
            "7: visit.idle_seconds: must be a whole number (is 100.0)",
        ),
        (
            7,
            "idle_seconds = true",
            "7: visit.idle_seconds: must be a whole number (is true)",
        ),
        (
            7,
            "idle_seconds = 2026-03-01",
            '7: visit.idle_seconds: must be a whole number (is "2026-03-01")',
        ),
        (
            11,
            "path = 5",
            "11: store.path: must be text (is 5)",
        ),
        (
            11,
            'path = ""',
            '11: store.path: must name a file or folder (is "")',
        ),
        (
            11,
            'path = "~/kiosk.db"',
            '11: store.path: must be written in full, without ~ (is "~/kiosk.db")',
        ),
        (11, "", "10: store.path: is missing; add path = … to [store]"),
        (
            21,
            "width_mm = 70",
            "21: printer.width_mm: must be 58 or 80 (is 70)",
        ),
        (
            21,
            "width_mm = 58.0",
            "21: printer.width_mm: must be 58 or 80 (is 58.0)",
        ),
        (
            21,
            "[screen]\nhigh_contrast = 1",
            "22: screen.high_contrast: must be true or false (is 1)",
        ),
        (
            21,
            '[screen]\nswitch = ["f7"]',
            '22: screen.switch: must be two keys such as ["f7", "f8"] (is ["f7"])',
        ),
        (
            21,
            '[screen]\nswitch = ["f6", "f10"]',
            '22: screen.switch (entry 2): must be f6, f7, f8 or f13 to f24 (is "f10")',
        ),
        (
            21,
            "[printers]\nkind = 1",
            "21: printers: unknown key; did you mean printer?",
        ),
        (
            21,
            '["\\u001b"]',
            '21: "\\u001b": unknown key; '
            "known: site, visit, hours, store, card, printer, sheets, drafts, staff, "
            "screen, metrics, hub",
        ),
        (
            21,
            "[screen]\n[screen.high_contrast.more]",
            '22: screen.high_contrast: must be true or false (is {"more": {}})',
        ),
    ],
)
def test_one_fault_is_told_with_key_line_and_value(
    number: int, line: str, expected: str, refused: Refused
) -> None:
    assert refused(with_line(number, line)) == [expected]


def test_every_fault_is_told_at_once_in_the_order_of_the_file(
    refused: Refused,
) -> None:
    text = with_line(2, "name = 3")
    text = with_line(8, "warning_seconds = 60", text)
    text = with_line(19, 'kind = "network"', text)
    assert refused(text) == [
        "2: site.name: must be text in quotes (is 3)",
        "8: visit.warning_seconds: must be less than idle_seconds, 60 (is 60)",
        '18: printer.host: is missing; kind "network" needs it',
    ]


def test_every_entry_of_a_list_is_looked_at(refused: Refused) -> None:
    assert refused(with_line(3, 'mode = "demo"\nlanguages = [1, "ja", "JA", 1]')) == [
        "4: site.languages (entry 1): must be text in quotes (is 1)",
        "4: site.languages (entry 3): must be a language code such as ja or zh-Hans "
        '(is "JA")',
        "4: site.languages (entry 4): must be text in quotes (is 1)",
    ]


def test_missing_tables_are_named(refused: Refused) -> None:
    assert refused("# nothing\n") == [
        "1: card: is missing; add the table [card]",
        "1: printer: is missing; add the table [printer]",
        "1: site: is missing; add the table [site]",
        "1: store: is missing; add the table [store]",
    ]


def test_a_table_must_be_one(refused: Refused) -> None:
    text = "visit = 5\n" + SOUND.replace("[visit]", "[screen]").replace(
        "idle_seconds = 60\nwarning_seconds = 20\n", ""
    )
    assert refused(text) == ["1: visit: must be a table [visit] (is 5)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            with_line(7, "idle_seconds = "),
            "7: not TOML: Invalid value (column 16)",
        ),
        (
            with_line(6, "[visit"),
            "6: not TOML: Expected ']' at the end of a table declaration (column 7)",
        ),
        (
            with_line(8, "idle_seconds = 3"),
            "8: not TOML: Cannot overwrite a value (column 17)",
        ),
        ('a = """\nb', "2: not TOML: Unterminated string (end of file)"),
    ],
)
def test_a_slip_in_the_notation_is_told_with_its_line(
    text: str, expected: str, refused: Refused
) -> None:
    assert refused(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'9' * 5000}\n",
        f"a = {'[' * 9000}\n",
        f"{'a.' * 2000}b = 1\n",
        f"site.name.{'a.' * 2000}b = 1\n",
    ],
)
def test_what_no_parser_likes_is_refused_too(text: str, refused: Refused) -> None:
    assert refused(text)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(b'[site]\nname = "\x93\xfa\x96{"\n')
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.lines == (f"{path}:2: must be saved as UTF-8 text",)


def test_another_file_by_mistake(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(b"\n" * (LARGEST + 1))
    with pytest.raises(ConfigError, match="larger than 65536 bytes"):
        load(path)


def test_no_file(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.lines == (
        f"{path}: No such file or directory; name the settings with --config",
    )


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory"):
        load(tmp_path)
