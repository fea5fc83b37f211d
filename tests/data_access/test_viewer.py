"""Who may see what. Every fetch that takes a viewer asks."""

import getpass
import importlib
import inspect
import pkgutil
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

import data_access
from data_access.homes import fetch_authorities, fetch_lines, fetch_places
from data_access.selection import Selection
from data_access.viewer import NotPermitted, Viewer, home_key, system_name
from tests.data_access.test_roles import CASEWORK_MODULES, FUNCTIONS, POWERS

words = st.frozensets(st.sampled_from(["", "*", "a", "b", "a,b", "a, b", "a|b", '"', '", "', "null"]), max_size=3)
scopes = st.tuples(words, st.none() | words, st.none() | words)
DERBY = {
    "authority": "derby-city",
    "selection": Selection("derby-city"),
    "source": "incidents",
    "kind": "incident",
    "measure": "incidents",
    "start": date(2022, 4, 1),
    "end": date(2023, 4, 1),
    "at": date(2023, 3, 1),
    "most_frequent": 3,
    "year": 2022,
    "key": "4b1f09d2",
    "since": date(2023, 4, 1),
    "period": "2022-23",
    "snapshot_id": 1,
}

# Where a fetch has rows of another thing only.
DERBY_BY_FETCH = {"fetch_authority_totals": {"measure": "youth_justice"}}
# People keep them, no file brings them.
NOT_IN_THE_SAMPLE = {"fetch_saved_questions", "fetch_public_sign_offs"}


OTHERS = POWERS.keys() | {name for name in FUNCTIONS if FUNCTIONS[name].__module__ in CASEWORK_MODULES}


def fetches_about_an_authority():
    """Fetches for the partnership that name an authority, with what to ask them of Derby.

    Those that need a power or another audience too are looked at in test_roles.py.
    """
    found = {}
    for module_info in pkgutil.walk_packages(data_access.__path__, "data_access."):
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters
            if name in OTHERS or not name.startswith("fetch_") or "viewer" not in parameters:
                continue
            if parameters.keys() & {"authority", "selection"}:
                asked = {key: DERBY[key] for key in parameters if key not in ("session", "viewer")}
                found[name] = (function, asked | DERBY_BY_FETCH.get(name, {}))
    return found


FETCHES = fetches_about_an_authority()


def test_a_home_of_the_same_name_elsewhere_is_another():
    viewer = Viewer("one", frozenset({"partnership"}), homes=frozenset({home_key("derby-city", "Home 2")}))
    assert viewer.home_names("derby-city") == {"Home 2"}
    assert viewer.home_names("derby") == viewer.home_names("elsewhere") == frozenset()
    with pytest.raises(NotPermitted):
        viewer.require("partnership", "elsewhere")


@given(scopes, scopes)
def test_two_viewers_share_a_scope_only_if_they_may_see_the_same(one, other):
    assert (Viewer("one", *one).scope == Viewer("other", *other).scope) == (one == other)


def test_who_somebody_is_does_not_change_the_scope(viewer_of):
    assert Viewer("one", frozenset({"partnership"})).scope == viewer_of().scope


@pytest.mark.parametrize("name", FETCHES)
@pytest.mark.parametrize(
    ("not_theirs", "sentence"),
    [
        ({"authorities": ["derbyshire"]}, "authority"),
        ({"authorities": []}, "authority"),
        ({"homes": []}, "authority"),
        ({"audiences": []}, "partnership"),
        ({"audiences": ["casework"]}, "partnership"),
    ],
)
def test_a_fetch_refuses_a_viewer_whose_role_does_not_permit_it(sample_engine, viewer_of, name, not_theirs, sentence):
    function, asked = FETCHES[name]
    with Session(sample_engine) as session, pytest.raises(NotPermitted, match=sentence):
        function(session, viewer_of(**not_theirs), **asked)


@pytest.mark.parametrize("name", sorted(FETCHES.keys() - NOT_IN_THE_SAMPLE))
def test_a_fetch_answers_a_viewer_whose_role_names_the_authority(sample_engine, viewer_of, name):
    function, asked = FETCHES[name]
    with Session(sample_engine) as session:
        assert len(function(session, viewer_of(authorities=["derby-city", "derbyshire"]), **asked)) > 0


def test_every_fetch_that_takes_a_viewer_is_about_an_authority_but_one():
    takes_a_viewer = {
        name
        for module_info in pkgutil.walk_packages(data_access.__path__, "data_access.")
        for name, function in inspect.getmembers(importlib.import_module(module_info.name), inspect.isfunction)
        if name.startswith("fetch_") and "viewer" in inspect.signature(function).parameters
    }
    assert takes_a_viewer - set(FETCHES) - OTHERS == {"fetch_authorities"}


@pytest.mark.parametrize(
    ("authorities", "seen"), [(None, ["derby-city"]), (["derby-city"], ["derby-city"]), (["derbyshire"], []), ([], [])]
)
def test_only_the_authorities_of_a_role_are_listed(sample_engine, viewer_of, authorities, seen):
    with Session(sample_engine) as session:
        assert list(fetch_authorities(session, viewer_of(authorities=authorities))["key"]) == seen


def test_a_viewer_of_some_homes_sees_their_lines_and_places_alone(sample_engine, viewer_of):
    viewer = viewer_of(homes=["Home 1", "Home 4"])
    with Session(sample_engine) as session:
        lines = fetch_lines(session, viewer, authority="derby-city")
        places = fetch_places(session, viewer, Selection("derby-city"), at=date(2023, 3, 1))
    assert list(lines["name"]) == ["Home 1", "Home 3/4"]
    assert list(places["home"]) == ["Home 1", "Home 4", "Other homes"]


def test_a_person_is_known_by_their_name_on_the_computer(monkeypatch):
    assert system_name() == getpass.getuser()

    def nameless():
        raise KeyError("no entry")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert system_name() == "unknown"
