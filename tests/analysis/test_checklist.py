"""Whether checklists were done in time, on small tables."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checklist import (
    CANNOT_TELL,
    IN_TIME,
    INCOMPLETE,
    LATE,
    NOT_DUE,
    NOT_RECORDED,
    Rules,
    checklist_standings,
    point_standings,
    timing,
)
from analysis.checklist_times import checklist_in_time
from analysis.periods import parse_period
from analysis.results import MissingColumns

RULES = Rules(checklist_hours=24, open_days=90, points=2)
NOW = date(2023, 3, 31)
AT_TEN = datetime(2023, 3, 1, 10, 0)
ON_THE_FIRST = datetime(2023, 3, 1)
COLUMNS = ["key", "number", "done_at", "time_known", "missing"]


def cases(*rows):
    return pd.DataFrame(rows, columns=["key", "reported_at", "reported_time_known"])


def items(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize(
    ("reported", "known", "last_at", "last_day", "said"),
    [
        (AT_TEN, True, datetime(2023, 3, 2, 10, 0), None, IN_TIME),
        (AT_TEN, True, datetime(2023, 3, 2, 10, 1), None, LATE),
        (AT_TEN, True, None, datetime(2023, 3, 1), IN_TIME),
        (AT_TEN, True, None, datetime(2023, 3, 2), CANNOT_TELL),
        (AT_TEN, True, None, datetime(2023, 3, 3), LATE),
        (ON_THE_FIRST, False, None, datetime(2023, 3, 1), IN_TIME),
        (ON_THE_FIRST, False, None, datetime(2023, 3, 2), CANNOT_TELL),
        (ON_THE_FIRST, False, None, datetime(2023, 3, 3), LATE),
        (ON_THE_FIRST, False, datetime(2023, 3, 2, 0, 30), None, CANNOT_TELL),
        # Of several the last decides, whichever way it is known.
        (AT_TEN, True, datetime(2023, 3, 1, 12, 0), datetime(2023, 3, 2), CANNOT_TELL),
        (AT_TEN, True, datetime(2023, 3, 5, 12, 0), datetime(2023, 3, 1), LATE),
        # Before the report is in time: it was ready.
        (AT_TEN, True, datetime(2023, 2, 28, 9, 0), None, IN_TIME),
    ],
)
def test_the_hours_count_from_the_report_and_a_day_is_any_of_its_hours(reported, known, last_at, last_day, said):
    assert timing(reported, known, last_at, last_day, 24) == said


@given(st.integers(0, 23), st.integers(0, 60 * 24 * 4))
def test_what_is_said_of_a_day_never_contradicts_its_time(hour, minutes):
    reported = datetime(2023, 3, 1, hour)
    done = reported + timedelta(minutes=minutes)
    exactly = timing(reported, True, done, None, 24)
    by_day = timing(reported, True, None, datetime(done.year, done.month, done.day), 24)
    assert by_day in (exactly, CANNOT_TELL)


def test_a_checklist_stands_by_its_last_point_and_names_those_that_are_left():
    known = cases(
        *((key, AT_TEN, True) for key in ("all", "some", "said", "none")), ("new", datetime(2023, 3, 30), True)
    )
    recorded = items(
        ("all", 1, AT_TEN + timedelta(hours=2), True, ""),
        ("all", 2, AT_TEN + timedelta(hours=30), True, ""),
        ("some", 2, AT_TEN, True, ""),
        ("said", 1, pd.NaT, False, "Asked for"),
    )
    found = checklist_standings(known, recorded, RULES, NOW)
    assert list(found.itertuples(index=False, name=None)) == [
        ("all", 2, (), LATE),
        ("some", 1, (1,), INCOMPLETE),
        ("said", 0, (1, 2), NOT_RECORDED),  # what is noted of a point does not do it
        ("none", 0, (1, 2), NOT_RECORDED),
        ("new", 0, (1, 2), NOT_DUE),
    ]


@pytest.mark.parametrize(
    ("reported", "known", "done", "now", "said"),
    [
        (datetime(2023, 3, 31), False, [], date(2023, 4, 2), NOT_RECORDED),
        (datetime(2023, 3, 31), False, [], date(2023, 4, 1), NOT_DUE),
        (datetime(2023, 3, 31, 10), True, [], date(2023, 4, 1), NOT_DUE),
        (datetime(2023, 3, 31, 10), True, [], date(2023, 4, 2), NOT_RECORDED),
        (AT_TEN, True, [(AT_TEN, True)], NOW, INCOMPLETE),
        (AT_TEN, True, [(AT_TEN, True), (ON_THE_FIRST, False)], NOW, IN_TIME),
        (AT_TEN, True, [(AT_TEN, True), (datetime(2023, 3, 2), False)], NOW, CANNOT_TELL),
    ],
)
def test_one_checklist_stands_the_same_on_the_list_and_in_the_count_of_all(reported, known, done, now, said):
    noted = [("a", number, *point, "") for number, point in enumerate(done, 1)]
    remark = [("a", 2, pd.NaT, False, "Asked for")] if len(done) < 2 else []
    on_the_list = checklist_standings(cases(("a", reported, known)), items(*noted, *remark), RULES, now)
    last_at, last_day = (
        max((at for at, is_timed in done if is_timed is timed), default=pd.NaT) for timed in (True, False)
    )
    row = pd.DataFrame(
        [(reported, known, len(done), last_at, last_day, 1)],
        columns=["reported_at", "reported_time_known", "points_done", "last_at", "last_day", "count"],
    )
    months = (parse_period("2022-02..2022-03"), parse_period("2023-02..2023-03"))
    told = checklist_in_time(row, RULES, *months, [(date(2022, 1, 1), None)], now)
    counted = told[(told["measure"] == "count") & (told["value"] == 1)]["standing"]
    assert (list(on_the_list["standing"]), list(counted)) == ([said], [said])


def test_cases_without_any_item_are_not_recorded():
    assert list(checklist_standings(cases(("a", AT_TEN, True)), items(), RULES, NOW)["standing"]) == [NOT_RECORDED]
    assert checklist_standings(cases(), items(), RULES, NOW).empty


def test_each_point_says_who_owns_it_and_how_it_stands():
    points = pd.DataFrame({"number": [1, 2, 3], "wording": ["a", "b", "c"], "owner": ["Home", "Police", "Home"]})
    recorded = items(("x", 1, AT_TEN, True, ""), ("x", 2, pd.NaT, False, "Not sent"))
    case = {"reported_at": AT_TEN, "reported_time_known": True}
    found = point_standings(case, recorded, points, RULES, NOW)
    assert list(found["standing"]) == [IN_TIME, INCOMPLETE, NOT_RECORDED]
    assert list(found["owner"]) == ["Home", "Police", "Home"]
    assert list(found["done_at"].isna()) == [False, True, True]
    assert list(point_standings(case, items(), points, RULES, date(2023, 3, 2))["standing"]) == [NOT_DUE] * 3


def test_tables_without_the_columns_are_refused():
    with pytest.raises(MissingColumns, match="done_at"):
        checklist_standings(cases(), pd.DataFrame({"key": []}), RULES, NOW)
