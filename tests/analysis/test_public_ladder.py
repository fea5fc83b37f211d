"""What the public may be told of two whole years."""

import json
import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.attack import Told, few_values, told_from
from analysis.disclosure import NotReleasable, release
from analysis.periods import parse_period
from analysis.public_first import first_of_areas
from analysis.public_ladder import public_tables
from analysis.public_others import Improved, YouthJustice
from analysis.public_rows import CHILDREN, PUBLIC, Thresholds
from analysis.public_steps import Counted
from analysis.results import MissingColumns
from analysis.wording.words import FORBIDDEN
from tests.analysis.public_papers import BEFORE, NOW, SIGN_OFF, YEARS, crimes, paper_of_2023, sample_tables

NEXT = parse_period("2023-24")
LABELS = (BEFORE.label, NOW.label)


def shown(table):
    return [(row.label, row.previous, row.current) for row in table.rows]


def homes(*rows, children=None):
    """Rows as (line, neighbourhood, previous, current)."""
    frame = pd.DataFrame(
        [(line, order, area, before, now) for order, (line, area, before, now) in enumerate(rows)],
        columns=["line", "order", "neighbourhood", *YEARS],
    )
    return frame if children is None else frame.assign(previous_children=children, current_children=children)


def types(*rows, sensitive=()):
    frame = pd.DataFrame([(name, "Any", before, now) for name, before, now in rows], columns=["type", "group", *YEARS])
    return frame.assign(sensitive=frame["type"].isin(sensitive))


AREAS = pd.DataFrame([("North", 900, 800), ("South", 700, 750)], columns=["neighbourhood", *YEARS])


def counted(by_home, by_type=None, areas=AREAS, **changes):
    total = by_home[list(YEARS)].sum()
    by_type = types(("Theft", *total)) if by_type is None else by_type
    return Counted("crimes", by_home, by_type, areas, **changes)


def tables(one, **given):
    return public_tables([one], BEFORE, NOW, **{"sign_off": SIGN_OFF, **given})


@pytest.fixture(scope="module")
def sample():
    return sample_tables()


def test_crimes_by_home_put_the_two_small_homes_and_both_areas_together(sample):
    table = sample.tables["crimes by home"]
    assert shown(table) == [
        ("Homes 1 and 3/4 together", 22, 8),
        ("Home 2", 32, 10),
        ("All homes", 54, 18),
        ("Both areas together", 4783, 4582),
    ]
    assert "Homes 1 and 3/4 together: fewer than 6 at one of them." in table.withheld


def test_crimes_by_type_name_the_two_largest_together_and_no_other(sample):
    named, other = shown(sample.tables["crimes by type"])
    assert (named[0].lower(), *named[1:]) == ("criminal damage and violence without injury", 32, 6)
    assert other == ("Other types", 22, 12)


def test_incidents_by_home_stand_alone_and_their_areas_as_those_of_crimes(sample):
    assert shown(sample.tables["incidents by home"]) == [
        ("Home 1", 122, 19),
        ("Home 2", 195, 75),
        ("Home 3/4", 113, 66),
        ("All homes", 430, 160),
        ("Both areas together", 11853, 11417),
    ]


def test_incidents_by_type_name_those_with_six_in_both_years(sample):
    assert shown(sample.tables["incidents by type"]) == [
        ("Missing Person", 306, 115),
        ("Concern for Safety/Collapse/Illness/Injury", 28, 9),
        ("Violence *C*", 19, 9),
        ("Other types", 77, 27),
    ]


def test_three_and_four_children_are_a_sentence(sample):
    table = sample.tables["youth justice"]
    assert (table.rows, table.sentence) == ((), "Fewer than six children each year; details withheld.")


def test_ten_of_twelve_is_told_by_a_recorded_exemption_and_not_split(sample):
    table = sample.tables["cromarty"]
    assert (table.rows, table.sentence) == ((), "10 of 12 improved")
    assert "Corporate Parenting Committee, 31/10/2023" in table.withheld[0]


