"""What who is limited to some homes is told of the others: all of them as one, or nothing; in every fetch there is."""

import importlib
import inspect
import pkgutil
from datetime import date
from itertools import chain, combinations

import pytest
from sqlmodel import Session

import data_access
from data_access.coverage import fetch_coverage
from data_access.crimes import fetch_outcome_counts
from data_access.database import make_engine, run_fetch
from data_access.homes import fetch_lines, fetch_places, fetch_sight
from data_access.imports.saving import months_between
from data_access.incidents import fetch_incident_counts
from data_access.migrate import migrate
from data_access.models import HomeNeighbourhood, Marker
from data_access.occupancy import fetch_occupancy
from data_access.period_counts import fetch_line_totals
from data_access.reference import save_reference
from data_access.selection import Selection
from data_access.viewer import NotPermitted, home_key, viewer_of_roles

DERBY = Selection("derby-city")
APRIL, MAY, JUNE, JULY = (date(2022, month, 1) for month in (4, 5, 6, 7))
QUARTER = {"start": APRIL, "end": JULY}
HOMES = {  # six lines of three providers: the viewer's has two of them, the others have two each
    "Ash House": "Chellaston",
    "Beech House": "Sinfin",
    "Cedar House": "Allestree",
    "Damson House": "Mackworth",
    "Elm House": "Littleover",
    "Fir House": "Spondon",
}
OWN = ("Ash House", "Beech House")
OTHERS = tuple(home for home in HOMES if home not in OWN)
OF_OTHERS = {*OTHERS, *(HOMES[home] for home in OTHERS), *(home.split()[0].lower() + "-house" for home in OTHERS)}
PROVIDER = viewer_of_roles(
    "provider",
    ["provider"],
    authorities=frozenset({"derby-city"}),
    homes=frozenset(home_key("derby-city", home) for home in OWN),
)
ASKED = {
    "authority": "derby-city",
    "selection": DERBY,
    "source": "incidents",
    "kind": "incident",
    "measure": "crimes",
    "at": MAY,
    "most_frequent": 3,
    "year": 2022,
    "key": None,
    "since": None,
    "period": "2022-23",
    "meeting_kind": "tactical",
    "reference": "CR-1",
    "secret": "0123456789abcdef0123456789abcdef",
    **QUARTER,
}


@pytest.fixture
def six(engine_on_copy, load_rows, workbook_of):
    """Six homes: incidents at each, one a month more from the first to the last; April to June are covered."""

    def fill(url):
        migrate(url)
        engine = make_engine(url)
        save_reference(engine)
        homes = [{"home": home, "reporting_line": home, "neighbourhood": area} for home, area in HOMES.items()]
        load_rows(engine, "homes", *homes)
        months = months_between(APRIL, JUNE)
        records = [
            {"reference": f"R-{home}-{month}-{n}", "home": home, "reported_at": f"0{n + 1}/0{month}/2022 10:00"}
            | {"occurred_at": f"0{n + 1}/0{month}/2022 09:00", "child_reference": "", "child_role": ""}
            for number, home in enumerate(HOMES, start=1)
            for month in (4, 5, 6)
            for n in range(number)
        ]
        load_rows(engine, "incidents", *records, months=months)
        open_crimes = [record | {"outcome_code": "", "outcome_date": ""} for record in records]
        load_rows(engine, "crimes", *open_crimes, months=months)
        living = [
            {"home": home, "month": f"2022-0{month}", "average_children": "2.0"}
            for home in HOMES
            for month in (4, 5, 6)
        ]
        load_rows(engine, "occupancy", *living, months=months)
        counts = [{"neighbourhood": area, "month": "2022-04"} for area in HOMES.values()]
        load_rows(engine, "neighbourhood_counts", *counts, months=months)
        places = [(home, "home", area, n) for n, (home, area) in enumerate(HOMES.items(), start=1)]
        rows = [("Place", "Kind", "Neighbourhood", "2021-22"), *places]
        load_rows(engine, "summary", data=workbook_of({"Crimes": rows}), months=())
        with Session(engine) as session, session.begin():
            session.add(Marker(authority_id=1, on_date=MAY, label="Elm House opened a wing", detail=""))
        engine.dispose()

    return engine_on_copy("six homes", fill)


