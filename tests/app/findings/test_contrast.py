"""Colours of every picture on the sample: words and marks stand out from their ground, and none by colour alone.

axe does not look at the words of charts, so they are asked for here.
"""

import importlib
import inspect
import pkgutil
import re

import pytest

import app.findings
from analysis import charts
from analysis.charts import dressed
from analysis.charts.theme import GRID, PAPER
from app.findings.asked import Ask
from app.findings.explore import explore
from app.findings.finding import Finding
from app.findings.investigations import open_case_actions, under_investigation
from tests.app.findings.test_findings import FINDINGS, OF_NO_PERIOD

TEXT_CONTRAST = 4.5  # WCAG 1.4.3; all words of charts are 15 px
MARK_CONTRAST = 3.0  # WCAG 1.4.11
DECORATIVE = {GRID: "lines of the grid: every figure is written beside its mark or in the table"}
ASKED = {
    "all homes": {},
    "one home": {"lines": ("home-1",)},
    "a quarter": {"current": "2022-23-Q3", "previous": "2021-22-Q3"},
    "no data before": {"current": "2021-22", "previous": "2020-21"},
}
EXPLORED = (  # a picture of each form
    Ask(),
    Ask("crimes", "line"),
    Ask("incidents", "quarter"),
    Ask("incidents", "year"),
    Ask("missing-share", "quarter"),
    Ask("incident-rate", "line"),
    Ask("yjs-contacts"),
)
OF_CASES = (open_case_actions, under_investigation)  # tables alone, no picture
LINES = ("lines", "lines+markers")
RGBA = re.compile(r"rgba\((\d+), *(\d+), *(\d+), *([\d.]+)\)")


def parts(colour):
    """Red, green, blue from 0 to 1; what is see-through lies on paper."""
    seen_through = RGBA.fullmatch(colour)
    if seen_through:
        *own, alpha = map(float, seen_through.groups())
        return [part / 255 * alpha + 1 - alpha for part in own]
    assert re.fullmatch("#[0-9A-Fa-f]{6}", colour), colour
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def contrast(one, other):
    """The contrast ratio of WCAG 2.2."""

    def light(colour):
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour)]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def listed(value):
    return list(value) if isinstance(value, list | tuple) else [value]


def axes_of(layout):
    return {name: axis for name, axis in layout.items() if re.fullmatch(r"[xy]axis\d*", name)}


def words_of(figure):
    """Every text of a figure: what it says, its colour and the colour it stands on."""
    layout, look = figure["layout"], figure["layout"]["template"]["layout"]
    usual = look["font"]["color"]
    for note in layout.get("annotations", []):
        yield note["text"], note.get("font", {}).get("color", usual), note.get("bgcolor", PAPER)
    for name, axis in axes_of(layout).items():
        of_kind = look[name[:5]]
        yield f"ticks of {name}", axis.get("tickfont", of_kind["tickfont"])["color"], PAPER
        title = axis.get("title", {})
        if title.get("text"):
            yield title["text"], {**of_kind["title"]["font"], **title.get("font", {})}["color"], PAPER
    yield "key", {**look["legend"]["font"], **layout.get("legend", {}).get("font", {})}["color"], PAPER
    for trace in figure["data"]:
        for colour in listed(trace.get("textfont", {}).get("color", usual)) if "text" in trace else []:
            yield str(trace["text"]), colour, PAPER


def drawn_of(figure):
    """The traces in which there is something to see."""
    return [trace for trace in figure["data"] if trace.get("x") is not None and len(trace["x"])]


def marks_of(figure):
    """Every mark, line and shape: what it is, and its colours, one of which has to be seen."""
    for trace in drawn_of(figure):
        name, marker, line = trace.get("name"), trace.get("marker", {}), trace.get("line", {})
        mode = trace.get("mode", "")
        if "markers" in mode or trace["type"] == "bar":
            edges = listed(marker.get("line", {}).get("color", []))  # a stroke has an edge and no fill
            for colour in listed(marker.get("color", edges)):
                yield f"marks of {name}", [colour, *edges]
        if mode in LINES:
            yield f"line of {name}", [line["color"]]
        for error in ("error_x", "error_y"):
            if error in trace:
                yield f"interval of {name}", [trace[error]["color"]]
    for shape in figure["layout"].get("shapes", []):
        yield "shape", [colour for colour in (shape.get("line", {}).get("color"), shape.get("fillcolor")) if colour]
    for name, axis in axes_of(figure["layout"]["template"]["layout"]).items():
        yield f"grid of {name}", [axis["gridcolor"]]
        yield f"edge of {name}", [axis["linecolor"]]