def test_the_rate_stands_as_the_department_published_it(sample):
    assert shown(sample.tables["rate"]) == [("Derby", "4%", "4%")]


def test_without_an_earlier_paper_there_is_nothing_to_note(sample):
    assert sample.notes == ()


def test_rows_by_home_need_a_sign_off_where_the_children_are_unknown():
    found = sample_tables(sign_off="")
    table = found.tables["incidents by home"]
    assert shown(table) == [("All homes", 430, 160), ("Both areas together", 11853, 11417)]
    assert table.withheld[0] == ("Rows by home need a recorded sign-off (children unknown), without it totals only.")
    assert len(found.tables["incidents by type"].rows) == 4


def test_no_sign_off_is_needed_where_the_children_are_known():
    one = counted(homes(("Home 1", "North", 10, 9), ("Home 2", "South", 8, 7), children=6))
    assert [row.label for row in tables(one, sign_off="").tables["crimes by home"].rows] == [
        "Home 1",
        "Home 2",
        "All homes",
        "North",
        "South",
    ]


def test_a_home_with_events_enough_and_children_too_few_does_not_stand_alone():
    by_home = homes(
        ("Home 1", "North", 30, 29), ("Home 2", "South", 8, 7), ("Home 3", "South", 40, 40), children=[9, 5, 12]
    )
    assert shown(tables(counted(by_home)).tables["crimes by home"])[:2] == [
        ("Homes 1 and 2 together", 38, 36),
        ("Home 3", 40, 40),
    ]


def test_a_total_of_too_few_children_is_a_sentence():
    one = counted(homes(("Home 1", "North", 30, 29), ("Home 2", "South", 8, 7)), all_children=(5, 9))
    found = tables(one)
    for by in ("home", "type"):
        table = found.tables[f"crimes by {by}"]
        assert (table.rows, table.sentence) == (
            (),
            "Fewer than six children in one of the two years; details withheld.",
        )
    assert found.pattern["printed"] == []


def test_a_total_of_too_few_events_is_a_sentence():
    found = tables(counted(homes(("Home 1", "North", 30, 2), ("Home 2", "South", 8, 3))))
    for by in ("home", "type"):
        table = found.tables[f"crimes by {by}"]
        assert (table.rows, table.sentence) == ((), "Fewer than six in one of the two years; details withheld.")
    assert found.pattern["printed"] == []


def test_areas_stand_apart_where_no_row_joins_homes_of_both():
    by_home = homes(("Home 1", "North", 10, 9), ("Home 2", "South", 8, 3), ("Home 3", "South", 9, 6))
    assert shown(tables(counted(by_home)).tables["crimes by home"]) == [
        ("Home 1", 10, 9),
        ("Homes 2 and 3 together", 17, 9),
        ("All homes", 27, 18),
        ("North", 900, 800),
        ("South", 700, 750),
    ]


def test_none_in_both_years_is_printed_and_none_in_one_year_is_not():
    by_home = homes(
        ("Home 1", "North", 0, 0), ("Home 2", "North", 10, 0), ("Home 3", "North", 20, 9), ("Home 4", "North", 9, 9)
    )
    assert shown(tables(counted(by_home)).tables["crimes by home"])[:3] == [
        ("Home 1", 0, 0),
        ("Homes 2 and 4 together", 19, 9),
        ("Home 3", 20, 9),
    ]


def test_a_total_may_be_none_in_one_year_but_has_no_rows_then():
    by_home = homes(("Home 1", "North", 10, 0), ("Home 2", "North", 7, 0))
    assert shown(tables(counted(by_home)).tables["crimes by home"])[:1] == [("All homes", 17, 0)]


def test_of_homes_alike_the_first_in_the_register_joins_the_small_one():
    by_home = homes(("Zed", "North", 10, 10), ("Abe", "North", 10, 10), ("Small", "North", 2, 2))
    assert shown(tables(counted(by_home)).tables["crimes by home"])[:2] == [
        ("Zed and Small together", 12, 12),
        ("Abe", 10, 10),
    ]


