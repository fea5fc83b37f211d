import dataclasses
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import NotReleasable, Released, release, require_released
from analysis.results import (
    NAN,
    RESULT_COLUMNS,
    change_figure,
    count_figure,
    figure,
    ratio_figures,
    result_frame,
    share_figure,
)

KEYS = ("line", "line_order", "type", "sensitive")


def types(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows (line, type, previous, current[, sensitive]) as a breakdown; shares are of 100."""
    figures: list[dict[str, object]] = []
    for line, name, before, now, *sensitive in rows:
        keys = dict(zip(KEYS, (line, 1, name, bool(sensitive)), strict=True))
        figures += [
            count_figure(keys, "previous", before),
            count_figure(keys, "current", now),
            change_figure(keys, before, now),
            share_figure(keys, "previous", "share", before, 100.0),
            share_figure(keys, "current", "share", now, 100.0),
        ]
    return result_frame(KEYS, figures)


def partnership(table: pd.DataFrame) -> Released:
    return release({"types": table}, "partnership")["types"]


def counts(frame: pd.DataFrame) -> list[tuple[str, str, list[float]]]:
    rows = frame[frame["measure"] == "count"]
    return [(line, name, list(own["value"])) for (line, name), own in rows.groupby(["line", "type"], sort=False)]


@pytest.mark.parametrize(
    ("before", "now", "folds"), [(0, 3, False), (3, 0, False), (1, 9, True), (9, 2, True), (3, 3, False)]
)
def test_a_type_folds_when_either_period_has_one_or_two(before: int, now: int, folds: bool) -> None:
    released = partnership(types(("Home 1", "Drugs", before, now), ("Home 2", "Drugs", 5, 5)))
    assert set(released.frame.loc[released.frame["line"] == "Home 1", "status"]) == {"folded" if folds else "shown"}


def test_folded_types_stand_last_as_one_with_counts_and_shares_summed_and_the_change_anew() -> None:
    released = partnership(
        types(
            ("Home 1", "Hoax", 2, 1),
            ("Home 1", "Missing", 9, 6),
            ("Home 1", "Drugs", 4, 1),
            ("Home 2", "Missing", 3, 3),
        )
    )
    assert counts(released.open_frame) == [
        ("Home 1", "Missing", [9, 6]),
        ("Home 1", "Other types (2)", [6, 2]),
        ("Home 2", "Missing", [3, 3]),
    ]
    other = released.open_frame[released.open_frame["type"] == "Other types (2)"].set_index(["measure", "period"])
    assert other.loc[("change", "both"), "value"] == pytest.approx((2 - 6) / 6)
    assert other.loc[("change", "both"), ["numerator", "denominator"]].tolist() == [2, 6]
    assert other.loc[("share", "previous"), ["numerator", "denominator", "value"]].tolist() == pytest.approx(
        [6, 100, 0.06]
    )


def test_the_frame_for_a_desk_keeps_every_row_and_number() -> None:
    table = types(("Home 1", "Hoax", 2, 1), ("Home 2", "Missing", 9, 6))
    pd.testing.assert_frame_equal(partnership(table).frame.drop(columns="status"), table.drop(columns="status"))


def test_a_single_small_type_is_folded_all_the_same() -> None:
    released = partnership(types(("Home 1", "Hoax", 1, 0), ("Home 2", "Missing", 9, 6)))
    assert counts(released.open_frame)[0] == ("Home 1", "Other types (1)", [1, 0])


def test_one_or_two_at_all_homes_together_fold_since_they_are_one_or_two_at_some_home() -> None:
    released = partnership(
        types(
            ("Home 1", "Hoax", 1, 1),
            ("Home 2", "Hoax", 0, 1),
            ("All homes", "Hoax", 1, 2),
            ("All homes", "Nuisance", 3, 3),
            ("All homes", "Sexual Offence", 9, 9, "sensitive"),
        )
    )
    assert counts(released.open_frame)[-2:] == [
        ("All homes", "Nuisance", [3, 3]),
        ("All homes", "Other types (2)", [10, 11]),
    ]


def test_all_homes_of_one_line_fold_as_the_line_does() -> None:
    released = partnership(types(("Home 1", "Hoax", 1, 1), ("All homes", "Hoax", 1, 1)))
    assert [name for _, name, _ in counts(released.open_frame)] == ["Other types (1)", "Other types (1)"]


def test_casework_sees_every_type() -> None:
    table = types(("Home 1", "Hoax", 1, 1), ("Home 1", "Sexual Offence", 9, 9, "sensitive"))
    released = release({"types": table}, "casework")["types"]
    pd.testing.assert_frame_equal(released.open_frame, table)
    assert released.notes == ()


def test_what_was_not_supplied_stays_so_when_folded() -> None:
    released = partnership(types(("Home 1", "Hoax", NAN, 1), ("Home 1", "Drugs", NAN, 2), ("Home 2", "Drugs", 5, 5)))
    other = released.open_frame[released.open_frame["type"] == "Other types (2)"].set_index(["measure", "period"])
    assert other.loc[("count", "previous"), "status"] == other.loc[("change", "both"), "status"] == "not supplied"
    assert other.loc[("count", "current"), "value"] == 3
    assert set(released.frame["status"]) == {"shown", "folded", "not supplied"}


def test_folding_and_gaps_are_said_in_notes() -> None:
    released = partnership(types(("Home 1", "Hoax", NAN, 1), ("Home 2", "Drugs", 5, 5)))
    assert [note.split()[0] for note in released.notes] == ["Types", "Where"]


def test_ratios_p_and_phi_are_withheld_with_their_counts() -> None:
    keys = {"place": "Home 1"}
    rows = [count_figure(keys, "previous", 18), count_figure(keys, "current", 5), *ratio_figures(keys, 18, 5, 2.2, 24)]
    table = result_frame(("place",), rows)
    table.loc[0, "status"] = "withheld"
    frame = partnership(table).frame
    assert list(frame["status"]) == ["withheld", "shown", *["withheld"] * 4]
    assert frame.loc[frame["measure"] != "count", ["numerator", "value", "low", "high"]].isna().all(axis=None)


def test_a_derived_row_is_withheld_with_its_input() -> None:
    table = types(("Home 1", "Drugs", 5, 7), ("Home 2", "Drugs", 5, 7))
    hidden = (table["line"] == "Home 1") & (table["measure"] == "count") & (table["period"] == "previous")
    table.loc[hidden, "status"] = "withheld"
    frame = partnership(table).frame
    withheld = frame[frame["status"] == "withheld"]
    assert set(withheld["line"]) == {"Home 1"}
    assert list(withheld["measure"]) == ["count", "change", "share", "share"]
    assert withheld[["numerator", "denominator", "value", "low", "high"]].isna().all(axis=None)


def test_the_table_given_is_not_changed() -> None:
    table = types(("Home 1", "Hoax", 1, 1), ("Home 2", "Drugs", 5, 5))
    before = table.copy()
    partnership(table)
    pd.testing.assert_frame_equal(table, before)


def test_changing_a_frame_handed_out_changes_nothing_inside() -> None:
    released = partnership(types(("Home 1", "Drugs", 5, 5)))
    for handed_out in (released.frame, released.open_frame):
        handed_out["value"] = 0
    assert released.frame["value"].max() == released.open_frame["value"].max() == 5


def test_an_empty_table_passes() -> None:
    released = partnership(types())
    assert list(released.open_frame.columns) == [*KEYS, *RESULT_COLUMNS]
    assert released.open_frame.empty


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
@settings(max_examples=60, deadline=None)
def test_folding_keeps_the_totals_and_names_no_small_type(numbers: dict[str, tuple[int, int]]) -> None:
    table = types(*(("Home 1", name, *pair) for name, pair in numbers.items()), ("Home 2", "A", 5, 5))
    open_rows = [row for row in counts(partnership(table).open_frame) if row[0] == "Home 1"]
    assert [sum(pair[when] for _, _, pair in open_rows) for when in (0, 1)] == [
        sum(pair[when] for pair in numbers.values()) for when in (0, 1)
    ]
    assert all(not {1, 2} & set(pair) for _, name, pair in open_rows if not name.startswith("Other types ("))


def test_children_by_letter_pass_with_a_word_on_the_room() -> None:
    released = partnership(pd.DataFrame({"child": ["A", "AB"], "meeting": [1, 1], "value": [4.0, 5.0]}))
    assert released.notes == ("People in this room may recognise a child.",)
    assert set(released.frame["status"]) == {"shown"}


def test_a_childs_code_is_refused_and_not_repeated() -> None:
    with pytest.raises(NotReleasable, match="by letter only") as refused:
        partnership(pd.DataFrame({"child": ["K7Q2"], "meeting": [1]}))
    assert "K7Q2" not in str(refused.value)


def test_columns_that_would_show_who_a_child_is_are_all_named() -> None:
    table = pd.DataFrame({"child": ["A"], "target": ["Sleep"], "home": ["Home 1"], "birth_month": ["2010-01"]})
    with pytest.raises(NotReleasable, match="leave out birth_month, home, target"):
        partnership(table)


def test_casework_may_see_a_childs_code_and_targets() -> None:
    table = pd.DataFrame({"child": ["K7Q2"], "target": ["Sleep"]})
    assert release({"lines": table}, "casework")["lines"].frame["child"].tolist() == ["K7Q2"]


def test_the_public_has_no_pages() -> None:
    with pytest.raises(NotReleasable, match="Pages have no public view"):
        release({}, "public")


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="use casework, partnership or public"):
        release({}, "press")  # type: ignore[arg-type]


def test_only_release_makes_a_released_table() -> None:
    frame = pd.DataFrame({"value": [1.0]})
    with pytest.raises(TypeError, match=r"made by analysis\.disclosure\.release only"):
        Released("types", "partnership", (), frame, frame)
    with pytest.raises(TypeError, match=r"made by analysis\.disclosure\.release only"):
        dataclasses.replace(partnership(frame), _open_frame=frame)


def test_a_plain_frame_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"share_chart takes a Released table .* got DataFrame"):
        require_released(pd.DataFrame(), "share_chart")


def test_a_released_table_is_handed_on() -> None:
    released = partnership(types(("Home 1", "Drugs", 5, 5)))
    assert require_released(released, "share_chart") is released


def test_a_part_of_what_was_released_is_released_with_its_notes_and_nothing_more() -> None:
    whole = partnership(types(("Home 1", "Drugs", 1, 4), ("Home 2", "Drugs", 9, 8)))
    part = whole.only("line", {"Home 2"})
    assert set(part.frame["line"]) == set(part.open_frame["line"]) == {"Home 2"}
    assert part.notes == whole.notes
    assert require_released(part, "a chart") is part


def missing_shares_of(
    *lines: tuple[str, tuple[float, float], tuple[float, float]], audience: Any = "partnership"
) -> Released:
    rows = [
        share_figure({"line": line}, when, "missing share", *counts)
        for line, before, now in lines
        for when, counts in (("previous", before), ("current", now))
    ]
    return release({"missing": result_frame(("line",), rows)}, audience)["missing"]


@pytest.mark.parametrize(("before", "now", "hides"), [(17, 1, True), (2, 9, True), (0, 9, False), (3, 9, False)])
def test_one_or_two_missing_in_either_period_hide_both_shares_from_a_room(before: int, now: int, hides: bool) -> None:
    missing = missing_shares_of(("Home 1", (before, 40), (now, 40)), ("Home 2", (20, 40), (20, 40)))
    shown = missing.open_frame
    assert shown["status"].tolist() == (["withheld"] * 2 if hides else ["shown"] * 2) + ["shown"] * 2
    assert shown["numerator"].isna().tolist() == [hides, hides, False, False]
    assert missing.frame["numerator"].tolist() == [before, now, 20, 20]
    assert missing.frame["status"].tolist()[:2] == (["folded"] * 2 if hides else ["shown"] * 2)
    assert any("one or two missing reports" in note for note in missing.notes) is hides


def test_all_homes_hide_one_or_two_missing_as_a_home_does() -> None:
    assert missing_shares_of(("All homes", (1, 4), (5, 9))).open_frame["status"].tolist() == ["withheld"] * 2


def test_casework_sees_every_missing_share() -> None:
    missing = missing_shares_of(("Home 1", (1, 4), (5, 9)), audience="casework")
    assert missing.open_frame["status"].tolist() == ["shown"] * 2


def test_a_missing_share_not_supplied_stays_so_beside_one_that_is_hidden() -> None:
    missing = missing_shares_of(("Home 1", (float("nan"), float("nan")), (1, 4)))
    assert missing.open_frame["status"].tolist() == ["not supplied", "withheld"]
    assert missing.frame["status"].tolist() == ["not supplied", "folded"]


def test_all_homes_are_hidden_where_exactly_one_home_is_since_the_others_would_tell_it() -> None:
    missing = missing_shares_of(
        ("All homes", (57, 100), (30, 60)), ("Home 1", (17, 40), (1, 4)), ("Home 2", (40, 60), (29, 56))
    )
    assert missing.open_frame["status"].tolist() == [*["withheld"] * 4, "shown", "shown"]
    assert missing.open_frame.loc[:3, ["numerator", "denominator", "value", "low", "high"]].isna().all(axis=None)
    assert missing.frame["numerator"].tolist() == [57, 30, 17, 1, 40, 29]
    assert missing.frame["status"].tolist() == [*["folded"] * 4, "shown", "shown"]


def test_two_hidden_homes_do_not_hide_all_homes_unless_their_sum_tells_them() -> None:
    home_3 = ("Home 3", (40, 60), (40, 60))
    apart = missing_shares_of(
        ("All homes", (70, 9), (44, 9)), ("Home 1", (17, 40), (1, 4)), ("Home 2", (13, 40), (3, 4))
    )
    assert apart.open_frame["status"].tolist()[:2] == ["withheld"] * 2  # one hidden home beside one that is not
    both = missing_shares_of(
        ("All homes", (70, 9), (47, 9)), ("Home 1", (17, 40), (2, 4)), ("Home 2", (2, 40), (5, 9)), home_3
    )
    assert both.open_frame["status"].tolist() == ["shown"] * 2 + ["withheld"] * 4 + ["shown"] * 2
    told = missing_shares_of(
        ("All homes", (44, 9), (44, 9)), ("Home 1", (2, 40), (2, 4)), ("Home 2", (2, 40), (2, 9)), home_3
    )
    assert told.open_frame["status"].tolist()[:2] == ["withheld"] * 2  # four at two homes with one or two: two each


def narrowed(*rows: tuple[str, float, float], audience: Any = "partnership", name: str = "Robbery") -> Released:
    """Rows (place, previous, current) narrowed to one type, with what is worked out from them."""
    figures: list[dict[str, object]] = []
    for order, (place, before, now) in enumerate(rows):
        kind = {"All homes": "all homes", "Chellaston": "neighbourhood"}.get(place, "home")
        own = name if kind != "neighbourhood" else ""
        keys = {"place": place, "place_kind": kind, "order": order, "narrowed_to": own}
        figures += [
            count_figure(keys, "previous", before),
            count_figure(keys, "current", now),
            change_figure(keys, before, now),
            figure(keys, "current", "expected", "expected", before * 0.9),
            *ratio_figures(keys, before, now, 2.0, 24),
        ]
    table = result_frame(("place", "place_kind", "order", "narrowed_to"), figures)
    return release({"counts": table}, audience)["counts"]


def open_counts(released: Released) -> dict[str, list[float | None]]:
    rows = released.open_frame[released.open_frame["measure"] == "count"]
    return {
        place: [value if status == "shown" else None for value, status in zip(own["value"], own["status"], strict=True)]
        for place, own in rows.groupby("place", sort=False)
    }


def test_one_or_two_of_a_type_are_hidden_in_both_periods_with_all_that_is_worked_out_from_them() -> None:
    released = narrowed(("Home 1", 0, 1), ("Home 2", 14, 4), ("Home 3", 2, 9), ("All homes", 16, 14))
    assert open_counts(released) == {
        "Home 1": [None, None],
        "Home 2": [14, 4],
        "Home 3": [None, None],
        "All homes": [None, None],  # 2 in the earlier period at the two that are hidden
    }
    of_home_1 = released.open_frame[released.open_frame["place"] == "Home 1"]
    assert set(of_home_1["status"]) == {"withheld"}
    assert of_home_1[["numerator", "denominator", "value", "low", "high"]].isna().all(axis=None)
    assert any("one or two of one type" in note for note in released.notes)
    assert not any("Types with fewer" in note for note in released.notes)


def test_a_total_is_hidden_where_exactly_one_row_is_and_stays_where_two_tell_nothing() -> None:
    assert open_counts(narrowed(("Home 1", 5, 2), ("Home 2", 14, 4), ("All homes", 19, 6)))["All homes"] == [None, None]
    several = narrowed(("Home 1", 5, 2), ("Home 2", 14, 4), ("Home 3", 1, 6), ("All homes", 20, 12))
    assert open_counts(several)["All homes"] == [20, 12]
    expected = several.open_frame.loc[
        (several.open_frame["place"] == "All homes") & (several.open_frame["measure"] == "expected"), "status"
    ]
    assert expected.tolist() == ["withheld"]  # it is the sum of what each of them would have had


def test_one_or_two_at_all_homes_alone_are_hidden_too() -> None:
    assert open_counts(narrowed(("All homes", 3, 1))) == {"All homes": [None, None]}


def test_the_neighbourhood_is_not_narrowed_and_stays() -> None:
    released = narrowed(("Chellaston", 2, 1), ("Home 1", 0, 1), ("All homes", 0, 1))
    assert open_counts(released)["Chellaston"] == [2, 1]


def test_the_table_for_a_desk_and_casework_have_every_narrowed_number() -> None:
    rows = (("Home 1", 0.0, 1.0), ("All homes", 0.0, 1.0))
    desk = narrowed(*rows).frame
    assert desk.loc[desk["measure"] == "count", "value"].tolist() == [0, 1, 0, 1]
    assert set(desk["status"]) == {"folded"}
    assert open_counts(narrowed(*rows, audience="casework")) == {"Home 1": [0, 1], "All homes": [0, 1]}


def test_what_was_not_supplied_of_a_narrowed_row_stays_so() -> None:
    released = narrowed(("Home 1", NAN, 1), ("Home 2", 5, 6), ("All homes", NAN, 7))
    rows = released.open_frame[released.open_frame["measure"] == "count"]
    assert rows["status"].tolist() == ["not supplied", "withheld", "shown", "shown", "not supplied", "withheld"]


def test_parts_of_a_period_are_hidden_as_places_are() -> None:
    figures = [
        count_figure({"part": part, "order": order, "narrowed_to": "Robbery"}, when, count)
        for order, (part, counts_of) in enumerate({"Q1": (5, 1), "Q2": (6, 4), "Whole period": (11, 5)}.items())
        for when, count in zip(("previous", "current"), counts_of, strict=True)
    ]
    shown = release({"parts": result_frame(("part", "order", "narrowed_to"), figures)}, "partnership")["parts"]
    assert shown.open_frame["status"].tolist() == [*["withheld"] * 2, *["shown"] * 2, *["withheld"] * 2]


SMALL_COUNTS = st.tuples(st.integers(0, 7), st.integers(0, 7))


@given(st.lists(SMALL_COUNTS, min_size=1, max_size=6), st.booleans())
@settings(max_examples=120, deadline=None)
def test_no_one_or_two_of_a_type_is_shown_nor_told_by_subtraction(pairs: list[tuple[int, int]], total: bool) -> None:
    rows = [(f"Home {number}", *pair) for number, pair in enumerate(pairs)]
    sums = [("All homes", *(sum(pair[when] for pair in pairs) for when in (0, 1)))] if total else []
    released = narrowed(*rows, *sums)
    shown = open_counts(released)
    everything = shown.pop("All homes", [None, None])
    for when in (0, 1):
        values = [pair[when] for pair in shown.values()]
        assert not {1, 2} & {value for value in [*values, everything[when]] if value is not None}
        if everything[when] is not None and None in values:
            hidden = everything[when] - sum(value for value in values if value is not None)
            assert hidden not in (1, 2)
            assert values.count(None) > 1 or hidden == 0
    counted = released.frame[released.frame["measure"] == "count"]["value"].tolist()
    assert counted == [number for _, *pair in [*rows, *sums] for number in pair]


@given(st.lists(SMALL_COUNTS, min_size=2, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_hidden_number_but_0_is_the_only_one_that_fits_what_a_room_sees(
    pairs: list[tuple[int, int]],
) -> None:
    rows = [(f"Home {number}", *pair) for number, pair in enumerate(pairs)]
    released = narrowed(*rows, ("All homes", *(sum(pair[when] for pair in pairs) for when in (0, 1))))
    shown = open_counts(released)
    everything = shown.pop("All homes")
    hidden = [name for name, pair in shown.items() if pair[0] is None]
    if not hidden or everything[0] is None:
        return
    left = [everything[when] - sum(pair[when] for pair in shown.values() if pair[0] is not None) for when in (0, 1)]
    splits = [[c for c in product(range(15), repeat=len(hidden)) if sum(c) == left[when]] for when in (0, 1)]
    possible = [
        (before, now)
        for before in splits[0]
        for now in splits[1]
        if all({b, n} & {1, 2} for b, n in zip(before, now, strict=True))
    ]
    for place in range(len(hidden)):
        for when in (0, 1):
            told = {fitting[when][place] for fitting in possible}
            assert len(told) > 1 or told == {0}  # that none happened tells of no child
