"""What stands behind types, few counts and Cromarty scores."""

import math

import pandas as pd
import pytest

from analysis.breakdown import type_breakdown
from analysis.cromarty import RESULTS
from analysis.disclosure import release
from analysis.intervals import count_interval
from analysis.periods import parse_period
from analysis.ratios import exact_rate_ratio, widened_rate_ratio
from analysis.results import RESULT_COLUMNS, MissingColumns, count_figure, figure, result_frame
from analysis.uncertainty import count_intervals, result_shares, type_ratios

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
NAN = math.nan


def places(opened=None):
    rows = [(1, "Home 1", 1, None, None), (2, "Home 2", 2, opened, None)]
    return pd.DataFrame(rows, columns=["home_id", "line", "line_order", "opened", "closed"])


def counts(*rows):
    """Rows as (home, type, sensitive, before, now), all in the first month of the periods."""
    return pd.DataFrame(
        [
            {"home_id": home, "month": period.start, "type": name, "sensitive": sensitive, "count": count}
            for home, name, sensitive, *both in rows
            for period, count in zip((BEFORE, NOW), both, strict=True)
        ]
    )


def coverage(periods=(BEFORE, NOW)):
    rows = [("home", str(home), month) for home in (1, 2) for period in periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def ratios(*rows, line="All homes", covered=(BEFORE, NOW), opened=None, audience="partnership"):
    homes, table = places(opened), counts(*rows)
    types = type_breakdown(table, homes, coverage(covered), BEFORE, NOW)
    open_rows = release({"types": types}, audience)["types"].open_frame
    return type_ratios(open_rows, table, homes, BEFORE, NOW, line)


def named(frame):
    return list(dict.fromkeys(frame["type"]))


def row(frame, name, measure):
    found = frame[(frame["type"] == name) & (frame["measure"] == measure)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_type_has_the_exact_and_the_widened_ratio_of_its_counts():
    frame = ratios((1, "Missing Person", False, 200, 100), (2, "Missing Person", False, 106, 15))
    exact, widened = row(frame, "Missing Person", "rate_ratio"), row(frame, "Missing Person", "widened_ratio")
    assert tuple(exact[["value", "low", "high"]]) == pytest.approx(exact_rate_ratio(306, 115)[:3])
    assert (exact["denominator"], exact["numerator"]) == (306, 115)
    assert row(frame, "Missing Person", "exact_p")["value"] == pytest.approx(exact_rate_ratio(306, 115)[3])
    phi = row(frame, "Missing Person", "dispersion")
    assert phi["numerator"] == 24
    assert tuple(widened[["value", "low", "high"]]) == pytest.approx(widened_rate_ratio(306, 115, phi["value"]))
    assert list(frame.columns) == ["type", *RESULT_COLUMNS]


def test_a_type_of_fewer_than_twenty_in_both_periods_together_has_no_ratio():
    frame = ratios((1, "Missing Person", False, 12, 8), (1, "Nuisance", False, 12, 7))
    assert named(frame) == ["Missing Person"]


@pytest.mark.parametrize("audience", ["partnership", "casework"])
def test_sensitive_types_are_never_named(audience):
    frame = ratios((1, "Missing Person", False, 40, 8), (1, "Sexual Offence *C*", True, 40, 9), audience=audience)
    assert named(frame) == ["Missing Person"]


def test_folded_types_are_neither_named_nor_added_up():
    frame = ratios((1, "Missing Person", False, 40, 8), (1, "Hoax Call", False, 30, 1), (1, "Nuisance", False, 30, 2))
    assert named(frame) == ["Missing Person"]


def test_the_types_of_one_line_are_counted_at_its_homes_only():
    rows = ((1, "Missing Person", False, 30, 10), (2, "Missing Person", False, 300, 100))
    found = row(ratios(*rows, line="Home 1"), "Missing Person", "rate_ratio")
    assert (found["denominator"], found["numerator"]) == (30, 10)


def test_a_type_of_a_period_not_supplied_has_no_ratio():
    assert ratios((1, "Missing Person", False, 40, 8), covered=(NOW,)).empty


def test_a_line_not_open_all_the_time_is_not_compared():
    frame = ratios((1, "Missing Person", False, 40, 8), opened=NOW.start)
    assert set(frame["status"]) == {"not open"}
    assert frame["value"].isna().all()


def test_types_without_a_needed_column_are_refused():
    with pytest.raises(MissingColumns, match="missing: sensitive"):
        type_ratios(pd.DataFrame(columns=["line", "type", "period", "measure", "value", "status"]), *[None] * 4)


def table(*rows):
    """Rows as (label, before, now)."""
    figures = []
    for label, before, now in rows:
        figures += [count_figure({"label": label}, "previous", before), count_figure({"label": label}, "current", now)]
    return result_frame(("label",), figures)


def test_every_count_has_its_interval_and_only_the_named_ones_a_ratio():
    frame = count_intervals(table(("offences", 1, 7), ("contacts", 37, 96)), ("label",), ratios_of=["offences"])
    intervals = frame[frame["measure"] == "count"]
    assert list(intervals["value"]) == [1, 7, 37, 96]
    for found in intervals.itertuples():
        assert (found.low, found.high) == pytest.approx(count_interval(found.value))
    ratio = frame[frame["measure"] == "rate_ratio"]
    assert list(ratio["label"]) == ["offences"]
    assert f"{ratio['low'].iloc[0]:.3f} {ratio['high'].iloc[0]:.0f}" == "0.899 315"
    assert set(frame["measure"]) == {"count", "rate_ratio", "exact_p"}


def test_a_count_that_was_not_supplied_has_neither_interval_nor_ratio():
    frame = count_intervals(table(("offences", NAN, 7)), ("label",), ratios_of=["offences"])
    by_period = frame.set_index(["measure", "period"])
    assert by_period.loc[("count", "previous"), "status"] == "not supplied"
    assert by_period.loc[("rate_ratio", "both"), "status"] == "not supplied"
    assert frame.loc[frame["status"] == "not supplied", ["value", "low", "high"]].isna().all(axis=None)
    assert by_period.loc[("count", "current"), "low"] == pytest.approx(count_interval(7)[0])


def summary(improved, same, lower, supplied=True):
    numbers = (improved, same, lower, 3)
    compared = improved + same + lower
    rows = []
    for result, children in zip(RESULTS, numbers, strict=True):
        of = {"numerator": children, "denominator": compared} if result != "baseline only" else {}
        rows.append(figure({"result": result}, "current", "count", "count", children, **of, supplied=supplied))
    return result_frame(("result",), rows)


def test_shares_of_children_have_wilson_intervals_and_a_sign_test():
    frame = result_shares(summary(10, 1, 1)).set_index("result")
    improved, p = frame.loc["improved"], frame.loc[""]
    assert [f"{100 * improved[name]:.0f}" for name in ("value", "low", "high")] == ["83", "55", "95"]
    assert (f"{p['value']:.3f}", p["numerator"], p["denominator"]) == ("0.012", 10, 11)
    assert list(frame.index) == ["improved", "same", "lower", ""]


def test_children_of_a_period_not_supplied_have_no_shares():
    frame = result_shares(summary(10, 1, 1, supplied=False))
    assert set(frame["status"]) == {"not supplied"}


def test_without_children_to_compare_there_is_no_share_and_nothing_uneven():
    frame = result_shares(summary(0, 0, 0)).set_index("result")
    assert math.isnan(frame.loc["improved", "value"])
    assert frame.loc["", "value"] == 1.0
