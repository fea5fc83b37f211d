"""The Youth Justice Service table."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis.results import RESULT_COLUMNS, MissingColumns
from analysis.youth_justice import KEYS, YJS_MEASURES, youth_justice_table

PUBLISHED = Path(__file__).parents[1] / "published" / "youth_justice.csv"
BOTH = {"previous": True, "current": True}


def events(*rows):
    return pd.DataFrame(rows, columns=["period", "measure", "count"])


def row(frame, label, measure="count", period="current"):
    found = frame[(frame["label"] == label) & (frame["measure"] == measure) & (frame["period"] == period)]
    assert len(found) == 1
    return found.iloc[0]


def printed_rows():
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_published_table_is_reproduced():
    printed = printed_rows()
    key = {measure.label: measure.key for measure in YJS_MEASURES}
    rows = [("previous", key[r["measure"]], int(r["previous_2021_22"])) for r in printed]
    rows += [("current", key[r["measure"]], int(r["current_2022_23"])) for r in printed]
    frame = youth_justice_table(events(*[r for r in rows if r[2]]), BOTH)
    for line in printed:
        label = line["measure"]
        assert row(frame, label, period="previous")["value"] == int(line["previous_2021_22"])
        assert row(frame, label)["value"] == int(line["current_2022_23"])
        assert f"{100 * row(frame, label, 'change', 'both')['value']:.0f}%" == line["change_pct"]


def test_the_printed_measures_stand_in_the_printed_order():
    assert [m.label for m in YJS_MEASURES if m.printed] == [r["measure"] for r in printed_rows()]
    assert [m.key for m in YJS_MEASURES if not m.printed] == ["court_children"]


def test_only_breaches_are_better_when_lower():
    assert {m.key for m in YJS_MEASURES if m.direction != "neutral"} == {"breaches"}


def test_nothing_recorded_in_a_covered_period_is_0():
    frame = youth_justice_table(events(), BOTH)
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]
    assert set(frame["status"]) == {"shown"}
    assert set(frame["value"]) == {0.0}
    assert len(frame) == 3 * len(YJS_MEASURES)


@pytest.mark.parametrize("covered", [{"previous": False, "current": True}, {"current": True}])
def test_an_uncovered_period_is_not_supplied_and_neither_is_the_change(covered):
    frame = youth_justice_table(events(("current", "offences", 7), ("previous", "offences", 1)), covered)
    label = "offences committed in period"
    assert row(frame, label)["value"] == 7
    assert row(frame, label, period="previous")["status"] == "not supplied"
    assert row(frame, label, "change", "both")["status"] == "not supplied"


def test_appearances_without_their_number_of_children_do_not_mean_no_children():
    table = events(
        ("current", "court_appearances", 23), ("previous", "court_appearances", 4), ("previous", "court_children", 2)
    )
    frame = youth_justice_table(table, BOTH)
    label = "young people who appeared in court"
    assert row(frame, label)["status"] == "not supplied"
    assert row(frame, label, period="previous")["value"] == 2


def test_a_measure_that_is_not_listed_is_refused():
    with pytest.raises(ValueError, match="not fines"):
        youth_justice_table(events(("current", "fines", 1)), BOTH)


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(MissingColumns, match="missing: count"):
        youth_justice_table(events().drop(columns="count"), BOTH)


def test_what_cannot_be_counted_in_a_covered_period_is_not_supplied():
    table = events(("previous", "substantive_orders", 2), ("current", "substantive_orders", 2))
    frame = youth_justice_table(table, BOTH, not_countable={("current", "substantive_orders")})
    label = "on substantive court orders"
    assert row(frame, label, period="previous")["value"] == 2
    assert row(frame, label)["status"] == "not supplied"
    assert row(frame, label, "change", "both")["status"] == "not supplied"
    assert row(frame, "court appearances")["value"] == 0


def test_what_cannot_be_counted_is_a_listed_measure():
    with pytest.raises(ValueError, match="not fines"):
        youth_justice_table(events(), BOTH, not_countable=[("current", "fines")])
