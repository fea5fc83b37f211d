"""The rooms of the code and the arrows between them (docs/architecture.md). There is no list of exceptions.

Every rule is a function from a module to sentences about what breaks it, run over all of the source, and again over a
small tree that breaks each of them.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = ("tests", "benchmarks", "docs")  # look at the product from outside; nothing in the product knows them

# Which rooms each room may import from, besides itself. A module belongs to the longest room its name starts with.
MAY_IMPORT = {
    "dashboard": {"app", "app.findings", "analysis", "data_access"},
    "pages": {"app", "app.findings", "analysis", "data_access"},
    "app": {"app.findings", "analysis", "data_access"},
    "app.findings": {"analysis", "data_access"},
    "analysis": set(),
    "data_access": set(),
    "sample_data": set(),
}
# Where a library may be imported.
LIBRARY_HOMES = {
    "streamlit": ("dashboard", "app", "pages"),
    "sqlmodel": ("data_access",),
    "sqlalchemy": ("data_access",),
    "alembic": ("data_access",),
    "plotly": ("analysis.charts",),
    "docx": ("analysis.document",),
    "pptx": ("analysis.document",),
    "gptables": ("analysis.workbook",),
}
VERB_HOMES = (
    (re.compile(r"(fetch|save)_\w+"), ("data_access",)),
    (re.compile(r"read_\w+"), ("data_access.imports", "data_access.settings")),
    (re.compile(r"\w+_chart"), ("analysis.charts",)),
    (re.compile(r"\w+_sentences?"), ("analysis.wording",)),
)
NOT_A_TOPIC = {"util", "utils", "helper", "helpers", "common", "misc"}
LONGEST_PAGE = 60


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name and its tree."""

    name: str
    lines: int
    tree: ast.Module
    is_package: bool = False

    @property
    def room(self):
        return max((room for room in MAY_IMPORT if within(self.name, room)), key=len, default="")

    @property
    def is_outside(self):
        return self.name.split(".")[0] in OUTSIDE

    @property
    def imports(self):
        """Every module this one imports, wherever in the file, with relative imports written out."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= self._imported_from(node)
        return sorted(found)

    def _imported_from(self, node):
        parts = self.name.split(".") + ([""] if self.is_package else [])
        base = parts[: len(parts) - node.level] if node.level else []
        source = [*base, *([node.module] if node.module else [])]
        return {".".join([*source, alias.name]) for alias in node.names}


def within(name, room):
    return name == room or name.startswith(f"{room}.")


def is_at_home(module, home):
    """Whether a module belongs to a room, or to a part of one. A room within a room is not part of it."""
    return module.room == home if home in MAY_IMPORT else within(module.name, home)


def modules_of(root):
    """Every Python file of a tree but those in hidden folders and in var/."""
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[0] == "var" or any(part.startswith(".") or part == "__pycache__" for part in parts):
            continue
        is_package = parts[-1] == "__init__"
        text = path.read_text(encoding="utf-8")
        name = ".".join(parts[:-1] if is_package else parts)
        found.append(Module(name, len(text.splitlines()), ast.parse(text), is_package))
    return found


def calls_through(tree, *names):
    """Attributes taken from one of these names: `st.map` gives "map"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield node.attr


def imports_against_the_arrows(module):
    if module.is_outside:
        return
    if not module.room:
        yield f"{module.name} is in no room"
        return
    for imported in module.imports:
        room = max((room for room in MAY_IMPORT if within(imported, room)), key=len, default="")
        if room and room != module.room and room not in MAY_IMPORT[module.room]:
            yield f"{module.name} imports {imported}"
        if imported.split(".")[0] in OUTSIDE:
            yield f"{module.name} imports {imported}"


def imports_of_pages(module):
    for imported in module.imports:
        if within(imported, "pages"):
            yield f"{module.name} imports {imported}"


def libraries_outside_their_room(module):
    if module.is_outside:
        return
    for imported in module.imports:
        homes = LIBRARY_HOMES.get(imported.split(".")[0])
        if homes is not None and not any(is_at_home(module, home) for home in homes):
            yield f"{module.name} imports {imported}"


