"""The log: its chain, who may write what into it, and what it is not possible to do to it unseen."""

import re
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, make_url, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from data_access import audit, audit_entries
from data_access.audit import (
    EVENTS,
    LINES_A_PAGE,
    EntryRefused,
    child_viewed,
    children_viewed,
    fetch_entries,
    fetch_entry_count,
    note,
    purge_year,
    save_entry,
    verify,
)
from data_access.audit_chain import first_previous, hash_of
from data_access.audit_rights import RightsRefused, apply_rights, rights_of_roles
from data_access.database import make_engine, run_fetch
from data_access.grants import fetch_viewer
from data_access.migrate import migrate
from data_access.models import AuditEntry, AuditHead, Child
from data_access.settings import ROOT
from data_access.viewer import NotPermitted, viewer_of_roles

NOW = datetime(2026, 3, 4, 9, 30)
ADMINISTRATOR = viewer_of_roles("ada", ["administrator"])
CASEWORKER = viewer_of_roles("cass", ["casework"])
WRITE_MANY = """
import sys
from datetime import datetime
from data_access.audit import save_entry
from data_access.database import make_engine

engine = make_engine(sys.argv[1])
sys.stdin.readline()
for number in range(20):
    save_entry(engine, sys.argv[2], "edit", thing=f"batch {number}", now=datetime(2026, 3, 4))
engine.dispose()
"""


@pytest.fixture
def log(engine_on_copy):
    """A database whose log has the years 2023, 2024 (of two lines each) and 2026 (of three)."""

    def fill(url):
        migrate(url)
        engine = make_engine(url)
        for number, year in enumerate((2023, 2023, 2024, 2024, 2026, 2026, 2026), start=1):
            save_entry(engine, "anna", "edit", thing=f"batch {number}", now=datetime(year, 5, number, 9))
        engine.dispose()

    return engine_on_copy("log", fill)


def lines_of(engine, **asked):
    return run_fetch(engine, fetch_entries, ADMINISTRATOR, **asked)


def things_of(engine, **asked):
    return list(lines_of(engine, **asked)["thing"])


def run(engine, statement):
    with engine.begin() as connection:
        connection.execute(statement)


def at(year, number):
    return (AuditEntry.year == year) & (AuditEntry.number == number)


def test_lines_follow_each_other_and_a_year_begins_with_a_line_that_closes_the_one_before(log):
    lines = lines_of(log).iloc[::-1]
    assert list(zip(lines["year"], lines["number"], strict=True)) == [
        *((2023, n) for n in (1, 2, 3)),
        *((2024, n) for n in (1, 2, 3)),
        *((2026, n) for n in (1, 2, 3, 4)),
    ]
    begins = lines[lines["event"] == "year begins"]["thing"]
    assert [thing.split(" last ")[0] for thing in begins] == ["", "year 2023 lines 3", "year 2024 lines 3"]
    result = verify(log)
    assert (result.is_whole, result.lines) == (True, 10)
    assert "10 lines follow each other" in result.sentence()
    assert [verify(log, year).lines for year in (2023, 2024, 2025, 2026)] == [3, 3, 0, 4]


def test_an_empty_log_is_whole_and_says_that_it_is_empty(engine):
    assert verify(engine).is_whole
    assert verify(engine).sentence() == "The log has no lines yet."


@pytest.mark.parametrize(
    ("field", "value"),
    [("who", "ben"), ("thing", "batch 9"), ("at", datetime(2026, 5, 5)), ("event", "load"), ("hash", "0" * 64)],
)
def test_a_line_that_was_changed_shows(log, field, value):
    run(log, update(AuditEntry).where(at(2026, 3)).values({field: value}))
    assert verify(log).fault == verify(log, 2026).fault == "Line 3 of 2026 was changed."
    assert verify(log, 2024).is_whole


def test_a_line_changed_with_its_hash_made_anew_shows_in_the_next_one(log):
    with Session(log) as session, session.begin():
        line = session.execute(select(AuditEntry).where(at(2024, 2))).scalar_one()
        line.who = "ben"
        line.hash = hash_of(line.model_dump())
    assert verify(log).fault == "Line 3 of 2024 does not follow the line before it."


def test_a_line_taken_out_shows(log):
    run(log, delete(AuditEntry).where(at(2026, 2)))
    assert verify(log).fault == "Line 2 of 2026 is missing."


