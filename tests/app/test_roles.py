"""Roles in the whole app, without a browser: which pages there are, what they show, and who may choose a role."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from app.demo_role import PROVIDERS_HOME
from app.menu import FLAT_UP_TO, MENU, START, entries_of, grouped
from data_access.database import run_fetch
from data_access.roles import ALL_PAGES, ROLES
from data_access.viewer import desk_viewer, viewer_of_roles
from tests.data_access.test_roles import POWERS

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "app" / "main.py"
RUNS_WITHIN_S = 60
TITLES = {entry.path: entry.title for entry in MENU}
OTHER_HOMES = re.compile(r"Home 1\b|Home 3|Home 4|Chellaston")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('roles') / 'sample.db'}"


@pytest.fixture
def visit(monkeypatch, database):
    """Opens the app: visit("people", role="administrator"). A page that the role does not have raises ValueError."""

    def go(page="", sign_in="demo", url=database, cached=False, **query):
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("SIGN_IN", sign_in)
        if not cached:
            st.cache_resource.clear()
            st.cache_data.clear()
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(f"../pages/{page}.py").run() if page else app

    return go


def words(app):
    """All words of a page, and of its tables."""
    blocks = (app.title, app.header, app.subheader, app.markdown, app.success, app.error, app.info, app.warning)
    said = [block.value.replace("\\", "") for each in blocks for block in each]
    html = [element.proto.body for element in app.get("html")]
    tables = [table.value.to_string().replace("\\", "") for table in app.table]
    choices = [str(box.options) for box in (*app.selectbox, *app.multiselect)]
    return "\n".join([*said, *html, *tables, *choices])


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_own_pages_and_no_other_exists_for_it(visit, role):
    app = visit(role=role, line="nowhere")  # the list of pages is made before the link is read, and no figure after
    assert not app.exception
    for entry in MENU:
        is_there = entry.path in ROLES[role].pages
        moved = False
        with suppress(ValueError):  # what AppTest answers for a page that the app does not have
            app.switch_page(f"../pages/{entry.file}")
            moved = True
        assert moved == is_there, entry.title


@pytest.mark.parametrize("page", ["overview", "homes", "monthly", "incidents", "offences", "about"])
def test_a_provider_sees_its_own_home_and_all_homes_together_and_no_other(visit, page):
    app = visit(page, role="provider")
    assert not app.exception and not app.error
    shown = words(app)
    assert not OTHER_HOMES.search(shown)
    if page in ("overview", "homes"):
        assert PROVIDERS_HOME in shown
        assert "Other homes" in shown
        assert "54 to 18" in shown
        assert not re.search(r"Cromarty|Youth Justice", shown)


def test_who_sees_all_homes_reads_where_the_paper_leaves_a_neighbourhood_open(visit):
    assert "Which neighbourhood Home 3/4 lies in" in words(visit("about", role="partner"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"line": "home-1"}, "not in the register: home-1. There is: home-2."),
        ({"line": "other-homes"}, "not in the register: other-homes"),
        ({"line": "home-2,home-3-4"}, "not in the register: home-3-4"),
        ({"provider": "council"}, "chooses homes by provider"),
        ({"provider": "private"}, "chooses homes by provider"),
    ],
)
def test_a_link_gets_a_provider_no_figures_of_others(visit, query, said):
    app = visit(role="provider", **query)
    assert said in words(app)
    assert not app.table


def test_a_provider_who_chooses_its_home_sees_it_alone(visit):
    shown = words(visit("homes", role="provider", line="home-2"))
    assert "32 to 10" in shown
    assert "54 to 18" not in shown and "Other homes" not in shown


def test_the_types_of_all_homes_fold_for_a_provider_in_the_table_too(visit):
    app = visit("incidents", role="provider")
    of_all, own = app.table[0].value, app.table[-1].value
    assert any(str(cell).startswith("Other types") for cell in of_all.iloc[:, 0])
    assert not {"Sexual Offence", "Domestic Incident"} & {str(cell).split(" \\*")[0] for cell in of_all.iloc[:, 0]}
    assert len(own) > len(of_all)
    told = " ".join(part.proto.body for part in app.get("html"))
    assert "in the table of all homes" in told
    assert "table names them" not in told and "lists all types" not in told


def test_an_unknown_role_is_answered_with_a_sentence_and_the_way_back(visit):
    app = visit(role="minister")
    assert "names a role that does not exist: minister" in words(app)
    assert not app.table
    app = press(app, "Show what the head of service sees")
    assert not app.error
    assert app.selectbox(key="choose-role").value == "head"


def test_a_role_is_tried_by_choosing_it(visit):
    app = visit()
    assert app.selectbox(key="choose-role").label == "Try as"
    app = app.selectbox(key="choose-role").select("administrator").run()
    assert app.session_state["role"] == "administrator"
    assert [title.value for title in app.title] == ["Your pages"]
    assert not app.table
    app = app.selectbox(key="choose-role").select("head").run()
    assert app.session_state["role"] == ""  # the default is not in the address


def test_a_desk_reads_no_role_from_the_address(visit, tmp_path):
    app = visit(sign_in="desk", url=f"sqlite:///{tmp_path / 'desk.db'}", role="provider")
    assert not app.exception
    assert "role" not in [field.key for field in app.text_input]
    assert "Try as" not in [box.label for box in app.selectbox]
    assert not app.switch_page("../pages/load.py").run().exception


def test_only_the_demo_asks_for_a_role():
    """A sign-in takes roles from its claims: nothing but the demo's own function may read one from the address."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")}
    asking = {path.name for path, source in sources.items() if re.search(r"demo_role\.viewer\(", source)}
    assert asking == {"auth.py"}
    after = sources[ROOT / "app" / "auth.py"].split("def _in_the_demo")[1].split("\ndef ")[0]
    assert "serves_only_the_sample" in after and "demo_role.viewer()" in after


