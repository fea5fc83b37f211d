"""What is documented exists, and what exists is documented."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

import analysis
from data_access.describe import columns_of, describe
from data_access.imports.kinds import KINDS
from data_access.imports.summary.layout import SHEETS, heading_of
from data_access.imports.table import UnreadableFile
from data_access.settings import SIGN_IN_WAYS

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
    calls = (node for node in ast.walk(ast.parse(text_of("app", "main.py"))) if isinstance(node, ast.Call))
    pages = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "Page"]
    titles = [keyword.value.value for call in pages for keyword in call.keywords if keyword.arg == "title"]
    assert len(titles) == len(pages) > 0
    assert [title for title in titles if f"**{title}**" not in text_of("README.md")] == []


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