def test_a_line_taken_out_and_the_others_moved_up_shows(log):
    run(log, delete(AuditEntry).where(at(2026, 2)))
    for number in (3, 4):
        run(log, update(AuditEntry).where(at(2026, number)).values(number=number - 1))
    assert verify(log).fault == "Line 2 of 2026 was changed."


def test_a_line_put_in_shows(log):
    run(log, update(AuditEntry).where(at(2026, 4)).values(number=5))
    with Session(log) as session, session.begin():
        before = session.execute(select(AuditEntry).where(at(2026, 3))).scalar_one()
        false = {**before.model_dump(exclude={"id", "hash"}), "number": 4, "who": "ben", "previous": before.hash}
        session.add(AuditEntry(**false, hash=hash_of(false)))
    assert verify(log).fault == "Line 4 of 2026 is the newest, and it is not the one that was written last."


def test_lines_that_changed_places_show(log):
    for number, place in ((2, 99), (3, 2), (99, 3)):
        run(log, update(AuditEntry).where(at(2026, number)).values(number=place))
    assert verify(log).fault == "Line 2 of 2026 was changed."


@pytest.mark.parametrize(("year", "left"), [(2024, 2), (2026, 3), (2023, 1)])
def test_last_lines_cut_off_show_within_a_year_and_at_the_end(log, year, left):
    run(log, delete(AuditEntry).where((AuditEntry.year == year) & (AuditEntry.number > left)))
    assert not verify(log).is_whole
    assert f"{year}" in verify(log).fault
    assert verify(log, year).fault.startswith(f"The last lines of {year} are missing")


@pytest.mark.parametrize("years", [(2023,), (2024,), (2023, 2024), (2026,), (2023, 2024, 2026)])
def test_a_whole_year_removed_by_hand_shows(log, years):
    run(log, delete(AuditEntry).where(AuditEntry.year.in_(years)))
    assert not verify(log).is_whole


def test_the_newest_line_noted_by_another_hand_shows(log):
    run(log, update(AuditHead).values(hash="0" * 64))
    assert verify(log).fault == "Line 4 of 2026 is the newest, and it is not the one that was written last."


def test_an_older_year_put_before_the_first_one_shows(log):
    line = {"year": 2020, "number": 1, "at": datetime(2020, 1, 1), "who": "x", "event": "year begins", "authority": ""}
    line |= {"thing": "", "child": "", "meeting": "", "previous": first_previous(2020)}
    with Session(log) as session, session.begin():
        session.add(AuditEntry(**line, hash=hash_of(line)))
    assert verify(log).fault == "The year 2023 began as the first one, and there are lines of 2020."


def test_a_line_after_the_newest_shows_and_lines_added_meanwhile_do_not(log):
    run(log, update(AuditHead).values(number=3, hash=select(AuditEntry.hash).where(at(2026, 3)).scalar_subquery()))
    assert verify(log).fault == "Line 4 of 2026 stands after the newest, which is line 3 of 2026."
    assert verify(log, 2026).fault == verify(log).fault


def test_checking_while_others_write_finds_the_log_whole(log):
    with Session(log) as session, session.begin():
        for number in range(1_500):  # more than are read at once
            note(session, "anna", "edit", thing=f"batch {number}", now=NOW)
    checked = threading.Event()

    def write():
        while not checked.is_set():
            save_entry(log, "ben", "edit", thing="batch 1", now=NOW)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        found = [verify(log) for _ in range(5)]
    finally:
        checked.set()
        writing.join(60)
    assert [result.fault for result in found] == [""] * 5
    assert verify(log).lines > found[0].lines


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        ("UPDATE audit_entry SET at = 'garbage' WHERE year = 2026 AND number = 3", "Line 3 of 2026 was changed."),
        ("UPDATE audit_entry SET at = 7 WHERE year = 2026 AND number = 3", "Line 3 of 2026 was changed."),
        ("UPDATE audit_entry SET who = x'ff00' WHERE year = 2026 AND number = 3", "Line 3 of 2026 was changed."),
        (
            "UPDATE audit_entry SET who = CAST(x'ff00' AS TEXT) WHERE year = 2026 AND number = 3",
            "A line at the beginning cannot be read.",  # of a thousand that are read at once
        ),
        ("UPDATE audit_entry SET number = 'x' WHERE year = 2026 AND number = 3", "Line 3 of 2026 is missing."),
        ("UPDATE audit_entry SET thing = x'00' WHERE number = 1 AND year = 2024", "Line 1 of 2024 was changed."),
        ("DELETE FROM audit_head", "What says which line is the newest is gone or cannot be read."),
        ("UPDATE audit_head SET number = 'x'", "What says which line is the newest is gone or cannot be read."),
    ],
)
def test_what_cannot_be_read_is_a_fault_in_words(log, capsys, tampered, said):
    if log.dialect.name != "sqlite" and "DELETE" not in tampered:
        pytest.skip("PostgreSQL takes nothing but moments, numbers and texts there")
    run(log, text(tampered))
    assert told(capsys, log, "verify") == (1, f"The log does not fit together: {said}\n")


