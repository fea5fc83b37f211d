"""Which of Streamlit's own routes are closed, and what only who is signed in gets."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlmodel import Session
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from app.serving.gates import Closed, SignedInOnly
from app.serving.signed import signed_in
from data_access.grants import save_grant, withdraw_grant
from data_access.models import Authority
from data_access.oidc import Oidc
from data_access.sign_ins import claims_of, fetch_standing, save_activity, save_sign_out, utc_now
from data_access.viewer import system_viewer

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
OIDC = Oidc("https://login.example/", "concordat", "https://concordat.example", "", SECRET)
FILES = ("/media/1234.csv", "/_stcore/upload_file/session/file")


@pytest.fixture(autouse=True)
def grants(own_engine):
    """An authority for which anna, whom most of these are about, holds a grant."""
    with Session(own_engine) as session, session.begin():
        session.add(Authority(key="derby-city", name="Derby City"))
    now = datetime(2026, 3, 2)
    save_grant(own_engine, system_viewer("x"), subject="anna", kind="person", authority="derby-city", now=now)


SIGNED_IN_AT = int(datetime.now().timestamp())


def user(**told):
    now = SIGNED_IN_AT
    whole = {"sub": "anna", "iss": "https://login.example", "iat": now, "exp": now + 600, "nonce": "1"}
    whole |= {"roles": ["partner"]}
    return {**whole, "origin": OIDC.base_url, "is_logged_in": True, "provider": "default", **told}


def cookies_of(told, secret=SECRET):
    """The cookies that Streamlit itself would set."""
    made = {}

    def keep(name, value):
        made[name] = create_signed_value(secret, name, value).decode()

    set_cookie_with_chunks(
        keep, lambda name, value: create_signed_value(secret, name, value), "_streamlit_user", told, cookie_attr_size=80
    )
    return made


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_is_not_for_visitors_does_not_exist(ask, path, method):
    answer = ask(Closed, path, method=method)
    assert (answer.status, answer.let_in) == (404, False)


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/metricsx"])
def test_other_paths_are_answered(ask, path):
    assert ask(Closed, path).let_in


def test_the_cookie_that_streamlit_signs_is_read_as_streamlit_reads_it():
    told = user()
    assert signed_in(cookies_of(told), OIDC) == claims_of(told)


def test_a_cookie_that_streamlit_split_is_read_as_one():
    told = user(groups=[sha256(str(number).encode()).hexdigest() for number in range(200)])
    cookies = cookies_of(told)
    assert len(cookies) > 3
    assert signed_in(cookies, OIDC) == claims_of(told)
    del cookies["_streamlit_user_2"]
    assert signed_in(cookies, OIDC) is None


def test_a_cookie_that_proves_nothing_is_no_sign_in():
    good = cookies_of(user())["_streamlit_user"]
    body, rest = good.split(".", 1)
    forged = create_signed_value(SECRET, "another_cookie", json.dumps(user())).decode()
    for value in (
        "",
        "x",
        body,
        f"{body}x.{rest}",
        f"{good}x",
        cookies_of(user(), "x" * 43)["_streamlit_user"],
        forged,
    ):
        assert signed_in({"_streamlit_user": value}, OIDC) is None
    assert signed_in({}, OIDC) is None
    assert signed_in(cookies_of(user(origin="https://stranger.example")), OIDC) is None
    assert signed_in(cookies_of(user(is_logged_in=False)), OIDC) is None
    assert signed_in(cookies_of(user(exp=None)), OIDC) is None


def test_a_cookie_of_yesterday_is_no_sign_in(monkeypatch):
    cookies = cookies_of(user())
    assert signed_in(cookies, OIDC) is not None
    later = datetime.now().timestamp() + 8 * 60 * 60 + 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert signed_in(cookies, OIDC) is None


@pytest.fixture
def asked(ask, own_engine):
    """Asks for a path with the cookies of a sign-in: asked(path, cookies)."""

    def go(path, cookies, method="GET"):
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return ask(lambda app: SignedInOnly(app, own_engine, OIDC), path, method=method, headers={"cookie": header})

    return go


@pytest.fixture
def own_engine(empty_url):
    from data_access.database import make_engine

    made = make_engine(empty_url)
    yield made
    made.dispose()


def begin(engine, told, ago=timedelta()):
    claims = claims_of(told)
    save_activity(engine, claims, OIDC, now=utc_now() - ago, wall_time=datetime.now())
    return claims


@pytest.mark.parametrize("path", FILES)
def test_files_are_for_who_is_signed_in(asked, own_engine, path):
    told = user()
    assert asked(path, {}).status == 401
    assert asked(path, cookies_of(told)).status == 401  # it never began here
    claims = begin(own_engine, told)
    assert asked(path, cookies_of(told)).let_in
    assert asked(path, cookies_of(told, "x" * 43)).status == 401
    save_sign_out(own_engine, claims, now=utc_now(), wall_time=datetime.now())
    assert asked(path, cookies_of(told)).status == 401


@pytest.mark.parametrize("told", [{"roles": []}, {"roles": ["gardener"]}, {"sub": "nora"}], ids=str)
@pytest.mark.parametrize("path", FILES)
def test_files_are_not_for_who_is_turned_away_at_the_pages(asked, own_engine, path, told):
    begin(own_engine, user(**told))
    assert asked(path, cookies_of(user(**told))).status == 401


def test_files_are_not_for_whose_grant_was_withdrawn(asked, own_engine):
    begin(own_engine, user())
    assert asked(FILES[0], cookies_of(user())).let_in
    withdraw_grant(own_engine, system_viewer("x"), grant_id=1, now=datetime(2026, 3, 3))
    assert asked(FILES[0], cookies_of(user())).status == 401


def test_files_are_not_for_who_has_been_idle_too_long(asked, own_engine):
    told = user(iat=int(datetime.now().timestamp()) - 3600)
    begin(own_engine, told, ago=timedelta(minutes=31))
    assert asked(FILES[0], cookies_of(told)).status == 401


def test_pages_themselves_are_answered_without_a_cookie(asked):
    assert asked("/", {}).let_in
    assert asked("/homes", {}).let_in


def test_signing_out_by_its_address_ends_the_sign_in_for_every_tab(asked, own_engine):
    told = user()
    claims = begin(own_engine, told)
    assert asked("/auth/logout", {}).let_in
    assert asked("/auth/logout", cookies_of(told)).let_in
    with Session(own_engine) as session:
        assert fetch_standing(session, claims, OIDC, utc_now()) == "signed out"
