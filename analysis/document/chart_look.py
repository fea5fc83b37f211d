"""The look of a chart: fills and outlines, dashes and markers, so that no series is told by its colour alone."""

import math
from typing import Any

from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from analysis.charts.theme import GRID, HOME, PAPER, QUIET_TEXT, TEXT
from analysis.document.characters import on_one_line
from analysis.document.chart_ends import (
    is_named_at_its_ends,
    name_bars,
    name_ends,
    room_for_names,
    rows_that_name,
)
from analysis.document.pieces import ChartPiece

EARLIER = "#BFBFBF"  # the palette's fill for what stands behind the thing itself
# The palette in its order; neighbours in it are 3:1 apart.
PALETTE = (HOME, "#28A197", "#801650", "#F46A25")
# Earliest first; of fewer series the last ones are used, so that the latest is always solid.
BARS = (PAPER, EARLIER, HOME)
LINES = (
    ("#801650", MSO_LINE.LONG_DASH_DOT, XL_MARKER_STYLE.TRIANGLE),
    ("#28A197", MSO_LINE.ROUND_DOT, XL_MARKER_STYLE.DIAMOND),
    (QUIET_TEXT, MSO_LINE.DASH, XL_MARKER_STYLE.SQUARE),
    (HOME, MSO_LINE.SOLID, XL_MARKER_STYLE.CIRCLE),
)
PATTERNS = (None, MSO_PATTERN.DARK_UPWARD_DIAGONAL, None, MSO_PATTERN.DARK_HORIZONTAL)
TEXT_POINTS, TITLE_POINTS = 10, 12
MOST_LABELLED_POINTS = 12  # of a line chart; more numbers would stand upon each other
MOST_STEPS = 6
NARROW = 0.045  # of the axis: the part of a bar that a number of two digits takes


def dress(chart: Chart, piece: ChartPiece, font: str) -> None:
    """The look of all charts, then that of their kind. `font`: "" for the one of the document's theme."""
    chart.font.size = Pt(TEXT_POINTS)
    chart.font.color.rgb = _colour(TEXT)
    if font:
        chart.font.name = font
    _set_title(chart, piece)
    is_named = is_named_at_its_ends(piece, _scale(piece)) or bool(rows_that_name(piece))
    chart.has_legend = len(piece.series) > 1 and not is_named
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    _set_axes(chart, piece)
    {"paired bars": _paired_bars, "stacked bars": _stacked_bars, "lines": _lines}[piece.kind](chart, piece)
    _set_frame(chart)


def _set_title(chart: Chart, piece: ChartPiece) -> None:
    chart.has_title = True
    frame = chart.chart_title.text_frame
    frame.text = on_one_line(piece.title)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(TITLE_POINTS), True
    font.color.rgb = _colour(TEXT)
    chart.chart_title.include_in_layout = False


def _set_axes(chart: Chart, piece: ChartPiece) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = _colour(QUIET_TEXT)
    names.has_major_gridlines = False
    values.format.line.fill.background()
    values.tick_labels.number_format = piece.number_format
    values.tick_labels.number_format_is_linked = False
    values.has_title = True
    frame = values.axis_title.text_frame
    frame.text = on_one_line(piece.axis_title)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(TEXT_POINTS), False
    font.color.rgb = _colour(QUIET_TEXT)
    low, high, step = _scale(piece)
    values.minimum_scale, values.maximum_scale, values.major_unit = low, high, step
    values.has_major_gridlines = not _is_labelled(piece)
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = _colour(GRID)
    if piece.kind != "lines":
        names.reverse_order = True  # the first category at the top, as in the tables
        values._element.find(qn("c:crosses")).set("val", "max")  # and the numbers still below


def _scale(piece: ChartPiece) -> tuple[float, float, float]:
    """From 0, or from below where a value is, in steps that are easily read; counts have no half steps."""
    columns = [[series.values[row] or 0.0 for series in piece.series] for row in range(len(piece.categories))]
    if piece.kind == "stacked bars":
        ends = [sum(value for value in column if value * side > 0) for column in columns for side in (1, -1)]
    else:
        ends = [value for column in columns for value in column]
    high, low = max(0.0, *ends), min(0.0, *ends)
    whole = "." not in piece.number_format and "%" not in piece.number_format
    if high - low < 1e-9:  # nothing, or next to nothing, to draw
        high = low + (1.0 if whole else 0.1)
    rough = (high - low) / MOST_STEPS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, step)
    # Half a step of room above the highest value, where its number stands.
    steps = max(math.ceil(high / step + 0.25), math.ceil(room_for_names(piece) / step))
    return _clean(math.floor(low / step) * step), _clean(steps * step), _clean(step)


