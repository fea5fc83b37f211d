"""What was decided about a sender's files is asked once and used by every later load, until it is forgotten."""

from datetime import date, datetime

import pytest
from sqlalchemy import delete, func, select
from sqlmodel import Session

from data_access.database import run_fetch
from data_access.imports.kinds import KINDS
from data_access.imports.reading import PLAIN
from data_access.imports.table import UnreadableFile
from data_access.mappings import (
    NOT_IN_FILE,
    DecisionRefused,
    fetch_decisions,
    fetch_labels,
    fetch_meanings,
    fetch_remembered,
    remove_column,
    remove_label,
    save_columns,
    save_label,
)
from data_access.models import AuditEntry, Crime, Home, HomeNeighbourhood, ImportBatch, Incident, LabelChoice
from data_access.recognise import months_of_rows, recognise
from data_access.undo import undo_batch
from data_access.viewer import NotPermitted, system_viewer

NOW = datetime(2023, 4, 12, 9, 0)
MAIN_COLUMNS = "reference,date,location,type"
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


def test_the_answers_about_all_senders_are_told_together(home_engine):
    decide(home_engine, save_columns, kind="incidents", headings=HEADINGS)
    decide(home_engine, save_label, what="home", label="Shop", target_id=None)
    decide(home_engine, save_label, what="home", label="The Lane", target_id=number_of(home_engine, "Home 2"))
    of = {"viewer": system_viewer(), "authority": "derby-city"}
    headings = run_fetch(home_engine, fetch_remembered, **of)
    assert headings[["kind", "sender", "column", "heading"]].to_numpy().tolist() == [
        ["incidents", "police", "home", "premise_descr"],
        ["incidents", "police", "reference", "ref"],
    ]
    labels = run_fetch(home_engine, fetch_labels, **of)
    assert labels[["what", "label", "leaves_out", "meaning", "is_used"]].to_numpy().tolist() == [
        ["home", "shop", True, "", True],
        ["home", "the lane", False, "Home 2", True],
    ]


def number_of(engine, home):
    homes = run_fetch(engine, fetch_meanings, system_viewer(), authority="derby-city", what="home")
    return int(homes.set_index("label").loc[home, "id"])


def test_what_is_forgotten_is_asked_again_and_every_answer_stands_in_the_log(home_engine, load_rows, file_of):
    row, data = {"home": "22 The Lane"}, file_of("incidents", headings={"home": "Premise Descr"})
    label = {"what": "home", "label": "22 The Lane"}
    decide(home_engine, save_label, **label, target_id=None)
    assert load_rows(home_engine, "incidents", row).left_out == 1
    decide(home_engine, save_columns, kind="incidents", headings={"home": "Premise Descr"})
    decide(home_engine, remove_column, kind="incidents", column="home")
    decide(home_engine, remove_label, **label)
    assert load_rows(home_engine, "incidents", row).unknown == (("home", "22 The Lane", 1),)
    with pytest.raises(UnreadableFile, match="Missing columns: home"):
        load_rows(home_engine, "incidents", data=data)
    for forget, of in ((remove_label, label), (remove_column, {"kind": "incidents", "column": "home"})):
        with pytest.raises(DecisionRefused, match="not remembered any more"):
            decide(home_engine, forget, **of)
    with Session(home_engine) as session:
        logged = session.scalars(select(AuditEntry.thing).where(AuditEntry.event == "edit").order_by(AuditEntry.id))
        assert list(logged) == [
            "label home",
            "column kind incidents",
            "column kind incidents removed",
            "label home removed",
        ]


def test_a_home_of_the_register_wins_over_what_was_said_of_its_name(home_engine, load_rows, values_in):
    decide(home_engine, save_label, what="home", label="Home 3", target_id=None)
    load_rows(home_engine, "homes", {"home": "Home 3", "reporting_line": "Home 3"})
    report = load_rows(home_engine, "incidents", {"home": "Home 3"})
    assert (report.left_out, report.added) == (0, 1)
    assert values_in(home_engine, Incident, "home_id") == [(number_of(home_engine, "Home 3"),)]
    assert not run_fetch(home_engine, fetch_labels, system_viewer(), authority="derby-city")["is_used"].any()


