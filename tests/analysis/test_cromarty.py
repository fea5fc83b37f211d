"""Cromarty scores against the first meeting."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cromarty import (
    CHANGE_KEYS,
    LINE_KEYS,
    SUMMARY_KEYS,
    cromarty_change,
    cromarty_lines,
    cromarty_summary,
    cromarty_summary_of_totals,
)
from analysis.periods import parse_period
from analysis.results import RESULT_COLUMNS, MissingColumns

YEAR = parse_period("2022-23")
DAYS = {1: date(2022, 1, 10), 2: date(2022, 6, 10), 3: date(2023, 3, 31), 4: date(2023, 4, 1)}


def scores(*rows):
    dated = [(child, meeting, DAYS[meeting], target, score) for child, meeting, target, score in rows]
    return pd.DataFrame(dated, columns=["child", "meeting", "meeting_date", "target", "score"])


def lines(table):
    frame = cromarty_lines(table)
    return {(row.child, row.meeting): row.value for row in frame.itertuples(index=False)}


def test_a_line_is_the_mean_over_the_targets_also_scored_at_the_first_meeting():
    table = scores(("A", 1, "t1", 2), ("A", 1, "t2", 4), ("A", 2, "t1", 5), ("A", 2, "t3", 10))
    assert lines(table) == {("A", 1): (2 + 4) / 2, ("A", 2): 5}


def test_a_total_is_compared_with_a_total_only():
    table = scores(("A", 1, "total", 40), ("A", 2, "total", 55), ("A", 2, "t1", 5), ("A", 3, "t1", 6))
    frame = cromarty_lines(table)
    assert list(frame["value"])[:2] == [40, 55]
    assert list(frame["status"]) == ["shown", "shown", "not supplied"]


def test_single_targets_go_before_a_total():
    table = scores(("A", 1, "total", 40), ("A", 1, "t1", 4), ("A", 2, "total", 55), ("A", 2, "t1", 5))
    assert lines(table) == {("A", 1): 4, ("A", 2): 5}


def test_a_target_without_a_score_was_not_scored():
    table = scores(("A", 1, "t1", 2), ("A", 1, "t2", None), ("A", 2, "t1", 5), ("A", 2, "t2", 9))
    assert lines(table) == {("A", 1): 2, ("A", 2): 5}


def changes(table, period=YEAR):
    return {row.child: row for row in cromarty_change(table, period).itertuples(index=False)}


def test_the_baseline_is_the_first_meeting_ever_and_the_latest_the_last_in_the_period():
    found = changes(scores(*[("A", meeting, "t1", meeting) for meeting in (4, 2, 3, 1)]))["A"]
    assert (found.baseline, found.latest, found.meetings, found.value) == (1, 3, 3, 2)
    assert found.result == "improved"


@pytest.mark.parametrize(("latest", "result"), [(6, "improved"), (5, "same"), (4, "lower")])
def test_a_child_improved_stayed_the_same_or_went_lower(latest, result):
    assert changes(scores(("A", 1, "t1", 5), ("A", 2, "t1", latest)))["A"].result == result


def test_the_same_scores_on_other_targets_are_the_same_whatever_the_rounding():
    table = scores(*[("A", 1, t, s) for t, s in zip("abc", (0.1, 0.2, 0.3), strict=True)])
    again = scores(*[("A", 2, t, s) for t, s in zip("cba", (0.2, 0.1, 0.3), strict=True)])
    assert changes(pd.concat([table, again]))["A"].result == "same"


def test_a_target_added_later_does_not_count_as_change():
    found = changes(scores(("A", 1, "t1", 5), ("A", 2, "t1", 5), ("A", 2, "t2", 10)))["A"]
    assert (found.result, found.targets) == ("same", 1)


def test_a_child_with_one_meeting_has_a_baseline_only():
    found = changes(scores(("A", 2, "t1", 5)))["A"]
    assert found.result == "baseline only"
    assert pd.isna(found.value)


def test_a_child_whose_meetings_share_no_target_has_a_baseline_only():
    assert changes(scores(("A", 1, "t1", 5), ("A", 2, "t2", 6)))["A"].result == "baseline only"


def test_a_child_without_a_meeting_in_the_period_is_left_out():
    assert changes(scores(("A", 1, "t1", 5), ("B", 4, "t1", 5), ("A", 4, "t1", 6))) == {}


def test_the_published_summary_ten_of_twelve_improved():
    results = ["improved"] * 10 + ["same", "lower"] + ["baseline only"] * 2
    frame = cromarty_summary(pd.DataFrame({"child": list("ABCDEFGHIJKLMN"), "result": results}))
    assert list(zip(frame["result"], frame["order"], frame["value"], strict=True)) == [
        ("improved", 0, 10),
        ("same", 1, 1),
        ("lower", 2, 1),
        ("baseline only", 3, 2),
    ]
    improved = frame.iloc[0]
    assert (improved["numerator"], improved["denominator"]) == (10, 12)
    assert (f"{100 * improved['low']:.0f}", f"{100 * improved['high']:.0f}") == ("55", "95")
    assert pd.isna(frame.iloc[3]["denominator"])


def test_a_summary_of_an_uncovered_period_is_not_supplied():
    frame = cromarty_summary(pd.DataFrame({"child": ["A"], "result": ["improved"]}), covered=False)
    assert set(frame["status"]) == {"not supplied"}
    assert frame[["numerator", "denominator", "value", "low", "high"]].isna().all(axis=None)
    assert list(frame["result"]) == ["improved", "same", "lower", "baseline only"]


def test_meetings_are_told_apart_by_day_and_number():
    table = scores(("B", 2, "t1", 3), ("A", 2, "t1", 5), ("A", 1, "t2", 2), ("A", 1, "t1", 4))
    assert list(lines(table)) == [("A", 1), ("A", 2), ("B", 2)]
    assert list(lines(table).values()) == [3, 5, 3]


def test_empty_tables_give_results_with_every_column():
    nothing = scores()
    assert list(cromarty_lines(nothing).columns) == [*LINE_KEYS, *RESULT_COLUMNS]
    none_changed = cromarty_change(nothing, YEAR)
    assert list(none_changed.columns) == [*CHANGE_KEYS, *RESULT_COLUMNS]
    summary = cromarty_summary(none_changed)
    assert list(summary.columns) == [*SUMMARY_KEYS, *RESULT_COLUMNS]
    assert list(summary["value"]) == [0, 0, 0, 0]


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(MissingColumns, match="missing: score"):
        cromarty_lines(scores().drop(columns="score"))


records = st.tuples(st.sampled_from("ABC"), st.sampled_from([1, 2, 3, 4]), st.sampled_from("xyz"))


@given(st.dictionaries(records, st.integers(0, 10), max_size=20))
def test_every_child_with_a_meeting_in_the_period_is_counted_once(table):
    rows = scores(*[(*key, score) for key, score in table.items()])
    seen = {child for child, meeting, _ in table if YEAR.contains(DAYS[meeting])}
    found = cromarty_change(rows, YEAR)
    assert set(found["child"]) == seen
    assert cromarty_summary(found)["value"].sum() == len(seen)
    assert cromarty_lines(rows)["value"].dropna().between(0, 10).all()


def test_published_results_are_told_as_they_stand():
    frame = cromarty_summary_of_totals({"improved": 10, "same": 1, "lower": 1})
    told = dict(zip(frame["result"], frame["value"], strict=True))
    assert told == {"improved": 10, "same": 1, "lower": 1, "baseline only": 0}
    assert set(frame.loc[frame["result"].ne("baseline only"), "denominator"]) == {12}


def test_a_result_that_was_not_published_is_not_taken_for_none():
    assert set(cromarty_summary_of_totals({"improved": 10})["status"]) == {"not supplied"}
