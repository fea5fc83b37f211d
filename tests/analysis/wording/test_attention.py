"""What needs attention, in words."""

from datetime import date

from analysis.wording import many_lines_note, overdue_words, sources_sentences


def test_a_late_source_is_told_with_how_far_it_reaches():
    told = overdue_words(date(2022, 12, 31), date(2023, 5, 31))
    assert told == "supplied up to 31/12/2022, which is late on 31/05/2023"


def test_a_source_never_supplied_is_not_called_late():
    assert overdue_words(None, date(2023, 5, 31)) == "not supplied"


def test_where_all_homes_are_drawn_nothing_is_said_of_it():
    assert many_lines_note(6, 6) == ""
    assert many_lines_note(6, 40).startswith("Of 40 homes the picture shows 6: those with fewer")


def test_where_no_home_has_a_verdict_the_first_of_the_register_are_drawn():
    assert many_lines_note(6, 40, judged=False) == (
        "Of 40 homes the picture shows the first 6 of the register. The table of all homes stands further below."
    )
    assert many_lines_note(6, 6, judged=False) == ""


def test_sources_of_which_the_same_is_said_share_a_sentence():
    told = [("Police crimes", "not supplied"), ("Cromarty scores", "late"), ("Occupancy of the homes", "not supplied")]
    assert sources_sentences(told) == ["Police crimes, Occupancy of the homes: not supplied.", "Cromarty scores: late."]
