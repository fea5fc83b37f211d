"""A child's records: found by code or by a reference, taken out as a file, or removed with all that names them."""

import io
import json
from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from data_access import child_records
from data_access.audit import child_viewed, fetch_entries, verify
from data_access.child_records import ChildNotFound, code_of, export_records, find_records, remove_records
from data_access.database import run_fetch
from data_access.models import (
    Base,
    CaseChange,
    ChecklistItem,
    Child,
    ChildLink,
    ChildReference,
    Incident,
    Investigation,
    Meeting,
    MeetingNote,
    Review,
)
from data_access.viewer import NotPermitted, system_viewer, viewer_of_roles

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 3, 4, 9, 30)
SYSTEM = system_viewer("dora")
REFERENCE = "P-4711"
DERBY = {"authority": "derby-city", "source": "police", "key": KEY}


@pytest.fixture
def two(home_engine, load_rows):
    """A database with two children in police records, one of whom has a case; answers it with the code of that one."""
    load_rows(home_engine, "incidents", {}, {"reference": "INC-2", "child_reference": "P-4712"})
    load_rows(home_engine, "crimes", {})
    with Session(home_engine) as session, session.begin():
        code = code_of(session, SYSTEM, reference=REFERENCE, **DERBY)
        child = session.execute(select(Child).where(Child.code == code)).scalar_one()
        base = {"authority_id": child.authority_id, "changed_at": NOW, "changed_by": "x", "version": 1}
        texts = (name for name, field in Investigation.model_fields.items() if field.annotation is str)
        answers = dict.fromkeys(texts, "not recorded")
        case = Investigation(
            **(answers | base | {"key": "case1", "source": "police", "child_id": child.id, "created_by": "x"}),
            reported_at=NOW,
            reported_time_known=True,
            stage_since=date(2026, 3, 1),
            created_at=NOW,
        )
        meeting = Meeting(
            **base, key="m1", kind="casework", held_on=NOW.date(), present="", reason="", agenda="[]", started_at=NOW,
            started_by="x",
        )  # fmt: skip
        session.add_all([case, meeting])
        session.flush()
        item = {"investigation_id": case.id, "version": 1, "changed_at": NOW, "changed_by": "x"}
        learning = {name: "" for name in Review.__table__.columns.keys() if name.startswith("learning")}  # noqa: SIM118
        session.add_all(
            [
                ChecklistItem(**item, number=1, time_known=False, missing=""),
                Review(
                    **item, meeting_id=meeting.id, proportionate="yes", why="", action="", action_owner="", **learning
                ),
                CaseChange(**item, authority_id=child.authority_id, thing="case", field="added", before="", after=""),
            ]
        )
    return home_engine, code


def counts(engine):
    with Session(engine) as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def lines(engine):
    return run_fetch(engine, fetch_entries, SYSTEM, event="child records")


def found_by(engine, **asked):
    with Session(engine) as session:
        return code_of(session, SYSTEM, **(DERBY | {"reference": REFERENCE} | asked))


OF_CHILD = {
    "child": 1,
    "child_reference": 1,
    "involvement": 2,
    "investigation": 1,
    "checklist_item": 1,
    "review": 1,
    "case_change": 1,
}


def named(found):
    return {name: len(numbers) for name, numbers in found.rows.items() if name not in ("batch_before",)}


def test_everything_that_names_a_child_is_found_by_code_in_any_case(two):
    engine, code = two
    assert named(find_records(engine, SYSTEM, f" {code.lower()} ", now=NOW)) == OF_CHILD
    assert list(lines(engine)["thing"]) == ["child file"]
    assert list(lines(engine)["child"]) == [code]


def test_a_child_is_found_by_the_reference_of_a_source_of_an_authority_with_the_key(two):
    engine, code = two
    assert found_by(engine) == code
    for asked in ({"source": "YJS"}, {"reference": "P-4713"}, {"key": KEY[::-1]}):
        with pytest.raises(ChildNotFound) as missing:
            found_by(engine, **asked)
        assert "P-47" not in str(missing.value)


def test_removing_takes_all_that_names_the_child_and_leaves_every_count(two):
    engine, code = two
    before = counts(engine)
    removed = remove_records(engine, SYSTEM, code, now=NOW)
    after = counts(engine)
    assert named(removed) == OF_CHILD
    for name in before:
        expected = before[name] - len(removed.rows.get(name, ()))
        assert after[name] == expected or name == "audit_entry", name
    assert (after["incident"], after["crime"], after["meeting"], after["child"]) == (2, 1, 1, 1)
    newest = lines(engine).iloc[0]
    assert (newest["child"], newest["thing"].startswith("child removed rows ")) == (code, True)
    assert verify(engine).is_whole
    with pytest.raises(ChildNotFound):
        find_records(engine, SYSTEM, code, now=NOW)