def verbs_outside_their_room(module):
    """Functions and methods that others can call; a name with an underscore before it is its file's own affair."""
    if module.is_outside:
        return
    scopes = [module.tree, *(node for node in module.tree.body if isinstance(node, ast.ClassDef))]
    for scope in scopes:
        for node in scope.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            for pattern, homes in VERB_HOMES:
                if pattern.fullmatch(node.name) and not any(within(module.name, home) for home in homes):
                    yield f"{module.name} defines {node.name}"


def names_that_are_no_topic(module):
    if NOT_A_TOPIC & set(module.name.split(".")):
        yield f"{module.name} is named after no topic"


def bare_excepts(module):
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield f"{module.name}:{node.lineno} catches everything"


def asserts_outside_tests(module):
    if not within(module.name, "tests"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assert):
                yield f"{module.name}:{node.lineno} asserts"


def calls_that_do_harm(module):
    """Links break under st.switch_page, unsafe HTML runs scripts, and maps ask other hosts for their shapes."""
    if within(module.name, "tests"):
        return
    through_streamlit = set(calls_through(module.tree, "st", "streamlit")) & {"switch_page", "map", "pydeck_chart"}
    from_streamlit = set(module.imports) & {"streamlit.switch_page", "streamlit.map", "streamlit.pydeck_chart"}
    maps = {name for name in calls_through(module.tree, "px", "go") if name.lower() in ("choropleth", "scattergeo")}
    unsafe = {
        node.arg
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_javascript"
    }
    for name in sorted(through_streamlit | from_streamlit | maps | unsafe):
        yield f"{module.name} uses {name}"


def pages_that_do_more_than_place(module):
    if not within(module.name, "pages"):
        return
    if module.lines > LONGEST_PAGE:
        yield f"{module.name} has {module.lines} lines, more than {LONGEST_PAGE}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.For | ast.While | ast.AsyncFor):
            yield f"{module.name}:{node.lineno} has a loop"
        if isinstance(node, ast.Attribute) and node.attr == "groupby":
            yield f"{module.name}:{node.lineno} has a groupby"


RULES = (
    imports_against_the_arrows,
    imports_of_pages,
    libraries_outside_their_room,
    verbs_outside_their_room,
    names_that_are_no_topic,
    bare_excepts,
    asserts_outside_tests,
    calls_that_do_harm,
    pages_that_do_more_than_place,
)

