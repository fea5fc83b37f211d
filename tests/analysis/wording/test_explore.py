"""The words of an answer to whatever was asked."""

import re

import pytest

from analysis.disclosure import release
from analysis.results import (
    NAN,
    change_figure,
    count_figure,
    figure,
    ratio_figures,
    result_frame,
    share_figure,
)
from analysis.series import KEYS, WHOLE_PERIOD
from analysis.wording import (
    FORBIDDEN,
    counted_sentences,
    counted_title,
    pair_sentences,
    pair_title,
    series_sentences,
    series_title,
)

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
PLACE_KEYS = ("place", "place_kind", "neighbourhood", "order", "narrowed_to")


def compared(*rows, narrowed="Robbery", expected=NAN, phi=1.0):
    """Rows (place, kind, previous, current) of a comparison; `expected` is that of all homes."""
    figures = []
    for order, (place, kind, before, now) in enumerate(rows):
        own = "" if "neighbourhood" in kind else narrowed
        keys = dict(zip(PLACE_KEYS, (place, kind, "", order, own), strict=True))
        figures += [count_figure(keys, "previous", before), count_figure(keys, "current", now)]
        figures.append(change_figure(keys, before, now))
        if "neighbourhood" not in kind:
            value = expected if kind == "all homes" else NAN
            figures.append(figure(keys, "current", "expected", "expected", value))
        figures += ratio_figures(keys, before, now, phi, 24)
    return release({"counts": result_frame(PLACE_KEYS, figures)}, "partnership")["counts"]


def parts(*rows, narrowed=""):
    """Rows (part, previous, current); the last is the whole period."""
    figures = []
    for order, (part, before, now) in enumerate(rows):
        keys = {"part": part, "order": order, "narrowed_to": narrowed}
        figures += [count_figure(keys, "previous", before), count_figure(keys, "current", now)]
    return release({"parts": result_frame((*KEYS, "narrowed_to"), figures)}, "partnership")["parts"]


def title(table, name="Violence without injury", where="Home 2"):
    return counted_title(table, name, "crimes", where, **LABELS)


def sentences(table, **more):
    things = "crimes of violence without injury"
    return counted_sentences(table, things, "crimes", "Home 2", **LABELS, **more)


def test_the_answer_says_the_counts_the_verdict_the_area_and_what_that_would_have_meant():
    table = compared(
        ("Chellaston", "neighbourhood", 3847, 3709),
        ("All neighbourhoods", "all neighbourhoods", 3847, 3709),
        ("All homes", "all homes", 14, 4),
        expected=13.498,
    )
    assert title(table) == "Violence without injury, Home 2: 14 to 4, too few"
    assert sentences(table, single=True) == [
        "Crimes of violence without injury at Home 2: 14 to 4, too few to compare.",
        "All crimes in the neighbourhood, Chellaston, went from 3,847 to 3,709.",
        "Had Home 2 moved like its neighbourhood, there would have been about 13.5.",
    ]
    assert sentences(table, area=False) == ["Crimes of violence without injury at Home 2: 14 to 4, too few to compare."]


@pytest.mark.parametrize(
    ("before", "now", "phi", "said", "titled"),
    [
        (54, 18, 1.5, "54 to 18, fewer by more than the usual ups and downs", "fewer, 54 to 18"),
        (18, 54, 1.5, "18 to 54, more by more than the usual ups and downs", "more, 18 to 54"),
        (16, 9, 3.0, "16 to 9, fell by about as much as we could expect from counts this small", "16 to 9"),
        (120, 125, 3.0, "120 to 125, rose by no more than the usual ups and downs", "120 to 125"),
        (30, 30, 1.0, "30 to 30, the same in both periods", "30 in both periods"),
        (0, 0, 1.0, "none in either period", "none in either period"),
        (NAN, 4, 1.0, "4 in 2022-23; 2021-22 not supplied, so nothing is compared", "2021-22 not supplied"),
    ],
)
def test_each_verdict_has_its_words(before, now, phi, said, titled):
    table = compared(("All homes", "all homes", before, now), phi=phi)
    assert f": {said}." in sentences(table)[0]
    assert titled in title(table, "Theft")


def test_one_or_two_of_a_type_are_too_few_to_show_and_no_other_home_tells_them():
    table = compared(("Home 1", "home", 0, 1), ("Home 2", "home", 14, 4), ("All homes", "all homes", 14, 5))
    assert sentences(table) == [
        "Crimes of violence without injury at Home 2: too few to show.",
        "Home 1: too few to show.",
        "Home 2: 14 to 4, too few to compare.",
    ]
    assert title(table) == "Violence without injury at Home 2: too few to show"


def test_a_hidden_number_beside_one_not_supplied_is_not_called_not_supplied():
    table = compared(("All homes", "all homes", NAN, 1))
    assert "too few to show" in title(table)
    assert sentences(table) == ["Crimes of violence without injury at Home 2: too few to show."]


def test_a_long_name_leaves_room_for_the_finding():
    name = "A type of crime that the police have written out in full and at length"
    told = title(compared(("All homes", "all homes", 14, 4)), name)
    assert told == "Crimes of one kind: 14 to 4"
    assert title(compared(), name) == "Crimes of one kind: no homes in this selection"


