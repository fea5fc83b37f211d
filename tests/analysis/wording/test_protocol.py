"""Sentences on the protocol: they say what its tables do not, and no 0 for what was not supplied."""

from datetime import date

import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.periods import parse_period
from analysis.protocol import homes_signed_up, monitoring_counts, recorded_and_closed, time_to_outcome
from analysis.wording.protocol import monitoring_sentences, recorded_sentences, signed_up_sentences, time_sentences

PREVIOUS, CURRENT = parse_period("2022-23-Q1"), parse_period("2022-23-Q2")
LABELS = {"previous_label": "Q1", "current_label": "Q2"}
APRIL, JULY, NOW = date(2022, 4, 1), date(2022, 7, 1), date(2022, 9, 30)
ALWAYS, FROM_JULY = [(APRIL, None)], [(JULY, None)]
NO_CASES = pd.DataFrame(columns=["month", "outcome_class", "by_cps", "count"])


def told(measured):
    return release({"told": measured}, "partnership")["told"]


@pytest.mark.parametrize(
    ("counts", "kept", "said"),
    [
        ((2, 1, 0, 0), ALWAYS, ["Q2: as many got an outcome as were reported.", "Q1: 1 case more was reported than"]),
        ((0, 2, 5, 3), ALWAYS, ["Q2: 2 cases more were reported than", "Q1: 2 cases more were given an outcome than"]),
        ((0, 0, 5, 3), FROM_JULY, ["Q2: 2 cases more were reported than", "Q1: not supplied."]),
    ],
)
def test_the_list_grew_or_became_shorter_by_so_many_cases(counts, kept, said):
    recorded, closed = (pd.DataFrame({"month": [APRIL, JULY], "count": both}) for both in (counts[::2], counts[1::2]))
    found = recorded_sentences(told(recorded_and_closed(recorded, closed, PREVIOUS, CURRENT, kept, NOW)), **LABELS)
    assert all(sentence.startswith(start) for sentence, start in zip(found, said, strict=True))


def test_the_latest_count_is_held_against_the_same_part_before_and_gaps_are_named():
    decided = NO_CASES.copy()
    decided.loc[0] = [JULY, "formal court", False, 3]
    homes = pd.DataFrame({"home_id": [1], "provider": "council", "opened": None, "closed": None, "signed_up": None})
    own = pd.DataFrame(
        [(1, month, 2, 1, 0) for month in (*PREVIOUS.months, *CURRENT.months)],
        columns=["home_id", "month", "internal", "input_helpful", "immediate"],
    )
    parts = [PREVIOUS, CURRENT]
    against = f"{CURRENT.label} against {PREVIOUS.label}: dealt with in the homes 6 to 6"
    found = monitoring_sentences(told(monitoring_counts(own, homes, decided, parts, ALWAYS, NOW)))
    assert found == [f"{against} and outcomes with police 0 to 3."]
    found = monitoring_sentences(told(monitoring_counts(own, homes, decided, parts, FROM_JULY, NOW)))
    assert found == [f"{against}.", f"Outcomes with police: not supplied for {PREVIOUS.label}."]
    assert signed_up_sentences(told(homes_signed_up(homes, *parts, NOW)), **LABELS) == [
        "Not signed up at the end of Q2: 1 home.",
        "Not signed up at the end of Q1: 1 home.",
    ]


@pytest.mark.parametrize(
    ("number", "kept", "said"),
    [
        (19, ALWAYS, "19 cases got an outcome in Q2, 19 in Q1: too few to compare the times."),
        (20, ALWAYS, "20 cases got an outcome in Q2, 20 in Q1. The median was 9 days in Q1 and is 30 days in Q2."),
        (20, FROM_JULY, "Q1: not supplied."),
    ],
)
def test_medians_are_compared_only_of_enough_cases(number, kept, said):
    times = pd.DataFrame(
        {"reported_on": [APRIL, JULY], "outcome_on": [date(2022, 4, 10), date(2022, 7, 31)], "count": number}
    )
    assert time_sentences(told(time_to_outcome(times, PREVIOUS, CURRENT, kept, NOW)), **LABELS) == [said]