def test_a_child_that_was_linked_to_another_goes_with_it(two):
    engine, code = two
    with Session(engine) as session, session.begin():
        child = session.execute(select(Child).where(Child.code == code)).scalar_one()
        reference = session.execute(select(ChildReference.id).where(ChildReference.child_id == child.id)).scalar_one()
        earlier = Child(code="AAAAA", authority_id=child.authority_id)
        session.add(earlier)
        session.flush()
        session.add(
            ChildLink(
                reference_id=reference, from_child_id=earlier.id, to_child_id=child.id, linked_at=NOW, linked_by="x"
            )
        )
    assert named(find_records(engine, SYSTEM, code, now=NOW)) == OF_CHILD | {"child": 2, "child_link": 1}
    remove_records(engine, SYSTEM, code, now=NOW)
    after = counts(engine)
    assert (after["child"], after["child_link"]) == (1, 0)


def test_a_linked_child_is_found_by_either_code_with_the_lines_of_both(two):
    engine, code = two
    with Session(engine) as session, session.begin():
        child = session.execute(select(Child).where(Child.code == code)).scalar_one()
        reference = session.execute(select(ChildReference.id).where(ChildReference.child_id == child.id)).scalar_one()
        earlier = Child(code="AAAAA", authority_id=child.authority_id)
        session.add(earlier)
        session.flush()
        ends = {"from_child_id": earlier.id, "to_child_id": child.id}
        session.add(ChildLink(reference_id=reference, **ends, linked_at=NOW, linked_by="x"))
    child_viewed(engine, viewer_of_roles("cass", ["casework"]), "meeting", "3", "AAAAA", now=NOW)
    found = [find_records(engine, SYSTEM, each, now=NOW) for each in (code, "AAAAA")]
    assert found[0].rows == found[1].rows
    assert set(lines(engine)["child"]) == {code, "AAAAA"}
    told = json.loads(export_records(engine, SYSTEM, code, now=NOW))
    assert "AAAAA" in [row["child"] for row in told["tables"]["audit_entry"] if row["event"] == "child viewed"]
    remove_records(engine, SYSTEM, "AAAAA", now=NOW)
    assert counts(engine)["child"] == 1


def test_what_a_meeting_holds_of_the_childs_case_is_found_and_goes(two):
    engine, code = two
    point = {"key": "case-case1", "title": "The matter", "page": "", "query": "", "case": "case1"}
    other = {**point, "key": "homes", "title": "Homes", "page": "homes", "case": ""}
    with Session(engine) as session, session.begin():
        meeting = session.execute(select(Meeting)).scalar_one()
        meeting.agenda = json.dumps([other, point])
        changed = {"version": 1, "changed_at": NOW, "changed_by": "x"}
        base = {**changed, "authority_id": meeting.authority_id, "meeting_id": meeting.id}
        session.add_all(
            [
                *(MeetingNote(**changed, meeting_id=meeting.id, point=p, text="said") for p in ("case-case1", "homes")),
                CaseChange(**base, thing="note", field="case-case1", before="", after="said"),
                CaseChange(**base, thing="meeting", field="agenda", before="[]", after=meeting.agenda),
            ]
        )
    tables = json.loads(export_records(engine, SYSTEM, code, now=NOW))["tables"]
    assert [(row["title"], row["meeting"]) for row in tables["point of an agenda"]] == [("The matter", "m1")]
    assert [row["text"] for row in tables["meeting_note"]] == ["said"]
    removed = remove_records(engine, SYSTEM, code, now=NOW)
    assert named(removed) == OF_CHILD | {"meeting_note": 1, "case_change": 2}
    assert removed.sentences()[-1] == "1 on agendas of meetings"
    with Session(engine) as session:
        meeting = session.execute(select(Meeting)).scalar_one()
        assert (json.loads(meeting.agenda), meeting.version) == ([other], 2)
        assert session.execute(select(MeetingNote.point)).scalars().all() == ["homes"]
        history = session.execute(select(CaseChange.thing, CaseChange.after)).all()
    assert [(thing, json.loads(after)) for thing, after in history] == [("meeting", [other])]


