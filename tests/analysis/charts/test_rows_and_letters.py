"""Rows of the Youth Justice Service, gaps that are not drawn, and letters that stay in the picture."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import cromarty_chart, missing_share_chart, theme, youth_justice_chart
from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import release
from analysis.results import figure, result_frame, share_figure
from analysis.youth_justice import YJS_MEASURES, youth_justice_table

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
NAN = float("nan")
SCALE = (0, 10)


def released(frame):
    return release({"table": frame}, "partnership")["table"]


def youth_justice(covered=("previous", "current")):
    """The published table, through the measure."""
    keys = {measure.label: measure.key for measure in YJS_MEASURES}
    with (PUBLISHED / "youth_justice.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            {"period": when, "measure": keys[row["measure"]], "count": int(row[column])}
            for row in csv.DictReader(lines)
            for when, column in (("previous", "previous_2021_22"), ("current", "current_2022_23"))
        ]
    return released(youth_justice_table(pd.DataFrame(rows), dict.fromkeys(covered, True)))


def scores(of_child):
    """Scores as {letter: [score at each meeting]}."""
    rows = [
        figure({"child": child, "meeting": meeting}, "both", "cromarty score", "score", score)
        for child, of_meetings in of_child.items()
        for meeting, score in enumerate(of_meetings, start=1)
    ]
    return released(result_frame(("child", "meeting"), rows))


def written(drawn):
    return [label.replace("<br>", " ") for label in drawn.layout.yaxis.ticktext]


def test_the_rows_of_youth_justice_stand_in_the_order_of_the_table_with_its_counts():
    drawn = youth_justice_chart(youth_justice(), **LABELS)
    assert written(drawn)[:4] == [
        "Young people involved with YJS",
        "On substantive court orders",
        "Offences committed in period",
        "Court appearances",
    ]
    hollow, solid = drawn.data
    assert (hollow.name, list(hollow.x)[:4]) == ("2021-22", [3, 2, 1, 4])
    assert (solid.name, list(solid.x)[:4]) == ("2022-23", [4, 2, 7, 23])
    assert (hollow.marker.color, solid.marker.color) == (theme.PAPER, theme.HOME)


def test_a_picture_of_few_children_holds_no_percentage():
    drawn = youth_justice_chart(youth_justice(), **LABELS)
    texts = [text for trace in drawn.data for text in (*trace.text, *trace.hovertext)]
    assert not [text for text in texts if "%" in text]


def test_a_period_that_is_not_covered_has_no_mark_in_any_row_to_point_at():
    drawn = youth_justice_chart(youth_justice(covered=("current",)), **LABELS)
    hollow, solid = drawn.data
    assert set(hollow.x) == {None}
    assert None not in list(solid.x)[:4]
    assert not drawn.layout.shapes


def test_a_share_of_a_period_that_was_not_supplied_has_no_mark_and_says_so():
    keys = {"line": "Home 1", "line_order": 1}
    rows = [
        share_figure(keys, "previous", "missing share", NAN, NAN, wilson=True),
        share_figure(keys, "current", "missing share", 40, 80, wilson=True),
    ]
    drawn = missing_share_chart(released(result_frame(("line", "line_order"), rows)), **LABELS)
    assert [list(trace.x) for trace in drawn.data] == [[None], [0.5]]
    assert [note.text for note in drawn.layout.annotations] == ["2021-22: not supplied"]


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 5000)), st.one_of(st.none(), st.integers(0, 5000))),
        min_size=1,
        max_size=12,
    )
)
def test_every_row_has_room_and_every_mark_lies_within_the_axes(counts):
    pairs = [
        Pair(f"Home {number}", previous, current, str(previous), str(current))
        for number, (previous, current) in enumerate(counts)
    ]
    drawn = pairs_chart(pairs, axis_title="Crimes", **LABELS)
    low, high = drawn.layout.xaxis.range
    bottom, top = drawn.layout.yaxis.range
    marks = [value for trace in drawn.data for value in trace.x if value is not None]
    assert all(low < value < high for value in marks)
    assert all(top < row < bottom for row in range(len(pairs)))
    assert drawn.layout.height >= theme.ROW_PX * len(pairs)


def test_only_the_line_that_is_followed_is_bright_and_it_lies_on_top():
    drawn = cromarty_chart(scores({letter: [4, 5] for letter in "ABC"}), SCALE, child="B")
    bright = [trace.name for trace in drawn.data if trace.line.color == theme.HOME]
    assert bright == [drawn.data[-1].name] == ["Child B"]
    colours = {note.text: note.font.color for note in drawn.layout.annotations}
    assert colours == {"<b>A</b>": theme.OTHER_CHILD, "<b>B</b>": theme.HOME, "<b>C</b>": theme.OTHER_CHILD}


def test_a_line_tells_a_letter_a_meeting_and_a_score_and_nothing_else():
    drawn = cromarty_chart(scores({"A": [4, 5.25]}), SCALE)
    assert list(drawn.data[0].hovertext) == ["Child A, meeting 1: 4.0", "Child A, meeting 2: 5.3"]


@pytest.mark.parametrize("child", ["", "A"])
def test_a_letter_stands_beside_the_end_of_its_line(child):
    drawn = cromarty_chart(scores({"A": [4, 5], "B": [3, 6, 7]}), SCALE, child=child)
    assert {note.text: (note.x, note.y) for note in drawn.layout.annotations} == {
        "<b>A</b>": (2, 5),
        "<b>B</b>": (3, 7),
    }
