"""What is documented exists, and what exists is documented."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

import analysis
from app.menu import MENU
from data_access.describe import columns_of, describe
from data_access.imports.kinds import KINDS
from data_access.imports.summary.layout import SHEETS, heading_of
from data_access.imports.table import UnreadableFile
from data_access.oidc import DEFAULT_IDLE_S, DEFAULT_LONGEST_S, IN_A_SECRETS_FILE, NEEDED, SECRETS_FILE
from data_access.retention_periods import DEFAULTS
from data_access.roles import ROLES
from data_access.settings import SIGN_IN_WAYS, read_settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
# Written in two parts, since this file is looked at too.
PLACES_OF_NOBODY_ELSE = ("." * 2 + "/shared", "/work" + "/")


def text_of(*parts):
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def one_line(text):
    return " ".join(text.split())


def measures():
    """Public functions of analysis/ that make a result frame, by dotted name."""
    found = {}
    for module_info in pkgutil.iter_modules(analysis.__path__, "analysis."):
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_public = function.__module__ == module_info.name and not name.startswith("_")
            if is_public and name != "result_frame" and "result_frame" in function.__code__.co_names:
                found[f"{module_info.name}.{name}"] = function
    return found


def documented_functions():
    """Every `analysis.topic.function` in code marks of the page of definitions."""
    return sorted(set(re.findall(r"`(analysis(?:\.\w+)+)`", text_of("docs", "definitions.md"))))


def ignored_folders():
    lines = (line.strip() for line in text_of(".gitignore").splitlines())
    return {".git", *(line.rstrip("/") for line in lines if line.endswith("/"))}


def files_of_the_repository(root=ROOT):
    skipped = ignored_folders()
    for path in sorted(root.rglob("*")):
        if path.is_file() and not skipped & set(path.relative_to(root).parts):
            yield path


def local_links(page):
    """What a Markdown page links to or shows from this repository."""
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    return [target for target in targets if "://" not in target]


def test_the_page_of_data_is_what_describe_writes():
    written = text_of("docs", "data.md")
    assert written == describe(), "Run: python -m data_access.describe > docs/data.md"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_of_the_workbook_is_described_with_its_columns(sheet):
    _, _, below = describe().partition(f'#### Sheet "{sheet.name}"')
    described = below.split("\n#")[0]
    assert sheet.about in described
    assert [column.name for column in sheet.columns if f"| {heading_of(column)} |" not in described] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.ending == "csv"], ids=lambda kind: kind.name)
def test_the_columns_described_are_those_the_reader_asks_for(kind):
    with pytest.raises(UnreadableFile) as refusal:
        kind.read(b"")
    assert str(refusal.value).endswith(f": {', '.join(column.name for column in columns_of(kind))}.")


def test_there_are_measures_to_define():
    assert {"analysis.missing.missing_share", "analysis.comparison.home_against_neighbourhood"} <= set(measures())


@pytest.mark.parametrize("name", sorted(measures()))
def test_every_measure_is_defined_by_the_first_line_of_its_docstring(name):
    page = text_of("docs", "definitions.md")
    assert f"`{name}`" in page
    assert inspect.getdoc(measures()[name]).split("\n")[0] in one_line(page)


@pytest.mark.parametrize("name", documented_functions())
def test_every_function_named_in_the_definitions_exists(name):
    module, function = name.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(module), function))


def test_every_page_of_the_app_is_named_in_the_readme():
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (\w+) \|", text_of("README.md"), re.MULTILINE)
    assert rows == [(entry.title, entry.group) for entry in MENU]


def test_every_make_command_of_the_documentation_exists():
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = {name for page in (ROOT / "README.md", *DOCS.glob("*.md")) for name in made_in(page)}
    assert {"run", "test", "check", "bench"} <= named <= targets


def made_in(page):
    return re.findall(r"(?:^ +|`)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    assert [link for link in local_links(page) if not (page.parent / link).exists()] == []


def test_every_program_that_a_page_starts_exists():
    pages = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
    named = {name for page in pages for name in re.findall(r"-m (data_access\.\w+)", page.read_text(encoding="utf-8"))}
    assert {"data_access.load", "data_access.settings", "data_access.backup"} <= named
    sources = {name: text_of(*f"{name.replace('.', '/')}.py".split("/")) for name in named}
    assert [name for name, source in sources.items() if 'if __name__ == "__main__":' not in source] == []


def test_the_guide_of_the_desk_names_the_files_in_which_its_data_lie():
    page = text_of("docs", "desk.md")
    for system in (Unix, MacOS):
        file = system("Concordat", appauthor=False).user_data_path / "concordat.db"
        assert f"`~/{file.relative_to(Path.home()).as_posix()}`" in page
    assert r"AppData\Local\Concordat\concordat.db" in page


def test_the_settings_of_the_readme_name_every_way_to_sign_in_and_no_other():
    row = next(line for line in text_of("README.md").splitlines() if line.startswith("| `SIGN_IN` |"))
    assert set(re.findall(r"`(\w+)`", row)) == {"SIGN_IN", *SIGN_IN_WAYS}


@pytest.mark.parametrize("name", ["security.md", "data-protection.md", "backup.md", "deployment.md"])
def test_every_file_that_a_paper_on_safety_names_exists(name):
    named = files_named_in(text_of("docs", name))
    assert [path for path in named if not (ROOT / path).exists()] == []


def files_named_in(page):
    """What stands in code marks and begins with a folder of this repository or a file at its top."""
    spans = re.findall(r"`([\w./-]+)`", page)
    tops = {path.name for path in ROOT.iterdir()}
    return [span for span in spans if span.split("/")[0] in tops]


def test_a_file_that_is_named_and_missing_would_be_found():
    assert files_named_in("see `data_access/nowhere.py` and `dashboard.py`, not `/healthz`") == [
        "data_access/nowhere.py",
        "dashboard.py",
    ]


def test_every_threat_names_a_test():
    rows = [line.split("|")[1:-1] for line in text_of("docs", "security.md").splitlines() if line.startswith("| ")]
    threats = [row for row in rows if row[0].strip() != "Threat"]
    assert len(threats) > 20
    assert [row[0] for row in threats if not any(file.startswith("tests/") for file in files_named_in(row[-1]))] == []


def test_the_assessment_states_the_periods_the_product_comes_with():
    rows = [
        tuple(cell.strip() for cell in line.split("|")[1:-1])
        for line in text_of("docs", "data-protection.md").splitlines()
    ]
    stated = {(row[0], row[1]) for row in rows if len(row) == 3 and row[1].isdigit()}
    assert {(period.what, str(period.months)) for period in DEFAULTS} <= stated


def example_settings():
    lines = text_of("docs", "deployment", "environment.example").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_settings_of_a_replica_start_it_once_they_are_filled_in():
    example = example_settings()
    secrets = {name: f"{number} {'abcdefghijklmnopqrstuvwxyz' * 2}" for number, name in enumerate(example)}
    filled = {name: value or secrets[name] for name, value in example.items()}
    settings = read_settings(filled)
    assert (settings.sign_in, settings.oidc.is_https) == ("oidc", True)
    assert set(NEEDED) <= set(example) <= {"SIGN_IN", "STREAMLIT_SERVER_COOKIE_SECRET", *IN_A_SECRETS_FILE}


def test_the_proxy_lets_through_what_the_dashboard_takes_and_little_more():
    (limit,) = re.findall(r"client_max_body_size (\d+)m;", text_of("docs", "deployment", "nginx.conf"))
    taken = tomllib.loads(text_of(".streamlit", "config.toml"))["server"]["maxUploadSize"]
    assert taken < int(limit) <= taken + 2


def test_proxy_unit_and_guide_name_the_same_ports_and_roles():
    proxy, guide = text_of("docs", "deployment", "nginx.conf"), text_of("docs", "deployment.md")
    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", proxy))
    assert len(ports) == 2
    assert ports == set(re.findall(r"concordat@(\d+)", guide)) == set(re.findall(r"~:(\d+)\$", proxy))
    made = set(re.findall(r"CREATE ROLE (\w+)", text_of("docs", "deployment", "roles.sql")))
    used = set(re.findall(r"-role (\w+)|postgresql://(\w+)@", guide + text_of("docs", "backup.md")))
    assert {role for found in used for role in found if role} <= made


def test_no_file_names_a_place_outside_the_repository():
    marked = [
        str(path.relative_to(ROOT))
        for path in files_of_the_repository()
        if any(place.encode() in path.read_bytes() for place in PLACES_OF_NOBODY_ELSE)
    ]
    assert marked == []


def test_a_file_that_names_such_a_place_would_be_found(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("text")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "other.py").write_text("text")
    assert [path.name for path in files_of_the_repository(tmp_path)] == ["page.md"]


def test_the_guide_of_signing_in_names_every_setting_every_role_and_every_option_that_is_refused():
    page = text_of("docs", "sign-in.md")
    variables = re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)
    assert set(variables) == {"SIGN_IN", "TZ", "STREAMLIT_SERVER_COOKIE_SECRET", SECRETS_FILE, *IN_A_SECRETS_FILE}
    named = re.search(r"exactly these values: ([^.]*)\.", page)[1]
    assert re.findall(r"`(\w+)`", named) == list(ROLES)
    asked = set(re.findall(r'option\("([\w.]+)"\)', text_of("app", "serving", "options.py")))
    assert {option for option in asked - {"server.address"} if f"`{option}" not in page} == set()
    assert f"unset: {DEFAULT_IDLE_S}" in page
    assert f"unset: {DEFAULT_LONGEST_S}" in page
