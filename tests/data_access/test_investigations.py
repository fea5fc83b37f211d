"""Cases: added by hand, changed by several at once, found by one's own reference; nobody else sees them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlmodel import Session

from data_access.action_changes import ChangedMeanwhile
from data_access.case_fields import CaseRefused
from data_access.checklist import fetch_checklists, save_all_done, save_item_change
from data_access.coverage import fetch_data_version
from data_access.database import run_fetch
from data_access.investigations import (
    SAME_REFERENCE,
    fetch_case,
    fetch_case_history,
    fetch_cases_of,
    fetch_investigations,
    save_investigation_change,
    save_new_investigation,
)
from data_access.meetings import (
    Point,
    end_meeting,
    fetch_meeting_notes,
    fetch_meetings,
    points_of,
    save_meeting_change,
    save_meeting_note,
    save_new_meeting,
)
from data_access.models import AuditEntry, CaseChange, Child, ChildReference, Investigation
from data_access.other_matters import fetch_other_matters
from data_access.reviews import fetch_reviews, save_review
from data_access.viewer import NotPermitted, Viewer

BOTH, POWERS = frozenset({"partnership", "casework"}), frozenset({"casework", "plan"})
ANNA, BEN = (Viewer(who, BOTH, powers=POWERS) for who in ("anna", "ben"))
PARTNER = Viewer("pat", frozenset({"partnership"}), powers=frozenset({"plan"}))
READER = Viewer("rea", BOTH)
OUTSIDER = Viewer("carl", BOTH, frozenset({"elsewhere"}), powers=POWERS)
NOW = datetime(2023, 3, 20, 9, 0)
LATER = NOW + timedelta(hours=5, minutes=3)
MAY = datetime(2023, 5, 2, 9, 0)
KEY = "0123456789abcdef0123456789abcdef"
DERBY = {"authority": "derby-city"}
GOOD = {
    "matter": "Broke a window",
    "reported_at": datetime(2023, 3, 18, 21, 15),
    "reported_time_known": True,
    "setting": "home",
    "home": "Home 1",
}
THING = "A secret thing that somebody typed"


@pytest.fixture
def add(home_engine):
    """Adds a case by hand, good but for the values given; gives its key."""

    def make(*, viewer=ANNA, child="P-1", sender="police", authority="derby-city", **values):
        return save_new_investigation(
            home_engine,
            viewer,
            authority=authority,
            child_reference=child,
            sender=sender,
            values={**GOOD, **values},
            secret=KEY,
            now=NOW,
        )

    return make


def case(engine, key, viewer=ANNA):
    (row,) = run_fetch(engine, fetch_case, viewer, **DERBY, case=key).to_dict("records")
    return row


def audit(engine):
    with Session(engine) as session:
        rows = session.execute(select(AuditEntry.who, AuditEntry.event, AuditEntry.thing).order_by(AuditEntry.number))
        return [tuple(row) for row in rows if row.event in ("edit", "meeting")]


def version(engine):
    with Session(engine) as session:
        return fetch_data_version(session)


def test_a_case_added_by_hand_needs_little_and_the_rest_is_not_recorded(home_engine, add):
    before = version(home_engine)
    key = add(matter="  Broke   a window ")
    row = case(home_engine, key)
    assert len(key) == 16
    assert (row["matter"], row["home"], row["line"], row["provider"]) == (
        "Broke a window",
        "Home 1",
        "Home 1",
        "council",
    )
    assert (row["stage"], row["stage_since"], row["version"]) == ("reported", date(2023, 3, 18), 1)
    assert row["responsible"] == "Derby City"
    assert {row[name] for name in ("response", "cooling_off", "low_level", "interview")} == {"not recorded"}
    assert version(home_engine) == before + 1
    assert audit(home_engine) == [("anna", "edit", "investigation")]


def test_the_reference_of_a_child_is_stored_sealed_and_meets_that_of_an_extract(home_engine, add, load_rows):
    load_rows(home_engine, "crimes", {"child_reference": "P-1", "child_role": "suspect", "outcome_code": ""})
    add()
    with Session(home_engine) as session:
        assert len(session.execute(select(Child)).scalars().all()) == 1
        assert "P-1" not in session.execute(select(ChildReference.sealed)).scalar_one()


REFUSED_CASES = [
    ({"matter": "  "}, "what it is about"),
    ({"matter": "x" * 201}, "200 characters"),
    ({"setting": "hospital"}, "Setting is one of"),
    ({"home": ""}, "Name the home"),
    ({"home": "Home 9"}, "not in the register"),
    ({"setting": "foster"}, "Name the home"),
    ({"occurred_on": date(2023, 3, 19)}, "before it happened"),
    ({"outcome_on": date(2023, 3, 19)}, "code and its day"),
    ({"stage": "finalised"}, "needs its outcome"),
    ({"outcome_code": "99", "outcome_on": date(2023, 3, 19)}, "not known"),
    ({"outcome_code": "8", "outcome_on": date(2023, 3, 1)}, "before the report"),
    ({"outcome_code": "0", "outcome_on": date(2023, 3, 19), "stage": "finalised"}, "that ends it"),
    ({"reported_at": datetime(2023, 3, 21)}, "report lies in the future"),
    ({"outcome_code": "8", "outcome_on": date(2023, 3, 21)}, "outcome lies in the future"),
    ({"stage": "panel", "stage_since": date(2099, 1, 1)}, "stage lies in the future"),
    ({"reported_at": None}, "when it was reported"),
    ({"cooling_off": "perhaps"}, "yes, no, not recorded"),
    ({"nonsense": 1}, "no such field"),
]


def test_a_case_that_cannot_be_is_refused_and_nothing_is_stored(home_engine, add, rows_in):
    for changed, why in REFUSED_CASES:
        with pytest.raises(CaseRefused, match=why):
            add(**changed)
    assert rows_in(home_engine, Investigation) == rows_in(home_engine, CaseChange) == rows_in(home_engine, Child) == 0


def test_no_refusal_repeats_what_was_typed(add):
    for changed in ({"matter": THING * 9}, {"home": THING}, {"reference": THING * 9}, {"responsible": THING * 9}):
        with pytest.raises(CaseRefused) as refusal:
            add(**changed)
        assert THING not in str(refusal.value)


def test_a_reference_stands_once_on_the_list(add):
    add(reference="CR-1")
    with pytest.raises(CaseRefused, match="on the list already"):
        add(reference="CR-1", child="P-2")
    add(reference="CR-1", sender="YJS")  # another source numbers its own


def test_of_several_who_name_one_new_child_at_once_all_add_their_case_and_none_is_told_of_a_reference(
    home_engine, add, rows_in
):
    def at_once(step):
        together.wait()
        try:
            return add(child="P-9", **step)
        except CaseRefused as refusal:
            return str(refusal)

    for steps, added in (([{}] * 4, 4), ([{"reference": "CR-1"}] * 4, 1)):
        together = Barrier(4)
        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(at_once, steps))
        refused = [said for said in told if " " in said]
        assert refused == [SAME_REFERENCE] * (4 - added)
    assert (rows_in(home_engine, Child), rows_in(home_engine, Investigation)) == (1, 5)


def test_a_change_has_its_history_and_raises_the_version(home_engine, add):
    key = add()
    changes = {"stage": "finalised", "outcome_code": "8", "outcome_on": date(2023, 3, 19), "cooling_off": "no"}
    assert save_investigation_change(home_engine, BEN, key, 1, changes, LATER) == 2
    row = case(home_engine, key)
    assert (row["outcome"], row["outcome_class"]) == ("Community resolution", "informal or diverted")
    assert (row["stage_since"], row["version"], row["changed_by"]) == (LATER.date(), 2, "ben")
    history = run_fetch(home_engine, fetch_case_history, ANNA, **DERBY, case=key)
    told = {row["field"]: (row["before"], row["after"]) for row in history.to_dict("records")}
    assert told["outcome_code"] == ("", "8")
    assert told["stage_since"] == ("2023-03-18", "2023-03-20")
    assert told["added"] == ("", "reported")
    assert set(history["changed_by"]) == {"anna", "ben"}


def test_saving_what_is_there_already_changes_nothing(home_engine, add):
    key, before = add(), version(home_engine)
    assert save_investigation_change(home_engine, BEN, key, 1, {"matter": "Broke a window"}, LATER) == 1
    assert version(home_engine) == before + 0


def test_of_two_who_change_a_case_the_second_gets_both_versions_and_overwrites_nothing(home_engine, add):
    key = add()
    save_investigation_change(home_engine, BEN, key, 1, {"matter": "Broke two windows"}, LATER)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        save_investigation_change(home_engine, ANNA, key, 1, {"matter": "A window", "low_level": "yes"}, LATER)
    assert (meanwhile.value.who, meanwhile.value.version) == ("ben", 2)
    assert meanwhile.value.stored["matter"] == "Broke two windows"
    assert meanwhile.value.typed == {"matter": "A window", "low_level": "yes"}
    assert THING not in str(meanwhile.value) and "window" not in str(meanwhile.value)
    assert case(home_engine, key)["matter"] == "Broke two windows"
    assert save_investigation_change(home_engine, ANNA, key, 2, meanwhile.value.typed, LATER) == 3


def test_points_of_a_checklist_are_kept_apart_so_that_two_can_work_at_once(home_engine, add):
    key = add()
    done = {"done_at": datetime(2023, 3, 19, 10), "time_known": True}
    assert save_item_change(home_engine, ANNA, key, 1, 0, done, LATER) == 1
    assert save_item_change(home_engine, BEN, key, 2, 0, {"missing": "Asked for"}, LATER) == 1
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        save_item_change(home_engine, BEN, key, 1, 0, {"missing": "Not here"}, LATER)
    assert meanwhile.value.stored["done_at"] == done["done_at"]
    assert save_all_done(home_engine, BEN, key, done_at=datetime(2023, 3, 20), time_known=False, now=LATER) == 9
    items = run_fetch(home_engine, fetch_checklists, ANNA, **DERBY)
    assert list(items["number"]) == list(range(1, 11))
    assert items["done_at"].iloc[0] == done["done_at"]
    assert list(items["version"]) == [1, 2, *[1] * 8]
    assert list(items["missing"]) == ["", "Asked for", *[""] * 8]


def test_what_a_checklist_cannot_hold_is_refused(home_engine, add):
    key = add()
    before, after = datetime(2023, 3, 17, 23), datetime(2023, 3, 21)
    days = ((1, {"done_at": before}), (1, {"done_at": after}))
    for number, changes in ((11, {}), (1, {"missing": "x" * 301}), (1, {"done_at": "today"}), (1, {"x": 1}), *days):
        with pytest.raises(CaseRefused):
            save_item_change(home_engine, ANNA, key, number, 0, changes, LATER)
    for day, why in ((before, "after the report, not before"), (after, "in the future")):
        with pytest.raises(CaseRefused, match=why):
            save_all_done(home_engine, ANNA, key, done_at=day, time_known=True, now=LATER)
    assert run_fetch(home_engine, fetch_checklists, ANNA, **DERBY).empty
    save_item_change(home_engine, ANNA, key, 1, 0, {"done_at": datetime(2023, 3, 18)}, LATER)
    corrected = {"reported_at": datetime(2023, 3, 19), "stage_since": date(2023, 3, 19)}
    with pytest.raises(CaseRefused, match="the checklist first"):
        save_investigation_change(home_engine, ANNA, key, 1, corrected, LATER)


def test_a_case_is_found_by_its_own_reference_by_its_childs_in_any_source_and_by_code(home_engine, add, load_rows):
    key = add(reference="CR-1")
    add(child="P-2")
    code = case(home_engine, key)["child"]

    def found(reference, viewer=ANNA):
        asked = {**DERBY, "reference": reference, "secret": KEY}
        return list(run_fetch(home_engine, fetch_cases_of, viewer, **asked)["key"])

    assert found("cr-1") == found(" P-1 ") == found(code.lower()) == [key]
    assert found("P-9") == found("") == []
    with pytest.raises(NotPermitted):
        found("P-1", PARTNER)


def test_other_matters_of_the_child_come_from_every_source_but_not_the_case_itself(home_engine, add, load_rows):
    key = add(reference="CR-1")
    other = add(matter="A fight", reported_at=datetime(2023, 2, 1))
    child = {"child_reference": "P-1", "child_role": "suspect", "outcome_code": "", "outcome_date": ""}
    load_rows(
        home_engine,
        "crimes",
        {**child, "reference": "CR-1"},
        {**child, "reference": "CR-2"},
        {**child, "reference": "CR-3", "child_role": "victim"},
        {**child, "reference": "CR-4", "outcome_code": "8"},
    )
    there = {"child_reference": "P-1", "child_role": "suspect"}
    load_rows(
        home_engine,
        "incidents",
        {**there, "incident_type": "Violence *C*", "reported_at": "31/03/2023 22:24", "occurred_at": ""},
        {**there, "reference": "INC-2", "child_role": "missing"},
        {**there, "reference": "INC-3", "reported_at": "30/04/2022"},
    )
    asked = {**DERBY, "case": key, "start": date(2022, 5, 1), "end": date(2023, 4, 1)}
    found = run_fetch(home_engine, fetch_other_matters, ANNA, **asked)
    assert list(found[["source", "what", "standing"]].itertuples(index=False, name=None)) == [
        ("police", "Violence *C*", "incident"),
        ("police", "A fight", "reported"),
        ("police", "CRIMINAL DAMAGE", "Not yet assigned an outcome"),
    ]
    assert (
        run_fetch(home_engine, fetch_other_matters, ANNA, **{**asked, "case": other}).iloc[1]["what"]
        == "Broke a window"
    )


def test_only_the_data_meeting_sees_cases_and_only_who_may_work_on_them_changes_them(home_engine, add):
    key = add()
    for fetch, more in (
        (fetch_investigations, {}),
        (fetch_case, {"case": key}),
        (fetch_case_history, {"case": key}),
        (fetch_checklists, {}),
        (fetch_reviews, {}),
        (fetch_meetings, {"meeting_kind": "casework"}),
    ):
        for nobody in (PARTNER, OUTSIDER, Viewer("h", BOTH, homes=frozenset({"derby-city/Home 1"}))):
            with pytest.raises(NotPermitted):
                run_fetch(home_engine, fetch, nobody, **DERBY, **more)
    assert case(home_engine, key, READER)["key"] == key
    for nobody in (PARTNER, OUTSIDER, READER):
        with pytest.raises(NotPermitted):
            save_investigation_change(home_engine, nobody, key, 1, {"low_level": "yes"}, LATER)
        with pytest.raises(NotPermitted):
            add(viewer=nobody)
    assert case(home_engine, key)["version"] == 1


def test_a_child_of_another_authority_is_seen_by_those_of_that_authority_alone(home_engine, add, load_rows):
    elsewhere = {"authority": "Elsewhere", "home": "Home E", "reporting_line": "Home E"}
    load_rows(home_engine, "homes", elsewhere, authority="Elsewhere")
    key = add()
    with Session(home_engine) as session, session.begin():
        session.execute(select(Child)).scalar_one().authority_id = 2
    own = Viewer("dora", BOTH, frozenset({"derby-city"}), powers=POWERS)
    assert run_fetch(home_engine, fetch_investigations, own, **DERBY).empty
    assert run_fetch(home_engine, fetch_case, own, **DERBY, case=key).empty
    with pytest.raises(NotPermitted):
        save_investigation_change(home_engine, own, key, 1, {"low_level": "yes"}, LATER)
    assert case(home_engine, key)["responsible"] == "Elsewhere"


@pytest.fixture
def meeting(home_engine):
    """Starts a meeting on cases; gives its key."""
    return start(home_engine)


def start(engine, *, viewer=ANNA, kind="casework", reason="Quarterly meeting", points=()):
    told = {"held_on": NOW.date(), "present": "Police, YJS", "reason": reason, "points": points}
    return save_new_meeting(engine, viewer, **DERBY, meeting_kind=kind, **told, now=NOW)


def held(engine, kind="casework"):
    return run_fetch(engine, fetch_meetings, ANNA, **DERBY, meeting_kind=kind)


def test_a_review_belongs_to_a_meeting_and_is_kept_with_its_learning_and_action(home_engine, add, meeting):
    key = add()
    said = {"proportionate": "partly", "why": "Late", "learning_police": "Ask first", "action": "Train"}
    said |= {"action_owner": "Police", "action_due": date(2023, 6, 30)}
    assert save_review(home_engine, ANNA, key, meeting, 0, said, LATER) == 1
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        save_review(home_engine, BEN, key, meeting, 0, {"proportionate": "yes"}, LATER)
    assert (meanwhile.value.stored["proportionate"], meanwhile.value.typed) == ("partly", {"proportionate": "yes"})
    assert save_review(home_engine, BEN, key, meeting, 1, {"action_done_on": date(2023, 5, 1)}, MAY) == 2
    (row,) = run_fetch(home_engine, fetch_reviews, ANNA, **DERBY).to_dict("records")
    assert {name: row[name] for name in said} == said
    assert (row["meeting"], row["held_on"], row["action_done_on"]) == (meeting, NOW.date(), date(2023, 5, 1))
    assert audit(home_engine)[-1] == ("ben", "edit", "review")


AGREED = {"action": "Train", "action_owner": "Police", "action_due": date(2099, 1, 1)}
REFUSED_REVIEWS = [
    ({"proportionate": "perhaps"}, "one of"),
    ({"why": "x" * 1001}, "1,000"),
    ({"action": "Train"}, "who does it"),
    ({"action_done_on": date(2023, 5, 1)}, "no action"),
    ({**AGREED, "action_due": date(2023, 3, 19)}, "due on the day of its meeting or later"),
    ({**AGREED, "action_done_on": date(1995, 1, 1)}, "done on the day of its meeting or later"),
    ({**AGREED, "action_done_on": date(2023, 3, 21)}, "in the future"),
    ({"action": "Train", "action_owner": "Nobody", "action_due": date(2023, 5, 1)}, "owner is one of"),
]


def test_what_a_review_cannot_say_is_refused(home_engine, add, meeting):
    key = add()
    for said, why in REFUSED_REVIEWS:
        with pytest.raises(CaseRefused, match=why):
            save_review(home_engine, ANNA, key, meeting, 0, said, LATER)


def test_a_review_needs_a_meeting_on_cases(home_engine, add):
    key = add()
    for nowhere in ("0" * 16, start(home_engine, viewer=PARTNER, kind="tactical", reason="")):
        with pytest.raises(CaseRefused, match="Start one first"):
            save_review(home_engine, ANNA, key, nowhere, 0, {"proportionate": "yes"}, LATER)


def test_a_meeting_is_started_with_its_reason_changed_as_it_was_seen_and_ended_once(home_engine, meeting):
    with pytest.raises(CaseRefused, match="why single cases"):
        start(home_engine, reason=" ")
    points = (Point("homes", "Homes", page="homes", query="period=2022-23"), Point("case-1", "A case", case="0" * 16))
    assert save_meeting_change(home_engine, ANNA, meeting, 1, {"agenda": points}, LATER) == 2
    with pytest.raises(ChangedMeanwhile):
        save_meeting_change(home_engine, BEN, meeting, 1, {"present": "CPS"}, LATER)
    end_meeting(home_engine, BEN, meeting, LATER)
    end_meeting(home_engine, BEN, meeting, LATER + timedelta(days=1))
    row = held(home_engine).iloc[0]
    assert points_of(row["agenda"]) == points
    assert (row["ended_at"], row["version"]) == (LATER, 3)


REFUSED_POINTS = [
    Point("x", "", page="homes"),
    Point("x", "Homes", page="../homes"),
    Point("x", "Homes", page="homes", query="a b"),
    Point("x", "Case", case="P-4711"),
    Point("A b", "Homes", page="homes"),
]


def test_an_agenda_holds_pages_with_filters_and_cases_by_key_alone(home_engine):
    for point in REFUSED_POINTS:
        with pytest.raises(CaseRefused):
            start(home_engine, points=(point,))


def test_the_tactical_group_has_no_single_cases_and_its_meetings_are_for_partners(home_engine):
    with pytest.raises(CaseRefused, match="no single cases"):
        start(home_engine, kind="tactical", points=(Point("c", "A case", case="0" * 16),))
    key = start(home_engine, viewer=PARTNER, kind="tactical", reason="", points=(Point("h", "Homes", page="homes"),))
    assert list(run_fetch(home_engine, fetch_meetings, PARTNER, **DERBY, meeting_kind="tactical")["key"]) == [key]
    with pytest.raises(NotPermitted):
        start(home_engine, viewer=PARTNER)


def test_notes_of_a_point_never_overwrite_each_other(home_engine, meeting):
    assert save_meeting_note(home_engine, ANNA, meeting, "homes", 0, "Fewer calls", LATER) == 1
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        save_meeting_note(home_engine, BEN, meeting, "homes", 0, "More calls", LATER)
    assert (meanwhile.value.stored, meanwhile.value.typed) == ({"text": "Fewer calls"}, {"text": "More calls"})
    assert save_meeting_note(home_engine, BEN, meeting, "homes", 1, "Fewer calls, but more at night", LATER) == 2
    asked = {**DERBY, "meeting_kind": "casework", "meeting": meeting}
    notes = run_fetch(home_engine, fetch_meeting_notes, ANNA, **asked)
    assert notes[["point", "text"]].to_numpy().tolist() == [["homes", "Fewer calls, but more at night"]]
    assert run_fetch(home_engine, fetch_meeting_notes, ANNA, **{**asked, "meeting_kind": "tactical"}).empty
    with pytest.raises(CaseRefused, match="2,000"):
        save_meeting_note(home_engine, BEN, meeting, "homes", 2, "x" * 2001, LATER)
