"""A figure drawn for a desk, made larger for a room: type, marks, lines and distances alike."""

from typing import Any

import plotly.graph_objects as go

# What Plotly measures in pixels. A "width" is one only of a line or an error bar: that of a bar is in its axis' units.
PIXELS = frozenset(
    {
        "ax",
        "ay",
        "b",
        "borderpad",
        "borderwidth",
        "gridwidth",
        "height",
        "l",
        "linewidth",
        "pad",
        "r",
        "size",
        "standoff",
        "t",
        "thickness",
        "ticklabelstandoff",
        "ticklen",
        "tickwidth",
        "xshift",
        "yshift",
        "zerolinewidth",
    }
)
WIDTH_IN_PIXELS = frozenset({"line", "error_x", "error_y"})
# A shape may be drawn so many pixels from its anchor: then its ends are in pixels, else in the units of its axis.
ENDS_OF_A_SHAPE = {"xsizemode": {"x0", "x1"}, "ysizemode": {"y0", "y1"}}


def enlarged(figure: go.Figure, factor: float) -> go.Figure:
    """A copy of a figure, its template included, with `factor` times as many pixels for all of it."""
    return go.Figure({name: _grown(part, factor, name) for name, part in figure.to_dict().items()})


def _grown(part: Any, factor: float, name: str) -> Any:
    if isinstance(part, dict):
        pixels = PIXELS | ({"width"} if name in WIDTH_IN_PIXELS else set())
        for mode, ends in ENDS_OF_A_SHAPE.items():
            pixels |= ends if part.get(mode) == "pixel" else set()
        return {key: _scaled(value, factor, key, key in pixels) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_grown(item, factor, name) for item in part]
    return part


def _scaled(value: Any, factor: float, key: str, in_pixels: bool) -> Any:
    if in_pixels and isinstance(value, int | float) and not isinstance(value, bool):
        # Some distances are whole numbers to Plotly, and it refuses others.
        return round(value * factor) if isinstance(value, int) else value * factor
    if in_pixels and isinstance(value, list | tuple):
        return [_scaled(item, factor, key, in_pixels) for item in value]
    return _grown(value, factor, key)