def fetches():
    """Every fetch that takes a viewer."""
    found = {}
    for module_info in pkgutil.walk_packages(data_access.__path__, "data_access."):
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("fetch_") and "viewer" in inspect.signature(function).parameters:
                found[name] = function
    return found


FETCHES = fetches()
OF_ALL_HOMES = {
    "fetch_actions",
    "fetch_action_history",
    "fetch_authority_totals",
    "fetch_benchmarks",
    "fetch_contacts_by_deliverer",
    "fetch_contacts_by_month",
    "fetch_cromarty_scores",
    "fetch_narratives",
    "fetch_saved_questions",
    "fetch_snapshots",
    "fetch_youth_justice_counts",
}


def test_no_fetch_names_another_home_or_where_it_lies(six):
    answered = set()
    for name, fetch in FETCHES.items():
        parameters = inspect.signature(fetch).parameters
        asked = {key: ASKED.get(key) for key in parameters if key not in ("session", "viewer")}
        try:
            found = run_fetch(six, fetch, PROVIDER, **asked)
        except NotPermitted:
            continue
        answered.add(name)
        cells = {str(cell) for row in found.to_numpy() for cell in row}
        assert not {cell for cell in cells for word in OF_OTHERS if word in cell}, name
    assert answered & OF_ALL_HOMES == set()
    assert {"fetch_places", "fetch_incident_counts", "fetch_crime_counts", "fetch_coverage"} <= answered


def others(six, fetch, **asked):
    found = run_fetch(six, fetch, PROVIDER, **asked)
    return found[found["line"] == "Other homes"]


def test_the_others_are_one_line_that_adds_up_to_all_homes(six):
    found = run_fetch(six, fetch_incident_counts, PROVIDER, DERBY, **QUARTER)
    by_line = found.groupby("line", sort=False)["count"].sum().to_dict()
    assert by_line == {"Ash House": 3, "Beech House": 6, "Other homes": 3 * (3 + 4 + 5 + 6)}
    assert set(found.loc[found["line"] == "Other homes", "neighbourhood"]) == {""}


def test_the_others_are_one_place_one_occupancy_and_one_coverage(six):
    places = run_fetch(six, fetch_places, PROVIDER, DERBY, at=MAY)
    assert places["line"].tolist() == [*OWN, "Other homes"]
    (number,) = places.loc[places["line"] == "Other homes", "home_id"]
    assert others(six, fetch_occupancy, selection=DERBY, **QUARTER)["average_children"].tolist() == [8.0, 8.0, 8.0]
    coverage = run_fetch(six, fetch_coverage, PROVIDER, authority="derby-city", source="incidents", **QUARTER)
    assert coverage["place"].nunique() == 3
    assert coverage.loc[coverage["place"] == str(number), "month"].tolist() == [APRIL, MAY, JUNE]


def test_all_homes_together_have_their_outcomes(six):
    assert run_fetch(six, fetch_outcome_counts, PROVIDER, DERBY, **QUARTER)["count"].sum() == 3 * 21


def test_published_counts_of_the_others_are_added_where_each_was_published(six, load_rows, workbook_of):
    year = {"start": date(2021, 4, 1), "end": APRIL}
    found = run_fetch(six, fetch_line_totals, PROVIDER, DERBY, measure="crimes", **year)
    assert found[["line", "count"]].to_numpy().tolist() == [["Ash House", 1], ["Beech House", 2], ["Other homes", 18]]
    rows = [("Place", "Kind", "Neighbourhood", "2020-21"), *((home, "home", None, 3) for home in (*OWN, *OTHERS[:3]))]
    load_rows(six, "summary", data=workbook_of({"Crimes": rows}), months=())
    before = {"start": date(2020, 4, 1), "end": date(2021, 4, 1)}
    found = run_fetch(six, fetch_line_totals, PROVIDER, DERBY, measure="crimes", **before)
    assert found["line"].tolist() == list(OWN)


