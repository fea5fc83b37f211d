from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

import data_access
import sample_data
from sample_data.generate import extracts, main
from sample_data.summary import FILE

SAMPLE = Path(sample_data.__file__).parent
REFERENCE = Path(data_access.__file__).parent / "reference"
PUBLISHED = Path(__file__).parents[1] / "published"
LINES = {"Home 1": "Home 1", "Home 2": "Home 2", "Home 3": "Home 3/4", "Home 4": "Home 3/4"}
YEARS = ("previous_2021_22", "current_2022_23")
SECOND_SPELLING = "Suspicious Circumstances/Insecure/Premises/Vehicles"
FIRST_SPELLING = "Suspicious Circumstances/Insecure Premises/Vehicles"

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample(name: str) -> list[Row]:
    return rows(SAMPLE / name)


def reference(name: str) -> list[Row]:
    return rows(REFERENCE / name)


def published(name: str) -> list[Row]:
    return rows(PUBLISHED / name)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def year_of(when: date) -> str:
    start = when.year if when.month >= 4 else when.year - 1
    return {2021: YEARS[0], 2022: YEARS[1]}[start]


def home_of(written: str) -> str:
    aliases = {row["alias"]: row["home"] for row in sample("home_aliases.csv")}
    return aliases.get(written, written)


def counts_by_line(name: str, column: str) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for row in sample(name):
        label = FIRST_SPELLING if row[column] == SECOND_SPELLING else row[column]
        found[LINES[home_of(row["home"])], label, year_of(moment(row["reported_at"]).date())] += 1
    return found


def monthly(name: str, line: str | None) -> list[list[int]]:
    found: Counter[int] = Counter()
    for row in sample(name):
        if line is None or LINES[home_of(row["home"])] == line:
            reported = moment(row["reported_at"])
            found[(reported.year - 2021) * 12 + reported.month - 4] += 1
    return [[found[month] for month in range(12)], [found[month] for month in range(12, 24)]]


def pooled_dispersion(years: list[list[int]]) -> float:
    squares = sum(sum((count - sum(year) / 12) ** 2 for count in year) / 11 for year in years)
    return squares / sum(sum(year) / 12 for year in years)