def test_sensitive_types_are_never_named():
    by_type = types(("Theft", 20, 20), ("Sexual", 7, 8), ("Domestic", 5, 4), sensitive=["Sexual", "Domestic"])
    one = counted(homes(("Home 1", "North", 32, 32)), by_type)
    assert shown(tables(one).tables["crimes by type"]) == [("Theft", 20, 20), ("Other types", 12, 12)]


def test_a_lone_sensitive_type_is_never_a_row_by_itself():
    """Its number would be told, whatever the row is called."""
    by_type = types(("Theft", 20, 20), ("Fraud", 9, 9), ("Sexual", 12, 12), sensitive=["Sexual"])
    table = tables(counted(homes(("Home 1", "North", 41, 41)), by_type)).tables["crimes by type"]
    assert shown(table) == [("Theft", 20, 20), ("Other types", 21, 21)]
    assert table.withheld == (
        "Other types: together, as some alone would show fewer than 6 or are of a kind that is never named.",
    )


@pytest.mark.parametrize(
    "others", [[("Theft", 20, 20)], [("Theft", 5, 4), ("Fraud", 4, 5)]], ids=["one large", "two small"]
)
def test_beside_too_few_other_types_a_lone_sensitive_one_leaves_the_total(others):
    by_type = types(*others, ("Sexual", 12, 12), sensitive=["Sexual"])
    total = by_type[list(YEARS)].sum()
    table = tables(counted(homes(("Home 1", "North", *total)), by_type)).tables["crimes by type"]
    assert table.rows == ()
    assert table.sentence == "Totals only: rows would show fewer than 6, or a type of a kind that is never named."


def test_how_many_other_types_there_are_is_not_said():
    """Six in the year, of six types: every one of them would be 1."""
    by_type = types(("Theft", 20, 20), *((f"Few {number}", 1, 1) for number in range(6)))
    table = tables(counted(homes(("Home 1", "North", 26, 26)), by_type)).tables["crimes by type"]
    assert shown(table)[-1] == ("Other types", 6, 6)
    assert [text for text in table.withheld if re.search(r"\d|six", text.replace("fewer than 6", ""))] == []


def test_a_neighbourhood_of_few_is_withheld():
    by_home = homes(("Home 1", "North", 0, 0), ("Home 2", "North", 0, 0))
    areas = pd.DataFrame([("North", 0, 1)], columns=["neighbourhood", *YEARS])
    found = tables(counted(by_home, types(), areas))
    table = found.tables["crimes by home"]
    assert [row.label for row in table.rows if row.label == "North"] == []
    assert "North: withheld, fewer than 6 in one of the years." in table.withheld
    assert {each["says"] for each in found.pattern["printed"]} == {"exactly"}


@pytest.mark.parametrize(("by", "told"), [("home", {"homes"}), ("type", {"types"})])
def test_the_pattern_holds_only_what_the_tables_asked_for_print(by, told):
    one = replace(crimes(), tables=frozenset({by}))
    found = tables(one)
    assert set(found.tables) == {f"crimes by {by}"}
    parts = {name for each in found.pattern["printed"] for name in ("homes", "types") if each[name] is not None}
    assert parts == told
    says = {each["says"] for each in found.pattern["printed"]}
    assert says == ({"exactly", "at most"} if by == "home" else {"exactly"})
    assert found.tables[f"crimes by {by}"] == tables(crimes()).tables[f"crimes by {by}"]


def test_a_period_that_is_no_year_is_refused():
    with pytest.raises(ValueError, match="whole reporting years only: April to September 2022"):
        public_tables([], BEFORE, parse_period("2022-23-H1"))


def test_what_was_not_supplied_is_not_compared():
    one = counted(homes(("Home 1", "North", 10, 9), ("Home 2", "South", math.nan, 7)), types(("Theft", 10, 16)))
    found = tables(one).tables
    assert {found[f"crimes by {by}"].sentence for by in ("home", "type")} == {"Not supplied for both years."}


def test_types_that_do_not_add_up_to_the_homes_are_refused():
    with pytest.raises(ValueError, match=r"types add up to \(9, 9\), homes to \(10, 9\)"):
        tables(counted(homes(("Home 1", "North", 10, 9)), types(("Theft", 9, 9))))


