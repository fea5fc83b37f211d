"""Charts of the protocol: what is drawn, in which order, with gaps where nothing was supplied."""

from itertools import pairwise

import pandas as pd

from analysis.charts.protocol import checklist_chart, response_grades_chart
from analysis.disclosure import release
from analysis.protocol import GRADES
from analysis.results import NAN, count_figure, result_frame

NOTHING = (NAN, NAN, NAN)
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}


def grades(*parts):
    rows = [
        count_figure({"part": part, "grade": label, "order": order}, "current", value)
        for order, (part, values) in enumerate(parts)
        for label, value in zip(GRADES.values(), values, strict=True)
    ]
    return release({"g": result_frame(("part", "grade", "order"), rows)}, "partnership")["g"]


def test_each_grade_is_a_line_with_its_name_at_its_end_and_a_gap_where_nothing_was_supplied():
    figure = response_grades_chart(
        grades(
            ("April to June 2022", (40, 5, 5)), ("July to September 2022", (NAN, NAN, NAN)), ("June 2023", (60, 6, 5))
        )
    )
    assert [trace.name for trace in figure.data] == list(GRADES.values())
    assert list(figure.data[0].y) == [40, None, 60]
    assert len({(trace.line.dash, trace.marker.symbol) for trace in figure.data}) == 3
    assert sorted(note.text for note in figure.layout.annotations) == sorted(GRADES.values())
    places = sorted(note.y for note in figure.layout.annotations)
    assert min(after - before for before, after in pairwise(places)) > 5
    assert list(figure.layout.xaxis.ticktext) == ["Apr-Jun<br>2022", "Jul-Sep<br>2022", "Jun<br>2023"]


def test_nothing_supplied_is_drawn_as_nothing():
    figure = response_grades_chart(grades(("April to June 2022", (NAN, NAN, NAN))))
    assert not [value for trace in figure.data for value in trace.y if value is not None]
    assert not figure.layout.annotations


def test_of_many_parts_only_some_are_named_the_last_always():
    figure = response_grades_chart(grades(*((f"June {year}", (1, 1, 1)) for year in range(2000, 2008))))
    assert list(figure.layout.xaxis.ticktext) == ["Jun<br>2001", "Jun<br>2003", "Jun<br>2005", "Jun<br>2007"]


def test_checklists_are_pairs_in_the_order_of_the_result():
    rows = [
        count_figure({"standing": standing, "order": order}, when, count)
        for order, standing in enumerate(("in time", "late"))
        for when, count in (("previous", 1), ("current", 2))
    ]
    released = release({"c": pd.DataFrame(result_frame(("standing", "order"), rows))}, "partnership")["c"]
    figure = checklist_chart(released, **LABELS)
    assert list(figure.layout.yaxis.ticktext) == ["In time", "Late"]
