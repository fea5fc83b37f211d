"""What is counted about the protocol, on small tables."""

import math
from datetime import date, datetime

import pandas as pd
import pytest

from analysis.checklist import Rules
from analysis.checklist_times import checklist_in_time
from analysis.disclosure import release
from analysis.periods import Period, parse_period
from analysis.protocol import (
    BY_CPS,
    CLOSED_IN,
    INTERNALLY,
    RECORDED_IN,
    WITH_POLICE_FORMAL,
    WITH_POLICE_INFORMAL,
    homes_signed_up,
    homes_without_counts,
    is_listed,
    learning,
    monitoring_counts,
    proportionality,
    provider_groups,
    recorded_and_closed,
    response_grades,
    time_to_outcome,
)
from analysis.results import MissingColumns

PREVIOUS, CURRENT = parse_period("2022-23-Q1"), parse_period("2022-23-Q2")
KEPT, NOW = [(date(2022, 4, 1), None)], date(2022, 9, 30)
BOTH = (PREVIOUS, CURRENT, KEPT, NOW)
APRIL, JULY = date(2022, 4, 1), date(2022, 7, 1)
HALF = parse_period("2022-23-H1")


def homes(*rows):
    columns = ["home_id", "provider", "opened", "closed", "signed_up"]
    return pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=columns)


def own_counts(*rows):
    return pd.DataFrame(rows, columns=["home_id", "month", "internal", "input_helpful", "immediate"])


def every_month(home, period=HALF, counts=(2, 1, 0)):
    return [(home, month, *counts) for month in period.months]


def closed(*rows):
    return pd.DataFrame(rows, columns=["month", "outcome_class", "by_cps", "count"])


def values(frame, key, measure="count"):
    rows = frame[frame["measure"] == measure]
    return {(row[key], row["period"]): row["value"] for row in rows.to_dict("records")}


def test_the_four_monitoring_counts_come_from_homes_and_from_cases():
    decided = closed(
        (APRIL, "formal court", False, 2),
        (APRIL, "formal out of court", False, 1),
        (JULY, "informal or diverted", False, 4),
        (JULY, "formal court", True, 1),  # it counts as discontinued alone
        (JULY, "no further action", True, 2),
        (date(2022, 10, 1), "formal court", False, 9),
    )
    half = parse_period("2022-23-H1")
    found = monitoring_counts(own_counts(*every_month(1)), homes({"home_id": 1}), decided, [half], KEPT, NOW)
    assert dict(zip(found["counted"], found["value"], strict=True)) == {
        INTERNALLY: 12,
        WITH_POLICE_FORMAL: 3,
        WITH_POLICE_INFORMAL: 4,
        BY_CPS: 3,
    }
    assert set(found["part"]) == {"April to September 2022"}


def test_a_month_that_an_open_home_did_not_count_leaves_the_part_not_supplied():
    register = homes({"home_id": 1}, {"home_id": 2, "opened": date(2022, 7, 15)})
    counts = own_counts(*every_month(1), *every_month(2, Period(date(2022, 8, 1), date(2022, 10, 1))))
    found = monitoring_counts(counts, register, closed(), [PREVIOUS, CURRENT], KEPT, NOW)
    internal = found[found["counted"] == INTERNALLY]
    assert list(internal["status"]) == ["shown", "not supplied"]
    assert internal["value"].iloc[0] == 6
    assert [homes_without_counts(counts, register, part) for part in (PREVIOUS, CURRENT)] == [0, 1]
    # The cases do not wait for the homes.
    assert set(found.loc[found["counted"] == BY_CPS, "status"]) == {"shown"}


@pytest.mark.parametrize(
    ("kept", "now", "is_told"),
    [
        ([(APRIL, None)], date(2022, 6, 30), True),
        ([(APRIL, None)], date(2022, 6, 29), False),
        ([(date(2022, 5, 1), None)], date(2022, 9, 30), False),
        ([(date(2022, 4, 2), None)], date(2022, 9, 30), False),
        ([(APRIL, date(2022, 6, 1))], date(2022, 9, 30), True),
        ([(APRIL, date(2022, 5, 1))], date(2022, 9, 30), False),
        ([(APRIL, date(2022, 5, 1)), (date(2022, 5, 20), None)], date(2022, 9, 30), True),
        ([(APRIL, APRIL), (date(2022, 6, 1), None)], date(2022, 9, 30), False),  # May was kept by nobody
        ([], date(2022, 9, 30), False),
    ],
)
def test_cases_are_counted_where_the_list_was_kept_in_all_months_of_a_period_that_is_over(kept, now, is_told):
    assert is_listed(PREVIOUS, kept, now) is is_told
    found = recorded_and_closed(closed()[["month", "count"]], closed(), PREVIOUS, CURRENT, kept, now)
    before = found[(found["period"] == "previous") & (found["basis"] == RECORDED_IN)].iloc[0]
    assert (before["status"], before["value"] == 0) == (("shown", True) if is_told else ("not supplied", False))