def test_tables_without_their_columns_are_refused():
    with pytest.raises(MissingColumns, match="neighbourhood"):
        tables(counted(homes(("Home 1", "North", 10, 9)).drop(columns="neighbourhood")))


def test_homes_are_protected_where_no_types_were_supplied():
    by_home = homes(("Home 1", "North", 10, 9), ("Home 2", "South", 8, 3), ("Home 3", "South", 9, 6))
    found = tables(counted(by_home, types()))
    assert len(found.tables["crimes by home"].rows) == 5
    assert found.tables["crimes by type"].sentence == "Not supplied for both years."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Improved(10, 12), "Fewer than six children on one side; details withheld."),
        (Improved(10, 16), "10 of 16 improved"),
        (Improved(12, 12), "12 of 12 improved"),
        (Improved(0, 0), "No child had two scores to compare."),
        (Improved(0, 0, "Committee, 31/10/2023"), "No child had two scores to compare."),
    ],
)
def test_without_an_exemption_both_sides_must_be_large_enough(given, said):
    table = public_tables([], BEFORE, NOW, cromarty=given).tables["cromarty"]
    assert table.sentence == said
    assert given.compared or table.withheld == ()


def test_youth_justice_rows_of_few_events_or_few_children_are_withheld_in_both_years():
    frame = pd.DataFrame(
        [
            ("children", 7, 8, 7, 8),
            ("offences", 5, 20, 5, 8),
            ("court", 40, 23, 7, 2),
            ("contacts", 37, 96, math.nan, 8),
            ("assessments", 12, 13, 6, 7),
            ("breach", 0, 0, 0, 0),
        ],
        columns=["label", *YEARS, *CHILDREN],
    )
    table = public_tables([], BEFORE, NOW, youth_justice=YouthJustice(frame, (7, 8))).tables["youth justice"]
    assert shown(table) == [("children", 7, 8), ("assessments", 12, 13), ("breach", 0, 0)]
    few = "withheld, fewer than 6, or about fewer than 6 children, in one of the years."
    assert table.withheld == (
        f"offences: {few}",
        f"court: {few}",
        "contacts: withheld, as it is not known how many children it is about.",
    )


def test_the_thresholds_are_those_of_the_department():
    assert Thresholds(events=6, children=6) == PUBLIC


def test_a_higher_threshold_puts_more_together():
    found = public_tables([crimes()], BEFORE, NOW, sign_off=SIGN_OFF, least=Thresholds(events=9))
    assert [row.label for row in found.tables["crimes by home"].rows] == ["All homes", "Both areas together"]


def test_no_sentence_says_a_word_that_is_never_said(sample):
    found = [sample, sample_tables(sign_off=""), sample_tables(earlier=[sample.pattern])]
    texts = [text for each in found for text in each.notes]
    texts += [text for each in found for table in each.tables.values() for text in (table.sentence, *table.withheld)]
    assert texts and not [text for text in texts for word in FORBIDDEN if re.search(word, text, re.IGNORECASE)]


# Earlier papers


def test_the_paper_of_2023_left_nothing_to_protect_and_that_is_said(sample):
    found = sample_tables(earlier=[paper_of_2023()])
    assert found.notes == tuple(
        f"Every number of {measure} in {year} is public knowledge from an earlier paper: "
        "none can be protected any more."
        for measure in ("crimes", "incidents")
        for year in LABELS
    )
    assert found.tables == sample.tables


def test_what_could_be_printed_itself_is_no_loss_when_it_is_known():
    """One home, whose number is the total: an earlier paper that told it gave nothing away."""
    one = counted(homes(("Home 1", "North", 30, 29)), types())
    first = tables(one)
    assert tables(one, earlier=[first.pattern]).notes == ()


def test_later_papers_have_the_rows_in_the_same_order(sample):
    again = sample_tables(earlier=[sample.pattern])
    for name in ("crimes by home", "incidents by home"):
        assert shown(again.tables[name]) == shown(sample.tables[name])


