"""Lines and pairs of bars named where they end, so that nobody looks from a key to a line and back.

A key has no order that can be set: of horizontal bars Word lists what stands above first, LibreOffice what was given
last, whatever the axes and the place of the key are. Beside its bar a name can be told of one bar only.
"""

from itertools import pairwise

from pptx.chart.chart import Chart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from analysis.charts.theme import TEXT
from analysis.document.characters import on_one_line
from analysis.document.pieces import ChartPiece

CLOSEST_ENDS = 0.09  # of the axis: nearer ends would print their names upon each other
LONGEST_NAME = 24
PER_CHARACTER = 0.0125  # of the width of a chart
LEFT, TOP, HEIGHT, LOWER_HEIGHT = 0.1, 0.14, 0.66, 0.56
PLOT = 0.7  # of the width of a chart: what the names of the rows leave to the bars, at least
MOST_UPRIGHT = 12  # names below the axis; more of them are turned and need more room


def is_named_at_its_ends(piece: ChartPiece, scale: tuple[float, float, float]) -> bool:
    """Whether all names find room at the right: short ones, of lines that end where others do not."""
    if piece.kind != "lines" or len(piece.series) < 2:
        return False
    if any(len(on_one_line(series.name)) > LONGEST_NAME for series in piece.series):
        return False
    ends = [series.values[-1] for series in piece.series]
    known = sorted(end for end in ends if end is not None)
    low, high, _ = scale
    apart = [after - before for before, after in pairwise(known)]
    return len(known) == len(ends) and min(apart) >= CLOSEST_ENDS * (high - low)


def rows_that_name(piece: ChartPiece) -> list[int | None]:
    """The row in which each series of paired bars is named: the first that has all of them, else its own first one.

    None for a series that has no bar at all; no rows where a key is needed.
    """
    if piece.kind != "paired bars" or len(piece.series) < 2:
        return []
    if any(len(on_one_line(series.name)) > LONGEST_NAME for series in piece.series):
        return []
    known = [[row for row, value in enumerate(series.values) if value is not None] for series in piece.series]
    whole = sorted(set(known[0]).intersection(*known[1:]))
    return [whole[0]] * len(known) if whole else [next(iter(rows), None) for rows in known]


def room_for_names(piece: ChartPiece) -> float:
    """How high the axis of paired bars has to reach, so that a name and a number find room after their bar."""
    reached = 0.0
    for series, row in zip(piece.series, rows_that_name(piece), strict=False):
        value = (series.values[row] or 0.0) if row is not None else 0.0
        characters = len(on_one_line(series.name)) + len(f": {value:,.0f}")
        reached = max(reached, value / (1 - PER_CHARACTER * characters / PLOT))
    return reached


def name_bars(chart: Chart, piece: ChartPiece) -> None:
    """The name of each series before its number, at its bar in one row."""
    last = len(piece.series) - 1
    for number, (series, row) in enumerate(zip(chart.plots[0].series, rows_that_name(piece), strict=False)):
        if row is not None:
            end = _end(row, piece.number_format, place="outEnd", bold=number == last, with_value=True)
            series.data_labels._element.insert(0, parse_xml(end))


def name_ends(chart: Chart, piece: ChartPiece, *, with_values: bool) -> None:
    """The name of each line at its last point, with room for it at the right."""
    for series in chart.plots[0].series:
        labels = series.data_labels
        if not with_values:
            labels.show_value = False
        last = len(piece.categories) - 1
        end = _end(last, piece.number_format, place="r", bold=True, with_value=with_values)
        labels._element.insert(0, parse_xml(end))
    characters = max(len(on_one_line(series.name)) for series in piece.series) + (6 if with_values else 0)
    height = HEIGHT if len(piece.categories) <= MOST_UPRIGHT else LOWER_HEIGHT
    area = chart._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for found in area.findall(qn("c:layout")):
        area.remove(found)
    area.insert(0, parse_xml(_room(1 - LEFT - 0.02 - PER_CHARACTER * characters, height)))


def _end(row: int, number_format: str, *, place: str, bold: bool, with_value: bool) -> str:
    shown = {"LegendKey": 0, "Val": int(with_value), "CatName": 0, "SerName": 1, "Percent": 0, "BubbleSize": 0}
    code = number_format.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{row}"/><c:numFmt formatCode="{code}" sourceLinked="0"/>'
        '<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="1000" b="{int(bold)}"><a:solidFill><a:srgbClr val="{TEXT.removeprefix("#")}"/></a:solidFill>'
        f'</a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr><c:dLblPos val="{place}"/>'
        + "".join(f'<c:show{name} val="{value}"/>' for name, value in shown.items())
        + "<c:separator>: </c:separator></c:dLbl>"
    )


def _room(width: float, height: float) -> str:
    sides = {"x": LEFT, "y": TOP, "w": width, "h": height}
    return (
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        '<c:yMode val="edge"/>'
        + "".join(f'<c:{side} val="{value:.3f}"/>' for side, value in sides.items())
        + "</c:manualLayout></c:layout>"
    )
