"""Opening the database: made and filled if new, refused if the demo would show more than the sample."""

import os
import shutil
import stat
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, update
from sqlmodel import Session

from data_access.coverage import fetch_data_version, fetch_state
from data_access.incidents import fetch_incident_counts
from data_access.load import LoadRequest, load_file
from data_access.migrate import current_revision, newest_revision
from data_access.models import (
    Benchmark,
    ChildReference,
    Coverage,
    Crime,
    CromartyScore,
    DatabaseContents,
    Home,
    ImportBatch,
    Incident,
    Marker,
    NeighbourhoodCount,
    OutcomeCode,
    RejectedRow,
    YouthJusticeEvent,
)
from data_access.oidc import Oidc
from data_access.sample import SampleBroken
from data_access.selection import Selection
from data_access.settings import ROOT, Settings, SettingsRefused
from data_access.startup import open_database
from data_access.viewer import system_viewer
from tests.conftest import fill_with_sample

KEY = "k" * 32
RIGHTS = pytest.mark.skipif(os.name != "posix", reason="this system has no such rights of files")


@pytest.fixture
def opened(monkeypatch):
    """Opens databases as the demo or a desk does, and closes them after the test."""
    engines = []

    # On a server the clock shows UK time, whatever this computer's does.
    monkeypatch.setattr("data_access.startup.has_uk_time", lambda: True)

    def open_as(url, sign_in="demo", base_url="https://concordat.example"):
        oidc = Oidc("https://login.example/", "concordat", base_url, "", "") if sign_in == "oidc" else None
        engines.append(open_database(Settings(database_url=url, sign_in=sign_in, oidc=oidc)))
        return engines[-1]

    yield open_as
    for engine in engines:
        engine.dispose()


def test_a_new_database_is_made_and_filled_with_the_sample(database_url, opened, values_in):
    engine = opened(database_url)
    assert current_revision(database_url) == newest_revision()
    assert values_in(engine, DatabaseContents, "holds") == [("sample",)]


def test_a_new_file_is_put_in_its_place_whole_with_nothing_beside_it(tmp_path, opened):
    engine = opened(f"sqlite:///{tmp_path / 'not' / 'there' / 'concordat.db'}")
    engine.dispose()
    assert [path.name for path in (tmp_path / "not" / "there").iterdir()] == ["concordat.db"]


def test_a_start_that_fails_leaves_no_file_behind(tmp_path, monkeypatch, opened):
    def broken(_engine):
        raise SampleBroken("as if the disk were full")

    monkeypatch.setattr("data_access.startup.load_sample", broken)
    with pytest.raises(SettingsRefused, match="as if the disk were full"):
        opened(f"sqlite:///{tmp_path / 'concordat.db'}")
    assert list(tmp_path.iterdir()) == []


def test_opening_again_changes_nothing(database_url, opened, rows_in):
    first = opened(database_url)
    with Session(first) as session:
        before = fetch_data_version(session), rows_in(first, Incident), rows_in(first, OutcomeCode)
    second = opened(database_url)
    with Session(second) as session:
        assert (fetch_data_version(session), rows_in(second, Incident), rows_in(second, OutcomeCode)) == before


def test_a_label_that_the_council_edited_stays_as_it_is(database_url, opened, values_in):
    engine = opened(database_url)
    with Session(engine) as session, session.begin():
        session.get_one(OutcomeCode, 1).label = "as the council calls it"
    assert values_in(opened(database_url), OutcomeCode, "label")[0] == ("as the council calls it",)


@pytest.mark.parametrize(
    ("model", "rows"),
    [
        (Home, 4),
        (Incident, 590),
        (Crime, 72),
        (NeighbourhoodCount, 96),
        (YouthJusticeEvent, 196),
        (CromartyScore, 690),
        (Marker, 2),
        (Benchmark, 77),
        (RejectedRow, 0),
        # Four homes and 24 months of incidents, crimes, occupancy and internal counts; two neighbourhoods of
        # incidents and crimes; youth justice and Cromarty of the whole authority.
        (Coverage, 4 * 24 * 4 + 2 * 24 * 2 + 2 * 24),
    ],
)
def test_the_sample_has_as_many_rows_as_its_files(sample_engine, rows_in, model, rows):
    assert rows_in(sample_engine, model) == rows


def test_references_of_the_sample_are_sealed_too(sample_engine, values_in):
    sealed = " ".join(sealed for (sealed,) in values_in(sample_engine, ChildReference, "sealed"))
    assert [reference for reference in ("P-4763", "YJ-107", "EC-12") if reference in sealed] == []


def test_the_sample_shows_the_published_numbers(sample_engine, viewer_of):
    with Session(sample_engine) as session:
        counts = fetch_incident_counts(
            session, viewer_of(), Selection("derby-city"), start=date(2021, 4, 1), end=date(2023, 4, 1)
        )
    first_year = counts["month"] < date(2022, 4, 1)
    assert (counts.loc[first_year, "count"].sum(), counts.loc[~first_year, "count"].sum()) == (430, 160)


