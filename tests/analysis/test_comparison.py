"""Changes, ratios and verdicts; each home against its neighbourhood."""

import csv
import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats.contingency import odds_ratio

from analysis.comparison import KEYS, home_against_neighbourhood
from analysis.periods import parse_period
from analysis.ratios import (
    DEFAULT_PHI,
    change,
    dispersion,
    exact_rate_ratio,
    ratio_of_ratios,
    verdict,
    widened_rate_ratio,
)
from analysis.results import RESULT_COLUMNS, MissingColumns

PUBLISHED = Path(__file__).parents[1] / "published"
YEAR_BEFORE, YEAR = parse_period("2021-22"), parse_period("2022-23")
CHELLASTON, BOULTON = "Chellaston", "Boulton, Sinfin and Osmaston"
counts_of = st.integers(0, 400)


def published(name):
    with (PUBLISHED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def printed_changes():
    for name in (
        "crimes_by_offence_type.csv",
        "crimes_home_vs_neighbourhood.csv",
        "incidents_by_type.csv",
        "incidents_home_vs_neighbourhood.csv",
        "youth_justice.csv",
    ):
        for row in published(name):
            yield name, int(row["previous_2021_22"]), int(row["current_2022_23"]), row["change_pct"]


@pytest.mark.parametrize(("table", "previous", "current", "printed"), list(printed_changes()))
def test_every_printed_change_comes_out_to_the_printed_digit(table, previous, current, printed):
    value = change(previous, current)
    decimals = 0 if table == "youth_justice.csv" else 1
    assert ("n/a" if math.isnan(value) else f"{100 * value:.{decimals}f}%") == printed


def test_nothing_before_and_nothing_now_is_no_change():
    assert change(0, 0) == 0.0


def test_something_after_nothing_has_no_change():
    assert math.isnan(change(0, 3))


def test_a_count_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="have to be supplied"):
        change(math.nan, 3)


@given(counts_of, counts_of)
def test_a_change_never_goes_below_minus_all(previous, current):
    assume(previous > 0)
    assert change(previous, current) >= -1
    assert (change(previous, current) < 0) == (current < previous)


@pytest.mark.parametrize(
    ("previous", "current", "ratio", "low", "high", "p"),
    [
        (18, 5, "0.278", "0.081", "0.776", "0.0106"),
        (32, 10, "0.312", "0.137", "0.652", "0.00094"),
        (4, 3, "0.750", "0.110", "4.433", "1"),
        (54, 18, "0.333", "0.184", "0.577", "2.57e-05"),
        (936, 873, "0.933", "0.850", "1.024", "0.145"),
        (3847, 3709, "0.964", "0.921", "1.009", "0.115"),
        (4783, 4582, "0.958", "0.920", "0.998", "0.039"),
        (122, 19, "0.156", "0.091", "0.254", "1.3e-19"),
        (195, 75, "0.385", "0.291", "0.504", "1.8e-13"),
        (113, 66, "0.584", "0.424", "0.798", "0.00055"),
        (430, 160, "0.372", "0.308", "0.447", "1.6e-29"),
        (11853, 11417, "0.963", "0.939", "0.988", "0.0043"),
        (306, 115, "0.376", "0.301", "0.467", "4.2e-21"),
        (1, 7, "7.000", "0.899", "315.483", "0.07"),
    ],
)
def test_the_exact_rate_ratio_of_published_counts(previous, current, ratio, low, high, p):
    found = exact_rate_ratio(previous, current)
    assert tuple(f"{number:.3f}" for number in found[:3]) == (ratio, low, high)
    digits = len(p.split("e")[0].replace(".", "").lstrip("0"))
    assert f"{found[3]:.{digits}g}" == p


def test_the_exact_rate_ratio_at_nothing():
    assert exact_rate_ratio(0, 5)[::2] == (math.inf, math.inf)
    assert exact_rate_ratio(5, 0)[:2] == (0.0, 0.0)
    assert math.isnan(exact_rate_ratio(0, 0)[0])
    assert exact_rate_ratio(0, 0)[1:] == (0.0, math.inf, 1.0)


@given(counts_of, counts_of)
def test_the_exact_interval_contains_the_ratio(previous, current):
    assume(previous + current > 0)
    ratio, low, high, p = exact_rate_ratio(previous, current)
    assert low <= ratio <= high
    assert 0 <= p <= 1


@pytest.mark.parametrize(
    ("previous", "current", "low", "high"),
    [(54, 18, "0.13", "0.84"), (18, 5, "0.05", "1.55"), (32, 10, "0.09", "1.07"), (113, 66, "0.35", "0.99")],
)
def test_the_interval_widened_for_runs_of_events(previous, current, low, high):
    assert tuple(f"{number:.2f}" for number in widened_rate_ratio(previous, current, DEFAULT_PHI)[1:]) == (low, high)


