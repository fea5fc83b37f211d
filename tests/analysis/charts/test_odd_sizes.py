"""Pictures of many homes, of long names and of large counts: nothing is cut, nothing prints over its neighbour."""

import itertools
from datetime import date

import pandas as pd
import pytest

from analysis.charts import missing_share_chart, paired_counts_chart, type_pairs_chart
from analysis.charts.pairs import AXIS_PX, KEY_PX, LABEL_CHARACTERS
from analysis.charts.theme import ROW_PX
from analysis.comparison import home_against_neighbourhood
from analysis.disclosure import release
from analysis.missing import missing_share
from analysis.periods import parse_period
from analysis.results import change_figure, count_figure, result_frame

YEAR_BEFORE, YEAR = parse_period("2021-22"), parse_period("2022-23")
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
TYPE_LINE_PX = 19.5  # of 15 px type
LONG = (
    "The home in the street whose name goes on and on until it is eighty letters long",
    "Concern/for/Safety/Collapse/Illness/Injury/Absconder/AWOL/Wanted/Persons/Police/",
    "H" * 80,
)


def places(names):
    rows = [(number, name, number, "Sinfin", None, None) for number, name in enumerate(names, start=1)]
    return pd.DataFrame(rows, columns=["home_id", "line", "line_order", "neighbourhood", "opened", "closed"])


def coverage(kind, names):
    months = [*YEAR_BEFORE.months, *YEAR.months]
    return pd.DataFrame([(kind, name, m) for name in names for m in months], columns=["place_kind", "place", "month"])


def homes_chart(names, before=9, now=4):
    homes = places(names)
    rows = [(home, period.start, n) for home in homes["home_id"] for period, n in ((YEAR_BEFORE, before), (YEAR, now))]
    area = [("Sinfin", period.start, "crime", 1_000_000) for period in (YEAR_BEFORE, YEAR)]
    table = home_against_neighbourhood(
        pd.DataFrame(rows, columns=["home_id", "month", "count"]),
        pd.DataFrame(area, columns=["neighbourhood", "month", "kind", "count"]),
        homes,
        coverage("home", homes["home_id"].astype(str)),
        coverage("neighbourhood", ["Sinfin"]),
        YEAR_BEFORE,
        YEAR,
    )
    released = release({"crime": table}, "partnership")["crime"]
    return paired_counts_chart(released, axis_title="Crimes in the period", **LABELS)


def types_chart(names):
    rows = []
    for name in names:
        keys = dict(zip(("line", "line_order", "type", "sensitive"), ("Home 1", 1, name, False), strict=True))
        rows += [count_figure(keys, "previous", 9), count_figure(keys, "current", 9), change_figure(keys, 9, 9)]
    released = release({"types": result_frame(("line", "line_order", "type", "sensitive"), rows)}, "partnership")
    return type_pairs_chart(released["types"], "Home 1", axis_title="Incidents in the period", **LABELS)


def shares_chart(names):
    homes = places(names)
    rows = [(home, p.start, True, False, 9) for home in homes["home_id"] for p in (YEAR_BEFORE, YEAR)]
    counts = pd.DataFrame(rows, columns=["home_id", "month", "missing", "no_apparent_risk", "count"])
    table = missing_share(counts, homes, coverage("home", homes["home_id"].astype(str)), YEAR_BEFORE, YEAR)
    return missing_share_chart(release({"missing": table}, "partnership")["missing"], **LABELS)


CHARTS = pytest.mark.parametrize("chart", [homes_chart, types_chart, shares_chart])


def row_px(figure):
    """How high a row is drawn at least: the key may take more room than one line, the axis its own."""
    return (figure.layout.height - figure.layout.margin.t - AXIS_PX) / len(figure.layout.yaxis.tickvals)


@CHARTS
def test_labels_of_eighty_characters_wrap_and_their_lines_fit_their_row(chart):
    figure = chart(LONG)
    labels = [label.removeprefix("<b>").removesuffix("</b>") for label in figure.layout.yaxis.ticktext]
    lines = [label.split("<br>") for label in labels]
    assert max(len(line) for label in lines for line in label) <= LABEL_CHARACTERS
    bottom, top = figure.layout.yaxis.range
    px = (figure.layout.height - figure.layout.margin.t - AXIS_PX) / (bottom - top)
    places = figure.layout.yaxis.tickvals
    for number, (place, following) in enumerate(itertools.pairwise(places)):
        needed = (len(lines[number]) + len(lines[number + 1])) / 2 * TYPE_LINE_PX
        assert (following - place) * px > needed + 4
    drawn = {"".join(label).replace(" ", "").lower() for label in lines}
    assert {name.replace(" ", "").lower() for name in LONG} <= drawn  # not a letter is lost


def test_forty_homes_have_a_row_each_as_high_as_one_of_four():
    few, many = (homes_chart([f"Home {number}" for number in range(1, homes + 1)]) for homes in (4, 40))
    assert len(many.layout.yaxis.ticktext) == 41
    assert row_px(many) == row_px(few) == ROW_PX
    assert many.layout.height == pytest.approx(few.layout.height + 36 * ROW_PX)
    assert many.layout.margin.t >= KEY_PX


def test_counts_of_a_million_are_written_with_thousands_inside_the_axis():
    figure = homes_chart(["Home 1", "Home 2"], before=1_234_567, now=1_000_001)
    texts = {text for trace in figure.data for text in trace.text or ()}
    assert {"1,234,567", "<b>1,000,001</b>", "2,469,134"} <= texts
    low, high = figure.layout.xaxis.range
    drawn = [x for trace in figure.data for x in trace.x if x is not None]
    assert low < 0 < max(drawn) < high
    assert figure.layout.xaxis.dtick is None


def test_a_home_not_open_in_a_period_says_so_in_place_of_its_share():
    homes = places(["Home 1", "Home 2"]).assign(opened=[None, date(2022, 9, 12)])
    counts = pd.DataFrame(
        [(1, YEAR_BEFORE.start, True, False, 9), (2, YEAR.start, True, False, 9)],
        columns=["home_id", "month", "missing", "no_apparent_risk", "count"],
    )
    table = missing_share(counts, homes, coverage("home", ["1", "2"]), YEAR_BEFORE, YEAR)
    figure = missing_share_chart(release({"missing": table}, "partnership")["missing"], **LABELS)
    assert [told.text for told in figure.layout.annotations if told.y == 2] == ["2021-22: not open"]


def test_a_picture_of_nothing_says_so_inside_its_frame():
    figure = types_chart([])
    (told,) = figure.layout.annotations
    low, high = sorted(figure.layout.yaxis.range)
    assert told.text == "Nothing to draw in these periods"
    assert low < told.y < high
    assert figure.layout.xaxis.range[0] <= told.x < figure.layout.xaxis.range[1]


@CHARTS
def test_an_axis_title_fits_beside_labels_of_full_width(chart):
    assert len(chart(LONG).layout.xaxis.title.text) <= 36
