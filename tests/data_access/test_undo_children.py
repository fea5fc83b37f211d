"""Undoing a load leaves the children whom other loads name, with the references by which those find them again."""

from datetime import datetime

import pytest

from data_access.models import (
    Child,
    ChildLetter,
    ChildReference,
    ImportBatch,
    Investigation,
    Involvement,
    YouthJusticeEvent,
)
from data_access.undo import undo_batch
from data_access.viewer import system_viewer

NOW = datetime(2023, 11, 2, 10, 0)
SENDERS = {"youth_justice": "YJS"}
LINKED = ("incidents", "youth_justice", "child_links")


@pytest.fixture
def load_kind(home_engine, load_rows):
    """Loads a file of a kind; those of the police all name one child."""
    return lambda kind: load_rows(home_engine, kind, source=SENDERS.get(kind, "police"))


@pytest.fixture
def loads(home_engine, values_in):
    """The loads of other kinds than the register that can be undone and count, oldest first: number and kind."""

    def counting():
        found = values_in(home_engine, ImportBatch, "id", "kind", "undone_at", "can_be_undone")
        return [
            (number, kind)
            for number, kind, undone_at, may in found
            if may and undone_at is None and not kind.startswith("home")
        ]

    return counting


@pytest.mark.parametrize(
    ("kinds", "undone"),
    [
        (("crimes", "incidents"), "crimes"),
        (("incidents", "investigations"), "incidents"),
        (LINKED, "incidents"),
        (LINKED, "youth_justice"),
    ],
    ids=str,
)
def test_a_child_is_found_by_all_its_references_until_the_last_load_that_names_it_is_undone(
    home_engine, load_kind, loads, values_in, rows_in, kinds, undone
):
    def undo(number):
        return undo_batch(home_engine, system_viewer(), number, now=NOW)

    for kind in kinds:
        assert load_kind(kind).problems == ()
    references = values_in(home_engine, ChildReference, "id", "source", "child_id")
    report = undo(next(number for number, kind in loads() if kind == undone))
    assert "1 child's code stays, since other data need it." in report.sentences()
    assert values_in(home_engine, ChildReference, "id", "source", "child_id") == references
    for kind in kinds:
        assert load_kind(kind).problems == ()
    naming = (Involvement, YouthJusticeEvent, Investigation)
    assert len({child for table in naming for (child,) in values_in(home_engine, table, "child_id")}) == 1
    for number, _ in reversed(loads()):
        undo(number)
    left = [rows_in(home_engine, model) for model in (Child, ChildReference, ChildLetter)]
    assert left == ([1, 1, 0] if "investigations" in kinds else [0, 0, 0])


def test_a_child_put_back_under_another_number_is_still_what_earlier_loads_left(
    home_engine, load_rows, loads, values_in
):
    """On SQLite the number of a row that was removed is given to the next one, here the child in a crime."""
    load_rows(home_engine, "incidents", {"child_role": "missing"})
    load_rows(home_engine, "incidents", {"child_role": "victim"})
    load_rows(home_engine, "incidents", {"child_reference": ""})
    load_rows(home_engine, "crimes", {"child_role": "suspect"})
    for number in [number for number, kind in reversed(loads()) if kind == "incidents"][:2]:
        undo_batch(home_engine, system_viewer(), number, now=NOW)
    roles = values_in(home_engine, Involvement, "incident_id", "role")
    assert sorted(role for incident, role in roles if incident) == ["missing"]
    assert [role for incident, role in roles if not incident] == ["suspect"]