def _is_labelled(piece: ChartPiece) -> bool:
    """Whether every value has its number beside it, so that no lines of a grid are needed."""
    if piece.kind != "lines":
        return True
    return len(piece.series) <= 2 and len(piece.categories) <= MOST_LABELLED_POINTS


def _paired_bars(chart: Chart, piece: ChartPiece) -> None:
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.vary_by_categories = 45, -8, False
    for series, fill in zip(plot.series, BARS[-len(piece.series) :], strict=True):
        _fill(series.format, fill)
        _outline(series.format, HOME, 1.25)
        _label(series.data_labels, piece, XL_LABEL_POSITION.OUTSIDE_END, bold=fill == HOME)
    name_bars(chart, piece)


def _stacked_bars(chart: Chart, piece: ChartPiece) -> None:
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.vary_by_categories = 55, 100, False
    for number, series in enumerate(plot.series):
        pattern = PATTERNS[number]
        if pattern is None:
            _fill(series.format, PALETTE[number])
        else:
            series.format.fill.patterned()
            series.format.fill.pattern = pattern
            series.format.fill.fore_color.rgb = _colour(PALETTE[number])
            series.format.fill.back_color.rgb = _colour(PAPER)
        _outline(series.format, TEXT, 0.75)
        _label(series.data_labels, piece, XL_LABEL_POSITION.CENTER, bold=False)
        if pattern is None:
            series.data_labels.font.color.rgb = _colour(PAPER)
        else:
            _paper_behind(series.data_labels)
        _leave_out(series.data_labels, _narrow_parts(piece, number))


def _lines(chart: Chart, piece: ChartPiece) -> None:
    plot = chart.plots[0]
    looks = LINES[-len(piece.series) :]
    above = _series_above(piece)
    for number, (series, (colour, dash, marker)) in enumerate(zip(plot.series, looks, strict=True)):
        series.smooth = False
        _outline(series.format, colour, 2.25)
        series.format.line.dash_style = dash
        series.marker.style, series.marker.size = marker, 7
        _fill(series.marker.format, colour if number == len(looks) - 1 else PAPER)
        _outline(series.marker.format, colour, 1.5)
        if _is_labelled(piece):
            place = XL_LABEL_POSITION.ABOVE if number == above else XL_LABEL_POSITION.BELOW
            _label(series.data_labels, piece, place, bold=number == len(looks) - 1)
    if is_named_at_its_ends(piece, _scale(piece)):
        name_ends(chart, piece, with_values=_is_labelled(piece))


def _series_above(piece: ChartPiece) -> int:
    """Which line runs higher: its numbers stand above it, those of the other below."""
    known = [[value for value in series.values if value is not None] for series in piece.series]
    means = [sum(values) / len(values) if values else -math.inf for values in known]
    return means.index(max(means))


def _label(labels: Any, piece: ChartPiece, place: Any, *, bold: bool) -> None:
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = piece.number_format, False
    labels.position = place
    labels.font.size, labels.font.bold = Pt(TEXT_POINTS), bold
    labels.font.color.rgb = _colour(TEXT)


def _paper_behind(labels: Any) -> None:
    """White behind the numbers, so that they can be read upon a pattern."""
    plain = parse_xml(f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>')
    labels._element.find(qn("c:txPr")).addprevious(plain)


def _narrow_parts(piece: ChartPiece, number: int) -> list[int]:
    """The parts of a series that have no room for their numbers, which the table has as well."""
    _, high, _ = _scale(piece)
    values = piece.series[number].values
    return [row for row, value in enumerate(values) if value is not None and abs(value) < NARROW * high]


def _leave_out(labels: Any, rows: list[int]) -> None:
    for place, row in enumerate(rows):
        left_out = parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{row}"/><c:delete val="1"/></c:dLbl>')
        labels._element.insert(place, left_out)


def _set_frame(chart: Chart) -> None:
    """No frame, square corners, and a gap where there is no number."""
    space = chart._chartSpace
    for found in space.findall(qn("c:roundedCorners")):
        space.remove(found)
    square = parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>')
    space.find(qn("c:date1904")).addnext(square)
    frame = '<c:spPr {spaces}><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
    space.find(qn("c:chart")).addnext(parse_xml(frame.format(spaces=nsdecls("c", "a"))))
    for text in space.iter(qn("a:endParaRPr")):
        text.attrib.pop("lang", None)  # the language of the document, not that of the library
    space.find(f"{qn('c:chart')}/{qn('c:dispBlanksAs')}").set("val", "gap")


def _fill(part: Any, colour: str) -> None:
    part.fill.solid()
    part.fill.fore_color.rgb = _colour(colour)


def _outline(part: Any, colour: str, points: float) -> None:
    part.line.color.rgb = _colour(colour)
    part.line.width = Pt(points)


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))


def _clean(value: float) -> float:
    """0.30000000000000004 is 0.3."""
    return float(f"{value:.12g}")
