"""Charts are Word's own: they hold their numbers, tell what they show, and part series without colour."""

import io

import pytest
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from analysis.charts.theme import HOME
from analysis.document import ChartPiece, Series, document
from analysis.document.characters import on_one_line
from tests.analysis.document.opened import SETTINGS, Opened

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "word/charts/chart1.xml"
SOLID = HOME.removeprefix("#")


def cached(chart):
    """What the chart itself holds: categories, and by series its name and the values by their place."""
    series = list(chart.iter(f"{C}ser"))
    categories = [point.findtext(f"{C}v") for point in series[0].find(f"{C}cat").iter(f"{C}pt")]
    return categories, [
        (
            found.find(f"{C}tx").findtext(f".//{C}v"),
            {int(point.get("idx")): float(point.findtext(f"{C}v")) for point in found.find(f"{C}val").iter(f"{C}pt")},
        )
        for found in series
    ]


def workbook_of(opened, number=1):
    return load_workbook(io.BytesIO(opened.part(f"word/embeddings/chart{number}.xlsx"))).active


@pytest.mark.parametrize("kind", ["paired bars", "stacked bars", "lines"])
def test_the_chart_and_its_workbook_hold_the_numbers_and_a_gap_is_none(made, chart_of, kind):
    opened = made(chart_of(kind=kind))
    categories, series = cached(opened.xml(CHART))
    assert categories == ["Home 1", "Home 2", "Home 3/4"]
    assert series == [("2021-22", {0: 18, 2: 4}), ("2022-23", {0: 5, 1: 10, 2: 3})]
    assert opened.xml(CHART).find(f".//{C}dispBlanksAs").get("val") == "gap"
    assert list(workbook_of(opened).values) == [
        (None, "2021-22", "2022-23"),
        ("Home 1", 18, 5),
        ("Home 2", None, 10),
        ("Home 3/4", 4, 3),
    ]


def test_the_chart_leads_to_its_workbook_so_that_word_can_edit_it(made, chart_of):
    opened = made(chart_of(), chart_of())
    for number in (1, 2):
        inside = opened.xml(f"word/charts/chart{number}.xml").find(f"{C}externalData")
        relations = etree.fromstring(opened.part(f"word/charts/_rels/chart{number}.xml.rels"))
        targets = {found.get("Id"): found.get("Target") for found in relations}
        assert targets[inside.get(qn("r:id"))] == f"../embeddings/chart{number}.xlsx"
    formulas = [found.text for found in opened.xml(CHART).iter(f"{C}f")]
    assert set(formulas) == {"Sheet1!$A$2:$A$4", "Sheet1!$B$1", "Sheet1!$C$1", "Sheet1!$B$2:$B$4", "Sheet1!$C$2:$C$4"}


def test_every_chart_has_its_alternative_text_and_title_and_a_number_of_its_own(made, chart_of):
    opened = made(chart_of(alt="First."), chart_of(alt='Second: "more" & <fewer>.'))
    told = list(opened.xml().iter(qn("wp:docPr")))
    assert [found.get("descr") for found in told] == ["First.", 'Second: "more" & <fewer>.']
    assert [found.get("title") for found in told] == ["Fewer crimes at the homes"] * 2
    assert len({found.get("id") for found in told}) == 2