def test_the_demo_refuses_a_sample_that_took_other_data(own_sample_engine, load_rows, opened):
    url = own_sample_engine.url.render_as_string(hide_password=False)
    opened(url)
    load_rows(own_sample_engine, "occupancy", key=KEY)
    with pytest.raises(SettingsRefused, match="data other than the sample"):
        opened(url)


def test_the_demo_refuses_a_database_of_other_data(home_engine, load_rows, opened):
    load_rows(home_engine, "incidents", key=KEY)
    with pytest.raises(SettingsRefused, match="Point DATABASE_URL to another database"):
        opened(home_engine.url.render_as_string(hide_password=False))


def test_two_processes_that_open_an_empty_database_at_once_fill_it_once(postgres_databases, rows_in, opened):
    url = postgres_databases.empty()
    script = (
        "import sys; from data_access.settings import Settings; from data_access.startup import open_database; "
        "open_database(Settings(sys.argv[1], 'demo'))"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, url], cwd=ROOT) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    engine = opened(url)
    assert (rows_in(engine, Incident), rows_in(engine, ImportBatch)) == (590, 13)


def test_an_empty_file_counts_as_a_new_one(sqlite_databases, opened, values_in):
    url = sqlite_databases.empty()
    Path(make_url(url).database).touch()
    assert values_in(opened(url), DatabaseContents, "holds") == [("sample",)]


def contents(engine):
    with Session(engine) as session:
        return fetch_state(session).holds


def test_what_a_database_holds_is_told_before_and_after_it_took_other_data(engine, own_sample_engine, load_rows):
    assert (contents(engine), contents(own_sample_engine)) == ("nothing", "sample")
    load_rows(own_sample_engine, "occupancy", key=KEY)
    assert contents(own_sample_engine) == "other"


def test_a_database_whose_server_does_not_answer_is_refused_without_its_address(opened):
    with pytest.raises(SettingsRefused, match="cannot be opened") as refused:
        opened("postgresql+psycopg://somebody:secret@localhost:1/concordat")
    assert [word for word in ("secret", "somebody", "localhost") if word in str(refused.value)] == []


@pytest.mark.parametrize("name", ["text.db", "folder", "text.db/below.db"])
def test_what_is_no_database_file_is_refused_without_its_address(tmp_path, opened, name):
    (tmp_path / "text.db").write_text("this is no database, however long it is " * 100)
    (tmp_path / "folder").mkdir()
    with pytest.raises(SettingsRefused, match="cannot be opened") as refused:
        opened(f"sqlite:///{tmp_path / name}")
    assert str(tmp_path) not in str(refused.value)


@pytest.fixture
def sample_file(sqlite_databases):
    """The address of a file with the sample."""
    return sqlite_databases.copy_of("sample", fill_with_sample)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_desk_starts_with_nothing_but_the_labels_that_loads_need(tmp_path, opened, values_in, rows_in):
    engine = opened(f"sqlite:///{tmp_path / 'desk.db'}", "desk")
    assert values_in(engine, DatabaseContents, "holds") == [("nothing",)]
    assert (rows_in(engine, Home), rows_in(engine, ImportBatch)) == (0, 0)
    assert rows_in(engine, OutcomeCode) > 0


@RIGHTS
def test_a_new_file_of_a_desk_and_its_folder_are_read_by_their_owner_only(tmp_path, opened):
    engine = opened(f"sqlite:///{tmp_path / 'mine' / 'desk.db'}", "desk")
    with engine.connect():
        found = {path.name: mode(path) for path in (tmp_path / "mine").iterdir()}
    assert {"desk.db", "desk.db-wal"} <= set(found)
    assert set(found.values()) == {0o600}
    assert mode(tmp_path / "mine") == 0o700


@RIGHTS
def test_a_new_file_of_the_demo_and_its_folder_are_read_by_their_owner_only(tmp_path, opened):
    engine = opened(f"sqlite:///{tmp_path / 'mine' / 'demo.db'}")
    with engine.connect():
        assert {mode(path) for path in (tmp_path / "mine").iterdir()} == {0o600}
    assert mode(tmp_path / "mine") == 0o700


@RIGHTS
def test_an_older_file_of_a_desk_is_closed_to_others_and_a_folder_it_shares_is_left_alone(tmp_path, opened):
    file = tmp_path / "desk.db"
    opened(f"sqlite:///{file}", "desk").dispose()
    file.chmod(0o644)
    tmp_path.chmod(0o755)
    opened(f"sqlite:///{file}", "desk")
    assert (mode(file), mode(tmp_path)) == (0o600, 0o755)


