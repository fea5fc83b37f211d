"""Figures as papers printed them, and which have been revised since."""

from datetime import date

import pandas as pd

from analysis.printed import PrintedFigure, RevisedFigure, printed_figures, revised_figures
from analysis.tables import Table
from analysis.wording import FORBIDDEN, carried_words, revised_figures_sentences

FIRST, SECOND = date(2023, 10, 31), date(2024, 10, 31)


def figure(count, *, measure="Crimes", label="Crimes at Home 2", period="2022-23"):
    return PrintedFigure(measure, label, period, count)


def test_what_was_withheld_or_not_supplied_is_no_figure():
    numbers = pd.DataFrame(
        {
            "Place": ["Home 1", "Home 2", "Home 3/4"],
            "2022-23": [5.0, None, None],
            "2022-23 status": ["shown", "withheld", "not supplied"],
        }
    )
    table = Table("Crimes", numbers, numbers)
    names = ["Crimes at Home 1", "Crimes at Home 2", "Crimes at Home 3/4"]
    assert printed_figures(table, "Crimes", names, ["2022-23"]) == (figure(5.0, label="Crimes at Home 1"),)


def test_a_column_may_bear_another_name_than_its_period():
    numbers = pd.DataFrame({"Score": ["Improved"], "Children": [10.0], "Children status": ["shown"]})
    told = printed_figures(Table("Scores", numbers, numbers), "Cromarty", ["improved"], ["Children"], ["2022-23"])
    assert told == (figure(10.0, measure="Cromarty", label="improved"),)


def test_a_figure_that_is_the_same_now_was_not_revised():
    assert revised_figures([(figure(10), FIRST)], [figure(10)]) == ()


def test_a_figure_that_differs_is_told_with_the_day_it_was_printed():
    assert revised_figures([(figure(10), FIRST)], [figure(11)]) == (RevisedFigure(figure(10), FIRST, 11),)


def test_of_a_figure_printed_twice_the_newest_paper_counts():
    assert revised_figures([(figure(11), SECOND), (figure(10), FIRST)], [figure(11)]) == ()


def test_what_is_not_known_now_was_not_revised():
    other = figure(3, label="Crimes at Home 1")
    assert revised_figures([(figure(10), FIRST)], [other]) == ()


def test_a_type_that_is_no_longer_in_the_table_of_its_home_is_none_now():
    drugs = figure(1, measure="Crimes by type: Home 2", label="Drugs at Home 2")
    theft = figure(2, measure="Crimes by type: Home 2", label="Theft at Home 2")
    assert revised_figures([(drugs, FIRST), (theft, FIRST)], [theft]) == (RevisedFigure(drugs, FIRST, 0.0),)
    assert revised_figures([(drugs, FIRST)], [figure(2)]) == ()


def test_the_sentence_says_what_was_printed_when_and_what_is_known_now():
    revised = [RevisedFigure(figure(1234), FIRST, 1235)]
    said = "Crimes at Home 2, 2022-23: printed as 1,234 on 31/10/2023; now 1,235."
    assert revised_figures_sentences(revised) == (said,)
    assert len(FORBIDDEN) > 0 and "2021-22" in carried_words("2021-22")