def test_a_year_without_lines_is_said_to_have_none_unless_another_knows_of_some(log, capsys):
    assert told(capsys, log, "verify", "--year", "2030") == (0, "There are no lines of 2030.\n")
    assert told(capsys, log, "verify", "--year", "2025") == (0, "There are no lines of 2025.\n")
    run(log, delete(AuditEntry).where(AuditEntry.year.in_((2024, 2026))))
    assert told(capsys, log, "verify", "--year", "2026")[0] == 1
    assert verify(log, 2026).fault == "All lines of 2026 are missing."


def test_a_clock_that_goes_back_over_new_year_does_not_reopen_a_year(log):
    save_entry(log, "anna", "edit", now=datetime(2025, 12, 31))
    newest = lines_of(log).iloc[0]
    assert (newest["year"], newest["at"]) == (2026, datetime(2025, 12, 31))
    assert verify(log).is_whole


def test_a_line_is_written_with_what_it_is_about_or_not_at_all(engine):
    with Session(engine) as session:
        note(session, "anna", "edit", thing="batch 1", now=NOW)
        session.rollback()
    assert lines_of(engine).empty
    assert verify(engine).is_whole


@pytest.mark.parametrize(
    "asked",
    [
        {"thing": "John Smith"},
        {"thing": "john smith"},
        {"thing": "page homes John"},
        {"thing": "page homes\n"},
        {"thing": "page " + "x" * 200},
        {"child": "John"},
        {"child": "abcde"},
        {"child": "ABCDEF"},
        {"meeting": "on Monday"},
        {"authority": "Derby City"},
        {"event": "edited"},
        {"event": "year begins"},
        {"who": " "},
        {"who": "x" * 201},
        {"who": "a\x00b"},
    ],
)
def test_what_is_not_a_code_a_key_or_a_number_is_refused_and_not_repeated(engine, asked):
    line = {"who": "anna", "event": "edit"} | asked
    with pytest.raises(EntryRefused) as refusal:
        save_entry(engine, line.pop("who"), line.pop("event"), **line, now=NOW)
    assert lines_of(engine).empty
    given = next(iter(asked.values())).strip()
    assert not given or given not in str(refusal.value)


@given(st.text(max_size=40))
def test_a_thing_is_made_of_known_words_each_with_one_key(thing):
    if audit_entries.THING.fullmatch(thing):
        parts = thing.split(" ")
        assert parts[0] in audit_entries.WORDS
        assert all(one in audit_entries.WORDS or two in audit_entries.WORDS for one, two in pairwise(parts))


KEYS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9})?", fullmatch=True)


@given(st.lists(st.tuples(st.sampled_from(audit_entries.WORDS), KEYS), min_size=1, max_size=4))
def test_known_words_with_their_keys_are_a_thing(pairs):
    assert audit_entries.THING.fullmatch(" ".join(f"{word} {key}" for word, key in pairs))


def test_threads_that_write_at_once_make_one_chain(engine):
    def write(who):
        for number in range(10):
            save_entry(engine, who, "edit", thing=f"batch {number}", now=NOW)

    threads = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert verify(engine).lines == 51
    assert verify(engine).is_whole
    assert lines_of(engine)["who"].value_counts().to_dict() == {f"w{n}": 10 for n in range(5)} | {"concordat audit": 1}


