"""Homes against their neighbourhoods: crimes and incidents."""

from collections.abc import Collection

from analysis.attention import first_lines
from analysis.charts import paired_counts_chart
from analysis.comparison import ALL_NEIGHBOURHOODS, home_against_neighbourhood
from analysis.coverage import covered_homes
from analysis.disclosure import Released, release
from analysis.results import ALL_HOMES
from analysis.tables import Table, paired_table
from analysis.wording import (
    NOT_ALLOWED_FOR_OCCUPANCY,
    OTHERS_NOT_COMPARED,
    POLICE_DATA,
    POPULATIONS,
    RATES_BELOW,
    RATES_ON_HOMES_PAGE,
    comparison_sentences,
    comparison_title,
    many_lines_note,
    moved_homes,
    neighbourhood_notes,
    scope_line,
)
from app.findings import how_sure, supplied
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, coverage_of, source_lines, span
from app.findings.supplied import RECORDS, Thing
from data_access.homes import fetch_places
from data_access.other_homes import OTHERS_ID

EXPECTED_IN_WORDS = (
    "“Had it moved like its area” is the home's earlier count, changed by as much as its neighbourhood's count changed."
)


def crimes_against_neighbourhoods(question: Question, source: Source) -> Finding:
    """Crimes at the homes against what they would be had each home moved like its neighbourhood."""
    return comparison_finding("crime", compared("crime", question, source), question, source, rates=RATES_BELOW)


def incidents_against_neighbourhoods(question: Question, source: Source) -> Finding:
    """Incidents at the homes against what they would be had each home moved like its neighbourhood."""
    return comparison_finding("incident", compared("incident", question, source), question, source, rates=RATES_BELOW)


def compared(thing: Thing, question: Question, source: Source) -> Released:
    """The released comparison of one thing; the overview's tiles read it too."""
    homes = supplied.of_homes(thing, question, source)
    areas = supplied.of_neighbourhoods(thing, question, source)
    table = home_against_neighbourhood(
        homes.counts,
        areas.counts,
        source(fetch_places, question.selection, at=question.current.last_month),
        homes.coverage,
        areas.coverage,
        question.previous,
        question.current,
        totals_only=homes.totals_only | areas.totals_only,
    )
    return release({thing: table}, question.audience)[thing]


def scope(question: Question, source: Source, names: tuple[str, ...]) -> str:
    """The line of words under a title of a page about homes."""
    reach = as_at(source, question, names)
    # Of records that were never supplied alone: the police may have sent the others.
    lacking = f"police {names[0]}" if names in (("crimes",), ("incidents",)) else POLICE_DATA
    return scope_line(
        question.line_names,
        question.current.words,
        question.previous.words,
        reach,
        source=lacking if reach is None else POLICE_DATA,
        every_home=every_home(question),
    )


def every_home(question: Question) -> str:
    """All homes of the selection in words, by provider where one is chosen or only one exists."""
    return f"All {question.provider_name} homes" if question.provider_name else "All homes"


def published_table(released: Released, thing: Thing, question: Question, *, whole: bool = False) -> Table:
    """Neighbourhoods, each followed by its homes, and all homes, as the committee's paper prints them.

    `whole`: every home where the first table holds some of them alone.
    """
    things = RECORDS[thing].capitalize()
    return paired_table(
        released,
        f"{things} at {'every home' if whole else 'homes'} and in their neighbourhoods",
        "place",
        "Place",
        only={"place_kind": ["neighbourhood", "home", *(["all homes"] if _several_lines(released) else [])]},
        identity="order",
        expected=True,
        total_name=question.total_name,
        **question.labels,
    )


def first_places(released: Released) -> tuple[Released, str]:
    """The comparison with the homes to show first and their neighbourhoods alone, and the note that says so."""
    homes = released.frame[released.frame["place_kind"].eq("home")]
    lines = list(dict.fromkeys(homes["place"]))
    first = first_lines(lines, moved_homes(released))
    if len(first) == len(lines):
        return released, many_lines_note(len(first), len(lines))  # a line may lie in several neighbourhoods: all stay
    areas = set(homes.loc[homes["place"].isin(first), "neighbourhood"])
    every = (ALL_HOMES, ALL_NEIGHBOURHOODS)
    return released.only("place", {*first, *areas, *every}), many_lines_note(len(first), len(lines))