def test_the_file_has_the_rows_with_names_for_numbers_the_records_and_who_looked_but_no_seal(two):
    engine, code = two
    child_viewed(engine, viewer_of_roles("cass", ["casework"]), "meeting", "3", code, now=NOW)
    told = json.loads(export_records(engine, SYSTEM, code, now=NOW))
    tables = told["tables"]
    assert (told["child"], told["authority"]) == (code, "derby-city")
    assert {name: len(rows) for name, rows in tables.items() if name in OF_CHILD} == OF_CHILD
    (incident,) = tables["incident"]
    assert (incident["reference"], incident["home_id"], incident["type_id"]) == ("INC-1", "Home 1", "Missing Person")
    (crime,) = tables["crime"]
    assert (crime["reference"], crime["type_id"]) == ("CR-1", "CRIMINAL DAMAGE")
    assert {row["role"] for row in tables["involvement"]} == {"missing", "victim"}
    assert set(tables["child_reference"][0]) == {"id", "child_id", "source"}
    assert [(row["who"], row["event"]) for row in tables["audit_entry"]] == [("cass", "child viewed")]
    assert REFERENCE not in json.dumps(told)
    assert list(lines(engine)["thing"]) == ["child file json"]


def test_a_childs_file_is_not_of_another_child(two):
    engine, code = two
    with Session(engine) as session:
        other = session.execute(select(Child.code).where(Child.code != code)).scalar_one()
    told = export_records(engine, SYSTEM, code, now=NOW)
    assert other not in told
    assert "INC-2" not in told


@pytest.mark.parametrize("code", ["", "ZZZZZ", "P-4711", "K7M2P; DROP TABLE child"])
def test_a_code_that_is_none_is_said_to_be_unknown_and_not_repeated(home_engine, code):
    for act in (find_records, export_records, remove_records):
        with pytest.raises(ChildNotFound) as missing:
            act(home_engine, SYSTEM, code, now=NOW)
        assert not code or code not in str(missing.value)


def test_records_are_for_casework_and_settings_together_within_the_authority(two):
    engine, code = two
    before = counts(engine)
    for roles, authorities in (
        (["casework"], None),
        (["head"], None),
        (["administrator"], None),
        (["casework", "administrator"], frozenset({"elsewhere"})),
    ):
        viewer = viewer_of_roles("x", roles, authorities=authorities)
        for act in (find_records, export_records, remove_records):
            with pytest.raises(NotPermitted):
                act(engine, viewer, code, now=NOW)
    assert counts(engine) == before


def test_nothing_is_removed_when_the_log_cannot_be_written(two):
    engine, code = two
    before = counts(engine)["involvement"]
    nobody = system_viewer("dora\x00")
    with pytest.raises(ValueError, match="Say who did it"):
        remove_records(engine, nobody, code, now=NOW)
    assert counts(engine)["involvement"] == before


def told(capsys, engine, *words):
    code = child_records.main([*words, "--database", engine.url.render_as_string(hide_password=False)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_reads_the_reference_from_the_standard_input_only(two, capsys, monkeypatch):
    engine, code = two
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{REFERENCE}\n"))
    answer, said, _ = told(capsys, engine, "find", "--reference-stdin", "--source", "police")
    assert (answer, said.splitlines()[0]) == (0, f"There is of child {code}:")
    assert REFERENCE not in said
    with pytest.raises(SystemExit):
        child_records.main(["find", "--reference", REFERENCE])
    capsys.readouterr()


def test_the_command_exports_and_removes(two, capsys):
    engine, code = two
    answer, said, _ = told(capsys, engine, "export", "--code", code)
    assert (answer, json.loads(said)["child"]) == (0, code)
    answer, said, _ = told(capsys, engine, "remove", "--code", code)
    assert answer == 0
    assert said.startswith(f"Removed of child {code}:\n1 of child\n")
    answer, _, said = told(capsys, engine, "find", "--code", code)
    assert (answer, said) == (1, "No child has that code.\n")


@pytest.mark.parametrize(
    ("words", "stdin", "key", "answer", "why"),
    [
        (["find", "--reference-stdin"], "P\n", KEY, 2, "Say whose reference it is"),
        (["find", "--reference-stdin", "--source", "police"], "P\n", "short", 2, "CONCORDAT_KEY"),
        (["find", "--reference-stdin", "--source", "police"], "\n", KEY, 1, "No reference was given"),
        (
            ["find", "--reference-stdin", "--source", "police", "--authority", "x"],
            "P\n",
            KEY,
            1,
            "There is: derby-city",
        ),
    ],
)
def test_the_command_says_what_is_missing(two, capsys, monkeypatch, words, stdin, key, answer, why):
    monkeypatch.setenv("CONCORDAT_KEY", key)
    monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    code, _, said = told(capsys, two[0], *words)
    assert code == answer
    assert why in said


def test_an_incident_without_its_child_still_counts(two, rows_in):
    engine, code = two
    remove_records(engine, SYSTEM, code, now=NOW)
    assert rows_in(engine, Incident) == 2
