"""A question that someone put together, in words."""

import pytest

from analysis.wording import narrowed_words, question_words

PERIODS = {"current": "April 2022 to March 2023", "previous": "April 2021 to March 2022"}


def test_a_question_is_asked_as_one_would_say_it():
    things = narrowed_words("crimes", "VIOLENCE WITHOUT INJURY", "type")
    assert question_words("crimes", things=things, line_names=("Home 2",), area=True, **PERIODS) == (
        "How many crimes of violence without injury were recorded at Home 2 in April 2022 to March 2023, against April "
        "2021 to March 2022 and its neighbourhood?"
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("crimes", "", ""), "crimes"),
        (("crimes", "ROBBERY", "type"), "crimes of robbery"),
        (("crimes", "Theft", "group"), "crimes in the group Theft"),
        (("incidents", "Missing Person", "type"), "incidents closed as Missing Person"),
        (("incidents", "Drugs *C*", "type"), "incidents closed as Drugs (crime-related)"),
    ],
)
def test_what_is_counted_has_words(asked, words):
    assert narrowed_words(*asked) == words


def test_a_split_and_homes_stand_in_the_question_and_years_are_compared_with_nothing():
    split = question_words("incidents", things="incidents", line_names=("A", "B"), split="quarter", **PERIODS)
    assert split.startswith("How many incidents were recorded at A and B, by quarter, in April 2022")
    years = question_words("crimes", things="crimes", split="year", **PERIODS)
    assert years == "How many crimes were recorded at all homes in each reporting year?"
    assert question_words("named", name="Breach", **PERIODS).startswith("Breach: how many were there in April 2022")
    assert question_words("cromarty", **PERIODS).endswith("in April 2022 to March 2023?")
    many = question_words("missing", line_names=tuple("ABCDE"), **PERIODS)
    assert "at 5 homes" in many