@pytest.mark.parametrize("way", ["its load undone", "gone in another way"])
def test_a_label_is_asked_about_again_when_what_it_meant_is_gone(home_engine, load_rows, rows_in, way):
    load_rows(home_engine, "homes", {"home": "Home 3", "reporting_line": "Home 3"})
    number = number_of(home_engine, "Home 3")
    decide(home_engine, save_label, what="home", label="The Lane", target_id=number)
    if way == "its load undone":
        with Session(home_engine) as session:
            newest = session.execute(select(func.max(ImportBatch.id))).scalar_one()
        undo_batch(home_engine, system_viewer(), newest, now=NOW)
        assert rows_in(home_engine, LabelChoice) == 0
        load_rows(home_engine, "homes", {"home": "Home 4", "reporting_line": "Home 4"})  # SQLite gives it the number
    else:
        with Session(home_engine) as session:
            session.execute(delete(HomeNeighbourhood).where(HomeNeighbourhood.home_id == number))
            session.execute(delete(Home).where(Home.id == number))
            session.commit()
        labels = run_fetch(home_engine, fetch_labels, system_viewer(), authority="derby-city")
        assert labels[["meaning", "is_used"]].to_numpy().tolist() == [["", False]]
    assert load_rows(home_engine, "incidents", {"home": "The Lane"}).unknown == (("home", "The Lane", 1),)
    assert rows_in(home_engine, Incident) == 0


def test_a_column_said_not_to_be_in_the_file_is_left_alone_whatever_its_headings_are(home_engine, load_rows, rows_in):
    rows = b"C1,01/04/2022,Home 1,CRIMINAL DAMAGE,Charged by the police,x\n"
    data = b"reference,reported_at,home,offence_type,outcome,\n" + rows  # the last heading is blank
    assert load_rows(home_engine, "crimes", data=data).rejected == 1
    with pytest.raises(DecisionRefused, match="every such file needs"):
        decide(home_engine, save_columns, kind="crimes", headings={"home": NOT_IN_FILE})
    not_there = {"outcome_code": NOT_IN_FILE, "outcome_date": NOT_IN_FILE}
    decide(home_engine, save_columns, kind="crimes", headings=not_there)
    found = recognise(data, kind="crimes", headings=not_there)
    assert "outcome" in found.unused and "outcome_code" in found.further
    assert load_rows(home_engine, "crimes", data=data).rejected == 0
    assert rows_in(home_engine, Crime) == 1


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (MAIN_COLUMNS, ""),
        (f"{MAIN_COLUMNS},grade", "incidents"),
        (f"{MAIN_COLUMNS},outcome", "crimes"),
        ("reference,date,location,offence_type", "crimes"),
    ],
)
def test_a_file_that_two_kinds_fit_alike_is_taken_for_neither(headings, kind):
    found = recognise(f"{headings}\n".encode())
    assert found.kind == kind
    assert kind or set(found.fitting) == {"incidents", "crimes"}


DAY_RIGHT = "Write DD/MM/YYYY or YYYY-MM-DD, if known with HH:MM after it."


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("01/04/23", "Home 1")], f"No date could be read. Row 2, column date: this is not a date. {DAY_RIGHT}"),
        (
            [("01/04/2023", ""), ("02/04/23", "Home 1")],
            f"No row could be read. Row 3, column date: this is not a date. {DAY_RIGHT}",
        ),
        (
            [("01/04/2023", "")],
            "No row could be read. Row 2, column home: the cell is empty. This column must be filled.",
        ),
        ([("01/06/2023", "Home 1")], "All its rows lie in months after the day of the extract."),
        ([("01/04/1999", "A"), ("01/04/2023", "A")], "Its rows reach from 04/1999 to 04/2023, too far apart"),
    ],
)
def test_where_rows_do_not_tell_their_months_it_is_said_why(rows, why):
    data = "reference,date,home,incident_type\n" + "".join(f"R,{day},{home},x\n" for day, home in rows)
    with pytest.raises(UnreadableFile) as refusal:
        months_of_rows(data.encode(), KINDS["incidents"], PLAIN, date(2023, 4, 1))
    assert str(refusal.value).startswith(why)