def look_without_colour(trace):
    """All by which marks can be told apart but their colour; a mark of paper is hollow."""
    marker, line = trace.get("marker", {}), trace.get("line", {})
    symbols = tuple(map(str, listed(marker.get("symbol", "circle"))))
    hollow = {colour == PAPER for colour in listed(marker.get("color", ""))}
    drawn_line = (line.get("dash", "solid"), line.get("width")) if trace.get("mode") in LINES else None
    pattern = marker.get("pattern", {}).get("shape")
    sizes = tuple(listed(marker.get("size")))
    return trace["type"], trace.get("mode"), symbols, sizes, frozenset(hollow), drawn_line, pattern


def colours_of(trace):
    if trace.get("mode") == "lines":
        return frozenset([trace["line"]["color"]])
    return frozenset(listed(trace.get("marker", {}).get("color", "")))


@pytest.fixture(scope="module")
def figures(ask, source):
    """Every picture on the sample, those behind the verdicts and one with a line brought out included."""
    drawn = {}
    for build in (*FINDINGS, *OF_NO_PERIOD):
        for asked, choice in ASKED.items():
            finding = build(ask(**choice), source)
            drawn[f"{build.__name__}, {asked}"] = finding.figure
            if finding.how_sure is not None:
                drawn[f"how sure of {build.__name__}, {asked}"] = finding.how_sure.figure
            for letter in finding.choices[:1]:
                drawn[f"{build.__name__}, {asked}, {letter}"] = build(ask(**choice), source, letter).figure
    for explored in EXPLORED:
        drawn[f"explore, {explored}"] = explore(ask(), source, explored).figure
    return {name: dressed(figure).to_plotly_json() for name, figure in drawn.items() if figure is not None}


def found_in(figures, look):
    """What a look at each figure finds wrong, under the figure's name."""
    found = {name: list(look(figure)) for name, figure in figures.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_every_finding_and_every_chart_is_looked_at(figures):
    modules = [
        importlib.import_module(f"app.findings.{own.name}") for own in pkgutil.iter_modules(app.findings.__path__)
    ]
    made = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(function).return_annotation is Finding
        and list(inspect.signature(function).parameters)[:2] == ["question", "source"]
    }
    assert made == {build.__name__ for build in (*FINDINGS, *OF_NO_PERIOD, *OF_CASES, explore)}
    told = "".join(inspect.getsource(module) for module in modules)
    assert [name for name in charts.__all__ if name.endswith("_chart") and f"{name}(" not in told] == []
    assert len(figures) > len(made)


def test_words_of_pictures_stand_out_from_their_ground(figures):
    def faint(figure):
        for text, colour, ground in words_of(figure):
            if contrast(colour, ground) < TEXT_CONTRAST:
                yield f"{text}: {colour} on {ground}"

    assert found_in(figures, faint) == {}


def test_marks_and_lines_stand_out_from_the_paper_unless_they_only_decorate(figures):
    def faint(figure):
        for name, colours in marks_of(figure):
            if max(contrast(colour, PAPER) for colour in colours) < MARK_CONTRAST and not set(colours) <= set(
                DECORATIVE
            ):
                yield f"{name}: {colours}"

    assert found_in(figures, faint) == {}


def test_nothing_is_told_apart_by_colour_alone(figures):
    def alike(figure):
        drawn = drawn_of(figure)
        for place, one in enumerate(drawn):
            for other in drawn[place + 1 :]:
                if look_without_colour(one) == look_without_colour(other) and colours_of(one) != colours_of(other):
                    yield f"{one.get('name')}, {other.get('name')}"

    assert found_in(figures, alike) == {}


def test_words_of_pictures_have_no_colours_of_their_own_within_a_text(figures):
    def coloured(figure):
        return (text for text, _, _ in words_of(figure) if "color" in text)

    assert found_in(figures, coloured) == {}


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#FFFFFF", 21), ("#767676", "#FFFFFF", 4.54)])
def test_contrast_is_the_ratio_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_a_see_through_colour_is_taken_as_it_looks_on_paper():
    assert contrast("rgba(0, 0, 0, 0)", "#FFFFFF") == 1


def test_faint_words_and_marks_told_apart_by_colour_would_be_found(figures):
    figure = next(iter(figures.values()))
    assert min(contrast("#A9BBCB", ground) for _, _, ground in words_of(figure)) < MARK_CONTRAST
    one = {"type": "scatter", "mode": "markers", "marker": {"color": "#12436D", "size": 9}}
    other = {"type": "scatter", "mode": "markers", "marker": {"color": "#F46A25", "size": 9}}
    assert look_without_colour(one) == look_without_colour(other)
    assert colours_of(one) != colours_of(other)