# Each breaks the rule named, and would be found by no other.
BROKEN = (
    (imports_against_the_arrows, "app/findings/homes.py", "from app import cache\n"),
    (imports_against_the_arrows, "app/auth.py", "import dashboard\n"),
    (imports_against_the_arrows, "analysis/missing.py", "from data_access.models import Crime\n"),
    (imports_against_the_arrows, "data_access/homes.py", "def f():\n    import analysis.periods\n"),
    (imports_against_the_arrows, "sample_data/generate.py", "from data_access import load\n"),
    (imports_against_the_arrows, "analysis/charts/pairs.py", "from ... import app\n"),
    (imports_against_the_arrows, "app/place.py", "from tests.conftest import engine\n"),
    (imports_against_the_arrows, "another_room/topic.py", "X = 1\n"),
    (imports_of_pages, "tests/test_homes.py", "import pages.homes\n"),
    (imports_of_pages, "benchmarks/pages_speed.py", "from pages import homes\n"),
    (libraries_outside_their_room, "app/findings/homes.py", "import streamlit as st\n"),
    (libraries_outside_their_room, "analysis/missing.py", "from streamlit import cache_data\n"),
    (libraries_outside_their_room, "app/cache.py", "from sqlalchemy import Engine\n"),
    (libraries_outside_their_room, "app/cache.py", "from sqlmodel import Session\n"),
    (libraries_outside_their_room, "analysis/missing.py", "import plotly.graph_objects as go\n"),
    (libraries_outside_their_room, "app/place.py", "import plotly.graph_objects as go\n"),
    (libraries_outside_their_room, "analysis/charts/pairs.py", "import docx\n"),
    (libraries_outside_their_room, "app/paper.py", "import gptables\n"),
    (verbs_outside_their_room, "app/findings/homes.py", "def fetch_homes(): ...\n"),
    (verbs_outside_their_room, "analysis/missing.py", "class Share:\n    def save_share(self): ...\n"),
    (verbs_outside_their_room, "data_access/homes.py", "def read_homes(): ...\n"),
    (verbs_outside_their_room, "app/place.py", "def homes_chart(): ...\n"),
    (verbs_outside_their_room, "analysis/charts/pairs.py", "def pairs_sentence(): ...\n"),
    (verbs_outside_their_room, "app/findings/homes.py", "async def homes_sentences(): ...\n"),
    (names_that_are_no_topic, "analysis/utils.py", "X = 1\n"),
    (names_that_are_no_topic, "tests/helpers/numbers.py", "X = 1\n"),
    (bare_excepts, "tests/test_homes.py", "try:\n    pass\nexcept:\n    pass\n"),
    (asserts_outside_tests, "data_access/homes.py", "assert 1\n"),
    (calls_that_do_harm, "app/place.py", "import streamlit as st\nst.switch_page('x')\n"),
    (calls_that_do_harm, "pages/homes.py", "from streamlit import map\n"),
    (calls_that_do_harm, "app/place.py", "show(unsafe_allow_javascript=True)\n"),
    (calls_that_do_harm, "analysis/charts/area.py", "px.choropleth(frame)\n"),
    (pages_that_do_more_than_place, "pages/homes.py", "for row in rows:\n    pass\n"),
    (pages_that_do_more_than_place, "pages/homes.py", "while rows:\n    pass\n"),
    (pages_that_do_more_than_place, "pages/homes.py", "rows.groupby('home')\n"),
    (pages_that_do_more_than_place, "pages/homes.py", "X = 1\n" * (LONGEST_PAGE + 1)),
)
SOUND = (
    ("dashboard.py", "import streamlit as st\nfrom app.serving.health import health_route\nimport analysis.charts\n"),
    ("pages/homes.py", "from app import place\nfrom app.findings.homes import homes\nwords = [w for w in homes()]\n"),
    ("app/__init__.py", "from . import cache\n"),
    ("app/cache.py", "import streamlit as st\nfrom app.findings.finding import Source\nfrom data_access import load\n"),
    ("app/findings/homes.py", "from .finding import Finding\nfrom analysis.charts import homes_chart\n"),
    ("analysis/charts/pairs.py", "import plotly.graph_objects as go\n\ndef pairs_chart(): ...\n"),
    ("analysis/document.py", "import docx\n"),
    ("analysis/wording/homes.py", "def homes_sentence(): ...\n"),
    ("analysis/periods.py", "def _read_period(): ...\n"),
    ("data_access/homes.py", "from sqlmodel import Session\n\ndef fetch_homes(): ...\n"),
    ("data_access/imports/homes.py", "def read_homes(): ...\ndef save_homes(): ...\n"),
    ("sample_data/generate.py", "from sample_data import homes\n"),
    ("tests/test_homes.py", "import streamlit\nfrom sqlmodel import Session\n\ndef test_it():\n    assert True\n"),
)


def broken_rules(modules, rules=RULES):
    return [sentence for module in modules for rule in rules for sentence in rule(module)]


@pytest.fixture(scope="module")
def source():
    """All of the source, read once."""
    return modules_of(ROOT)


def write(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(source, rule):
    assert broken_rules(source, [rule]) == []


def test_every_room_of_the_source_is_looked_at(source):
    rooms = {module.room for module in source}
    assert set(MAY_IMPORT) <= rooms


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_what_breaks_a_rule_is_found(tmp_path, rule, path, text):
    write(tmp_path, path, text)
    assert broken_rules(modules_of(tmp_path), [rule])
    assert not broken_rules(modules_of(tmp_path), [other for other in RULES if other is not rule])


def test_every_rule_can_fail():
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


def test_a_sound_tree_breaks_nothing(tmp_path):
    for path, text in SOUND:
        write(tmp_path, path, text)
    assert broken_rules(modules_of(tmp_path)) == []
