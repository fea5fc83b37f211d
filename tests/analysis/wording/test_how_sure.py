"""What is said behind "How sure are we?", and what is never said there."""

import re
from math import nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.breakdown import outcome_breakdown
from analysis.disclosure import release
from analysis.ratios import exact_rate_ratio, widened_rate_ratio
from analysis.results import count_figure, figure, ratio_figures, result_frame
from analysis.uncertainty import count_intervals, result_shares
from analysis.wording import (
    CANNOT_SAY_COMPARISON,
    CANNOT_SAY_CROMARTY,
    CANNOT_SAY_MISSING,
    CANNOT_SAY_OUTCOMES,
    CANNOT_SAY_TYPES,
    CANNOT_SAY_YJS,
    FORBIDDEN,
    cromarty_interval_sentences,
    outcome_share_sentences,
    ratio_alt,
    ratio_sentences,
    share_interval_sentences,
    type_ratio_sentences,
    youth_justice_interval_sentences,
)

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
KEYS = ("place", "place_kind", "order")
EVERY_CANNOT_SAY = (
    CANNOT_SAY_COMPARISON,
    CANNOT_SAY_CROMARTY,
    CANNOT_SAY_MISSING,
    CANNOT_SAY_OUTCOMES,
    CANNOT_SAY_TYPES,
    CANNOT_SAY_YJS,
)
counts = st.tuples(st.integers(0, 60), st.integers(0, 60))


def give(keys, rows):
    return release({"table": result_frame(keys, rows)}, "partnership")["table"]


def homes(found, phi=3.0, months=24, **choices):
    """Homes by name with (before, now), and all homes together."""
    together = tuple(sum(both[when] for both in found.values()) for when in (0, 1))
    rows = []
    for order, (name, both) in enumerate([*found.items(), ("All homes", together)]):
        kind = "all homes" if name == "All homes" else "home"
        keys = dict(zip(KEYS, (name, kind, order), strict=True))
        rows += [count_figure(keys, "previous", both[0]), count_figure(keys, "current", both[1])]
        rows += ratio_figures(keys, *both, phi, months, **choices)
    return give(KEYS, rows)


def said(found, **choices):
    return " ".join(ratio_sentences(homes(found, **choices), "crime", **LABELS))


def forbidden_in(text):
    return [rule for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)]


def test_it_says_why_the_exact_interval_is_too_narrow_and_what_decides_instead():
    text = said({"Home 1": (18, 5), "Home 2": (32, 10), "Home 3/4": (4, 3)})
    assert "in runs from one child" in text
    assert "false alarm in 35 of 100 cases" in text
    assert "only where the thin bar leaves out 1 and there were at least 20 crimes" in text


def test_the_verdict_on_each_home_is_told_with_its_reason():
    text = said({"Home 1": (18, 5), "Home 2": (32, 10), "Home 3/4": (4, 3)})
    told = "the usual ups and downs at Home 1 and Home 2; too few to compare at Home 3/4; fewer at all homes together"
    assert told in text


def test_where_the_widening_made_the_difference_is_said():
    assert "By the thick bar alone it would have been fewer at Home 1." in said({"Home 1": (18, 5), "Home 2": (9, 9)})
    assert "more at Home 1" in said({"Home 1": (5, 18), "Home 2": (9, 9)})
    assert "thick bar alone" not in said({"Home 1": (18, 17), "Home 2": (9, 9)})


def test_the_phi_found_is_said_and_so_is_the_setting_where_the_months_tell_nothing():
    assert "Here phi is 2.2." in said({"Home 1": (18, 5)}, phi=2.2)
    assert "taken as 3" not in said({"Home 1": (18, 5)}, phi=2.2)
    assert "Where the months cannot tell phi, it is taken as 3." in said({"Home 1": (18, 5)}, months=0)


def test_that_few_months_leave_phi_at_least_the_setting_is_said():
    few = said({"Home 1": (18, 5)}, months=6)
    assert "From less than two half-years, phi is taken as at least 3: so few months cannot tell it well." in few
    assert "half-years" not in said({"Home 1": (18, 5)}, months=12)
    assert "half-years" not in said({"Home 1": (18, 5)}, months=11, phi=1.4)


