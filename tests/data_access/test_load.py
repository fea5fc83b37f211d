"""Loading one file: in one transaction, with a report for a person, and as a command."""

import getpass
import os
import stat
import subprocess
import sys
import traceback
from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from data_access.batches import SENTENCES_SHOWN
from data_access.children import SAMPLE_KEY, KeyMissing
from data_access.coverage import fetch_data_version
from data_access.database import make_engine, run_fetch
from data_access.homes import fetch_authorities
from data_access.imports.kinds import KINDS
from data_access.imports.reading import ReadAs
from data_access.imports.saving import months_between
from data_access.imports.table import UnreadableFile
from data_access.load import LoadRefused, LoadRequest, check_file, load_file
from data_access.load_command import main
from data_access.models import (
    Authority,
    Base,
    Child,
    Coverage,
    DatabaseContents,
    Home,
    ImportBatch,
    Incident,
    NeighbourhoodCount,
    RejectedRow,
)
from data_access.senders import as_known
from data_access.settings import ROOT
from data_access.undo import undo_batch
from data_access.viewer import NotPermitted, system_viewer

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2023, 4, 12, 9, 0)
EXTRACT_DATE = date(2023, 4, 12)
MONTHS = months_between(date(2022, 4, 1), date(2023, 3, 1))


# Those of which a file can be loaded though nothing but homes was loaded before.
ALONE = [name for name in KINDS if name not in ("checklist", "child_links")]


@pytest.fixture
def everything_in():
    """The rows of every table, to see that nothing changed."""

    def rows(engine):
        with engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(table.select())))
                for table in Base.metadata.sorted_tables
            }

    return rows


def version(engine):
    with Session(engine) as session:
        return fetch_data_version(session)


def counts(report):
    return (report.rows_read, report.added, report.updated, report.unchanged, report.rejected)


def test_a_report_counts_rows_and_names_the_first_problems(home_engine, load_rows):
    bad = [{"reference": f"INC-{number}", "home": "elsewhere"} for number in range(2, 2 + SENTENCES_SHOWN + 3)]
    report = load_rows(home_engine, "incidents", {}, *bad)
    first, *problems, last = report.sentences()
    assert first == "24 rows read: 1 added, 0 updated, 0 unchanged, 0 withdrawn, 23 rejected."
    assert len(problems) == SENTENCES_SHOWN
    assert problems[0] == "Row 3, column home: this home is not known. Correct it, or add it to the list."
    assert last == "And 3 more problems."


def test_a_row_with_two_problems_is_one_rejected_row(home_engine, load_rows):
    report = load_rows(home_engine, "incidents", {"home": "elsewhere", "incident_type": "Dancing"})
    assert counts(report) == (1, 0, 0, 0, 1)
    assert [problem.column for problem in report.problems] == ["home", "incident_type"]


def test_problems_stand_in_the_order_of_the_rows(home_engine, load_rows):
    report = load_rows(
        home_engine, "incidents", {"home": "elsewhere"}, {"reference": "INC-2", "reported_at": "soon"}, {"home": "afar"}
    )
    assert [problem.row for problem in report.problems] == [2, 3, 4]


