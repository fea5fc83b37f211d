"""Findings and what people wrote, gathered into the pieces of the paper."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from analysis.document import Bullets, ChartPiece, Heading, Note, Paragraph, PrintedTable, SignOff
from analysis.printed import PrintedFigure, RevisedFigure
from analysis.tables import MARKING
from app.paper.background import DIFFERENCES, background
from app.paper.gather import (
    ROLES,
    Text,
    accepted_words,
    figures_of,
    gather,
    generated,
    not_written,
    sign_off_rows,
)
from app.paper.kept import Paper, earlier_questions, revised_since, snapshot_of
from app.paper.sections import SECTIONS, SWITCHED_ON
from data_access.selection import Selection

EVERYTHING = tuple(section.key for section in SECTIONS)


@pytest.fixture(scope="session")
def question(ask):
    return ask()


@pytest.fixture(scope="session")
def made(question, source):
    """Every generated section, made once."""
    return generated(question, source)


@pytest.fixture
def pieces(question, source, made):
    """The pieces of a paper: pieces(texts={"purpose": Text(...)})."""

    def gathered(texts=None, on=SWITCHED_ON, revised=None, sections=made):
        return gather(question, source, sections, texts or {}, on, revised)

    return gathered


def below(pieces, heading):
    """What stands below a heading, up to the next."""
    start = next(n for n, piece in enumerate(pieces) if isinstance(piece, Heading) and piece.text == heading)
    rest = pieces[start + 1 :]
    end = next((n for n, piece in enumerate(rest) if isinstance(piece, Heading)), len(rest))
    return rest[:end]


def of_kind(pieces, kind):
    return [piece for piece in pieces if isinstance(piece, kind)]


def test_every_table_of_figures_is_marked_as_not_for_publication_by_itself(pieces):
    tables = of_kind(pieces(on=EVERYTHING), PrintedTable)
    words_alone = {"What each figure means", "Whom the figures count", "Sources and what they cover"}
    assert len(tables) > 15
    assert {table.caption for table in tables if table.note != f"{MARKING}."} == words_alone


def test_generated_sentences_are_marked_until_these_very_sentences_are_accepted_for_this_year(pieces, made):
    words = accepted_words(made["crimes"])
    for text, is_marked in (
        (None, True),
        (Text(words, True, "2022-23"), False),
        (Text(words, False, "2022-23"), True),
        (Text(words, True, "2021-22"), True),
        (Text(f"{words} Before the data changed.", True, "2022-23"), True),
    ):
        shown = below(pieces({"crimes": text} if text else {}), "Crimes at the homes and in their neighbourhoods")
        assert shown[0] == Bullets(made["crimes"].sentences, generated=is_marked)


def test_typed_text_becomes_paragraphs_and_lists(pieces):
    text = Text("First line.\n\nSecond line.\n- one\n- two\nThird line.", True, "2022-23")
    assert below(pieces({"purpose": text}), "Purpose") == (
        Paragraph("First line."),
        Paragraph("Second line."),
        Bullets(["one", "two"]),
        Paragraph("Third line."),
    )


def test_a_text_of_an_earlier_year_says_that_it_was_taken_over(pieces):
    shown = below(pieces({"purpose": Text("Why.", False, "2021-22")}), "Purpose")
    assert shown[0] == Paragraph("Why.")
    assert isinstance(shown[1], Note) and "2021-22" in shown[1].text


def test_what_is_not_written_is_said_in_its_place_and_listed(pieces):
    assert below(pieces(), "Challenges")[0].text.startswith("Not written yet.")
    titles = not_written({"purpose": Text("Why.", True, "2022-23")}, SWITCHED_ON)
    assert "Challenges" in titles and not {"Purpose", "Sign-off", "Cromarty scores"} & set(titles)


def test_the_sign_off_has_the_usual_roles_or_those_that_were_typed(pieces):
    assert below(pieces(), "Sign-off") == (SignOff([(role, "", "") for role in ROLES]),)
    assert sign_off_rows("Legal; A. Person; 01/10/2023\nFinance") == [
        ("Legal", "A. Person", "01/10/2023"),
        ("Finance", "", ""),
    ]


def test_the_charts_have_the_numbers_of_the_tables(pieces):
    charts = {chart.caption.partition(",")[0]: chart for chart in of_kind(pieces(), ChartPiece)}
    assert {name: (chart.kind, len(chart.categories)) for name, chart in charts.items()} == {
        "Crimes of each home": ("paired bars", 3),
        "Incidents of each home": ("paired bars", 3),
        "Incidents by month": ("lines", 12),
        "Youth Justice Service": ("paired bars", 8),
        "Latest Cromarty score against the first": ("paired bars", 4),
    }
    crimes = charts["Crimes of each home"]
    assert [(series.name, list(series.values)) for series in crimes.series] == [
        ("2021-22", [18, 32, 4]),
        ("2022-23", [5, 10, 3]),
    ]
    assert [sum(series.values) for series in charts["Incidents by month"].series] == [430, 160]
    assert [list(series.values) for series in charts["Latest Cromarty score against the first"].series] == [
        [10, 1, 1, 0]
    ]
    assert all(chart.alt for chart in charts.values())


def test_nothing_in_the_paper_speaks_of_the_page_or_of_a_letter_of_a_child(pieces):
    said = [piece.text for piece in of_kind(pieces(on=EVERYTHING), Note)]
    said += [text for piece in of_kind(pieces(on=EVERYTHING), Bullets) for text in piece.texts]
    assert [text for text in said if " page" in text or "Letters" in text or "this room" in text] == []


def test_the_figures_kept_are_those_of_the_tables(made):
    kept = {(figure.label, figure.period): figure.count for figure in figures_of(made)}
    assert kept["Crimes at Home 2", "2022-23"] == 10
    assert kept["Crimes in Chellaston", "2021-22"] == 936
    assert kept["Incidents at all homes", "2022-23"] == 160
    assert kept["Youth Justice Service, offences committed in period", "2022-23"] == 7
    assert kept["Cromarty scores, improved", "2022-23"] == 10


def test_figures_that_were_revised_are_said_and_those_of_types_stand_in_a_table(pieces):
    on = date(2023, 10, 31)
    crimes = PrintedFigure("Crimes", "Crimes at Home 2", "2022-23", 9)
    of_type = PrintedFigure("Crimes by type: Home 2", "Drug possession at Home 2", "2022-23", 3)
    revised = (RevisedFigure(crimes, on, 10), RevisedFigure(of_type, on, 0))
    shown = below(pieces(revised=revised), "Printed figures that have been revised")
    assert shown[0] == Bullets(("Crimes at Home 2, 2022-23: printed as 9 on 31/10/2023; now 10.",))
    assert list(shown[2].table.text.iloc[0]) == ["Drug possession at Home 2", "2022-23", "3", "31/10/2023", "0"]


def test_a_kept_paper_tells_the_next_one_what_was_revised(question, source, made):
    paper = Paper(SWITCHED_ON, made, {}, None)
    now = datetime(2023, 10, 31, 9, 0)
    kept = snapshot_of(question, source, paper, b"file", data_version=7, now=now, template="")
    assert (kept.first_month, kept.last_month) == (date(2022, 4, 1), date(2023, 3, 1))
    assert json.loads(kept.coverage)["crimes"] == "2023-03-31"
    snapshots = pd.DataFrame([{"settings": kept.settings, "made_at": now}])
    figures = figures_of(made)
    assert revised_since(snapshots, figures) == ()
    changed = [replace(figure, count=11) if figure.label == "Crimes at Home 2" else figure for figure in figures]
    assert [(each.printed.period, each.printed.count, each.now) for each in revised_since(snapshots, changed)] == [
        ("2021-22", 32, 11),
        ("2022-23", 10, 11),
    ]
    assert revised_since(snapshots.head(0), figures) is None


def test_a_paper_on_another_year_is_worked_out_again_as_it_was_asked(ask, question):
    snapshots = pd.DataFrame(
        {
            "settings": [
                json.dumps({"period": "2022-23", "previous": "2021-22"}),
                json.dumps({"period": "2021-22", "previous": "2020-21"}),
                json.dumps({"sections": []}),
            ]
        }
    )
    assert earlier_questions(question, snapshots) == (ask(current="2021-22", previous="2020-21"),)


def test_a_choice_of_homes_does_not_reach_the_paper(ask, source, made):
    chosen = generated(ask(lines=("home-2",)), source, ("crimes",))["crimes"]
    assert (chosen.sentences, chosen.figures) == (made["crimes"].sentences, made["crimes"].figures)


def test_the_paper_knows_no_streamlit():
    code = "import sys, app.paper.__main__; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_known_differences_from_a_printed_paper_stand_in_the_papers_of_its_council_alone(ask, source):
    def headings(authority):
        asked = replace(ask(), selection=Selection(authority))
        return [piece.text for piece in of_kind(background(asked, source).pieces, Heading)]

    assert DIFFERENCES in headings("derby-city")
    assert DIFFERENCES not in headings("elsewhere")
