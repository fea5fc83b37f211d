"""Parts of a period: what each counts, and when it is not counted."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coverage import COVERAGE_COLUMNS
from analysis.periods import Period, parse_period, period_before, same_period_last_year
from analysis.results import RESULT_COLUMNS, MissingColumns
from analysis.series import (
    WHOLE_PERIOD,
    part_counts,
    part_figures,
    part_shares,
    parts_of,
    reporting_years,
    whole_period,
)

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
ALL_MONTHS = [*BEFORE.months, *NOW.months]


def counts(*rows):
    """Rows (home_id, month, count[, missing[, no apparent risk]])."""
    filled = [(*row, *[False] * (5 - len(row))) for row in rows]
    return pd.DataFrame(filled, columns=["home_id", "month", "count", "missing", "no_apparent_risk"])


def places(*homes):
    """Homes as (home_id[, opened[, closed]])."""
    rows = [(home[0], f"Home {home[0]}", n, *[*home[1:], None, None][:2]) for n, home in enumerate(homes)]
    return pd.DataFrame(rows, columns=["home_id", "line", "line_order", "opened", "closed"])


def covered(home_ids, months=ALL_MONTHS):
    return pd.DataFrame([("home", str(one), month) for one in home_ids for month in months], columns=COVERAGE_COLUMNS)


def told(table, measure="count"):
    """(previous, current) by part; a word where there is no number."""
    rows = table[table["measure"] == measure]
    cells = {(row.part, row.period): row.value if row.status == "shown" else row.status for row in rows.itertuples()}
    return {part: (cells.get((part, "previous")), cells.get((part, "current"))) for part in dict.fromkeys(rows["part"])}


def test_a_quarter_stands_beside_the_same_quarter_of_the_year_before():
    table = part_counts(
        counts((1, date(2021, 4, 1), 9), (2, date(2021, 6, 1), 5), (1, date(2022, 5, 1), 4), (1, date(2022, 7, 1), 2)),
        places((1,), (2,)),
        covered([1, 2]),
        [*parts_of(BEFORE, NOW, 3), whole_period(BEFORE, NOW)],
    )
    assert told(table) == {
        "April to June": (14, 4),
        "July to September": (0, 2),
        "October to December": (0, 0),
        "January to March": (0, 0),
        WHOLE_PERIOD: (14, 6),
    }
    change = table[table["measure"] == "change"].iloc[0]
    assert (change["value"], change["numerator"], change["denominator"]) == (pytest.approx(-10 / 14), 4, 14)
    assert list(table.columns) == ["part", "order", *RESULT_COLUMNS]


def test_a_part_of_which_a_month_of_an_open_home_is_not_covered_is_not_supplied_and_has_no_change():
    coverage = covered([1, 2])
    coverage = coverage[~((coverage["place"] == "2") & (coverage["month"] == date(2022, 5, 1)))]
    table = part_counts(counts((1, date(2022, 4, 1), 3)), places((1,), (2,)), coverage, parts_of(BEFORE, NOW, 3))
    assert told(table)["April to June"] == (0, "not supplied")
    assert told(table)["July to September"] == (0, 0)
    assert table[table["measure"] == "change"]["status"].tolist() == ["not supplied", "shown", "shown", "shown"]


def test_a_part_before_a_home_opened_is_not_open_and_the_part_in_which_it_opened_is_not_compared():
    table = part_counts(
        counts((1, date(2022, 8, 1), 3)),
        places((1, date(2022, 8, 9))),
        covered([1]),
        parts_of(BEFORE, NOW, 3),
    )
    assert told(table)["April to June"] == ("not open", "not open")
    assert told(table)["July to September"] == ("not open", 3)
    assert told(table)["October to December"] == ("not open", 0)
    assert set(table.loc[table["measure"] == "change", "status"]) == {"not open"}


def test_parts_are_not_compared_where_one_of_the_lines_opened_within_them():
    table = part_counts(
        counts((1, date(2022, 8, 1), 3)), places((1,), (2, date(2022, 8, 9))), covered([1, 2]), parts_of(BEFORE, NOW, 3)
    )
    changes = table[table["measure"] == "change"].set_index("part")["status"].to_dict()
    assert changes == {
        "April to June": "shown",  # open in neither of the two, it changes nothing
        "July to September": "not open",
        "October to December": "not open",
        "January to March": "not open",
    }


def test_what_was_recorded_before_a_home_opened_is_counted():
    table = part_counts(
        counts((1, date(2022, 4, 1), 1)), places((1, date(2022, 8, 9))), covered([1]), parts_of(BEFORE, NOW, 3)
    )
    assert told(table)["April to June"] == ("not open", 1)


def test_homes_that_are_not_asked_for_do_not_count():
    table = part_counts(
        counts((1, date(2022, 4, 1), 1), (9, date(2022, 4, 1), 7)),
        places((1,)),
        covered([1]),
        parts_of(BEFORE, NOW, 12),
    )
    assert told(table) == {"April to March": (0, 1)}


def test_years_stand_alone_one_value_each():
    years = reporting_years(date(2021, 4, 1), date(2023, 3, 1))
    table = part_counts(counts((1, date(2021, 4, 1), 54), (1, date(2023, 3, 1), 18)), places((1,)), covered([1]), years)
    assert told(table) == {"2021-22": (None, 54), "2022-23": (None, 18)}
    assert set(table["measure"]) == {"count"}


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2020, 6, 1), date(2023, 3, 1), ["2021-22", "2022-23"]),
        (date(2021, 4, 1), date(2023, 2, 1), ["2021-22"]),
        (date(2021, 1, 1), date(2022, 3, 1), ["2021-22"]),
        (date(2022, 4, 1), date(2022, 12, 1), []),
    ],
)
def test_only_whole_reporting_years_are_years(first, last, labels):
    assert [year.label for year in reporting_years(first, last)] == labels


def test_without_homes_there_are_no_rows():
    assert part_counts(counts(), places(), covered([]), parts_of(BEFORE, NOW, 3)).empty
    assert part_shares(counts(), places(), covered([]), parts_of(BEFORE, NOW, 3)).empty


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(MissingColumns, match="part_counts needs the columns home_id, month, count"):
        part_counts(pd.DataFrame({"month": []}), places((1,)), covered([1]), parts_of(BEFORE, NOW, 3))
    with pytest.raises(MissingColumns, match="part_shares"):
        part_shares(counts().drop(columns="missing"), places((1,)), covered([1]), parts_of(BEFORE, NOW, 3))


def test_the_share_of_a_part_has_its_two_numbers_and_leaves_out_no_apparent_risk():
    april = date(2022, 4, 1)
    table = part_shares(
        counts((1, april, 6, True), (1, april, 2, True, True), (1, date(2022, 6, 1), 4)),
        places((1,)),
        covered([1]),
        parts_of(BEFORE, NOW, 3),
    )
    row = table[(table["part"] == "April to June") & (table["period"] == "current")].iloc[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (6, 12, 0.5)
    assert row["low"] == pytest.approx(0.2538, abs=1e-4)
    before = table[(table["part"] == "April to June") & (table["period"] == "previous")].iloc[0]
    assert (before["denominator"], before["status"]) == (0, "shown")
    assert pd.isna(before["value"])


def test_the_share_of_a_part_not_covered_is_not_supplied():
    table = part_shares(
        counts((1, NOW.start, 4, True)), places((1,)), covered([1], BEFORE.months), parts_of(BEFORE, NOW, 12)
    )
    assert table["status"].tolist() == ["shown", "not supplied"]


def test_numbers_counted_at_once_are_taken_as_they_are_and_missing_ones_are_not_supplied():
    parts = [*parts_of(BEFORE, NOW, 6), whole_period(BEFORE, NOW)]
    numbers = {parts[0].current: 3.0, BEFORE: 4.0, NOW: 7.0}
    assert told(part_figures(numbers, parts)) == {
        "April to September": ("not supplied", 3),
        "October to March": ("not supplied", "not supplied"),
        WHOLE_PERIOD: (4, 7),
    }


def test_parts_of_other_months_are_called_by_both_and_those_of_a_long_period_by_their_year():
    quarter = parse_period("2022-23-Q3")
    labels = [part.label for part in parts_of(period_before(quarter), quarter, 1)]
    assert labels[0] == "October 2022 against July 2022"
    long = Period(date(2022, 4, 1), date(2023, 10, 1))
    labels = [part.label for part in parts_of(Period(date(2020, 10, 1), date(2022, 4, 1)), long, 3)]
    assert len(set(labels)) == len(labels) == 6


STARTS = st.dates(date(2015, 1, 1), date(2024, 12, 1)).map(lambda day: day.replace(day=1))


@given(STARTS, st.integers(1, 12), st.integers(1, 6))
def test_parts_follow_each_other_without_a_gap_and_stand_beside_the_same_months(start, length, months):
    now = Period(start, date(start.year + (start.month + length - 1) // 12, (start.month + length - 1) % 12 + 1, 1))
    parts = parts_of(same_period_last_year(now), now, months)
    assert [month for part in parts for month in part.current.months] == now.months
    assert all(part.previous == same_period_last_year(part.current) for part in parts)
    assert len({part.label for part in parts}) == len(parts)


@given(st.dictionaries(st.sampled_from(ALL_MONTHS), st.integers(0, 30)))
def test_parts_add_up_to_the_whole(by_month):
    rows = counts(*((1, month, count) for month, count in by_month.items()))
    whole = part_counts(rows, places((1,)), covered([1]), [whole_period(BEFORE, NOW)])
    for months in (1, 3):
        parts = told(part_counts(rows, places((1,)), covered([1]), parts_of(BEFORE, NOW, months)))
        assert tuple(sum(pair[when] for pair in parts.values()) for when in (0, 1)) == told(whole)[WHOLE_PERIOD]