def test_a_load_leaves_a_batch_and_its_rejected_rows_without_their_cells(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents", {}, {"reference": "INC-2", "home": "22 Unmistakable Street"})
    *_, batch = values_in(home_engine, ImportBatch, "kind", "source", "rows_read", "added", "rejected", "covers_to")
    assert batch == ("incidents", "police", 2, 1, 1, date(2023, 3, 1))
    assert values_in(home_engine, RejectedRow, "row", "column", "wrong", "right") == [
        (3, "home", "this home is not known", "Correct it, or add it to the list")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_load_raises_the_data_version(home_engine, load_rows, kind):
    before = version(home_engine)
    load_rows(home_engine, kind)
    assert version(home_engine) == before + 1


@pytest.mark.parametrize("kind", ALONE)
def test_loading_the_same_file_twice_adds_nothing(home_engine, load_rows, rows_in, kind):
    load_rows(home_engine, kind)
    of_loads = (ImportBatch.__tablename__, "batch_before", "audit_entry")
    tables = [table for name, table in Base.metadata.tables.items() if name not in of_loads]
    before = {table.name: rows_in(home_engine, table) for table in tables}
    assert counts(load_rows(home_engine, kind)) == (1, 0, 0, 1, 0)
    assert {table.name: rows_in(home_engine, table) for table in tables} == before


@pytest.mark.parametrize("kind", KINDS)
def test_when_saving_fails_nothing_is_stored(home_engine, load_rows, everything_in, monkeypatch, kind):
    before = everything_in(home_engine)
    # The last thing a load does fails, after all rows were saved.
    monkeypatch.setattr("data_access.load.mark_contents", broken)
    with pytest.raises(DiskFull):
        load_rows(home_engine, kind)
    assert everything_in(home_engine) == before


class DiskFull(Exception):
    """As if the disk were full."""


def broken(*_):
    raise DiskFull


def test_a_file_that_cannot_be_read_changes_nothing(home_engine, load_rows, everything_in):
    before = everything_in(home_engine)
    with pytest.raises(UnreadableFile):
        load_rows(home_engine, "incidents", data=b"")
    assert everything_in(home_engine) == before


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.covers])
def test_a_file_whose_rows_do_not_say_what_it_covers_needs_its_months(home_engine, load_rows, everything_in, kind):
    before = everything_in(home_engine)
    with pytest.raises(LoadRefused, match="Say which months this file"):
        load_rows(home_engine, kind, months=())
    assert everything_in(home_engine) == before


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if not kind.may_start_an_authority])
def test_an_authority_without_homes_is_refused_and_those_known_are_named(home_engine, load_rows, rows_in, kind):
    with pytest.raises(LoadRefused, match="Known are: Derby City"):
        load_rows(home_engine, kind, authority="Derby Town")
    assert rows_in(home_engine, Authority) == 1


def test_an_authority_is_found_whatever_its_case(home_engine, load_rows, rows_in):
    assert counts(load_rows(home_engine, "occupancy", authority="DERBY city")) == (1, 1, 0, 0, 0)
    assert rows_in(home_engine, Authority) == 1


