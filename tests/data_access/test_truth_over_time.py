"""Which extract counts is decided by the day it was drawn, record by record: the order of loading does not matter."""

from datetime import date, datetime
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from data_access.imports.kinds import KINDS
from data_access.imports.reading import ReadAs
from data_access.imports.saving import months_between
from data_access.load import LoadRequest, load
from data_access.models import Crime, Incident, Involvement, NeighbourhoodCount, Occupancy, YouthJusticeEvent
from data_access.undo import undo_batch
from data_access.viewer import system_viewer

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2023, 4, 12, 9, 0)
MONTHS = months_between(date(2022, 4, 1), date(2022, 6, 1))
QUARTER = (date(2022, 4, 1), date(2022, 6, 30))
LOOKUP = b"lsoa_code,neighbourhood\nE01013537,Chellaston\n"
EARLY, LATE = date(2022, 7, 1), date(2022, 8, 1)
# What is stored of facts, without the numbers of rows and loads, and with children by their references' order.
STORED = {
    "incident": "SELECT r.reference, r.home_id, r.type_id, r.reported_at, r.occurred_at, r.month, r.response, "
    "r.extract_date, r.said_earlier FROM incident r",
    "crime": "SELECT r.reference, r.home_id, r.type_id, r.reported_at, r.occurred_at, r.month, r.outcome_id, "
    "r.outcome_date, r.extract_date, r.said_earlier FROM crime r",
    "involvement": "SELECT coalesce(i.reference, c.reference), f.lookup, v.role FROM involvement v "
    "LEFT JOIN incident i ON i.id = v.incident_id LEFT JOIN crime c ON c.id = v.crime_id "
    "JOIN child_reference f ON f.child_id = v.child_id",
    "youth_justice_event": "SELECT e.event, e.event_date, e.detail, f.lookup FROM youth_justice_event e "
    "JOIN child_reference f ON f.child_id = e.child_id",
    "cromarty_score": "SELECT s.meeting, s.target, s.score, s.extract_date, f.lookup FROM cromarty_score s "
    "JOIN child_reference f ON f.child_id = s.child_id",
    "neighbourhood_count": "SELECT source, neighbourhood_id, month, kind, type_label, count FROM neighbourhood_count",
    "occupancy": "SELECT home_id, month, average_children FROM occupancy",
    "coverage": "SELECT source, sender, month, home_id, neighbourhood_id, extract_date FROM coverage",
}


# By what children are known.
KNOWN = {
    "child": "SELECT f.source, f.lookup FROM child c LEFT JOIN child_reference f ON f.child_id = c.id",
    "child_letter": "SELECT l.year, f.lookup FROM child_letter l JOIN child_reference f ON f.child_id = l.child_id",
}


def stored(connection, queries=MappingProxyType(STORED)):
    return {name: sorted(map(repr, connection.execute(text(query)))) for name, query in queries.items()}


def counts(report):
    return (report.added, report.updated, report.unchanged, report.withdrawn, report.rejected)


@pytest.mark.parametrize(("kind", "model"), [("incidents", Incident), ("crimes", Crime)])
def test_an_older_extract_changes_nothing_that_a_later_one_said(home_engine, load_rows, values_in, kind, model):
    load_rows(home_engine, kind, {"home": "Home 2", "child_role": "victim"}, extract_date=LATE)
    before = values_in(home_engine, model, "home_id", "extract_date", "batch_id")
    report = load_rows(home_engine, kind, {"home": "Home 1", "child_role": "witness"}, extract_date=EARLY)
    assert counts(report) == (0, 0, 1, 0, 0)
    assert values_in(home_engine, model, "home_id", "extract_date", "batch_id") == before
    assert values_in(home_engine, Involvement, "role") == [("victim",)]


