"""``kiosk decide``, ``kiosk rules`` and ``kiosk number`` as scripts see them."""

import csv
import io
import json
from datetime import date
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from kiosk.commands.rules import decide, number, rules
from tests.rules.oracle import COLUMNS, TABLE_2022, TABLE_LATER


def run(command: click.Command, *args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(command, list(args), input=text)


def ask(question: object, *args: str) -> Any:
    result = run(decide, *args, text=json.dumps(question))
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    """Bad input: status 2, one line on standard error, nothing on standard output."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.endswith("\n")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("kiosk: ")
    return result.stderr.removeprefix("kiosk: ").rstrip("\n")


CHILD = {
    "role": "relative",
    "procedure": "extension",
    "facts": {
        "has_mynumber_card": True,
        "relation": "mother",
        "in_japan": True,
        "status": "dependent",
        "stay_expires": "2022-05-01",
        "birth_date": "2015-05-05",
    },
}


def test_decide_writes_outcome_ask_and_reasons() -> None:
    answer = ask(CHILD, "--on", "2022-03-16")
    assert answer["outcome"] == "allowed"
    assert answer["ask"] == []
    first = answer["reasons"][0]
    assert first["rule"] == "table-2022.relative.extension"
    assert first["message"] == "rule.relative_for_child_or_ill.met"
    assert first["values"] == {
        "role": "role.relative",
        "procedure": "procedure.extension",
    }
    assert "日行連発第1845号" in first["source"]
    assert (first["from"], first["to"]) == ("2022-03-16", "2024-03-18")
    assert first["certainty"] == "sure"
    assert answer["next_steps"][2] == {
        "message": "step.file_by",
        "values": {
            "procedure": "procedure.extension",
            "last_online_day": "2022-04-30",
        },
    }
    assert [note["rule"] for note in answer["notes"]] == ["short-stay"]
    assert answer["remedies"] == []


def test_decide_without_facts_asks() -> None:
    answer = ask({"role": "attorney", "procedure": "coe"}, "--json")
    assert (answer["outcome"], answer["ask"]) == ("conditional", ["status"])
    assert answer["reasons"][-1]["to"] is None


def test_decide_before_the_opening_is_an_answer() -> None:
    answer = ask({"role": "gyoseishoshi", "procedure": "coe"}, "--on", "2022-03-15")
    assert answer["outcome"] == "refused"
    assert answer["reasons"][0]["message"] == "rule.not_taken_yet.unmet"
    assert answer["reasons"][0]["from"] is None


def test_decide_names_who_else_may_file() -> None:
    answer = ask({"role": "relative", "procedure": "other_activity"})
    assert answer["remedies"][0]["message"] == "remedy.applicant"


def test_decide_takes_era_days() -> None:
    assert ask(CHILD, "--on", "令和4年3月16日") == ask(CHILD, "--on", "2022-03-16")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "standard input is not JSON"),
        ("{", "standard input is not JSON"),
        ("[" * 100_000, "standard input is not JSON"),
        ("[]", "standard input: one JSON object with role, procedure and facts"),
        ("3", "standard input: one JSON object with role, procedure and facts"),
        ("{}", "role: missing or not text"),
        ('{"role": "attorney"}', "procedure: missing or not text"),
        ('{"role": 3, "procedure": "coe"}', "role: missing or not text"),
        (
            '{"role": "attorney", "procedure": "coe", "facts": []}',
            "facts: a JSON object of fact names and values",
        ),
        (
            '{"role": "attorney", "procedure": "coe", "fact": {}}',
            "unknown key 'fact'; known: role, procedure, facts",
        ),
        ('{"role": "king", "procedure": "coe"}', "unknown role 'king'; known: appl"),
        ('{"role": "attorney", "procedure": "x"}', "unknown procedure 'x'; known: coe"),
        (
            '{"role": "attorney", "procedure": "coe", "facts": {"rich": true}}',
            "unknown fact 'rich'; known: with_procedure",
        ),
        (
            '{"role": "attorney", "procedure": "coe", "facts": {"in_japan": "no"}}',
            "fact in_japan: say true or false, not 'no'",
        ),
        (
            '{"role": "a\\nb", "procedure": "coe"}',
            "unknown role 'a\\nb'; known: applicant",
        ),
    ],
)
def test_decide_refuses_in_one_line(text: str, says: str) -> None:
    assert refused(run(decide, text=text)).startswith(says)


def test_decide_refuses_bytes_that_are_no_text() -> None:
    result = CliRunner().invoke(decide, [], input=b"\xff\xfe\xfd")
    assert refused(result).startswith("standard input is not JSON")


@pytest.mark.parametrize(
    ("command", "args", "option"),
    [
        (decide, ["--on", "tomorrow"], "--on"),
        (decide, ["--on", "2026-02-29"], "--on"),
        (rules, ["table", "--on", "x"], "--on"),
        (rules, ["changes", "--from", "x", "--to", "2026-01-01"], "--from"),
        (rules, ["changes", "--from", "2026-01-01", "--to", "x"], "--to"),
    ],
)
def test_a_day_that_is_none(
    command: click.Command, args: list[str], option: str
) -> None:
    line = refused(run(command, *args, text="{}"))
    assert line.startswith(f"{option}: write a day as 2026-03-01, not ")


@pytest.mark.parametrize(
    ("on", "published"), [("2022-03-16", TABLE_2022), ("2026-11-24", TABLE_LATER)]
)
def test_the_table_in_three_formats(on: str, published: dict[str, str]) -> None:
    as_csv = run(rules, "table", "--on", on, "--format", "csv").stdout
    rows = list(csv.reader(io.StringIO(as_csv)))
    assert tuple(rows[0]) == ("role", *COLUMNS)
    assert {row[0]: " ".join(row[1:]) for row in rows[1:6]} == published
    assert len(rows) == 9

    as_json = json.loads(run(rules, "table", "--on", on, "--format", "json").stdout)
    assert run(rules, "table", "--on", on, "--json").stdout == (
        run(rules, "table", "--on", on, "--format", "json").stdout
    )
    assert (as_json["on"], as_json["procedures"]) == (on, list(COLUMNS))
    for row in as_json["rows"][:5]:
        marks = [row["cells"][name]["mark"] for name in COLUMNS]
        assert " ".join(marks) == published[row["role"]]
    cell = as_json["rows"][7]["cells"]["coe"]
    assert cell["mark"] == "○ⁱ"
    assert {"approved", "commissioned"} <= set(cell["conditions"])
    assert set(cell) == {
        *("rule", "mark", "summary", "source", "certainty", "from", "to", "conditions")
    }

    lines = run(rules, "table", "--on", on).stdout.splitlines()
    assert lines[0] == f"| {on} | {' | '.join(COLUMNS)} |"
    assert lines[1] == "|---|---|---|---|---|---|---|---|"
    for role, line in zip(published, lines[2:], strict=False):
        assert line == f"| {role} | {published[role].replace(' ', ' | ')} |"
    assert lines[10] == ""
    notes = {line.split()[1] for line in lines[11:]}
    marks = {mark for row in published.values() for mark in row.split()}
    assert notes == marks | {"○ⁱ"}


def test_the_table_of_today() -> None:
    result = run(rules, "table")
    assert result.exit_code == 0
    first = result.stdout.split("|")[1].strip()
    assert date.fromisoformat(first) >= date(2026, 1, 1)


def test_changes_as_lines() -> None:
    result = run(rules, "changes", "--from", "2024-03-18", "--to", "2025-04-01")
    lines = result.stdout.splitlines()
    assert lines[0] == "2024-03-19 applicant: coe △1 → ○ may file this online"
    assert lines[2].startswith("2024-03-19 relative: coe △2 → △2 only a spouse, ")
    assert lines[4] == (
        "2025-04-01 everybody: change extension no longer:"
        " counter 4,000 yen, online 4,000 yen"
    )
    assert lines[5] == (
        "2025-04-01 everybody: change extension counter 6,000 yen, online 5,500 yen"
    )


def test_changes_as_json() -> None:
    result = run(
        rules, "changes", "--from", "2024-03-18", "--to", "2025-04-01", "--json"
    )
    rows = json.loads(result.stdout)
    assert rows[0]["day"] == "2024-03-19"
    assert (rows[0]["roles"], rows[0]["procedures"]) == (["applicant"], ["coe"])
    assert (rows[0]["before"]["mark"], rows[0]["after"]["mark"]) == ("△1", "○")
    assert rows[4]["after"] is None
    assert rows[4]["before"]["to"] == "2025-03-31"
    assert rows[5]["before"] is None
    assert rows[5]["after"]["mark"] is None


def test_no_change_is_said() -> None:
    result = run(rules, "changes", "--from", "2023-01-01", "--to", "2023-12-31")
    assert result.stdout == "Nothing changed from 2023-01-01 to 2023-12-31.\n"


def test_changes_in_the_wrong_order() -> None:
    result = run(rules, "changes", "--from", "2026-01-02", "--to", "2026-01-01")
    assert refused(result) == ("--to lies before --from: give the earlier day first")


def test_the_number_and_how_it_was_read() -> None:
    result = run(number, "（東）弁１０第５０号")
    assert result.stdout == "132010700050\n13 2010 7 00050 = (東)弁10第50号\n"


def test_the_number_as_json() -> None:
    assert json.loads(run(number, "--json", "(阪)行24第123号").stdout) == {
        "number": "172024200123",
        "split": {
            "office": "17",
            "year": "2024",
            "category": "2",
            "serial": "00123",
        },
        "printed": "(阪)行24第123号",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("13201070005", "the number has 12 digits, this one has 11"),
        ("142010700050", "no office 14 in the published table: check the card"),
        ("132010800050", "no category 8 in the published table: check the card"),
        ("(京)弁10第50号", "no office 京 in the published table: check the card"),
        (
            "(東)司10第50号",
            "no category 司 in the published table (行 or 弁): check the card",
        ),
        ("(東)弁10第0号", "the serial number is 1 to 99999: check the card"),
        (
            "東弁201050",
            "year and serial can be parted in two ways: write 第 between them",
        ),
        ("?", "not a number such as (東)弁10第50号 or 12 digits"),
    ],
)
def test_a_number_that_is_none(text: str, says: str) -> None:
    assert refused(run(number, text)) == says


def test_a_number_of_a_year_to_come() -> None:
    line = refused(run(number, "131999700050"))
    assert line.startswith("the year lies outside 2000 to 20")
