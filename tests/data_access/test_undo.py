"""Undoing a load restores what was there before it, but for what other data need by now."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from data_access.batches import LoadRefused
from data_access.coverage import fetch_batches
from data_access.imports.kinds import KINDS
from data_access.load import LoadRequest, load_file
from data_access.models import (
    Base,
    Coverage,
    DataVersion,
    Home,
    HomeNeighbourhood,
    ImportBatch,
    Incident,
    IncidentType,
    Neighbourhood,
    PeriodCount,
    ReportingLine,
)
from data_access.undo import undo_batch
from data_access.viewer import NotPermitted, system_viewer

LATER = datetime(2023, 11, 2, 10, 0)
OF_LOADS = (
    "import_batch",
    "rejected_row",
    "batch_addition",
    "batch_before",
    "data_version",
    "audit_entry",
    "audit_head",
)
PLACES = ("Place", "Kind", "Neighbourhood", "2022-23")
ABOUT = [("Authority", "Derby City"), ("Published on", date(2023, 10, 31))]
SHEETS = {
    "Crimes": [PLACES, ("Home 1", "home", "Chellaston", 5), ("Home 9", "home", "Allestree", 7)],
    "Incident types": [("Home", "Incident type", "2022-23"), ("Home 9", "Fireworks", 2)],
    "Homes": [("Home", "Reporting line"), ("Home 7", "Home 7/8"), ("Home 8", "Home 7/8")],
    "Types": [("Kind", "Type"), ("incident", "Fireworks")],
}


@pytest.fixture
def dump(home_engine):
    """The rows of every table that is not about loads themselves."""

    def rows():
        with home_engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(table.select())))
                for table in Base.metadata.sorted_tables
                if table.name not in OF_LOADS
            }

    return rows


@pytest.fixture
def load_summary(home_engine, load_rows, workbook_of):
    """Loads yearly tables and gives the number of the load."""

    def load(sheets=None, **more):
        report = load_rows(home_engine, "summary", data=workbook_of({"About": ABOUT, **(sheets or SHEETS)}), **more)
        assert report.problems == ()
        return newest(home_engine)

    return load


@pytest.fixture
def undo(home_engine, viewer_of):
    return lambda batch_id, viewer=None: undo_batch(home_engine, viewer or system_viewer(), batch_id, now=LATER)


def newest(engine):
    with Session(engine) as session:
        return session.execute(select(func.max(ImportBatch.id))).scalar_one()


def test_undoing_restores_exactly_what_was_there(load_summary, undo, dump):
    before = dump()
    batch_id = load_summary()
    loaded = dump()
    assert {name for name in before if before[name] != loaded[name]} == {
        "home",
        "home_neighbourhood",
        "incident_type",
        "neighbourhood",
        "period_count",
        "reporting_line",
    }
    report = undo(batch_id)
    assert dump() == before
    assert (report.counts_removed, report.kept) == (3, ())
    # Three homes on two lines, one neighbourhood with a note that the home lies in it, and a type.
    assert report.additions_removed == 3 + 2 + 1 + 1 + 1
    assert report.sentences() == ["Taken back: 3 counts and 8 additions to the register."]


def test_a_load_undone_is_marked_so_and_every_open_page_notices(home_engine, load_summary, undo, values_in, viewer_of):
    batch_id = load_summary()
    ((version,),) = values_in(home_engine, DataVersion, "version")
    undo(batch_id)
    assert values_in(home_engine, DataVersion, "version") == [(version + 1,)]
    with Session(home_engine) as session:
        batches = fetch_batches(session, viewer_of(), authority="derby-city").set_index("id")
    assert batches.loc[batch_id, "undone_at"] == LATER
    assert not batches.loc[batch_id, "may_undo"]


def test_what_an_earlier_load_said_counts_again(home_engine, load_summary, undo, values_in):
    load_summary({"Crimes": [PLACES, ("Home 1", "home", None, 5)]})
    batch_id = load_summary({"Crimes": [PLACES, ("Home 1", "home", None, 6)]})
    undo(batch_id)
    assert values_in(home_engine, PeriodCount, "count") == [(5,)]


def test_a_home_that_has_records_since_stays_with_its_line_and_neighbourhood(
    home_engine, load_rows, load_summary, undo, values_in
):
    batch_id = load_summary()
    load_rows(home_engine, "occupancy", {"home": "Home 9"})
    lay = values_in(home_engine, HomeNeighbourhood, "home_id", "neighbourhood_id")
    report = undo(batch_id)
    assert [name for (name,) in values_in(home_engine, Home, "name")] == ["Home 1", "Home 2", "Home 9"]
    assert values_in(home_engine, HomeNeighbourhood, "home_id", "neighbourhood_id") == lay
    assert sorted(report.kept) == [
        ("home", 1),
        ("home_neighbourhood", 1),
        ("neighbourhood", 1),
        ("reporting_line", 1),
    ]
    assert "1 home stays, since other data need it." in report.sentences()


def test_a_neighbourhood_noted_for_a_home_that_was_there_goes_with_the_load(
    home_engine, load_rows, load_summary, undo, dump
):
    load_rows(home_engine, "homes", {"home": "Home 5", "reporting_line": "Home 5", "neighbourhood": ""})
    load_rows(home_engine, "occupancy", {"home": "Home 5"})
    before = dump()
    batch_id = load_summary({"Crimes": [PLACES, ("Home 5", "home", "Allestree", 5)]})
    undo(batch_id)
    assert dump() == before


def test_a_type_that_counts_of_another_authority_name_stays(
    home_engine, load_rows, load_summary, undo, workbook_of, values_in
):
    batch_id = load_summary()
    elsewhere = {
        "About": [("Authority", "Derbyshire"), ("Published on", date(2023, 10, 31))],
        "Incident types": [("Home", "Incident type", "2022-23"), ("Home A", "FIREWORKS", 1)],
    }
    load_rows(home_engine, "summary", data=workbook_of(elsewhere), authority="")
    assert undo(batch_id).kept == (("incident_type", 1),)
    assert ("Fireworks",) in values_in(home_engine, IncidentType, "label")


def test_the_newest_load_is_undone_first_and_none_twice(load_summary, undo, dump):
    before = dump()
    first = load_summary()
    second = load_summary({"Crimes": [PLACES, ("Home 9", "home", None, 8)]})
    loaded = dump()
    with pytest.raises(LoadRefused, match="Undo the newest first"):
        undo(first)
    assert dump() == loaded
    undo(second)
    with pytest.raises(LoadRefused, match="already undone on 02/11/2023"):
        undo(second)
    undo(first)
    assert dump() == before


def test_loads_of_two_authorities_do_not_wait_for_each_other(home_engine, load_rows, load_summary, undo, workbook_of):
    first = load_summary()
    about = [("Authority", "Derbyshire"), ("Published on", date(2023, 10, 31))]
    data = workbook_of({"About": about, "Crimes": [PLACES, ("Home 1", "home", None, 5)]})
    load_rows(home_engine, "summary", data=data, authority="")
    assert undo(first).counts_removed == 3


def test_a_file_undone_may_be_loaded_again(home_engine, load_rows, file_of, undo, rows_in):
    load_rows(home_engine, "summary")
    undo(newest(home_engine))
    report = load_rows(home_engine, "summary")
    assert (report.added, report.warnings) == (1, ())
    assert rows_in(home_engine, PeriodCount) == 1


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if not kind.can_be_undone])
def test_what_people_go_on_to_write_by_hand_is_not_undone(home_engine, load_rows, undo, dump, kind):
    load_rows(home_engine, kind)
    before = dump()
    with pytest.raises(LoadRefused, match="cannot be undone"):
        undo(newest(home_engine))
    assert dump() == before


UNDONE = [kind.name for kind in KINDS.values() if kind.can_be_undone]


@pytest.mark.parametrize("kind", UNDONE)
def test_undoing_the_first_load_of_any_kind_leaves_nothing_of_it(home_engine, load_rows, undo, dump, kind):
    if kind == "child_links":
        load_rows(home_engine, "incidents")
        load_rows(home_engine, "youth_justice", source="YJS")
    before = dump()
    assert load_rows(home_engine, kind).problems == ()
    undo(newest(home_engine))
    after = dump()
    after.pop("child_link"), before.pop("child_link")
    assert after == before


CHANGED = {
    "homes": {"beds": "6", "closed": "01/04/2022", "reporting_line": "Home 1/2"},
    "home_aliases": {"home": "Home 2"},
    "incidents": {"home": "Home 2", "incident_type": "Nuisance", "child_reference": "P-4712"},
    "crimes": {"outcome_code": "8", "child_role": "suspect"},
    "neighbourhood_counts": {"count": "5", "type": "Nuisance"},
    "youth_justice": {"event": "breach", "child_reference": "YJ-108"},
    "cromarty": {"score": "5"},
    "occupancy": {"average_children": "3"},
    "internal_counts": {"internal": "1"},
    "neighbourhood_extract": {"reference": "N-2", "type": "ARSON"},
    "police_uk_street": {"crime_type": "Drugs"},
    "dfe_offending": {"children_count": "c"},
}


@pytest.mark.parametrize("kind", CHANGED)
def test_undoing_a_later_load_of_any_kind_restores_what_it_changed(home_engine, load_rows, undo, dump, kind):
    more = {"complete": (date(2022, 4, 1), date(2023, 3, 31))} if KINDS[kind].may_be_complete else {}
    gone = [{"reference": "gone", "child_reference": "P-1"}] if kind in ("incidents", "crimes") else []
    load_rows(home_engine, kind, {}, *gone)
    before = dump()
    report = load_rows(home_engine, kind, CHANGED[kind], **more)
    assert report.problems == ()
    assert dump() != before
    undo(newest(home_engine))
    assert dump() == before


def test_loads_of_two_senders_are_undone_each_by_itself(home_engine, load_rows, undo, dump):
    load_rows(home_engine, "incidents", source="police")
    first = newest(home_engine)
    load_rows(home_engine, "incidents", {"reference": "B-1", "child_reference": "B-9"}, source="transport police")
    undo(first)
    with home_engine.connect() as connection:
        assert connection.execute(select(Incident.reference)).scalars().all() == ["B-1"]
        assert connection.execute(select(func.count()).select_from(Coverage)).scalar_one() == 2 * 12


def test_a_load_that_is_not_there_is_refused(undo):
    with pytest.raises(LoadRefused, match="no such load"):
        undo(4711)


@pytest.mark.parametrize(
    "not_theirs", [{"authorities": ["derbyshire"]}, {"audiences": ["casework"]}, {"homes": ["Home 1"]}, {"powers": []}]
)
def test_only_who_may_see_the_authority_may_undo(load_summary, undo, dump, viewer_of, not_theirs):
    batch_id = load_summary()
    before = dump()
    with pytest.raises(NotPermitted):
        undo(batch_id, viewer_of(**{"powers": ["load"]} | not_theirs))
    assert dump() == before


def test_who_loaded_and_who_undid_is_noted(home_engine, workbook_of, viewer_of, values_in):
    moment = datetime(2023, 11, 1, 10, 0)
    data = workbook_of({"About": ABOUT, **SHEETS})
    request = LoadRequest("summary", data, "", "council", moment.date(), loaded_by="anna")
    load_file(home_engine, request, key="", now=moment, viewer=system_viewer())
    assert values_in(home_engine, ImportBatch, "loaded_by", "undone_by")[-1] == ("anna", "")
    undo_batch(home_engine, viewer_of(powers=["load"]), newest(home_engine), now=LATER)
    assert values_in(home_engine, ImportBatch, "loaded_by", "undone_by")[-1] == ("anna", "somebody")


def test_what_a_later_file_of_homes_names_stays_and_the_rest_goes(
    home_engine, load_rows, load_summary, undo, values_in
):
    batch_id = load_summary()
    of_both = {"reporting_line": "Home 7/8", "neighbourhood": "", "beds": "3"}
    load_rows(
        home_engine,
        "homes",
        {"home": "Home 9", "reporting_line": "Home 9", "neighbourhood": "Allestree", "beds": "4"},
        {"home": "Home 7", **of_both},
    )
    report = undo(batch_id)
    assert values_in(home_engine, Home, "name", "beds")[2:] == [("Home 7", 3), ("Home 9", 4)]
    assert [name for (name,) in values_in(home_engine, ReportingLine, "name")[2:]] == ["Home 7/8", "Home 9"]
    assert ("Allestree",) in values_in(home_engine, Neighbourhood, "name")
    assert len(values_in(home_engine, HomeNeighbourhood, "id")) == 3
    assert sorted(report.kept) == [
        ("home", 2),
        ("home_neighbourhood", 1),
        ("neighbourhood", 1),
        ("reporting_line", 2),
    ]


def test_what_a_later_file_of_homes_names_stays_also_when_two_summaries_are_undone(
    home_engine, load_rows, load_summary, undo, values_in
):
    first = load_summary()
    load_rows(home_engine, "homes", {"home": "Home 9", "reporting_line": "Home 9", "neighbourhood": ""})
    second = load_summary({"Crimes": [PLACES, ("Home 9", "home", None, 8)]})
    undo(second)
    undo(first)
    assert [name for (name,) in values_in(home_engine, Home, "name")] == ["Home 1", "Home 2", "Home 9"]
