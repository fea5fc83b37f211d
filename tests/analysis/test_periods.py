"""Periods: keys, names, choices and what they are compared with."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.periods import (
    Period,
    PeriodError,
    add_months,
    comparison_period,
    latest_full_year,
    parse_period,
    parts_of_months,
    period_before,
    period_choices,
    reporting_years_of,
    same_period_last_year,
)

periods = st.builds(
    lambda year, month, length: Period(date(year, month, 1), add_months(date(year, month, 1), length)),
    st.integers(1990, 2090),
    st.integers(1, 12),
    st.integers(1, 36),
)


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2022-23", date(2022, 4, 1), date(2023, 4, 1)),
        ("1999-00", date(1999, 4, 1), date(2000, 4, 1)),
        ("2022-23-H1", date(2022, 4, 1), date(2022, 10, 1)),
        ("2022-23-H2", date(2022, 10, 1), date(2023, 4, 1)),
        ("2022-23-Q3", date(2022, 10, 1), date(2023, 1, 1)),
        ("2022-23-T1", date(2022, 4, 1), date(2022, 8, 1)),
        ("2022-23-T2", date(2022, 8, 1), date(2022, 12, 1)),
        ("2022-23-T3", date(2022, 12, 1), date(2023, 4, 1)),
        ("2022-04..2022-08", date(2022, 4, 1), date(2022, 9, 1)),
        ("2022-06..2022-06", date(2022, 6, 1), date(2022, 7, 1)),
        ("1989-90-Q4", date(1990, 1, 1), date(1990, 4, 1)),
    ],
)
def test_a_key_stands_for_its_months_and_is_written_back_the_same(key, start, end):
    assert parse_period(key) == Period(start, end)
    assert parse_period(key).key == key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("r12-2023-03", "2022-23"),
        ("r12-2023-06", "2022-07..2023-06"),
        ("2022-04..2022-09", "2022-23-H1"),
        (" 2022-23 ", "2022-23"),
    ],
)
def test_another_spelling_of_a_period_gets_its_one_key(written, key):
    assert parse_period(written).key == key


@given(periods)
def test_every_period_is_found_again_by_its_key(period):
    assert parse_period(period.key) == period


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "is not a period"),
        ("last year", "is not a period"),
        ("2022-24", "do not follow each other"),
        ("2022-23-Q5", "goes from Q1 to Q4"),
        ("2022-23-H0", "goes from H1 to H2"),
        ("2022-23-T4", "goes from T1 to T3"),
        ("2022-23-X1", "is not a period"),
        ("r12-2023-13", "months go from 01 to 12"),
        ("2022-09..2022-04", "ends before it starts"),
        ("1989-90", "outside the years 1990 to 2100"),
        ("2101-01..2101-02", "outside the years 1990 to 2100"),
        ("٢٠٢٢-٢٣", "is not a period"),
    ],
)
def test_a_wrong_key_is_refused_with_the_reason_and_right_examples(key, reason):
    with pytest.raises(PeriodError, match=reason) as refused:
        parse_period(key)
    assert "2022-23-Q3" in str(refused.value)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_a_sentence(text):
    try:
        period = parse_period(text)
    except PeriodError as error:
        assert str(error).endswith(".")
    else:
        assert parse_period(period.key) == period


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2022, 4, 2), date(2022, 5, 1)),
        (date(2022, 4, 1), date(2022, 4, 30)),
        (date(2022, 4, 1), date(2022, 4, 1)),
        (date(2022, 5, 1), date(2022, 4, 1)),
        (datetime(2022, 4, 1), date(2022, 5, 1)),
    ],
)
def test_a_period_that_is_not_whole_months_is_refused(start, end):
    with pytest.raises(PeriodError):
        Period(start, end)


@pytest.mark.parametrize(
    ("key", "label", "words"),
    [
        ("2022-23", "2022-23", "April 2022 to March 2023"),
        ("2022-23-H1", "April to September 2022", "April 2022 to September 2022"),
        ("2021-22-H2", "October 2021 to March 2022", "October 2021 to March 2022"),
        ("2022-06..2022-06", "June 2022", "June 2022"),
        ("2022-01..2022-12", "January to December 2022", "January 2022 to December 2022"),
        ("2021-04..2023-03", "April 2021 to March 2023", "April 2021 to March 2023"),
    ],
)
def test_a_period_is_named_by_year_or_months(key, label, words):
    assert (parse_period(key).label, parse_period(key).words) == (label, words)


def test_a_period_lists_its_months_and_contains_days_up_to_its_end():
    period = parse_period("2022-23-Q4")
    assert period.months == [date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)]
    assert period.last_month == date(2023, 3, 1)
    assert period.contains(date(2023, 3, 31))
    assert not period.contains(date(2023, 4, 1))
    assert not period.contains(date(2022, 12, 31))


def test_periods_overlap_when_they_share_a_month():
    year = parse_period("2022-23")
    assert year.overlaps(parse_period("2023-03..2023-05"))
    assert not year.overlaps(parse_period("2023-04..2023-05"))


@given(periods, periods)
def test_overlap_is_the_same_as_a_month_in_common(one, other):
    assert one.overlaps(other) == other.overlaps(one) == bool(set(one.months) & set(other.months))


def test_a_period_is_cut_into_parts_and_a_rest_stays():
    year, five = parse_period("2022-23"), parse_period("2022-04..2022-08")
    assert [part.key for part in parts_of_months(year, 6)] == ["2022-23-H1", "2022-23-H2"]
    assert [part.key for part in parts_of_months(five, 3)] == ["2022-23-Q1", "2022-07..2022-08"]
    assert parts_of_months(five, 6) == [five]


def test_the_same_period_last_year_and_the_period_before():
    half = parse_period("2022-23-H1")
    assert same_period_last_year(half).key == "2021-22-H1"
    assert period_before(half).key == "2021-22-H2"


@given(periods)
def test_the_period_before_is_as_long_and_ends_where_the_period_starts(period):
    before = period_before(period)
    assert before.end == period.start
    assert before.length == period.length == len(period.months)


@pytest.mark.parametrize(
    ("last_month", "key"),
    [
        (date(2023, 3, 1), "2022-23"),
        (date(2023, 2, 1), "2021-22"),
        (date(2023, 12, 1), "2022-23"),
        (date(2024, 1, 1), "2022-23"),
    ],
)
def test_the_latest_full_year_is_the_last_that_is_wholly_covered(last_month, key):
    assert latest_full_year(last_month).key == key


def test_the_choices_are_the_whole_periods_between_two_months_newest_first():
    choices = [(kind, period.key) for kind, period in period_choices(date(2022, 4, 1), date(2023, 5, 1))]
    assert choices == [
        ("year", "2022-23"),
        ("half", "2022-23-H2"),
        ("half", "2022-23-H1"),
        ("quarter", "2022-23-Q4"),
        ("quarter", "2022-23-Q3"),
        ("quarter", "2022-23-Q2"),
        ("quarter", "2022-23-Q1"),
        ("four months", "2022-23-T3"),
        ("four months", "2022-23-T2"),
        ("four months", "2022-23-T1"),
        ("rolling 12", "2022-06..2023-05"),
        ("rolling 12", "2022-05..2023-04"),
    ]


def test_too_few_months_leave_no_choice():
    assert period_choices(date(2022, 5, 1), date(2022, 6, 1)) == []


@given(periods)
def test_no_choice_appears_twice_or_reaches_outside(span):
    keys = [period.key for _, period in period_choices(span.start, span.last_month)]
    assert len(keys) == len(set(keys))
    assert all(span.start <= parse_period(key).start and parse_period(key).end <= span.end for key in keys)


def test_a_period_is_compared_with_last_year_the_period_before_or_a_baseline():
    quarter, baseline = parse_period("2022-23-Q2"), parse_period("2018-19-Q2")
    assert comparison_period(quarter, "last-year", None).key == "2021-22-Q2"
    assert comparison_period(quarter, "before", None).key == "2022-23-Q1"
    assert comparison_period(quarter, "baseline", baseline) == baseline


@pytest.mark.parametrize(
    ("period", "against", "baseline", "reason"),
    [
        ("2022-23", "baseline", None, "needs one"),
        ("2022-23", "baseline", "2018-19-H1", "has 6 months"),
        ("2022-23", "baseline", "2022-01..2022-12", "overlaps"),
        ("2021-04..2023-03", "last-year", None, "longer than a year"),
        ("2022-23", "england", None, '"england" is none of them'),
    ],
)
def test_a_comparison_that_would_mislead_is_refused(period, against, baseline, reason):
    with pytest.raises(PeriodError, match=reason):
        comparison_period(parse_period(period), against, parse_period(baseline) if baseline else None)


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2022-23", "2022-23"),
        ("2022-23-Q4", "2022-23"),
        ("2022-04..2022-04", "2022-23"),
        ("r12-2022-12", "2021-04..2023-03"),
    ],
)
def test_the_reporting_years_of_a_period_are_whole(period, years):
    assert reporting_years_of(parse_period(period)) == parse_period(years)