def test_the_months_of_records_are_covered_for_every_home_of_the_authority(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes", months=months_between(date(2022, 4, 1), date(2022, 5, 1)))
    homes = [home for (home,) in values_in(home_engine, Home, "id")]
    assert sorted(values_in(home_engine, Coverage, "source", "home_id", "month")) == [
        ("crimes", home, month) for home in homes for month in (date(2022, 4, 1), date(2022, 5, 1))
    ]


def test_loading_a_month_again_covers_it_once(home_engine, load_rows, rows_in):
    load_rows(home_engine, "incidents")
    before = rows_in(home_engine, Coverage)
    load_rows(home_engine, "incidents")
    assert rows_in(home_engine, Coverage) == before == 2 * 12


@pytest.mark.parametrize(
    ("kind", "column", "one", "other"),
    [
        ("occupancy", "home", "Home 1", "Home 2"),
        ("internal_counts", "home", "Home 1", "Home 2"),
        ("neighbourhood_counts", "neighbourhood", "Chellaston", "Sinfin"),
    ],
)
def test_a_file_about_one_place_leaves_what_is_covered_of_another(
    home_engine, load_rows, rows_in, kind, column, one, other
):
    load_rows(home_engine, kind, {column: one})
    load_rows(home_engine, kind, {column: other})
    assert rows_in(home_engine, Coverage) == 2


def test_a_month_without_a_row_is_covered_only_if_the_file_says_so(home_engine, load_rows, values_in, rows_in):
    load_rows(home_engine, "neighbourhood_counts", {"month": "2022-04"}, {"month": "2022-06"})
    assert values_in(home_engine, Coverage, "month") == [(date(2022, 4, 1),), (date(2022, 6, 1),)]
    assert rows_in(home_engine, NeighbourhoodCount) == 2


def test_a_sample_that_takes_other_data_is_marked_for_good(own_sample_engine, load_rows, values_in):
    assert values_in(own_sample_engine, DatabaseContents, "holds") == [("sample",)]
    load_rows(own_sample_engine, "occupancy", key=KEY)
    assert values_in(own_sample_engine, DatabaseContents, "holds") == [("other",)]
    load_rows(own_sample_engine, "occupancy")
    assert values_in(own_sample_engine, DatabaseContents, "holds") == [("other",)]


@pytest.mark.parametrize("table", ["incident (response)", "child_reference (source)"])
def test_an_error_of_the_database_tells_nothing_of_a_child(home_engine, load_rows, everything_in, table):
    with home_engine.begin() as connection:
        connection.execute(text(f"CREATE UNIQUE INDEX refuses_a_second_row ON {table}"))
    before = everything_in(home_engine)
    with pytest.raises(LoadRefused, match=r"contradicts what is stored.*loading it again will not help") as refused:
        load_rows(
            home_engine,
            "incidents",
            {"child_reference": "REF-UNMISTAKABLE", "response": "UNMISTAKABLE"},
            {"child_reference": "REF-ANOTHER", "response": "UNMISTAKABLE", "reference": "INC-2"},
        )
    shown = "".join(traceback.format_exception(refused.value))
    assert [word for word in ("UNMISTAKABLE", "REF-", "INC-2") if word in shown] == []
    assert everything_in(home_engine) == before


def test_any_other_error_of_the_database_is_told_by_its_kind(home_engine, load_rows):
    with home_engine.begin() as connection:
        connection.execute(text("ALTER TABLE incident RENAME TO gone"))
    with pytest.raises(LoadRefused, match="The database did not take the file: "):
        load_rows(home_engine, "incidents", {"child_reference": "", "child_role": ""})


def test_of_two_loads_at_once_the_one_that_loses_says_so(home_engine, load_rows, monkeypatch):
    monkeypatch.setattr("data_access.database.BUSY_TIMEOUT_S", 0.1)
    if home_engine.dialect.name == "postgresql":
        with home_engine.begin() as connection:
            connection.execute(text(f"ALTER DATABASE {home_engine.url.database} SET lock_timeout = 100"))
    other = make_engine(home_engine.url.render_as_string(hide_password=False))
    try:
        with home_engine.begin() as connection:
            connection.execute(text("UPDATE data_version SET version = version + 1"))
            with pytest.raises(LoadRefused) as refused:
                load_rows(other, "homes", {"home": "Home 9"})
    finally:
        other.dispose()
    assert str(refused.value) == (
        "Another file was being loaded at the same time, so nothing of this one was stored. Load it again."
    )


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values()])
def test_no_key_makes_real_data_pass_for_the_sample(home_engine, load_rows, values_in, kind):
    if KINDS[kind].names_children:
        with pytest.raises(KeyMissing):
            load_rows(home_engine, kind, key=SAMPLE_KEY)
    else:
        load_rows(home_engine, kind, key=SAMPLE_KEY)
    assert values_in(home_engine, DatabaseContents, "holds") == [("other",)]


@pytest.mark.parametrize("judge", [check_file, load_file])
@pytest.mark.parametrize(
    "not_theirs", [{"authorities": ["derbyshire"]}, {"audiences": ["casework"]}, {"homes": ["Home 1"]}, {"powers": []}]
)
def test_only_who_may_see_all_of_the_authority_may_load_for_it(
    home_engine, file_of, viewer_of, everything_in, judge, not_theirs
):
    before = everything_in(home_engine)
    request = LoadRequest("summary", file_of("summary"), "", "council", EXTRACT_DATE)
    with pytest.raises(NotPermitted):
        judge(home_engine, request, key="", now=NOW, viewer=viewer_of(**{"powers": ["load"]} | not_theirs))
    assert everything_in(home_engine) == before
    analyst = viewer_of(authorities=["derby-city"], powers=["load"])
    assert judge(home_engine, request, key="", now=NOW, viewer=analyst).added == 1


