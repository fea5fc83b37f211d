"""Which right each fetch and each save asks for, whatever module it stands in; and what each role has."""

import importlib
import inspect
import pkgutil
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session, select

import data_access
from data_access.load import LoadRequest
from data_access.models import Investigation, Meeting
from data_access.roles import ALL_PAGES, ALL_POWERS, ROLES
from data_access.selection import Selection
from data_access.viewer import NotPermitted, Viewer, desk_viewer, system_viewer, viewer_of_roles

CASEWORK = ("checklist", "investigations", "meetings", "other_matters", "reviews", "protocol")
KEYS = {
    "checklist": Investigation,
    "investigations": Investigation,
    "reviews": Investigation,
    "meetings": Meeting,
    "other_matters": Investigation,
}
# What the protocol says is the same for every home.
OF_NO_HOME = {"fetch_profile", "fetch_protocol_items"}
CASEWORK_MODULES = {f"data_access.{name}" for name in CASEWORK}
NOBODY = Viewer("nobody", frozenset())
EVERY_AUDIENCE = frozenset({"partnership", "casework"})
VERBS = ("fetch_", "take_", "save_", "remove_", "withdraw_", "undo_", "carry_", "end_", "purge_", "load_", "check_")
ONE_FILE = LoadRequest(
    "home_aliases", b"alias,home\nDCH-99,Home 1\n", "Derby City", "council", date(2023, 6, 1), loaded_by="anna"
)
# What names a thing that exists: of others, that it does not exist is said before whose it would be.
NAMES = {
    "authority": "derby-city",
    "selection": Selection("derby-city"),
    "key": "4b1f09d2",
    "batch_id": 1,
    "period": "2022-23",
    "meeting_kind": "casework",
    "reference": "CR-1",
    "secret": "0123456789abcdef0123456789abcdef",
    "changes": {},
    "what": "home",
    "sender": "police",
    "kind": "incidents",
    "number": 1,
    "version_seen": 0,
    "point": "welcome",
    "text": "",
    "now": datetime(2023, 6, 1),
    "start": date(2022, 4, 1),
    "end": date(2023, 4, 1),
    "at": date(2023, 3, 1),
    "request": ONE_FILE,
    "requests": [ONE_FILE],
}
# Functions that make the viewer, know who signs in, or answer how new the data are, and so are asked without one.
WITHOUT_A_VIEWER = {
    "fetch_viewer",
    "fetch_viewer_of",
    "remove_forgotten",
    "fetch_data_version",
    "fetch_state",
    "fetch_standing",
    "fetch_frame",
    "save_reference",
    "save_coverage",
    "save_entry",
    "save_activity",
    "save_refusal",
    "save_sign_out",
    "save_sample_meetings",
    "remove_unnamed_children",
    "load_sample",
}
# The power each save needs. A new one has to be added here.
POWERS = {
    "save_new_action": "plan",
    "save_action_change": "plan",
    "carry_over": "plan",
    "save_narrative": "paper",
    "save_snapshot": "paper",
    "save_snapshots": "paper",
    "save_paper_section": "paper",
    "save_public_sign_off": "paper",
    "save_withdrawal": "paper",
    "fetch_narratives": "paper",
    "fetch_snapshots": "paper",
    "fetch_snapshot_file": "paper",
    "fetch_paper_sections": "paper",
    "load_file": "load",
    "check_file": "load",
    "undo_batch": "load",
    "save_grant": "grants",
    "withdraw_grant": "grants",
    "fetch_grants": "grants",
    "fetch_grantable": "grants",
    "fetch_entries": "audit",
    "fetch_entry_count": "audit",
    "purge_year": "settings",
    "save_period": "settings",
    "remove_old": "settings",
    "remove_records": "settings",
    "save_label": "load",
    "save_columns": "load",
    "save_link": "load",
    "undo_link": "load",
    "fetch_decisions": "load",
    "fetch_meanings": "load",
    "fetch_unmatched": "load",
    "fetch_links": "load",
    "fetch_periods": "settings",
    "fetch_completeness": "load",
    "fetch_remembered": "load",
    "fetch_labels": "load",
    "remove_label": "load",
    "remove_column": "load",
    "load_files": "load",
}


def public_functions():
    """Every public function of data_access by name, but those by which readers and other parts of it work together."""
    found = {}
    for module_info in pkgutil.walk_packages(data_access.__path__, "data_access."):
        if module_info.name.startswith(("data_access.imports", "data_access.migrations")):
            continue
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and name.startswith(VERBS):
                found[name] = function
    return found


FUNCTIONS = public_functions()
ASKING = {name: function for name, function in FUNCTIONS.items() if "viewer" in inspect.signature(function).parameters}


OF_MEETINGS = {name for name in ASKING if FUNCTIONS[name].__module__ in CASEWORK_MODULES} - OF_NO_HOME


def call(engine, function, viewer):
    """Calls a function for a viewer; what has no name here is None, since the right is asked before it is looked at."""
    parameters = inspect.signature(function).parameters
    given = {
        name: NAMES.get(name)
        for name, parameter in parameters.items()
        if name not in ("session", "engine", "viewer") and (name in NAMES or parameter.default is parameter.empty)
    }
    given |= with_key_of(engine, function) if "key" in given else {}
    if "session" not in parameters:
        return function(engine, **given, viewer=viewer)
    with Session(engine) as session:
        return function(session, **given, viewer=viewer)