def test_an_older_extract_fills_a_column_that_later_ones_do_not_have(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents", extract_date=LATE, without=("response", "child_reference", "child_role"))
    report = load_rows(home_engine, "incidents", {"incident_type": "Nuisance"}, extract_date=EARLY)
    assert counts(report) == (0, 1, 0, 0, 0)
    assert values_in(home_engine, Incident, "response") == [("Priority",)]
    assert len(values_in(home_engine, Involvement, "id")) == 1


def test_a_complete_extract_withdraws_what_it_no_longer_holds_and_it_comes_back_if_it_returns(
    home_engine, load_rows, values_in
):
    load_rows(home_engine, "incidents", {}, {"reference": "INC-2"}, months=MONTHS, extract_date=EARLY)
    report = load_rows(home_engine, "incidents", months=MONTHS, extract_date=LATE, complete=QUARTER)
    assert counts(report) == (0, 0, 1, 1, 0)
    assert "0 updated, 1 unchanged, 1 withdrawn" in report.sentences()[0]
    assert dict(values_in(home_engine, Incident, "reference", "month"))["INC-2"] is None
    report = load_rows(home_engine, "incidents", {"reference": "INC-2"}, months=MONTHS, extract_date=date(2022, 9, 1))
    assert counts(report) == (0, 1, 0, 0, 0)
    assert dict(values_in(home_engine, Incident, "reference", "month"))["INC-2"] == date(2022, 4, 1)


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        ({"reported_at": "01/07/2022 10:00", "occurred_at": ""}, "reported outside its dates"),
        ({"home": "Home 2"}, "at a home that it is not about"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_complete_extract_leaves_what_it_is_not_about(home_engine, load_rows, values_in, kept, why):
    load_rows(home_engine, "incidents", {"reference": "INC-2", **kept}, extract_date=LATE)
    of_home = {"months": MONTHS, "extract_date": date(2022, 9, 1), "complete": QUARTER, "places": ("Home 1",)}
    report = load_rows(home_engine, "incidents", **of_home)
    assert report.withdrawn == 0
    assert dict(values_in(home_engine, Incident, "reference", "month"))["INC-2"] is not None


def test_a_record_in_a_rejected_row_of_a_complete_extract_is_not_withdrawn(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents", months=MONTHS, extract_date=EARLY)
    report = load_rows(
        home_engine,
        "incidents",
        {"home": "elsewhere"},
        {"reference": "INC-2"},
        months=MONTHS,
        extract_date=LATE,
        complete=QUARTER,
    )
    assert counts(report) == (1, 0, 0, 0, 1)
    assert dict(values_in(home_engine, Incident, "reference", "month"))["INC-1"] == date(2022, 4, 1)


def test_an_extract_that_came_late_does_not_bring_back_what_was_withdrawn(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents", months=MONTHS, extract_date=LATE, complete=QUARTER)
    report = load_rows(home_engine, "incidents", {}, {"reference": "INC-2"}, months=MONTHS, extract_date=EARLY)
    assert counts(report) == (0, 0, 1, 1, 0)
    assert dict(values_in(home_engine, Incident, "reference", "month"))["INC-2"] is None


@pytest.mark.parametrize(
    ("kind", "model", "column", "early", "late"),
    [
        ("youth_justice", YouthJusticeEvent, "event", {"event": "offence"}, {"event": "breach"}),
        ("neighbourhood_counts", NeighbourhoodCount, "count", {"count": "3"}, {"count": "4"}),
        ("neighbourhood_extract", NeighbourhoodCount, "type_label", {"type": "ARSON"}, {"type": "DRUGS"}),
        ("occupancy", Occupancy, "average_children", {"average_children": "3"}, {"average_children": "4"}),
    ],
)
def test_of_files_without_references_the_one_drawn_later_counts_for_its_months(
    home_engine, load_rows, values_in, kind, model, column, early, late
):
    load_rows(home_engine, kind, late, extract_date=LATE)
    report = load_rows(home_engine, kind, early, extract_date=EARLY)
    (found,) = values_in(home_engine, model, column)
    assert str(found[0]).removesuffix(".0") == next(iter(late.values()))
    assert (report.added, report.updated) == (0, 0)


def test_a_file_of_counts_replaces_the_types_of_a_month_it_covers(home_engine, load_rows, values_in):
    load_rows(home_engine, "neighbourhood_counts", {"type": "A"}, {"type": "B"}, extract_date=EARLY)
    report = load_rows(home_engine, "neighbourhood_counts", {"type": "B", "count": "1"}, extract_date=LATE)
    assert counts(report) == (0, 1, 0, 1, 0)
    assert values_in(home_engine, NeighbourhoodCount, "type_label", "count") == [("B", 1)]


references = st.sampled_from(["R-1", "R-2", "R-3"])
children = st.sampled_from(["", "P-1", "P-2"])  # the same ones in files of all kinds
days = st.sampled_from(["03/04/2022", "10/05/2022", "20/06/2022"])
incident = st.fixed_dictionaries(
    {
        "reference": references,
        "reported_at": days.map(lambda day: f"{day} 10:00"),
        "occurred_at": st.just(""),
        "home": st.sampled_from(["Home 1", "Home 2"]),
        "response": st.sampled_from(["", "Routine"]),
        "child_reference": children,
        "child_role": st.sampled_from(["missing", "victim"]),
    }
)
crime = st.fixed_dictionaries(
    {
        "reference": references,
        "reported_at": days.map(lambda day: f"{day} 10:00"),
        "occurred_at": st.just(""),
        "child_reference": children,
    }
)
event = st.fixed_dictionaries(
    {"child_reference": st.sampled_from(["P-1", "P-2"]), "event": st.sampled_from(["offence", "contact"])}
    | {"event_date": days}
)
score = st.fixed_dictionaries({"child_reference": st.just("P-1"), "meeting": st.sampled_from(["1", "2"])}).flatmap(
    lambda row: st.fixed_dictionaries({"meeting_date": days, "score": st.sampled_from(["1", "2"])}).map(row.__or__)
)
count = st.fixed_dictionaries(
    {"month": st.sampled_from(["2022-04", "2022-05"]), "type": st.sampled_from(["", "A"])}
    | {"count": st.sampled_from(["1", "2"])}
)
lived = st.fixed_dictionaries(
    {"month": st.sampled_from(["2022-04", "2022-05"])} | {"average_children": st.sampled_from(["2", "3"])}
)
by_reference = {"unique_by": lambda row: row["reference"]}
files = st.one_of(
    st.tuples(st.just("incidents"), st.lists(incident, min_size=1, max_size=3, **by_reference)),
    st.tuples(st.just("crimes"), st.lists(crime, min_size=1, max_size=3, **by_reference)),
    st.tuples(st.just("youth_justice"), st.lists(event, min_size=1, max_size=3)),
    st.tuples(st.just("cromarty"), st.lists(score, min_size=1, max_size=2, unique_by=lambda row: row["meeting"])),
    st.tuples(
        st.just("neighbourhood_counts"),
        st.lists(count, min_size=1, max_size=3, unique_by=lambda row: (row["month"], row["type"])),
    ),
    st.tuples(st.just("occupancy"), st.lists(lived, min_size=1, max_size=2, unique_by=lambda row: row["month"])),
)
left_out = st.sampled_from([(), ("response",), ("child_reference", "child_role"), ("response", "occurred_at")])
loads = st.lists(st.tuples(files, left_out, st.booleans()), min_size=2, max_size=4)


def requests_of(file_of, made):
    """One request a load, each extract drawn a day after the one before."""
    for number, ((kind, rows), without, is_complete) in enumerate(made):
        data = file_of(kind, *rows, without=without if kind == "incidents" else ())
        is_complete = is_complete and kind in ("incidents", "cromarty")
        yield LoadRequest(
            kind,
            data,
            "Derby City",
            "police",
            date(2022, 7, 1 + number),
            MONTHS,
            complete=QUARTER if is_complete else None,
        )


def load_all(session, requests, *, may_reject=False):
    for request in requests:
        report = load(session, request, key=KEY, now=NOW, viewer=system_viewer())
        assert may_reject or report.problems == ()
        session.flush()


# What comes besides: rows that are rejected, files of fewer months, and what bears no day of its own.
REGISTER = {
    "home": "SELECT h.name, h.beds, h.provider, h.closed, l.name FROM home h "
    "JOIN reporting_line l ON l.id = h.reporting_line_id",
    "home_neighbourhood": "SELECT l.home_id, n.name, l.valid_from FROM home_neighbourhood l "
    "JOIN neighbourhood n ON n.id = l.neighbourhood_id",
    "home_alias": "SELECT alias, home_id FROM home_alias",
    "benchmark": "SELECT source, area, year, numerator, percent, symbol FROM benchmark",
    "internal_count": "SELECT home_id, month, internal, input_helpful, immediate FROM internal_count",
}
ONE = {"min_size": 1, "max_size": 1}
of_kinds = {
    "homes": st.fixed_dictionaries(
        {"beds": st.sampled_from("567"), "neighbourhood": st.sampled_from(["Chellaston", "Sinfin", "North"])}
        | {"closed": st.sampled_from(["", "31/03/2023"]), "reporting_line": st.sampled_from(["Home 1", "Home 2"])}
    ),
    "home_aliases": st.fixed_dictionaries({"home": st.sampled_from(["Home 1", "Home 2"])}),
    "dfe_offending": st.fixed_dictionaries(
        {"time_period": st.sampled_from(["2030", "2031"]), "children_count": st.sampled_from(["1", "2", "c"])}
    ),
    "internal_counts": st.fixed_dictionaries(
        {"month": st.sampled_from(["2022-04", "2022-05"]), "internal": st.sampled_from("123")}
    ),
    "neighbourhood_extract": st.fixed_dictionaries(
        {"reported_at": days, "type": st.sampled_from("AB"), "kind": st.sampled_from(["incident", "crime"])}
    ),
    "police_uk_street": st.fixed_dictionaries(
        {"month": st.sampled_from(["2022-04", "2022-05"]), "crime_type": st.sampled_from(["Drugs", "Burglary"])}
    ),
    "incidents": st.builds(lambda row, home: row | {"home": home}, incident, st.sampled_from(["Home 1", "elsewhere"])),
}
others = st.sampled_from(sorted(of_kinds)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(of_kinds[kind], **ONE))
)
any_loads = st.lists(
    st.tuples(st.one_of(others, files), left_out, st.booleans(), st.sampled_from([MONTHS, MONTHS[:2]])),
    min_size=2,
    max_size=3,
)


def any_requests_of(file_of, made):
    """As requests_of, drawn after the register that the homes came with, of all months or of some."""
    for number, ((kind, rows), without, is_complete, months) in enumerate(made):
        lacking = {"incidents": without, "homes": ("closed",) if without else ()}.get(kind, ())
        is_complete = is_complete and kind in ("incidents", "cromarty")
        yield LoadRequest(
            kind,
            file_of(kind, *rows, without=lacking),
            "Derby City",
            "police",
            date(2023, 5, 1 + number),
            MONTHS if is_complete else months,
            complete=QUARTER if is_complete else None,
            how=ReadAs(lookup=LOOKUP if kind == "police_uk_street" else None),
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(made=any_loads, data=st.data())
def test_loads_in_any_order_end_in_the_same_tables(home_engine, file_of, made, data):
    requests = list(any_requests_of(file_of, made))
    shuffled = data.draw(st.permutations(requests))
    ends = []
    for order in (requests, shuffled):
        with Session(home_engine) as session:
            load_all(session, order, may_reject=True)
            ends.append(stored(session.connection(), STORED | REGISTER))
            session.rollback()
    assert ends[0] == ends[1]


def counting(connection):
    """The numbers of the loads made of files here that count, oldest first."""
    loads = "SELECT id FROM import_batch WHERE undone_at IS NULL AND kind NOT IN ('homes', 'home_aliases')"
    return connection.execute(text(f"{loads} ORDER BY id")).scalars().all()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(made=loads, data=st.data())
def test_undoing_any_load_leaves_every_table_as_if_it_had_never_been(home_engine, file_of, made, data):
    requests = list(requests_of(file_of, made))
    newest = {KINDS[request.kind].stream_of(request.source): place for place, request in enumerate(requests)}
    undone = data.draw(st.sampled_from(sorted(newest.values())))
    with Session(home_engine) as session:
        load_all(session, requests)
        session.commit()
        number = counting(session.connection())[undone]
    undo_batch(home_engine, system_viewer(), number, now=NOW)
    with home_engine.connect() as connection:
        ends = [stored(connection, STORED | KNOWN)]
        rest = counting(connection)
    for number in reversed(rest):  # so that the others are loaded alone, and the next example starts from the same
        undo_batch(home_engine, system_viewer(), number, now=NOW)
    with Session(home_engine) as session:
        assert not any(stored(session.connection(), STORED | KNOWN).values())
        load_all(session, requests[:undone] + requests[undone + 1 :])
        ends.append(stored(session.connection(), STORED | KNOWN))
        session.rollback()
    assert ends[0] == ends[1]