def test_a_new_authority_is_added_only_by_who_may_see_all(home_engine, workbook_of, viewer_of, rows_in):
    about = [("Authority", "Derbyshire"), ("Published on", date(2023, 10, 31))]
    data = workbook_of({"About": about, "Crimes": [("Place", "Kind", "2022-23"), ("Home A", "home", 1)]})
    request = LoadRequest("summary", data, "", "council", EXTRACT_DATE)
    with pytest.raises(NotPermitted):
        load_file(home_engine, request, key="", now=NOW, viewer=viewer_of(authorities=["derbyshire"]))
    assert rows_in(home_engine, Authority) == 1
    load_file(home_engine, request, key="", now=NOW, viewer=viewer_of(powers=["load"]))
    assert rows_in(home_engine, Authority) == 2


@pytest.fixture
def command(tmp_path, capsys, monkeypatch, file_of):
    """Runs the command line in this process on a fresh file: command("crimes", {...}) -> (code, output, errors)."""
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(kind, *rows, data=None, words=(), authority="Derby City"):
        file = tmp_path / "extract.csv"
        file.write_bytes(file_of(kind, *rows) if data is None else data)
        database = f"sqlite:///{tmp_path / 'concordat.db'}"
        named = [] if authority is None else ["--authority", authority]
        code = main([str(file), "--kind", kind, *named, "--database", database, *words])
        return (code, *capsys.readouterr())

    return run


QUARTER = ("--from", "2022-04", "--to", "2022-06", "--extract-date", "12/04/2023")


def test_the_command_makes_a_database_loads_into_it_and_says_what_it_did(command):
    said = "1 rows read: 1 added, 0 updated, 0 unchanged, 0 withdrawn, 0 rejected.\n"
    assert command("homes", words=("--extract-date", "12/04/2023")) == (0, said, "")
    assert command("incidents", words=QUARTER) == (
        0,
        "1 rows read: 1 added, 0 updated, 0 unchanged, 0 withdrawn, 0 rejected.\n",
        "",
    )
    code, output, errors = command("incidents", words=QUARTER)
    assert (code, errors) == (0, "")
    assert output.splitlines() == [
        "1 rows read: 0 added, 0 updated, 1 unchanged, 0 withdrawn, 0 rejected.",
        "To check:",
        f"This file was already loaded on {date.today():%d/%m/%Y}. "
        "Loading it again stores only what has changed since.",
    ]


def test_the_command_notes_who_loaded(command, monkeypatch, tmp_path, values_in):
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    command("homes")
    engine = make_engine(f"sqlite:///{tmp_path / 'concordat.db'}")
    assert values_in(engine, ImportBatch, "loaded_by") == [("anna",)]
    engine.dispose()


def test_the_command_notes_of_which_months_a_list_of_cases_holds_all_only_where_that_was_said(
    command, tmp_path, values_in
):
    command("homes")
    code, _, errors = command("investigations", words=("--from", "2022-04"))
    assert (code, "both months" in errors) == (2, True)
    assert command("investigations", words=QUARTER)[0] == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'concordat.db'}")
    stated = values_in(engine, ImportBatch, "covers_from", "covers_to")
    assert set(stated) == {(None, None), (date(2022, 4, 1), date(2022, 6, 1))}
    engine.dispose()


@pytest.mark.skipif(os.name != "posix", reason="this system has no such rights of files")
def test_the_command_makes_a_database_that_only_its_owner_reads(capsys, tmp_path, file_of):
    file, database = tmp_path / "homes.csv", tmp_path / "mine" / "concordat.db"
    file.write_bytes(file_of("homes"))
    before = os.umask(0o022)
    try:
        words = ["--kind", "homes", "--authority", "Derby City", "--database", f"sqlite:///{database}"]
        assert main([str(file), *words]) == 0
        (tmp_path / "other").touch()
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (database, database.parent, tmp_path / "other")]
    assert modes == [0o600, 0o700, 0o644]