def test_about_5_of_100_is_said_only_where_years_of_months_told_phi():
    found = {"Home 1": (18, 5), "Home 2": (32, 10)}
    assert "about 5 would say fewer or more" in said(found)
    assert "about 5 to 12 would say fewer or more" in said(found, months=12)
    assert "about 5 to 12 would say fewer or more" in said(found, months=0)


def test_how_many_verdicts_are_made_at_once_is_said_from_two_on():
    assert "3 verdicts are made here at once" in said({"Home 1": (18, 5), "Home 2": (32, 10), "Home 3/4": (4, 3)})
    assert "at once" not in said({"Home 1": (18, 5)})


def test_many_homes_are_counted_and_not_listed():
    text = said({f"Home {number}": (18, 5) for number in range(1, 12)})
    assert "the usual ups and downs for 11; fewer for 1." in text
    assert "Home 7" not in text


def test_a_single_home_is_not_spoken_of_as_all_homes():
    assert "all homes" not in said({"Home 1": (18, 5)})


@pytest.mark.parametrize("found", [{"Home 1": (nan, 5)}, {"Home 1": (0, 0)}, {}])
def test_where_nothing_is_compared_nothing_is_explained(found):
    assert ratio_sentences(homes(found), "crime", **LABELS) == []


def test_a_home_not_open_is_given_no_verdict():
    assert said({"Home 1": (30, 5)}, open_throughout=False) == ""


def test_only_the_real_comparison_speaks_of_the_lower_part(tables):
    assert "In the lower part" in " ".join(ratio_sentences(tables.derby_comparison("crime"), "crime", **LABELS))
    assert "In the lower part" not in said({"Home 1": (18, 5)})


@given(st.dictionaries(st.sampled_from(["Home 1", "Home 2", "Home 3/4"]), counts, min_size=1), st.floats(1, 9))
@settings(max_examples=60)
def test_what_is_said_of_a_home_is_true_of_its_counts(found, phi):
    text = said(found, phi=phi)
    assert not forbidden_in(text)
    verdicts = text.partition("Here: ")[2].partition(".")[0]
    for name, (before, now) in found.items():
        group = next((part for part in verdicts.split("; ") if re.search(rf"\b{name}(?!\w)", part)), "")
        _, low, high = widened_rate_ratio(before, now, phi)
        if group.startswith("fewer"):
            assert before + now >= 20 and high < 1
        elif group.startswith("more"):
            assert before + now >= 20 and low > 1
        elif group.startswith("too few"):
            assert before + now < 20
        elif group.startswith("the usual"):
            assert low <= 1 <= high
    alone = text.partition("By the thick bar alone")[2].partition(".")[0]
    for name, (before, now) in found.items():
        if re.search(rf"\b{name}(?!\w)", alone):
            _, low, high, _ = exact_rate_ratio(before, now)
            assert high < 1 or low > 1


def test_types_are_given_no_verdict():
    rows = ratio_figures({"type": "Missing Person"}, 306, 115, 4.0, 24)
    text = " ".join(type_ratio_sentences(give(("type",), rows), "incident", **LABELS))
    assert "no type is given a verdict" in text
    assert "incidents come in runs" in text


def test_without_a_type_that_has_twenty_it_is_said():
    assert type_ratio_sentences(give(("type",), []), "crime", **LABELS) == [
        "Only types with at least 20 in the two periods together have a ratio; here, none of those that may be named "
        "has."
    ]


def test_the_picture_is_told_in_words_with_both_intervals():
    alt = ratio_alt(homes({"Home 1": (18, 5), "Home 2": (0, 5)}, phi=3.0))
    assert "Home 1 0.28, thick bar 0.08 to 0.78, thin bar 0.05 to 1.55" in alt
    assert "thick bar 0.92 or more" in alt
    assert "%" not in alt


