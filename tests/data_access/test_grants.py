"""Grants: what a person sees by their roles, their own grants and those of their groups."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from data_access.database import run_fetch
from data_access.grants import (
    GrantRefused,
    fetch_grantable,
    fetch_grants,
    fetch_viewer,
    save_grant,
    withdraw_grant,
)
from data_access.homes import fetch_authorities
from data_access.models import RoleGrant
from data_access.viewer import NotPermitted, Viewer, viewer_of_roles

ADMIN = viewer_of_roles("admin", ["administrator"])
ANNA = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
GROUP = "9a1b04e0-4f89-41d3-9a0c-0305e82c3302"
NOW, LATER = datetime(2023, 6, 1, 9, 30), datetime(2023, 6, 2, 9, 30)


@pytest.fixture
def grant(home_engine):
    """Grants something: grant(authority="derby-city", homes=("Home 2",))."""

    def make(*, subject=ANNA, kind="person", authority="derby-city", homes=()):
        return save_grant(home_engine, ADMIN, subject=subject, kind=kind, authority=authority, homes=homes, now=NOW)

    return make


@pytest.fixture
def viewer(home_engine):
    """The viewer somebody is: viewer("partner", groups=(GROUP,))."""

    def fetch(*roles, subject=ANNA, groups=()):
        return run_fetch(home_engine, fetch_viewer, subject=subject, name="Anna", roles=roles, groups=groups)

    return fetch


def seen(found):
    return found.authorities, found.homes


def test_without_a_grant_nobody_sees_an_authority(home_engine, viewer):
    found = viewer("partner", "head")
    assert (found.who, seen(found)) == ("Anna", (frozenset(), None))
    assert run_fetch(home_engine, fetch_authorities, found).empty


def test_a_grant_of_an_authority_is_of_all_its_homes(grant, viewer):
    grant()
    assert seen(viewer("partner")) == (frozenset({"derby-city"}), None)


def test_a_grant_of_all_authorities_is_of_those_to_come_too(grant, viewer):
    grant(authority="")
    assert seen(viewer("partner")) == (None, None)


def test_a_grant_of_homes_limits_any_role_to_them_and_to_a_providers_pages(grant, viewer):
    assert grant(homes=("Home 2",)) == 1
    for role in ("provider", "head"):
        found = viewer(role)
        assert seen(found) == (frozenset({"derby-city"}), frozenset({"derby-city/Home 2"}))
        assert "actions" not in found.pages
        assert found.powers == {"export"}


def test_a_provider_sees_single_homes_only_whatever_else_was_granted(grant, viewer):
    grant(authority="")
    assert seen(viewer("provider")) == (frozenset(), frozenset())
    grant(homes=("Home 1",))
    assert seen(viewer("provider")) == (frozenset({"derby-city"}), frozenset({"derby-city/Home 1"}))


def test_single_homes_take_nothing_from_who_has_the_whole(grant, viewer):
    grant(homes=("Home 1",))
    grant()
    assert seen(viewer("partner")) == (frozenset({"derby-city"}), None)


def test_a_homes_name_is_that_of_its_authority_alone(home_engine, load_rows, grant, viewer):
    load_rows(home_engine, "homes", {"home": "Home 2", "authority": "Elsewhere"}, authority="Elsewhere")
    grant(homes=("Home 2",))
    grant(authority="elsewhere", homes=("Home 2",))
    assert viewer("provider").homes == {"derby-city/Home 2", "elsewhere/Home 2"}
    assert viewer("provider").home_names("elsewhere") == {"Home 2"}


def test_the_grants_of_a_group_are_those_of_its_members(grant, viewer):
    grant(subject=GROUP, kind="group")
    assert seen(viewer("partner", groups=(GROUP, "another"))) == (frozenset({"derby-city"}), None)
    assert seen(viewer("partner")) == (frozenset(), None)


def test_a_person_is_not_the_group_of_the_same_identifier(grant, viewer):
    grant(subject=GROUP, kind="group")
    assert viewer("partner", subject=GROUP).authorities == frozenset()
    grant(subject=ANNA)
    assert viewer("partner", subject="somebody", groups=(ANNA,)).authorities == frozenset()


def test_a_guid_in_capitals_is_the_same_and_any_other_identifier_is_not(grant, viewer):
    grant(subject=f" {ANNA.upper()} ")
    assert viewer("partner").authorities == {"derby-city"}
    grant(subject="auth0|Anna")
    assert viewer("partner", subject="auth0|anna").authorities == frozenset()
    assert viewer("partner", subject="auth0|Anna").authorities == {"derby-city"}


def test_a_withdrawn_grant_holds_no_longer_and_stays_in_the_history(home_engine, grant, viewer):
    grant()
    (number,) = run_fetch(home_engine, fetch_grants, ADMIN)["id"]
    withdraw_grant(home_engine, ADMIN, grant_id=int(number), now=LATER)
    assert viewer("partner").authorities == frozenset()
    (row,) = run_fetch(home_engine, fetch_grants, ADMIN).to_dict("records")
    assert (row["granted_by"], row["withdrawn_by"], row["withdrawn_at"]) == ("admin", "admin", LATER)
    with pytest.raises(GrantRefused, match="no such grant"):
        withdraw_grant(home_engine, ADMIN, grant_id=int(number), now=LATER)
    grant()  # it can be made again
    assert viewer("partner").authorities == {"derby-city"}


def test_every_change_is_in_the_audit(home_engine, grant):
    grant(homes=("Home 1", "Home 2"))
    withdraw_grant(home_engine, ADMIN, grant_id=1, now=LATER)
    with Session(home_engine) as session:
        things = session.execute(
            text("SELECT who, event, authority, thing FROM audit_entry WHERE event = 'grant' ORDER BY id")
        ).all()
    assert [tuple(row) for row in things] == [
        ("admin", "grant", "derby-city", "grant 1"),
        ("admin", "grant", "derby-city", "grant 2"),
        ("admin", "grant", "derby-city", "grant 1 withdrawn"),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject": "  "}, "Give the identifier of the person"),
        ({"subject": "Anna Smith"}, "A name is not enough"),
        ({"subject": "x" * 129}, "up to 128"),
        ({"subject": "<b>"}, "not the identifier"),
        ({"kind": "role"}, "to a person or to a group"),
        ({"authority": "nowhere"}, "no such authority"),
        ({"homes": ("Home 1", "Home 9")}, "not in the register"),
        ({"authority": "", "homes": ("Home 1",)}, "Choose it first"),
    ],
)
def test_what_cannot_be_granted_is_refused_with_a_sentence_and_nothing_is_kept(home_engine, grant, wrong, sentence):
    with pytest.raises(GrantRefused, match=sentence):
        grant(**wrong)
    assert run_fetch(home_engine, fetch_grants, ADMIN).empty


def test_what_somebody_has_already_is_not_granted_again(home_engine, grant):
    grant(homes=("Home 1",))
    assert grant(homes=("Home 1", "Home 2")) == 1
    with pytest.raises(GrantRefused, match="already"):
        grant(homes=("Home 1",))
    assert len(run_fetch(home_engine, fetch_grants, ADMIN)) == 2


def test_only_who_may_grant_sees_and_changes_grants(home_engine, grant):
    grant()
    head = viewer_of_roles("head", ["head"])
    for fetch in (fetch_grants, fetch_grantable):
        with pytest.raises(NotPermitted):
            run_fetch(home_engine, fetch, head)
    with pytest.raises(NotPermitted):
        withdraw_grant(home_engine, head, grant_id=1, now=LATER)
    assert run_fetch(home_engine, fetch_grantable, ADMIN)["home"].tolist() == ["Home 1", "Home 2"]


def test_a_home_of_no_authority_cannot_be_stored(home_engine):
    with Session(home_engine) as session, session.begin(), pytest.raises(Exception, match="home_of_an_authority"):
        session.add(
            RoleGrant(subject=ANNA, kind="person", authority_id=None, home_id=1, granted_by="x", granted_at=NOW)
        )
        session.flush()


words = st.text(alphabet="ab/ \"',|[]", max_size=4)
parts = st.frozensets(words, max_size=3)


@given(parts, parts, st.frozensets(st.sampled_from(["load", "plan", "grants"])), st.frozensets(words))
def test_powers_and_pages_do_not_split_the_cache_and_homes_do(authorities, homes, powers, pages):
    audience = frozenset({"partnership"})
    plain = Viewer("one", audience, authorities, homes)
    assert Viewer("other", audience, authorities, homes, powers, pages).scope == plain.scope
    assert Viewer("one", audience, authorities, homes | {"c/d"}).scope != plain.scope
    assert Viewer("one", audience, authorities, None).scope != plain.scope