def test_the_command_ends_with_1_when_a_row_was_rejected(command):
    command("homes")
    code, output, errors = command("incidents", {}, {"reference": "INC-2", "home": "Hme 1"}, words=QUARTER)
    assert (code, errors) == (1, "")
    assert output.splitlines() == [
        "2 rows read: 1 added, 0 updated, 0 unchanged, 0 withdrawn, 1 rejected.",
        "Row 3, column home: this home is not known. "
        "Correct it, or add it to the list; the nearest known one is: home 1.",
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"data": b"", "words": QUARTER}, "The file is empty."),
        ({"data": b"reference\n", "words": QUARTER}, "Missing columns: reported_at, home, incident_type."),
        ({"words": ("--from", "2022-04")}, "Say which months this file of incidents covers"),
        ({"words": ("--from", "spring", "--to", "2022-06")}, "this is not a month: Write YYYY-MM"),
        ({"words": QUARTER, "authority": "Derby Town"}, "No authority Derby Town is known."),
    ],
)
def test_the_command_ends_with_2_and_a_sentence_when_nothing_was_loaded(command, given, sentence):
    command("homes")
    code, output, errors = command("incidents", **given)
    assert (code, output) == (2, "")
    assert errors.startswith(f"Nothing was loaded. {sentence}")


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.names_children])
def test_the_command_loads_nothing_about_children_without_a_key(command, monkeypatch, kind):
    command("homes")
    monkeypatch.delenv("CONCORDAT_KEY")
    code, output, errors = command(kind, words=QUARTER)
    assert (code, output) == (2, "")
    assert errors.startswith("Nothing was loaded. CONCORDAT_KEY must hold a secret of at least 32 characters")


@pytest.mark.parametrize(
    "kind", [name for name in ALONE if not (KINDS[name].names_children or KINDS[name].needs_lookup)]
)
def test_the_command_needs_no_key_for_what_names_no_child(command, monkeypatch, kind, tmp_path, values_in):
    monkeypatch.delenv("CONCORDAT_KEY")
    assert command("homes", authority="Derby City")[0] == 0
    assert command(kind)[0] == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'concordat.db'}")
    assert values_in(engine, DatabaseContents, "holds") == [("other",)]


def test_a_file_about_children_is_not_sealed_with_no_key(home_engine, load_rows, everything_in):
    before = everything_in(home_engine)
    with pytest.raises(KeyMissing):
        load_rows(home_engine, "incidents", key="")
    assert everything_in(home_engine) == before


def test_a_workbook_names_its_authority_itself(command):
    assert command("summary", authority=None)[0] == 0


def test_any_other_file_needs_its_authority_named(command):
    code, _, errors = command("homes", authority=None)
    assert (code, errors) == (
        2,
        "Nothing was loaded. Say whose file this is: name the council, for example Derby City.\n",
    )


def test_a_workbook_of_another_authority_than_the_one_named_is_refused(home_engine, load_rows, everything_in):
    before = everything_in(home_engine)
    with pytest.raises(LoadRefused, match="names another council"):
        load_rows(home_engine, "summary", authority="Derbyshire")
    assert everything_in(home_engine) == before


@pytest.mark.parametrize("kind", KINDS)
def test_checking_a_file_tells_what_loading_does_and_leaves_nothing(
    home_engine, load_rows, file_of, everything_in, kind
):
    before = everything_in(home_engine)
    how = ReadAs(lookup=b"lsoa_code,neighbourhood\nE01013537,Allestree\n")
    request = LoadRequest(kind, file_of(kind), "Derby City", "police", EXTRACT_DATE, MONTHS, how=how)
    checked = check_file(home_engine, request, key=KEY, now=NOW, viewer=system_viewer())
    assert everything_in(home_engine) == before
    assert checked == load_rows(home_engine, kind)
    assert everything_in(home_engine) != before


def test_checking_leaves_no_lock(home_engine, load_rows, file_of):
    request = LoadRequest("summary", file_of("summary"), "", "council", EXTRACT_DATE)
    check_file(home_engine, request, key="", now=NOW, viewer=system_viewer())
    other = make_engine(home_engine.url.render_as_string(hide_password=False))
    try:
        assert load_rows(other, "summary").added == 1
    finally:
        other.dispose()


def test_checking_a_file_that_is_none_says_so_and_leaves_nothing(home_engine, everything_in):
    before = everything_in(home_engine)
    with pytest.raises(UnreadableFile):
        request = LoadRequest("summary", b"x", "", "council", EXTRACT_DATE)
        check_file(home_engine, request, key="", now=NOW, viewer=system_viewer())
    assert everything_in(home_engine) == before