def with_key_of(engine, function):
    """The key of a case or a meeting of the sample, where that is what the function changes."""
    model = KEYS.get(function.__module__.removeprefix("data_access."))
    with Session(engine) as session:
        return {"key": session.exec(select(model.key)).first()} if model else {}


def test_every_fetch_and_save_knows_for_whom_it_is():
    assert FUNCTIONS.keys() - ASKING.keys() <= WITHOUT_A_VIEWER


@pytest.mark.parametrize("name", sorted(ASKING.keys() - {"fetch_authorities"}))
def test_a_fetch_or_save_is_refused_to_who_has_no_right(sample_engine, name):
    with pytest.raises(NotPermitted):
        call(sample_engine, ASKING[name], NOBODY)


@pytest.mark.parametrize(("name", "power"), POWERS.items())
def test_all_other_rights_do_not_stand_in_for_the_one_that_is_needed(sample_engine, name, power):
    all_but_one = Viewer("somebody", EVERY_AUDIENCE, powers=ALL_POWERS - {power})
    with pytest.raises(NotPermitted, match="This needs the right to"):
        call(sample_engine, FUNCTIONS[name], all_but_one)


@pytest.mark.parametrize("name", [name for name in POWERS if name.startswith("fetch_")])
def test_a_role_with_the_right_is_answered(sample_engine, name):
    call(sample_engine, FUNCTIONS[name], system_viewer())


def test_saves_not_in_the_table_are_open_to_no_role_by_oversight():
    saves = {name for name in ASKING if not name.startswith(("fetch_", "check_"))}
    of_the_partnership = {"save_question", "remove_question"}  # one's own, kept by whoever may see the figures
    in_casework = {name for name in saves if FUNCTIONS[name].__module__ in CASEWORK_MODULES}
    assert saves - POWERS.keys() - of_the_partnership - in_casework == set()


class Gone(Exception):
    """Their sign-in has ended."""


def _gone():
    raise Gone


@pytest.mark.parametrize("name", sorted(name for name in ASKING if not name.startswith(("fetch_", "check_"))))
def test_nothing_is_saved_for_whose_sign_in_has_ended(sample_engine, name):
    with pytest.raises(Gone):
        call(sample_engine, FUNCTIONS[name], replace(system_viewer(), still_there=_gone))


@pytest.mark.parametrize("name", sorted(OF_MEETINGS))
def test_who_is_limited_to_some_homes_has_no_part_in_meetings(sample_engine, name):
    provider = viewer_of_roles("p", ["provider"], homes=frozenset({"derby-city/Home 2"}))
    with pytest.raises(NotPermitted):
        call(sample_engine, FUNCTIONS[name], provider)


def test_the_roles_are_six_and_each_power_and_page_belongs_to_one():
    assert list(ROLES) == ["partner", "provider", "casework", "analyst", "head", "administrator"]
    assert frozenset().union(*(role.powers for role in ROLES.values())) == ALL_POWERS
    assert frozenset().union(*(role.pages for role in ROLES.values())) == ALL_PAGES


def test_an_administrator_sees_no_figures():
    viewer = viewer_of_roles("admin", ["administrator"])
    assert (viewer.audiences, viewer.pages) == (frozenset(), frozenset({"about", "people", "audit"}))
    with pytest.raises(NotPermitted):
        viewer.require("partnership", "derby-city")


def test_nobody_but_an_administrator_grants_or_reads_the_audit():
    for role in ROLES.values():
        assert ({"grants", "audit", "settings"} & role.powers != set()) == (role.name == "administrator")
        assert ({"people", "audit"} & role.pages != set()) == (role.name == "administrator")


def test_several_roles_have_the_rights_of_each():
    viewer = viewer_of_roles("anna", ["partner", "analyst", "no such role"])
    assert viewer.powers == ROLES["partner"].powers | ROLES["analyst"].powers
    assert viewer.pages == ROLES["partner"].pages | ROLES["analyst"].pages


@pytest.mark.parametrize("roles", [["provider"], ["partner"], ["head"], ["provider", "analyst"]])
def test_who_is_limited_to_homes_has_the_rights_of_a_provider_whatever_the_role(roles):
    viewer = viewer_of_roles("p", roles, homes=frozenset({"derby-city/Home 2"}))
    assert viewer.powers <= ROLES["provider"].powers
    assert viewer.pages <= ROLES["provider"].pages
    assert "casework" not in viewer.audiences


def test_a_provider_without_homes_sees_none():
    viewer = viewer_of_roles("p", ["provider"])
    with pytest.raises(NotPermitted):
        viewer.require("partnership", "derby-city")


def test_a_role_that_is_not_known_has_no_right():
    viewer = viewer_of_roles("p", ["Head", "", "root"])
    assert (viewer.audiences, viewer.pages, viewer.powers) == (frozenset(), frozenset(), frozenset())


def test_at_a_desk_there_is_nobody_to_grant_rights_to():
    viewer = desk_viewer()
    assert (viewer.powers, viewer.pages) == (ALL_POWERS - {"grants"}, ALL_PAGES - {"people"})


def test_a_power_over_one_authority_is_none_over_another():
    viewer = viewer_of_roles("anna", ["analyst"], authorities=frozenset({"derby-city"}))
    viewer.require_power("load", "derby-city")
    with pytest.raises(NotPermitted, match="authority"):
        viewer.require_power("load", "elsewhere")
    with pytest.raises(NotPermitted, match="some of them"):
        Viewer("p", EVERY_AUDIENCE, homes=frozenset({"derby-city/Home 2"}), powers=ALL_POWERS).require_power(
            "plan", "derby-city"
        )
