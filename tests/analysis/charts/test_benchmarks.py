"""Published shares, as drawn: a panel a kind of source, and no line from one to another."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.benchmarks import convicted_or_cautioned
from analysis.charts import convicted_or_cautioned_chart, theme
from analysis.charts.benchmarks import PANEL_PX
from analysis.charts.labels import TEXT_LINE_PX
from analysis.disclosure import release

COLUMNS = ["area", "year", "percent", "numerator", "denominator", "source"]
NAN = float("nan")
DERBY = {2021: (11, 293), 2022: (12, 297), 2023: (12, 311), 2024: (17, 302), 2025: (13, 279)}
ENGLAND = {2021: (960, 40470), 2022: (860, 39920), 2023: (830, 40600), 2024: (930, 41530), 2025: (800, 40990)}


def counts(area, by_year, source="DfE tables"):
    return [(area, year, NAN, *numbers, source) for year, numbers in by_year.items()]


def percent(area, by_year, source="DfE, whole percentages"):
    return [(area, year, value, NAN, NAN, source) for year, value in by_year.items()]


def drawn(*rows, name="Derby City"):
    frame = pd.DataFrame([row for some in rows for row in some], columns=COLUMNS)
    table = convicted_or_cautioned(frame.astype(dict.fromkeys(COLUMNS[2:5], "float64")), name)
    return convicted_or_cautioned_chart(release({"t": table}, "partnership")["t"])


def marks(figure):
    return [trace for trace in figure.data if trace.mode == "markers"]


def lines(figure):
    return [trace for trace in figure.data if trace.mode == "lines"]


def written(figure):
    return [note.text.replace("<b>", "").replace("</b>", "") for note in figure.layout.annotations]


BY_COUNTS = (counts("Derby", DERBY), counts("England", ENGLAND, "DfE rounded"))


def test_derbys_counts_have_their_interval_and_are_written_as_counts():
    figure = drawn(*BY_COUNTS)
    own = next(trace for trace in marks(figure) if trace.name == "Derby")
    assert [round(100 * (y + up), 1) for y, up in zip(own.y, own.error_y.array, strict=True)] == [
        6.6,
        6.9,
        6.6,
        8.8,
        7.8,
    ]
    assert [round(100 * (y - down), 1) for y, down in zip(own.y, own.error_y.arrayminus, strict=True)] == [
        2.1,
        2.3,
        2.2,
        3.5,
        2.7,
    ]
    assert {"11 of 293", "12 of 297", "12 of 311", "17 of 302", "13 of 279", "Derby", "England"} <= set(written(figure))
    england = next(trace for trace in marks(figure) if trace.name == "England")
    assert england.error_y.array is None


def test_no_percentage_is_written_beside_a_mark_or_told_by_it():
    figure = drawn(*BY_COUNTS, percent("Derby", {2016: 5, 2017: 3}), percent("Derby", {2006: 6.7}, "a paper"))
    assert not [text for text in written(figure) if "%" in text.replace("95%", "")]
    assert not [text for trace in marks(figure) for text in trace.hovertext if "%" in text]


def test_counts_and_percentages_stand_in_panels_of_their_own():
    figure = drawn(*BY_COUNTS, percent("Derby", {2021: 4, 2022: 4}), percent("England", {2021: 2, 2022: 2}))
    assert {(trace.name, trace.yaxis) for trace in marks(figure)} == {
        ("Derby", "y"),
        ("England", "y"),
        ("Derby", "y2"),
        ("England", "y2"),
    }
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert len(lines(figure)) == len(marks(figure)) == 4  # one line a series, so none can join two


def test_papers_of_other_years_stand_beside_percentages_and_of_the_same_years_apart():
    older = drawn(percent("Derby", {2016: 5, 2017: 3}), percent("Derby", {2006: 6.7}, "a paper"))
    assert {trace.yaxis for trace in marks(older)} == {"y"}
    assert {trace.marker.symbol for trace in marks(older)} == {"circle", "diamond"}
    same = drawn(percent("Derby", {2016: 5, 2017: 3}), percent("Derby", {2016: 6.7}, "a paper"))
    assert {trace.yaxis for trace in marks(same)} == {"y", "y2"}


def test_a_line_stops_where_the_definition_changed_and_where_a_year_is_missing():
    years = {2011: 9.8, 2012: 8.7, 2013: 8.2, 2014: 6, 2016: 5}
    figure = drawn(percent("Derby", years, "a paper"))
    (line,) = lines(figure)
    assert list(line.x) == [2011, 2012, 2013, None, 2014, None, 2016]
    (shape,) = figure.layout.shapes
    assert 2013 < shape.x0 == shape.x1 < 2014
    assert "8 April 2013:<br>definition changed" in written(figure)


@pytest.mark.parametrize("years", [{2016: 5, 2017: 6}, {2009: 9, 2013: 8}])
def test_years_on_one_side_of_the_change_have_no_break_line(years):
    assert not drawn(percent("Derby", years)).layout.shapes


def test_a_withheld_year_has_no_mark():
    figure = drawn(percent("Derby", {2016: 5, 2017: NAN, 2018: 7}))
    assert [list(trace.x) for trace in marks(figure)] == [[2016, 2018]]


def test_the_authority_is_bright_and_lies_on_top_and_the_region_is_quiet():
    rows = [percent(area, {2024: 6, 2025: 5}) for area in ("Derby", "England", "East Midlands")]
    figure = drawn(*rows)
    assert figure.data[-1].name == "Derby"
    assert [trace.name for trace in marks(figure) if trace.marker.color == theme.HOME] == ["Derby"]
    widths = {trace.name: line.line.width for trace, line in zip(marks(figure), lines(figure), strict=True)}
    assert widths["East Midlands"] < widths["England"] < widths["Derby"]


def test_a_quarter_of_the_authoritys_own_is_not_drawn():
    figure = drawn(
        percent("Derby", {2006: 6.7}, "a paper"), percent("Derby, January-March quarter", {2006: 11}, "a paper")
    )
    assert [trace.name for trace in marks(figure)] == ["Derby"]


def test_nothing_of_an_unknown_authority_is_drawn():
    figure = drawn(*BY_COUNTS, name="Kent")
    assert len(figure.data) == 1
    assert not figure.layout.annotations


@given(*[st.floats(0, 14).map(lambda share: round(share, 1))] * 3)
def test_names_of_lines_never_print_over_each_other(derby, england, region):
    areas = {"Derby": derby, "England": england, "East Midlands": region}
    figure = drawn(*(percent(area, {2024: 5, 2025: value}) for area, value in areas.items()))
    low, high = figure.layout.yaxis.range
    heights = sorted(note.y for note in figure.layout.annotations if note.text.strip("</b>") in areas)
    assert len(heights) == 3
    assert low <= heights[0] <= heights[-1] <= high
    apart = 0.999 * TEXT_LINE_PX / PANEL_PX * (high - low)
    assert all(upper - lower >= apart for lower, upper in itertools.pairwise(heights))


def test_a_chart_takes_nothing_that_did_not_pass_the_gate():
    with pytest.raises(TypeError, match="Released"):
        convicted_or_cautioned_chart(pd.DataFrame())
