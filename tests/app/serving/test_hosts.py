"""Whom the server answers: called by its own names, and not on behalf of another site."""

import pytest

from app.serving.hosts import OnlyThisComputer, OwnHost, SameSite

HERE = ("127.0.0.1", 50000)
ORIGIN = "https://concordat.example"
BOTH = pytest.mark.parametrize("kind", ["http", "websocket"])


@BOTH
@pytest.mark.parametrize("host", ["localhost:8501", "localhost", "127.0.0.1:8501", "[::1]:8501", "LocalHost"])
def test_a_desk_answers_its_own_names(ask, kind, host):
    assert ask(OnlyThisComputer, kind=kind, headers={"host": host}).let_in


@BOTH
@pytest.mark.parametrize(
    "host",
    ["stranger.example", "localhost.stranger.example", "127.0.0.1.stranger.example", "192.168.0.7:8501", "", None],
)
def test_a_desk_refuses_every_other_name(ask, kind, host):
    answer = ask(OnlyThisComputer, kind=kind, headers={"host": host})
    assert (answer.status, answer.let_in) == (400, False)


@BOTH
@pytest.mark.parametrize(
    "client", [("192.168.0.9", 50000), ("::ffff:192.168.0.9", 50000), ("fe80::1", 1), ("", 0), None]
)
def test_a_desk_refuses_other_computers_whatever_name_they_call(ask, kind, client):
    answer = ask(OnlyThisComputer, kind=kind, client=client)
    assert (answer.status, answer.let_in) == (400, False)


@pytest.mark.parametrize("client", [HERE, ("127.0.0.53", 50000), ("::1", 50000), ("::ffff:127.0.0.1", 50000)])
def test_a_desk_answers_every_address_of_its_own_computer(ask, client):
    assert ask(OnlyThisComputer, client=client).let_in


@pytest.mark.parametrize("layer", [OnlyThisComputer, lambda app: OwnHost(app, "a"), lambda app: SameSite(app, ORIGIN)])
def test_the_start_of_the_server_itself_is_no_request(ask, layer):
    assert ask(layer, kind="lifespan", headers={"host": None}, client=None).let_in


def own_host(app):
    return OwnHost(app, "concordat.example")


@BOTH
def test_a_server_of_many_answers_its_own_name(ask, kind):
    assert ask(own_host, kind=kind, headers={"host": "concordat.example"}).let_in


@BOTH
@pytest.mark.parametrize("host", ["stranger.example", "concordat.example:8501", "concordat.example.", "10.0.0.4", None])
def test_a_server_of_many_refuses_every_other_name(ask, kind, host):
    answer = ask(own_host, kind=kind, headers={"host": host})
    assert (answer.status, answer.let_in) == (400, False)


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/health"])
def test_what_watches_over_servers_may_ask_by_address(ask, path):
    assert ask(own_host, path, headers={"host": "10.0.0.4:8501"}).let_in


def same_site(app):
    return SameSite(app, ORIGIN)


CHANGING = pytest.mark.parametrize(
    "request_",
    [
        {"kind": "websocket", "path": "/_stcore/stream"},
        {"method": "PUT", "path": "/_stcore/upload_file/a/b"},
        {"method": "DELETE", "path": "/_stcore/upload_file/a/b"},
        {"method": "POST", "path": "/"},
    ],
    ids=str,
)


@CHANGING
def test_what_a_page_of_its_own_sends_is_answered(ask, request_):
    assert ask(same_site, headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"}, **request_).let_in
    assert ask(SameSite, headers={"origin": "http://localhost:8501"}, **request_).let_in


@CHANGING
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://stranger.example"},
        {"origin": "http://localhost:3000"},
        {"origin": "null"},
        {"origin": "https://concordat.example.stranger.example"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("layer", [same_site, SameSite], ids=["of many", "of one"])
def test_what_another_site_makes_a_browser_send_is_refused(ask, request_, headers, layer):
    answer = ask(layer, headers=headers, **request_)
    assert (answer.status, answer.let_in) == (403, False)


@CHANGING
def test_only_where_people_sign_in_each_has_to_say_where_it_comes_from(ask, request_):
    assert not ask(same_site, **request_).let_in
    assert ask(SameSite, **request_).let_in


def test_another_site_may_link_to_a_page_and_the_provider_may_send_people_back(ask):
    for path in ("/homes", "/oauth2callback"):
        assert ask(same_site, path, headers={"sec-fetch-site": "cross-site"}).let_in


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout"])
def test_another_site_signs_nobody_in_or_out(ask, path):
    assert not ask(same_site, path, headers={"sec-fetch-site": "cross-site"}).let_in
    assert ask(same_site, path, headers={"sec-fetch-site": "same-origin"}).let_in