def test_processes_that_write_at_once_make_one_chain(engine):
    url = engine.url.render_as_string(hide_password=False)
    words = [[sys.executable, "-c", WRITE_MANY, url, f"p{number}"] for number in range(2)]
    both = [subprocess.Popen(each, cwd=ROOT, stdin=subprocess.PIPE, text=True) for each in words]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=60)
    assert [process.returncode for process in both] == [0, 0]
    assert (verify(engine).lines, verify(engine).is_whole) == (41, True)


@pytest.fixture
def children(home_engine, load_rows, values_in):
    """A database with two children, and their codes."""
    load_rows(home_engine, "incidents", {}, {"reference": "INC-2", "child_reference": "P-4712"})
    return home_engine, [code for (code,) in values_in(home_engine, Child, "code")]


def views_of(engine):
    lines = lines_of(engine, event="child viewed")
    return sorted(zip(lines["who"], lines["thing"], lines["meeting"], lines["child"], strict=True))


def test_a_child_looked_at_is_noted_once_for_each_person_page_and_meeting(children):
    engine, (one, two) = children
    other = viewer_of_roles("dora", ["casework"])
    for viewer, page, meeting, code in [
        (CASEWORKER, "meeting", "3", one),
        (CASEWORKER, "meeting", "3", one),
        (CASEWORKER, "investigations", "3", one),
        (CASEWORKER, "meeting", "4", one),
        (CASEWORKER, "meeting", "3", two),
        (other, "meeting", "3", one),
    ]:
        child_viewed(engine, viewer, page, meeting, code, now=NOW)
    assert views_of(engine) == sorted(
        [
            ("cass", "page meeting", "3", one),
            ("cass", "page investigations", "3", one),
            ("cass", "page meeting", "4", one),
            ("cass", "page meeting", "3", two),
            ("dora", "page meeting", "3", one),
        ]
    )
    assert set(lines_of(engine, event="child viewed")["authority"]) == {"derby-city"}


def test_without_a_meeting_a_child_looked_at_is_noted_once_a_day(children):
    engine, (one, _) = children
    for later in (timedelta(), timedelta(hours=10), timedelta(days=1)):
        child_viewed(engine, CASEWORKER, "investigations", "", one, now=NOW + later)
    assert len(views_of(engine)) == 2


def test_two_tabs_that_open_at_once_note_a_child_once(children):
    engine, codes = children
    ready = threading.Barrier(4)

    def look():
        ready.wait(20)
        children_viewed(engine, CASEWORKER, "meeting", "3", codes, now=NOW)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(views_of(engine)) == 2


def test_looking_at_a_child_needs_casework_and_a_child(children):
    engine, (one, _) = children
    for viewer in (viewer_of_roles("p", ["partner"]), viewer_of_roles("c", ["casework"], authorities=frozenset())):
        with pytest.raises(NotPermitted):
            child_viewed(engine, viewer, "meeting", "3", one, now=NOW)
    with pytest.raises(EntryRefused, match="no child"):
        child_viewed(engine, CASEWORKER, "meeting", "3", "ZZZZZ" if one != "ZZZZZ" else "YYYYY", now=NOW)
    assert views_of(engine) == []


def test_lines_are_found_by_who_event_day_and_child(children):
    engine, (one, _) = children
    save_entry(engine, "Anna Smith", "load", thing="batch 1", now=datetime(2026, 3, 1, 23, 59))
    save_entry(engine, "Ben_ Jones", "undo", thing="batch 2", now=datetime(2026, 3, 2, 0, 0))
    child_viewed(engine, CASEWORKER, "meeting", "3", one, now=NOW)
    assert things_of(engine, who="SMITH") == ["batch 1"]
    assert things_of(engine, who="n_") == ["batch 2"]  # a wildcard is a letter like others
    assert things_of(engine, event="undo", since=date(2026, 3, 2), until=date(2026, 3, 2)) == ["batch 2"]
    assert things_of(engine, until=date(2026, 3, 1), since=date(2026, 1, 1), event="load") == ["batch 1"]
    assert things_of(engine, child=one) == ["page meeting"]
    assert run_fetch(engine, fetch_entry_count, ADMINISTRATOR, child=one) == 1


