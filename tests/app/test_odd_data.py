"""Odd data through the whole app: every page stands, says what is missing and why, and shows no zero for a gap."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.odd_databases import (
    DAMAGE,
    EVENTS,
    HOMES,
    MISSING,
    MONTHS,
    NUISANCE,
    SCORES,
    SOURCES,
    AreaCount,
    a_few_a_month,
    home,
    make_database,
    same_every_month,
)
from tests.app.walking import MAIN, PAGES, RUNS_WITHIN_S, walk

GAP, CLOSED = "not supplied", "not open"
OF_HOMES = "at homes and in their neighbourhoods"
CRIMES, INCIDENTS = f"Crimes {OF_HOMES}", f"Incidents {OF_HOMES}"
YEAR, YEAR_BEFORE = MONTHS[12:], MONTHS[:12]
JANUARY, MAY = date(2022, 1, 1), date(2022, 5, 1)
OF_POLICE_DATA = ("overview", "homes", "incidents", "offences")
LONG = "The home in the street whose name goes on and on until it is eighty letters long"
ZEROS = {"0", "0.0", "0%", "0.0%", "0 of 0"}


@pytest.fixture
def pages_of(tmp_path, monkeypatch):
    """The pages of a database of this shape: pages_of({"period": "2022-23"}, crimes=())."""

    def show(query=None, /, **what):
        url = f"sqlite:///{tmp_path / 'odd.db'}"
        make_database(url, **what)
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("SIGN_IN", "demo")
        pages = walk(**(query or {}))
        for page in pages.values():
            assert page.exceptions == (), page.page
            assert len(page.titles) == 1, page.page
            assert len(page.title.split()) <= 10 or page.page == "about", page.title
        return pages

    return show


@pytest.fixture
def standing_pages_of(pages_of):
    """As pages_of; no page refuses to show figures."""

    def show(query=None, /, **what):
        pages = pages_of(query, **what)
        assert {name: page.errors for name, page in pages.items() if page.errors} == {}
        return pages

    return show


def rows(page, start):
    return {name: tuple(row) for name, row in page.table(start).iterrows()}


def test_the_pages_walked_are_those_of_the_navigation():
    assert {"overview", "homes", "incidents", "offences", "youth_justice", "cromarty", "about"} <= set(PAGES)


def test_nothing_recorded_in_covered_months_is_zero_everywhere_and_said_in_words(standing_pages_of):
    pages = standing_pages_of(incidents=(), crimes=(), events=(), scores=())
    assert rows(pages["homes"], CRIMES)["All homes"][:3] == ("0", "0", "0.0%")
    assert rows(pages["homes"], INCIDENTS)["Home 1"][:3] == ("0", "0", "0.0%")
    assert rows(pages["incidents"], "Incidents by type: All homes") == {"All types": ("0", "0")}
    assert rows(pages["offences"], "Crimes by type: Home 2") == {"All types": ("0", "0")}
    assert rows(pages["offences"], "Crimes by class of outcome") == {"All outcomes": ("0", "0")}
    assert pages["youth_justice"].title == "YJS: no offences in either period"
    assert "No children involved and no offences in either period." in pages["youth_justice"].words
    assert pages["cromarty"].title == "Cromarty: no meetings in this period"
    for page in OF_POLICE_DATA:
        assert GAP not in pages[page].cells, page
        assert "not supplied" not in pages[page].words, page


def test_a_source_never_supplied_is_a_gap_on_every_page_and_never_zero(standing_pages_of):
    pages = standing_pages_of(covered=dict.fromkeys(("incidents", "youth_justice", "cromarty"), ()), incidents=())
    assert set(pages["homes"].table(INCIDENTS).loc["All homes"]) == {GAP}
    for page, table in (
        ("incidents", "Incidents by type: All homes"),
        ("incidents", "Missing-person share"),
        ("youth_justice", "Youth Justice Service"),
        ("cromarty", "Latest score"),
    ):
        assert set(pages[page].table(table).to_numpy().ravel()) == {GAP}, table
        assert "supplied" in pages[page].title, page
        assert not ZEROS & pages[page].cells, page
    assert pages["overview"].words.count(f" {GAP}  neither period supplied") == 3  # tiles
    assert "Police incidents: not supplied." in pages["incidents"].words


def test_the_first_half_year_of_all_shows_its_figures_and_has_nothing_to_compare_with(tmp_path, monkeypatch):
    half, before = MONTHS[18:], "October 2021 to March 2022 not supplied"
    make_first_months(tmp_path, monkeypatch, incidents=half, crimes=half)
    page = walk(("overview",))["overview"]
    assert page.title == "Crimes at the homes: 36, nothing to compare with"
    for figure in ("36", "90", "60%"):
        assert f" {figure}  nothing to compare with: {before} " in page.words, figure
    assert (
        f"Crimes at all homes together: 36 in October 2022 to March 2023; {before}, so nothing is compared."
        in page.words
    )
    assert "police data as at 31/03/2023" in page.words
    app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S).run()
    assert app.selectbox(key="choose-period").options[0] == "Latest months (moves)"


def test_incidents_alone_are_police_data_and_the_crimes_are_what_is_missing(tmp_path, monkeypatch):
    make_first_months(tmp_path, monkeypatch, incidents=MONTHS[18:21], crimes=())
    pages = walk(("overview", "homes"))
    assert "police data as at 31/12/2022" in pages["overview"].words
    assert "no police crimes supplied" in pages["homes"].words
    for page in pages.values():
        assert "no police data supplied" not in page.words, page.page
    assert " 45  nothing to compare with: October to December 2021 not supplied " in pages["overview"].words


def make_first_months(folder, monkeypatch, **covered):
    """A database with the first extracts of the police alone, which DATABASE_URL names."""
    url = f"sqlite:///{folder / 'first.db'}"
    alone = {**dict.fromkeys(SOURCES, ()), **covered}
    make_database(url, covered=alone, area_counts=(), events=(), scores=(), occupancy=None)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SIGN_IN", "demo")


def test_a_register_without_any_extract_leads_to_the_page_that_loads(pages_of):
    pages = pages_of(
        covered=dict.fromkeys(SOURCES, ()),
        incidents=(),
        crimes=(),
        area_counts=(),
        events=(),
        scores=(),
        occupancy=None,
    )
    for name, page in pages.items():
        assert page.errors == ()
        assert (page.title == "No data have been loaded yet") == (name not in ("load", "about")), name
        assert page.tables == () or name in ("load", "about")


def test_an_authority_without_homes_shows_what_has_no_home_and_nothing_else(standing_pages_of):
    pages = standing_pages_of(homes=(), area_counts=())
    for page in OF_POLICE_DATA:
        assert "no homes in this selection" in pages[page].title, page
        assert not ZEROS & pages[page].cells, page
    assert "No crimes" not in pages["offences"].words
    assert rows(pages["youth_justice"], "Youth Justice Service")["Offences committed in period"] == ("1", "1", "0%")


def test_a_home_with_none_is_zero_beside_homes_with_some(standing_pages_of):
    some = a_few_a_month(HOMES, MONTHS, {MISSING: 2})
    crimes = a_few_a_month(HOMES, MONTHS, {DAMAGE: 2})
    pages = standing_pages_of(homes=(*HOMES, home("Home 4")), incidents=some, crimes=crimes)
    assert rows(pages["homes"], CRIMES)["Home 4"][:3] == ("0", "0", "0.0%")
    assert "- No crimes at Home 4 in either period." in pages["homes"].words
    assert rows(pages["offences"], "Crimes by type: Home 4") == {"All types": ("0", "0")}
    assert rows(pages["incidents"], "Missing-person share")["Home 4"] == ("0 of 0", "n/a", "0 of 0", "n/a")
    assert "No incidents at Home 4 in either period." in pages["incidents"].words


def test_a_home_that_opened_mid_period_is_counted_and_not_compared(standing_pages_of):
    pages = standing_pages_of(homes=(home("Home 1"), home("Home 2", opened=date(2022, 9, 12))))
    crimes = rows(pages["homes"], CRIMES)
    assert crimes["Home 2"] == (CLOSED, "14", CLOSED, CLOSED)
    assert crimes["All homes"] == ("24", "38", CLOSED, CLOSED)
    assert crimes["Home 1"][:3] == ("24", "24", "0.0%")
    assert "- Home 2: 14 in 2022-23; not open for all of both periods, so not compared." in pages["homes"].words
    assert rows(pages["offences"], "Crimes by type: Home 2") == {DAMAGE: (CLOSED, "14", CLOSED)}
    assert rows(pages["offences"], "Crimes by type: All homes") == {DAMAGE: ("24", "38", CLOSED)}
    assert rows(pages["incidents"], "Missing-person share")["Home 2"] == (CLOSED, CLOSED, "21 of 35", "60.0%")
    for page in OF_POLICE_DATA:
        assert "A home that was not open for all of both periods is counted, and not compared." in pages[page].words


def test_a_home_that_closed_mid_period_is_counted_and_not_compared(standing_pages_of):
    pages = standing_pages_of(homes=(home("Home 1"), home("Home 2", closed=date(2022, 9, 12))))
    assert rows(pages["homes"], CRIMES)["Home 2"] == ("24", "12", CLOSED, CLOSED)
    assert "- Home 2: 24 to 12; not open for all of both periods, so not compared." in pages["homes"].words
    assert "not comparable: Home 2 was not open for all of both periods" in pages["overview"].words
    assert rows(pages["offences"], "Crimes by type: Home 2") == {DAMAGE: ("24", "12", CLOSED)}


def test_a_home_not_open_at_all_is_not_zero_even_where_its_source_was_never_supplied(standing_pages_of):
    homes = (home("Home 1"), home("Home 2", closed=date(2019, 9, 12)))
    pages = standing_pages_of(homes=homes, covered={"crimes": ()}, crimes=())
    assert set(rows(pages["homes"], CRIMES)["Home 2"]) == {CLOSED}
    assert set(rows(pages["homes"], CRIMES)["All homes"]) == {GAP}
    assert rows(pages["offences"], "Crimes by type: Home 2") == {"All types": (CLOSED, CLOSED)}
    assert "- Home 2: not open in either period." in pages["homes"].words
    assert rows(pages["homes"], INCIDENTS)["All homes"][:3] == ("60", "60", "0.0%")


def test_the_only_home_of_an_authority_may_have_opened_mid_period(standing_pages_of):
    pages = standing_pages_of(homes=(home("Home 1", opened=date(2022, 9, 12)),))
    assert pages["homes"].title == "Crimes at Home 1: 14 in 2022-23, not comparable"
    assert rows(pages["offences"], "Crimes by class of outcome") == {"No further action": (CLOSED, "14")}
    assert "0 to 14" not in "".join(page.words for page in pages.values())


def test_a_home_that_moved_is_compared_with_where_it_lies_now_and_the_page_says_so(standing_pages_of):
    moved = home("Home 1", area="Chellaston", moved_on=date(2022, 10, 1), moved_to="Osmaston")
    counts = [AreaCount("Chellaston", month, 100, kind) for month in MONTHS for kind in ("crime", "incident")]
    counts += [AreaCount("Osmaston", month, 50, "crime") for month in YEAR_BEFORE]
    counts += [AreaCount("Osmaston", month, 100, "crime") for month in YEAR]
    pages = standing_pages_of(homes=(moved, home("Home 2")), area_counts=counts)
    assert rows(pages["homes"], CRIMES)["Home 1"] == ("24", "24", "0.0%", "48.0")
    assert list(pages["homes"].table(CRIMES).index) == ["Osmaston", "Home 1", "Chellaston", "Home 2", "All homes"]
    assert "Home 1 moved from Chellaston to Osmaston; it is compared with Osmaston alone." in pages["homes"].words


@pytest.mark.parametrize("period", ["", "2022-05..2022-05", "2021-22"])
def test_one_month_only_is_shown_as_such_and_a_year_of_it_is_not_supplied(standing_pages_of, period):
    one = dict.fromkeys(SOURCES, (MAY,))
    pages = standing_pages_of(
        {"period": period},
        covered=one,
        area_counts=same_every_month(HOMES, (MAY,)),
        events=[event._replace(day=date(2022, 5, 9)) for event in EVENTS],
        scores=SCORES[:1],
    )
    before, now, change, _ = rows(pages["homes"], CRIMES)["All homes"]
    assert (before, change) == (GAP, GAP)
    assert now == (GAP if period == "2021-22" else "6")
    for page in (*OF_POLICE_DATA, "youth_justice"):
        assert GAP in pages[page].words, page
    by_type = rows(pages["incidents"], "Incidents by type: All homes")
    if period != "2021-22":
        assert by_type == {MISSING: (GAP, "9", GAP), NUISANCE: (GAP, "6", GAP)}
        assert "Police crimes not supplied: May 2021 for all homes." in pages["offences"].words
    else:
        assert by_type == {"All types": (GAP, GAP)}
        assert not ZEROS & {cell for page in (*OF_POLICE_DATA, "youth_justice") for cell in pages[page].cells}


def test_a_neighbourhood_without_counts_leaves_its_homes_counted_and_only_them_uncompared_with_it(standing_pages_of):
    known = [counts for counts in same_every_month(HOMES, MONTHS) if counts.area == "Chellaston"]
    pages = standing_pages_of(area_counts=known)
    crimes = rows(pages["homes"], CRIMES)
    assert crimes["Home 1"] == ("24", "24", "0.0%", "24.0")
    assert crimes["Home 2"] == ("24", "24", "0.0%", GAP)
    assert set(crimes["Osmaston"][:3]) == {GAP}
    told = "Police counts of neighbourhoods not supplied: April 2021 to March 2023 for Osmaston."
    assert told in pages["homes"].words
    assert told in pages["overview"].words


def test_a_home_in_no_known_neighbourhood_is_counted_and_the_page_says_why_it_is_not_compared(standing_pages_of):
    pages = standing_pages_of(homes=(home("Home 1", area=""), home("Home 2")))
    assert rows(pages["homes"], CRIMES)["Home 1"] == ("24", "24", "0.0%", GAP)
    assert "No neighbourhood is known for Home 1, so it is not compared with one." in pages["homes"].words


def test_a_line_of_homes_in_two_neighbourhoods_stands_with_both(standing_pages_of):
    pages = standing_pages_of(homes=(home("Home 3", line="Home 3/4"), home("Home 4", line="Home 3/4", area="Osmaston")))
    assert list(pages["homes"].table(CRIMES).index) == ["Chellaston", "Osmaston", "Home 3/4"]
    assert rows(pages["homes"], CRIMES)["Home 3/4"] == ("48", "48", "0.0%", "48.0")


def test_a_month_missing_at_one_home_makes_its_period_a_gap_and_is_named(standing_pages_of):
    gaps = [("crimes", "Home 2", JANUARY), ("incidents", "Home 1", date(2022, 6, 1)), ("crimes", "Home 3", JANUARY)]
    pages = standing_pages_of(gaps=gaps)
    crimes = rows(pages["homes"], CRIMES)
    assert crimes["Home 2"] == (GAP, "24", GAP, GAP)
    assert crimes["All homes"] == (GAP, "72", GAP, GAP)
    assert crimes["Home 1"][:2] == ("24", "24")
    for page in ("overview", "homes", "offences"):
        assert "Police crimes not supplied: January 2022 for Home 2 and Home 3." in pages[page].words, page
    for page in ("homes", "incidents"):
        assert "Police incidents not supplied: June 2022 for Home 1." in pages[page].words, page
    assert rows(pages["incidents"], "Incidents by type: Home 1")[MISSING] == ("36", GAP, GAP)
    assert rows(pages["offences"], "Crimes by class of outcome") == {"No further action": (GAP, "72")}


def test_months_missing_of_the_youth_justice_service_are_named(standing_pages_of):
    months = [month for month in MONTHS if month not in (JANUARY, MAY)]
    pages = standing_pages_of(covered={"youth_justice": months})
    assert set(pages["youth_justice"].table("Youth Justice Service").to_numpy().ravel()) == {GAP}
    told = "Youth Justice Service events not supplied: January 2022 and May 2022."
    assert told in pages["youth_justice"].words


def test_one_child_is_told_without_a_trend_or_a_percentage_in_words(standing_pages_of):
    pages = standing_pages_of(homes=(home(),), events=EVENTS[1:2], scores=SCORES[:1], involved={"Home 1": ["P-1"]})
    assert pages["youth_justice"].title == "YJS: 0 offences, 0 children; too few for a trend"
    assert "too few children to read as a trend" in pages["youth_justice"].words
    assert pages["cromarty"].title == "Cromarty: no child has a later meeting to compare"
    assert list(pages["cromarty"].table("Latest score")["Children"]) == ["0", "0", "0", "1"]
    assert not re.search(r"\d%", pages["cromarty"].words + pages["youth_justice"].title)


def test_forty_homes_stand_on_every_page_in_register_order(standing_pages_of):
    homes = tuple(home(f"Home {number}", area=f"Area {number % 5}") for number in range(1, 41))
    pages = standing_pages_of(homes=homes, incidents=a_few_a_month(homes, MONTHS, {MISSING: 1}))
    shown = [name for name in pages["homes"].table("Crimes at every home").index if name.startswith("Home ")]
    assert sorted(shown) == sorted(home.name for home in homes)
    assert [name for name in shown if int(name.removeprefix("Home ")) % 5 == 0] == [
        f"Home {n}" for n in range(5, 41, 5)
    ]
    assert "Home 40" not in pages["homes"].title


def test_labels_of_eighty_characters_stand_on_every_page(standing_pages_of):
    assert len(LONG) == 80
    homes = (home(LONG, area=LONG.upper()), home("*" * 80, area=LONG.upper()))
    pages = standing_pages_of(
        homes=homes,
        incidents=a_few_a_month(homes, MONTHS, {LONG: 3}),
        crimes=a_few_a_month(homes, MONTHS, {"=cmd|' /C calc'!A1" + "x" * 62: 3}),
    )
    assert rows(pages["homes"], CRIMES)[LONG][:2] == ("36", "36")
    assert rows(pages["homes"], CRIMES)["*" * 80][:2] == ("36", "36")
    assert rows(pages["incidents"], f"Incidents by type: {LONG}")[LONG] == ("36", "36", "0.0%")


def test_counts_of_a_million_are_written_with_thousands_and_compared(standing_pages_of):
    many = same_every_month(HOMES, YEAR_BEFORE, 1_234_567) + same_every_month(HOMES, YEAR, 1_000_000)
    pages = standing_pages_of(area_counts=many)
    assert rows(pages["homes"], CRIMES)["Chellaston"][:3] == ("14,814,804", "12,000,000", "-19.0%")
    assert rows(pages["homes"], CRIMES)["Home 1"][3] == "19.4"


def test_every_page_stands_for_a_choice_of_the_odd_home_alone(standing_pages_of):
    homes = (home("Home 1"), home("Home 2", area="", opened=date(2022, 9, 12), closed=date(2022, 11, 3)))
    pages = standing_pages_of({"line": "home-2-2"}, homes=homes)
    assert rows(pages["homes"], CRIMES)["Home 2"] == (CLOSED, "6", CLOSED, GAP)
    assert "Home 1" not in "".join(pages[page].words for page in OF_POLICE_DATA)
