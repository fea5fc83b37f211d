"""What the settings files promise: nothing leaves the computer, nobody sees a traceback, versions are exact."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXACT = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][A-Za-z0-9.]*")


@pytest.fixture(scope="module")
def config():
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def pinned_lines(name):
    """The lines of a requirements file that name a package; comments and references to other files left out."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-r ")]


def test_no_usage_statistics_are_sent(config):
    assert config["browser"]["gatherUsageStats"] is False


def test_only_this_computer_can_connect(config):
    assert config["server"]["address"] == "127.0.0.1"


def test_visitors_see_no_exception_text(config):
    assert config["client"]["showErrorDetails"] == "none"


def test_the_agent_api_is_not_switched_on(config):
    assert not config["server"].get("enableAgentApi", False)


def test_uploads_have_a_limit(config):
    assert 0 < config["server"]["maxUploadSize"] <= 50


def test_cross_site_requests_stay_checked(config):
    assert config["server"].get("enableXsrfProtection", True)
    assert config["server"].get("enableCORS", True)


def test_developer_settings_are_off(config):
    assert config["client"]["toolbarMode"] in ("minimal", "viewer")
    assert config["server"]["fileWatcherType"] == "none"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_name_exact_versions(name):
    lines = pinned_lines(name)
    assert lines
    assert [line for line in lines if not EXACT.fullmatch(line)] == []


def test_the_pattern_for_exact_versions_refuses_ranges():
    assert not any(EXACT.fullmatch(line) for line in ("streamlit", "pandas>=3", "plotly==7.*", "numpy~=2.4.0"))
