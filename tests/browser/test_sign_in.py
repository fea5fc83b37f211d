"""Signing in with a real provider on this computer, in a browser: what is kept, what ends, and who is turned away."""

import base64
import json
import shutil
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import make_url, text
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from data_access.database import make_engine
from data_access.grants import save_grant
from data_access.roles import ROLES
from data_access.viewer import system_viewer
from tests.browser.conftest import Server
from tests.browser.test_access import violations
from tests.conftest import fill_with_sample

pytestmark = pytest.mark.browser

SECRETS = {
    "OIDC_CLIENT_SECRET": "client-secret-of-the-tests",
    "OIDC_COOKIE_SECRET": "cookie-secret-0123456789-abcdefghijklmnopqrs",
    "CONCORDAT_KEY": "key-of-references-0123456789-abcdefghi",
}
PEOPLE = {
    "anna": ["partner"],
    "priya": ["provider"],
    "adam": ["administrator"],
    "nora": ["partner"],
}
IDLE_S = 40  # the other tabs look twenty times in that
WITHIN_MS = 15_000
SIGN_IN = "Sign in"


@pytest.fixture(scope="module")
def provider():
    """An OpenID Connect provider that knows four people."""
    people = [
        oidc_provider_mock.User(sub=name, claims={"preferred_username": f"{name}@council.example", "roles": roles})
        for name, roles in PEOPLE.items()
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def served(tmp_path_factory, sqlite_databases, provider):
    """A server where people sign in; nobody has asked it for anything yet."""
    own = Server(tmp_path_factory.mktemp("signed-in"), sign_in="oidc")
    shutil.copy(make_url(sqlite_databases.copy_of("sample", fill_with_sample)).database, own.database)
    engine = make_engine(own.environ["DATABASE_URL"])
    for name, homes in (("anna", ()), ("priya", ("Home 2",))):
        save_grant(
            engine,
            system_viewer("tests"),
            subject=name,
            kind="person",
            authority="derby-city",
            homes=homes,
            now=datetime.now(),
        )
    engine.dispose()
    own.environ |= {
        **SECRETS,
        "OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": "concordat",
        "BASE_URL": own.url,
        "SIGN_IN_IDLE_SECONDS": str(IDLE_S),
        "SIGN_IN_CONTACT": "Olu in the data team",
    }
    own.start()
    yield own
    own.stop()


@pytest.fixture
def tab(browser: Browser):
    """A tab of a browser that was never here."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(WITHIN_MS)
    opened = context.new_page()
    yield opened
    context.close()


def links(tab: Page) -> list[str]:
    """The words of every link but the one that skips the menu, which Streamlit always puts there."""
    return [words for words in tab.get_by_role("link").all_inner_texts() if words != "Skip to main content"]


def addresses(tab: Page) -> list[str]:
    """Where the links of the menu lead."""
    return tab.eval_on_selector_all('[data-testid="stTopNavLink"]', "links => links.map(link => link.href)")


def asks_to_sign_in(tab: Page) -> None:
    tab.get_by_role("heading", name="Concordat", level=1).wait_for()
    tab.get_by_role("button", name=SIGN_IN).wait_for()
    assert links(tab) == []


def sign_in(tab: Page, who: str, button: str = SIGN_IN) -> None:
    tab.get_by_role("button", name=button).click()
    tab.get_by_role("button", name=who).click()


def arrive(tab: Page, url: str, who: str = "anna") -> None:
    """Open an address as somebody who signs in."""
    tab.goto(url)
    sign_in(tab, who)
    tab.get_by_role("button", name="Sign out").wait_for()


def sign_out(tab: Page) -> None:
    """Sign out here, and say at the provider that it is meant there too, which leads back."""
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/end_session?**")
    tab.get_by_role("button").first.click()


def in_database(served: Server, statement: str, **values: object) -> list:
    engine = make_engine(served.environ["DATABASE_URL"])
    with engine.begin() as connection:
        result = connection.execute(text(statement), values)
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def logged(served: Server, who: str) -> list[str]:
    found = in_database(
        served, "SELECT event FROM audit_entry WHERE who LIKE :who ORDER BY id", who=f"{who}@council.example (%)"
    )
    return [event for (event,) in found]


def test_the_first_request_after_a_start_gets_the_sign_in_and_then_the_page_it_asked_for(served, tab, settled):
    link = f"{served.url}/incidents?line=home-1&period=2021-22"
    tab.goto(link)
    asks_to_sign_in(tab)
    assert tab.title() == "Concordat"
    assert violations(tab) == []
    sign_in(tab, "anna")
    tab.get_by_role("button", name="Sign out").wait_for()
    settled(tab)
    assert tab.url == link
    assert "Home 1" in tab.locator(".scope").inner_text()
    assert tab.get_by_text("Signed in as anna@council.example").is_visible()
    assert tab.get_by_role("note").inner_text().startswith("Sample data")
    cookies = {cookie["name"]: cookie for cookie in tab.context.cookies(served.url)}
    assert {"_streamlit_user", "_streamlit_user_tokens", "_streamlit_session", "_streamlit_xsrf"} <= set(cookies)
    assert "concordat_return_to" not in cookies
    assert all(cookie["sameSite"] in ("Lax", "Strict") for cookie in cookies.values())
    assert all(cookie["expires"] <= time.time() + 8 * 3600 + 5 for cookie in cookies.values())
    # A page's own script has to read this one, to send it along as a proof that it is no other site's.
    assert [name for name, cookie in cookies.items() if not cookie["httpOnly"]] == ["_streamlit_xsrf"]
    assert logged(served, "anna") == ["sign-in"]


def test_a_sign_out_ends_every_tab_and_every_file_and_the_way_back_is_kept(served, tab, browser, settled):
    link = f"{served.url}/homes?line=home-2&period=2021-22"
    arrive(tab, link)
    settled(tab)
    with tab.expect_download() as kept:
        tab.get_by_role("button", name="Download this table (CSV)").first.click()
    file = kept.value.url
    assert "/media/" in file
    assert tab.request.get(file).status == 200
    stranger = browser.new_context()
    assert stranger.request.get(file).status == 401
    stranger.close()
    other = tab.context.new_page()
    other.goto(f"{served.url}/about")
    sign_out(other)
    asks_to_sign_in(other)
    assert tab.request.get(file).status == 401
    tab.get_by_role("heading", name="You have signed out").wait_for()
    assert links(tab) == []
    assert violations(tab) == []
    assert tab.url == link
    assert logged(served, "anna")[-1] == "sign-out"
    sign_in(tab, "anna", "Sign in again")
    tab.get_by_role("button", name="Sign out").wait_for()
    assert tab.url == link


def test_after_a_while_without_use_it_ends_and_what_looks_by_itself_is_no_use(served, tab):
    arrive(tab, f"{served.url}/about")
    newest = "(SELECT max(started_at) FROM sign_in)"
    before = in_database(served, f"SELECT last_active_at FROM sign_in WHERE started_at = {newest}")
    tab.wait_for_timeout(4_200)  # in that time it looks twice
    assert in_database(served, f"SELECT last_active_at FROM sign_in WHERE started_at = {newest}") == before
    long_ago = datetime.fromisoformat(before[0][0]) - timedelta(seconds=IDLE_S)
    in_database(
        served, f"UPDATE sign_in SET last_active_at = :ago WHERE started_at = {newest}", ago=long_ago.isoformat(" ")
    )
    tab.get_by_text(f"Nothing was done here for {IDLE_S} seconds").wait_for()
    tab.reload()
    tab.get_by_role("heading", name="You have been signed out").wait_for()


def test_who_was_granted_nothing_is_told_whom_to_ask_and_gets_no_page_and_no_file(served, tab):
    who, lacking = "nora", "no authority was granted to you"
    tab.goto(f"{served.url}/incidents")
    sign_in(tab, who)
    told = tab.get_by_text(lacking)
    told.wait_for()
    assert "Ask Olu in the data team." in told.inner_text()
    assert links(tab) == []
    assert logged(served, who) == ["sign-in", "refused"]
    tab.reload()
    tab.get_by_text(lacking).wait_for()
    assert logged(served, who) == ["sign-in", "refused"]
    assert tab.request.get(f"{served.url}/media/0123.csv").status == 401


@pytest.mark.parametrize(("who", "has", "path"), [("priya", "", "explore"), ("adam", "people", "incidents")])
def test_a_role_has_its_own_pages_and_no_other(served, tab, who, has, path):
    arrive(tab, f"{served.url}/{path}", who)
    tab.get_by_text("Page not found").wait_for()
    paths = {urlsplit(address).path.strip("/") for address in addresses(tab)}
    assert has in paths
    assert path not in paths
    assert paths - {""} <= ROLES[PEOPLE[who][0]].pages  # the first of their own pages is at the root


def made_cookie(served: Server, secret: str, **told: object) -> dict:
    now = int(time.time())
    whole = {"sub": "anna", "roles": ["partner"], "iat": now, "exp": now + 600, "nonce": str(now), **told}
    value = json.dumps({**whole, "origin": served.url, "is_logged_in": True, "provider": "default"})
    signed = create_signed_value(secret, "_streamlit_user", value).decode()
    return {"name": "_streamlit_user", "value": signed, "url": served.url, "httpOnly": True}


def test_a_forged_cookie_and_a_token_that_has_expired_are_no_sign_in(served, tab):
    now, secret = int(time.time()), SECRETS["OIDC_COOKIE_SECRET"]
    real = made_cookie(served, secret)
    body = base64.urlsafe_b64encode(json.dumps({"sub": "anna"}).encode()).decode()
    for value in (
        f"{body}.x.y",
        f"{body}.{real['value'].split('.', 1)[1]}",
        made_cookie(served, "another secret " * 4)["value"],
    ):
        tab.context.add_cookies([{**real, "value": value}])
        assert tab.request.get(f"{served.url}/media/0123.csv").status == 401
    tab.goto(f"{served.url}/homes")
    asks_to_sign_in(tab)
    tab.context.add_cookies([made_cookie(served, secret, iat=now - 7200, exp=now - 3600)])
    tab.reload()
    tab.get_by_role("heading", name="Your sign-in has ended").wait_for()
    assert links(tab) == []


@contextmanager
def broken(served: Server):
    """While this lasts, every run fails, with a text that names a table."""
    in_database(served, "ALTER TABLE role_grant RENAME TO gone")
    yield
    in_database(served, "ALTER TABLE gone RENAME TO role_grant")


def test_nothing_secret_is_in_the_log_after_a_failing_page_and_a_refused_token(served, tab):
    tab.goto(served.url)
    tab.get_by_role("button", name=SIGN_IN).click()
    tab.get_by_role("button", name="anna").wait_for()
    (state,) = parse_qs(urlsplit(tab.url).query)["state"]
    tab.goto(f"{served.url}/oauth2callback?code=a-code-worth-a-token&state={state}")
    asks_to_sign_in(tab)
    arrive(tab, f"{served.url}/about")
    with broken(served):
        tab.reload()
        tab.get_by_role("alert").get_by_text("Something went wrong on this page").wait_for()
        assert "role_grant" not in tab.content()
    cookies = [cookie["value"] for cookie in tab.context.cookies(served.url)]
    log = served.log.read_text()
    assert "token exchange failed" in log  # so that the log is one of this server, and says what failed
    assert "OperationalError, text left out" in log
    assert "grants.py:" in log
    for secret in (*SECRETS.values(), *cookies, "a-code-worth-a-token", state, "eyJ", "no such table", "P-4763"):
        assert secret not in log
    assert "@council.example" not in log


def test_what_is_closed_is_closed(served, tab):
    for path in ("_stcore/metrics", "_stcore/agent/openapi.json", "_stcore/agent/mcp", "_stcore/agent/interact"):
        assert tab.request.get(f"{served.url}/{path}").status == 404
        assert tab.request.post(f"{served.url}/{path}", headers={"origin": served.url}).status == 404
    upload = f"{served.url}/_stcore/upload_file/session/file"
    assert tab.request.put(upload, headers={"origin": served.url}).status == 401
    assert tab.request.put(upload, headers={"origin": "http://localhost:3000"}).status == 403
    assert tab.request.get(served.url, headers={"host": "stranger.example"}).status == 400