def test_lines_come_newest_first_and_by_pages(engine):
    with Session(engine) as session, session.begin():
        for number in range(LINES_A_PAGE + 10):
            note(session, "anna", "edit", thing=f"batch {number}", now=NOW)
    first, second, third = (things_of(engine, page=number) for number in (1, 2, 3))
    assert (len(first), first[0], len(second), third) == (LINES_A_PAGE, "batch 59", 11, [])
    assert run_fetch(engine, fetch_entry_count, ADMINISTRATOR) == LINES_A_PAGE + 11


def test_all_lines_are_for_who_may_read_the_log_and_needs_no_grant(engine):
    for authority in ("derby-city", "elsewhere", ""):
        save_entry(engine, "anna", "load", authority=authority, now=NOW)
    without_a_grant = run_fetch(engine, fetch_viewer, subject="ada", name="ada", roles=["administrator"])
    assert without_a_grant.authorities == frozenset()
    assert set(run_fetch(engine, fetch_entries, without_a_grant)["authority"]) == {"derby-city", "elsewhere", ""}
    assert run_fetch(engine, fetch_entry_count, without_a_grant) == 4
    for fetch in (fetch_entries, fetch_entry_count):
        with pytest.raises(NotPermitted):
            run_fetch(engine, fetch, viewer_of_roles("h", ["head"]))


LATER = datetime(2031, 1, 1, 0, 5)


def test_the_oldest_closed_year_is_purged_when_its_time_is_over_and_a_line_says_so(log):
    last = lines_of(log)[lambda lines: lines["year"] == 2023]["number"].max()
    assert purge_year(log, ADMINISTRATOR, 2023, now=LATER) == last == 3
    lines = lines_of(log)
    assert 2023 not in set(lines["year"])
    assert (lines["event"][0], lines["thing"][0].startswith("year 2023 lines 3 last ")) == ("year purged", True)
    assert verify(log).is_whole
    assert purge_year(log, ADMINISTRATOR, 2024, now=LATER) == 3
    assert verify(log).is_whole
    assert verify(log, 2024).is_whole


def test_a_year_purged_by_hand_afterwards_shows(log):
    purge_year(log, ADMINISTRATOR, 2023, now=LATER)
    run(log, delete(AuditEntry).where(AuditEntry.year == 2024))
    assert verify(log).fault == "The lines of 2024 are gone, and no line says that they were purged."


@pytest.mark.parametrize(
    ("year", "now", "why"),
    [
        (2023, datetime(2029, 12, 31), "kept until 72 months"),
        (2024, LATER, "the oldest is 2023"),
        (2022, LATER, "no lines of 2022"),
    ],
)
def test_no_other_year_is_purged(log, year, now, why):
    with pytest.raises(EntryRefused, match=why):
        purge_year(log, ADMINISTRATOR, year, now=now)
    assert len(lines_of(log)) == 10


def test_the_year_of_the_newest_line_is_never_purged(engine):
    save_entry(engine, "anna", "edit", now=datetime(2020, 1, 1))
    with pytest.raises(EntryRefused, match="kept until"):
        purge_year(engine, ADMINISTRATOR, 2020, now=LATER)


def test_a_year_that_does_not_fit_together_is_not_purged(log):
    run(log, update(AuditEntry).where(at(2023, 2)).values(who="ben"))
    with pytest.raises(EntryRefused, match="Line 2 of 2023 was changed"):
        purge_year(log, ADMINISTRATOR, 2023, now=LATER)


def test_purging_is_for_who_may_change_settings(log):
    with pytest.raises(NotPermitted):
        purge_year(log, viewer_of_roles("h", ["head"]), 2023, now=LATER)