def first_of_lines(released: Released, moved: Collection[str] | None = None) -> tuple[Released, str]:
    """A table by line with the lines to show first and all homes alone, and the note that says so.

    `moved`: the lines beyond the usual ups and downs, which come first; None where there is no verdict on lines.
    """
    lines = [line for line in dict.fromkeys(released.frame["line"]) if line != ALL_HOMES]
    first = first_lines(lines, moved or ())
    note = many_lines_note(len(first), len(lines), judged=moved is not None)
    return released.only("line", {*first, ALL_HOMES}), note


def _several_lines(released: Released) -> bool:
    """With one line alone, a row for all homes would say it twice."""
    return int(released.frame.loc[released.frame["place_kind"].eq("home"), "place"].nunique()) > 1


def comparison_finding(
    thing: Thing, released: Released, question: Question, source: Source, *, rates: str = RATES_ON_HOMES_PAGE
) -> Finding:
    """A released comparison with its words, picture and table. `rates`: where those are that allow for occupancy."""
    names = (RECORDS[thing], f"neighbourhood {thing}")
    things = RECORDS[thing].capitalize()
    sentences = comparison_sentences(released, thing, **question.said)
    first, note = first_places(released)
    return Finding(
        key=f"{RECORDS[thing]}-and-neighbourhoods",
        short=things,
        title=comparison_title(released, thing, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, names[:1]),
        as_at=as_at(source, question, names),
        sentences=tuple(sentences),
        tables=(
            published_table(first, thing, question),
            *([published_table(released, thing, question, whole=True)] if note else []),
        ),
        # Beside some of many homes, all of them together would leave no room to tell one from another.
        figure=paired_counts_chart(
            first.only("place_kind", ["home"]) if note else first,
            axis_title=f"{things} in the period",
            total_name=question.total_name,
            **question.labels,
        ),
        alt=f"{things} of each home in both periods as pairs of dots, with a tick where the home would be had it moved "
        f"like its neighbourhood. {' '.join(sentences)}",
        caution=occupancy_note(source, question, rates),
        measure=f"{things} of each home; neighbourhoods are police Safer Neighbourhood areas, homes included",
        notes=(
            note,
            EXPECTED_IN_WORDS,
            *released.notes,
            *_what_was_supplied(thing, question, source),
            *moves(source, question),
        ),
        sources=source_lines(source, question, names),
        how_sure=how_sure.of_comparison(released, thing, question),
    )


def _what_was_supplied(thing: Thing, question: Question, source: Source) -> list[str]:
    """Where totals stand in for months, and what neither tells."""
    homes = supplied.of_homes(thing, question, source)
    areas = supplied.of_neighbourhoods(thing, question, source)
    of_areas = f"neighbourhood {thing}"
    told = [
        *supplied.notes(homes, RECORDS[thing], question, source),
        *supplied.notes(areas, of_areas, question, source),
        *supplied.home_gaps(homes, RECORDS[thing], question, source),
        *supplied.area_gaps(areas, of_areas, question, source),
    ]
    return list(dict.fromkeys(told))


def occupancy_note(source: Source, question: Question, rates: str = RATES_ON_HOMES_PAGE) -> str:
    """What is said under counts of how many children lived there: `rates` where both periods have such rates."""
    places = source(fetch_places, question.selection, at=question.current.last_month)
    coverage = coverage_of(source, question, "occupancy")
    periods = (question.previous, question.current)
    loaded = len(coverage) > 0 and all(all(covered_homes(places, coverage, period).values()) for period in periods)
    return rates if loaded else NOT_ALLOWED_FOR_OCCUPANCY


def moves(source: Source, question: Question) -> list[str]:
    """What has to be said of homes that lie in no known neighbourhood, or lay in another when the periods began."""
    start, _ = span(question)
    before = source(fetch_places, question.selection, at=start).set_index("home_id")["neighbourhood"]
    places = source(fetch_places, question.selection, at=question.current.last_month)
    without, moved = {}, {}
    for home in places.itertuples(index=False):
        if not home.neighbourhood and home.home_id != OTHERS_ID:
            without[home.line] = home.line
        elif home.neighbourhood and before[home.home_id] not in ("", home.neighbourhood):
            moved[home.line] = (before[home.home_id], home.neighbourhood)
    others = [OTHERS_NOT_COMPARED] if places["home_id"].eq(OTHERS_ID).any() else []
    return [*others, *neighbourhood_notes(list(without), moved)]