def earlier(*rows):
    return {"years": [NOW.label], "printed": [Told("crimes", NOW.label, *row).plain for row in rows]}


def test_a_home_that_an_earlier_paper_told_sends_the_rows_by_home_a_step_down():
    found = public_tables([crimes()], BEFORE, NOW, sign_off=SIGN_OFF, earlier=[earlier((("Home 1",), None, 5))])
    assert shown(found.tables["crimes by home"])[0] == ("All homes", 54, 18)
    assert len(found.tables["crimes by type"].rows) == 2
    assert any("One step further down" in text for text in found.tables["crimes by home"].withheld)
    assert found.notes == (
        "Some numbers of crimes in 2022-23 are public knowledge from earlier papers: these cannot be protected.",
    )


def test_a_home_of_few_children_may_not_be_found_however_many_its_events():
    by_home = homes(
        ("Home 1", "North", 0, 0), ("Home 2", "North", 20, 30), ("Home 3", "North", 0, 0), children=[0, 4, 0]
    )
    one = counted(by_home, all_children=(9, 9))
    assert shown(tables(one).tables["crimes by home"])[-2] == ("All homes", 20, 30)
    none = earlier((("Home 1", "Home 3"), None, 0))
    found = tables(one, earlier=[none]).tables["crimes by home"]
    assert (found.rows, found.sentence) == ((), "Details withheld.")
    assert any("One step further down" in text for text in found.withheld)


def test_a_type_that_an_earlier_paper_told_sends_the_rows_by_type_a_step_down():
    found = public_tables(
        [crimes()], BEFORE, NOW, sign_off=SIGN_OFF, earlier=[earlier((None, ("CRIMINAL DAMAGE",), 2))]
    )
    assert len(found.tables["crimes by home"].rows) == 4
    assert found.tables["crimes by type"].rows == ()
    assert "One step further down" in found.tables["crimes by type"].sentence


def test_earlier_papers_that_contradict_each_other_leave_the_total():
    told = [earlier((None, None, 18), (("Home 2",), None, 10)), earlier((("Home 2",), None, 11))]
    found = public_tables([crimes()], BEFORE, NOW, sign_off=SIGN_OFF, earlier=told)
    assert shown(found.tables["crimes by home"])[0] == ("All homes", 54, 18)
    assert found.notes == ("Earlier papers contradict each other on crimes in 2022-23: totals only.",)


def test_a_year_printed_again_keeps_its_rows_and_the_numbers_first_printed(sample):
    by_home = homes(("Home 1", "Chellaston", 6, 15), ("Home 2", "Boulton", 10, 12), ("Home 3/4", "Boulton", 3, 9))
    by_type = types(("VIOLENCE WITHOUT INJURY", 5, 20), ("CRIMINAL DAMAGE", 2, 9), ("STALKING AND HARASSMENT", 12, 7))
    areas = AREAS.assign(neighbourhood=["Boulton", "Chellaston"])
    found = public_tables(
        [Counted("crimes", by_home, by_type, areas)], NOW, NEXT, sign_off=SIGN_OFF, earlier=[sample.pattern]
    )
    table = found.tables["crimes by home"]
    assert shown(table)[:3] == [
        ("Homes 1 and 3/4 together", 8, 24),
        ("Home 2", 10, 12),
        ("All homes", 18, 36),
    ]
    assert found.notes == ("Crimes in 2022-23: as first printed; the numbers were revised since.",)
    assert shown(found.tables["crimes by type"]) == [
        ("CRIMINAL DAMAGE and VIOLENCE WITHOUT INJURY", 6, 29),
        ("Other types", 12, 7),
    ]


def test_rows_revised_within_the_same_total_are_noted_too(sample):
    by_home = homes(("Home 1", "Chellaston", 6, 15), ("Home 2", "Boulton", 9, 12), ("Home 3/4", "Boulton", 3, 9))
    areas = AREAS.assign(neighbourhood=["Boulton", "Chellaston"])
    one = Counted("crimes", by_home, types(), areas)
    found = public_tables([one], NOW, NEXT, sign_off=SIGN_OFF, earlier=[sample.pattern])
    assert shown(found.tables["crimes by home"])[1] == ("Home 2", 10, 12)
    assert found.notes == ("Crimes in 2022-23: as first printed; the numbers were revised since.",)