def test_quarters_are_named_each_and_months_by_their_range():
    quarters = parts(("April to June", 14, 4), ("July to September", NAN, 0), (WHOLE_PERIOD, NAN, 4))
    assert series_sentences(quarters, "crimes", "Home 2", "quarter", **LABELS) == [
        "Crimes at Home 2: 4 in 2022-23; 2021-22 not supplied.",
        "April to June: 14 to 4.",
        "July to September: 0 in 2022-23; 2021-22 not supplied.",
    ]
    months = parts(*((f"Month {n}", n, 3) for n in range(7)), (WHOLE_PERIOD, 21, 21))
    assert series_sentences(months, "crimes", "Home 2", "month", **LABELS) == [
        "Crimes at Home 2: 21 to 21.",
        "2021-22: from 0 to 6 a month.",
        "2022-23: 3 in each month.",
    ]
    assert (
        series_title(months, "Crimes", "Crimes", "Home 2", "month", **LABELS) == "Crimes at Home 2 by month: 21 to 21"
    )


def test_hidden_months_are_in_no_range():
    months = parts(*((f"Month {n}", n, 3) for n in range(7)), (WHOLE_PERIOD, 21, 21), narrowed="Robbery")
    told = series_sentences(months, "crimes", "Home 2", "month", **LABELS)
    assert told[1] == "2021-22: from 0 to 6 a month, of those shown."
    few = parts(*((f"Month {n}", 1, 2) for n in range(7)), (WHOLE_PERIOD, 7, 14), narrowed="Robbery")
    assert series_sentences(few, "crimes", "Home 2", "month", **LABELS) == [
        "Crimes at Home 2: too few to show.",
        "2021-22: no month to show.",
        "2022-23: no month to show.",
    ]


def years(*numbers):
    rows = [count_figure({"part": f"20{20 + n}-{21 + n}", "order": n}, "current", v) for n, v in enumerate(numbers)]
    return release({"parts": result_frame(KEYS, rows)}, "partnership")["parts"]


def test_two_years_are_not_a_trend_and_of_three_nothing_is_said():
    two = series_sentences(years(54, 18), "crimes", "Home 2", "year", **LABELS)
    assert two == ["Crimes at Home 2, 2020-21: 54; 2021-22: 18.", "Two years are not a trend."]
    assert len(series_sentences(years(54, 18, 20), "crimes", "Home 2", "year", **LABELS)) == 1
    told = series_title(years(NAN, 54, 18), "Crimes", "Crimes", "Home 2", "year", **LABELS)
    assert told == "Crimes at Home 2: 54 in 2021-22, 18 in 2022-23"
    assert series_sentences(years(), "crimes", "Home 2", "year", **LABELS) == ["No whole reporting year was supplied."]


def test_shares_of_parts_have_their_counts_and_a_percentage_only_from_twenty():
    rows = []
    for order, (part, *numbers) in enumerate((("April to June", 32, 42, 16, 18), (WHOLE_PERIOD, 136, 195, 58, 75))):
        keys = {"part": part, "order": order}
        rows.append(share_figure(keys, "previous", "missing share", *numbers[:2]))
        rows.append(share_figure(keys, "current", "missing share", *numbers[2:]))
    table = release({"parts": result_frame(KEYS, rows)}, "partnership")["parts"]
    assert series_sentences(table, "missing-person share of incidents", "Home 2", "quarter", **LABELS) == [
        "Missing-person share of incidents at Home 2: 136 of 195 (70%) to 58 of 75 (77%).",
        "April to June: 32 of 42 (76%) to 16 of 18.",
    ]
    told = series_title(table, "Missing-person share of incidents", "Missing share", "Home 2", "quarter", **LABELS)
    assert told == "Missing-person share of incidents by quarter: 70% to 77%"


def test_rates_of_few_are_titled_by_their_counts():
    rows = [
        figure(
            {"part": part, "order": n},
            "current",
            "rate",
            "per_100_child_months",
            count / 54,
            numerator=count,
            denominator=54,
        )
        for n, (part, count) in enumerate((("2021-22", 32), ("2022-23", 10)))
    ]
    table = release({"parts": result_frame(KEYS, rows)}, "partnership")["parts"]
    told = series_title(table, "Crimes per 100 child-months", "Crimes", "Home 2", "year", **LABELS)
    assert told == "Crimes at Home 2: 32 in 2021-22, 10 in 2022-23"
    assert series_sentences(table, "crimes per 100 child-months", "Home 2", "year", **LABELS)[0] == (
        "Crimes per 100 child-months at Home 2, 2021-22: 32 in 54.0 child-months (59.3 per 100); 2022-23: 10 in 54.0 "
        "child-months."
    )


def pair(before, now, label="breach"):
    keys = {"label": label, "order": 0}
    rows = [count_figure(keys, "previous", before), count_figure(keys, "current", now)]
    return release({"pair": result_frame(("label", "order"), rows)}, "partnership")["pair"]


def test_a_single_number_is_said_in_both_periods():
    assert pair_title(pair(1, 7), "Breach", "Youth justice", **LABELS) == "Breach: 1 to 7"
    assert pair_sentences(pair(1, 7), "label", **LABELS) == ["Breach: 1 to 7."]
    assert pair_sentences(pair(NAN, NAN), "label", **LABELS) == ["Breach: both periods not supplied."]
    long = "Face to face contacts with services in the whole period"
    assert pair_title(pair(37, 96), long, "Youth justice", **LABELS) == "Youth justice: 37 to 96"


def test_nothing_forbidden_is_said():
    tables = [
        compared(("Home 1", "home", a, b), ("All homes", "all homes", a, b)) for a in (0, 9, 60) for b in (0, 9, 60)
    ]
    said = [text for table in tables for text in (title(table), *sentences(table))]
    assert not [text for text in said if any(re.search(rule, text, re.IGNORECASE) for rule in FORBIDDEN)]
    assert all(len(title(table).split()) <= 10 for table in tables)
