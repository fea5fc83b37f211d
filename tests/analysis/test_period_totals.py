"""Which published totals are used beside records, and what differs from what was published."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.period_totals import homes_with_totals, neighbourhoods_with_totals, revised_totals, totals_of
from analysis.periods import Period, parse_period
from analysis.results import MissingColumns

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
PUBLISHED = date(2023, 10, 31)
COUNT_COLUMNS = ("home_id", "line", "line_order", "neighbourhood", "month", "type", "type_group", "missing", "count")


def counts(*rows):
    """Rows as (home_id, line, month, type, count)."""
    told = [(home, line, 1, "Chellaston", month, kind, "", False, number) for home, line, month, kind, number in rows]
    return pd.DataFrame(told, columns=COUNT_COLUMNS)


def covered(kind, *places_and_periods):
    rows = [(kind, str(place), month) for place, period in places_and_periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def totals(*rows):
    """Rows as (line, type, period, count)."""
    told = [
        (line, kind, "", False, parse_period(key).start, parse_period(key).last_month, number, PUBLISHED)
        for line, kind, key, number in rows
    ]
    columns = ("line", "type", "type_group", "missing", "first_month", "last_month", "count", "published_on")
    return pd.DataFrame(told, columns=columns)


def places(*homes):
    """Homes as (home_id, line)."""
    rows = [(home, line, order, "Chellaston", None, None) for order, (home, line) in enumerate(homes, start=1)]
    return pd.DataFrame(rows, columns=["home_id", "line", "line_order", "neighbourhood", "opened", "closed"])


TWO_HOMES = places((1, "Home 1"), (3, "Home 3/4"), (4, "Home 3/4"))


def supplied(records=None, coverage=None, published=None, homes=TWO_HOMES, by_type=False, periods=(BEFORE, NOW)):
    return homes_with_totals(
        counts() if records is None else records,
        covered("home") if coverage is None else coverage,
        totals() if published is None else published,
        homes,
        periods,
        by_type=by_type,
    )


def told(found, line, period):
    rows = found.counts[found.counts["line"].eq(line) & found.counts["month"].isin(period.months)]
    return [(row.home_id, row.month, row.type, row.count) for row in rows.itertuples(index=False)]


def test_a_period_without_records_is_told_by_its_published_total():
    found = supplied(published=totals(("Home 1", "", "2021-22", 18)))
    assert told(found, "Home 1", BEFORE) == [(1, date(2021, 4, 1), "", 18)]
    assert found.totals_only == {("Home 1", BEFORE)}
    assert set(found.coverage["month"]) == set(BEFORE.months)


def test_records_are_used_where_they_cover_the_period_and_never_the_total_too():
    records = counts((1, "Home 1", date(2022, 5, 1), "Nuisance", 4), (1, "Home 1", date(2022, 6, 1), "Nuisance", 1))
    found = supplied(records, covered("home", (1, NOW)), totals(("Home 1", "", "2022-23", 5)))
    assert [row[-1] for row in told(found, "Home 1", NOW)] == [4, 1]
    assert found.totals_only == set()
    assert found.revised.empty


def test_records_of_some_months_give_way_to_the_total_of_the_whole_period():
    records = counts((1, "Home 1", date(2022, 5, 1), "Nuisance", 4))
    found = supplied(records, covered("home", (1, parse_period("2022-23-Q1"))), totals(("Home 1", "", "2022-23", 9)))
    assert told(found, "Home 1", NOW) == [(1, date(2022, 4, 1), "", 9)]


def test_what_was_published_otherwise_than_it_is_now_is_told():
    records = counts((1, "Home 1", date(2022, 5, 1), "Nuisance", 6))
    found = supplied(records, covered("home", (1, NOW)), totals(("Home 1", "", "2022-23", 5)))
    assert found.revised.to_dict("records") == [
        {
            "place": "Home 1",
            "first_month": date(2022, 4, 1),
            "last_month": date(2023, 3, 1),
            "published": 5,
            "published_on": PUBLISHED,
            "now": 6,
        }
    ]


def test_the_total_of_a_line_of_two_homes_covers_both_and_stands_at_the_first():
    found = supplied(published=totals(("Home 3/4", "", "2022-23", 3)))
    assert told(found, "Home 3/4", NOW) == [(3, date(2022, 4, 1), "", 3)]
    assert set(found.coverage["place"]) == {"3", "4"}


def test_a_line_half_covered_by_records_is_told_by_its_total():
    records = counts((3, "Home 3/4", date(2022, 5, 1), "Nuisance", 2))
    found = supplied(records, covered("home", (3, NOW)), totals(("Home 3/4", "", "2022-23", 3)))
    assert told(found, "Home 3/4", NOW) == [(3, date(2022, 4, 1), "", 3)]


def test_published_quarters_make_up_a_year_and_a_year_does_not_tell_its_quarters():
    quarters = totals(*[("Home 1", "", f"2022-23-Q{number}", number) for number in (1, 2, 3, 4)])
    assert sum(row[-1] for row in told(supplied(published=quarters), "Home 1", NOW)) == 1 + 2 + 3 + 4
    year = totals(("Home 1", "", "2022-23", 10))
    assert supplied(published=year, periods=[parse_period("2022-23-Q2")]).totals_only == set()


def test_parts_with_a_gap_do_not_make_up_a_period():
    parts = totals(("Home 1", "", "2022-23-Q1", 1), ("Home 1", "", "2022-23-H2", 2))
    assert supplied(published=parts).totals_only == set()


def test_the_year_itself_goes_before_its_parts():
    both = totals(("Home 1", "", "2022-23", 11), ("Home 1", "", "2022-23-H1", 4), ("Home 1", "", "2022-23-H2", 6))
    assert [row[-1] for row in told(supplied(published=both), "Home 1", NOW)] == [11]


def test_by_type_the_counts_of_single_types_are_used_and_not_the_count_of_all():
    published = totals(
        ("Home 1", "", "2022-23", 5), ("Home 1", "Nuisance", "2022-23", 2), ("Home 1", "Drugs", "2022-23", 3)
    )
    found = told(supplied(published=published, by_type=True), "Home 1", NOW)
    assert [(kind, number) for _, _, kind, number in found] == [("Nuisance", 2), ("Drugs", 3)]


def test_types_that_are_not_all_of_the_count_are_not_used():
    published = totals(("Home 1", "", "2022-23", 50), ("Home 1", "Missing Person", "2022-23", 20))
    found = supplied(published=published, by_type=True)
    assert found.counts.empty
    assert found.types_missing == {("Home 1", NOW)}


def test_types_published_over_different_parts_are_not_mixed():
    halves = [("Home 1", "Nuisance", f"2022-23-H{number}", 10) for number in (1, 2)]
    mixed = totals(("Home 1", "Missing Person", "2022-23", 20), *halves)
    assert supplied(published=mixed, by_type=True).counts.empty
    with_count = totals(("Home 1", "", "2022-23", 40), ("Home 1", "Missing Person", "2022-23", 20), *halves)
    assert supplied(published=with_count, by_type=True).types_missing == {("Home 1", NOW)}


def test_of_two_ways_to_make_up_a_year_the_newer_publication_is_used():
    newer = totals(("Home 1", "", "2022-23-H1", 8), ("Home 1", "", "2022-23-H2", 9)).assign(
        published_on=date(2024, 10, 31)
    )
    both = pd.concat([totals(("Home 1", "", "2022-23", 10)), newer], ignore_index=True)
    assert sum(row[-1] for row in told(supplied(published=both), "Home 1", NOW)) == 17


def test_parts_that_follow_each_other_are_found_though_a_longer_one_starts_alike():
    parts = totals(
        ("Home 1", "", "2022-23-Q1", 1), ("Home 1", "", "2022-23-H1", 3), ("Home 1", "", "2022-07..2023-03", 5)
    )
    assert sum(row[-1] for row in told(supplied(published=parts), "Home 1", NOW)) == 6


def test_without_types_a_home_is_not_told_by_type_unless_it_had_none():
    some = supplied(published=totals(("Home 1", "", "2022-23", 5)), by_type=True)
    none = supplied(published=totals(("Home 1", "", "2022-23", 0)), by_type=True)
    assert some.totals_only == set()
    assert none.totals_only == {("Home 1", NOW)}
    assert none.counts.empty


def test_a_published_line_that_is_not_asked_for_is_left_out():
    found = supplied(published=totals(("Home 1", "", "2022-23", 5)), homes=places((3, "Home 3/4")))
    assert found.counts.empty
    assert found.coverage.empty


def test_a_neighbourhood_without_months_is_told_by_its_total():
    monthly = pd.DataFrame(columns=["neighbourhood", "month", "kind", "count"])
    published = pd.DataFrame(
        [("Chellaston", BEFORE.start, BEFORE.last_month, 936, PUBLISHED)],
        columns=["neighbourhood", "first_month", "last_month", "count", "published_on"],
    )
    found = neighbourhoods_with_totals(monthly, covered("neighbourhood"), published, "crime", (BEFORE, NOW))
    assert found.counts.to_dict("records") == [
        {"neighbourhood": "Chellaston", "month": date(2021, 4, 1), "kind": "crime", "count": 936}
    ]
    assert found.totals_only == {("Chellaston", BEFORE)}


def test_a_neighbourhood_with_months_is_told_by_them_and_a_difference_is_kept():
    monthly = pd.DataFrame(
        [("Chellaston", date(2021, 4, 1), "crime", 935)], columns=["neighbourhood", "month", "kind", "count"]
    )
    published = pd.DataFrame(
        [("Chellaston", BEFORE.start, BEFORE.last_month, 936, PUBLISHED)],
        columns=["neighbourhood", "first_month", "last_month", "count", "published_on"],
    )
    coverage = covered("neighbourhood", ("Chellaston", BEFORE))
    found = neighbourhoods_with_totals(monthly, coverage, published, "crime", (BEFORE, NOW))
    assert list(found.counts["count"]) == [935]
    assert found.revised[["place", "published", "now"]].to_numpy().tolist() == [["Chellaston", 936.0, 935.0]]


def of_authority(*rows):
    """Rows as (label, period, count)."""
    told = [(label, parse_period(k).start, parse_period(k).last_month, n, PUBLISHED) for label, k, n in rows]
    return pd.DataFrame(told, columns=["label", "first_month", "last_month", "count", "published_on"])


def test_events_of_quarters_add_up_to_the_year_and_different_children_do_not():
    quarters = [(label, f"2022-23-Q{number}", 2) for label in ("contacts", "children") for number in (1, 2, 3, 4)]
    assert totals_of(of_authority(*quarters), NOW, not_added=("children",)) == {"contacts": 8}


def test_a_published_count_of_the_authority_that_differs_is_told_by_its_name():
    published = of_authority(("offences", "2022-23", 7), ("contacts", "2022-23", 96))
    revised = revised_totals(published, {"offences": 8, "contacts": 96}, NOW, {"offences": "offences", "contacts": "c"})
    assert revised[["place", "published", "now"]].to_numpy().tolist() == [["offences", 7.0, 8.0]]


def test_totals_without_their_columns_are_refused():
    with pytest.raises(MissingColumns, match="first_month"):
        supplied(published=pd.DataFrame(columns=["line", "type"]))


MONTHS_OF_NOW = st.lists(st.integers(0, 11), unique=True)


@given(known=MONTHS_OF_NOW, total=st.integers(0, 50), monthly=st.integers(0, 3))
def test_nothing_is_counted_twice_whatever_months_are_covered(known, total, monthly):
    months = [NOW.months[number] for number in known]
    records = counts(*[(1, "Home 1", month, "Nuisance", monthly) for month in months])
    coverage = pd.DataFrame([("home", "1", month) for month in months], columns=["place_kind", "place", "month"])
    found = supplied(records, coverage, totals(("Home 1", "", "2022-23", total)), homes=places((1, "Home 1")))
    whole = len(months) == Period(NOW.start, NOW.end).length
    assert found.counts["count"].sum() == (monthly * len(months) if whole else total)
    assert set(found.coverage["month"]) >= set(NOW.months)