def test_neighbourhoods_service_and_scores_of_a_year_printed_again_keep_what_was_first_printed():
    def given(revised):
        areas = AREAS.assign(previous=[900 + revised, 700], current=[800, 750])
        service = pd.DataFrame([("children", 9, 9, 9, 9), ("court", 20 + revised, 30, 8, 8)])
        service.columns = ["label", *YEARS, *CHILDREN]
        return {
            "counted": [counted(homes(("Home 1", "North", 30, 29), ("Home 2", "South", 8, 7)), types(), areas)],
            "youth_justice": YouthJustice(service, (9, 9)),
            "cromarty": Improved(10 + revised, 16 + revised),
        }

    first = public_tables(**given(0), previous=BEFORE, current=NOW, sign_off=SIGN_OFF)
    plain = json.loads(json.dumps(first.pattern))
    again = public_tables(**given(1), previous=BEFORE, current=NOW, sign_off=SIGN_OFF, earlier=[plain])
    assert again.tables == first.tables
    assert again.notes == tuple(
        f"{what}: as first printed; the numbers were revised since."
        for what in (
            "Crimes of neighbourhoods in 2021-22",
            "Youth Justice Service in 2021-22",
            "Cromarty scores in 2022-23",
        )
    )
    assert again.pattern["others"] == first.pattern["others"]
    assert public_tables(**given(1), previous=BEFORE, current=NOW, sign_off=SIGN_OFF).tables != first.tables


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ([(["North", "South"], 50)], 50),
        ([(["North"], 20), (["South"], 25)], 45),
        ([(["North"], 20)], None),
        ([(["North"], 20), (["North", "South"], 50), (["North", "South"], 60)], 50),
        ([], None),
    ],
)
def test_neighbourhoods_together_are_told_as_they_were_or_as_their_parts_were(printed, count):
    told = [{"measure": "crimes", "year": "2022-23", "areas": areas, "count": number} for areas, number in printed]
    earlier_papers = [{"others": {"areas": [each]}} for each in told] + [{"printed": []}]
    assert first_of_areas(earlier_papers, "crimes", "2022-23", ("North", "South")) == count
    assert first_of_areas(earlier_papers, "incidents", "2022-23", ("North", "South")) is None


def test_types_first_seen_later_are_other_types(sample):
    by_type = types(("VIOLENCE WITHOUT INJURY", 9, 20), ("SHOPLIFTING", 9, 9), ("STALKING AND HARASSMENT", 12, 7))
    one = counted(homes(("Home 1", "North", 30, 36)), by_type)
    far = parse_period("2024-25")
    found = public_tables([one], NEXT, far, sign_off=SIGN_OFF, earlier=[sample.pattern])
    assert shown(found.tables["crimes by type"]) == [
        ("VIOLENCE WITHOUT INJURY", 9, 20),
        ("Other types", 21, 16),
    ]


def test_the_pattern_is_plain_data(sample):
    assert json.loads(json.dumps(sample.pattern)) == sample.pattern
    assert sample.pattern["measures"]["crimes"]["homes"] == [["Home 1", "Home 3/4"], ["Home 2"]]


def test_pages_still_have_no_public_view():
    with pytest.raises(NotReleasable):
        release({}, "public")


# What holds for all tables

CELL = st.just(0) | st.integers(0, 4) | st.integers(0, 40)


@st.composite
def three_years(draw):
    """Counts of 2-6 homes and 2-8 types in three years, and the counted tables of each two years in a row."""
    lines = [f"Home {number + 1}" for number in range(draw(st.integers(2, 6)))]
    names = [f"Type {number + 1}" for number in range(draw(st.integers(2, 8)))]
    places = [draw(st.sampled_from(["North", "South", "East"])) for _ in lines]
    cells = [[[draw(CELL) for _ in names] for _ in lines] for _ in range(3)]
    beyond = [{place: draw(st.integers(0, 90)) for place in sorted(set(places))} for _ in range(3)]
    return lines, names, places, cells, beyond


