"""A figure made larger for a room."""

import plotly.graph_objects as go

from analysis.charts import dressed, enlarged


def drawn():
    figure = go.Figure(
        go.Scatter(
            x=[1, 2],
            y=[3, 4],
            marker={"size": 10, "line": {"width": 2.5}},
            error_x={"array": [1, 1], "width": 4},
            hovertext=["size", "width"],
        )
    )
    figure.add_bar(x=[1], y=[2], width=0.5)
    figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=1, line={"width": 5})
    figure.add_annotation(x=1, y=2, text="here", xshift=9, yshift=-19, borderpad=1)
    figure.update_layout(height=300, margin={"t": 40})
    figure.update_yaxes(ticklabelstandoff=12, range=[0, 5])
    return dressed(figure)


def test_type_marks_lines_and_distances_grow_alike():
    large = enlarged(drawn(), 1.6)
    points = large.data[0]
    assert large.layout.template.layout.font.size == 24
    assert (large.layout.height, large.layout.margin.t) == (480, 64)
    assert (points.marker.size, points.marker.line.width, points.error_x.width) == (16, 4, 6)
    assert large.layout.shapes[0].line.width == 8
    here = large.layout.annotations[0]
    assert (here.xshift, here.yshift, here.borderpad) == (14, -30, 2)
    assert large.layout.yaxis.ticklabelstandoff == 19


def test_the_ends_of_a_shape_drawn_in_pixels_grow_and_those_in_units_of_an_axis_stay():
    figure = drawn()
    figure.add_shape(type="line", xsizemode="pixel", xanchor=3, x0=-10, x1=20, y0=1, y1=2)
    figure.add_shape(type="line", ysizemode="pixel", yanchor=4, x0=1, x1=2, y0=-5, y1=15)
    _, across, upright = enlarged(figure, 2).layout.shapes
    assert (across.x0, across.x1, across.y0, across.y1, across.xanchor) == (-20, 40, 1, 2, 3)
    assert (upright.x0, upright.x1, upright.y0, upright.y1, upright.yanchor) == (1, 2, -10, 30, 4)


def test_values_texts_and_the_width_of_bars_stay():
    before, large = drawn(), enlarged(drawn(), 1.6)
    for name in ("x", "y", "hovertext"):
        assert getattr(large.data[0], name) == getattr(before.data[0], name)
    assert large.data[1].width == before.data[1].width
    assert tuple(large.layout.yaxis.range) == (0, 5)
    here = large.layout.annotations[0]
    assert (here.x, here.y, here.text) == (1, 2, "here")


def test_the_figure_it_was_made_of_is_left_alone():
    figure = drawn()
    enlarged(figure, 2)
    assert figure == drawn()