def told(capsys, engine, *words):
    code = audit.main(["--database", engine.url.render_as_string(hide_password=False), *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_command_says_in_a_sentence_whether_the_log_is_whole(log, capsys):
    code, said = told(capsys, log, "verify")
    assert (code, said.startswith("The log is whole: 10 lines")) == (0, True)
    run(log, delete(AuditEntry).where(at(2026, 2)))
    assert told(capsys, log, "verify") == (1, "The log does not fit together: Line 2 of 2026 is missing.\n")
    assert told(capsys, log, "verify", "--year", "2024")[0] == 0


def test_the_command_purges_or_says_why_not(log, capsys):
    assert told(capsys, log, "purge", "2024") == (
        2,
        "Nothing was done. The years go in their order: the oldest is 2023.\n",
    )
    run(log, text("INSERT INTO retention_period (kept, months, why, changed_by, changed_at) "
                  "VALUES ('audit', 1, 'test', 'x', '2026-01-01 00:00:00')"))  # fmt: skip
    assert told(capsys, log, "purge", "2023") == (0, "Removed 3 lines of 2023; one line of this year says so.\n")
    assert verify(log).is_whole


def test_every_event_can_be_written_but_the_one_that_the_log_writes_itself(engine):
    for event in EVENTS:
        if event != "year begins":
            save_entry(engine, "anna", event, now=NOW)
    assert len(lines_of(engine)) == len(EVENTS)


def test_roles_get_statements_only_by_names_that_are_names():
    for pair in (("app; DROP TABLE home", "auditor"), ("app", "Auditor"), ("app", "app"), ("", "auditor")):
        with pytest.raises(RightsRefused):
            rights_of_roles(*pair)


def test_the_command_prints_the_rights_without_a_database(capsys):
    assert audit.main(["grants", "--app-role", "app", "--audit-role", "auditor"]) == 0
    said = capsys.readouterr().out
    assert "GRANT SELECT, INSERT ON audit_entry TO app;" in said


def test_a_file_knows_no_roles(sqlite_databases):
    engine = make_engine(sqlite_databases.empty())
    with pytest.raises(RightsRefused, match="knows no roles"):
        apply_rights(engine, "app", "auditor")
    engine.dispose()


@pytest.fixture
def postgres_log(postgres_databases):
    """The owner's engine on a PostgreSQL database, and engines of the app's role and the audit's."""
    url = postgres_databases.empty()
    migrate(url)
    owner = make_engine(url)
    save_entry(owner, "anna", "edit", now=datetime(2020, 1, 1))
    with owner.begin() as connection:
        for role in ("log_app", "log_auditor"):
            connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'"))
    address = make_url(url).set(drivername="postgresql+psycopg")
    app, auditor = (
        create_engine(address, connect_args={"options": f"-c role={role}"}) for role in ("log_app", "log_auditor")
    )
    yield owner, app, auditor
    for engine in (owner, app, auditor):
        engine.dispose()
    postgres_databases.drop(url)
    with postgres_databases._admin.connect() as connection:
        for role in ("log_app", "log_auditor"):
            connection.execute(text(f"DROP ROLE {role}"))


def test_in_postgresql_the_app_may_add_lines_and_change_or_remove_none(postgres_log):
    owner, app, auditor = postgres_log
    apply_rights(owner, "log_app", "log_auditor")
    save_entry(app, "ben", "load", thing="batch 1", now=NOW)
    assert verify(app).is_whole
    for statement in (
        "UPDATE audit_entry SET who = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DROP TABLE audit_entry",
        "DELETE FROM audit_head",
    ):
        with pytest.raises(DBAPIError, match="InsufficientPrivilege"):
            run(app, text(statement))
    with pytest.raises(DBAPIError, match="InsufficientPrivilege"):
        purge_year(app, ADMINISTRATOR, 2020, now=LATER)
    assert purge_year(auditor, ADMINISTRATOR, 2020, now=LATER) == 2
    for statement in ("UPDATE audit_entry SET who = 'x'", "SELECT * FROM child"):
        with pytest.raises(DBAPIError, match="InsufficientPrivilege"):
            run(auditor, text(statement))
    run(app, text("UPDATE data_version SET version = version + 1"))
    run(app, text("DELETE FROM saved_question"))
    migrate(app.url.render_as_string(hide_password=False))
    assert verify(owner).is_whole


def test_a_role_that_owns_the_tables_is_bound_by_no_right(postgres_log):
    owner, *_ = postgres_log
    run(owner, text("ALTER TABLE audit_entry OWNER TO log_app"))
    with pytest.raises(RightsRefused, match="owns the tables"):
        apply_rights(owner, "log_app", "log_auditor")
    with pytest.raises(RightsRefused, match="There is no role nobody"):
        apply_rights(owner, "nobody", "log_auditor")
    run(owner, text("DROP OWNED BY log_app CASCADE"))


def test_the_documentation_names_every_event():
    told = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    for event in EVENTS:
        assert re.search(rf"^\|[^|]*\b{event}\b[^|]*\|", told, re.MULTILINE), event