@RIGHTS
def test_the_folder_that_is_a_desks_own_is_closed_to_others(tmp_path, monkeypatch, opened):
    own = tmp_path / "Concordat"
    own.mkdir(mode=0o755)
    monkeypatch.setattr("data_access.startup.DESK_FOLDER", own)
    opened(f"sqlite:///{own / 'concordat.db'}", "desk")
    assert mode(own) == 0o700


@RIGHTS
def test_opening_a_desk_leaves_the_rights_of_other_new_files_as_they_were(tmp_path, opened):
    before = os.umask(0o022)
    try:
        opened(f"sqlite:///{tmp_path / 'desk.db'}", "desk")
        (tmp_path / "other").touch()
    finally:
        os.umask(before)
    assert mode(tmp_path / "other") == 0o644


def test_a_desk_opens_what_was_loaded_for_it(tmp_path, opened, file_of, rows_in):
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    first = opened(url, "desk")
    moment = datetime(2023, 4, 12, 9, 1)
    request = LoadRequest("homes", file_of("homes"), "Derby City", "council", moment.date())
    load_file(first, request, key=KEY, now=moment, viewer=system_viewer())
    second = opened(url, "desk")
    assert (contents(second), rows_in(second, Home)) == ("other", 1)


def test_a_desk_refuses_the_sample(sample_file, opened):
    with pytest.raises(SettingsRefused, match="invented records must not stand among real ones"):
        opened(sample_file, "desk")


def test_a_desk_refuses_the_sample_also_when_it_took_other_data(sample_file, tmp_path, opened, load_rows):
    copy = tmp_path / "mixed.db"
    shutil.copy(make_url(sample_file).database, copy)
    engine = opened(f"sqlite:///{copy}")
    load_rows(engine, "occupancy", key=KEY)
    assert contents(engine) == "other"
    with pytest.raises(SettingsRefused, match="The database holds the sample"):
        opened(f"sqlite:///{copy}", "desk")


def test_a_demo_on_the_empty_file_of_a_desk_fills_it_and_the_desk_can_tell(tmp_path, opened):
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    desk = opened(url, "desk")
    assert contents(opened(url)) == "sample"
    assert contents(desk) == "sample"


LOOPBACK = "http://localhost:8501"


def test_where_people_sign_in_it_starts_with_nothing_but_the_labels_that_loads_need(
    database_url, opened, values_in, rows_in
):
    engine = opened(database_url, "oidc")
    assert values_in(engine, DatabaseContents, "holds") == [("nothing",)]
    assert (rows_in(engine, Home), rows_in(engine, ImportBatch)) == (0, 0)
    assert rows_in(engine, OutcomeCode) > 0


@pytest.fixture
def clock(monkeypatch):
    """Sets this process's clock to a zone, as POSIX writes it."""

    def set_to(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's clock is not set by TZ")
def test_where_people_sign_in_the_clock_has_to_show_uk_time(tmp_path, clock):
    def start(base_url):
        oidc = Oidc("https://login.example/", "concordat", base_url, "", "")
        open_database(Settings(f"sqlite:///{tmp_path / 'x.db'}", "oidc", oidc=oidc)).dispose()

    for zone in ("UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "BST-1"):
        clock(zone)
        with pytest.raises(SettingsRefused, match="Set TZ=Europe/London"):
            start("https://concordat.example")
        start(LOOPBACK)
    clock("GMT0BST,M3.5.0/1,M10.5.0")
    start("https://concordat.example")


def test_where_people_sign_in_the_sample_is_refused_but_for_a_trial_on_this_computer(own_sample_engine, opened):
    url = own_sample_engine.url.render_as_string(hide_password=False)
    with pytest.raises(SettingsRefused, match="invented records must not stand among real ones"):
        opened(url, "oidc")
    assert contents(opened(url, "oidc", LOOPBACK)) == "sample"


def test_where_people_sign_in_a_sample_that_took_other_data_is_refused_also_for_a_trial(
    own_sample_engine, load_rows, opened
):
    load_rows(own_sample_engine, "occupancy", key=KEY)
    with pytest.raises(SettingsRefused, match="The database holds the sample"):
        opened(own_sample_engine.url.render_as_string(hide_password=False), "oidc", LOOPBACK)


def test_what_was_loaded_is_opened_where_people_sign_in_and_refused_by_the_demo(home_engine, load_rows, opened):
    load_rows(home_engine, "incidents", key=KEY)
    with Session(home_engine) as session, session.begin():  # the tests' files come at the moment of the sample's
        session.execute(update(ImportBatch).values(loaded_at=datetime(2026, 3, 2)))
    url = home_engine.url.render_as_string(hide_password=False)
    assert contents(opened(url, "oidc")) == "other"
    with pytest.raises(SettingsRefused, match="SIGN_IN=demo lets anyone look"):
        opened(url)
