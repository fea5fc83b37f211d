"""Findings by month on the sample."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from analysis.periods import Period
from analysis.wording import ALL_HOMES_ONLY
from app.findings.monthly import (
    MOST_MONTHS,
    crimes_by_month,
    incidents_by_month,
    missing_by_month,
    months_of_each_home,
    signals,
)
from data_access.coverage import fetch_coverage, fetch_sources
from data_access.homes import fetch_places
from data_access.markers import fetch_markers
from data_access.period_counts import fetch_published_periods

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
FINDINGS = (incidents_by_month, crimes_by_month, months_of_each_home, missing_by_month)
OF_A_CHOICE = (incidents_by_month, crimes_by_month, months_of_each_home)  # a type by month is told of all homes only
SHORT = {
    incidents_by_month: "All homes",
    crimes_by_month: "Crimes",
    months_of_each_home: "Each home",
    missing_by_month: "Missing",
}


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def month_rows(finding, column):
    """The months of all tables of months, earliest first, and their counts."""
    rows = {}
    for table in finding.tables:
        if "Month" in table.numbers and column in table.numbers:
            rows |= dict(zip(table.numbers["Month"], table.numbers[column], strict=True))
    return dict(sorted(rows.items()))


def year_of(rows, start):
    """The sum of the months of a reporting year."""
    return sum(count for month, count in rows.items() if f"{start}-04" <= month <= f"{start + 1}-03")


def texts(finding):
    return [note.text.replace("<br>", " ") for note in finding.figure.layout.annotations]


@pytest.mark.parametrize("build", FINDINGS)
def test_each_finding_is_picked_by_its_short_name_and_shows_the_sample_s_24_months(build, ask, source):
    finding = build(ask(), source)
    assert finding.short == SHORT[build]
    assert "shown with the months from April 2021" in finding.scope
    assert len(finding.figure.data[0].x) == 24


@pytest.mark.parametrize(
    ("build", "things"), [(incidents_by_month, "incidents"), (crimes_by_month, "crimes")], ids=["incidents", "crimes"]
)
@pytest.mark.parametrize("lines", [(), ("home-1",), ("home-2",), ("home-3-4",)])
def test_the_months_add_up_to_the_published_years(build, things, lines, ask, source):
    question = ask(lines=lines)
    rows = month_rows(build(question, source), things.capitalize())
    wanted = question.line_names[0] if lines else None
    row = next(
        row
        for row in published(f"{things}_home_vs_neighbourhood.csv")
        if (row["kind"] == "total" if wanted is None else row["place"] == wanted)
    )
    assert len(rows) == 24
    assert (year_of(rows, 2021), year_of(rows, 2022)) == (int(row["previous_2021_22"]), int(row["current_2022_23"]))


def test_the_months_of_each_home_add_up_to_its_published_years(ask, source):
    finding = months_of_each_home(ask(), source)
    for row in published("incidents_home_vs_neighbourhood.csv"):
        if row["kind"] in ("home", "total"):
            column = "All homes" if row["kind"] == "total" else row["place"]
            months = month_rows(finding, column)
            assert year_of(months, 2021) == int(row["previous_2021_22"])
            assert year_of(months, 2022) == int(row["current_2022_23"])


def test_missing_adds_up_to_306_and_115_and_other_to_the_rest(ask, source):
    finding = missing_by_month(ask(), source)
    missing, other = month_rows(finding, "Missing"), month_rows(finding, "Other incidents")
    assert (year_of(missing, 2021), year_of(missing, 2022)) == (306, 115)
    assert (year_of(other, 2021), year_of(other, 2022)) == (430 - 306, 160 - 115)


def test_incidents_have_limits_and_their_signals_in_words(ask, source):
    finding = incidents_by_month(ask(), source)
    assert finding.title == "Incidents: 13 months in a row below the mean"
    assert "August 2021 (57) and October 2021 (60) above the upper limit of 54.0" in finding.sentences[1]
    assert tuple(finding.tables[0].text.iloc[0]) == ("Apr 2021 to Mar 2023", "24.6", "0.0", "54.0", "24 months")
    assert {"mean 24.6", "upper limit 54.0"} <= set(texts(finding))
    assert finding.how_sure is not None
    assert finding.how_sure.cannot_say


def test_limits_start_anew_after_the_marked_dates(ask, source):
    finding = incidents_by_month(ask(), source, "rebased")
    assert [tuple(row) for row in finding.tables[0].text.itertuples(index=False)] == [
        ("Apr 2021 to Sep 2022", "28.8", "0.0", "64.8", "18 months"),
        ("Oct 2022 to Mar 2023", "12.0", "0.3", "23.7", "6 months (trial)"),
    ]
    assert any("trial limits, from 6 months" in sentence for sentence in finding.sentences)


def test_limits_are_taken_from_the_period_compared_with_and_it_is_named(ask, source):
    finding = incidents_by_month(ask(), source, "frozen")
    assert tuple(finding.tables[0].text.iloc[0])[1:] == ("35.8", "0.0", "81.1", "12 months")
    assert any("baseline, April 2021 to March 2022" in sentence for sentence in finding.sentences)
    other = incidents_by_month(ask(current="2022-23-H2", previous="2021-22-H2"), source, "frozen")
    assert any("baseline, October 2021 to March 2022" in sentence for sentence in other.sentences)


@pytest.mark.parametrize("limits", ["all", "rebased", "frozen"])
def test_crimes_are_too_few_for_limits_and_that_is_said(limits, ask, source):
    finding = crimes_by_month(ask(), source, limits)
    assert finding.title == "Crimes by month: too few for limits"
    assert "no limits are drawn" in finding.sentences[0]
    assert finding.how_sure is None
    assert not [text for text in texts(finding) if "limit" in text]


@pytest.mark.parametrize("build", FINDINGS)
def test_marked_dates_are_drawn_and_said_to_be_dates_only(build, ask, source):
    finding = build(ask(), source)
    assert any(text.endswith("conference, 27/09/2022") for text in texts(finding))
    assert any("dates only" in note for note in finding.notes)


def test_marked_dates_stand_in_a_table_once_on_the_page(ask, source):
    titles = [table.title for build in FINDINGS for table in build(ask(), source).tables]
    assert titles.count("Marked dates") == 1
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("build", FINDINGS)
def test_without_marked_dates_nothing_is_said_of_them(build, ask, source):
    def without(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found.iloc[:0] if fetch is fetch_markers else found

    finding = build(ask(), without)
    assert not any("dates only" in note for note in finding.notes)
    assert "Marked dates" not in [table.title for table in finding.tables]
    assert not [shape for shape in finding.figure.layout.shapes if shape.x0 == shape.x1]


@pytest.mark.parametrize("lines", [("home-1",), ("home-2", "home-3-4")])
def test_missing_by_month_is_of_all_homes_together_whichever_are_chosen(lines, ask, source):
    everything, chosen = missing_by_month(ask(), source), missing_by_month(ask(lines=lines), source)
    assert month_rows(chosen, "Missing") == month_rows(everything, "Missing")
    assert month_rows(chosen, "Other incidents") == month_rows(everything, "Other incidents")
    assert chosen.figure == everything.figure
    assert (chosen.title, chosen.sentences, chosen.scope) == (everything.title, everything.sentences, everything.scope)
    assert set(chosen.notes) - set(everything.notes) == {ALL_HOMES_ONLY}


@pytest.mark.parametrize("build", [incidents_by_month, crimes_by_month, months_of_each_home])
@pytest.mark.parametrize("lines", [(), ("home-1",)])
def test_no_type_is_named_beside_a_month_of_a_home(build, lines, ask, source):
    finding = build(ask(lines=lines), source)
    assert finding.tables
    told = [finding.title, finding.alt, *finding.sentences, finding.figure.to_json()]
    told += [table.text.to_csv() + table.numbers.to_csv() for table in finding.tables if table.title != "Marked dates"]
    assert not re.search(r"missing|abscond|assault|damage|C\*", " ".join(told), re.IGNORECASE)


def test_a_month_that_is_not_covered_is_said_and_left_open(ask, source):
    gap = date(2022, 6, 1)

    def with_a_gap(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found[found["month"] != gap] if fetch is fetch_coverage else found

    finding = incidents_by_month(ask(), with_a_gap)
    assert any("June 2022 not supplied" in sentence for sentence in finding.sentences)
    assert "not supplied" in texts(finding)
    assert any("left open" in note for note in finding.notes)
    row = finding.tables[1].text.set_index("Month").loc["Jun 2022"]
    assert set(row[["Incidents", "Mean", "Limits"]]) == {"not supplied"}


def test_at_most_48_months_are_shown(ask, source):
    def longer(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found.assign(first_month=date(2010, 4, 1)) if fetch is fetch_sources else found

    finding = incidents_by_month(ask(), longer)
    assert len(finding.figure.data[0].x) == MOST_MONTHS
    assert "the months from April 2019" in finding.scope


def test_months_after_the_period_are_not_shown(ask, source):
    finding = incidents_by_month(ask(current="2021-22-H2", previous="2021-22-H1"), source)
    assert list(month_rows(finding, "Incidents"))[-1] == "2022-03"


def test_a_period_before_any_data_shows_only_itself(ask, source):
    finding = incidents_by_month(ask(current="2019-20", previous="2018-19"), source)
    assert finding.title == "Incidents by month: 2019-20 not supplied"
    assert set(month_rows(finding, "Incidents")) == {
        f"{m:%Y-%m}" for m in Period(date(2019, 4, 1), date(2020, 4, 1)).months
    }


def test_a_source_that_was_never_supplied_is_said(ask, source):
    def without(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found.iloc[:0] if fetch in (fetch_sources, fetch_coverage, fetch_published_periods) else found

    assert incidents_by_month(ask(), without).title == "Incidents by month: 2022-23 not supplied"
    assert signals(ask(), without) == ()


def test_where_only_yearly_totals_were_published_that_is_said_and_nothing_is_drawn(ask, source):
    def without_months(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found.iloc[:0] if fetch in (fetch_sources, fetch_coverage) else found

    for build in (incidents_by_month, crimes_by_month, missing_by_month, months_of_each_home):
        finding = build(ask(), without_months)
        assert finding.title.endswith("only yearly totals supplied")
        assert (finding.figure, finding.tables) == (None, ())


def test_a_provider_without_homes_leaves_nothing_to_draw(ask, source):
    for build in OF_A_CHOICE:
        finding = build(ask(provider="private"), source)
        assert "no homes in this selection" in finding.title
        assert finding.tables == () or all(table.title == "Marked dates" for table in finding.tables)
        assert texts(finding) == ["No months to draw"]


def test_signals_are_those_of_the_current_period_only(ask, source):
    assert signals(ask(), source) == (
        "Incidents at all homes together: 13 months in a row below the mean of 24.6, March 2022 to March 2023.",
    )
    assert signals(ask(current="2021-22", previous="2020-21"), source) == ()
    assert signals(ask(), source, "crime") == ()


def test_a_choice_of_homes_is_not_called_all_homes(ask, source):
    question = ask(lines=("home-1", "home-2"))
    for build in OF_A_CHOICE:
        finding = build(question, source)
        assert "all homes" not in " ".join([*finding.sentences, finding.measure]).lower()
        assert not any("All homes" in table.text.columns for table in finding.tables)


def test_the_limits_asked_for_change_the_limits_and_nothing_of_the_counts(ask, source):
    found = [incidents_by_month(ask(), source, limits) for limits in ("all", "rebased", "frozen")]
    assert len({finding.tables[0].text.to_csv() for finding in found}) == 3
    assert len({str(month_rows(finding, "Incidents")) for finding in found}) == 1


def test_a_baseline_before_the_48_months_is_shown_from_its_start(ask, source):
    def longer(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found.assign(first_month=date(2010, 4, 1)) if fetch is fetch_sources else found

    question = ask(current="2022-23", previous="2017-18")
    assert "the months from April 2017" in incidents_by_month(question, longer, "frozen").scope
    assert "the months from April 2019" in incidents_by_month(question, longer).scope
    assert "the months from April 2021" in incidents_by_month(question, source, "frozen").scope


def test_what_part_of_a_baseline_is_used_is_said(ask, source):
    def with_a_gap(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        return found[found["month"] != date(2021, 4, 1)] if fetch is fetch_coverage else found

    assert "Of its 12 months, 11 have a figure to use." in incidents_by_month(ask(), with_a_gap, "frozen").sentences
    assert not any("figure to use" in told for told in incidents_by_month(ask(), source, "frozen").sentences)


@pytest.mark.parametrize("limits", ["all", "rebased", "frozen"])
def test_no_signal_compares_months_with_other_homes(limits, ask, source):
    def with_a_home_opened(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        if fetch is not fetch_places:
            return found
        return found.assign(opened=found["opened"].where(found["line"] != "Home 2", date(2022, 3, 10)))

    finding = incidents_by_month(ask(), with_a_home_opened, limits)
    told = " ".join(finding.sentences)
    spans = next(table for table in finding.tables if "Months" in table.text).text["Months"].tolist()
    assert spans[:1] == ["Apr 2021 to Feb 2022"]
    assert "March 2022, when a home had opened or closed" in told or "the same homes were open" in told
    assert not any("March 2022 to March 2023" in signal for signal in signals(ask(), with_a_home_opened))
