"""Who may look where people sign in, run without a browser."""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import select, text
from streamlit.testing.v1 import AppTest

from app import downloads
from app.sign_in import ENDED, WITHDRAWN
from data_access import audit
from data_access.database import make_engine, run_fetch
from data_access.grants import fetch_grants, save_grant, withdraw_grant
from data_access.models import Child
from data_access.questions import fetch_saved_questions, save_question
from data_access.viewer import NotPermitted, system_viewer

MAIN = Path(__file__).resolve().parents[2] / "app" / "main.py"
ENVIRONMENT = {
    "SIGN_IN": "oidc",
    "OIDC_METADATA_URL": "http://localhost:1/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "concordat",
    "OIDC_CLIENT_SECRET": "a secret of the client",
    "OIDC_COOKIE_SECRET": "a secret of the cookies 0123456789 abcdefghijk",
    "CONCORDAT_KEY": "a secret of the references 0123456789",
    "BASE_URL": "http://localhost:8501",
}
SYSTEM = system_viewer("tests")


@pytest.fixture
def engine(sample_url, monkeypatch):
    """An engine on the database of an app where people sign in, on the sample, tried on one computer."""
    for name, value in {**ENVIRONMENT, "DATABASE_URL": sample_url}.items():
        monkeypatch.setenv(name, value)
    st.cache_resource.clear()
    st.cache_data.clear()
    made = make_engine(sample_url)
    yield made
    made.dispose()
    st.cache_resource.clear()


def grant(engine, who="anna", homes=()):
    save_grant(
        engine, SYSTEM, subject=who, kind="person", authority="derby-city", homes=homes, now=datetime(2026, 3, 2)
    )


@pytest.fixture
def visit(engine):
    """Opens the app as somebody: visit("anna", ["partner"])."""

    def go(who=None, roles=(), **told):
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        now = int(time.time())
        claims = {"sub": who, "name": who, "roles": list(roles), "iat": now, "exp": now + 600, "nonce": str(now)}
        app.user = {"is_logged_in": True, **claims, **told} if who else {"is_logged_in": False}
        return app.run()

    return go


def ended_for(app):
    return app.title[0].value, [button.label for button in app.button]


def test_who_is_not_signed_in_gets_the_sign_in_and_nothing_else(visit):
    app = visit()
    assert ended_for(app) == ("Concordat", ["Sign in"])
    assert not app.exception
    assert (len(app.sidebar), len(app.text_input)) == (0, 0)


def test_who_was_granted_an_authority_sees_it(engine, visit):
    grant(engine)
    app = visit("anna", ["partner"])
    assert not app.exception
    assert any("Signed in as anna" in part.proto.body for part in app.sidebar.get("html"))
    assert "Sign out" in [button.label for button in app.sidebar.button]


@pytest.mark.parametrize(
    ("roles", "granted", "said"),
    [
        (["gardener"], True, "have no role in this dashboard"),
        ([], False, "have no role in this dashboard"),
        (["partner"], False, "have a role, but no authority was granted to you"),
        (["provider"], False, "have the role of a private provider, but no home was granted to you"),
        (["provider"], True, "an authority as a whole gives a provider nothing"),
    ],
)
def test_who_may_see_nothing_is_told_whom_to_ask_and_it_is_logged_once(engine, visit, roles, granted, said):
    if granted:
        grant(engine)
    app = visit("anna", roles)
    assert app.title[0].value == "You cannot see anything here yet"
    assert any(said in part.proto.body for part in app.get("html"))
    app.run()
    with engine.connect() as connection:
        events = (
            connection.execute(text("SELECT event FROM audit_entry WHERE who LIKE 'anna (%)' ORDER BY id"))
            .scalars()
            .all()
        )
    assert events == ["sign-in", "refused"]


def test_a_grant_that_is_withdrawn_no_longer_holds_at_the_next_click(engine, visit):
    grant(engine)
    app = visit("anna", ["partner"])
    number = int(run_fetch(engine, fetch_grants, SYSTEM)["id"].iloc[0])
    withdraw_grant(engine, SYSTEM, grant_id=number, now=datetime(2026, 3, 3))
    assert app.run().title[0].value == "You cannot see anything here yet"


@pytest.mark.parametrize(
    "told", [{"exp": None}, {"iat": None}, {"sub": None, "name": "anna"}, {"exp": "never"}], ids=str
)
def test_claims_that_do_not_say_who_or_until_when_are_no_sign_in(engine, visit, told):
    grant(engine)
    app = visit("anna", ["partner"], **told)
    assert ended_for(app) == ("Concordat", ["Sign in"])
    assert "did not say who you are, or until when" in app.error[0].value


def test_a_token_that_has_expired_ends_the_run(engine, visit):
    grant(engine)
    app = visit("anna", ["partner"], exp=int(time.time()) - 1)
    assert ended_for(app) == ("Your sign-in has ended", ["Sign in again"])


def moved(engine, **columns):
    """Set columns of the one sign-in there is."""
    with engine.begin() as connection:
        for name, value in columns.items():
            connection.execute(text(f"UPDATE sign_in SET {name} = :value"), {"value": value})


def test_half_an_hour_without_use_ends_it_at_the_next_click(engine, visit):
    grant(engine)
    app = visit("anna", ["partner"])
    with engine.connect() as connection:
        active = datetime.fromisoformat(connection.execute(text("SELECT last_active_at FROM sign_in")).scalar_one())
    moved(engine, last_active_at=(active - timedelta(minutes=30)).isoformat(" "))
    assert ended_for(app.run()) == ("You have been signed out", ["Sign in again"])
    assert "Nothing was done here for 30 minutes." in app.markdown[0].value


