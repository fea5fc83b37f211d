import re
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import Released, release
from analysis.interventions import contacts_by_deliverer, contacts_by_month
from analysis.periods import parse_period
from analysis.wording import (
    CONTACTS_ARE_NEUTRAL,
    FORBIDDEN,
    children_involved_sentence,
    contacts_by_month_sentences,
    contacts_by_month_title,
    deliverers_sentences,
    deliverers_title,
)

FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
LONG_LABELS = {"previous_label": "October 2021 to March 2022", "current_label": "October 2022 to March 2023"}
BEFORE, NOW = parse_period("2021-22-Q2"), parse_period("2022-23-Q2")
some_counts = st.integers(0, 40)


def deliverers(
    previous: dict[str, int], current: dict[str, int], covered: tuple[str, ...] = ("previous", "current")
) -> Released:
    rows = [(when, name, n) for when, of in (("previous", previous), ("current", current)) for name, n in of.items()]
    frame = pd.DataFrame(rows, columns=["period", "delivered_by", "count"])
    return release({"t": contacts_by_deliverer(frame, dict.fromkeys(covered, True))}, "partnership")["t"]


def months(previous: list[int | None], current: list[int | None]) -> Released:
    """Contacts of the months of a quarter in two years; None: not supplied."""
    told = [*zip(BEFORE.months, previous, strict=True), *zip(NOW.months, current, strict=True)]
    counts = pd.DataFrame([(m, n) for m, n in told if n], columns=["month", "count"])
    coverage = pd.DataFrame({"month": pd.Series([m for m, n in told if n is not None], dtype=object)})
    return release({"t": contacts_by_month(counts, coverage, BEFORE, NOW)}, "partnership")["t"]


def test_who_delivered_most_contacts_is_the_finding() -> None:
    released = deliverers({"Youth Justice Service": 20, "Nurse": 17}, {"Youth Justice Service": 58, "Nurse": 38})
    assert deliverers_title(released, **LABELS) == "Youth Justice Service delivered 58 of 96 contacts"
    assert deliverers_sentences(released, **LABELS) == [
        "Youth Justice Service: 58 of 96 contacts; 20 of 37 in 2021-22.",
        "Contacts were delivered by 2 services; by as many in 2021-22.",
    ]


def test_contacts_without_a_deliverer_are_said_and_are_no_service() -> None:
    released = deliverers({"Nurse": 2}, {"": 5, "Nurse": 1, "Tutor": 1})
    assert deliverers_title(released) == "Who delivered is not recorded for 5 of 7 contacts"
    assert deliverers_sentences(released, **LABELS) == [
        "Nurse: 1 of 7 contacts; 2 of 2 in 2021-22.",
        "Contacts were delivered by 2 services; by 1 in 2021-22.",
        "Who delivered is not recorded for 5 of 7 contacts; 0 of 2 in 2021-22.",
    ]


def test_no_contacts_and_none_supplied_are_told_apart() -> None:
    assert deliverers_title(deliverers({}, {})) == "No contacts with services in either period"
    assert deliverers_title(deliverers({"Nurse": 2}, {})) == "Contacts with services: 2 to 0"
    assert deliverers_sentences(deliverers({}, {"Nurse": 2}), **LABELS) == [
        "Nurse: 2 of 2 contacts; none in 2021-22.",
        "Contacts were delivered by 1 service; by none in 2021-22.",
    ]
    gap = deliverers({}, {"Nurse": 2}, covered=("current",))
    assert deliverers_title(gap, **LABELS) == "Contacts with services: 2021-22 not supplied"
    assert deliverers_sentences(gap, **LABELS) == [
        "Contacts with services: 2021-22 not supplied, so nothing is compared."
    ]


def test_a_deliverer_with_a_long_name_is_left_out_of_the_title_only() -> None:
    name = "Child and adolescent mental health service of the county and the city"
    released = deliverers({name: 3}, {name: 4})
    assert deliverers_title(released) == "Contacts with services: 3 to 4"
    assert deliverers_sentences(released)[0].startswith(f"{name}: 4 of 4 contacts")


