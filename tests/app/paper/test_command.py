"""The paper from the command line, opened as its reader gets it."""

import csv
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from analysis.document import DocumentSettings, document
from app.paper.__main__ import main
from data_access.database import make_engine, run_fetch
from data_access.paper_sections import save_paper_section
from data_access.papers import fetch_snapshot_file, fetch_snapshots, save_narrative
from data_access.viewer import system_viewer
from tests.analysis.document.opened import Opened
from tests.conftest import fill_with_sample

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
VIEWER = system_viewer("test")
SPACE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@pytest.fixture(scope="session")
def database(sqlite_databases):
    return sqlite_databases.copy_of("sample", fill_with_sample)


@pytest.fixture(scope="session")
def paper(database, tmp_path_factory):
    """The paper as `python -m app.paper` writes it. How long that takes is measured in benchmarks/papers.py."""
    out = tmp_path_factory.mktemp("out") / "paper.docx"
    words = ["--period", "2022-23", "--audience", "partnership", "--out", str(out), "--database", database]
    done = subprocess.run([sys.executable, "-m", "app.paper", *words], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Written: {out}\n"
    return Opened(out.read_bytes())


@pytest.fixture
def run(database, tmp_path, capsys):
    """Runs the command: run(period="2022-23-H1") answers its code, what it said, and the file."""

    def command(**options):
        out = tmp_path / "paper.docx"
        given = {"period": "2022-23", "audience": "partnership", "out": out, "database": database} | options
        code = main([part for name, value in given.items() for part in (f"--{name}", str(value))])
        return code, capsys.readouterr().err, Path(given["out"])

    return command


def tables(opened):
    """The rows of every table below its caption: the text of the cells."""
    found = {}
    captions = iter(line.text for line in opened.word.paragraphs if line.style.name == "Caption")
    named = [caption for caption in captions if caption.startswith("Table")]
    whole = [table for table in opened.word.tables if table.rows[0].cells[0].text not in ("Council", "Role")]
    for caption, table in zip(named, whole, strict=True):
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        found[caption.partition(": ")[2]] = cells
    return found


def printed(opened, start):
    """The earlier and the later figure of each row of a table."""
    rows = next(rows for caption, rows in tables(opened).items() if caption.startswith(start))
    assert rows[0][1:3] == ["2021-22", "2022-23"]
    return {row[0].lower(): (row[1], row[2], row[3]) for row in rows[1:]}


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(row):
    figures = [f"{int(row[column]):,}" for column in ("previous_2021_22", "current_2022_23")]
    return (*figures, row["change_pct"])


@pytest.mark.parametrize("thing", ["crimes", "incidents"])
def test_every_number_of_homes_and_neighbourhoods_stands_as_published(paper, thing):
    rows = printed(paper, f"{thing.capitalize()} at homes and in their neighbourhoods")
    for row in published(f"{thing}_home_vs_neighbourhood.csv"):
        place = "all homes" if row["kind"] == "total" else row["place"].lower()
        assert rows[place] == expected(row), place


@pytest.mark.parametrize(
    ("name", "column", "things"),
    [
        ("crimes_by_offence_type.csv", "offence_type", "Crimes"),
        ("incidents_by_type.csv", "incident_type", "Incidents"),
    ],
)
def test_every_number_of_a_type_at_a_home_stands_as_published(paper, name, column, things):
    for row in published(name):
        rows = printed(paper, f"{things} by type: {row['home']},")
        assert rows[row[column].lower()] == expected(row), row


def test_every_number_of_the_youth_justice_service_stands_as_published(paper):
    rows = printed(paper, "Youth Justice Service")
    for row in published("youth_justice.csv"):
        assert rows[row["measure"].lower()] == expected(row), row


def test_the_headings_stand_in_the_order_of_the_councils_paper(paper):
    headings = [(line.style.name, line.text) for line in paper.word.paragraphs if line.style.name.startswith("Head")]
    assert [text for style, text in headings if style == "Heading 1"] == [
        "Purpose",
        "Children and young people's overview",
        "Recommendations",
        "Reasons for the recommendations",
        "Supporting information",
        "Police data",
        "Youth Justice Service",
        "Cromarty scores",
        "Challenges",
        "Next steps",
        "Public and stakeholder engagement",
        "Other options considered",
        "Implications",
        "Sign-off",
        "Background information",
    ]


def test_every_page_is_marked_as_not_for_publication(paper):
    section = paper.word.sections[0]
    assert "not for publication" in " ".join(line.text for line in section.header.paragraphs)


def test_charts_are_words_own_and_have_words_for_those_who_do_not_see_them(paper):
    assert len(paper.names("word/charts/chart")) == 5
    drawn = list(paper.xml().iter(SPACE))
    assert len(drawn) == 5
    assert all(len(each.get("descr")) > 40 for each in drawn)
    assert list(paper.dangling()) == []


def test_the_same_day_and_data_give_the_same_file(run, paper):
    code, _, out = run()
    assert code == 0
    assert out.read_bytes() == paper.blob


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"audience": "casework"}, "The audience is partnership or public."),
        ({"period": "2022-23-H1"}, "whole reporting years"),
        ({"period": "soon"}, "soon"),
        ({"period": "2018-19"}, "There is: 2022-23, 2021-22."),
        ({"authority": "Nowhere"}, "There is: Derby City."),
        ({"database": "sqlite:////nowhere/at-all.db"}, "no such database file"),
        ({"database": "mysql://somewhere"}, "DATABASE_URL is not the address"),
        ({"template": "/nowhere/template.docx"}, "/nowhere/template.docx"),
        ({"out": "/nowhere/paper.docx"}, "no folder /nowhere"),
    ],
)
def test_what_cannot_be_made_is_a_sentence_and_writes_nothing(run, options, sentence):
    code, said, out = run(**options)
    assert code == 2
    assert said.startswith("No paper was made. ") and sentence in said
    assert "Traceback" not in said
    assert not out.exists()