def test_a_home_is_missing_only_for_months_of_the_periods_and_counts_once():
    first, third = parse_period("2022-23-Q1"), parse_period("2022-23-Q3")
    counts = own_counts(*every_month(1, first), *every_month(1, third), *every_month(2, first))
    register = homes({"home_id": 1}, {"home_id": 2})
    assert homes_without_counts(counts, register, first, third) == 1  # home 1 lacks only what lies between
    assert homes_without_counts(counts, register, third, parse_period("2022-23-Q4")) == 2


def times(*rows):
    columns = ["reported_at", "reported_time_known", "points_done", "last_at", "last_day", "count"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"last_at": "datetime64[us]", "last_day": "datetime64[us]"})


def test_checklists_in_time_are_a_part_of_those_of_which_it_is_known():
    at = datetime(2022, 7, 1, 10)
    found = checklist_in_time(
        times(
            (at, True, 10, datetime(2022, 7, 1, 20), None, 3),
            (at, True, 10, datetime(2022, 7, 9), None, 1),
            (at, True, 10, None, datetime(2022, 7, 2), 2),
            (at, True, 4, None, datetime(2022, 7, 1), 1),
            (at, True, 0, None, None, 1),
            (datetime(2022, 9, 30, 9), True, 0, None, None, 1),
            (datetime(2022, 4, 1, 10), True, 10, datetime(2022, 4, 1, 12), None, 1),
        ),
        Rules(24, 90),
        *BOTH,
    )
    counts = values(found, "standing")
    assert {standing: counts[standing, "current"] for standing, when in counts if when == "current"} == {
        "in time": 3,
        "late": 1,
        "not complete": 1,
        "not recorded": 1,
        "cannot tell": 2,
        "not due yet": 1,
    }
    share = found[(found["measure"] == "in_time") & (found["period"] == "current")].iloc[0]
    assert (share["numerator"], share["denominator"], share["value"]) == (3, 6, 0.5)
    assert share["low"] < 0.5 < share["high"]
    assert counts["in time", "previous"] == 1


def test_reviews_are_counted_by_their_answer_and_by_who_learns():
    learnt = {"learning_police": 2, "learning_yjs": 0, "learning_cps": 0, "learning_social_care": 1, "learning_home": 3}
    reviews = pd.DataFrame(
        [
            {"month": JULY, "proportionate": "yes", "count": 4, **learnt},
            {"month": APRIL, "proportionate": "no", "count": 1, **dict.fromkeys(learnt, 1)},
        ]
    )
    answers = values(proportionality(reviews, *BOTH), "answer")
    assert [answers[answer, "current"] for answer in ("yes", "partly", "no", "not yet known")] == [4, 0, 0, 0]
    assert answers["no", "previous"] == 1
    lessons = values(learning(reviews, *BOTH), "learner")
    assert [lessons[name, "current"] for name in ("Homes", "Police", "CPS", "Social care")] == [3, 2, 0, 1]


def test_response_grades_are_added_up_part_by_part():
    found = response_grades(own_counts(*every_month(1, PREVIOUS)), homes({"home_id": 1}), [PREVIOUS, CURRENT])
    assert list(found["value"].fillna(-1)) == [6, 3, 0, -1, -1, -1]
    assert list(found["status"]) == ["shown"] * 3 + ["not supplied"] * 3
    assert set(response_grades(own_counts(), homes(), [PREVIOUS])["status"]) == {"not supplied"}


