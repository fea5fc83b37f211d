"""What stands behind "How sure are we?" on the sample: digits as worked out, words held back, nobody named."""

import re

import pytest

from analysis.interval_tables import NO_BREAK
from analysis.wording import FORBIDDEN
from app.findings.cromarty import cromarty
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods
from app.findings.incidents import incident_types, missing_shares
from app.findings.offences import offence_types, outcome_classes
from app.findings.overview import overview
from app.findings.youth_justice import youth_justice

THAT_COMPARE = (
    overview,
    crimes_against_neighbourhoods,
    incidents_against_neighbourhoods,
    incident_types,
    missing_shares,
    offence_types,
    outcome_classes,
    youth_justice,
    cromarty,
)
WITH_A_PICTURE = {
    overview,
    crimes_against_neighbourhoods,
    incidents_against_neighbourhoods,
    incident_types,
    offence_types,
}
SENSITIVE = ("sexual", "domestic", "sudden death")
UNCOVERED = {"current": "2024-25", "previous": "2023-24"}
OTHER_HOMES = {"home-1": ("Home 2", "Home 3/4"), "home-2": ("Home 1", "Home 3/4"), "home-3-4": ("Home 1", "Home 2")}


def words_of(sure):
    return [*sure.sentences, *sure.cannot_say, sure.alt]


def everything_in(sure):
    """All that is said, printed, drawn or downloaded."""
    tables = [part for table in sure.tables for part in (table.title, table.text.to_csv(), table.numbers.to_csv())]
    return " ".join([*words_of(sure), *tables, sure.figure.to_json() if sure.figure is not None else ""])


def printed(finding, title):
    """The rows of a table of the expander by their first cell, with ordinary spaces."""
    table = next(table for table in finding.how_sure.tables if table.title == title)
    rows = [[cell.replace(NO_BREAK, " ") for cell in row] for row in table.text.to_numpy().tolist()]
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize("build", THAT_COMPARE)
def test_every_finding_that_compares_says_how_sure_it_is_and_what_it_cannot_say(build, ask, source):
    sure = build(ask(), source).how_sure
    assert sure.sentences
    assert sure.tables
    assert len(sure.cannot_say) >= 4
    assert (sure.figure is not None) == (build in WITH_A_PICTURE) == bool(sure.alt)


@pytest.mark.parametrize("lines", [(), ("home-1",), ("home-1", "home-2")])
@pytest.mark.parametrize("current", ["2022-23", "2022-23-Q3", "2022-06..2022-06"])
@pytest.mark.parametrize("build", THAT_COMPARE)
def test_nothing_forbidden_is_said_and_nothing_sensitive_named(build, current, lines, ask, source):
    previous = {"2022-06..2022-06": "2021-06..2021-06"}.get(current, current.replace("2022-23", "2021-22"))
    sure = build(ask(current=current, previous=previous, lines=lines), source).how_sure
    if sure is None:
        return
    for text in words_of(sure):
        assert not [rule for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)], text
        assert set(re.findall(r"\d+%", text)) <= {"95%"}, text
    headers = [column for table in sure.tables for column in table.text]
    assert {header for header in headers if header.startswith("p ")} <= {"p (exact)"}
    assert not [word for word in SENSITIVE if word in everything_in(sure).lower()]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            crimes_against_neighbourhoods,
            {
                "Chellaston": ["936 to 873", "0.933 (0.850 to 1.024)", "0.145"],
                "Home 1": ["18 to 5", "0.278 (0.081 to 0.776)", "0.011"],
                "Boulton, Sinfin and Osmaston": ["3,847 to 3,709", "0.964 (0.921 to 1.009)", "0.115"],
                "Home 2": ["32 to 10", "0.313 (0.137 to 0.652)", "under 0.001"],
                "Home 3/4": ["4 to 3", "0.750 (0.110 to 4.433)", "1.000"],
                "All neighbourhoods": ["4,783 to 4,582", "0.958 (0.920 to 0.998)", "0.039"],
                "All homes": ["54 to 18", "0.333 (0.184 to 0.577)", "under 0.001"],
            },
        ),
        (
            incidents_against_neighbourhoods,
            {
                "Home 1": ["122 to 19", "0.156 (0.091 to 0.254)", "under 0.001"],
                "Home 2": ["195 to 75", "0.385 (0.291 to 0.504)", "under 0.001"],
                "Home 3/4": ["113 to 66", "0.584 (0.424 to 0.798)", "under 0.001"],
                "All neighbourhoods": ["11,853 to 11,417", "0.963 (0.939 to 0.988)", "0.004"],
                "All homes": ["430 to 160", "0.372 (0.308 to 0.447)", "under 0.001"],
            },
        ),
    ],
)
def test_the_exact_ratios_of_homes_and_neighbourhoods_are_those_worked_out(build, expected, ask, source):
    rows = printed(build(ask(), source), "If every event were separate")
    assert {name: rows[name] for name in expected} == expected


