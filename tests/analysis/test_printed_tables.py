"""Tables made from the published counts print what the papers printed, digit by digit."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from analysis.breakdown import type_breakdown
from analysis.comparison import home_against_neighbourhood
from analysis.disclosure import release
from analysis.periods import parse_period
from analysis.results import count_figure, result_frame, share_figure
from analysis.tables import count_table, paired_table, share_table
from analysis.youth_justice import YJS_MEASURES, youth_justice_table

PUBLISHED = Path(__file__).resolve().parents[1] / "published"
PREVIOUS, CURRENT = parse_period("2021-22"), parse_period("2022-23")
COLUMNS = ((PREVIOUS, "previous_2021_22"), (CURRENT, "current_2022_23"))
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
HOMES = {"Home 1": 1, "Home 2": 2, "Home 3/4": 3}
NAN = float("nan")


def published(name):
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def released(frame):
    return release({"table": frame}, "partnership")["table"]


def places(neighbourhood_of):
    return pd.DataFrame(
        {
            "home_id": list(HOMES.values()),
            "line": list(HOMES),
            "line_order": list(HOMES.values()),
            "neighbourhood": [neighbourhood_of.get(home, "") for home in HOMES],
            "opened": None,
            "closed": None,
        }
    )


def coverage(kind, names):
    months = [*PREVIOUS.months, *CURRENT.months]
    rows = [(kind, str(name), month) for name in names for month in months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def printed(table):
    return {row[0]: tuple(row[1:4]) for row in table.text.itertuples(index=False)}


def as_printed(row):
    counts = (f"{int(row[column]):,}" for _, column in COLUMNS)
    return (*counts, row["change_pct"])


@pytest.mark.parametrize(("name", "kind"), [("crimes", "crime"), ("incidents", "incident")])
def test_homes_and_neighbourhoods_are_printed_as_published(name, kind):
    rows = published(f"{name}_home_vs_neighbourhood")
    homes = {row["place"]: row["neighbourhood"] for row in rows if row["kind"] == "home"}
    counts = [
        {"home_id": HOMES[row["place"]], "month": period.start, "count": int(row[column])}
        for row in rows
        if row["kind"] == "home"
        for period, column in COLUMNS
    ]
    areas = [
        {"neighbourhood": row["place"], "month": period.start, "kind": kind, "count": int(row[column])}
        for row in rows
        if row["kind"] == "neighbourhood"
        for period, column in COLUMNS
    ]
    compared = home_against_neighbourhood(
        pd.DataFrame(counts),
        pd.DataFrame(areas),
        places(homes),
        coverage("home", HOMES.values()),
        coverage("neighbourhood", set(homes.values())),
        PREVIOUS,
        CURRENT,
        totals_only=[(place, period) for place in (*homes, *homes.values()) for period in (PREVIOUS, CURRENT)],
    )
    table = paired_table(
        released(compared),
        "As published",
        "place",
        "Place",
        only={"place_kind": ["neighbourhood", "home", "all homes"]},
        identity="order",
        **LABELS,
    )
    assert list(table.text.columns) == ["Place", "2021-22", "2022-23", "Change"]
    expected = {"All homes" if row["kind"] == "total" else row["place"]: as_printed(row) for row in rows}
    assert printed(table) == expected
    assert list(table.text["Place"]) == list(expected)


@pytest.mark.parametrize(
    ("name", "label"), [("incidents_by_type", "incident_type"), ("crimes_by_offence_type", "offence_type")]
)
@pytest.mark.parametrize("home", HOMES)
def test_types_are_printed_as_published_and_in_the_published_order(name, label, home):
    rows = published(name)
    counts = [
        {
            "home_id": HOMES[row["home"]],
            "month": period.start,
            "type": row[label],
            "sensitive": False,
            "count": int(row[column]),
        }
        for row in rows
        for period, column in COLUMNS
    ]
    breakdown = type_breakdown(pd.DataFrame(counts), places({}), coverage("home", HOMES.values()), PREVIOUS, CURRENT)
    table = paired_table(released(breakdown), "As published", "type", "Type", only={"line": home}, **LABELS)
    expected = {row[label]: as_printed(row) for row in rows if row["home"] == home}
    assert printed(table) == expected
    assert list(table.text["Type"]) == list(expected)


def test_the_youth_justice_table_is_printed_as_published_in_whole_percentages():
    keys = {measure.label: measure.key for measure in YJS_MEASURES}
    rows = published("youth_justice")
    counts = [
        {"period": when, "measure": keys[row["measure"]], "count": int(row[column])}
        for row in rows
        for when, (_, column) in zip(("previous", "current"), COLUMNS, strict=True)
    ]
    measured = youth_justice_table(pd.DataFrame(counts), {"previous": True, "current": True})
    table = paired_table(released(measured), "As published", "label", "Measure", decimals=0, **LABELS)
    shown = printed(table)
    for row in rows:
        assert shown[row["measure"].capitalize().replace("yjs", "YJS")] == as_printed(row)


def test_a_share_is_printed_with_both_its_counts_and_a_gap_says_so():
    keys = ("line", "line_order")
    rows = []
    lines = (
        ("All homes", (NAN, NAN), (115, 160)),
        ("Home 1", (NAN, NAN), (0, 0)),
        ("Home 2", (136, 195), (115, 160)),
    )
    for order, (line, before, now) in enumerate(lines):
        of_line = dict(zip(keys, (line, order), strict=True))
        rows.append(share_figure(of_line, "previous", "missing share", *before))
        rows.append(share_figure(of_line, "current", "missing share", *now))
    table = share_table(released(result_frame(keys, rows)), "Missing", **LABELS)
    assert table.text.to_numpy().tolist() == [
        ["All homes", "not supplied", "not supplied", "115 of 160", "71.9%"],
        ["Home 1", "not supplied", "not supplied", "0 of 0", "n/a"],
        ["Home 2", "136 of 195", "69.7%", "115 of 160", "71.9%"],
    ]


def test_one_or_two_missing_stand_in_the_table_at_a_desk_and_not_in_that_of_a_room():
    keys = ("line", "line_order")
    rows = []
    lines = (("All homes", (306, 430), (115, 160)), ("Home 1", (17, 40), (1, 4)), ("Home 2", (136, 195), (115, 160)))
    for order, (line, before, now) in enumerate(lines):
        of_line = dict(zip(keys, (line, order), strict=True))
        rows.append(share_figure(of_line, "previous", "missing share", *before))
        rows.append(share_figure(of_line, "current", "missing share", *now))
    passed = released(result_frame(keys, rows))
    desk, room = (share_table(passed, "Missing", **LABELS, for_a_room=room) for room in (False, True))
    assert desk.text.to_numpy().tolist()[1] == ["Home 1", "17 of 40", "42.5%", "1 of 4", "25.0%"]
    assert desk.numbers["2022-23: status"].tolist() == ["folded", "folded", "shown"]
    assert room.text.to_numpy().tolist()[1] == ["Home 1", *["too few to show"] * 4]
    # Home 2, taken from all homes, would tell the one that is hidden.
    assert room.text.to_numpy().tolist()[0] == ["All homes", *["too few to show"] * 4]
    assert room.numbers["2022-23: missing"].isna().tolist() == [True, True, False]
    assert room.text.iloc[2].equals(desk.text.iloc[2])


def test_counts_of_one_period_stand_under_their_printed_names():
    rows = [
        count_figure({"result": result, "order": order}, "current", count)
        for order, (result, count) in enumerate([("improved", 10), ("same", 1), ("lower", NAN)])
    ]
    names = {"improved": "Improved", "same": "The same", "lower": "Lower"}
    table = count_table(
        released(result_frame(("result", "order"), rows)), "Scores", "result", "Score", "Children", names
    )
    assert table.text.to_numpy().tolist() == [["Improved", "10"], ["The same", "1"], ["Lower", "not supplied"]]


def test_a_fall_stays_a_number_in_the_download_though_it_starts_with_a_minus():
    rows = [
        {"period": when, "measure": "offences", "count": count} for when, count in (("previous", 10), ("current", 5))
    ]
    measured = youth_justice_table(pd.DataFrame(rows), {"previous": True, "current": True})
    table = paired_table(released(measured), "Youth justice", "label", "Measure", decimals=0, **LABELS)
    lines = csv.DictReader(io.StringIO(table.csv({"scope": "-all"}).decode("utf-8-sig"), newline=""))
    offences = next(line for line in lines if line["Measure"] == "Offences committed in period")
    assert offences["Change"] == "-0.5"
