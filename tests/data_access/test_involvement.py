"""How many children incidents were about: each once over a period, at all homes, and nothing of a single one."""

from datetime import date

import pytest
from sqlmodel import Session

from data_access.involvement import INVOLVEMENT_COLUMNS, fetch_involvement_counts
from data_access.viewer import NotPermitted

YEAR = {"start": date(2022, 4, 1), "end": date(2023, 4, 1)}
YEAR_BEFORE = {"start": date(2021, 4, 1), "end": date(2022, 4, 1)}


@pytest.fixture
def count(viewer_of):
    """Counts children: count(engine) gives {kind: (incidents, recorded, children, of the most frequent)}."""

    def answer(engine, viewer=None, most_frequent=3, authority="derby-city", **period):
        with Session(engine) as session:
            found = fetch_involvement_counts(
                session, viewer or viewer_of(), authority=authority, most_frequent=most_frequent, **(period or YEAR)
            )
        assert list(found.columns) == list(INVOLVEMENT_COLUMNS)
        return {row.kind: tuple(int(n) for n in row[2:]) for row in found.itertuples()}

    return answer


def incidents(*rows):
    """Rows of a file from (reference, child, type, day)."""
    names = ("reference", "child_reference", "incident_type", "reported_at")
    return [
        {**dict(zip(names, row, strict=True)), "occurred_at": "", "child_role": "other" if row[1] else ""}
        for row in rows
    ]


def test_the_children_of_the_sample_are_counted_once_a_year(sample_engine, count):
    assert count(sample_engine, **YEAR_BEFORE) == {"incidents": (430, 345, 15, 179), "missing": (306, 293, 15, 167)}
    assert count(sample_engine, **YEAR) == {"incidents": (160, 129, 11, 69), "missing": (115, 110, 11, 65)}


def test_children_do_not_add_up_over_months(sample_engine, count):
    both = count(sample_engine, start=YEAR_BEFORE["start"], end=YEAR["end"])["incidents"]
    years = [count(sample_engine, **year)["incidents"] for year in (YEAR_BEFORE, YEAR)]
    assert both[:2] == tuple(sum(year[place] for year in years) for place in (0, 1))
    assert both[2] < sum(year[2] for year in years)


def test_an_incident_of_two_children_is_one_incident(home_engine, load_rows, count):
    day = "02/05/2022 10:00"
    load_rows(
        home_engine,
        "incidents",
        *incidents(
            ("I-1", "A", "Missing Person", day),
            ("I-1", "B", "Missing Person", day),
            ("I-2", "A", "Missing Person", day),
            ("I-2", "B", "Missing Person", day),
            ("I-3", "C", "Nuisance", day),
            ("I-4", "", "Nuisance", day),
        ),
    )
    assert count(home_engine, most_frequent=2) == {"incidents": (4, 3, 3, 2), "missing": (2, 2, 2, 2)}
    assert count(home_engine, most_frequent=3)["incidents"] == (4, 3, 3, 3)


def test_missing_no_apparent_risk_is_not_missing(home_engine, load_rows, count):
    load_rows(home_engine, "incidents", *incidents(("I-1", "A", "Missing No Apparent Risk", "02/05/2022 10:00")))
    assert count(home_engine) == {"incidents": (1, 1, 1, 1), "missing": (0, 0, 0, 0)}


def test_only_the_period_is_counted(home_engine, load_rows, count):
    rows = incidents(("I-1", "A", "Nuisance", "31/05/2022 10:00"), ("I-2", "B", "Nuisance", "01/06/2022 10:00"))
    load_rows(home_engine, "incidents", *rows)
    assert count(home_engine, start=date(2022, 6, 1), end=date(2022, 7, 1))["incidents"] == (1, 1, 1, 1)


def test_children_in_crimes_are_not_children_in_incidents(home_engine, load_rows, count):
    load_rows(home_engine, "crimes")
    assert count(home_engine) == {"incidents": (0, 0, 0, 0), "missing": (0, 0, 0, 0)}


def test_a_period_without_an_incident_is_nought(sample_engine, count):
    empty = count(sample_engine, start=date(2019, 4, 1), end=date(2020, 4, 1))
    assert empty == {"incidents": (0, 0, 0, 0), "missing": (0, 0, 0, 0)}


def test_another_authority_is_not_counted(home_engine, load_rows, count):
    load_rows(home_engine, "incidents", *incidents(("I-1", "A", "Nuisance", "02/05/2022 10:00")))
    assert count(home_engine, authority="elsewhere")["incidents"] == (0, 0, 0, 0)


def test_who_may_see_some_homes_gets_no_figure_of_all(sample_engine, count, viewer_of):
    assert count(sample_engine, viewer_of(homes=["Home 2"])) == {}


def test_who_may_not_see_the_authority_is_refused(sample_engine, count, viewer_of):
    for viewer in (viewer_of(authorities=["elsewhere"]), viewer_of(authorities=["elsewhere"], homes=["Home 2"])):
        with pytest.raises(NotPermitted):
            count(sample_engine, viewer)
