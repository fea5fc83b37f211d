"""Colours by meaning and the template that gives charts the page's type.

Colours: Analysis Function palette (analysisfunction.civilservice.gov.uk, "Data visualisation: colours in charts").
"""

from typing import Any

import plotly.graph_objects as go

HOME = "#12436D"
BETWEEN = "#7F97AD"  # 3:1 from the paper and from the marks of a home upon it
TICK = "#0B0C0C"
OTHER_CHILD = "#767676"
TEXT = "#0B0C0C"
QUIET_TEXT = "#4B5563"
EXACT_BAR = BETWEEN
GRID = "#E3E6EA"
PAPER = "#FFFFFF"
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
TEXT_PX = 15
MARK_PX = 15
ROW_PX = 46


def template() -> go.layout.Template:
    """The look of every chart: the page's font and size, quiet grid, no frame."""
    size = TEXT_PX
    axis: dict[str, Any] = {
        "gridcolor": GRID,
        "linecolor": GRID,
        "zeroline": False,
        "tickfont": {"color": TEXT, "size": size},
        "title": {"font": {"color": QUIET_TEXT, "size": size}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": size, "color": TEXT},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "colorway": [HOME, "#28A197", "#801650", "#F46A25"],
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "hoverlabel": {"font": {"family": FONT, "size": size}},
            "legend": {
                "orientation": "h",
                "xref": "container",
                "x": 0,
                "xanchor": "left",
                "yref": "container",
                "y": 1,
                "yanchor": "top",
                "itemclick": False,
                "itemdoubleclick": False,
                "font": {"size": size, "color": TEXT},
            },
            "dragmode": False,
            "modebar": {"color": QUIET_TEXT, "activecolor": TEXT, "bgcolor": "rgba(255,255,255,0)"},
        }
    )


def dressed(figure: go.Figure) -> go.Figure:
    """A copy of the figure with the template."""
    return go.Figure(figure).update_layout(template=template())
