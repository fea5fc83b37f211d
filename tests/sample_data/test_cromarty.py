from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import sample_data

SAMPLE = Path(sample_data.__file__).parent


def cromarty() -> dict[str, dict[int, tuple[date, dict[str, int]]]]:
    children: dict[str, dict[int, tuple[date, dict[str, int]]]] = defaultdict(dict)
    with (SAMPLE / "cromarty.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        meetings = children[row["child_reference"]]
        _, scores = meetings.setdefault(
            int(row["meeting"]), (datetime.strptime(row["meeting_date"], "%d/%m/%Y").date(), {})
        )
        assert row["target"] not in scores
        scores[row["target"]] = int(row["score"])
    return children


def test_cromarty_has_ten_improved_one_the_same_and_one_lower() -> None:
    results: Counter[int] = Counter()
    for meetings in cromarty().values():
        first, last = (sum(meetings[number][1].values()) for number in (min(meetings), max(meetings)))
        results[(last > first) - (last < first)] += 1
    assert results == {1: 10, 0: 1, -1: 1}


def test_cromarty_children_have_two_to_ten_meetings_of_ten_targets_scored_zero_to_ten() -> None:
    children = cromarty()
    assert len(children) == 12
    assert {min(map(len, children.values())), max(map(len, children.values()))} == {2, 10}
    for meetings in children.values():
        assert sorted(meetings) == list(range(1, len(meetings) + 1))
        for _, scores in meetings.values():
            assert sorted(scores) == sorted(f"Target {number}" for number in range(1, 11))
            assert all(0 <= score <= 10 for score in scores.values())


def test_cromarty_meetings_follow_each_other_and_the_last_is_in_2022_23() -> None:
    for meetings in cromarty().values():
        days = [meetings[number][0] for number in sorted(meetings)]
        assert all(earlier < later for earlier, later in pairwise(days))
        assert days[0] >= date(2022, 1, 1)
        assert date(2022, 4, 1) <= days[-1] <= date(2023, 3, 31)


def test_no_two_cromarty_lines_end_at_the_same_point() -> None:
    ends = [(max(meetings), sum(meetings[max(meetings)][1].values())) for meetings in cromarty().values()]
    assert len(set(ends)) == len(ends)
