"""Months as printed tables and as numbers."""

from datetime import date

import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.monthly import KEYS
from analysis.monthly_tables import limits_by_month_table, limits_table, markers_table, months_table
from analysis.periods import Period, add_months
from analysis.results import NAN, figure, result_frame
from analysis.xmr import xmr_limits

START = date(2022, 4, 1)


def frame(**lines):
    """Lines from April 2022 as counts; None: not supplied."""
    rows = [
        figure(
            {"line": line.replace("_", " "), "line_order": order, "month": add_months(START, number)},
            "month",
            "count",
            "count",
            NAN if value is None else value,
            supplied=value is not None,
        )
        for order, (line, values) in enumerate(lines.items())
        for number, value in enumerate(values)
    ]
    return result_frame(KEYS, rows)


def released(table):
    return release({"table": table}, "partnership")["table"]


def rows(table):
    return [tuple(row) for row in table.text.itertuples(index=False)]


def test_a_month_is_a_row_and_a_line_a_column_earliest_first():
    table = months_table(released(frame(Home_1=[1, None], Home_2=[0, 2000], All_homes=[1, None])), "Incidents")
    assert list(table.text.columns) == ["Month", "Home 1", "Home 2", "All homes"]
    assert rows(table) == [("Apr 2022", "1", "0", "1"), ("May 2022", "not supplied", "2,000", "not supplied")]
    assert list(table.numbers["Month"]) == ["2022-04", "2022-05"]
    assert list(table.numbers["Home 1 status"]) == ["shown", "not supplied"]
    assert table.numbers["Home 1"].isna().tolist() == [False, True]


def test_one_line_alone_is_not_repeated_as_all_homes():
    table = months_table(released(frame(Home_1=[1, 2], All_homes=[1, 2])), "Incidents")
    assert list(table.text.columns) == ["Month", "Home 1"]


def test_a_table_of_a_period_has_its_months_only_and_columns_are_named():
    table = months_table(
        released(frame(Home_1=[1, 2, 3], All_homes=[1, 2, 3])),
        "Incidents",
        period=Period(add_months(START, 1), add_months(START, 2)),
        names={"All homes": "Incidents"},
        only=("All homes",),
    )
    assert list(table.text.columns) == ["Month", "Incidents"]
    assert rows(table) == [("May 2022", "2")]


def test_each_part_is_a_row_with_its_mean_limits_and_months():
    table = limits_table(
        released(xmr_limits(frame(All_homes=[20, 24, 5, None, 6]), "All homes", starts=[add_months(START, 2)])),
        "Mean and limits",
    )
    # 20, 24: mean 22, range 4: 22 +- 10.64; 5 and 6: under 8 a month
    assert rows(table) == [
        ("Apr 2022 to May 2022", "22.0", "11.4", "32.6", "2 months (trial)"),
        ("Jun 2022 to Aug 2022", "5.5", "none", "none", "2 months"),
    ]
    assert list(table.numbers["Mean moving range"].iloc[:1]) == [4]
    assert list(table.numbers["No limits because"]) == ["", "too few a month"]


def test_a_part_without_any_figure_prints_no_number():
    table = limits_table(released(xmr_limits(frame(All_homes=[None, None]), "All homes")), "Mean and limits")
    assert rows(table) == [("Apr 2022 to May 2022", "n/a", "none", "none", "0 months")]


def test_months_with_limits_print_the_rules_they_meet_and_gaps_print_as_such():
    values = [20, 22, None, *[20, 22] * 6, 60]
    table = limits_by_month_table(released(xmr_limits(frame(All_homes=values), "All homes")), "By month", "Incidents")
    assert list(table.text.columns) == ["Month", "Incidents", "Mean", "Limits", "Signal"]
    assert rows(table)[2] == ("Jun 2022", "not supplied", "not supplied", "not supplied", "")
    assert rows(table)[-1][1] == "60"
    assert [row[4] for row in rows(table)] == ["", "", "", *["in a row"] * 12, "outside"]
    assert len(table.numbers) == 16
    assert list(table.numbers["Signal"]) == [row[4] for row in rows(table)]


def test_marked_dates_stand_as_days_or_months_with_what_is_known():
    markers = pd.DataFrame(
        {
            "on_date": [date(2022, 9, 27), date(2022, 10, 1)],
            "label": ["Conference", "Funding ended"],
            "detail": ["Held.", "The month only."],
        }
    )
    assert rows(markers_table(released(markers), "Marked dates")) == [
        ("Conference", "27/09/2022", "Held."),
        ("Funding ended", "October 2022", "The month only."),
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda table: months_table(table, ""),
        lambda table: limits_table(table, ""),
        lambda table: limits_by_month_table(table, "", ""),
        lambda table: markers_table(table, ""),
    ],
)
def test_a_table_takes_nothing_that_did_not_pass_the_gate(make):
    with pytest.raises(TypeError, match="Released"):
        make(pd.DataFrame())
