"""The part of incidents that are reports of a missing person."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.missing import KEYS, missing_share
from analysis.periods import parse_period
from analysis.results import RESULT_COLUMNS, MissingColumns

YEAR_BEFORE, YEAR = parse_period("2021-22"), parse_period("2022-23")
BEFORE, NOW = YEAR_BEFORE.start, YEAR.start
MISSING, NO_RISK, OTHER = (True, False), (True, True), (False, False)

PLACES = pd.DataFrame(
    [(1, "Home 1", 1), (2, "Home 2", 2), (3, "Home 3/4", 3), (4, "Home 3/4", 3)],
    columns=["home_id", "line", "line_order"],
).assign(opened=None, closed=None)


def coverage(homes=(1, 2, 3, 4), periods=(YEAR_BEFORE, YEAR)):
    rows = [("home", str(home), month) for home in homes for period in periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def counts(*rows):
    flat = [(home, month, *flags, count) for home, month, flags, count in rows]
    return pd.DataFrame(flat, columns=["home_id", "month", "missing", "no_apparent_risk", "count"])


PAPER = counts(
    (1, BEFORE, MISSING, 96),
    (1, BEFORE, OTHER, 26),
    (2, BEFORE, MISSING, 136),
    (2, BEFORE, NO_RISK, 7),
    (2, BEFORE, OTHER, 52),
    (3, BEFORE, MISSING, 74),
    (4, BEFORE, NO_RISK, 3),
    (4, BEFORE, OTHER, 36),
    (1, NOW, MISSING, 8),
    (1, NOW, OTHER, 11),
    (2, NOW, MISSING, 58),
    (2, NOW, OTHER, 17),
    (3, NOW, MISSING, 49),
    (3, NOW, OTHER, 17),
)


def shares(table, covered=None, places=PLACES, **options):
    return missing_share(table, places, coverage() if covered is None else covered, YEAR_BEFORE, YEAR, **options)


def row(frame, line, period):
    found = frame[(frame["line"] == line) & (frame["period"] == period)]
    assert len(found) == 1
    return found.iloc[0]


def test_the_missing_share_of_all_homes_with_its_wilson_interval():
    frame = shares(PAPER)
    before, now = row(frame, "All homes", "previous"), row(frame, "All homes", "current")
    assert (before["numerator"], before["denominator"], now["numerator"], now["denominator"]) == (306, 430, 115, 160)
    assert [f"{100 * before[name]:.1f}" for name in ("value", "low", "high")] == ["71.2", "66.7", "75.2"]
    assert [f"{100 * now[name]:.1f}" for name in ("value", "low", "high")] == ["71.9", "64.5", "78.3"]


def test_one_home_fell_and_two_rose():
    frame = shares(PAPER)
    found = [
        tuple(f"{100 * row(frame, line, period)['value']:.0f}" for period in ("previous", "current"))
        for line in ("Home 1", "Home 2", "Home 3/4")
    ]
    assert found == [("79", "42"), ("70", "77"), ("65", "74")]


def test_all_homes_come_first_then_the_homes_in_register_order_previous_before_current():
    frame = shares(PAPER, places=PLACES.iloc[::-1])
    assert list(zip(frame["line"], frame["line_order"], strict=True))[::2] == [
        ("All homes", -1),
        ("Home 1", 1),
        ("Home 2", 2),
        ("Home 3/4", 3),
    ]
    assert list(frame["period"]) == ["previous", "current"] * 4


def test_missing_no_apparent_risk_counts_only_when_asked_for():
    assert row(shares(PAPER, include_no_apparent_risk=True), "All homes", "previous")["numerator"] == 316
    flagged_apart = counts((1, NOW, (False, True), 2), (1, NOW, MISSING, 3))
    assert row(shares(flagged_apart), "Home 1", "current")["numerator"] == 3
    assert row(shares(flagged_apart, include_no_apparent_risk=True), "Home 1", "current")["numerator"] == 5


def test_a_covered_home_without_incidents_has_no_share_and_is_shown():
    found = row(shares(counts()), "Home 1", "current")
    assert (found["numerator"], found["denominator"], found["status"]) == (0, 0, "shown")
    assert pd.isna(found["value"])


def test_a_period_in_which_a_home_was_not_open_has_no_share_of_it():
    places = PLACES.assign(opened=[date(2022, 9, 12), None, None, None])
    frame = shares(counts((1, NOW, MISSING, 2), (2, BEFORE, MISSING, 3)), places=places)
    assert row(frame, "Home 1", "previous")["status"] == "not open"
    assert row(frame, "Home 1", "current")["value"] == 1
    assert row(frame, "All homes", "previous")["value"] == 1


def test_an_uncovered_home_is_not_supplied_and_neither_are_all_homes():
    frame = shares(PAPER, coverage((1, 2, 3)))
    assert row(frame, "Home 3/4", "current")["status"] == row(frame, "All homes", "current")["status"] == "not supplied"
    assert row(frame, "Home 2", "current")["status"] == "shown"
    assert pd.isna(row(frame, "All homes", "current")["numerator"])


def test_without_homes_the_result_is_empty():
    frame = shares(counts(), places=PLACES.iloc[:0])
    assert frame.empty
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(MissingColumns, match="missing: missing"):
        shares(PAPER.drop(columns="missing"))


records = st.tuples(
    st.sampled_from([1, 2, 3, 4]),
    st.sampled_from([BEFORE, NOW]),
    st.sampled_from([MISSING, NO_RISK, OTHER]),
    st.integers(1, 40),
)


@given(st.lists(records, max_size=12))
def test_every_interval_contains_its_share_and_no_apparent_risk_only_adds(rows):
    narrow, wide = shares(counts(*rows)), shares(counts(*rows), include_no_apparent_risk=True)
    known = narrow.dropna(subset=["value"])
    assert ((known["low"] <= known["value"] + 1e-12) & (known["value"] <= known["high"] + 1e-12)).all()
    assert (narrow["numerator"] <= wide["numerator"]).all()
    assert (narrow["denominator"] == wide["denominator"]).all()
