"""What every answer carries."""

from app.serving.headers import SecurityHeaders


def headers_of(ask, path="/", is_https=False, answering=()):
    return dict(ask(lambda app: SecurityHeaders(app, is_https), path, answering=answering).headers)


def test_no_script_of_another_host_and_none_from_a_text_is_run(ask):
    policy = headers_of(ask)["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in scripts
    assert "http" not in policy.replace("'sha256-", "")
    assert "frame-ancestors 'none'" in policy


def test_browsers_are_told_to_come_encrypted_only_where_they_can(ask):
    assert headers_of(ask, is_https=True)["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in headers_of(ask)


def test_files_of_pages_and_answers_of_a_sign_in_are_kept_by_nobody(ask):
    kept = [("cache-control", "public, max-age=3600")]
    for path in ("/media/1234.csv", "/auth/login", "/oauth2callback"):
        assert headers_of(ask, path, answering=kept)["cache-control"] == "no-store"
    assert headers_of(ask, "/static/js/index.js", answering=kept)["cache-control"] == "public, max-age=3600"