def test_a_report_says_whose_file_it_is_and_what_to_check_after_the_problems(home_engine, load_rows, workbook_of):
    header = ("Place", "Kind", "2021-22", "2022-23")
    data = workbook_of(
        {"Crimes": [header, ("Home 1", "home", 1, "few"), ("Home 2", "home", 1, 2), ("All", "total", 9, 9)]}
    )
    report = load_rows(home_engine, "summary", data=data)
    again = load_rows(home_engine, "summary", data=data)
    assert report.authority == "Derby City"
    assert report.sentences() == [
        "3 rows read: 2 added, 0 updated, 0 unchanged, 0 withdrawn, 1 rejected.",
        "Sheet Crimes, row 2, column 2022-23: this is not a count. "
        "Write a whole number, 0 or more; leave the cell blank where nothing was supplied.",
    ]
    assert again.sentences()[2:] == [
        "To check:",
        "This file was already loaded on 12/04/2023. Loading it again stores only what has changed since.",
    ]


def test_the_rows_of_a_workbook_that_were_turned_away_are_noted_with_their_sheet(
    home_engine, load_rows, workbook_of, values_in
):
    data = workbook_of({"Crimes": [("Place", "Kind", "2022-23"), ("Home 1", "hoem", 1), ("Home 2", "home", 1)]})
    load_rows(home_engine, "summary", data=data)
    assert values_in(home_engine, RejectedRow, "sheet", "row", "column", "wrong") == [
        ("Crimes", 2, "Kind", "this word is not known")
    ]


BAD = {"reference": "INC-2", "home": "elsewhere"}


def test_the_command_writes_problems_only_where_they_can_be_written(command, tmp_path, values_in):
    """It says so before anything is stored, and overwrites neither what it reads nor the database."""
    command("homes")
    own = [tmp_path / "extract.csv", tmp_path / "concordat.db"]
    refused = {
        "names extract.csv": own[0],
        "names concordat.db": own[1],
        "cannot be written": tmp_path / "no" / "r.csv",
    }
    for why, rejects in refused.items():
        code, output, errors = command("incidents", {}, BAD, words=(*QUARTER, "--rejects", str(rejects)))
        assert (code, output) == (2, "")
        assert errors.startswith("Nothing was loaded.") and why in errors
    rejects = tmp_path / "rejects.csv"
    assert command("incidents", data=b"%PDF", words=(*QUARTER, "--rejects", str(rejects)))[0] == 2
    assert not rejects.exists()
    assert command("incidents", {}, BAD, words=(*QUARTER, "--rejects", str(rejects)))[0] == 1
    assert len(rejects.read_text("utf-8-sig").splitlines()) == 2
    engine = make_engine(f"sqlite:///{tmp_path / 'concordat.db'}")
    assert values_in(engine, Incident, "reference") == [("INC-1",)]
    engine.dispose()


def test_the_command_says_what_it_was_not_told(command):
    """The day that was taken; and rather than leave them aside, what does not go with a kind."""
    code, output, _ = command("homes")
    assert code == 0
    assert "counted as drawn today" in output and "load it with --extract-date" in output
    dated = ("--extract-date", "12/04/2023")
    assert "drawn today" not in command("homes", words=dated)[1]
    days = ("--complete-from", "2022-04-01", "--complete-to", "2022-06-30")
    code, _, errors = command("occupancy", words=(*dated, *days))
    assert code == 2
    assert "is a file of occupancy, which cannot be declared complete; only incidents, crimes, cromarty can" in errors
    assert "Say who sent the file" in command("occupancy", words=(*dated, "--sender", " "))[2]


def test_a_council_whose_register_was_taken_back_is_none_to_choose_from(command, tmp_path):
    command("homes")
    command("homes", {"authority": "Derby Citty"}, authority="Derby Citty")
    engine = make_engine(f"sqlite:///{tmp_path / 'concordat.db'}")
    assert command("occupancy", authority=None)[0] == 2
    undo_batch(engine, system_viewer(), 2, now=NOW)
    assert run_fetch(engine, fetch_authorities, system_viewer())["name"].tolist() == ["Derby City"]
    engine.dispose()
    assert command("occupancy", authority=None)[0] == 0
    assert command("occupancy", authority="Derby Town")[2].endswith("Known are: Derby City.\n")


