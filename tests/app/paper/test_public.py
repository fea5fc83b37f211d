"""The public paper from the database of the sample through to the text of the Word document."""

import re

import pytest

from app.paper.__main__ import main
from data_access.database import make_engine
from tests.analysis.document.opened import Opened
from tests.app.paper.public_opened import (
    everything_in,
    lines_of,
    printed_in,
    published,
    sign,
    snapshots_of,
    tables_of,
)
from tests.conftest import fill_with_sample

ALL_KNOWN = (
    "Every number of crimes in 2021-22 is public knowledge from an earlier paper: none can be protected any more."
)


@pytest.fixture(scope="module")
def database(sqlite_databases):
    """The address of a sample of this file's own, on which both sign-offs are recorded."""
    url = sqlite_databases.copy_of("sample", fill_with_sample)
    engine = make_engine(url)
    sign(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def command(database, tmp_path_factory):
    """Runs `python -m app.paper --audience public`: command("--appendix", path) answers code, document and path."""

    def run(*more, url=database):
        out = tmp_path_factory.mktemp("out") / "paper.docx"
        words = ["--period", "2022-23", "--audience", "public", "--out", out, "--database", url, *more]
        code = main([str(word) for word in words])
        return code, Opened(out.read_bytes()) if out.exists() else None

    return run


@pytest.fixture(scope="module")
def both(command, tmp_path_factory):
    """The public paper with the paper of 2023 left out of account, and its exempt appendix."""
    appendix = tmp_path_factory.mktemp("out") / "appendix.docx"
    code, paper = command("--leave-out-printed", "--appendix", appendix)
    assert code == 0
    return paper, Opened(appendix.read_bytes())


@pytest.fixture(scope="module")
def paper(both):
    return both[0]


@pytest.fixture(scope="module")
def in_account(command):
    """The public paper as it is by default: with the paper of 2023 in account."""
    code, paper = command()
    assert code == 0
    return paper


def test_crimes_by_home(paper):
    assert printed_in(paper, "Crimes at the homes") == [
        ("Homes 1 and 3/4 together", "22", "8"),
        ("Home 2", "32", "10"),
        ("All homes", "54", "18"),
        ("Both areas together", "4,783", "4,582"),
    ]
    assert "Homes 1 and 3/4 together: fewer than 6 at one of them." in lines_of(paper)


def test_crimes_by_type_of_all_homes_together(paper):
    named, other = printed_in(paper, "Crimes by type, all homes together")
    assert set(named[0].lower().split(" and ")) == {"violence without injury", "criminal damage"}
    assert (named[1:], other) == (("32", "6"), ("Other types", "22", "12"))


def test_incidents_by_home(paper):
    assert printed_in(paper, "Incidents at the homes") == [
        ("Home 1", "122", "19"),
        ("Home 2", "195", "75"),
        ("Home 3/4", "113", "66"),
        ("All homes", "430", "160"),
        ("Both areas together", "11,853", "11,417"),
    ]


def test_incidents_by_type_of_all_homes_together(paper):
    rows = printed_in(paper, "Incidents by type, all homes together")
    assert [(name.partition("/")[0].partition(" (")[0], *counts) for name, *counts in rows] == [
        ("Missing Person", "306", "115"),
        ("Concern for Safety", "28", "9"),
        ("Violence", "19", "9"),
        ("Other types", "77", "27"),
    ]


def test_the_youth_justice_service_is_a_sentence_and_no_table(paper):
    assert "Fewer than six children each year; details withheld." in lines_of(paper)
    assert [caption for caption in tables_of(paper) if "Youth" in caption] == []


def test_ten_of_twelve_by_the_recorded_exemption(paper):
    assert "2022-23: 10 of 12 improved." in lines_of(paper)
    said = "A recorded exemption (Corporate Parenting Committee, 02/10/2023); not split further."
    assert said in lines_of(paper)


def test_the_rate_as_the_department_published_it(paper):
    assert printed_in(paper, "Children convicted or cautioned") == [("Derby", "4%", "4%"), ("England", "2%", "2%")]


def test_who_allowed_rows_by_home_is_printed(paper):
    allowed = "were allowed by: Director of Children's Services, 02/10/2023."
    assert any(line.endswith(allowed) for line in lines_of(paper))


def test_no_other_number_of_the_homes_stands_anywhere_in_the_document(paper):
    """Not in a chart, its workbook, an alternative text or a sentence: the published numbers that were withheld."""
    text = everything_in(paper) + " ".join(node.get("descr") or "" for node in paper.xml().iter())
    for name in ("Chellaston", "Boulton", "Osmaston", "Sexual", "Domestic", "Sudden Death", "STALKING"):
        assert name not in text, name
    for number in ("936", "873", "3,847", "3,709", "2,591", "2,503", "9,262", "8,914"):
        assert number not in text, number
    charts = {(series, value) for series in ("2021-22", "2022-23") for value in _drawn(paper, series)}
    assert {value for series, value in charts if series == "2022-23"} == {10, 8, 6, 12, 19, 75, 66, 115, 9, 27}


def _drawn(opened, series):
    """Every value that charts draw of one year."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    for name in opened.names("word/charts/chart"):
        for each in opened.xml(name).iter(f"{space}ser"):
            if series in "".join(each.find(f"{space}tx").itertext()):
                yield from (float(node.text) for node in each.find(f"{space}val").iter(f"{space}v"))


def test_changes_are_said_of_printed_numbers_without_percentages(paper):
    lines = lines_of(paper)
    assert "Home 2: fewer, 32 to 10." in lines
    assert "All homes: fewer, 430 to 160." in lines
    rest = [line for line in lines if re.search(r"\d%", line)]
    assert rest == []


def test_the_paper_is_for_the_public_and_nothing_in_it_says_otherwise(paper):
    section = paper.word.sections[0]
    around = " ".join(line.text for part in (section.header, section.footer) for line in part.paragraphs)
    assert "For the public" in around
    assert "not for publication" not in (around + everything_in(paper)).lower()
    assert "Generated:" not in everything_in(paper)


def test_the_sections_are_those_of_the_partnerships_paper_without_months_and_plan(paper):
    headings = [line.text for line in paper.word.paragraphs if line.style.name.startswith("Heading")]
    assert headings[:6] == [
        "Purpose",
        "Children and young people's overview",
        "Recommendations",
        "Reasons for the recommendations",
        "Supporting information",
        "Vision",
    ]
    wanted = ("Challenges", "Next steps", "Public and stakeholder engagement", "Other options considered", "Sign-off")
    assert [heading for heading in headings if heading in wanted] == list(wanted)
    assert {"Implications", "How numbers are printed", "Definitions", "Sources and coverage"} <= set(headings)
    assert not {"Incidents by month", "Progress against the action plan"} & set(headings)


def test_with_the_paper_of_2023_in_account_it_says_that_nothing_can_be_protected_any_more(in_account, paper):
    assert ALL_KNOWN in lines_of(in_account)
    assert printed_in(in_account, "Crimes at the homes") == printed_in(paper, "Crimes at the homes")
    assert ALL_KNOWN not in lines_of(paper)
    assert "What was printed in the paper of 31/10/2023 was left out of account." in lines_of(paper)


def test_the_appendix_holds_every_published_row_and_is_headed_as_exempt(both):
    _, appendix = both
    title = next(line.text for line in appendix.word.paragraphs if line.text.strip())
    assert title == "Exempt appendix - not for publication"
    assert title in " ".join(line.text for line in appendix.word.sections[0].header.paragraphs)
    for thing, by_type, column in (
        ("Crimes", "crimes_by_offence_type", "offence_type"),
        ("Incidents", "incidents_by_type", "incident_type"),
    ):
        for row in published(f"{thing.lower()}_home_vs_neighbourhood"):
            place = "All homes" if row["kind"] == "total" else row["place"]
            assert _figures(appendix, f"{thing} at homes", place) == _published(row), row
        for row in published(by_type):
            assert _figures(appendix, f"{thing} by type: {row['home']},", row[column]) == _published(row), row
    for row in published("youth_justice"):
        assert _figures(appendix, "Youth Justice Service", row["measure"]) == _published(row), row


def _figures(opened, start, name):
    return next(tuple(row[1:3]) for row in printed_in(opened, start) if row[0].lower() == name.lower())


def _published(row):
    return tuple(f"{int(row[column]):,}" for column in ("previous_2021_22", "current_2022_23"))


@pytest.fixture(scope="module")
def unsigned(sqlite_databases):
    """The address of a sample on which nobody signed anything."""
    return sqlite_databases.copy_of("sample", fill_with_sample)


def test_without_sign_off_there_are_totals_only_and_no_ten_of_twelve(command, unsigned):
    code, paper = command("--leave-out-printed", url=unsigned)
    assert code == 0
    assert printed_in(paper, "Incidents at the homes") == [
        ("All homes", "430", "160"),
        ("Both areas together", "11,853", "11,417"),
    ]
    assert "Rows by home need a recorded sign-off (children unknown), without it totals only." in lines_of(paper)
    assert "2022-23: Fewer than six children on one side; details withheld." in lines_of(paper)
    assert "10 of 12" not in everything_in(paper)
    assert len(printed_in(paper, "Incidents by type")) == 4


def test_the_command_keeps_no_paper_and_leaves_no_pattern(database, both, in_account):
    engine = make_engine(database)
    assert snapshots_of(engine).empty
    engine.dispose()


def test_the_same_day_and_data_give_the_same_file(command, in_account):
    assert command()[1].blob == in_account.blob


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--audience", "partnership", "--leave-out-printed"], "go with --audience public"),
        (["--appendix", "/nowhere/appendix.docx"], "no folder /nowhere"),
        (["--period", "2022-23-H1"], "whole reporting years"),
        (["--against", "before", "--period", "2021-22"], ""),
    ],
)
def test_what_cannot_be_made_is_a_sentence(command, capsys, more, sentence):
    code, paper = command(*more)
    said = capsys.readouterr().err
    if sentence:
        assert (code, paper) == (2, None)
        assert said.startswith("No paper was made. ") and sentence in said
    else:
        assert code == 0
        assert "Not supplied for both years." in lines_of(paper)


def test_one_file_cannot_be_both_documents(database, tmp_path, capsys):
    out = str(tmp_path / "one.docx")
    words = ["--period", "2022-23", "--audience", "public", "--database", database, "--out", out, "--appendix", out]
    assert main(words) == 2
    assert "need two files" in capsys.readouterr().err


def test_numbers_that_cannot_be_tried_in_time_give_a_sentence_and_no_paper(command, capsys, monkeypatch):
    monkeypatch.setattr("analysis.attack.LARGEST_PROBLEM", 1)
    code, paper = command()
    assert (code, paper) == (2, None)
    assert "nothing can be said to be safe: " in capsys.readouterr().err