def test_the_median_time_names_how_many_are_open():
    outcomes = pd.DataFrame(
        [
            (date(2022, 4, 1), date(2022, 7, 10), 1),  # 100 days
            (date(2022, 7, 1), date(2022, 7, 11), 2),  # 10 days
            (date(2022, 7, 1), date(2022, 7, 31), 1),  # 30 days
            (date(2022, 5, 1), None, 1),
            (date(2022, 8, 1), date(2022, 11, 1), 1),
        ],
        columns=["reported_on", "outcome_on", "count"],
    )
    found = time_to_outcome(outcomes, *BOTH)
    assert values(found, "basis", "median")[CLOSED_IN, "current"] == 20
    counts = values(found, "basis")
    assert counts[CLOSED_IN, "current"] == 4
    assert counts["Without an outcome at its end", "current"] == 2
    assert counts["Without an outcome at its end", "previous"] == 2
    assert math.isnan(values(found, "basis", "median")[CLOSED_IN, "previous"])


def test_cases_reported_and_cases_closed_are_counted_apart():
    recorded = pd.DataFrame({"month": [APRIL, JULY], "count": [2, 5]})
    found = recorded_and_closed(recorded, closed((JULY, "formal court", False, 3)), *BOTH)
    assert values(found, "basis") == {
        (RECORDED_IN, "previous"): 2,
        (RECORDED_IN, "current"): 5,
        (CLOSED_IN, "previous"): 0,
        (CLOSED_IN, "current"): 3,
    }


def recorded_by(*rows):
    return pd.DataFrame(rows, columns=["month", "provider", "count"])


def test_groups_of_homes_are_told_apart_from_three_homes_each():
    register = homes(*({"home_id": n, "provider": "council" if n < 4 else "private"} for n in range(1, 7)))
    recorded = recorded_by((JULY, "council", 4), (JULY, "private", 2), (JULY, "", 9))
    told = values(provider_groups(recorded, register, *BOTH), "group")
    assert told["Council homes", "current"] == 4
    assert told["Private homes", "current"] == 2


@pytest.mark.parametrize("private", [1, 2])
def test_with_fewer_than_three_homes_both_groups_are_withheld(private):
    register = homes(
        *({"home_id": n, "provider": "council"} for n in range(4)),
        *({"home_id": 10 + n, "provider": "private"} for n in range(private)),
    )
    recorded = recorded_by((JULY, "council", 4), (JULY, "private", 2))
    found = release({"groups": provider_groups(recorded, register, *BOTH)}, "partnership")["groups"].frame
    assert set(found["status"]) == {"withheld"}
    assert found[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_a_group_without_homes_has_no_row_and_withholds_nothing():
    register = homes(*({"home_id": n, "provider": "council"} for n in range(3)))
    found = provider_groups(recorded_by((JULY, "council", 4)), register, *BOTH)
    assert set(found["group"]) == {"Council homes"}
    assert set(found["status"]) == {"shown"}


def test_a_group_that_had_fewer_homes_in_either_period_is_withheld():
    opened = date(2022, 7, 1)
    register = homes(*({"home_id": n, "provider": "council", "opened": opened if n == 2 else None} for n in range(3)))
    assert set(provider_groups(recorded_by(), register, *BOTH)["status"]) == {"withheld"}


def test_homes_signed_up_are_those_open_at_the_end_of_the_period():
    register = homes(
        {"home_id": 1, "provider": "council", "signed_up": date(2022, 5, 1)},
        {"home_id": 2, "provider": "private", "signed_up": date(2022, 7, 1)},
        {"home_id": 3, "provider": "private"},
        {"home_id": 4, "provider": "private", "closed": date(2022, 6, 1), "signed_up": date(2022, 5, 1)},
    )
    found = homes_signed_up(register, PREVIOUS, CURRENT, NOW)
    told = {(row["group"], row["period"]): (row["numerator"], row["denominator"]) for row in found.to_dict("records")}
    assert told["All homes", "previous"] == (1, 3)
    assert told["All homes", "current"] == (2, 3)
    assert told["Private homes", "current"] == (1, 2)
    assert set(homes_signed_up(register, PREVIOUS, CURRENT, date(2022, 6, 29))["status"]) == {"not supplied"}


def test_tables_without_the_columns_are_refused():
    with pytest.raises(MissingColumns, match="by_cps"):
        monitoring_counts(own_counts(), homes(), closed().drop(columns="by_cps"), [PREVIOUS], KEPT, NOW)