def test_the_ratio_of_ratios_of_crimes_is_the_one_worked_out(ask, source):
    rows = printed(crimes_against_neighbourhoods(ask(), source), "Against the neighbourhood")
    assert rows["All homes"][0] == "0.348 (0.192 to 0.604)"


@pytest.mark.parametrize("build", [crimes_against_neighbourhoods, incidents_against_neighbourhoods])
def test_the_verdict_in_the_table_is_the_one_the_finding_makes(build, ask, source):
    finding = build(ask(), source)
    rows = printed(finding, "Allowing for events in runs")
    fewer = [sentence for sentence in finding.sentences if sentence.startswith("Fewer")]
    for home in ("Home 1", "Home 2", "Home 3/4"):
        assert (rows[home][-1] == "fewer") == any(re.search(rf"{home}(?!\w)", sentence) for sentence in fewer)
        limits = [float(limit) for limit in rows[home][1].split(" to ")]
        assert limits[1] < 1 or rows[home][-1] in ("as usual", "too few")
    assert rows["All homes"][-1] == "fewer"


def test_the_overview_stands_on_the_same_as_the_page_of_homes(ask, source):
    of_homes = crimes_against_neighbourhoods(ask(), source).how_sure
    assert overview(ask(), source).how_sure.sentences == of_homes.sentences


def test_missing_reports_are_the_type_with_the_ratio_worked_out(ask, source):
    rows = printed(incident_types(ask(), source), "If every event were separate")
    assert rows["Missing Person"] == ["306 to 115", "0.376 (0.301 to 0.467)", "under 0.001"]
    assert set(rows) == {
        "Missing Person",
        "Concern for Safety/Collapse/Illness/Injury",
        "Violence *C*",
        "Absconder/AWOL/Wanted Persons/Police and Court Orders/Bail",
    }


def test_a_type_that_may_not_be_named_in_a_room_is_not_behind_the_finding_either(ask, source):
    finding = incident_types(ask(lines=("home-1",)), source)
    behind = set(printed(finding, "If every event were separate")) if finding.how_sure.tables else set()
    rows = finding.tables[0].text
    small = {row[0] for row in rows.itertuples(index=False) if {row[1], row[2]} & {"1", "2"}}
    assert small
    assert not behind & small
    assert not [name for name in small if name in everything_in(finding.how_sure)]


def test_the_missing_shares_have_the_wilson_intervals_worked_out(ask, source):
    rows = printed(missing_shares(ask(), source), "Missing-person share with its interval")
    assert rows["All homes"] == ["71.2% (66.7% to 75.2%)", "71.9% (64.5% to 78.3%)"]
    assert [cell.split(" (")[0] for cell in rows["Home 1"]] == ["78.7%", "42.1%"]


def test_outcomes_of_fewer_than_twenty_crimes_have_no_share(ask, source):
    rows = printed(outcome_classes(ask(), source), "Share of all crimes with its interval")
    assert {row[1] for row in rows.values()} == {"too few"}
    assert rows["Formal court"][0] == "9% (4% to 20%)"


def test_offences_of_few_children_have_the_exact_interval_worked_out_and_no_verdict(ask, source):
    finding = youth_justice(ask(), source)
    offences = printed(finding, "Offences: times as many as before")["Offences committed in period"]
    assert offences == ["1 to 7", "7.000 (0.899 to 315)", "0.070"]
    counts = printed(finding, "Counts with their intervals")
    assert counts["Offences committed in period"][0] == "1 (0.0 to 5.6)"
    assert counts["Young people involved with YJS"][0] == "3 (0.6 to 8.8)"
    assert counts["Breach"] == ["0 (0.0 to 3.7)"] * 2
    assert any("too few children to read as a trend" in sentence for sentence in finding.how_sure.sentences)


def test_the_cromarty_share_and_sign_test_are_those_worked_out(ask, source):
    finding = cromarty(ask(), source)
    assert printed(finding, "Share of the children compared")["Improved"] == ["83% (55% to 95%)"]
    assert printed(finding, "Higher or lower than at the first meeting") == {"10": ["1", "0.012"]}


@pytest.mark.parametrize("build", THAT_COMPARE)
def test_where_nothing_was_supplied_there_is_nothing_to_be_sure_of(build, ask, source):
    assert build(ask(**UNCOVERED), source).how_sure is None


@pytest.mark.parametrize("line", OTHER_HOMES)
@pytest.mark.parametrize("build", [build for build in THAT_COMPARE if build not in (youth_justice, cromarty)])
def test_behind_the_finding_of_one_home_no_other_is_named(build, line, ask, source):
    sure = build(ask(lines=(line,)), source).how_sure
    assert not [other for other in (*OTHER_HOMES[line], "All homes") if other in everything_in(sure)]


def test_a_picture_of_intervals_holds_no_child_and_no_percentage_of_counts(ask, source):
    for build in WITH_A_PICTURE:
        drawn = build(ask(), source).how_sure.figure
        texts = [str(text) for trace in drawn.data for text in (*(trace.text or ()), *(trace.hovertext or ()))]
        assert not [text for text in texts if "%" in text]
