"""Counts for as many children as lived in the homes."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from analysis.disclosure import release
from analysis.occupancy import KEYS, rate_per_child_months
from analysis.periods import parse_period
from analysis.results import RESULT_COLUMNS, MissingColumns

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
PLACES = pd.DataFrame(
    [(1, "Home 1", 1, None, None), (2, "Home 2", 2, None, None), (3, "Home 3/4", 3, None, None)],
    columns=["home_id", "line", "line_order", "opened", "closed"],
)


def coverage(homes=(1, 2, 3), periods=(BEFORE, NOW)):
    rows = [("home", str(home), month) for home in homes for period in periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def counts(*rows):
    return pd.DataFrame(rows, columns=["home_id", "month", "count"])


def occupancy(of_home):
    """The same number of children in every month: {home: children}."""
    months = [*BEFORE.months, *NOW.months]
    rows = [(home, month, children) for home, children in of_home.items() for month in months]
    return pd.DataFrame(rows, columns=["home_id", "month", "average_children"])


COUNTS = counts((1, BEFORE.start, 18), (1, NOW.start, 5), (2, BEFORE.start, 32), (2, NOW.months[11], 10))
LIVED = occupancy({1: 4.5, 2: 5.0, 3: 3.0})


def rates(table=COUNTS, lived=LIVED, places=PLACES, covered=None, lived_covered=None):
    covered = coverage() if covered is None else covered
    lived_covered = coverage() if lived_covered is None else lived_covered
    return rate_per_child_months(table, lived, places, covered, lived_covered, BEFORE, NOW)


def row(frame, line, period):
    found = frame[(frame["line"] == line) & (frame["period"] == period)]
    assert len(found) == 1
    return found.iloc[0]


def parts(found):
    return found["numerator"], found["denominator"], found["value"]


def test_a_rate_is_the_count_over_the_months_that_children_lived_there():
    frame = rates()
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]
    assert set(frame["unit"]) == {"per_100_child_months"}
    assert parts(row(frame, "Home 1", "previous")) == (18, 54, pytest.approx(18 / 54))
    assert parts(row(frame, "Home 2", "current")) == (10, 60, pytest.approx(10 / 60))


def test_a_home_without_a_record_has_the_rate_nought():
    assert parts(row(rates(), "Home 3/4", "current")) == (0, 36, 0)


def test_all_homes_stand_last_and_are_counts_over_children_not_a_mean_of_rates():
    frame = rates(places=PLACES.iloc[::-1])
    assert list(frame["line"])[::2] == ["Home 1", "Home 2", "Home 3/4", "All homes"]
    assert parts(row(frame, "All homes", "previous")) == (50, 150, pytest.approx(1 / 3))


def test_the_limits_are_the_exact_ones_of_the_count():
    found = row(rates(), "Home 1", "previous")
    low, high = chi2.ppf(0.025, 2 * 18) / 2, chi2.ppf(0.975, 2 * 19) / 2
    assert (found["low"], found["high"]) == (pytest.approx(low / 54), pytest.approx(high / 54))


@pytest.mark.parametrize("gap", ["covered", "lived_covered"])
def test_a_month_without_count_or_occupancy_leaves_its_line_and_all_homes_not_supplied(gap):
    short = coverage()
    short = short[~((short["place"] == "2") & (short["month"] == date(2022, 1, 1)))]
    frame = rates(**{gap: short})
    for line in ("Home 2", "All homes"):
        found = row(frame, line, "previous")
        assert found["status"] == "not supplied"
        assert found[["numerator", "denominator", "value"]].isna().all()
    assert row(frame, "Home 1", "previous")["status"] == "shown"
    assert row(frame, "All homes", "current")["status"] == "shown"


def test_months_before_a_home_opened_need_no_occupancy():
    opened = PLACES.assign(opened=[None, date(2022, 4, 1), None])
    lived = LIVED[~((LIVED["home_id"] == 2) & (LIVED["month"] < date(2022, 4, 1)))]
    later = pd.concat([coverage((1, 3)), coverage((2,), (NOW,))])
    frame = rates(COUNTS[COUNTS["home_id"] == 1], lived, opened, later, later)
    assert row(frame, "Home 2", "previous")["status"] == "not open"
    assert parts(row(frame, "All homes", "previous"))[:2] == (18, 90)


def test_where_nobody_lived_there_is_a_count_and_no_rate():
    found = row(rates(lived=occupancy({1: 0.0, 2: 5.0, 3: 3.0})), "Home 1", "previous")
    assert (found["numerator"], found["denominator"], found["status"]) == (18, 0, "shown")
    assert found[["value", "low", "high"]].isna().all()


def test_where_fewer_than_three_children_lived_the_rate_and_its_child_months_are_withheld():
    frame = rates(lived=occupancy({1: 2.9, 2: 1.0, 3: 3.0}))
    for line in ("Home 1", "Home 2"):
        found = row(frame, line, "previous")
        assert found["status"] == "withheld"
        assert found[["numerator", "denominator", "value", "low", "high"]].isna().all()
    assert row(frame, "Home 3/4", "previous")["status"] == "shown"
    assert row(frame, "All homes", "previous")["status"] == "shown"  # of two homes it tells the sum alone


def test_what_is_withheld_of_one_line_alone_is_not_told_by_all_homes():
    frame = rates(lived=occupancy({1: 1.0, 2: 5.0, 3: 3.0}))
    assert set(frame.loc[frame["status"] == "withheld", "line"]) == {"Home 1", "All homes"}
    one = rates(lived=occupancy({1: 1.0}), places=PLACES[:1])
    assert set(one["status"]) == {"withheld"}


def test_the_average_is_of_the_months_in_which_the_line_was_open():
    opened = PLACES.assign(opened=[None, date(2022, 10, 1), None])
    later = pd.concat([coverage((1, 3)), coverage((2,), (NOW,))])
    months = [(2, month, 3.0) for month in NOW.months[6:]]
    lived = pd.concat([occupancy({1: 4.5, 3: 3.0}), pd.DataFrame(months, columns=LIVED.columns)])
    frame = rates(COUNTS[COUNTS["home_id"] == 1], lived, opened, later, later)
    assert parts(row(frame, "Home 2", "current"))[:2] == (0, 18)


def test_nothing_withheld_leaves_the_gate_in_either_period():
    lived = occupancy({1: 4.5, 2: 5.0, 3: 3.0})
    lived.loc[(lived["home_id"] == 1) & (lived["month"] >= NOW.start), "average_children"] = 1.0
    released = release({"rates": rates(lived=lived)}, "partnership")["rates"]
    for frame in (released.frame, released.open_frame):
        of_home = frame[frame["line"].isin(["Home 1", "All homes"])]
        assert set(of_home["status"]) == {"withheld"}
        assert of_home[["numerator", "denominator", "value", "low", "high"]].isna().all(axis=None)


def test_without_homes_the_result_is_empty():
    frame = rates(places=PLACES.iloc[:0])
    assert frame.empty
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]


@pytest.mark.parametrize("missing", ["count", "average_children"])
def test_a_table_without_a_needed_column_is_refused(missing):
    with pytest.raises(MissingColumns, match=f"missing: {missing}"):
        rates(
            COUNTS.drop(columns="count") if missing == "count" else COUNTS,
            LIVED.drop(columns="average_children") if missing == "average_children" else LIVED,
        )


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([BEFORE.start, NOW.start]), st.integers(1, 60)),
        max_size=10,
    ),
    st.floats(3, 8),
)
def test_every_rate_times_its_child_months_is_its_count_and_lies_within_its_limits(rows, children):
    frame = rates(counts(*rows), occupancy({1: children, 2: 3.0, 3: 3.5}))
    assert frame["numerator"].to_list() == pytest.approx((frame["value"] * frame["denominator"]).to_list())
    assert ((frame["low"] <= frame["value"]) & (frame["value"] <= frame["high"])).all()
    totals = frame[frame["line"] == "All homes"].set_index("period")["numerator"]
    assert totals.sum() == sum(count for _, _, count in rows)