@pytest.mark.parametrize("missing", ["alt", "title", "caption", "axis_title"])
def test_a_chart_without_its_words_is_refused(chart_of, missing):
    with pytest.raises(ValueError, match=missing.replace("_", " ")):
        chart_of(**{missing: " "})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"categories": [], "series": [Series("a", [])]}, "no categories"),
        ({"series": []}, "0 series"),
        ({"series": [Series(str(number), [1, 2, 3]) for number in range(4)]}, "4 series"),
        ({"series": [Series("2021-22", [1, 2])]}, "2 values for 3 categories"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(chart_of, changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        chart_of(**changed)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="a gap is None"):
        Series("2021-22", [1, value])


def test_the_earlier_period_is_a_light_outlined_bar_and_the_later_a_solid_one(made, chart_of):
    earlier, later = opened_series(made(chart_of()))
    assert fill(earlier) == "BFBFBF"
    assert fill(later) == SOLID
    assert outline(earlier) == SOLID


def test_one_series_alone_is_solid_and_has_no_key(made, chart_of):
    opened = made(chart_of(series=[Series("2022-23", [5, 10, 3])]))
    assert [fill(found) for found in opened_series(opened)] == [SOLID]
    assert opened.xml(CHART).find(f".//{C}legend") is None


def test_lines_differ_by_dash_and_by_marker(made, chart_of):
    series = opened_series(made(chart_of(kind="lines", series=[Series(str(y), [y, 2, y]) for y in range(4)])))
    dashes = [found.find(f"{C}spPr").find(f".//{A}prstDash").get("val") for found in series]
    markers = [found.find(f"{C}marker/{C}symbol").get("val") for found in series]
    assert dashes[-1] == "solid"
    assert len(set(dashes)) == len(set(markers)) == 4


def test_parts_of_a_bar_differ_by_pattern_where_neighbours_meet(made, chart_of):
    series = opened_series(made(chart_of(kind="stacked bars", series=[Series(str(y), [9, 8, 7]) for y in range(4)])))
    patterns = [found.find(f"{C}spPr").find(f"{A}pattFill") for found in series]
    assert [found is not None for found in patterns] == [False, True, False, True]
    assert patterns[1].get("prst") != patterns[3].get("prst")


def test_every_bar_has_its_number_and_the_first_category_is_at_the_top(made, chart_of):
    chart = made(chart_of()).xml(CHART)
    assert [found.find(f"{C}dLbls/{C}showVal").get("val") for found in chart.iter(f"{C}ser")] == ["1", "1"]
    assert chart.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"
    assert chart.find(f".//{C}valAx/{C}crosses").get("val") == "max"
    assert chart.find(f".//{C}majorGridlines") is None


def test_lines_that_end_apart_are_named_there_and_others_in_a_key(made, chart_of):
    apart = chart_of(kind="lines", series=[Series("2021-22", [9, 8, 9]), Series("2022-23", [1, 2, 1])])
    close = chart_of(kind="lines", series=[Series("2021-22", [9, 8, 5]), Series("2022-23", [1, 2, 5])])
    gap = chart_of(kind="lines", series=[Series("2021-22", [9, 8, None]), Series("2022-23", [1, 2, 5])])
    opened = made(apart, close, gap)
    keys, names = [], []
    for number in (1, 2, 3):
        chart = opened.xml(f"word/charts/chart{number}.xml")
        keys.append(chart.find(f".//{C}legend") is not None)
        names.append([found.get("val") for found in chart.iter(f"{C}showSerName")].count("1"))
    assert keys == [False, True, True]
    assert names == [2, 0, 0]


def names_beside_bars(chart):
    """Where a chart says the name of a series beside its number: series and row."""
    return [
        (number, int(label.find(f"{C}idx").get("val")))
        for number, series in enumerate(chart.iter(f"{C}ser"))
        for label in series.iter(f"{C}dLbl")
        if label.find(f"{C}showSerName").get("val") == label.find(f"{C}showVal").get("val") == "1"
    ]


@pytest.mark.parametrize(
    ("series", "named"),
    [
        ([Series("2021-22", [18, 32, 4]), Series("2022-23", [5, 10, 3])], [(0, 0), (1, 0)]),
        ([Series("2021-22", [None, 32, 4]), Series("2022-23", [5, 0, 3])], [(0, 1), (1, 1)]),
        ([Series("2021-22", [None, 32, None]), Series("2022-23", [5, None, 3])], [(0, 1), (1, 0)]),
        ([Series("2021-22", [None, None, None]), Series("2022-23", [5, None, 3])], [(1, 0)]),
        ([Series("A name that takes more room than there is", [18, 32, 4]), Series("2022-23", [5, 10, 3])], []),
    ],
)
def test_bars_are_named_in_the_first_row_that_has_them_all_and_long_names_in_a_key(made, chart_of, series, named):
    chart = made(chart_of(series=series)).xml(CHART)
    assert names_beside_bars(chart) == named
    assert (chart.find(f".//{C}legend") is None) == bool(named)


def test_the_axis_reaches_so_far_that_a_named_bar_has_room_for_its_name(made, chart_of):
    def reach(longest):
        series = [Series("2021-22", longest), Series("2022-23", [5, 5, 5])]
        return float(made(chart_of(series=series)).xml(CHART).find(f".//{C}valAx/{C}scaling/{C}max").get("val"))

    assert reach([5, 32, 5]) == 40
    assert reach([32, 5, 5]) >= 32 * 1.2


@pytest.mark.parametrize(
    ("values", "number_format", "scale"),
    [
        ([0, 1, 2], "#,##0", (0, 3, 1)),
        ([0, 0, 0], "#,##0", (0, 2, 1)),
        ([54, 18, None], "#,##0", (0, 60, 10)),
        ([1234, 2503, 8914], "#,##0", (0, 10000, 2000)),
        ([0.03, 0.05, 0.07], "0%", (0, 0.08, 0.02)),
        ([-3, 2, 1], "#,##0", (-3, 3, 1)),
    ],
)
def test_the_axis_starts_at_0_and_counts_in_whole_steps(made, chart_of, values, number_format, scale):
    axis = (
        made(chart_of(series=[Series("2022-23", values)], number_format=number_format)).xml(CHART).find(f".//{C}valAx")
    )
    ends = [float(axis.find(f"{C}scaling/{C}{end}").get("val")) for end in ("min", "max")]
    assert (*ends, float(axis.find(f"{C}majorUnit").get("val"))) == pytest.approx(scale)
    assert axis.find(f"{C}numFmt").get("formatCode") == number_format


def test_a_gap_is_said_below_the_chart_and_nothing_is_said_without_one(made, chart_of):
    assert made(chart_of()).texts("Paper note") == ["No figure is shown for Home 2 (2021-22). This does not mean none."]
    assert made(chart_of(series=[Series("2022-23", [5, 10, 3])])).texts("Paper note") == []


def test_a_chart_is_16_cm_wide_and_as_high_as_its_rows_need_but_never_higher_than_a_page(made, chart_of):
    def extent(rows):
        piece = chart_of(categories=[str(row) for row in range(rows)], series=[Series("2022-23", [1] * rows)])
        found = next(made(piece).xml().iter(qn("wp:extent")))
        return int(found.get("cx")), int(found.get("cy"))

    (width, low), (_, high), (_, highest) = extent(3), extent(10), extent(100)
    assert width == 16 * 360_000
    assert low < high < highest < 26 * 360_000


def test_the_letters_of_a_chart_are_those_of_the_document(made, chart_of):
    opened = made(chart_of())
    assert {found.get("typeface") for found in opened.xml(CHART).iter(f"{A}latin")} == {"Arial"}


@given(
    text=st.text(st.characters(codec=None), max_size=40),
    values=st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9)), min_size=1, max_size=5),
    kind=st.sampled_from(["paired bars", "stacked bars", "lines"]),
)
@example(text="=1+1", values=[1], kind="paired bars")
@example(text="]]>&<", values=[None], kind="lines")
@example(text="http://example.org", values=[0], kind="stacked bars")
@example(text="x" * 40_000, values=[1e-300, 3], kind="lines")
def test_any_names_and_numbers_come_back_from_the_chart_and_its_workbook(text, values, kind):
    words = text if on_one_line(text) else "Words"
    piece = ChartPiece(kind, [text] * len(values), [Series(text, values)], words, words, words, words)
    opened = Opened(document([piece], SETTINGS))
    _, [(name, points)] = cached(opened.xml(CHART))
    assert on_one_line(name or "") == on_one_line(text)
    assert points == {place: float(value) for place, value in enumerate(values) if value is not None}
    rows = list(workbook_of(opened).iter_rows(min_row=2, max_row=len(values) + 1, max_col=2, values_only=True))
    assert [row[1] for row in rows] == pytest.approx(values)
    assert all(cell.data_type != "f" for row in workbook_of(opened) for cell in row)
    assert {row[0] or "" for row in rows} == {on_one_line(text)[:32_767]}


def opened_series(opened):
    return list(opened.xml(CHART).iter(f"{C}ser"))


def fill(series):
    return series.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val")


def outline(series):
    return series.find(f"{C}spPr/{A}ln/{A}solidFill/{A}srgbClr").get("val")
