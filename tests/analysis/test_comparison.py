"""Each home against the neighbourhood it lies in."""

import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import KEYS, home_against_neighbourhood
from analysis.periods import parse_period
from analysis.ratios import DEFAULT_PHI, dispersion, widened_rate_ratio
from analysis.results import RESULT_COLUMNS, MissingColumns

PUBLISHED = Path(__file__).parents[1] / "published"
YEAR_BEFORE, YEAR = parse_period("2021-22"), parse_period("2022-23")
CHELLASTON, BOULTON = "Chellaston", "Boulton, Sinfin and Osmaston"


def published(name):
    with (PUBLISHED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def places(*rows):
    rows = rows or (
        (1, "Home 1", 1, CHELLASTON),
        (2, "Home 2", 2, BOULTON),
        (3, "Home 3/4", 3, BOULTON),
        (4, "Home 3/4", 3, BOULTON),
    )
    frame = pd.DataFrame(rows, columns=["home_id", "line", "line_order", "neighbourhood"])
    return frame.assign(home="Home " + frame["home_id"].astype(str), provider="council", opened=None, closed=None)


def home_counts(*rows):
    return pd.DataFrame(rows, columns=["home_id", "month", "count"])


def area_counts(*rows):
    return pd.DataFrame(rows, columns=["neighbourhood", "month", "count"]).assign(kind="crime")


def coverage(kind, names, periods=(YEAR_BEFORE, YEAR)):
    rows = [(kind, str(name), month) for name in names for period in periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


BEFORE, NOW = YEAR_BEFORE.start, YEAR.start
CRIMES = home_counts((1, BEFORE, 18), (1, NOW, 5), (2, BEFORE, 32), (2, NOW, 10), (3, BEFORE, 4), (4, NOW, 3))
AREA_CRIMES = area_counts(
    (CHELLASTON, BEFORE, 936), (CHELLASTON, NOW, 873), (BOULTON, BEFORE, 3847), (BOULTON, NOW, 3709)
)
HOMES_COVERED, AREAS_COVERED = coverage("home", (1, 2, 3, 4)), coverage("neighbourhood", (CHELLASTON, BOULTON))
PLACES = ("Home 1", "Home 2", "Home 3/4", CHELLASTON, BOULTON)
TOTALS = {"totals_only": [(place, period) for place in PLACES for period in (YEAR_BEFORE, YEAR)]}


def compared(
    counts=CRIMES, areas=AREA_CRIMES, homes=None, homes_covered=HOMES_COVERED, areas_covered=AREAS_COVERED, **kw
):
    homes = places() if homes is None else homes
    return home_against_neighbourhood(counts, areas, homes, homes_covered, areas_covered, YEAR_BEFORE, YEAR, **kw)


def row(frame, place, measure, period="both", kind=None):
    found = frame[(frame["place"] == place) & (frame["measure"] == measure) & (frame["period"] == period)]
    found = found if kind is None else found[found["place_kind"] == kind]
    assert len(found) == 1
    return found.iloc[0]


def test_places_stand_in_register_order_each_neighbourhood_before_its_homes():
    frame = compared()
    assert list(dict.fromkeys(frame["place"])) == [
        CHELLASTON,
        "Home 1",
        BOULTON,
        "Home 2",
        "Home 3/4",
        "All neighbourhoods",
        "All homes",
    ]
    assert list(frame["order"].unique()) == list(range(7))
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]


@pytest.mark.parametrize("kind", ["crimes", "incidents"])
def test_the_published_counts_and_changes_are_reproduced(kind):
    printed = published(f"{kind}_home_vs_neighbourhood.csv")
    number = {"Home 1": 1, "Home 2": 2, "Home 3/4": 3}
    when = ((BEFORE, "previous_2021_22"), (NOW, "current_2022_23"))
    homes = [(number[r["place"]], m, int(r[c])) for r in printed if r["kind"] == "home" for m, c in when]
    areas = [(r["place"], m, int(r[c])) for r in printed if r["kind"] == "neighbourhood" for m, c in when]
    frame = compared(home_counts(*homes), area_counts(*areas), **TOTALS)
    for line in printed:
        place = "All homes" if line["kind"] == "total" else line["place"]
        assert row(frame, place, "count", "previous")["value"] == int(line["previous_2021_22"])
        assert row(frame, place, "count", "current")["value"] == int(line["current_2022_23"])
        assert f"{100 * row(frame, place, 'change')['value']:.1f}%" == line["change_pct"]


def test_a_home_is_expected_where_it_would_be_had_it_moved_like_its_neighbourhood():
    frame = compared()
    home_1, home_2 = 18 * 873 / 936, 32 * 3709 / 3847
    assert row(frame, "Home 1", "expected", "current")["value"] == pytest.approx(home_1)
    assert row(frame, "Home 2", "expected", "current")["value"] == pytest.approx(home_2)
    together = home_1 + home_2 + 4 * 3709 / 3847
    assert row(frame, "All homes", "expected", "current")["value"] == pytest.approx(together)


def test_a_home_is_a_share_of_its_neighbourhood_in_both_periods():
    previous = row(compared(), "Home 1", "share_of_neighbourhood", "previous")
    assert (previous["numerator"], previous["denominator"]) == (18, 936)
    assert previous["value"] == pytest.approx(18 / 936)


def test_all_homes_against_both_neighbourhoods_as_supplied():
    both = row(compared(), "All homes", "ratio_of_ratios")
    assert tuple(f"{both[name]:.3f}" for name in ("value", "low", "high")) == ("0.348", "0.192", "0.604")


def test_all_neighbourhoods_are_added_up():
    assert row(compared(), "All neighbourhoods", "count", "previous")["value"] == 4783
    assert row(compared(), "All neighbourhoods", "count", "current")["value"] == 4582


def test_exact_and_widened_ratios_carry_their_counts():
    frame = compared(**TOTALS)
    exact, widened = row(frame, "All homes", "rate_ratio"), row(frame, "All homes", "widened_ratio")
    assert (exact["numerator"], exact["denominator"]) == (widened["numerator"], widened["denominator"]) == (18, 54)
    assert (f"{exact['low']:.3f}", f"{exact['high']:.3f}") == ("0.184", "0.577")
    assert (f"{widened['low']:.2f}", f"{widened['high']:.2f}") == ("0.13", "0.84")


def test_steady_months_widen_less_than_the_setting_for_totals():
    steady = home_counts(*[(1, month, 3) for month in YEAR_BEFORE.months], *[(1, month, 1) for month in YEAR.months])
    homes = places((1, "Home 1", 1, CHELLASTON))
    by_month = row(compared(steady, homes=homes), "Home 1", "widened_ratio")
    by_total = row(compared(steady, homes=homes, **TOTALS), "Home 1", "widened_ratio")
    assert by_month["high"] < by_total["high"]
    assert by_month["high"] == pytest.approx(widened_rate_ratio(36, 12, 1.0)[2])


def test_phi_and_the_months_that_told_it_stand_beside_every_ratio():
    uneven = home_counts(
        *[(1, month, 3) for month in YEAR_BEFORE.months], *[(1, month, 1) for month in YEAR.months[:6]]
    )
    homes = places((1, "Home 1", 1, CHELLASTON))
    phi = row(compared(uneven, homes=homes), "Home 1", "dispersion")
    months = [[3] * 12, [1] * 6 + [0] * 6]
    assert (phi["value"], phi["numerator"], phi["unit"]) == (pytest.approx(dispersion(months)), 24, "ratio")
    by_total = row(compared(uneven, homes=homes, **TOTALS), "Home 1", "dispersion")
    assert (by_total["value"], by_total["numerator"]) == (DEFAULT_PHI, 0)
    assert row(compared(uneven, homes=homes), CHELLASTON, "dispersion", kind="neighbourhood")["value"] >= 1


def test_the_p_of_the_exact_ratio_stands_beside_it():
    found = row(compared(), "All homes", "exact_p")
    assert (f"{found['value']:.2e}", found["unit"]) == ("2.57e-05", "p")


NOT_COMPARED = (
    "rate_ratio",
    "exact_p",
    "widened_ratio",
    "dispersion",
    "ratio_of_ratios",
    "widened_ratio_of_ratios",
)


@pytest.mark.parametrize(("when", "day"), [("opened", date(2021, 10, 1)), ("closed", date(2023, 2, 28))])
def test_a_home_not_open_for_all_of_both_periods_is_counted_and_not_compared(when, day):
    homes = places()
    homes[when] = [day, None, None, None]
    frame = compared(homes=homes)
    for place in ("Home 1", "All homes"):
        for measure, period in (*((measure, "both") for measure in ("change", *NOT_COMPARED)), ("expected", "current")):
            found = row(frame, place, measure, period)
            assert found["status"] == "not open"
            assert found[["numerator", "denominator", "value", "low", "high"]].isna().all()
    assert row(frame, "Home 1", "count", "current")["value"] == 5
    assert row(frame, "All homes", "count", "current")["value"] == 18
    assert row(frame, "Home 2", "widened_ratio")["status"] == "shown"
    assert row(frame, "All neighbourhoods", "widened_ratio")["status"] == "shown"


@pytest.mark.parametrize("covered", [(1, 2, 3, 4), (2, 3, 4)], ids=["covered", "never supplied"])
def test_a_period_in_which_a_home_was_not_open_at_all_has_no_count_of_it_rather_than_zero(covered):
    homes = places().assign(closed=[date(2019, 1, 1), None, None, None])
    frame = compared(CRIMES[CRIMES["home_id"] != 1], homes=homes, homes_covered=coverage("home", covered))
    for period in ("previous", "current"):
        assert row(frame, "Home 1", "count", period)["status"] == "not open"
    assert row(frame, "All homes", "count", "current")["value"] == 13
    assert row(frame, "All homes", "change")["status"] == "shown"


def test_what_was_recorded_at_a_home_not_open_is_counted_all_the_same():
    homes = places().assign(opened=[date(2022, 6, 1), None, None, None])
    assert row(compared(homes=homes), "Home 1", "count", "previous")["value"] == 18


def test_a_line_is_open_while_one_of_its_homes_is():
    homes = places().assign(opened=[None, None, None, date(2022, 1, 1)])
    assert row(compared(homes=homes), "Home 3/4", "expected", "current")["status"] == "shown"


def test_a_home_closed_long_before_leaves_all_homes_comparable():
    homes = places().assign(closed=[date(2019, 1, 1), None, None, None])
    frame = compared(CRIMES[CRIMES["home_id"] != 1], homes=homes)
    assert row(frame, "Home 1", "widened_ratio")["status"] == "not open"
    assert row(frame, "All homes", "widened_ratio")["status"] == "shown"


def test_what_was_not_supplied_is_said_before_a_home_not_open():
    homes = places().assign(opened=[date(2022, 6, 1), None, None, None])
    frame = compared(homes=homes, homes_covered=coverage("home", (2, 3, 4)))
    assert row(frame, "Home 1", "widened_ratio")["status"] == "not supplied"


def test_all_homes_against_both_neighbourhoods_widened_still_moved_further():
    for thing in ("crimes", "incidents"):
        numbers = {
            r["place"]: (int(r["previous_2021_22"]), int(r["current_2022_23"]))
            for r in published(f"{thing}_home_vs_neighbourhood.csv")
        }
        areas = [
            (name, m, n) for name in (CHELLASTON, BOULTON) for m, n in zip((BEFORE, NOW), numbers[name], strict=True)
        ]
        lines = ((1, "Home 1"), (2, "Home 2"), (3, "Home 3/4"))
        homes = [(i, m, n) for i, line in lines for m, n in zip((BEFORE, NOW), numbers[line], strict=True)]
        frame = compared(home_counts(*homes), area_counts(*areas), **TOTALS)
        exact, widened = (row(frame, "All homes", m) for m in ("ratio_of_ratios", "widened_ratio_of_ratios"))
        assert widened["low"] < exact["low"] < exact["high"] < widened["high"] < 1
        assert widened["value"] == pytest.approx(exact["value"])


def test_a_covered_home_without_records_had_0():
    frame = compared(home_counts())
    assert row(frame, "Home 1", "count", "current")["value"] == 0
    assert row(frame, "Home 1", "change")["value"] == 0
    assert row(frame, "Home 1", "expected", "current")["value"] == 0


def test_an_uncovered_home_is_not_supplied_and_neither_are_all_homes():
    frame = compared(homes_covered=coverage("home", (1, 2, 3)))
    for place in ("Home 3/4", "All homes"):
        of_place = frame[frame["place"] == place]
        assert set(of_place["status"]) == {"not supplied"}
        assert of_place["value"].isna().all()
    assert row(frame, "Home 2", "count", "previous")["value"] == 32


def test_only_the_uncovered_period_is_not_supplied_and_what_is_computed_from_it():
    frame = compared(homes_covered=coverage("home", (1, 2, 3, 4), [YEAR]))
    assert row(frame, "Home 1", "count", "current")["value"] == 5
    assert row(frame, "Home 1", "count", "previous")["status"] == "not supplied"
    for measure in ("change", "rate_ratio", "widened_ratio", "ratio_of_ratios", "widened_ratio_of_ratios"):
        assert row(frame, "Home 1", measure)["status"] == "not supplied"
    assert row(frame, "Home 1", "expected", "current")["status"] == "not supplied"


def test_an_uncovered_neighbourhood_leaves_the_counts_of_its_homes():
    frame = compared(areas_covered=coverage("neighbourhood", [CHELLASTON]))
    assert row(frame, "Home 2", "count", "current")["value"] == 10
    assert row(frame, BOULTON, "count", "current", "neighbourhood")["status"] == "not supplied"
    assert row(frame, "Home 2", "share_of_neighbourhood", "current")["status"] == "not supplied"
    assert row(frame, "Home 2", "expected", "current")["status"] == "not supplied"
    assert row(frame, "All homes", "expected", "current")["status"] == "not supplied"
    assert row(frame, "All homes", "ratio_of_ratios")["status"] == "not supplied"
    assert row(frame, "Home 1", "expected", "current")["status"] == "shown"


def test_a_neighbourhood_with_nothing_before_gives_no_expected_count():
    frame = compared(areas=area_counts((CHELLASTON, NOW, 5), (BOULTON, BEFORE, 5), (BOULTON, NOW, 5)))
    assert row(frame, "Home 1", "expected", "current")["status"] == "not supplied"
    assert row(frame, "All homes", "expected", "current")["status"] == "not supplied"


def test_a_home_without_a_neighbourhood_keeps_its_counts_only():
    homes = places((1, "Home 1", 1, ""), (2, "Home 2", 2, BOULTON))
    frame = compared(homes=homes)
    assert list(dict.fromkeys(frame["place"])) == ["Home 1", BOULTON, "Home 2", "All neighbourhoods", "All homes"]
    assert row(frame, "Home 1", "count", "current")["value"] == 5
    for measure, period in (
        ("share_of_neighbourhood", "current"),
        ("expected", "current"),
        ("ratio_of_ratios", "both"),
    ):
        assert row(frame, "Home 1", measure, period)["status"] == "not supplied"
    assert row(frame, "All homes", "ratio_of_ratios")["status"] == "not supplied"


def test_a_line_in_two_neighbourhoods_is_expected_home_by_home():
    homes = places((3, "Home 3/4", 1, CHELLASTON), (4, "Home 3/4", 1, BOULTON))
    frame = compared(home_counts((3, BEFORE, 10), (4, BEFORE, 20)), homes=homes)
    expected = 10 * 873 / 936 + 20 * 3709 / 3847
    assert row(frame, "Home 3/4", "expected", "current")["value"] == pytest.approx(expected)
    assert row(frame, "Home 3/4", "share_of_neighbourhood", "current")["status"] == "not supplied"
    assert row(frame, "All homes", "ratio_of_ratios")["status"] == "shown"


def test_records_of_homes_outside_the_selection_are_left_out():
    frame = compared(homes=places((1, "Home 1", 1, CHELLASTON)))
    assert row(frame, "All homes", "count", "previous")["value"] == 18
    assert row(frame, "All neighbourhoods", "count", "previous")["value"] == 936


def test_empty_tables_give_an_empty_result():
    frame = compared(
        home_counts(), area_counts(), places().iloc[:0], coverage("home", []), coverage("neighbourhood", [])
    )
    assert frame.empty
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]


