"""Contacts by who delivered them and by month."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.interventions import (
    DELIVERER_KEYS,
    MONTH_KEYS,
    contacts_by_deliverer,
    contacts_by_month,
)
from analysis.periods import parse_period
from analysis.results import RESULT_COLUMNS, MissingColumns

BOTH = {"previous": True, "current": True}
SUMMER, SUMMER_BEFORE = parse_period("2022-23-Q2"), parse_period("2021-22-Q2")


def contacts(*rows):
    return pd.DataFrame(rows, columns=["period", "delivered_by", "count"])


def in_months(**counts):
    """Counts by month: in_months(m2022_07=3)."""
    rows = [(date(int(name[1:5]), int(name[6:]), 1), count) for name, count in counts.items()]
    return pd.DataFrame(rows, columns=["month", "count"])


def covering(*periods):
    return pd.DataFrame({"month": [month for period in periods for month in period.months]})


def counts_of(frame, measure="count"):
    rows = frame[frame["measure"] == measure]
    return {(row.deliverer, row.period): row.value for row in rows.itertuples(index=False)}


def test_contacts_of_each_deliverer_are_counted_in_both_periods_with_their_share():
    frame = contacts_by_deliverer(
        contacts(("previous", "YJS", 20), ("previous", "Nurse", 5), ("current", "YJS", 58), ("current", "Nurse", 38)),
        BOTH,
    )
    assert counts_of(frame) == {
        ("YJS", "previous"): 20,
        ("YJS", "current"): 58,
        ("Nurse", "previous"): 5,
        ("Nurse", "current"): 38,
    }
    share = frame[(frame["measure"] == "share") & (frame["deliverer"] == "YJS")].set_index("period")
    assert share.loc["current", ["numerator", "denominator", "value"]].tolist() == [58, 96, 58 / 96]
    assert share.loc["previous", ["numerator", "denominator", "value"]].tolist() == [20, 25, 0.8]


def test_deliverers_stand_by_current_count_then_name_and_those_of_one_period_are_0_in_the_other():
    frame = contacts_by_deliverer(
        contacts(("previous", "Z", 9), ("current", "B", 2), ("current", "A", 2), ("current", "C", 7)), BOTH
    )
    assert list(dict.fromkeys(frame.loc[frame["measure"] == "count", "deliverer"])) == ["C", "A", "B", "Z"]
    assert counts_of(frame)[("Z", "current")] == 0
    assert counts_of(frame)[("C", "previous")] == 0


def test_contacts_without_a_deliverer_are_not_recorded_and_in_the_total():
    frame = contacts_by_deliverer(contacts(("current", "", 3), ("current", "YJS", 1)), BOTH)
    assert counts_of(frame)[("not recorded", "current")] == 3
    assert counts_of(frame, "total") == {("", "previous"): 0, ("", "current"): 4}


def test_an_uncovered_period_is_not_supplied_and_a_covered_one_without_contacts_is_0():
    frame = contacts_by_deliverer(contacts(("current", "YJS", 4)), {"current": True})
    assert set(frame.loc[frame["period"] == "previous", "status"]) == {"not supplied"}
    assert frame.loc[frame["period"] == "previous", "value"].isna().all()
    nothing = contacts_by_deliverer(contacts(), BOTH)
    assert list(nothing.columns) == [*DELIVERER_KEYS, *RESULT_COLUMNS]
    assert counts_of(nothing, "total") == {("", "previous"): 0, ("", "current"): 0}


@given(
    st.lists(
        st.tuples(st.sampled_from(["previous", "current"]), st.sampled_from(["", "A", "B", "C"]), st.integers(0, 99)),
        max_size=20,
    )
)
def test_the_deliverers_add_up_to_the_total(rows):
    frame = contacts_by_deliverer(contacts(*rows), BOTH)
    for period in BOTH:
        of_period = frame[frame["period"] == period].set_index("measure")
        total = of_period.loc[["total"], "value"].sum()
        assert total == sum(count for when, _, count in rows if when == period)
        if rows:
            assert of_period.loc[["count"], "value"].sum() == total
        if total:
            assert of_period.loc[["share"], "value"].sum() == pytest.approx(1)


def test_a_covered_month_without_contacts_is_0_and_an_uncovered_one_is_not_supplied():
    frame = contacts_by_month(
        in_months(m2021_07=4, m2022_08=3), covering(SUMMER), previous=SUMMER_BEFORE, current=SUMMER
    )
    assert list(frame.columns) == [*MONTH_KEYS, *RESULT_COLUMNS]
    assert list(frame["month"]) == [*SUMMER_BEFORE.months, *SUMMER.months]
    assert list(frame["period"]) == ["previous"] * 3 + ["current"] * 3
    assert list(frame["status"]) == ["not supplied"] * 3 + ["shown"] * 3
    assert frame["value"].isna().tolist() == [True] * 3 + [False] * 3
    assert list(frame["value"])[3:] == [0, 3, 0]


def test_a_period_covered_in_part_has_its_covered_months():
    coverage = covering(SUMMER, SUMMER_BEFORE)
    frame = contacts_by_month(in_months(), coverage[coverage["month"] != date(2022, 8, 1)], SUMMER_BEFORE, SUMMER)
    assert list(frame.loc[frame["status"] == "not supplied", "month"]) == [date(2022, 8, 1)]


@pytest.mark.parametrize("column", ["period", "delivered_by", "count"])
def test_a_table_without_a_needed_column_is_refused(column):
    with pytest.raises(MissingColumns, match=f"missing: {column}"):
        contacts_by_deliverer(contacts().drop(columns=column), BOTH)


def test_months_without_a_needed_column_are_refused():
    with pytest.raises(MissingColumns, match="missing: count"):
        contacts_by_month(in_months().drop(columns="count"), covering(SUMMER), SUMMER_BEFORE, SUMMER)
    with pytest.raises(MissingColumns, match="coverage"):
        contacts_by_month(in_months(), pd.DataFrame(), SUMMER_BEFORE, SUMMER)