@pytest.fixture
def own(sample_url, tmp_path, capsys):
    """The command on a sample of the test's own: own("--keep") answers its code, what it said, and the file."""
    out = tmp_path / "paper.docx"

    def command(*more):
        words = ["--period", "2022-23", "--audience", "partnership", "--out", str(out), "--database", sample_url]
        code = main([*words, *more])
        said = capsys.readouterr()
        return code, said.out + said.err, out.read_bytes() if out.exists() else b""

    return command


@pytest.fixture
def own_engine(sample_url):
    engine = make_engine(sample_url)
    yield engine
    engine.dispose()


def listed(engine):
    return run_fetch(engine, fetch_snapshots, VIEWER, authority="derby-city")


def test_nothing_is_kept_unless_it_is_asked_for_and_then_it_is_the_file_that_was_written(own, own_engine):
    assert own()[0] == 0
    assert listed(own_engine).empty
    code, said, file = own("--keep")
    assert (code, said.splitlines()[1]) == (0, "Kept: it stands first in the list of papers.")
    kept = listed(own_engine)
    assert list(kept["audience"]) == ["partnership"]
    found = {"authority": "derby-city", "snapshot_id": int(kept["id"][0])}
    assert run_fetch(own_engine, fetch_snapshot_file, VIEWER, **found) == file
    again = Opened(own()[2])
    assert "No figure that an earlier paper printed has been revised since." in [p.text for p in again.word.paragraphs]


def test_a_public_paper_is_kept_with_its_appendix(own, own_engine):
    assert own("--audience", "public", "--leave-out-printed", "--keep")[0] == 0
    assert set(listed(own_engine)["audience"]) == {"public", "exempt appendix"}


@pytest.mark.parametrize("more", [[], ["--audience", "public", "--leave-out-printed"]], ids=["partnership", "public"])
def test_of_a_paper_that_cannot_be_kept_nothing_is_written(own, own_engine, tmp_path, monkeypatch, more):
    monkeypatch.setattr("data_access.papers.MOST_SNAPSHOTS", 0)
    code, said, file = own(*more, "--keep")
    assert (code, file) == (2, b"")
    assert said == "No paper was made. 0 papers are kept already, and none is ever removed here.\n"
    assert list(tmp_path.glob("*.docx")) == []
    assert listed(own_engine).empty


def test_the_command_takes_the_sections_that_were_switched_and_says_what_is_not_written(own, own_engine):
    now, owner = datetime(2023, 10, 1, 9, 0), {"authority": "derby-city", "period": "2022-23"}
    for section, is_on in (("climate", False), ("rate", True)):
        save_paper_section(own_engine, VIEWER, section=section, is_on=is_on, now=now, **owner)
    save_narrative(own_engine, VIEWER, section="purpose", text="", accepted=True, version_seen=1, now=now, **owner)
    code, said, file = own()
    assert (code, said.splitlines()[1]) == (0, "Not written yet: Purpose.")
    headings = [line.text for line in Opened(file).word.paragraphs if line.style.name.startswith("Heading")]
    assert "Climate" not in headings and "Children convicted or cautioned" in headings


def test_a_template_that_is_none_is_a_sentence_and_a_good_one_gives_its_looks(run, tmp_path):
    template = tmp_path / "template.docx"
    template.write_bytes(b"no document")
    assert run(template=template)[0] == 2
    template.write_bytes(document([], DocumentSettings("A template")))
    assert run(template=template)[0] == 0


def test_another_authority_by_name_and_the_year_before_are_taken(run):
    assert run(authority="Derby City", against="before")[0] == 0


def test_a_year_that_any_source_covers_whole_is_made_and_says_what_was_not_supplied(own, own_engine):
    with own_engine.begin() as connection:
        connection.execute(text("DELETE FROM period_count"))
        gone = "month >= '2022-10-01' AND source = 'crimes'"
        connection.execute(text(f"DELETE FROM coverage WHERE {gone}"))
    code, said, file = own("--audience", "public", "--leave-out-printed")
    assert (code, said.splitlines()[0].partition(":")[0]) == (0, "Written")
    lines = [line.text for line in Opened(file).word.paragraphs]
    assert "Not supplied for both years." in lines and "All homes: fewer, 430 to 160." in lines