def test_months_lie_between_two_counts() -> None:
    released = months([0, 6, 3], [2, 14, 7])
    assert contacts_by_month_title(released, **LABELS) == "Contacts a month: 0 to 6, then 2 to 14"
    assert contacts_by_month_sentences(released, **LABELS) == [
        "Contacts in a month: 0 to 6 in 2021-22, 2 to 14 in 2022-23.",
        "Months without a contact: 1 of 3 in 2021-22, none of 3 in 2022-23.",
    ]


def test_months_not_supplied_are_counted_and_not_read_as_none() -> None:
    released = months([4, None, 4], [None, None, None])
    assert contacts_by_month_title(released, **LABELS) == "Contacts by month: 2022-23 not supplied"
    assert contacts_by_month_sentences(released, **LABELS) == [
        "Contacts in a month: 4 in the 2 months of 2021-22 that were supplied.",
        "1 of 3 months of 2021-22 was not supplied.",
        "Contacts of 2022-23: not supplied.",
    ]
    nothing = months([None] * 3, [None] * 3)
    assert contacts_by_month_title(nothing) == "Contacts by month: neither period supplied"


def test_a_range_over_gaps_is_no_finding_and_no_months_without_a_contact_are_counted_over_them() -> None:
    released = months([0, 8, 3], [1, None, None])
    assert contacts_by_month_title(released, **LABELS) == "Contacts: 2 of 3 months of 2022-23 not supplied"
    assert contacts_by_month_title(released, **LONG_LABELS) == "Contacts: 2 of 3 months not supplied"
    assert contacts_by_month_sentences(released, **LABELS) == [
        "Contacts in a month: 0 to 8 in 2021-22, 1 in the 1 month of 2022-23 that was supplied.",
        "Months without a contact: 1 of 3 in 2021-22.",
        "2 of 3 months of 2022-23 were not supplied.",
    ]
    both = months([0, None, 3], [0, None, None])
    assert contacts_by_month_title(both, **LABELS) == "Contacts: 3 of 6 months not supplied"
    assert "without a contact" not in " ".join(contacts_by_month_sentences(both, **LABELS))


@given(st.dictionaries(st.sampled_from(["", "A", "B", "Long name of a service"]), some_counts), some_counts)
def test_words_on_deliverers_are_short_without_percentages_or_judgement(current: dict[str, int], before: int) -> None:
    released = deliverers({"A": before}, current)
    title, sentences = deliverers_title(released, **LONG_LABELS), deliverers_sentences(released, **LONG_LABELS)
    said = " ".join([title, *sentences, CONTACTS_ARE_NEUTRAL])
    assert sentences
    assert len(title.split()) <= 10
    assert not FORBIDDEN_WORDS.search(said)
    assert "%" not in said


@given(*[st.lists(st.none() | some_counts, min_size=3, max_size=3)] * 2)
def test_words_on_months_are_short_without_percentages_or_judgement(
    previous: list[int | None], current: list[int | None]
) -> None:
    released = months(previous, current)
    title = contacts_by_month_title(released, **LONG_LABELS)
    sentences = contacts_by_month_sentences(released, **LONG_LABELS)
    said = " ".join([title, *sentences])
    assert sentences
    assert len(title.split()) <= 10
    assert not FORBIDDEN_WORDS.search(said)
    assert "%" not in said
    assert ("supplied" in said) == (None in previous or None in current)


def test_how_few_children_are_behind_it_is_said(tables: Any) -> None:
    assert children_involved_sentence(tables.derby_youth_justice(), **LABELS) == (
        "4 children involved in 2022-23, 3 in 2021-22: too few children to read as a trend."
    )
    many = tables.youth_justice_of({"children": (120, 90)})
    assert children_involved_sentence(many, **LABELS) == "90 children involved in 2022-23, 120 in 2021-22."