def test_half_an_event_is_added_to_both_where_one_is_0():
    assert widened_rate_ratio(0, 4, 1.0)[0] == pytest.approx(4.5 / 0.5)
    assert widened_rate_ratio(0, 0, 1.0)[0] == 1.0


def test_a_phi_below_1_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        widened_rate_ratio(4, 4, 0.5)


@given(counts_of, counts_of, st.floats(1, 20))
def test_the_widened_interval_contains_the_ratio_and_grows_with_phi(previous, current, phi):
    ratio, low, high = widened_rate_ratio(previous, current, phi)
    _, plain_low, plain_high = widened_rate_ratio(previous, current, 1.0)
    assert low <= plain_low < ratio < plain_high <= high


def test_months_that_vary_like_single_events_are_not_widened():
    assert dispersion([[2, 2, 2], [5, 5, 5]]) == 1.0


def test_dispersion_is_variance_over_mean_within_each_period_pooled():
    # first period: mean 4, squares 16 + 16 = 32, 32 / 4 = 8; second: mean 2, squares 2, 2 / 2 = 1; 9 over 1 + 2 months
    assert dispersion([[0, 8], [1, 2, 3]]) == pytest.approx((8 + 1) / 3)


def test_a_fall_between_periods_is_not_taken_for_ups_and_downs():
    assert dispersion([[20, 20, 20], [5, 5, 5]]) == 1.0


@pytest.mark.parametrize("months", [[], [[], []], [[54], [18]], [[0, 0, 0], [7]]])
def test_without_months_to_compare_dispersion_is_the_stated_setting(months):
    assert dispersion(months) == DEFAULT_PHI == 3.0


@given(st.lists(st.lists(st.integers(0, 50), max_size=12), max_size=2))
def test_dispersion_is_never_below_1(months):
    assert dispersion(months) >= 1


def test_the_ratio_of_ratios_of_published_crimes():
    assert tuple(f"{number:.3f}" for number in ratio_of_ratios(54, 18, 4783, 4582)) == ("0.348", "0.192", "0.604")


def test_the_ratio_of_ratios_without_anything_to_divide_by():
    assert math.isnan(ratio_of_ratios(0, 0, 5, 5)[0])
    assert ratio_of_ratios(0, 3, 10, 10)[::2] == (math.inf, math.inf)
    assert ratio_of_ratios(3, 0, 10, 10)[:2] == (0.0, 0.0)


@given(*[st.integers(0, 60)] * 4)
def test_the_ratio_of_ratios_has_the_interval_of_the_two_by_two_table(h0, h1, c0, c1):
    value, low, high = ratio_of_ratios(h0, h1, c0, c1)
    expected = odds_ratio([[h1, c1], [h0, c0]], kind="conditional").confidence_interval(0.95)
    assert (low, high) == pytest.approx((expected.low, expected.high), rel=1e-6)
    assert math.isnan(value) or low <= value <= high


@pytest.mark.parametrize(
    ("previous", "current", "low", "high", "word"),
    [
        (54, 18, 0.13, 0.84, "fewer"),
        (18, 54, 1.19, 7.56, "more"),
        (18, 5, 0.05, 1.55, "usual"),
        (4, 3, 0.1, 4.4, "too few"),
        (10, 9, 0.1, 0.9, "too few"),
        (10, 10, 0.3, 3.2, "same"),
        (9, 9, 0.3, 3.2, "too few"),
    ],
)
def test_the_verdict_on_two_counts(previous, current, low, high, word):
    assert verdict(previous, current, low, high) == word


@given(counts_of, counts_of, st.floats(1, 20))
def test_swapping_the_periods_swaps_fewer_and_more(previous, current, phi):
    word = verdict(previous, current, *widened_rate_ratio(previous, current, phi)[1:])
    swapped = verdict(current, previous, *widened_rate_ratio(current, previous, phi)[1:])
    assert swapped == {"fewer": "more", "more": "fewer"}.get(word, word)


def test_there_is_no_verdict_on_counts_that_were_not_supplied():
    with pytest.raises(ValueError, match="supplied"):
        verdict(math.nan, 20, 0.5, 2)


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
TOTALS = {"totals_only": (YEAR_BEFORE, YEAR)}


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


def test_months_before_a_home_opened_are_not_ups_and_downs():
    steady = home_counts(
        *[(1, month, 4) for month in YEAR_BEFORE.months[6:]], *[(1, month, 4) for month in YEAR.months]
    )
    homes = places((1, "Home 1", 1, CHELLASTON)).assign(opened=date(2021, 10, 1))
    ratio = row(compared(steady, homes=homes), "Home 1", "widened_ratio")
    assert ratio["low"] == pytest.approx(widened_rate_ratio(24, 48, 1.0)[1])


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
    for measure in ("change", "rate_ratio", "widened_ratio", "ratio_of_ratios"):
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