def counted_of(drawn, first):
    lines, names, places, cells, beyond = drawn
    years = (first, first + 1)
    by_home = [(line, places[i], *(sum(cells[year][i]) for year in years)) for i, line in enumerate(lines)]
    by_type = [(name, *(sum(row[j] for row in cells[year]) for year in years)) for j, name in enumerate(names)]
    areas = [
        (
            area,
            *(
                beyond[year][area] + sum(sum(cells[year][i]) for i, at in enumerate(places) if at == area)
                for year in years
            ),
        )
        for area in beyond[0]
    ]
    return Counted("crimes", homes(*by_home), types(*by_type), pd.DataFrame(areas, columns=["neighbourhood", *YEARS]))


def true_part(drawn, year, in_homes, in_types):
    lines, names, _, cells, _ = drawn
    return sum(
        cells[year][i][j]
        for i, line in enumerate(lines)
        for j, name in enumerate(names)
        if (in_homes is None or line in in_homes) and (in_types is None or name in in_types)
    )


def assert_nothing_is_told(drawn, patterns, years):
    """No number of one to five, of a home, a type or both, keeps fewer than three values."""
    printed = [told_from(each) for pattern in patterns for each in pattern["printed"]]
    for number, year in enumerate(years):
        told = [each for each in printed if each.year == year]
        for each in few_values(told, drawn[0], drawn[1]):
            of = [None if name is None else (name,) for name in (each.home, each.type)]
            truth = true_part(drawn, number, *of)
            assert each.found and each.least == truth and (truth == 0 or truth >= PUBLIC.events), each


@settings(max_examples=30)
@given(three_years())
def test_what_is_printed_is_none_or_six_adds_up_and_tells_nothing_withheld(drawn):
    found = tables(counted_of(drawn, 0))
    for table in found.tables.values():
        for row in table.rows:
            assert all(count == 0 or count >= PUBLIC.events for count in (row.previous, row.current))
    for each in map(told_from, found.pattern["printed"]):
        if each.says == "exactly":
            assert each.count == true_part(drawn, LABELS.index(each.year), each.homes, each.types)
    by_home, by_type = found.tables["crimes by home"].rows, found.tables["crimes by type"].rows
    if by_home:
        total = next(row for row in by_home if row.label == "All homes")
        rows = by_home[: by_home.index(total)]
        for part in (rows, by_type):
            assert not part or sum(row.previous for row in part) == total.previous
            assert not part or sum(row.current for row in part) == total.current
    assert_nothing_is_told(drawn, [found.pattern], LABELS)


@settings(max_examples=20)
@given(three_years(), st.integers(0, 9))
def test_the_order_of_rows_does_not_matter(drawn, seed):
    one = counted_of(drawn, 0)
    turned = {
        name: getattr(one, name).sample(frac=1, random_state=seed).reset_index(drop=True)
        for name in ("homes", "types", "areas")
    }
    assert tables(replace(one, **turned)) == tables(one)


@settings(max_examples=20)
@given(three_years())
def test_the_next_paper_keeps_the_rows_of_this_one_and_both_tell_nothing_withheld(drawn):
    first = tables(counted_of(drawn, 0))
    second = public_tables([counted_of(drawn, 1)], NOW, NEXT, sign_off=SIGN_OFF, earlier=[first.pattern])
    for kind in ("homes", "types"):
        before, after = (each.pattern["measures"]["crimes"][kind] for each in (first, second))
        if len(before) > 1:
            names = {name for block in before for name in block}
            for block in before:
                together = [new for new in after if set(new) & set(block)]
                assert len(together) <= 1, "a row that was printed is not divided"
            assert names <= {name for block in after for name in block} or kind == "types"
    assert_nothing_is_told(drawn, [first.pattern, second.pattern], (*LABELS, NEXT.label))
