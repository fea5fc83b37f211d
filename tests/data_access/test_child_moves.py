"""A link moves all that a source said of a child, and taking it back moves all of it back, whatever table it is in."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlmodel import Session

from data_access.child_links import LinkRefused, save_link, undo_link
from data_access.cromarty import fetch_cromarty_scores
from data_access.models import Base, ChildLink, ChildReference, ImportBatch
from data_access.undo import undo_batch
from data_access.viewer import system_viewer

NOW = datetime(2023, 4, 12, 9, 0)
DERBY = {"authority": "derby-city"}
# Every column that names a child but those of the links themselves, which say what was linked.
NAMING = sorted(
    (table.name, key.parent.name)
    for table in Base.metadata.sorted_tables
    for key in table.foreign_keys
    if key.column.table.name == "child" and table.name != ChildLink.__tablename__
)


@pytest.fixture
def link(home_engine):
    """Links, on the page, the reference of a source to the child of another's; gives the number of the link."""

    def linked(source, other):
        with Session(home_engine) as session:
            numbers = dict(map(tuple, session.execute(select(ChildReference.source, ChildReference.id))))
            one, two = numbers[source], numbers[other]
            save_link(session, system_viewer(), **DERBY, reference_id=one, other_id=two, now=NOW)
            session.commit()
            return session.scalars(select(ChildLink.id).order_by(ChildLink.id.desc())).first()

    return linked


@pytest.fixture
def take_back(home_engine):
    def taken(link_id):
        with Session(home_engine) as session:
            undo_link(session, system_viewer(), **DERBY, link_id=link_id, now=NOW)
            session.commit()

    return taken


@pytest.fixture
def naming(home_engine):
    """Which child every row of every table that names one names: (table, column) -> number of the row -> child."""

    def found():
        with home_engine.connect() as connection:
            rows = {}
            for name, column in NAMING:
                table = Base.metadata.tables[name]
                rows[name, column] = dict(map(tuple, connection.execute(select(table.c.id, table.c[column]))))
            return rows

    return found


@pytest.fixture
def scores(home_engine):
    """How many scores the partnership sees of the year 2022-23, by letter."""

    def seen():
        with Session(home_engine) as session:
            year = {"start": date(2022, 4, 1), "end": date(2023, 4, 1)}
            return fetch_cromarty_scores(session, system_viewer(), **DERBY, **year).groupby("child").size().to_dict()

    return seen


def test_a_link_moves_every_row_that_names_the_child_and_taking_it_back_moves_every_row_back(
    home_engine, load_rows, link, take_back, naming, values_in
):
    named = {"child_reference": "P-1"}
    load_rows(home_engine, "incidents", named, {"reference": "INC-2", **named})
    for kind in ("crimes", "investigations", "youth_justice", "cromarty"):
        assert load_rows(home_engine, kind, named).problems == ()
    load_rows(home_engine, "incidents", {"child_reference": ""})  # what it replaces is kept, with the child
    load_rows(home_engine, "youth_justice", source="YJS")
    (child, yjs) = (number for (number,) in values_in(home_engine, ChildReference, "child_id"))
    before = naming()
    # Where this fails, a table that names children is new: give it a rule in child_moves, and load a row of it above.
    assert [place for place in NAMING if child not in before[place].values()] == []
    number = link("police", "YJS")
    moved = {row: {at: yjs if named == child else named for at, named in before[row].items()} for row in before}
    assert naming() == moved
    again = load_rows(home_engine, "investigations", {"stage": "with CPS", **named})
    assert (again.updated, again.problems) == (1, ())
    take_back(number)
    assert naming() == before


def test_a_link_that_cannot_be_taken_back_yet_changes_nothing(home_engine, load_rows, link, take_back, naming):
    load_rows(home_engine, "incidents")
    load_rows(home_engine, "youth_justice", source="YJS")
    load_rows(home_engine, "cromarty", source="council")
    first = link("police", "council")
    # A child of its own once more for the police, linked to the child that the first of theirs was before.
    with Session(home_engine) as session:
        before = session.get_one(ChildLink, first).from_child_id
        session.add(ChildReference(child_id=before, source="police", lookup="another", sealed=""))
        session.commit()
    was = naming()
    with pytest.raises(LinkRefused, match="Another reference of its source"):
        take_back(first)
    assert naming() == was


def test_no_score_is_without_a_letter_after_a_link_and_each_child_has_its_own_again_when_it_is_taken_back(
    home_engine, load_rows, link, take_back, scores, naming
):
    load_rows(home_engine, "cromarty", {"meeting_date": "01/05/2021"}, source="council")
    load_rows(home_engine, "cromarty", {"meeting": "2", "meeting_date": "01/05/2022"}, source="nyas")
    before = scores()
    assert list(before.values()) == [1]  # the other child did not meet in the year
    letters = naming()["child_letter", "child_id"]
    number = link("council", "nyas")
    assert list(scores().values()) == [2]
    take_back(number)
    assert (scores(), naming()["child_letter", "child_id"]) == (before, letters)
    # A link may also part the scores of two senders.
    load_rows(home_engine, "cromarty", {"meeting": "3", "meeting_date": "01/06/2022"}, source="council")
    load_rows(home_engine, "youth_justice", source="YJS")
    link("nyas", "council")
    number = link("council", "YJS")
    assert sorted(scores().values()) == [1, 2]
    take_back(number)
    assert list(scores().values()) == [3]


def test_undoing_the_scores_of_one_sender_leaves_the_letter_under_which_those_of_another_stand(
    home_engine, load_rows, link, scores, values_in
):
    load_rows(home_engine, "cromarty", source="council")
    load_rows(home_engine, "cromarty", {"meeting": "2"}, source="nyas")
    link("council", "nyas")
    ((letter, _),) = scores().items()
    (*_, (newest,)) = values_in(home_engine, ImportBatch, "id")
    undo_batch(home_engine, system_viewer(), newest, now=NOW)
    assert scores() == {letter: 1}


def test_a_file_of_links_that_is_refused_changes_nothing_however_often_it_is_loaded(home_engine, load_rows, naming):
    load_rows(home_engine, "cromarty", source="council")
    load_rows(home_engine, "cromarty", {"child_reference": "N-1"}, source="nyas")
    before = naming()
    row = {"source": "nyas", "reference": "N-1", "other_source": "council", "other_reference": "EC-12"}
    for _ in range(2):
        report = load_rows(home_engine, "child_links", row)
        assert (report.added, report.unchanged, report.rejected) == (0, 0, 1)
        assert "have scores of one meeting" in report.problems[0].wrong
        assert naming() == before
