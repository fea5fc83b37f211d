"""The paper from the command line, opened as its reader gets it."""

import csv
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.document import DocumentSettings, document
from app.paper.__main__ import main
from data_access.settings import Settings
from data_access.startup import open_database
from tests.analysis.document.opened import Opened

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
MOST_SECONDS = 10
SPACE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('paper') / 'sample.db'}"
    open_database(Settings(database_url=url, sign_in="demo")).dispose()
    return url


@pytest.fixture(scope="session")
def paper(database, tmp_path_factory):
    """The paper as `python -m app.paper` writes it, and the seconds of the processor that took."""
    out = tmp_path_factory.mktemp("out") / "paper.docx"
    words = ["--period", "2022-23", "--audience", "partnership", "--out", str(out), "--database", database]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "app.paper", *words], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Written: {out}\nNot written yet: Purpose, ")
    return Opened(out.read_bytes()), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
    rows = printed(paper[0], f"{thing.capitalize()} at homes and in their neighbourhoods")
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
        rows = printed(paper[0], f"{things} by type: {row['home']},")
        assert rows[row[column].lower()] == expected(row), row


def test_every_number_of_the_youth_justice_service_stands_as_published(paper):
    rows = printed(paper[0], "Youth Justice Service")
    for row in published("youth_justice.csv"):
        assert rows[row["measure"].lower()] == expected(row), row


def test_the_headings_stand_in_the_order_of_the_councils_paper(paper):
    headings = [(line.style.name, line.text) for line in paper[0].word.paragraphs if line.style.name.startswith("Head")]
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
    section = paper[0].word.sections[0]
    assert "not for publication" in " ".join(line.text for line in section.header.paragraphs)


def test_charts_are_words_own_and_have_words_for_those_who_do_not_see_them(paper):
    assert len(paper[0].names("word/charts/chart")) == 5
    drawn = list(paper[0].xml().iter(SPACE))
    assert len(drawn) == 5
    assert all(len(each.get("descr")) > 40 for each in drawn)
    assert list(paper[0].dangling()) == []


def test_the_paper_is_made_within_ten_seconds(paper):
    assert paper[1] < MOST_SECONDS


def test_the_same_day_and_data_give_the_same_file(run, paper):
    code, _, out = run()
    assert code == 0
    assert out.read_bytes() == paper[0].blob


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"audience": "public"}, "not available yet"),
        ({"audience": "casework"}, "The audience is partnership."),
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


def test_a_template_that_is_none_is_a_sentence_and_a_good_one_gives_its_looks(run, tmp_path):
    template = tmp_path / "template.docx"
    template.write_bytes(b"no document")
    assert run(template=template)[0] == 2
    template.write_bytes(document([], DocumentSettings("A template")))
    assert run(template=template)[0] == 0


def test_another_authority_by_name_and_the_year_before_are_taken(run):
    assert run(authority="Derby City", against="before")[0] == 0