def test_shares_say_where_their_intervals_keep_apart(tables):
    text = " ".join(share_interval_sentences(tables.derby_missing()))
    assert "Wilson" in text
    assert "not widened" in text
    assert "as if there had been 3 times fewer incidents" in text
    assert "Here they overlap everywhere. The intervals of the table alone would have kept apart at Home 1." in text


def test_shares_that_overlap_everywhere_say_so_and_too_few_say_nothing(tables):
    assert "overlap everywhere" in " ".join(share_interval_sentences(tables.missing_of({"Home 1": (30, 60, 31, 60)})))
    assert share_interval_sentences(tables.missing_of({"Home 1": (3, 6, 3, 6)})) == []


def outcomes(*rows):
    """Rows as (class, before, now)."""
    frame = [
        {"outcome_class": name, "class_order": order, "period": when, "count": count}
        for order, (name, *both) in enumerate(rows)
        for when, count in zip(("previous", "current"), both, strict=True)
    ]
    columns = ["outcome_class", "class_order", "period", "count"]
    return release({"outcomes": outcome_breakdown(pd.DataFrame(frame, columns=columns))}, "partnership")["outcomes"]


def test_shares_of_outcomes_need_twenty_crimes_and_the_others_are_told():
    text = " ".join(outcome_share_sentences(outcomes(("open", 0, 6), ("formal court", 54, 12)), **LABELS))
    assert "2022-23 has 18 crimes, too few" in text
    assert "2021-22 has" not in text
    assert "Open crimes will get an outcome" in text


def test_without_open_crimes_none_is_spoken_of_and_without_crimes_nothing():
    assert "Open crimes" not in " ".join(outcome_share_sentences(outcomes(("formal court", 54, 12)), **LABELS))
    assert outcome_share_sentences(outcomes(), **LABELS) == []


def counted(released):
    keys = ("label", "order", "direction")
    frame = count_intervals(released.frame, keys, ratios_of=["offences committed in period"])
    return give(keys, frame.to_dict("records"))


def test_few_children_are_told_to_be_too_few_whatever_the_interval(tables):
    text = " ".join(youth_justice_interval_sentences(counted(tables.derby_youth_justice())))
    assert "too few children to read as a trend" in text
    assert "No verdict is made." in text
    assert "takes in 1" in text


def test_a_ratio_of_offences_that_leaves_out_1_is_not_made_a_verdict(tables):
    numbers = {"children": (40, 41), "offences": (10, 60)}
    text = " ".join(youth_justice_interval_sentences(counted(tables.youth_justice_of(numbers))))
    assert "leaves out 1" in text
    assert "too few children" not in text
    assert "No verdict is made." in text


def summary(improved, same, lower):
    compared = improved + same + lower
    return result_frame(
        ("result",),
        [
            figure({"result": name}, "current", "count", "count", n, numerator=n, denominator=compared)
            for name, n in (("improved", improved), ("same", same), ("lower", lower))
        ],
    )


def test_the_share_of_few_children_and_the_sign_test_are_explained():
    shares = give(("result",), result_shares(summary(10, 1, 1)).to_dict("records"))
    text = " ".join(cromarty_interval_sentences(shares))
    assert "12 children can be compared" in text
    assert "tossing a coin" in text
    assert cromarty_interval_sentences(give(("result",), result_shares(summary(0, 0, 0)).to_dict("records"))) == []


@pytest.mark.parametrize("points", EVERY_CANNOT_SAY)
def test_what_cannot_be_said_is_said_without_a_forbidden_word(points):
    assert len(points) >= 4
    for point in points:
        assert point.endswith(".")
        assert not forbidden_in(point)


def test_a_comparison_says_all_that_it_leaves_open():
    told = " ".join(CANNOT_SAY_COMPARISON)
    for word in ("cause", "regression to the mean", "children living there", "fair match", "recording", "trend", "Who"):
        assert word in told


def test_nothing_said_holds_a_percentage_of_counts(tables):
    for thing in ("crime", "incident"):
        for sentence in ratio_sentences(tables.derby_comparison(thing), thing, **LABELS):
            assert set(re.findall(r"\d+%", sentence)) <= {"95%"}
