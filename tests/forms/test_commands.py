"""``kiosk form`` as scripts see it."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from click.testing import CliRunner, Result

from kiosk.commands.form import form_group
from kiosk.forms.application import read, written
from kiosk.sheets import typeset
from tests.forms import isa
from tests.forms.samples import MAIN, application, joined
from tests.sheets import poppler

ON = ("--on", "2026-11-24")
COMMON_PART = [
    "nationality",
    "birth_date",
    "name",
    "sex",
    "postal_code",
    "prefecture",
    "municipality",
    "street",
    "mobile",
    "current_status",
    "current_period",
    "stay_expires",
    "has_card",
    "card_number",
]


def run(*args: object) -> Result:
    return CliRunner().invoke(form_group, [str(arg) for arg in args])


def refused(result: Result) -> str:
    """Bad input: status 2 and one line on standard error."""
    assert result.exit_code == 2
    assert result.stderr.startswith("kiosk: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(written(application("extension"))), "utf-8")
    return path


def test_fields_are_one_a_line() -> None:
    result = run("fields", "extension")
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert ["name", "3", "氏名", "name ≤104", "required"] in lines
    assert len(lines) == len(isa.rows("extension")[0])


def test_fields_as_json_say_their_source() -> None:
    told = json.loads(run("fields", "coe", "--json").stdout)
    field = next(field for field in told["fields"] if field["id"] == "name")
    assert field["label"] == "氏名"
    assert field["limit"] == 104
    assert field["required"] is True
    assert "001453107.xlsm" in field["source"]


def test_a_form_that_is_not_known() -> None:
    result = run("fields", "permanent")
    assert result.exit_code == 2
    assert "permanent" in refused(run("fields", "coe", "--status", "permanent"))


def test_check_of_good_answers_says_what_is_left_to_the_portal(answers: Path) -> None:
    result = run("check", answers, *ON)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("warning: form: Sheet I of this form")
    assert result.stdout.count("\n") == 1


def test_check_names_the_field(answers: Path) -> None:
    asked = application("extension", name="王", sex="")
    answers.write_text(json.dumps(written(asked)), "utf-8")
    result = run("check", answers, *ON)
    assert result.exit_code == 2
    assert [line.split(": ")[:2] for line in result.stdout.splitlines()] == [
        ["error", "name"],
        ["error", "sex"],
        ["warning", "form"],
    ]


def test_check_as_json(answers: Path) -> None:
    told = json.loads(run("check", answers, "--json", *ON).stdout)
    assert told["errors"] == []
    assert told["application"]["answers"]["name"] == "NGUYEN THI LAN"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\x00",
        '{"procedure": "extension", "answers": {"name": 1}}',
        '{"procedure": "extension", "answers": []}',
        '{"procedure": "permanent"}',
        '{"procedure": "extension", "colour": 1}',
        '{"procedure": "coe", "with": ["reentry"]}',
        '{"procedure": "extension", "with": "reentry"}',
        '{"procedure": "extension", "status": 3}',
        '{"procedure": "extension", "answers": {"name": "\\ud800"}}',
        '{"procedure": "extension", "answers": {"\\ud800": "x"}}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_application(answers: Path, text: str) -> None:
    answers.write_text(text, "utf-8")
    assert str(answers) in refused(run("check", answers))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused(run("check", tmp_path / "none.json"))
    refused(run("check", tmp_path))


def test_control_characters_do_not_reach_the_terminal(answers: Path) -> None:
    text = '{"procedure": "extension", "answers": {"\\u001b[2J": "x"}}'
    answers.write_text(text, "utf-8")
    assert "\x1b" not in run("check", answers).stdout


def test_export_writes_the_agencys_table(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = run("export", answers, "--format", "csv", "-o", out, *ON)
    assert result.exit_code == 0
    with out.open(encoding="cp932", newline="") as file:
        header, row = csv.reader(file)
    assert header == isa.rows("extension")[0]
    assert row[header.index("身分事項_氏名")] == "NGUYEN THI LAN"


def test_export_in_utf_8_has_a_mark_as_the_published_copies(
    answers: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    run("export", answers, "--format", "csv", "-o", out, "--encoding", "utf-8", *ON)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_export_of_json_is_an_application(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    run("export", answers, "--format", "json", "-o", out, *ON)
    assert read(out.read_bytes()).answers == application("extension").answers


def test_nothing_is_written_of_answers_with_errors(
    answers: Path, tmp_path: Path
) -> None:
    asked = application("extension", name="王")
    answers.write_text(json.dumps(written(asked)), "utf-8")
    out = tmp_path / "out.csv"
    assert "name" in refused(run("export", answers, "--format", "csv", "-o", out, *ON))
    assert not out.exists()


def test_a_place_that_cannot_be_written(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "none" / "out.csv"
    assert str(out) in refused(
        run("export", answers, "--format", "csv", "-o", out, *ON)
    )


def test_a_full_disk_is_one_line(answers: Path) -> None:
    refused(run("export", answers, "--format", "json", "-o", "/dev/full", *ON))


def test_further_tables_are_written_beside_the_first(
    answers: Path, tmp_path: Path
) -> None:
    main = joined(application("extension", receipt="窓口"), "employment_certificate")
    given = {f"joint.{name}": MAIN["extension"][name] for name in COMMON_PART} | {
        "joint.employment_certificate": "就労資格証明書交付申請",
        "employment_certificate.activity": "通訳",
        "employment_certificate.from": "20270401",
        "employment_certificate.to": "20280331",
        "employment_certificate.purpose": "転職先に見せるため",
    }
    asked = replace(main, answers=MappingProxyType({**main.answers, **given}))
    answers.write_text(json.dumps(written(asked)), "utf-8")
    out = tmp_path / "out.csv"
    result = run("export", answers, "--format", "csv", "-o", out, *ON)
    assert result.exit_code == 0, result.stderr
    with (tmp_path / "out-accompanying.csv").open(encoding="cp932", newline="") as file:
        header, row = csv.reader(file)
    assert header == isa.rows("extension-accompanying")[0]
    assert row[header.index("就労資格証明書交付申請_使用目的")] == "転職先に見せるため"


def test_a_procedure_without_a_table_says_so(answers: Path, tmp_path: Path) -> None:
    answers.write_text('{"procedure": "reentry", "answers": {}}', "utf-8")
    refused(run("export", answers, "--format", "csv", "-o", tmp_path / "x", *ON))


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Transcription sheet"), ("ja", "転記シート")],
)
def test_export_as_a_sheet_of_paper(
    answers: Path, tmp_path: Path, language: str, word: str
) -> None:
    out = tmp_path / "out.pdf"
    result = run(
        "export", answers, "--format", "pdf", "-o", out, "--language", language, *ON
    )
    assert result.exit_code == 0, result.stderr
    told = poppler.text(out.read_bytes())
    assert word in told
    assert "NGUYEN THI LAN" in told


def test_a_sheet_is_written_of_answers_with_errors_too(
    answers: Path, tmp_path: Path
) -> None:
    asked = application("extension", name="王")
    answers.write_text(json.dumps(written(asked)), "utf-8")
    out = tmp_path / "out.pdf"
    assert run("export", answers, "--format", "pdf", "-o", out, *ON).exit_code == 0
    assert "Not accepted yet" in poppler.text(out.read_bytes())


def test_no_fonts_are_one_line(
    answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_FOLDERS", (tmp_path,))
    typeset.noto_fonts.cache_clear()
    out = tmp_path / "out.pdf"
    told = refused(run("export", answers, "--format", "pdf", "-o", out, *ON))
    typeset.noto_fonts.cache_clear()
    assert "install fonts-noto-core" in told
    assert not out.exists()
