"""What was decided about a sender's files is asked once and used by every later load."""

from datetime import datetime

import pytest
from sqlmodel import Session

from data_access.database import run_fetch
from data_access.imports.table import UnreadableFile
from data_access.mappings import (
    DecisionRefused,
    fetch_decisions,
    fetch_meanings,
    fetch_remembered,
    save_columns,
    save_label,
)
from data_access.models import Home, Incident
from data_access.recognise import recognise
from data_access.viewer import NotPermitted, system_viewer

NOW = datetime(2023, 4, 12, 9, 0)
OF = {"authority": "derby-city", "sender": "police"}
HEADINGS = {"home": "Premise Descr", "reference": "Ref"}


def decide(engine, save, **values):
    with Session(engine) as session:
        save(session, system_viewer(), **OF, **values, now=NOW)
        session.commit()


def test_headings_are_mapped_once_and_remembered_for_the_sender(home_engine, load_rows, file_of, rows_in):
    data = file_of("incidents", headings=HEADINGS)
    with pytest.raises(UnreadableFile, match="Missing columns: reference, home"):
        load_rows(home_engine, "incidents", data=data)
    decide(home_engine, save_columns, kind="incidents", headings=HEADINGS)
    assert load_rows(home_engine, "incidents", data=data).added == rows_in(home_engine, Incident) == 1
    with pytest.raises(UnreadableFile):
        load_rows(home_engine, "incidents", data=data, source="another police")


def test_what_a_file_lacks_and_what_it_has_besides_is_told(file_of):
    found = recognise(file_of("incidents", headings={"home": "Premise Descr"}, without=("response",)), kind="incidents")
    assert (found.needed, found.further, found.unused) == (("home",), ("response",), ("Premise Descr",))


@pytest.mark.parametrize("meaning", ["a home", "left out"])
def test_a_label_is_asked_about_once(home_engine, load_rows, values_in, meaning):
    row = {"home": "22 The Lane"}
    assert load_rows(home_engine, "incidents", row).unknown == (("home", "22 The Lane", 1),)
    with Session(home_engine) as session:
        homes = fetch_meanings(session, system_viewer(), authority="derby-city", what="home")
    home_id = int(homes.set_index("label").loc["Home 2", "id"]) if meaning == "a home" else None
    decide(home_engine, save_label, what="home", label="22 the  lane", target_id=home_id)
    report = load_rows(home_engine, "incidents", row)
    assert (report.problems, report.left_out) == ((), 0 if home_id else 1)
    assert values_in(home_engine, Incident, "home_id") == ([(home_id,)] if home_id else [])


def test_a_decision_that_makes_no_sense_is_refused(home_engine, values_in):
    with pytest.raises(DecisionRefused, match="no such column"):
        decide(home_engine, save_columns, kind="incidents", headings={"colour": "x"})
    with pytest.raises(DecisionRefused, match="two columns"):
        decide(home_engine, save_columns, kind="incidents", headings={"home": "x", "reference": "X"})
    with pytest.raises(DecisionRefused, match="not known"):
        decide(home_engine, save_label, what="home", label="x", target_id=4711)
    assert len(values_in(home_engine, Home, "id")) == 2


def test_only_who_may_load_decides(home_engine, viewer_of):
    with Session(home_engine) as session, pytest.raises(NotPermitted):
        fetch_decisions(session, viewer_of(), **OF, kind="incidents")


def test_the_headings_of_all_senders_are_told_together(home_engine):
    decide(home_engine, save_columns, kind="incidents", headings=HEADINGS)
    found = run_fetch(home_engine, fetch_remembered, system_viewer(), authority="derby-city")
    assert found.to_numpy().tolist() == [
        ["incidents", "police", "home", "premise_descr"],
        ["incidents", "police", "reference", "ref"],
    ]
