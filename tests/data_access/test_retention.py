"""What is older than it is kept goes, with what it covered; what is younger stays, and the log says so."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import func, inspect, select, update
from sqlmodel import Session

from data_access import retention
from data_access.audit import fetch_entries, save_entry, verify
from data_access.coverage import fetch_coverage
from data_access.database import run_fetch
from data_access.models import (
    Action,
    ActionChange,
    Base,
    BatchBefore,
    CaseChange,
    ChecklistItem,
    Child,
    ChildLetter,
    ChildLink,
    ChildReference,
    CompleteRange,
    Coverage,
    Crime,
    CromartyScore,
    DataVersion,
    HeldReference,
    ImportBatch,
    Incident,
    InternalCount,
    Investigation,
    Involvement,
    Meeting,
    MeetingNote,
    Narrative,
    NeighbourhoodCount,
    Occupancy,
    PaperSection,
    PaperSnapshot,
    PeriodCount,
    PublicSignOff,
    RejectedRow,
    Review,
    RoleGrant,
    SavedQuestion,
    SignIn,
    YouthJusticeEvent,
)
from data_access.old_rows import REMOVERS
from data_access.retention import RetentionRefused, remove_old, save_period
from data_access.retention_periods import AUDIT, DEFAULTS, NAMES, fetch_periods, is_over, kept_since
from data_access.settings import ROOT
from data_access.viewer import NotPermitted, viewer_of_roles

ADMINISTRATOR = viewer_of_roles("ada", ["administrator"])
NOW = datetime(2026, 11, 22, 12, 0)
OLD, KEPT = date(2005, 3, 10), date(2026, 9, 10)  # older than every period; younger than all of them
# Stays whatever its age: it is about nobody, a label, a register, or has a clock of its own.
NOT_BY_AGE = {
    *("alembic_version", "audit_entry", "audit_head", "authority", "batch_addition", "benchmark"),
    *("column_mapping", "data_version", "database_contents", "home", "home_alias", "home_neighbourhood"),
    *("incident_type", "label_choice", "marker", "neighbourhood", "offence_type", "outcome_code", "protocol_profile"),
    *("protocol_item", "reporting_line", "retention_period"),
}


def moment(day):
    return datetime(day.year, day.month, day.day, 10)


# By the type of a column's values; that of texts says nothing of them.
HARMLESS = {object: "", int: 0, float: 0.0, bool: False, bytes: b"", date: OLD, datetime: moment(OLD)}


def row_of(model, **given):
    """A row with something harmless in every column that may not be blank."""
    values = {}
    for column in model.__table__.columns:
        if column.name in given:
            values[column.name] = given[column.name]
        elif not column.nullable and not column.primary_key and not column.foreign_keys:
            values[column.name] = HARMLESS[column.type.python_type]
    return model(**values)


def add(session, model, **given):
    row = row_of(model, **given)
    session.add(row)
    session.flush()
    return row


def fill(session, day, tag):
    """A row of every table that is kept for a time, of this day, each hanging on others of its own."""
    at, month = moment(day), day.replace(day=1)
    year = f"{day.year - (day.month < 4)}-{(day.year - (day.month < 4) + 1) % 100:02d}"
    home, authority, area, kind, offence = 1, 1, 1, 1, 1
    batch = add(
        session, ImportBatch, authority_id=authority, kind="incidents", file_hash=tag, loaded_at=at, can_be_undone=True
    )
    of_batch = {"batch_id": batch.id}
    child = add(session, Child, code=tag, authority_id=authority)
    reference = add(session, ChildReference, child_id=child.id, source="police", lookup=tag)
    former = add(session, Child, code=f"{tag} before", authority_id=authority)
    ends = {"from_child_id": former.id, "to_child_id": child.id}
    add(session, ChildLink, reference_id=reference.id, **ends, linked_at=at, undone_at=None)
    add(session, ChildLetter, authority_id=authority, child_id=child.id, year=day.year - (day.month < 4), letter="A")
    record = {"authority_id": authority, "source": "police", "reference": tag, "home_id": home, "reported_at": at}
    incident = add(session, Incident, **record, type_id=kind, month=month, **of_batch)
    add(session, Incident, **(record | {"reference": f"{tag} gone"}), type_id=kind, month=None, **of_batch)
    crime = add(session, Crime, **record, type_id=offence, month=month, **of_batch)
    add(session, Involvement, incident_id=incident.id, child_id=child.id)
    add(session, Involvement, crime_id=crime.id, child_id=child.id)
    add(session, YouthJusticeEvent, authority_id=authority, child_id=child.id, event_date=day, month=month, **of_batch)
    add(
        session,
        CromartyScore,
        authority_id=authority,
        child_id=child.id,
        meeting=1,
        meeting_date=day,
        target=tag,
        **of_batch,
    )
    add(session, NeighbourhoodCount, neighbourhood_id=area, month=month, kind="incident", source=tag, **of_batch)
    add(session, Occupancy, home_id=home, month=month, average_children=3.0, **of_batch)
    add(session, InternalCount, home_id=home, month=month, **of_batch)
    add(session, PeriodCount, authority_id=authority, first_month=month, last_month=month, label=tag, **of_batch)
    for source in ("incidents", "crimes", "youth_justice", "cromarty", "occupancy", "internal_counts"):
        add(session, Coverage, authority_id=authority, source=source, home_id=home, month=month, **of_batch)
    for source in ("neighbourhood incident", "neighbourhood crime"):
        add(session, Coverage, authority_id=authority, source=source, neighbourhood_id=area, month=month, **of_batch)
    for source in ("incidents", "crimes"):
        complete = {"kind": source, "first_day": day, "last_day": day}
        add(session, CompleteRange, authority_id=authority, source="police", **complete, **of_batch)
    add(session, RejectedRow, row=2, **of_batch)
    add(session, HeldReference, reference=tag, **of_batch)
    add(session, BatchBefore, table_name="incident", row_id=incident.id, child_id=child.id, **of_batch)
    case = add(
        session,
        Investigation,
        authority_id=authority,
        key=tag,
        reference=tag,
        child_id=child.id,
        reported_at=at,
        changed_at=at,
        source="police",
    )
    meeting = add(session, Meeting, authority_id=authority, key=tag, kind="casework", held_on=day)
    add(session, MeetingNote, meeting_id=meeting.id, point="a")
    add(session, ChecklistItem, investigation_id=case.id, number=1)
    add(session, Review, investigation_id=case.id, meeting_id=meeting.id)
    add(session, CaseChange, authority_id=authority, investigation_id=case.id)
    add(session, CaseChange, authority_id=authority, meeting_id=meeting.id)
    action = add(session, Action, authority_id=authority, key=tag, title=tag, year=day.year - (day.month < 4))
    add(session, ActionChange, authority_id=authority, action_id=action.id, version=1, field="added")
    for model in (Narrative, PaperSection, PublicSignOff):
        add(session, model, authority_id=authority, period=year)
    add(session, PaperSnapshot, authority_id=authority, audience="partnership", made_at=at)
    add(session, SavedQuestion, authority_id=authority, name=tag, saved_at=at)
    add(session, RoleGrant, subject=tag, kind="person", authority_id=authority, withdrawn_at=at)
    add(session, SignIn, key=tag, started_at=at if day == OLD else NOW, last_active_at=at)
    return action


@pytest.fixture
def filled(home_engine):
    """A database with an old and a young row in every table that is kept for a time."""
    with Session(home_engine) as session, session.begin():
        old, kept = (fill(session, day, tag) for day, tag in ((OLD, "OLDER"), (KEPT, "KEPT2")))
        kept.carried_from = old.id
        put_on_a_younger_agenda(session, "OLDER", "KEPT2")
    return home_engine


def put_on_a_younger_agenda(session, case_key, meeting_key):
    """A point about a case, its note and their history at a meeting that is kept longer than the case."""
    meeting = session.execute(select(Meeting).where(Meeting.key == meeting_key)).scalar_one()
    page = {"key": "homes", "title": "Homes", "page": "homes", "query": "", "case": ""}
    point = {"key": f"case-{case_key}", "title": f"Matter of {case_key}", "page": "", "query": "", "case": case_key}
    meeting.agenda = json.dumps([page, point])
    add(session, MeetingNote, meeting_id=meeting.id, point=point["key"], text="x")
    change = {"authority_id": 1, "meeting_id": meeting.id}
    add(session, CaseChange, **change, thing="note", field=point["key"], after="x")
    add(session, CaseChange, **change, thing="meeting", field="agenda", before=meeting.agenda, after="[]")


def counts(engine):
    with Session(engine) as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def by_name(done):
    return {removed.period.kept: removed.rows for removed in done}


def test_what_is_older_goes_from_every_table_and_what_is_younger_stays(filled):
    before = counts(filled)
    done = remove_old(filled, ADMINISTRATOR, now=NOW)
    after = counts(filled)
    gone = {name: before[name] - after[name] for name in before if before[name] > after[name]}
    expected = {name: rows for removed in done for name, rows in removed.rows.items() if rows}
    assert set(gone) == set(expected)
    assert set(by_name(done)) == set(NAMES) - {AUDIT} | {"children", "sign-ins"}
    assert all(any(rows.values()) for rows in by_name(done).values())
    aged = {"import_batch": 1, "incident": 2, "coverage": 8, "complete_range": 2, "involvement": 2}
    aged |= {"case_change": 3, "child": 2, "meeting_note": 2}
    assert gone == dict.fromkeys(gone, 1) | aged
    with Session(filled) as session:
        assert set(session.execute(select(Child.code)).scalars()) == {"KEPT2", "KEPT2 before"}
        assert session.execute(select(Action.title, Action.carried_from)).all() == [("KEPT2", None)]


def test_every_table_is_kept_for_a_time_or_said_to_have_none(filled):
    removed = {name for rows in by_name(remove_old(filled, ADMINISTRATOR, now=NOW)).values() for name in rows}
    assert removed | NOT_BY_AGE >= set(Base.metadata.tables)
    assert not removed & NOT_BY_AGE


def test_a_dry_run_says_the_same_numbers_and_changes_nothing(filled):
    before = counts(filled)
    said = [removed.sentence() for removed in remove_old(filled, ADMINISTRATOR, now=NOW, is_kept=False)]
    assert counts(filled) == before
    assert said == [removed.sentence() for removed in remove_old(filled, ADMINISTRATOR, now=NOW)]
    assert "incidents: kept 84 months, so from 11/2019; removed: 1 of involvement, 2 of incident" in said[0]


def test_a_second_run_finds_nothing_and_logs_nothing(filled):
    remove_old(filled, ADMINISTRATOR, now=NOW)
    before = counts(filled)
    assert not any(any(rows.values()) for rows in by_name(remove_old(filled, ADMINISTRATOR, now=NOW)).values())
    assert counts(filled) == before


def test_what_was_removed_is_logged_and_noticed_by_open_pages(filled):
    def version():
        with Session(filled) as session:
            return session.get_one(DataVersion, 1).version

    before = version()
    remove_old(filled, ADMINISTRATOR, now=NOW)
    lines = run_fetch(filled, fetch_entries, ADMINISTRATOR, event="retention")
    assert {"removed incidents rows 5", "removed children rows 4"} <= set(lines["thing"])
    assert set(lines["who"]) == {"ada"}
    assert version() == before + 1
    assert verify(filled).is_whole


def test_a_month_that_was_removed_is_not_supplied_any_more_and_never_none(filled):
    asked = {"authority": "derby-city", "start": date(2000, 1, 1), "end": date(2030, 1, 1)}
    for source in ("incidents", "crimes", "occupancy", "youth_justice", "cromarty", "neighbourhood incident"):
        viewer = viewer_of_roles("p", ["partner"])
        covered = run_fetch(filled, fetch_coverage, viewer, source=source, **asked)
        assert date(2005, 3, 1) in set(covered["month"])
    remove_old(filled, ADMINISTRATOR, now=NOW)
    for source in ("incidents", "crimes", "occupancy", "youth_justice", "cromarty", "neighbourhood incident"):
        covered = run_fetch(filled, fetch_coverage, viewer, source=source, **asked)
        assert set(covered["month"]) & {date(2005, 3, 1), date(2026, 9, 1)} == {date(2026, 9, 1)}


def test_the_first_month_that_is_kept_stays_whole_and_the_one_before_goes_whole(filled):
    with Session(filled) as session, session.begin():
        batch = session.execute(select(ImportBatch.id).order_by(ImportBatch.id.desc())).scalars().first()
        for day in (date(2019, 10, 31), date(2019, 11, 1)):
            record = {"authority_id": 1, "source": "police", "reference": str(day), "home_id": 1, "type_id": 1}
            add(
                session,
                Incident,
                **record,
                reported_at=datetime(day.year, day.month, day.day, 23, 59),
                month=day.replace(day=1),
                batch_id=batch,
            )
            add(
                session,
                Coverage,
                authority_id=1,
                source="incidents",
                home_id=1,
                month=day.replace(day=1),
                batch_id=batch,
            )
    remove_old(filled, ADMINISTRATOR, now=NOW)
    with Session(filled) as session:
        months = session.execute(select(Incident.month).order_by(Incident.month)).scalars().all()
        covered = session.execute(select(Coverage.month).where(Coverage.source == "incidents")).scalars().all()
    assert sorted(month for month in months if month) == [date(2019, 11, 1), date(2026, 9, 1)]
    assert sorted(covered) == [date(2019, 11, 1), date(2026, 9, 1)]


def test_an_old_first_meeting_stays_while_the_child_is_followed(filled):
    with Session(filled) as session, session.begin():
        child = session.execute(select(Child.id).where(Child.code == "OLDER")).scalar_one()
        batch = session.execute(select(ImportBatch.id).order_by(ImportBatch.id.desc())).scalars().first()
        add(
            session,
            CromartyScore,
            authority_id=1,
            child_id=child,
            meeting=2,
            meeting_date=KEPT,
            target="x",
            batch_id=batch,
        )
    remove_old(filled, ADMINISTRATOR, now=NOW)
    with Session(filled) as session:
        assert session.execute(
            select(CromartyScore.meeting).where(CromartyScore.child_id == child)
        ).scalars().all() == [1, 2]
        assert session.get(Child, child) is not None


def test_public_papers_stay(filled):
    with Session(filled) as session, session.begin():
        add(session, PaperSnapshot, authority_id=1, audience="public", made_at=moment(OLD))
    remove_old(filled, ADMINISTRATOR, now=NOW)
    with Session(filled) as session:
        found = session.execute(select(PaperSnapshot.audience).order_by(PaperSnapshot.id)).scalars().all()
    assert found == ["partnership", "public"]


TOUCHED = [
    (Investigation, {"changed_at": NOW}),
    (ChecklistItem, {"changed_at": NOW}),
    (Review, {"changed_at": NOW}),
    (Review, {"action": "Train the staff"}),
]


def test_a_case_that_was_touched_lately_or_has_an_open_action_stays_with_its_meeting(filled):
    with Session(filled) as session:
        old = session.execute(select(Investigation.id).where(Investigation.key == "OLDER")).scalar_one()
    for model, touched in TOUCHED:
        of_case = (model.id if model is Investigation else model.investigation_id) == old
        with Session(filled) as session:
            session.execute(update(model).where(of_case).values(touched))
            removed = REMOVERS["investigations"](session, KEPT.replace(day=1))
        assert {removed[name] for name in ("investigation", "review", "meeting", "checklist_item")} == {0}
    with Session(filled) as session:
        assert REMOVERS["investigations"](session, KEPT.replace(day=1))["investigation"] == 1


def test_a_link_that_was_undone_keeps_no_child(filled):
    with Session(filled) as session, session.begin():
        link = session.execute(select(ChildLink).order_by(ChildLink.id.desc())).scalars().first()
        link.undone_at = NOW
    remove_old(filled, ADMINISTRATOR, now=NOW)
    with Session(filled) as session:
        assert session.execute(select(Child.code)).scalars().all() == ["KEPT2"]
    assert counts(filled)["child_link"] == 0


def test_an_old_case_leaves_the_agenda_of_a_younger_meeting_with_its_note(filled):
    with Session(filled) as session:
        (agenda,) = session.execute(select(Meeting.agenda).where(Meeting.key == "KEPT2")).scalars()
        points = session.execute(select(MeetingNote.point)).scalars().all()
    assert ("OLDER" in agenda, set(points)) == (True, {"a", "case-OLDER"})
    remove_old(filled, ADMINISTRATOR, now=NOW)
    with Session(filled) as session:
        (agenda,) = session.execute(select(Meeting.agenda)).scalars()
        points = session.execute(select(MeetingNote.point)).scalars().all()
        history = session.execute(select(CaseChange.field, CaseChange.before)).all()
    assert ("OLDER" in agenda, [point["key"] for point in json.loads(agenda)], points) == (False, ["homes"], ["a"])
    assert "OLDER" not in str(history)


def test_a_load_whose_copies_are_gone_cannot_be_undone(filled):
    remove_old(filled, ADMINISTRATOR, now=datetime(2027, 12, 1))
    with Session(filled) as session:
        assert (
            session.execute(select(ImportBatch.can_be_undone)).scalars().all()
            == [False] * counts(filled)["import_batch"]
        )
        assert counts(filled)["batch_before"] == 0


def test_a_period_can_be_changed_with_a_reason_and_counts_from_then_on(filled):
    save_period(filled, ADMINISTRATOR, kept="incidents", months=1, why="As agreed", now=NOW)
    save_period(filled, ADMINISTRATOR, kept="incidents", months=2, why=" As  agreed again ", now=NOW)
    found = {period.kept: period for period in run_fetch(filled, fetch_periods, ADMINISTRATOR)}
    assert (found["incidents"].months, found["incidents"].why, found["incidents"].is_changed) == (
        2,
        "As agreed again",
        True,
    )
    assert found["crimes"] == next(default for default in DEFAULTS if default.kept == "crimes")
    removed = by_name(remove_old(filled, ADMINISTRATOR, now=datetime(2026, 12, 1)))
    assert (removed["incidents"]["incident"], removed["crimes"]["crime"]) == (4, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kept": "homes"}, "Say for what"),
        ({"kept": "children"}, "Say for what"),
        ({"months": 0}, "1 to 1,200 months"),
        ({"months": 1_201}, "1 to 1,200 months"),
        ({"why": "  "}, "Give the reason"),
        ({"why": "x" * 201}, "Give the reason"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(engine, change, why):
    with pytest.raises(RetentionRefused, match=why):
        save_period(engine, ADMINISTRATOR, **({"kept": "crimes", "months": 12, "why": "x", "now": NOW} | change))


def test_removing_and_changing_periods_is_for_who_may_change_settings(filled):
    head = viewer_of_roles("h", ["head"])
    with pytest.raises(NotPermitted):
        remove_old(filled, head, now=NOW)
    with pytest.raises(NotPermitted):
        save_period(filled, head, kept="crimes", months=12, why="x", now=NOW)
    with pytest.raises(NotPermitted):
        run_fetch(filled, fetch_periods, head)


def test_months_are_whole_months():
    assert kept_since(84, date(2026, 11, 22)) == date(2019, 11, 1)
    assert kept_since(1, date(2026, 1, 1)) == date(2025, 12, 1)
    assert not is_over(date(2024, 1, 1), 72, date(2029, 12, 31))
    assert is_over(date(2024, 1, 1), 72, date(2030, 1, 1))
    assert not is_over(date(2026, 1, 31), 1, date(2026, 2, 28))
    assert is_over(date(2026, 1, 31), 1, date(2026, 3, 1))


def test_each_period_has_what_removes_it():
    assert set(REMOVERS) == set(NAMES) - {AUDIT}
    assert list(REMOVERS) == [name for name in NAMES if name != AUDIT]


def told(capsys, engine, *words):
    code = retention.main(["--database", engine.url.render_as_string(hide_password=False), *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_command_says_what_would_go_then_removes_it_and_names_years_of_the_log(filled, capsys):
    save_entry(filled, "x", "edit", now=datetime(2010, 1, 1))
    code, said = told(capsys, filled, "--dry-run")
    assert code == 0
    assert said.startswith("Nothing is removed by a dry run.")
    code, said = told(capsys, filled)
    assert (code, "1 of paper_snapshot" in said) == (0, True)
    before = counts(filled)
    for half_typed in (["--months", "6"], ["--why", "agreed"], ["--set", "crimes", "--months", "6", "--dry-run"]):
        assert told(capsys, filled, *half_typed)[0] == 2
    assert counts(filled) == before
    code, said = told(capsys, filled, "--set", "crimes", "--months", "6", "--why", "agreed")
    assert (code, said) == (0, "From now on crimes are kept 6 months. Nothing was removed.\n")
    assert told(capsys, filled, "--set", "crimes", "--months", "6")[0] == 2


def test_tables_are_as_they_were_with_nothing_old(home_engine):
    before = counts(home_engine)
    remove_old(home_engine, ADMINISTRATOR, now=datetime(2023, 4, 12))
    assert counts(home_engine) == before
    assert inspect(home_engine).has_table("audit_entry")


def test_the_documentation_names_every_period_with_its_reason():
    told = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    for period in DEFAULTS:
        assert f"| {period.what} | {period.kept} | {period.months} | {period.why} |" in told
