"""What the first page says should be looked at."""

from dataclasses import replace
from datetime import date

from app.findings.attention import attention
from app.findings.offences import outcome_classes
from app.findings.supply import overdue
from data_access.coverage import fetch_coverage, fetch_sources


def before_any_action_is_due(question):
    return replace(question, now=date(2022, 6, 1))


def test_on_the_sample_only_the_run_of_months_stands_out_beside_late_actions(ask, source):
    assert attention(before_any_action_is_due(ask()), source) == (
        "Incidents at all homes together: 13 months in a row below the mean of 24.6, March 2022 to March 2023.",
    )


def test_where_nothing_stands_out_that_is_said(ask, source):
    assert attention(before_any_action_is_due(ask(lines=("home-1",))), source) == (
        "Nothing: no source is late, and every source covers both periods.",
    )


def test_every_source_is_late_from_the_day_that_the_page_of_loads_names(ask, source):
    own_day = date(2023, 3, 31)
    assert set(overdue(source, "derby-city", own_day)["Overdue since"]) == {"not overdue"}
    for day in (own_day, date(2023, 7, 31)):
        assert not [told for told in attention(replace(ask(), now=day), source) if "which is late" in told]
    assert set(overdue(source, "derby-city", date(2023, 8, 1))["Overdue since"]) == {"01/08/2023"}
    told = attention(replace(ask(), now=date(2023, 8, 1)), source)
    first = next(sentence for sentence in told if not sentence.startswith(("Overdue since", "And ")))
    assert first.startswith("Police incidents, Police crimes, ")
    assert first.endswith("supplied up to 31/03/2023, which is late on 01/08/2023.")


def test_a_source_never_supplied_and_a_month_left_out_are_both_said(ask, source):
    def with_gaps(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        if fetch is fetch_sources:
            return found[found["source"] != "occupancy"]
        if fetch is fetch_coverage and kwargs["source"] == "youth_justice":
            return found[found["month"] != date(2022, 5, 1)]
        return found

    told = attention(ask(), with_gaps)
    assert "Occupancy of the homes: not supplied." in told
    assert "Youth Justice Service events not supplied: May 2022." in told


def test_a_type_is_called_new_at_all_homes_together_only(ask, source):
    periods = {"current": "2022-23-Q4", "previous": "2021-22-Q4"}
    for lines in ((), ("home-1",), ("home-2",), ("home-1", "home-3-4")):
        told = attention(ask(lines=lines, **periods), source)
        assert not lines or not any(sentence.startswith("New in") for sentence in told)


def test_outcomes_are_those_of_all_homes_whatever_homes_are_chosen(ask, source):
    every, one = outcome_classes(ask(), source), outcome_classes(ask(lines=("home-3-4",)), source)
    assert one.tables[0].text.equals(every.tables[0].text)
    assert (one.title, one.sentences, one.scope) == (every.title, every.sentences, every.scope)
    assert any("choice of homes does not apply" in note for note in one.notes)
