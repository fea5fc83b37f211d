"""Tables with numbers of children, as they are printed and as they are downloaded."""

import pandas as pd

from analysis.children import children_involved
from analysis.children_tables import NO_BREAK, involvement_table, rate_interval_table, rate_table
from analysis.disclosure import release
from analysis.occupancy import rate_per_child_months
from analysis.periods import parse_period

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
PLACES = pd.DataFrame([(1, "Home 1", 1), (2, "Home 2", 2)], columns=["home_id", "line", "line_order"]).assign(
    opened=None, closed=None
)
MONTHS = [*BEFORE.months, *NOW.months]


def coverage(months=MONTHS):
    rows = [("home", str(home), month) for home in (1, 2) for month in months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def released(frame):
    return release({"table": frame}, "partnership")["table"]


def involved(before, now, months=MONTHS):
    columns = ["period", "kind", "incidents", "recorded", "children", "of_most_frequent"]
    rows = [
        (when, kind, *n) for when, n in (("previous", before), ("current", now)) for kind in ("incidents", "missing")
    ]
    return released(children_involved(pd.DataFrame(rows, columns=columns), PLACES, coverage(months), BEFORE, NOW))


def rates(places=PLACES, months=MONTHS):
    counts = pd.DataFrame(
        [(1, BEFORE.start, 122), (1, NOW.start, 19), (2, BEFORE.start, 30)], columns=["home_id", "month", "count"]
    )
    lived = pd.DataFrame(
        [(home, month, 4.5) for home in (1, 2) for month in MONTHS], columns=["home_id", "month", "average_children"]
    )
    return released(rate_per_child_months(counts, lived, places, coverage(), coverage(months), BEFORE, NOW))


def printed(table):
    return {
        row[0]: tuple(cell.replace(NO_BREAK, " ") for cell in row[1:]) for row in table.text.itertuples(index=False)
    }


def test_children_and_incidents_are_printed_for_both_periods():
    table = involvement_table(involved((430, 345, 15, 179), (160, 129, 11, 69)), "incidents", "Children", **LABELS)
    assert list(table.text.columns) == ["All homes", "2021-22", "2022-23"]
    assert printed(table) == {
        "Children involved": ("15", "11"),
        "Incidents": ("430", "160"),
        "With a child recorded": ("345", "129"),
        "With one of three children": ("179", "69"),
        "Share of the three in those recorded": ("51.9%", "53.5%"),
        "With no child recorded": ("85", "31"),
    }


def test_neither_print_nor_download_holds_the_number_of_one_or_two_children():
    table = involvement_table(involved((430, 345, 15, 179), (20, 14, 2, 14)), "incidents", "Children", **LABELS)
    cells = {name: now for name, (_, now) in printed(table).items()}
    assert cells.pop("Incidents") == "20"
    assert set(cells.values()) == {"fewer than 3 children"}
    assert table.numbers["2022-23"].dropna().to_list() == [20]
    assert list(table.numbers["2022-23: status"]) == ["fewer than 3 children", "shown", *["fewer than 3 children"] * 4]


def test_of_few_children_the_three_are_not_told_apart():
    table = involvement_table(involved((430, 345, 15, 179), (20, 14, 4, 12)), "incidents", "Children", **LABELS)
    cells = {name: now for name, (_, now) in printed(table).items()}
    assert (cells["Children involved"], cells["With a child recorded"]) == ("4", "14")
    assert cells["With one of three children"] == cells["Share of the three in those recorded"] == "too few children"
    assert 12 not in table.numbers["2022-23"].to_list()


def test_a_period_that_was_not_supplied_has_no_number():
    table = involvement_table(involved((0, 0, 0, 0), (160, 129, 11, 69), NOW.months), "missing", "Children", **LABELS)
    assert set(table.text["2021-22"]) == {"not supplied"}
    assert table.numbers["2021-22"].isna().all()


def test_counts_stand_in_their_child_months_before_the_rate():
    table = rate_table(rates(), "Incidents", total_name="Chosen homes", **LABELS)
    assert printed(table) == {
        "Home 1": ("122 in 54.0", "225.9", "19 in 54.0", "35.2"),
        "Home 2": ("30 in 54.0", "55.6", "0 in 54.0", "0.0"),
        "Chosen homes": ("152 in 108.0", "140.7", "19 in 108.0", "17.6"),
    }
    assert table.numbers["2021-22: per child-month"].to_list()[0] == 122 / 54  # never multiplied by 100


def test_a_line_without_occupancy_says_so():
    table = rate_table(rates(months=NOW.months), "Incidents", **LABELS)
    assert set(table.text["2021-22: in child-months"]) == set(table.text["2021-22: per 100"]) == {"not supplied"}


def test_one_line_alone_is_not_printed_twice():
    assert list(rate_table(rates(PLACES[:1]), "Incidents", **LABELS).text["Home"]) == ["Home 1"]


def test_limits_stand_beside_each_rate():
    cells = printed(rate_interval_table(rates(), "Limits", **LABELS))
    assert cells["Home 1"] == ("225.9 (187.6 to 269.8)", "35.2 (21.2 to 54.9)")
    assert cells["Home 2"][1] == "0.0 (0.0 to 6.8)"