def test_a_sender_in_another_spelling_is_the_same_sender(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents", source="Force  North")
    report = load_rows(home_engine, "incidents", source=" force NORTH")
    assert (report.added, report.unchanged) == (0, 1)
    assert load_rows(home_engine, "crimes", source="POLICE").warnings == ()
    assert values_in(home_engine, Incident, "source") == [("Force North",)]
    assert as_known("FORCE north ", ["Force North"]) == "Force North"
    # Another one that covers the same is named, as it is another only if it is.
    *_, warning = load_rows(home_engine, "incidents", source="police", months=MONTHS[:2]).warnings
    assert warning.wrong == (
        "the sender Force North covers 2 months from April 2022 to May 2022 of the same places too, and both count"
    )


def test_what_is_left_out_is_told(home_engine, load_rows):
    report = load_rows(home_engine, "dfe_offending", {}, {"characteristic": "Health", "breakdown": "Dental checks"})
    assert report.sentences()[:2] == [
        "2 rows read: 1 added, 0 updated, 0 unchanged, 0 withdrawn, 0 rejected.",
        "1 row was left out: of areas or topics that are not kept here, or as was decided of their labels.",
    ]


def test_what_stays_in_the_way_is_no_race_and_a_race_is_tried_again(home_engine, load_rows, rows_in, monkeypatch):
    attempts = []

    def in_the_way(session):
        attempts.append(1)
        if len(attempts) == 1:
            session.execute(text("INSERT INTO authority (key, name) SELECT key, name FROM authority"))

    monkeypatch.setattr("data_access.load.raise_data_version", in_the_way)
    assert load_rows(home_engine, "incidents").added == 1
    assert (len(attempts), rows_in(home_engine, Incident)) == (2, 1)


def test_the_command_says_when_there_is_no_such_file(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    database = f"sqlite:///{tmp_path / 'concordat.db'}"
    words = [str(tmp_path / "none.csv"), "--kind", "homes", "--authority", "Derby City", "--database", database]
    assert main(words) == 2
    assert "none.csv" in capsys.readouterr().err


def test_the_command_loads_into_no_database_that_it_was_not_told_of(capsys, monkeypatch, tmp_path, file_of):
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    file = tmp_path / "homes.csv"
    file.write_bytes(file_of("homes"))
    for database_url in (None, " "):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        if database_url:
            monkeypatch.setenv("DATABASE_URL", database_url)
        assert main([str(file), "--kind", "homes", "--authority", "Derby City"]) == 2
        assert capsys.readouterr().err == (
            "Nothing was loaded. Say into which database, with --database or DATABASE_URL.\n"
        )


def test_the_command_does_not_repeat_an_address_that_is_none(capsys, monkeypatch, tmp_path, file_of):
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    file = tmp_path / "homes.csv"
    file.write_bytes(file_of("homes"))
    words = [str(file), "--kind", "homes", "--authority", "Derby City", "--database", "mysql://me:secret@server/x"]
    assert main(words) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("Nothing was loaded. DATABASE_URL is not the address")
    assert "secret" not in errors


def test_the_command_runs_as_a_program(tmp_path, file_of):
    file = tmp_path / "homes.csv"
    file.write_bytes(file_of("homes"))
    database = f"sqlite:///{tmp_path / 'concordat.db'}"
    finished = subprocess.run(
        [sys.executable, "-m", "data_access.load", file, "--kind", "homes", "--authority", "Derby City"],
        cwd=ROOT,
        env={"CONCORDAT_KEY": KEY, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    first, second = finished.stdout.splitlines()
    assert first == "1 rows read: 1 added, 0 updated, 0 unchanged, 0 withdrawn, 0 rejected."
    assert second.startswith("homes.csv: counted as drawn today")


def test_a_child_is_of_the_authority_that_sent_it(home_engine, load_rows, values_in, rows_in):
    load_rows(home_engine, "incidents")
    assert rows_in(home_engine, Incident) == 1
    assert values_in(home_engine, Child, "authority_id") == values_in(home_engine, Authority, "id")
