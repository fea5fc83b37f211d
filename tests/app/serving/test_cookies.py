"""How long cookies live, over which connections they go, and where a sign-in leads to."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.serving.cookies import ShortCookies, WayBack, is_page
from data_access.oidc import Oidc

HTTPS = Oidc("https://login.example/", "concordat", "https://concordat.example", "", "", longest=timedelta(hours=8))
LOOPBACK = Oidc("http://localhost:1/", "concordat", "http://localhost:8501", "", "", longest=timedelta(hours=8))
SIGNED_IN = ("set-cookie", "_streamlit_user=signed; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax")


def set_cookies(ask, oidc, *cookies):
    answering = [("set-cookie", cookie) for cookie in cookies]
    return ask(lambda app: ShortCookies(app, oidc), answering=answering).all_of("set-cookie")


def test_a_cookie_of_thirty_days_lives_as_long_as_a_sign_in():
    assert int(HTTPS.longest.total_seconds()) == 8 * 60 * 60


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("a=b; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax", "a=b; HttpOnly; Max-Age=28800; Path=/; SameSite=lax"),
        ("a=b; Path=/; SameSite=Lax", "a=b; Path=/; SameSite=Lax; Max-Age=28800"),
        (
            "a=b; path=/; expires=Fri, 01 Jan 2027 00:00:00 GMT; samesite=strict",
            "a=b; path=/; samesite=strict; Max-Age=28800",
        ),
        ("a=b; Path=/; Max-Age=600; HttpOnly", "a=b; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"),
        (
            'a=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/',
            'a=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax',
        ),
    ],
)
def test_a_cookie_lives_no_longer_than_a_sign_in_and_keeps_its_other_marks(ask, sent, received):
    assert set_cookies(ask, LOOPBACK, sent) == [received]


def test_where_the_address_is_encrypted_every_cookie_is_for_encrypted_connections_only(ask):
    once, again = set_cookies(ask, HTTPS, "a=b; Path=/", "c=d; secure; Path=/")
    assert once.endswith("; Secure")
    assert again.lower().count("secure") == 1


def at_login(ask, referer, oidc=HTTPS):
    return ask(lambda app: WayBack(app, oidc), "/auth/login", headers={"referer": referer}).all_of("set-cookie")


def at_callback(ask, wanted, answered=SIGNED_IN):
    answering = [("location", "/"), answered]
    cookie = {"cookie": f"concordat_return_to={quote(wanted, safe='')}"}
    answer = ask(lambda app: WayBack(app, HTTPS), "/oauth2callback", headers=cookie, answering=answering)
    return answer.all_of("location"), answer.all_of("set-cookie")


def test_a_sign_in_leads_back_to_the_page_and_its_filters(ask):
    wanted = "/homes?line=home-3-4&period=2022-23-Q3"
    (cookie,) = at_login(ask, f"https://concordat.example{wanted}")
    assert cookie == f"concordat_return_to={quote(wanted, safe='')}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"
    location, cookies = at_callback(ask, wanted)
    assert location == [wanted]
    assert cookies[-1].startswith("concordat_return_to=; Path=/; Max-Age=0")


@pytest.mark.parametrize(
    "referer",
    [
        "https://stranger.example/homes",
        "http://concordat.example/homes",
        "https://concordat.example:8443/homes",
        "https://concordat.example/auth/logout",
        "https://concordat.example//stranger.example",
        "https://[",
        "",
    ],
)
def test_no_way_back_is_kept_to_anything_but_an_own_page(ask, referer):
    assert at_login(ask, referer) == []


@pytest.mark.parametrize(
    "wanted",
    [
        "//stranger.example",
        "/\\stranger.example",
        "https://stranger.example/",
        "stranger.example",
        "/homes\r\nSet-Cookie: a=b",
        "/\t/stranger.example",
        "/homes\x00",
        "/homes?a=//stranger.example",
        "/hömes",
        "/auth/logout",
        "/oauth2callback?code=1",
        "/media/1234.csv",
        "/_stcore/metrics",
        "/" + "a" * 3_000,
        "",
    ],
)
def test_a_forged_way_back_leads_to_the_first_page(ask, wanted):
    assert at_callback(ask, wanted)[0] == ["/"]


@given(st.text())
def test_whatever_is_taken_for_a_page_stays_on_this_host(link):
    if is_page(link):
        assert link[0] == "/"
        assert link[1:2] not in ("/", "\\")
        assert not any(ord(sign) < 33 or ord(sign) > 126 for sign in link)


@pytest.mark.parametrize(
    "answered", [("content-type", "text/plain"), ("set-cookie", '_streamlit_user=""; Max-Age=0; Path=/')]
)
def test_a_sign_in_that_failed_or_a_sign_out_leads_to_the_first_page_and_keeps_the_way(ask, answered):
    location, cookies = at_callback(ask, "/homes", answered)
    assert location == ["/"]
    assert [cookie for cookie in cookies if cookie.startswith("concordat_return_to")] == []
