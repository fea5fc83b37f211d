"""Sentences on single months."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import release
from analysis.monthly import KEYS, MISSING_KEYS
from analysis.periods import Period, add_months, parse_period
from analysis.results import NAN, figure, result_frame
from analysis.wording import (
    FORBIDDEN,
    HOW_LIMITS_ARE_MADE,
    WHAT_LIMITS_CANNOT_SAY,
    homes_by_month_sentences,
    homes_by_month_title,
    missing_months_sentences,
    missing_months_title,
    monthly_sentences,
    monthly_title,
    signal_sentences,
)
from analysis.wording.limits import GAPS_ARE_OPEN, MARKED_DATES, NO_LIMITS_FOR_HOMES
from analysis.xmr import xmr_limits

START = date(2021, 4, 1)
FIRST_YEAR, YEAR = parse_period("2021-22"), parse_period("2022-23")
DERBY = (33, 28, 25, 36, 57, 32, 60, 28, 31, 53, 31, 16, 10, 11, 16, 23, 9, 19, 21, 13, 15, 10, 10, 3)
OCTOBER = date(2022, 10, 1)
CAUSES = r"\b(because|caused|led to|thanks|effect|result of|after the)\b"


def rows_of(keys, values, status="not supplied"):
    return [
        figure(
            {**keys, "month": add_months(START, number)},
            "month",
            "count",
            "count",
            NAN if value is None else value,
            supplied=value is not None or status != "not supplied",
            open_throughout=value is not None,
        )
        for number, value in enumerate(values)
    ]


def released(table):
    return release({"table": table}, "partnership")["table"]


def homes(status="not supplied", **lines):
    """Lines from April 2021; None: a month without a figure."""
    rows = [
        row
        for order, (line, values) in enumerate(lines.items())
        for row in rows_of({"line": line.replace("_", " "), "line_order": order}, values, status)
    ]
    return result_frame(KEYS, rows)


def xmr(*values, **options):
    return released(xmr_limits(homes(All_homes=values), "All homes", **options))


def series(missing, other):
    rows = [
        row
        for order, (name, values) in enumerate((("missing", missing), ("other", other)))
        for row in rows_of({"series": name, "series_order": order}, values)
    ]
    return released(result_frame(MISSING_KEYS, rows))


def test_derbys_incidents_are_told_as_two_rows_and_two_months_above_the_limit():
    assert monthly_title(xmr(*DERBY), "incident", YEAR) == "Incidents: 13 months in a row below the mean"
    assert monthly_sentences(xmr(*DERBY), "incident", YEAR) == [
        "Incidents at all homes together: 13 months in a row below the mean of 24.6, March 2022 to March 2023.",
        "In other months shown: 11 months in a row above the mean of 24.6, April 2021 to February 2022; "
        "August 2021 (57) and October 2021 (60) above the upper limit of 54.0.",
        "Mean and limits are taken from all 24 months.",
    ]


def test_seven_months_within_a_year_are_named_as_the_design_names_them():
    values = (*[40] * 12, *[34] * 7, *[40] * 5)
    told = signal_sentences(xmr(*values, baseline=FIRST_YEAR), "incident", YEAR)
    assert told[0] == (
        "Incidents at all homes together: 7 months in a row below the mean of 40.0, April to October 2022."
    )


def test_signals_of_the_period_come_first_and_a_row_belongs_to_every_period_it_touches():
    told = monthly_sentences(xmr(*DERBY), "incident", FIRST_YEAR)
    assert told[0].startswith("Incidents at all homes together: 13 months in a row below")
    assert told[1].startswith("Incidents at all homes together: 11 months in a row above")
    assert told[2].startswith("Incidents at all homes together: August 2021 (57) and October 2021 (60) above")
    assert not [sentence for sentence in told if "other months" in sentence]


def test_months_outside_the_limits_belong_to_the_period_one_by_one():
    values = [20, 22] * 12
    values[3] = values[23] = 60
    # 22 and 20 in turn: mean 21.1, range 2: limits 15.8 and 26.5
    table = xmr(*values, baseline=Period(date(2021, 9, 1), date(2022, 4, 1)))
    assert signal_sentences(table, "crime", YEAR) == [
        "Crimes at all homes together: March 2023 (60) above the upper limit of 26.5."
    ]
    told = monthly_sentences(table, "crime", YEAR, limits="frozen", baseline_label="that")
    assert "In other months shown: July 2021 (60) above the upper limit of 26.5." in told


@pytest.mark.parametrize(
    ("last", "title"),
    [
        ((60,), "Incidents: March 2023 above the upper limit"),
        ((60, 61), "Incidents: 2 months above the upper limit"),
        ((1, 60), "Incidents: 2 months outside the limits"),
        ((1,), "Incidents: March 2023 below the lower limit"),
        ((21,), "Incidents by month: no signal in 2022-23"),
    ],
)
def test_the_title_tells_months_outside_or_that_there_is_no_signal(last, title):
    values = [*([20, 22] * 12)[: 24 - len(last)], *last]
    assert monthly_title(xmr(*values, baseline=FIRST_YEAR), "incident", YEAR) == title


def test_no_signal_is_said_with_what_was_looked_for():
    told = monthly_sentences(xmr(*[20, 22] * 12), "incident", YEAR)
    assert told[0] == (
        "Incidents at all homes together: no signal in 2022-23, no month outside the limits and no 7 in a row on one "
        "side of the mean."
    )


def test_too_few_a_month_is_said_instead_of_limits():
    crimes = xmr(*[3, 2, 4] * 8)
    assert monthly_title(crimes, "crime", YEAR) == "Crimes by month: too few for limits"
    assert monthly_sentences(crimes, "crime", YEAR) == [
        "Crimes at all homes together: no limits are drawn. The mean is 3.0 a month; under 8 single events would look "
        "like signals."
    ]
    assert signal_sentences(crimes, "crime", YEAR) == []


def test_trial_limits_of_a_part_are_said_with_their_months():
    told = monthly_sentences(xmr(*DERBY, starts=[OCTOBER]), "incident", YEAR, limits="rebased")
    assert told == [
        "Incidents at all homes together: 7 months in a row below the mean of 28.8, March to September 2022.",
        "Mean and limits start anew with the first whole month after a marked date.",
        "The limits of October 2022 to March 2023 are trial limits, from 6 months: under 12 they still move with every "
        "month added.",
    ]


def test_limits_between_dates_of_which_none_divides_the_months_are_said_to_be_of_all():
    told = monthly_sentences(xmr(*DERBY), "incident", YEAR, limits="rebased")
    assert "Mean and limits are taken from all 24 months, since no marked date divides them." in told


def test_a_baseline_is_named():
    told = monthly_sentences(
        xmr(*DERBY, baseline=FIRST_YEAR), "incident", YEAR, limits="frozen", baseline_label=FIRST_YEAR.words
    )
    assert told == [
        "Incidents at all homes together: 14 months in a row below the mean of 35.8, February 2022 to March 2023.",
        "Mean and limits are those of the baseline, April 2021 to March 2022, held against all months shown.",
    ]


def test_a_baseline_that_is_not_among_the_months_is_said():
    baseline = parse_period("2019-20")
    table = xmr(*DERBY, baseline=baseline)
    assert monthly_title(table, "incident", YEAR) == "Incidents by month: baseline not supplied"
    assert monthly_sentences(table, "incident", YEAR, limits="frozen", baseline_label=baseline.words) == [
        "Incidents at all homes together: no limits are drawn, since no month of the baseline, April 2019 to March "
        "2020, is among those shown."
    ]


def test_a_period_that_was_not_supplied_is_said_and_nothing_else():
    table = xmr(*[None] * 24)
    assert monthly_title(table, "incident", YEAR) == "Incidents by month: 2022-23 not supplied"
    assert monthly_sentences(table, "incident", YEAR) == ["Incidents at all homes together: 2022-23 not supplied."]


def test_months_that_were_not_supplied_are_named_and_counted():
    values = [20, 22] * 12
    values[20] = values[22] = None
    table = xmr(*values)
    assert monthly_title(table, "incident", YEAR) == "Incidents by month: 2 of 12 months not supplied"
    told = monthly_sentences(table, "incident", YEAR)
    assert told[0].startswith("Incidents at all homes together: no signal in the 10 months supplied of 2022-23,")
    assert told[-1] == "December 2022 and February 2023 not supplied: nothing is worked out across the gap."


def test_a_home_that_was_not_always_open_is_named():
    lines = released(homes("not open", Home_1=[20] * 24, Home_5=[*[None] * 6, *[3] * 18], All_homes=[20] * 24))
    told = monthly_sentences(xmr(*[20, 22] * 12), "incident", YEAR, lines=lines)
    assert told[-1] == "Home 5 was not open in all of these months; a month counts the homes open in it."


def test_one_home_is_named_instead_of_all():
    table = xmr(*DERBY)
    assert monthly_sentences(table, "incident", YEAR, home="Home 2")[0].startswith("Incidents at Home 2: 13 months")
    assert monthly_title(xmr(*[20, 22] * 12), "incident", YEAR, home="Home 2") == (
        "Incidents at Home 2: no signal in 2022-23"
    )


def test_no_homes_are_said():
    empty = released(xmr_limits(homes(), "All homes"))
    assert monthly_title(empty, "incident", YEAR) == "Incidents by month: no homes in this selection"
    assert monthly_sentences(empty, "incident", YEAR) == []
    assert homes_by_month_title(released(homes()), "incident", YEAR) == "Each home by month: no homes in this selection"
    assert missing_months_title(series([], []), YEAR) == "Missing by month: no homes in this selection"


def test_homes_are_told_in_register_order_by_their_lowest_and_highest_month():
    table = released(
        homes(Home_1=[99] * 12 + [8, 0, 3] * 4, Home_2=[99] * 12 + [5] * 12, All_homes=[99] * 12 + [13] * 12)
    )
    assert homes_by_month_title(table, "incident", YEAR) == "Each home: 0 to 8 incidents a month, 2022-23"
    assert homes_by_month_sentences(table, "incident", YEAR) == [
        "Incidents a month in 2022-23: Home 1 (0 to 8) and Home 2 (5).",
        "Months without an incident: Home 1 (4 of 12) and Home 2 (0 of 12).",
        NO_LIMITS_FOR_HOMES,
    ]


def test_a_home_alone_is_named_in_the_title_and_nothing_is_said_of_others():
    table = released(homes(Home_2=[1, 2] * 12, All_homes=[1, 2] * 12))
    assert homes_by_month_title(table, "crime", YEAR) == "Home 2: 1 to 2 crimes a month, 2022-23"
    assert homes_by_month_sentences(table, "crime", YEAR) == ["Crimes a month in 2022-23: Home 2 (1 to 2)."]


def test_a_home_without_figures_says_why():
    table = released(homes("not open", Home_1=[1] * 24, Home_5=[None] * 24, All_homes=[1] * 24))
    assert homes_by_month_sentences(table, "incident", YEAR)[:2] == [
        "Incidents a month in 2022-23: Home 1 (1).",
        "Home 5: 2022-23 not open.",
    ]


def test_homes_with_the_same_gaps_share_a_sentence():
    gap = [*[1] * 23, None]
    table = released(homes(Home_1=gap, Home_2=gap, Home_5=[1] * 24, All_homes=gap))
    assert "Home 1 and Home 2: March 2023 not supplied." in homes_by_month_sentences(table, "incident", YEAR)


def test_many_homes_are_counted_not_named():
    lines = {f"Home_{number}": [number] * 24 for number in range(1, 9)}
    told = homes_by_month_sentences(released(homes(**lines, All_homes=[36] * 24)), "incident", YEAR)
    assert told[0] == "8 homes, 2022-23: 1 to 8 incidents a month."
    assert len(told) == 2


def test_missing_and_other_are_told_by_months_with_more():
    table = series([5] * 12 + [9] * 10 + [1, 2], [4] * 12 + [3] * 11 + [2])
    assert missing_months_title(table, YEAR) == "More missing than other incidents in 10 of 12 months"
    assert missing_months_sentences(table, YEAR) == [
        "All homes together, 2022-23: 1 to 9 missing reports and 2 to 3 other incidents a month.",
        "More missing than other incidents in 10 of 12 months; in the months shown before, in 12 of 12 months.",
        "Staff must report a missing child: more reports are neither good nor bad news.",
    ]


def test_missing_months_that_were_not_supplied_are_said():
    assert missing_months_title(series([None] * 24, [None] * 24), YEAR) == "Missing by month: 2022-23 not supplied"
    told = missing_months_sentences(series([5] * 23 + [None], [4] * 23 + [None]), YEAR)
    assert "March 2023 not supplied." in told


def everything(table, period, **options):
    for limits in ("all", "rebased", "frozen"):
        yield from monthly_sentences(table, "incident", period, limits=limits, baseline_label="2021-22", **options)
    yield monthly_title(table, "incident", period)
    yield monthly_title(table, "crime", period, home="The Old Vicarage at Barrow upon Trent")


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=24, max_size=24),
    st.sampled_from(["2022-23", "2022-23-H2", "2022-23-Q3", "2022-06..2022-06", "2021-10..2022-09"]),
    st.booleans(),
)
def test_titles_are_short_and_nothing_forbidden_is_said_nor_a_cause(values, key, parts):
    period = parse_period(key)
    table = xmr(*values, starts=[OCTOBER] if parts else [])
    lines = released(homes(Home_1=values, Home_2=values, All_homes=values))
    missing = series(values, values[::-1] if None not in values else values)
    titles = [
        monthly_title(table, "incident", period),
        homes_by_month_title(lines, "incident", period),
        missing_months_title(missing, period),
    ]
    assert [title for title in titles if len(title.split()) > 10] == []
    told = [
        *titles,
        *everything(table, period, lines=lines),
        *homes_by_month_sentences(lines, "incident", period),
        *missing_months_sentences(missing, period),
    ]
    for sentence in told:
        assert not [rule for rule in FORBIDDEN if re.search(rule, sentence, re.IGNORECASE)], sentence
        assert not re.search(CAUSES, sentence, re.IGNORECASE), sentence
        assert "nan" not in sentence.lower(), sentence
        assert "%" not in sentence


def test_what_limits_are_is_said_without_forbidden_words():
    for sentence in (*HOW_LIMITS_ARE_MADE, *WHAT_LIMITS_CANNOT_SAY, MARKED_DATES, GAPS_ARE_OPEN, NO_LIMITS_FOR_HOMES):
        assert not [rule for rule in FORBIDDEN if re.search(rule, sentence, re.IGNORECASE)], sentence
        assert sentence.endswith(".")


def test_that_limits_start_anew_where_homes_opened_or_closed_is_said():
    values, changed = [20, 22, 21] * 8, [date(2022, 4, 1)]
    told = monthly_sentences(xmr(*values, other_homes=changed), "incident", YEAR, other_homes=changed)
    assert "Mean and limits start anew with April 2022, when a home had opened or closed." in told
    both = xmr(*values, other_homes=changed, starts=[OCTOBER])
    told = monthly_sentences(both, "incident", YEAR, limits="rebased", other_homes=changed)
    assert (
        "Mean and limits start anew with the first whole month after a marked date, and with April 2022, when a home "
        "had opened or closed."
    ) in told
    rebased_by_homes_alone = monthly_sentences(
        xmr(*values, other_homes=changed), "incident", YEAR, limits="rebased", other_homes=changed
    )
    assert not [sentence for sentence in rebased_by_homes_alone if "marked date" in sentence]


def test_of_many_changes_of_homes_their_number_is_said():
    changed = [add_months(START, number) for number in (3, 6, 9, 12)]
    told = monthly_sentences(xmr(*[20] * 24, other_homes=changed), "incident", YEAR, other_homes=changed)
    assert "Mean and limits start anew with each of 4 months, when a home had opened or closed." in told


def test_that_a_baseline_is_not_held_against_months_of_other_homes_is_said():
    found = xmr(*[20, 22, 21] * 8, other_homes=[OCTOBER], baseline=FIRST_YEAR)
    said = {"limits": "frozen", "baseline_label": "April 2021 to March 2022", "other_homes": [OCTOBER]}
    told = monthly_sentences(found, "incident", YEAR, **said)
    assert any("held against the months in which the same homes were open" in sentence for sentence in told)
    assert (
        "October 2022 to March 2023: no limits are drawn, since other homes were open than in the baseline, April 2021 "
        "to March 2022."
    ) in told
    assert monthly_title(found, "incident", YEAR) == "Incidents by month: other homes than in the baseline"


def test_how_many_months_of_a_baseline_are_used_is_said_where_not_all_are():
    said = {"limits": "frozen", "baseline_label": "April 2021 to March 2022", "baseline_months": 12}
    part = monthly_sentences(xmr(None, *[20, 22, 21] * 8, baseline=FIRST_YEAR), "incident", YEAR, **said)
    assert "Of its 12 months, 11 have a figure to use." in part
    whole = monthly_sentences(xmr(*[20, 22, 21] * 8, baseline=FIRST_YEAR), "incident", YEAR, **said)
    assert not [sentence for sentence in whole if "figure to use" in sentence]
