"""What is counted about the protocol: from small lists, and from none."""

from datetime import date, datetime

import pandas as pd
import pytest
from sqlalchemy import delete
from sqlmodel import Session

from data_access import protocol
from data_access.database import run_fetch
from data_access.imports.saving import months_between
from data_access.models import CaseChange, Investigation, Meeting, ProtocolItem, ProtocolProfile
from data_access.viewer import NotPermitted, Viewer
from tests.data_access.conftest import NOW

PARTNER = Viewer("pat", frozenset({"partnership"}))
YEAR = {"authority": "derby-city", "start": date(2022, 4, 1), "end": date(2023, 4, 1)}
COUNTED = (
    protocol.fetch_internal_counts,
    protocol.fetch_recorded_counts,
    protocol.fetch_closed_counts,
    protocol.fetch_outcome_times,
    protocol.fetch_checklist_times,
    protocol.fetch_review_counts,
)


def test_an_empty_list_gives_empty_tables_with_their_columns(home_engine, load_rows):
    for fetch in COUNTED:
        found = run_fetch(home_engine, fetch, PARTNER, **YEAR)
        assert found.empty
        assert len(found.columns) >= 3
    for fetch in (protocol.fetch_list_kept, protocol.fetch_reviews_kept):
        assert run_fetch(home_engine, fetch, PARTNER, authority="derby-city").empty
    load_rows(home_engine, "investigations", {"stage": "reported"})
    (row,) = run_fetch(home_engine, protocol.fetch_checklist_times, PARTNER, **YEAR).to_dict("records")
    assert (row["points_done"], row["count"], pd.isna(row["last_at"]), pd.isna(row["last_day"])) == (0, 1, True, True)


def kept(engine, fetch=protocol.fetch_list_kept):
    return run_fetch(engine, fetch, PARTNER, authority="derby-city").to_numpy().tolist()


def test_the_list_is_kept_in_stated_months_and_from_its_first_load_however_old_its_cases_are(home_engine, load_rows):
    old = {"occurred_on": "", "reported_at": "03/04/2019"}
    assert not load_rows(home_engine, "investigations", old, months=()).problems
    assert kept(home_engine) == [[NOW.date(), None]]
    ahead = months_between(date(2022, 4, 1), date(2023, 9, 1))  # no file knows of months after its load
    load_rows(home_engine, "investigations", old, months=ahead)
    assert kept(home_engine) == [[date(2022, 4, 1), NOW.date()], [NOW.date(), None]]
    with Session(home_engine) as session, session.begin():  # that cases were removed does not move it
        session.execute(delete(CaseChange))
        session.execute(delete(Investigation))
    assert kept(home_engine) == [[date(2022, 4, 1), NOW.date()], [NOW.date(), None]]


def test_reviews_are_kept_from_the_month_of_the_first_data_meeting(home_engine):
    def meeting(kind, held_on, started_at):
        with Session(home_engine) as session, session.begin():
            of = {"authority_id": 1, "key": f"{kind}{held_on}", "kind": kind, "held_on": held_on, "version": 1}
            texts = dict.fromkeys(("present", "reason", "agenda", "started_by", "changed_by"), "")
            session.add(Meeting(**of, **texts, started_at=started_at, changed_at=started_at))

    meeting("tactical", date(2022, 1, 5), datetime(2022, 1, 5, 9))
    assert kept(home_engine, protocol.fetch_reviews_kept) == []
    meeting("casework", date(2022, 4, 8), datetime(2022, 4, 8, 9))
    meeting("casework", date(2002, 7, 15), datetime(2022, 7, 15, 9))  # a mistyped year
    assert kept(home_engine, protocol.fetch_reviews_kept) == [[date(2022, 4, 1), None]]


def test_cases_are_counted_without_child_home_or_matter(home_engine, load_rows):
    closed = {"stage": "finalised", "stage_since": "01/05/2022", "outcome_on": "01/05/2022"}
    load_rows(
        home_engine,
        "investigations",
        {**closed, "outcome_code": "2"},
        {**closed, "outcome_code": "9", "reference": "CR-2"},
        {**closed, "outcome_code": "1", "reference": "CR-3", "discontinued": "yes"},
        {"reference": "CR-4", "setting": "foster", "home": ""},
        {"reference": "CR-5", "reported_at": "01/04/2023"},
    )
    load_rows(home_engine, "checklist", {}, {"point": "2", "done_at": "02/04/2022"}, source="council")
    recorded = run_fetch(home_engine, protocol.fetch_recorded_counts, PARTNER, **YEAR)
    assert recorded.to_numpy().tolist() == [[date(2022, 4, 1), "", 1], [date(2022, 4, 1), "council", 3]]
    decided = run_fetch(home_engine, protocol.fetch_closed_counts, PARTNER, **YEAR)
    assert sorted(decided[["outcome_class", "by_cps", "count"]].to_numpy().tolist()) == [
        ["formal court", True, 1],
        ["formal out of court", False, 1],
        ["no further action", True, 1],
    ]
    times = run_fetch(home_engine, protocol.fetch_outcome_times, PARTNER, **YEAR)
    assert sorted(times["count"]) == [1, 3]
    done = run_fetch(home_engine, protocol.fetch_checklist_times, PARTNER, **YEAR).to_dict("records")
    assert sorted((row["points_done"], row["count"]) for row in done) == [(0, 3), (2, 1)]
    of_two = next(row for row in done if row["points_done"] == 2)
    assert (of_two["last_at"], of_two["last_day"]) == (datetime(2022, 4, 1, 15), datetime(2022, 4, 2))
    assert not {"child", "home", "matter", "key"} & {
        name for f in COUNTED for name in run_fetch(home_engine, f, PARTNER, **YEAR)
    }


def test_only_who_may_see_all_homes_is_told(home_engine):
    for nobody in (
        Viewer("x", frozenset()),
        Viewer("h", frozenset({"partnership"}), homes=frozenset({"derby-city/Home 1"})),
    ):
        for fetch in COUNTED:
            with pytest.raises(NotPermitted):
                run_fetch(home_engine, fetch, nobody, **YEAR)


def test_the_default_protocol_says_what_was_not_seen_and_an_authoritys_own_comes_before_it(home_engine):
    (default,) = run_fetch(home_engine, protocol.fetch_profile, PARTNER, authority="derby-city").to_dict("records")
    assert default["name"] == "Derbyshire County Council's protocol; Derby City's own not seen"
    assert (default["checklist_hours"], default["open_days"]) == (24, 90)
    assert "was not opened" in default["source"]
    points = run_fetch(home_engine, protocol.fetch_protocol_items, PARTNER, authority="derby-city")
    assert list(points["number"]) == list(range(1, 11))
    with Session(home_engine) as session, session.begin():
        own = {"source": "Seen", "checklist_hours": 48, "open_days": 60, "review_months": 3, "monitoring_months": 6}
        session.add(profile := ProtocolProfile(authority_id=1, name="Derby City's own", **own))
        session.flush()
        session.add(ProtocolItem(profile_id=profile.id, number=1, wording="The policy", owner="Home"))
    assert list(run_fetch(home_engine, protocol.fetch_profile, PARTNER, authority="derby-city")["checklist_hours"]) == [
        48
    ]
    points = run_fetch(home_engine, protocol.fetch_protocol_items, PARTNER, authority="derby-city")
    assert points.to_numpy().tolist() == [[1, "The policy", "Home"]]