def test_the_script_writes_the_stored_files_byte_for_byte(tmp_path: Path) -> None:
    main(["--out", str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == {*extracts(), FILE}
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def test_the_script_writes_the_cells_of_the_stored_workbook(tmp_path: Path) -> None:
    main(["--out", str(tmp_path)])
    assert cells(tmp_path / FILE) == cells(SAMPLE / FILE)


@pytest.mark.parametrize(
    ("sheet", "name", "columns"),
    [
        ("Crimes", "crimes_home_vs_neighbourhood.csv", ("place", "kind", "neighbourhood")),
        ("Incidents", "incidents_home_vs_neighbourhood.csv", ("place", "kind", "neighbourhood")),
        ("Offence types", "crimes_by_offence_type.csv", ("home", "offence_type")),
        ("Incident types", "incidents_by_type.csv", ("home", "incident_type")),
        ("Youth justice", "youth_justice.csv", ("measure",)),
    ],
)
def test_the_workbook_holds_the_published_tables(sheet: str, name: str, columns: tuple[str, ...]) -> None:
    printed = [
        (*(row[column] or None for column in columns), *(int(row[year]) for year in YEARS)) for row in published(name)
    ]
    _, *found = cells(SAMPLE / FILE)[sheet]
    assert [(str(row[0]).casefold(), *row[1:]) for row in found] == [
        (str(row[0]).casefold(), *row[1:]) for row in printed
    ]


def test_the_headers_are_those_the_readers_expect() -> None:
    police = "reference,reported_at,occurred_at,home,{},child_reference,child_role"
    expected = {
        "homes.csv": "home,reporting_line,neighbourhood,authority,provider,beds,opened,closed,signed_up",
        "home_aliases.csv": "alias,home",
        "incidents.csv": police.format("incident_type,response"),
        "crimes.csv": police.format("offence_type,outcome_code,outcome_date"),
        "neighbourhood_counts.csv": "neighbourhood,month,kind,type,count",
        "youth_justice.csv": "child_reference,event,event_date,detail,delivered_by",
        "cromarty.csv": "child_reference,meeting,meeting_date,target,score",
        "occupancy.csv": "home,month,average_children",
        "internal_counts.csv": "home,month,internal,input_helpful,immediate",
        "outcome_codes.csv": "code,label,class,class_order,valid_from",
        "incident_types.csv": "label,group,missing,no_apparent_risk,crime_related,sensitive",
        "offence_types.csv": "label,group,sensitive",
        "markers.csv": "date,label,detail",
        "narratives.csv": "section,period,text",
        "benchmarks.csv": "area,year,percent,numerator,denominator,source",
    }
    for name, header in expected.items():
        folder = SAMPLE if (SAMPLE / name).exists() else REFERENCE
        assert (folder / name).read_text(encoding="utf-8").splitlines()[0] == header, name


@pytest.mark.parametrize("path", sorted([*SAMPLE.glob("*.csv"), *REFERENCE.glob("*.csv")]), ids=lambda path: path.name)
def test_lines_end_in_a_line_feed_alone(path: Path) -> None:
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize(
    ("extract", "table", "column"),
    [
        ("incidents.csv", "incidents_by_type.csv", "incident_type"),
        ("crimes.csv", "crimes_by_offence_type.csv", "offence_type"),
    ],
)
def test_records_add_up_to_the_published_table_by_line_type_and_year(extract: str, table: str, column: str) -> None:
    expected = Counter({(row["home"], row[column], year): int(row[year]) for row in published(table) for year in YEARS})
    assert +counts_by_line(extract, column) == +expected


@pytest.mark.parametrize(("extract", "totals"), [("incidents.csv", [430, 160]), ("crimes.csv", [54, 18])])
def test_records_of_all_homes_add_up_to_the_published_totals(extract: str, totals: list[int]) -> None:
    assert [sum(year) for year in monthly(extract, None)] == totals


@pytest.mark.parametrize("kind", ["incident", "crime"])
def test_neighbourhood_counts_add_up_to_the_published_years(kind: str) -> None:
    found: Counter[tuple[str, str]] = Counter()
    months = defaultdict(set)
    for row in sample("neighbourhood_counts.csv"):
        if row["kind"] == kind:
            assert row["type"] == ""
            found[row["neighbourhood"], year_of(date.fromisoformat(row["month"] + "-01"))] += int(row["count"])
            months[row["neighbourhood"]].add(row["month"])
    expected = {
        (row["place"], year): int(row[year])
        for row in published(f"{kind}s_home_vs_neighbourhood.csv")
        if row["kind"] == "neighbourhood"
        for year in YEARS
    }
    assert found == expected
    assert {len(covered) for covered in months.values()} == {24}


@pytest.mark.parametrize("kind", ["incident", "crime"])
def test_no_home_has_more_in_a_month_than_its_neighbourhood(kind: str) -> None:
    area_of = {row["home"]: row["neighbourhood"] for row in sample("homes.csv")}
    homes: Counter[tuple[str, str]] = Counter()
    for row in sample(f"{kind}s.csv"):
        homes[area_of[home_of(row["home"])], moment(row["reported_at"]).strftime("%Y-%m")] += 1
    for row in sample("neighbourhood_counts.csv"):
        if row["kind"] == kind:
            assert int(row["count"]) >= homes[row["neighbourhood"], row["month"]]


def test_youth_justice_events_add_up_to_the_published_table() -> None:
    printed = {row["measure"]: (int(row[YEARS[0]]), int(row[YEARS[1]])) for row in published("youth_justice.csv")}
    events = [
        (row["event"], row["child_reference"], year_of(day(row["event_date"]))) for row in sample("youth_justice.csv")
    ]

    def count(kind: str) -> tuple[int, ...]:
        return tuple(sum(event == kind and when == year for event, _, when in events) for year in YEARS)

    def children(kinds: set[str]) -> tuple[int, ...]:
        return tuple(len({child for event, child, when in events if event in kinds and when == year}) for year in YEARS)

    assert children({event for event, _, _ in events}) == printed["young people involved with YJS"]
    assert children({"involvement"}) == printed["young people involved with YJS"]
    assert count("substantive_order") == children({"substantive_order"}) == printed["on substantive court orders"]
    assert count("offence") == printed["offences committed in period"]
    assert children({"offence"}) == (1, 4)
    assert count("court_appearance") == printed["court appearances"]
    assert count("contact") == printed["face to face contacts with services in the period"]
    assert count("assessment") == printed["assessments completed"]
    assert count("breach") == printed["breach"]


def test_the_youth_well_being_worker_is_not_seen_after_september_2022() -> None:
    days = [
        day(row["event_date"])
        for row in sample("youth_justice.csv")
        if row["delivered_by"] == "Youth Well-Being Worker"
    ]
    assert date(2022, 4, 1) <= max(days) <= date(2022, 9, 30)


@pytest.mark.parametrize("extract", ["incidents.csv", "crimes.csv"])
def test_nothing_is_reported_before_it_happened_or_decided_before_it_was_reported(extract: str) -> None:
    for row in sample(extract):
        reported = moment(row["reported_at"])
        assert moment(row["occurred_at"]) <= reported
        if row.get("outcome_date"):
            assert reported.date() < day(row["outcome_date"]) <= date(2023, 3, 31)
        if "outcome_code" in row:
            assert bool(row["outcome_code"]) == bool(row["outcome_date"])


def test_three_children_account_for_over_half_of_the_missing_episodes_of_each_year() -> None:
    for year in YEARS:
        missing = [
            row["child_reference"]
            for row in sample("incidents.csv")
            if row["incident_type"] == "Missing Person" and year_of(moment(row["reported_at"]).date()) == year
        ]
        top_three = sorted((n for child, n in Counter(missing).items() if child), reverse=True)[:3]
        assert sum(top_three) > len(missing) / 2


@pytest.mark.parametrize(
    ("extract", "line", "least", "most"),
    [
        ("incidents.csv", None, 2.0, 8.0),
        ("incidents.csv", "Home 1", 2.0, 8.0),
        ("incidents.csv", "Home 2", 2.0, 8.0),
        ("incidents.csv", "Home 3/4", 2.0, 8.0),
        ("crimes.csv", None, 1.0, 3.4),
        ("crimes.csv", "Home 1", 1.67, 3.4),
    ],
)
def test_months_vary_more_than_chance_but_not_absurdly(
    extract: str, line: str | None, least: float, most: float
) -> None:
    assert least <= pooled_dispersion(monthly(extract, line)) <= most


def test_every_label_and_code_of_the_sample_is_in_its_reference_table() -> None:
    incident_types = {row["label"] for row in reference("incident_types.csv")}
    offence_types = {row["label"] for row in reference("offence_types.csv")}
    codes = {row["code"] for row in reference("outcome_codes.csv")} | {""}
    used = {row["incident_type"] for row in sample("incidents.csv")}
    assert used - incident_types == {SECOND_SPELLING}
    assert {row["offence_type"] for row in sample("crimes.csv")} <= offence_types
    assert {row["outcome_code"] for row in sample("crimes.csv")} <= codes


def test_reference_tables_hold_each_label_once() -> None:
    for name, key in (("incident_types.csv", "label"), ("offence_types.csv", "label"), ("outcome_codes.csv", "code")):
        labels = [row[key] for row in reference(name)]
        assert len(set(labels)) == len(labels), name


def test_benchmarks_are_the_published_rows() -> None:
    expected = [(row["area"], row["year"], row["pct"], "", "") for row in published("offending_rate_series.csv")]
    expected += [
        (row["area"], row["year"], "", row["convicted_or_cautioned"], row["looked_after_10_17_12_months"])
        for row in published("derby_convicted_or_cautioned_counts.csv")
    ]
    found = [
        (row["area"], row["year"], row["percent"], row["numerator"], row["denominator"])
        for row in reference("benchmarks.csv")
    ]
    assert found == expected


def test_occupancy_stays_within_the_beds_in_every_month() -> None:
    beds = {row["home"]: int(row["beds"]) for row in sample("homes.csv")}
    occupancy = sample("occupancy.csv")
    assert len(occupancy) == len(sample("internal_counts.csv")) == 4 * 24
    assert all(0 < float(row["average_children"]) <= beds[row["home"]] for row in occupancy)


@pytest.mark.parametrize(
    ("extract", "column", "pattern"),
    [
        ("incidents.csv", "reference", r"INC-2[123]-\d{5}"),
        ("crimes.csv", "reference", r"CR-2[123]-\d{5}"),
        ("incidents.csv", "child_reference", r"(P-\d{4})?"),
        ("crimes.csv", "child_reference", r"(P-\d{4})?"),
        ("youth_justice.csv", "child_reference", r"YJ-\d{3}"),
        ("cromarty.csv", "child_reference", r"EC-\d{2}"),
        ("home_aliases.csv", "alias", r"HOME ?[1-4],? (CHELLASTON|SINFIN|OSMASTON|BOULTON)|DCH-0[1-4]"),
    ],
)
def test_references_and_addresses_are_plainly_invented(extract: str, column: str, pattern: str) -> None:
    assert all(re.fullmatch(pattern, row[column]) for row in sample(extract))


@pytest.mark.parametrize("extract", ["incidents.csv", "crimes.csv"])
def test_references_are_unique_and_homes_are_known(extract: str) -> None:
    records = sample(extract)
    assert len({row["reference"] for row in records}) == len(records)
    assert {home_of(row["home"]) for row in records} == set(LINES)
    assert any(row["home"] in LINES for row in records)
    assert any(row["home"] not in LINES for row in records)
    assert {row["child_role"] for row in records} <= {"suspect", "victim", "witness", "missing", ""}


def test_no_two_youth_justice_rows_are_alike() -> None:
    events = [(row["child_reference"], row["event"], row["event_date"]) for row in sample("youth_justice.csv")]
    assert len(set(events)) == len(events)