def test_viewers_of_other_scopes_share_no_figure_in_the_cache(visit):
    first = words(visit("homes"))
    of_the_provider = words(visit("homes", cached=True, role="provider"))
    again = words(visit("homes", cached=True, role="partner"))
    assert "Home 3/4" in first and "Home 3/4" in again
    assert "Other homes" not in first + again
    assert not OTHER_HOMES.search(of_the_provider)


def test_what_needs_a_power_is_never_cached():
    """The cache knows scopes, not powers: it would give the one what was fetched for the other."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    cached = set(re.findall(r"(?:source|source\(viewer\))\(\s*(fetch_\w+)", sources))
    assert {"fetch_places", "fetch_actions"} <= cached
    assert cached & POWERS.keys() == set()


# What an administrator's pages may ask the database for: how it stands, grants, the log and how long things are kept.
WITHOUT_FIGURES = {
    *("fetch_state", "fetch_grants", "fetch_grantable", "fetch_entries", "fetch_entry_count", "fetch_periods"),
}


def test_an_administrator_sees_no_figure_on_any_page(visit, monkeypatch):
    asked = set()

    def noted(engine, fetch, *args, **kwargs):
        asked.add(fetch.__name__)
        return run_fetch(engine, fetch, *args, **kwargs)

    for module in ("cache", "people", "audit_list", "sign_in"):
        monkeypatch.setattr(f"app.{module}.run_fetch", noted)
    for page in ("start", "about", "people", "audit"):
        app = visit(page, role="administrator")
        assert not app.exception and not app.error
        assert "Period" not in [box.label for box in app.selectbox]
    assert {"fetch_state", "fetch_grants", "fetch_entries"} <= asked <= WITHOUT_FIGURES


def fill_in(app, subject, authority="derby-city", homes=()):
    app.text_input(key="grant-to").set_value(subject)
    app.selectbox(key="grant-authority").select(authority).run()
    if homes:
        app.multiselect(key=f"grant-homes-{authority}").set_value(list(homes)).run()
    return press(app, "Grant")


def test_grants_are_made_withdrawn_and_kept_in_the_history(visit, database):
    app = visit("people", role="administrator")
    assert "None yet." in words(app)
    app = fill_in(app, "Anna Smith")
    assert "A name is not enough" in words(app)
    app = fill_in(app, "oid-of-anna", homes=("Home 1", "Home 2"))
    assert "2 grants were made." in words(app)
    held = app.table[0].value
    assert [row.replace("\\", "") for row in held["What"]] == ["Derby City: Home 2", "Derby City: Home 1"]
    app = fill_in(app, "oid-of-anna", homes=("Home 1",))
    assert "granted that already" in words(app)
    app.selectbox(key="grant-withdrawn").select(1).run()
    app = press(app, "Withdraw it")
    assert "The grant was withdrawn." in words(app)
    assert [len(table.value) for table in app.table] == [1, 2]
    engine = create_engine(database)
    with engine.connect() as connection:
        noted = connection.execute(text("SELECT thing FROM audit_entry WHERE event = 'grant' ORDER BY id")).scalars()
        assert list(noted) == ["grant 1", "grant 2", "grant 1 withdrawn"]
    engine.dispose()


def test_the_menu_has_every_page_once_and_each_belongs_to_a_role():
    paths = [entry.path for entry in MENU]
    assert len(set(paths)) == len(paths)
    assert set(paths) <= ALL_PAGES
    files = {entry.file for entry in (*MENU, START)}
    assert files == {path.name for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("role", ROLES)
def test_a_few_pages_stand_beside_each_other_and_many_under_their_groups(role):
    entries = entries_of(viewer_of_roles("x", [role], homes=frozenset() if role == "provider" else None))
    groups = grouped(entries, {entry.path: entry.title for entry in entries})
    assert sum(map(len, groups.values())) == len(entries)
    if len(entries) <= FLAT_UP_TO:
        assert list(groups) == [""]
    else:
        assert next(iter(groups)) == "" and groups[""] == ["Overview"]
        assert len(groups) <= FLAT_UP_TO


def test_the_table_of_roles_is_that_of_the_code():
    page = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    for role in ROLES.values():
        pages = ", ".join(entry.title for entry in MENU if entry.path in role.pages)
        sees = ", ".join(sorted(role.audiences, reverse=True)) or "no figures"
        row = f"| {role.label} | `{role.name}` | {sees} | {pages} | {', '.join(sorted(role.powers))} |"
        assert row in page
    assert "people" not in desk_viewer().pages