def test_a_sign_out_elsewhere_ends_it_here(engine, visit):
    grant(engine)
    app = visit("anna", ["partner"])
    with engine.connect() as connection:
        active = connection.execute(text("SELECT last_active_at FROM sign_in")).scalar_one()
    moved(engine, ended_at=active)
    assert ended_for(app.run()) == ("You have signed out", ["Sign in again"])


@pytest.fixture
def viewer_now(engine):
    """The viewer that a run gives somebody: viewer_now("anna", ["partner"])."""

    def go(who, roles):
        app = AppTest.from_function(_viewer_of_this_run, default_timeout=60)
        now = int(time.time())
        app.user = {
            "is_logged_in": True,
            "sub": who,
            "name": "John Smith",
            "roles": roles,
            "iat": now,
            "exp": now + 600,
        }
        app.session_state["found"] = found = []
        assert not app.run().exception
        return found[0]

    return go


def test_a_grant_that_is_withdrawn_stops_files_and_saves_of_a_page_drawn_before(engine, viewer_now, monkeypatch):
    grant(engine)
    viewer = viewer_now("anna", ["head"])
    offered = []
    monkeypatch.setattr(st, "download_button", lambda _label, make, **_: offered.append(make))
    downloads.begin(viewer, "homes", "derby-city")
    downloads.button("Table", lambda: b"figures", file_name="x.csv")
    assert offered[0]() == b"figures"
    grant(engine, homes=("Home 1",))  # more than before takes nothing away
    viewer.require_power("plan", "derby-city")
    withdraw_grant(engine, SYSTEM, grant_id=1, now=datetime(2026, 3, 3))
    for act in (offered[0], lambda: viewer.require_power("plan", "derby-city")):
        with pytest.raises(NotPermitted, match=WITHDRAWN):
            act()


def test_two_people_of_one_name_are_told_apart_in_the_log_and_by_what_they_keep(engine, viewer_now):
    people = [viewer_now(who, ["head"]) for who in ("anna", "bert") if grant(engine, who) is None]
    assert [bool(re.fullmatch(r"John Smith \([0-9a-f]{8}\)", viewer.who)) for viewer in people] == [True, True]
    code = next(iter(run_fetch(engine, _codes)))
    for viewer in people:
        kept = {"authority": "derby-city", "asked": "", "for_all": False, "now": datetime(2026, 3, 2)}
        save_question(engine, viewer, name="Mine", **kept)
        audit.child_viewed(engine, viewer, "meeting", "3", code, now=datetime(2026, 3, 2))
    seen = run_fetch(engine, audit.fetch_entries, SYSTEM, event="child viewed", child=code)
    assert sorted(seen["who"]) == sorted(viewer.who for viewer in people)
    own = [run_fetch(engine, fetch_saved_questions, viewer, authority="derby-city") for viewer in people]
    assert [len(questions) for questions in own] == [1, 1]


def _codes(session):
    return session.execute(select(Child.code).order_by(Child.code)).scalars().all()


def test_who_was_granted_nothing_reads_that_and_not_that_there_are_no_data(visit):
    app = visit("adam", ["administrator", "partner"])
    assert app.title[0].value == "No authority was granted to you"
    assert not app.exception


def test_an_administrator_without_a_grant_reads_the_lines_of_every_authority(visit):
    app = visit("adam", ["administrator"]).switch_page("../pages/audit.py").run()
    app.selectbox(key="audit-event").select("load").run()
    assert not app.exception
    lines = next(table.value for table in app.table if table.proto.alt == "Lines of the log, newest first")
    assert set(lines["Council"].str.replace("\\", "")) == {"derby-city"}


def test_nothing_is_saved_for_a_sign_in_that_has_ended(engine, viewer_now):
    grant(engine)
    viewer = viewer_now("anna", ["partner"])
    viewer.require_power("plan", "derby-city")
    with engine.connect() as connection:
        active = connection.execute(text("SELECT last_active_at FROM sign_in")).scalar_one()
    moved(engine, ended_at=active)
    with pytest.raises(NotPermitted, match=ENDED):
        viewer.require_power("plan", "derby-city")


def _viewer_of_this_run():
    import streamlit as st

    from app import auth, cache

    cache.begin_run()
    st.session_state["found"].append(auth.viewer())


def test_the_sample_is_shown_only_where_signing_in_is_tried(engine, visit, monkeypatch):
    grant(engine)
    monkeypatch.setenv("BASE_URL", "https://concordat.example")
    monkeypatch.setenv("DATABASE_URL", "postgresql://server/db")  # a file is refused there; the engine is the same
    monkeypatch.setattr("app.cache.engine", lambda: engine)
    app = visit("anna", ["partner"])
    assert "invented records must not stand among real ones" in app.error[0].value
    assert len(app.title) == 0


def _fails():
    import streamlit as st

    from app import failures
    from data_access.viewer import NotPermitted

    for failure in (ValueError("row of P-4763"), NotPermitted("This is not within your role.")):
        st.session_state["told"] = failures.tell(failure)


def test_a_failure_is_told_in_a_sentence_without_its_text():
    app = AppTest.from_function(_fails).run()
    first, second = (error.value for error in app.error)
    assert "Something went wrong on this page" in first
    assert "P-4763" not in first
    assert second == "This is not within your role."
    assert app.session_state["told"] is True
