"""Counts by type and by outcome."""

import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.breakdown import OUTCOME_KEYS, TYPE_KEYS, is_other_types, new_types, outcome_breakdown, type_breakdown
from analysis.disclosure import OTHER_TYPES, release
from analysis.periods import parse_period
from analysis.results import RESULT_COLUMNS, MissingColumns, wilson_interval

PUBLISHED = Path(__file__).parents[1] / "published"
YEAR_BEFORE, YEAR = parse_period("2021-22"), parse_period("2022-23")
BEFORE, NOW = YEAR_BEFORE.start, YEAR.start

PLACES = pd.DataFrame(
    [(2, "Home 2", 2), (1, "Home 1", 1), (3, "Home 3/4", 3), (4, "Home 3/4", 3)],
    columns=["home_id", "line", "line_order"],
).assign(opened=None, closed=None)


def coverage(homes=(1, 2, 3, 4), periods=(YEAR_BEFORE, YEAR)):
    rows = [("home", str(home), month) for home in homes for period in periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def counts(*rows, sensitive=()):
    frame = pd.DataFrame(rows, columns=["home_id", "month", "type", "count"])
    return frame.assign(sensitive=frame["type"].isin(sensitive))


def breakdown(table, covered=None, places=PLACES):
    return type_breakdown(table, places, coverage() if covered is None else covered, YEAR_BEFORE, YEAR)


def values(frame, line, measure, period):
    rows = frame[(frame["line"] == line) & (frame["measure"] == measure) & (frame["period"] == period)]
    return dict(zip(rows["type"], rows["value"], strict=True))


@pytest.mark.parametrize(
    ("name", "column"), [("incidents_by_type.csv", "incident_type"), ("crimes_by_offence_type.csv", "offence_type")]
)
def test_the_published_tables_are_reproduced_in_their_order(name, column):
    with (PUBLISHED / name).open(newline="", encoding="utf-8") as file:
        printed = list(csv.DictReader(file))
    number = {"Home 1": 1, "Home 2": 2, "Home 3/4": 4}
    rows = [(number[r["home"]], BEFORE, r[column], int(r["previous_2021_22"])) for r in printed]
    rows += [(number[r["home"]], NOW, r[column], int(r["current_2022_23"])) for r in printed]
    frame = breakdown(counts(*[row for row in rows if row[3]]))
    changes = frame[(frame["measure"] == "change") & (frame["line"] != "All homes")]
    found = [
        (row.line, row.type, str(int(row.numerator)), str(int(row.denominator)))
        for row in changes.itertuples(index=False)
    ]
    assert found == [(r["home"], r[column], r["current_2022_23"], r["previous_2021_22"]) for r in printed]
    words = ["n/a" if pd.isna(value) else f"{100 * value:.1f}%" for value in changes["value"]]
    assert words == [r["change_pct"] for r in printed]


def test_a_type_of_only_one_period_has_0_in_the_other():
    frame = breakdown(counts((1, BEFORE, "Nuisance", 2), (1, NOW, "Hoax Call", 1)))
    assert values(frame, "Home 1", "count", "previous") == {"Hoax Call": 0, "Nuisance": 2}
    assert values(frame, "Home 1", "count", "current") == {"Hoax Call": 1, "Nuisance": 0}


def test_a_share_is_of_all_types_of_the_line_in_the_period():
    frame = breakdown(counts((1, NOW, "A", 3), (1, NOW, "B", 1), (2, NOW, "A", 6)))
    assert values(frame, "Home 1", "share", "current") == {"A": 0.75, "B": 0.25}
    assert values(frame, "All homes", "share", "current") == {"A": 0.9, "B": 0.1}


def test_all_homes_stand_last():
    frame = breakdown(counts((3, NOW, "A", 1), (1, NOW, "A", 1)))
    assert list(dict.fromkeys(zip(frame["line"], frame["line_order"], strict=True))) == [
        ("Home 1", 1),
        ("Home 2", 2),
        ("Home 3/4", 3),
        ("All homes", 10_000),
    ]


def totals(frame, line):
    rows = frame[(frame["line"] == line) & (frame["measure"] == "total")]
    assert list(rows["period"]) == ["previous", "current"]
    assert set(rows["type"]) == {""}
    return [row.value if row.status == "shown" else row.status for row in rows.itertuples()]


def test_every_line_has_its_totals_also_without_types():
    frame = breakdown(counts((1, BEFORE, "A", 2), (1, NOW, "B", 1), (3, NOW, "A", 4)))
    assert totals(frame, "Home 1") == [2, 1]
    assert totals(frame, "Home 2") == [0, 0]
    assert totals(frame, "All homes") == [2, 5]


def test_an_uncovered_period_without_records_has_a_total_that_was_not_supplied():
    frame = breakdown(counts(), coverage(periods=[YEAR]))
    for line in ("Home 1", "Home 2", "Home 3/4", "All homes"):
        assert totals(frame, line) == ["not supplied", 0]


def test_the_total_is_never_folded_and_stands_in_what_a_room_sees():
    small = breakdown(counts((1, NOW, "A", 1), (2, NOW, "B", 2)))
    released = release({"types": small}, "partnership")["types"]
    for frame in (released.frame, released.open_frame):
        assert totals(frame, "Home 1") == [0, 1]
        assert totals(frame, "All homes") == [0, 3]


def test_a_line_without_types_does_not_open_the_small_types_of_the_only_line_that_has_some():
    released = release({"types": breakdown(counts((1, NOW, "A", 1)))}, "partnership")["types"]
    rows = released.open_frame
    assert set(rows.loc[rows["measure"] == "count", "type"]) == {"Other types (1)"}


def test_months_outside_both_periods_are_left_out():
    assert totals(breakdown(counts((1, parse_period("2020-21").start, "A", 5))), "All homes") == [0, 0]


def test_an_uncovered_home_is_not_supplied_and_neither_are_all_homes():
    frame = breakdown(counts((1, NOW, "A", 1), (2, NOW, "A", 1)), coverage((1, 3, 4)))
    assert set(frame.loc[frame["line"] == "Home 1", "status"]) == {"shown"}
    for line in ("Home 2", "All homes"):
        rows = frame[frame["line"] == line]
        assert set(rows["status"]) == {"not supplied"}
        assert rows["value"].isna().all()


def test_only_the_uncovered_period_is_not_supplied():
    frame = breakdown(counts((1, NOW, "A", 1)), coverage(periods=[YEAR]))
    assert values(frame, "Home 1", "count", "current") == {"A": 1}
    assert set(frame.loc[frame["period"] != "current", "status"]) == {"not supplied"}


def statuses(frame, line):
    rows = frame[frame["line"] == line]
    return {(row.type, row.measure, row.period): row.status for row in rows.itertuples(index=False)}


def test_a_home_that_opened_between_the_periods_has_no_earlier_counts_and_no_change():
    places = PLACES.assign(opened=[None, date(2022, 9, 12), None, None])
    frame = breakdown(counts((1, NOW, "Nuisance", 5), (2, BEFORE, "Nuisance", 4)), places=places)
    assert statuses(frame, "Home 1") == {
        ("", "total", "previous"): "not open",
        ("", "total", "current"): "shown",
        ("Nuisance", "count", "previous"): "not open",
        ("Nuisance", "count", "current"): "shown",
        ("Nuisance", "change", "both"): "not open",
        ("Nuisance", "share", "previous"): "not open",
        ("Nuisance", "share", "current"): "shown",
    }
    assert statuses(frame, "All homes")["Nuisance", "change", "both"] == "not open"
    assert values(frame, "All homes", "count", "previous") == {"Nuisance": 4}
    assert statuses(frame, "Home 2")["Nuisance", "change", "both"] == "shown"


def test_a_home_closed_before_both_periods_has_no_counts_and_leaves_all_homes_their_change():
    places = PLACES.assign(closed=[None, date(2019, 9, 12), None, None])
    frame = breakdown(counts((2, BEFORE, "Nuisance", 4)), covered=coverage(homes=(2, 3, 4)), places=places)
    assert set(statuses(frame, "Home 1").values()) == {"not open"}
    assert set(statuses(frame, "All homes").values()) == {"shown"}


def test_what_is_recorded_at_homes_of_which_none_was_open_is_counted_and_not_compared():
    places = PLACES.assign(closed=date(2019, 9, 12))
    frame = breakdown(counts((1, NOW, "Sudden Death", 2), sensitive=("Sudden Death",)), places=places)
    told = statuses(frame, "All homes")
    assert told["Sudden Death", "count", "previous"] == told["Sudden Death", "change", "both"] == "not open"
    assert told["Sudden Death", "count", "current"] == "shown"
    room = release({"types": frame}, "partnership")["types"].open_frame
    assert set(room.loc[room["measure"].eq("change"), "status"]) == {"not open"}


def test_empty_tables_give_an_empty_result():
    frame = type_breakdown(counts(), PLACES.iloc[:0], coverage().iloc[:0], YEAR_BEFORE, YEAR)
    assert frame.empty
    assert list(frame.columns) == [*TYPE_KEYS, *RESULT_COLUMNS]
    assert new_types(frame) == []


def test_homes_without_records_or_coverage_have_totals_that_were_not_supplied():
    frame = breakdown(counts(), coverage().iloc[:0])
    assert set(frame["measure"]) == {"total"}
    assert set(frame["status"]) == {"not supplied"}
    assert new_types(frame) == []


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(MissingColumns, match="missing: sensitive"):
        breakdown(counts().drop(columns="sensitive"))


def test_a_type_is_new_from_three_at_all_homes_together():
    table = counts((1, NOW, "Weapons", 2), (2, NOW, "Weapons", 1), (1, NOW, "Hoax Call", 2))
    assert new_types(breakdown(table)) == ["Weapons"]


def test_a_type_that_one_home_had_before_is_not_new():
    assert new_types(breakdown(counts((1, NOW, "Weapons", 5), (2, BEFORE, "Weapons", 1)))) == []


def test_a_sensitive_type_is_never_named_as_new():
    assert new_types(breakdown(counts((1, NOW, "Domestic", 5), sensitive=["Domestic"]))) == []


def test_no_type_is_new_after_an_uncovered_period():
    assert new_types(breakdown(counts((1, NOW, "Weapons", 5)), coverage(periods=[YEAR]))) == []


records = st.tuples(
    st.sampled_from([1, 2, 3, 4]), st.sampled_from([BEFORE, NOW]), st.sampled_from("ABC"), st.integers(1, 30)
)


@given(st.lists(records, max_size=12))
def test_the_types_add_up_to_the_totals_and_the_homes_to_all_homes(rows):
    frame = breakdown(counts(*rows))
    for period, month in (("previous", BEFORE), ("current", NOW)):
        total = sum(row[3] for row in rows if row[1] == month)
        all_homes = values(frame, "All homes", "count", period)
        assert sum(all_homes.values()) == total
        homes = [values(frame, line, "count", period) for line in ("Home 1", "Home 2", "Home 3/4")]
        assert all(sum(home.get(name, 0) for home in homes) == count for name, count in all_homes.items())
        if total:
            assert sum(values(frame, "All homes", "share", period).values()) == pytest.approx(1)


def outcomes(*rows):
    return pd.DataFrame(rows, columns=["outcome_class", "class_order", "count", "period"])


def test_outcomes_are_counted_in_the_order_of_their_classes():
    frame = outcome_breakdown(
        outcomes(
            ("no further action", 4, 3, "current"),
            ("formal court", 1, 1, "current"),
            ("formal court", 1, 2, "previous"),
        )
    )
    found = frame.loc[frame["measure"] == "count", ["outcome_class", "period", "value"]].to_dict("split")["data"]
    assert found == [
        ["formal court", "previous", 2],
        ["formal court", "current", 1],
        ["no further action", "previous", 0],
        ["no further action", "current", 3],
    ]
    shares = frame[(frame["measure"] == "share") & (frame["period"] == "current")]
    assert list(shares["value"]) == [0.25, 0.75]
    assert list(shares["denominator"]) == [4, 4]


def test_the_share_of_an_outcome_has_its_wilson_interval():
    frame = outcome_breakdown(outcomes(("open", 0, 6, "current"), ("formal court", 1, 12, "current")))
    share = frame[(frame["measure"] == "share") & (frame["period"] == "current")].iloc[0]
    assert (share["low"], share["high"]) == pytest.approx(wilson_interval(6, 18))


def test_outcomes_of_an_uncovered_period_are_not_supplied():
    frame = outcome_breakdown(outcomes(("open", 0, 3, "current")), covered={"previous": False, "current": True})
    for _, rows in frame.groupby("measure"):
        found = dict(zip(rows["period"], rows["status"], strict=True))
        assert found == {"previous": "not supplied", "current": "shown"}


def test_the_total_of_outcomes_stands_first_in_each_period():
    frame = outcome_breakdown(outcomes(("open", 0, 3, "current"), ("formal court", 1, 2, "current")))
    first = frame.head(2)
    assert list(first["measure"]) == ["total", "total"]
    assert list(first["period"]) == ["previous", "current"]
    assert list(first["value"]) == [0, 5]
    assert set(first["outcome_class"]) == {""}


def test_before_any_home_was_open_there_are_no_outcomes_rather_than_none():
    frame = outcome_breakdown(
        outcomes(("open", 0, 3, "current")), was_open={"previous": False, "current": False}, covered=None
    )
    found = frame[frame["measure"] != "share"]
    assert list(found["status"]) == ["not open", "shown", "not open", "shown"]  # what was recorded is counted


def test_no_outcomes_give_the_totals_only():
    assert list(outcome_breakdown(outcomes())["value"]) == [0, 0]
    frame = outcome_breakdown(outcomes(), covered={"previous": False, "current": False})
    assert list(frame.columns) == [*OUTCOME_KEYS, *RESULT_COLUMNS]
    assert list(frame["status"]) == ["not supplied", "not supplied"]


def test_types_that_stand_together_are_known_by_the_name_that_disclosure_gives_them():
    assert is_other_types(OTHER_TYPES.format(n=3))
    assert not is_other_types("Missing Person")
