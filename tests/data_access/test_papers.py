"""What is written for the annual paper, and the papers that are kept."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import text

from data_access.action_changes import ChangedMeanwhile
from data_access.database import run_fetch
from data_access.papers import (
    LONGEST_TEXT,
    NewSnapshot,
    PaperChanged,
    PaperRefused,
    fetch_narratives,
    fetch_snapshot_file,
    fetch_snapshots,
    save_narrative,
    save_snapshot,
)
from data_access.viewer import NotPermitted, Viewer, system_viewer

ANNA, BEN = (system_viewer(who) for who in ("anna", "ben"))
OUTSIDER = Viewer("carl", frozenset({"partnership"}), authorities=frozenset({"elsewhere"}))
NOW = datetime(2023, 10, 1, 9, 0)
MADE = NewSnapshot(
    first_month=date(2022, 4, 1),
    last_month=date(2023, 3, 1),
    audience="partnership",
    title="Annual paper 2022-23",
    file=bytes(range(256)),
    settings=json.dumps({"printed": []}),
    coverage="{}",
    data_version=3,
)


def write(engine, viewer, words, *, section="purpose", period="2022-23", seen=0, accepted=True):
    return save_narrative(
        engine,
        viewer,
        authority="derby-city",
        section=section,
        period=period,
        text=words,
        accepted=accepted,
        version_seen=seen,
        now=NOW,
    )


def told(engine, period="2022-23"):
    rows = run_fetch(engine, fetch_narratives, ANNA, authority="derby-city", period=period)
    return {row.section: (row.text, row.period, row.accepted, row.version) for row in rows.itertuples(index=False)}


def keep(engine, made=MADE, now=NOW):
    return save_snapshot(engine, ANNA, authority="derby-city", made=made, now=now)


def file_of(engine, snapshot_id):
    return run_fetch(engine, fetch_snapshot_file, ANNA, authority="derby-city", snapshot_id=snapshot_id)


def test_a_text_is_kept_with_who_wrote_it_and_raised_by_each_change(home_engine):
    assert write(home_engine, ANNA, " First\r\nline ") == 1
    assert write(home_engine, BEN, "Second", seen=1) == 2
    assert told(home_engine) == {"purpose": ("Second", "2022-23", True, 2)}
    rows = run_fetch(home_engine, fetch_narratives, ANNA, authority="derby-city", period="2022-23")
    assert (rows["changed_by"][0], rows["changed_at"][0]) == ("ben", NOW)


def test_ends_of_lines_and_spaces_around_a_text_are_mended(home_engine):
    write(home_engine, ANNA, " First\r\nline ")
    assert told(home_engine)["purpose"][0] == "First\nline"


def test_saving_what_stands_there_already_changes_nothing(home_engine):
    write(home_engine, ANNA, "Same")
    assert write(home_engine, BEN, "Same", seen=1) == 1


def test_the_newest_earlier_text_is_the_start_of_a_new_year_and_is_not_accepted_for_it(home_engine):
    for period, words in (("2019-20", "Old"), ("2020-21", "Newer"), ("2023-24", "Later")):
        write(home_engine, ANNA, words, period=period)
    write(home_engine, ANNA, "Other section", section="reasons", period="2022-23")
    assert told(home_engine) == {
        "purpose": ("Newer", "2020-21", False, 0),
        "reasons": ("Other section", "2022-23", True, 1),
    }
    assert write(home_engine, ANNA, "Newer") == 1
    assert told(home_engine)["purpose"] == ("Newer", "2022-23", True, 1)
    assert told(home_engine, "2020-21")["purpose"] == ("Newer", "2020-21", True, 1)


@pytest.mark.parametrize("seen", [0, 1])
def test_who_saves_second_overwrites_nothing_and_is_told_what_stands_there(home_engine, seen):
    write(home_engine, ANNA, "First")
    write(home_engine, ANNA, "Theirs", seen=1)
    with pytest.raises(ChangedMeanwhile) as refusal:
        write(home_engine, BEN, "Mine", seen=seen)
    assert (refusal.value.who, refusal.value.version) == ("anna", 2)
    assert refusal.value.stored == {"text": "Theirs", "accepted": True}
    assert refusal.value.typed == {"text": "Mine", "accepted": True}
    assert told(home_engine)["purpose"][0] == "Theirs"
    assert write(home_engine, BEN, "Mine", seen=refusal.value.version) == 3


def test_a_text_that_is_too_long_is_refused_with_a_sentence(home_engine):
    write(home_engine, ANNA, "x" * LONGEST_TEXT)
    with pytest.raises(PaperRefused, match="20,000 characters"):
        write(home_engine, ANNA, "x" * (LONGEST_TEXT + 1), seen=1)


def test_a_paper_is_fetched_again_unchanged(home_engine):
    assert file_of(home_engine, keep(home_engine)) == MADE.file
    assert file_of(home_engine, 4711) is None


def test_papers_are_listed_newest_first_without_their_files(home_engine):
    keep(home_engine)
    keep(home_engine, replace(MADE, title="Made later"), datetime(2023, 10, 2))
    listed = run_fetch(home_engine, fetch_snapshots, BEN, authority="derby-city")
    assert list(listed["title"]) == ["Made later", "Annual paper 2022-23"]
    assert set(listed["made_by"]) == {"anna"}
    assert "file" not in listed.columns
    assert (listed["first_month"][1], listed["data_version"][1]) == (date(2022, 4, 1), 3)


def test_a_file_that_was_altered_in_the_database_is_not_given_out(home_engine):
    snapshot_id = keep(home_engine)
    with home_engine.begin() as connection:
        connection.execute(text("UPDATE paper_snapshot SET file = :file"), {"file": b"altered"})
    with pytest.raises(PaperChanged, match="altered"):
        file_of(home_engine, snapshot_id)


def test_papers_of_an_authority_outside_the_role_are_neither_read_nor_kept(home_engine):
    with pytest.raises(NotPermitted):
        write(home_engine, OUTSIDER, "Mine")
    with pytest.raises(NotPermitted):
        save_snapshot(home_engine, OUTSIDER, authority="derby-city", made=MADE, now=NOW)
    snapshot_id = keep(home_engine)
    for fetch, asked in (
        (fetch_narratives, {"period": "2022-23"}),
        (fetch_snapshots, {}),
        (fetch_snapshot_file, {"snapshot_id": snapshot_id}),
    ):
        with pytest.raises(NotPermitted):
            run_fetch(home_engine, fetch, OUTSIDER, authority="derby-city", **asked)