@pytest.mark.parametrize(
    "narrowed",
    [
        Selection("derby-city", lines=("cedar-house",)),
        Selection("derby-city", lines=("ash-house", "cedar-house")),
        Selection("derby-city", lines=("other-homes",)),
        Selection("derby-city", provider="council"),
    ],
)
@pytest.mark.parametrize("fetch", [fetch_incident_counts, fetch_occupancy, fetch_outcome_counts])
def test_a_choice_of_homes_tells_nothing_of_others(six, fetch, narrowed):
    found = run_fetch(six, fetch, PROVIDER, narrowed, **QUARTER)
    own = 0 if narrowed.lines in (("cedar-house",), ("other-homes",)) else 3 if narrowed.lines else 9
    if "line" in found:
        assert set(found["line"]) <= set(OWN)
    if "count" in found:
        assert found["count"].sum() == own


def test_no_choice_of_lines_and_provider_tells_what_another_home_had(six):
    own, all_together = {0, 3, 6, 9}, 3 * 21
    lines = ("ash-house", "beech-house", "cedar-house", "fir-house", "other-homes")
    for chosen in chain.from_iterable(combinations(lines, number) for number in range(len(lines) + 1)):
        for provider in ("", "council", "private", "Other homes"):
            narrowed = Selection("derby-city", chosen, provider)
            found = run_fetch(six, fetch_incident_counts, PROVIDER, narrowed, **QUARTER)
            assert found["count"].sum() in ({all_together} if not chosen and not provider else own)


def test_of_one_other_line_nothing_is_told(six):
    all_but_one = [home for home in HOMES if home != "Fir House"]
    viewer = viewer_of_roles("p", ["provider"], homes=frozenset(home_key("derby-city", home) for home in all_but_one))
    found = run_fetch(six, fetch_incident_counts, viewer, DERBY, **QUARTER)
    assert set(found["line"]) == set(all_but_one)
    assert run_fetch(six, fetch_outcome_counts, viewer, DERBY, **QUARTER)["count"].sum() == 3 * 15
    assert run_fetch(six, fetch_places, viewer, DERBY, at=MAY)["line"].tolist() == all_but_one
    (sight,) = run_fetch(six, fetch_sight, viewer, authority="derby-city").to_dict("records")
    assert sight == {"limited": True, "sees_all_together": False}


def test_months_in_which_only_one_other_line_is_told_are_not_covered(six, load_rows):
    # From June on one of the others stands alone: the rest had closed in May.
    closed = [
        {"home": home, "reporting_line": home, "neighbourhood": HOMES[home], "closed": "2022-05-31"}
        for home in OTHERS[:3]
    ]
    load_rows(six, "homes", *closed)
    assert set(others(six, fetch_incident_counts, selection=DERBY, **QUARTER)["month"]) == {APRIL, MAY}
    assert set(others(six, fetch_occupancy, selection=DERBY, **QUARTER)["month"]) == {APRIL, MAY}
    coverage = run_fetch(six, fetch_coverage, PROVIDER, authority="derby-city", source="incidents", **QUARTER)
    assert coverage.loc[coverage["place"] == "0", "month"].tolist() == [APRIL, MAY]


def test_months_that_one_other_home_did_not_supply_are_told_for_none(six, load_rows):
    with_july = [{"reference": "J-1", "home": "Fir House", "reported_at": "02/07/2022 10:00"}]
    load_rows(six, "homes", {"home": "Gean House", "reporting_line": "Gean House", "neighbourhood": "Sinfin"})
    load_rows(six, "incidents", *with_july, months=months_between(JULY, JULY))
    found = others(six, fetch_incident_counts, selection=DERBY, start=APRIL, end=date(2022, 8, 1))
    assert set(found["month"]) == {JULY}  # Gean House was open from the start, and has no months before


def test_only_own_lines_can_be_chosen(six):
    assert run_fetch(six, fetch_lines, PROVIDER, authority="derby-city")["name"].tolist() == list(OWN)


def test_where_a_home_lies_is_told_of_own_homes_alone(six):
    with Session(six) as session:
        assert session.query(HomeNeighbourhood).count() == 6
    places = run_fetch(six, fetch_places, PROVIDER, DERBY, at=MAY)
    assert places["neighbourhood"].tolist() == ["Chellaston", "Sinfin", ""]
