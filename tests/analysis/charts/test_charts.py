"""What each figure draws, read from the figure itself."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.charts import (
    cromarty_chart,
    dressed,
    missing_share_chart,
    paired_counts_chart,
    theme,
    type_pairs_chart,
    youth_justice_chart,
)
from analysis.disclosure import release
from analysis.results import change_figure, count_figure, figure, result_frame, share_figure

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
NAN = float("nan")
HOME_KEYS = ("place", "place_kind", "neighbourhood", "order")


def released(frame, name="table"):
    return release({name: frame}, "partnership")[name]


def comparison(*places):
    """Places as (name, kind, previous, current, expected)."""
    rows = []
    for order, (name, kind, previous, current, expected) in enumerate(places):
        keys = dict(zip(HOME_KEYS, (name, kind, "", order), strict=True))
        rows += [count_figure(keys, "previous", previous), count_figure(keys, "current", current)]
        rows.append(change_figure(keys, previous, current))
        rows.append(figure(keys, "current", "expected", "expected", expected, supplied=expected == expected))
    return released(result_frame(HOME_KEYS, rows))


def breakdown(*types, line="Home 1"):
    """Types as (name, sensitive, previous, current)."""
    keys = ("line", "line_order", "type", "sensitive")
    rows = []
    for name, sensitive, previous, current in types:
        of_type = dict(zip(keys, (line, 1, name, sensitive), strict=True))
        rows += [count_figure(of_type, "previous", previous), count_figure(of_type, "current", current)]
        rows.append(change_figure(of_type, previous, current))
    return released(result_frame(keys, rows))


def shares(*lines):
    """Lines as (name, (missing, all) before, (missing, all) now)."""
    rows = []
    for order, (name, before, now) in enumerate(lines):
        keys = {"line": name, "line_order": order}
        rows += [
            share_figure(keys, "previous", "missing share", *before, wilson=True),
            share_figure(keys, "current", "missing share", *now, wilson=True),
        ]
    return released(result_frame(("line", "line_order"), rows))


def lines(scores):
    """Scores as {letter: [score at each meeting]}."""
    rows = [
        figure({"child": child, "meeting": number}, "both", "cromarty score", "score", score)
        for child, of_child in scores.items()
        for number, score in enumerate(of_child, start=1)
    ]
    return released(result_frame(("child", "meeting"), rows))


def row_labels(drawn):
    return [label.replace("<b>", "").replace("</b>", "").replace("<br>", " ") for label in drawn.layout.yaxis.ticktext]


def everything_written(drawn):
    texts = [str(label) for label in drawn.layout.yaxis.ticktext or ()]
    for trace in drawn.data:
        texts += [str(text) for text in (*(trace.text or ()), *(trace.hovertext or ()))]
    return " ".join([*texts, *(str(note.text) for note in drawn.layout.annotations)])


DERBY = comparison(
    ("Home 1", "home", 18, 5, 16.8), ("Home 2", "home", 32, 10, 30.9), ("All homes", "all homes", 54, 18, 51.5)
)


def test_homes_stand_in_register_order_with_all_homes_last():
    assert row_labels(paired_counts_chart(DERBY, axis_title="Crimes", **LABELS)) == ["Home 1", "Home 2", "All homes"]


def test_the_earlier_period_is_hollow_the_later_solid_and_the_tick_is_what_was_expected():
    drawn = paired_counts_chart(DERBY, axis_title="Crimes", **LABELS)
    hollow, solid, tick = drawn.data
    assert (hollow.name, list(hollow.x), hollow.marker.color) == ("2021-22", [18, 32, 54], theme.PAPER)
    assert (solid.name, list(solid.x), solid.marker.color) == ("2022-23", [5, 10, 18], theme.HOME)
    assert list(tick.x) == [16.8, 30.9, 51.5]
    assert list(hollow.text) == ["18", "32", "54"]


def test_numbers_stand_outside_the_pair_whichever_is_higher():
    drawn = paired_counts_chart(
        comparison(
            ("Home 1", "home", 18, 5, 16.8), ("Home 2", "home", 4, 9, 3.9), ("All homes", "all homes", 22, 14, 20.7)
        ),
        axis_title="Crimes",
        **LABELS,
    )
    assert list(drawn.data[0].textposition) == ["middle right", "middle left", "middle right"]
    assert list(drawn.data[1].textposition) == ["middle left", "middle right", "middle left"]


def test_one_home_alone_is_not_drawn_twice():
    one = comparison(("Home 1", "home", 18, 5, 16.8), ("All homes", "all homes", 18, 5, 16.8))
    assert row_labels(paired_counts_chart(one, axis_title="Crimes", **LABELS)) == ["Home 1"]


def test_a_period_not_supplied_is_a_gap_that_the_row_names():
    gap = comparison(("Home 1", "home", NAN, 5, NAN), ("Home 2", "home", NAN, NAN, NAN))
    drawn = paired_counts_chart(gap, axis_title="Crimes", **LABELS)
    assert list(drawn.data[0].x) == [None, None]
    assert list(drawn.data[1].x) == [5, None]
    assert [note.text for note in drawn.layout.annotations] == ["2021-22: not supplied", "not supplied"]


def test_small_and_sensitive_types_of_a_home_are_never_written():
    drawn = type_pairs_chart(
        breakdown(("Missing Person", False, 96, 8), ("Sexual Offence *C*", True, 9, 9), ("Hoax Call", False, 0, 1)),
        "Home 1",
        axis_title="Incidents",
        **LABELS,
    )
    assert row_labels(drawn) == ["Missing Person", "Other types (2)"]
    assert list(drawn.data[1].x) == [8, 10]
    assert "Sexual" not in everything_written(drawn)
    assert "Hoax" not in everything_written(drawn)


def test_no_more_types_are_drawn_than_can_be_read_and_other_types_stay():
    many = [(f"Type {number:02}", False, 50 - number, 40 - number) for number in range(12)]
    drawn = type_pairs_chart(breakdown(*many, ("Rare", False, 1, 1)), "Home 1", axis_title="Incidents", **LABELS)
    assert len(row_labels(drawn)) == 6
    assert row_labels(drawn)[-1] == "Other types (1)"


def test_with_a_count_under_twenty_both_shares_are_written_as_counts():
    drawn = missing_share_chart(
        shares(("All homes", (306, 430), (115, 160)), ("Home 1", (96, 122), (8, 19)), ("Home 2", (0, 0), (20, 40))),
        **LABELS,
    )
    assert list(drawn.data[0].text) == ["71.2%", "96 of 122", "0 of 0"]
    assert list(drawn.data[1].text) == ["<b>71.9%</b>", "<b>8 of 19</b>", "<b>20 of 40</b>"]


def test_one_or_two_missing_at_a_home_are_not_written_and_the_row_says_why():
    drawn = missing_share_chart(
        shares(("All homes", (306, 430), (115, 160)), ("Home 1", (17, 122), (1, 4))),
        **LABELS,
        total_name="Chosen homes",
    )
    assert "fewer than 3 missing in a period" in everything_written(drawn)
    assert not [text for text in ("17 of", "1 of 4", "withheld") if text in everything_written(drawn)]
    assert [list(trace.x) for trace in drawn.data] == [[None], [None]]


def test_one_child_is_bright_the_others_grey():
    drawn = cromarty_chart(lines({"A": [4, 5], "B": [3, 6]}), (0, 10), child="A")
    assert {trace.name: trace.line.color for trace in drawn.data} == {
        "Child B": theme.OTHER_CHILD,
        "Child A": theme.HOME,
    }
    assert drawn.data[-1].name == "Child A"


def test_no_scores_are_said_in_the_picture():
    drawn = cromarty_chart(released(result_frame(("child", "meeting"), [])), (0, 10))
    assert "No scores" in everything_written(drawn)
    assert len(drawn.data) == 1


def test_a_chart_takes_nothing_that_did_not_pass_the_gate():
    frame = pd.DataFrame()
    for draw in (
        lambda: paired_counts_chart(frame, axis_title="", **LABELS),
        lambda: type_pairs_chart(frame, "Home 1", axis_title="", **LABELS),
        lambda: missing_share_chart(frame, **LABELS),
        lambda: youth_justice_chart(frame, **LABELS),
        lambda: cromarty_chart(frame, (0, 10)),
    ):
        with pytest.raises(TypeError, match="Released"):
            draw()


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [theme.TEXT, theme.QUIET_TEXT, theme.HOME, theme.OTHER_CHILD])
def test_text_of_charts_can_be_read_on_its_ground(colour):
    assert contrast(colour, theme.PAPER) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("colour", [theme.HOME, theme.TICK, theme.OTHER_CHILD])
def test_marks_of_charts_stand_out_from_their_ground(colour):
    assert contrast(colour, theme.PAPER) >= 3  # WCAG 2.2, 1.4.11


def test_charts_have_the_font_of_the_page():
    look = dressed(go.Figure(go.Scatter(x=[1], y=[1]))).layout.template.layout
    assert "Source Sans" in look.font.family
    assert look.font.size == theme.TEXT_PX
