"""Sign-ins as they go on: begun once, ended for everybody, over when they are over."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from data_access.audit_entries import LONGEST_WHO
from data_access.models import AuditEntry, SignIn
from data_access.oidc import Oidc
from data_access.sign_ins import claims_of, ends_at, fetch_standing, save_activity, save_refusal, save_sign_out, utc_now

NOW = datetime(2026, 3, 2, 9, 0)
ISSUED = int(NOW.replace(tzinfo=UTC).timestamp())
LIMITS = Oidc("https://login.example/", "concordat", "https://concordat.example", "", "")
TOLD = {
    "iss": "https://login.example",
    "sub": "a1",
    "oid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "preferred_username": "anna@council.example",
    "name": "Anna",
    "roles": ["partner", "analyst"],
    "iat": ISSUED,
    "exp": ISSUED + 10 * 3600,
    "nonce": "n1",
}
ANNA = claims_of(TOLD)


def act(engine, after=timedelta(), claims=ANNA):
    return save_activity(engine, claims, LIMITS, now=NOW + after, wall_time=NOW + after)


def look(engine, after=timedelta(), claims=ANNA):
    with Session(engine) as session:
        return fetch_standing(session, claims, LIMITS, NOW + after)


def leave(engine, after=timedelta()):
    return save_sign_out(engine, ANNA, now=NOW + after, wall_time=NOW + after)


def logged(engine):
    with Session(engine) as session:
        return [
            (entry.who, entry.event)
            for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))
            if entry.event != "year begins"
        ]


def test_what_the_provider_said_becomes_who_somebody_is():
    assert ANNA.subject == TOLD["oid"]
    assert ANNA.name == "anna@council.example"
    assert (ANNA.roles, ANNA.groups) == (("partner", "analyst"), ())
    assert (ANNA.issued_at, ANNA.expires_at) == (NOW, NOW + timedelta(hours=10))


@pytest.mark.parametrize(
    "changed",
    [
        {"sub": None, "oid": None},
        {"sub": 7, "oid": ""},
        {"iat": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": 1e300},
        {"iat": -1},
    ],
    ids=str,
)
def test_claims_that_do_not_say_who_or_until_when_are_none(changed):
    assert claims_of({**TOLD, **changed}) is None


@pytest.mark.parametrize(
    ("roles", "read"), [("head", ("head",)), ([1, "head", None], ("head",)), (None, ()), ({"head": 1}, ()), (7, ())]
)
def test_of_the_roles_only_texts_count(roles, read):
    assert claims_of({**TOLD, "roles": roles}).roles == read


def test_two_people_of_one_name_have_each_a_tag_that_stays():
    assert re.fullmatch(r"anna@council\.example \([0-9a-f]{8}\)", ANNA.who)
    renamed = claims_of({**TOLD, "preferred_username": "anna.b@council.example", "iat": ISSUED + 9, "nonce": "n2"})
    assert renamed.tag == ANNA.tag
    for other in ({"oid": "3f2504e0-4f89-41d3-9a0c-0305e82c3302"}, {"iss": "https://other.example"}):
        assert claims_of({**TOLD, **other}).tag != ANNA.tag
    longest = claims_of({**TOLD, "preferred_username": "a" * 500})
    assert len(longest.who) <= LONGEST_WHO


def test_a_name_is_written_on_one_line():
    assert claims_of({**TOLD, "preferred_username": " anna\n\x1b[31m@x\u202e "}).name == "anna [31m@x"
    assert len(claims_of({**TOLD, "preferred_username": "a" * 500}).name) == 120
    assert claims_of({**TOLD, "preferred_username": "\x00"}).name == TOLD["oid"]


@pytest.mark.parametrize("claim", ["iss", "sub", "oid", "iat", "nonce"])
def test_every_sign_in_has_a_key_of_its_own(claim):
    assert claims_of({**TOLD, claim: ISSUED + 1 if claim == "iat" else "other"}).key != ANNA.key


def test_a_sign_in_begins_once_and_is_logged_once(engine):
    assert look(engine) == "unknown"
    assert [act(engine), act(engine, timedelta(minutes=1)), look(engine, timedelta(minutes=1))] == ["on", "on", "on"]
    assert logged(engine) == [(ANNA.who, "sign-in")]


def test_tabs_that_open_at_once_begin_one_sign_in(engine):
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: act(engine), range(12))) == {"on"}
    assert logged(engine) == [(ANNA.who, "sign-in")]


def test_nothing_about_the_person_stands_in_the_table(engine):
    act(engine)
    with Session(engine) as session:
        kept = session.exec(select(SignIn)).one().model_dump()
    assert not any(str(value) in str(kept) for value in ("a1@", TOLD["oid"], "anna", "Anna"))


def test_signing_out_ends_it_for_every_tab_and_is_logged_once(engine):
    act(engine)
    assert [leave(engine, timedelta(minutes=1)), leave(engine, timedelta(minutes=2))] == [True, False]
    assert look(engine, timedelta(minutes=1)) == "signed out"
    assert act(engine, timedelta(minutes=2)) == "signed out"
    assert [event for _, event in logged(engine)] == ["sign-in", "sign-out"]


def test_who_never_came_cannot_sign_out(engine):
    assert not leave(engine)
    assert logged(engine) == []


def test_after_half_an_hour_without_use_it_has_ended_and_stays_so(engine):
    act(engine)
    assert look(engine, timedelta(minutes=29, seconds=59)) == "on"
    assert look(engine, timedelta(minutes=30)) == "idle"
    assert act(engine, timedelta(minutes=30)) == "idle"
    assert act(engine, timedelta(minutes=31)) == "idle"
    assert look(engine, timedelta(minutes=1)) == "idle"  # also for a replica whose clock is behind


def test_whoever_goes_on_working_stays_signed_in(engine):
    for minutes in range(0, 120, 20):
        assert act(engine, timedelta(minutes=minutes)) == "on"


def test_looking_is_no_activity(engine):
    act(engine)
    for minutes in range(1, 30):
        assert look(engine, timedelta(minutes=minutes)) == "on"
    assert look(engine, timedelta(minutes=30)) == "idle"


def test_it_is_over_when_the_provider_says_so(engine):
    short = claims_of({**TOLD, "exp": ISSUED + 600})
    assert act(engine, claims=short) == "on"
    assert look(engine, timedelta(minutes=10), short) == "over"
    assert act(engine, timedelta(minutes=10), short) == "over"


def test_it_is_over_after_eight_hours_whatever_the_provider_says(engine):
    assert ends_at(ANNA, LIMITS) == NOW + timedelta(hours=8)
    for minutes in range(0, 480, 20):
        assert act(engine, timedelta(minutes=minutes)) == "on"
    assert act(engine, timedelta(hours=8)) == "over"


def test_one_that_is_over_never_begins(engine):
    assert act(engine, timedelta(hours=9)) == "over"
    assert logged(engine) == []


def test_one_from_the_future_is_none(engine):
    assert act(engine, -timedelta(minutes=4)) == "on"
    assert look(engine, -timedelta(minutes=6)) == "over"


def test_a_refusal_is_logged_once_a_sign_in(engine):
    act(engine)
    for _ in range(3):
        save_refusal(engine, ANNA, wall_time=NOW)
    assert [event for _, event in logged(engine)] == ["sign-in", "refused"]


def test_old_ones_are_forgotten_and_cannot_come_back(engine):
    act(engine)
    later = claims_of({**TOLD, "iat": ISSUED + 3 * 86_400, "exp": ISSUED + 3 * 86_400 + 600})
    assert act(engine, timedelta(days=3), later) == "on"
    with Session(engine) as session:
        assert [known.key for known in session.exec(select(SignIn))] == [later.key]
    assert act(engine, timedelta(days=3)) == "over"


def test_the_present_does_not_jump_with_the_clocks_of_a_country():
    assert abs(utc_now() - datetime.now(UTC).replace(tzinfo=None)) < timedelta(seconds=5)