def test_incidents_and_crimes_are_never_added():
    mixed = pd.concat([AREA_CRIMES, AREA_CRIMES.assign(kind="incident")])
    with pytest.raises(ValueError, match="never added"):
        compared(areas=mixed)


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(MissingColumns, match="missing: count"):
        compared(counts=CRIMES.drop(columns="count"))


def test_the_tables_given_are_left_as_they_were():
    tables = [CRIMES.copy(), AREA_CRIMES.copy(), places(), HOMES_COVERED.copy(), AREAS_COVERED.copy()]
    home_against_neighbourhood(*tables, YEAR_BEFORE, YEAR)
    for given_table, before in zip(tables, (CRIMES, AREA_CRIMES, places(), HOMES_COVERED, AREAS_COVERED), strict=True):
        pd.testing.assert_frame_equal(given_table, before)


@given(
    st.lists(st.tuples(st.sampled_from([1, 2, 3, 4]), st.sampled_from([BEFORE, NOW]), st.integers(1, 50)), max_size=8)
)
def test_all_homes_are_the_sum_of_the_homes(rows):
    frame = compared(home_counts(*rows))
    for measure, period in (("count", "previous"), ("count", "current"), ("expected", "current")):
        of_homes = frame[(frame["place_kind"] == "home") & (frame["measure"] == measure) & (frame["period"] == period)]
        assert row(frame, "All homes", measure, period)["value"] == pytest.approx(of_homes["value"].sum())
