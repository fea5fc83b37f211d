from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import sample_data

SAMPLE = Path(sample_data.__file__).parent
AS_AT = date(2023, 3, 31)


def actions() -> list[dict[str, str]]:
    with (SAMPLE / "actions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def due(row: dict[str, str]) -> date:
    return datetime.strptime(row["due"], "%d/%m/%Y").date()


def test_eleven_actions_of_one_plan_have_keys_and_titles_of_their_own() -> None:
    rows = actions()
    assert len(rows) == len({row["key"] for row in rows}) == len({row["title"] for row in rows}) == 11
    assert {row["year"] for row in rows} == {"2022-23"}
    assert all(date(2022, 4, 1) <= due(row) <= AS_AT for row in rows)


def test_three_actions_are_overdue_at_the_as_at_of_the_sample_and_some_are_done() -> None:
    late = [row for row in actions() if due(row) < AS_AT and row["status"] != "done"]
    assert [row["owner"] for row in late] == ["Private providers", "Police", "CPS"]
    assert Counter(row["status"] for row in actions()) == {"on track": 3, "at risk": 3, "off track": 1, "done": 4}


def test_it_is_said_that_the_plan_is_invented() -> None:
    said = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert "`actions.csv`: an **invented** action plan" in said
