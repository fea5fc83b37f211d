"""Incidents and crimes as asked: all together, home by home, by provider, by type and by group of types."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.breakdown import NO_TYPE, type_breakdown
from analysis.charts import TYPES_DRAWN_NOTE, drawn_types, paired_counts_chart, type_pairs_chart
from analysis.comparison import home_against_neighbourhood
from analysis.coverage import COVERAGE_COLUMNS
from analysis.disclosure import FOLDED, NARROWED_TO, NOTE_NOT_SUPPLIED, Released, release
from analysis.period_totals import Supplied, homes_with_totals
from analysis.results import ALL_HOMES, NOT_SUPPLIED, SHOWN
from analysis.tables import Table, paired_table
from analysis.wording import (
    AREA_IS_EVERYTHING,
    LINES_NOT_APART,
    POPULATIONS,
    breakdown_sentences,
    breakdown_title,
    counted_sentences,
    counted_title,
)
from app.findings import how_sure, supplied
from app.findings.asking import Asking
from app.findings.finding import Finding
from app.findings.homes import EXPECTED_IN_WORDS, first_places, moves, occupancy_note, scope
from app.findings.incidents import incident_types
from app.findings.offences import offence_types
from app.findings.sources import as_at, coverage_of, source_lines, span
from app.findings.supplied import FETCHES, RECORDS
from app.findings.types import ALL_TYPES
from data_access.homes import fetch_places
from data_access.period_counts import fetch_line_totals

HOMES, ALL_HOMES_ROW = "home", "all homes"
AREAS = ("neighbourhood", "all neighbourhoods")
OF_THE_AREA = ("share_of_neighbourhood", "ratio_of_ratios", "widened_ratio_of_ratios")
SPLIT_WORDS = {"": "", "line": " by home", "home": " by single home", "provider": " by provider"}
NO_AREAS = pd.DataFrame(columns=["neighbourhood", "month", "kind", "count"])
NO_COVERAGE = pd.DataFrame(columns=COVERAGE_COLUMNS)
GROUP_IN_WORDS = (
    "Sensitive types stand apart from the others of their group, and are not named in pictures and sentences."
)
SENSITIVE_APART = ", sensitive types"


@dataclass(frozen=True)
class Places:
    """The homes under the names by which they are split, and what was supplied of them.

    `told` has those names in totals_only; `by_line` those of the register. `mixed`: lines told by a total of homes that
    the split tells apart, which it therefore does not tell.
    """

    homes: pd.DataFrame
    told: Supplied
    by_line: Supplied
    mixed: tuple[str, ...] = ()


def places_split(asked: Asking, *, by_types: bool) -> Places:
    """What was supplied of the homes, split by line, home or provider; left together, by line.

    A total of a line is not used where its homes are told apart: which part is whose is not known.
    """
    homes: pd.DataFrame = asked.source(fetch_places, asked.question.selection, at=asked.question.current.last_month)
    names = homes[{"home": "home", "provider": "provider"}.get(asked.ask.split, "line")]
    if asked.ask.split == "provider":
        names = names.str.capitalize() + " homes"
    told = by_line = supplied.of_homes(asked.measure.thing, asked.question, asked.source, by_type=by_types)
    names_of = {line: list(dict.fromkeys(own)) for line, own in names.groupby(homes["line"], sort=False)}
    mixed = [line for line in names_of if len(names_of[line]) > 1 and any(line == name for name, _ in told.totals_only)]
    if mixed:
        told = _without_totals(asked, homes, mixed, by_types=by_types)
    renamed = frozenset((name, period) for line, period in told.totals_only for name in names_of[line])
    numbered = homes.assign(line=names, line_order=pd.factorize(names)[0])
    return Places(numbered, replace(told, totals_only=renamed), by_line, tuple(mixed))


def _without_totals(asked: Asking, homes: pd.DataFrame, lines: list[str], *, by_types: bool) -> Supplied:
    question, source, records = asked.question, asked.source, RECORDS[asked.measure.thing]
    start, end = span(question)
    totals = source(fetch_line_totals, question.selection, measure=records, start=start, end=end)
    return homes_with_totals(
        source(FETCHES[asked.measure.thing], question.selection, start=start, end=end),
        coverage_of(source, question, records),
        totals[~totals["line"].isin(lines)],
        homes,
        (question.previous, question.current),
        by_type=by_types,
    )


def only_narrowed(asked: Asking, counts: pd.DataFrame) -> pd.DataFrame:
    """The counts of the type or group that the ask is narrowed to, without sensitive types; else all of them."""
    column = {"type": "type", "group": "type_group"}.get(asked.narrowed.by)
    if column is None:
        return counts
    return counts[counts[column].eq(asked.narrowed.name) & ~counts["sensitive"].astype(bool)]


def by_place(asked: Asking) -> Finding:
    """How many there were, all together or place by place, with how far the neighbourhood moved beside it."""
    question, source, thing = asked.question, asked.source, asked.measure.thing
    narrowed, records, area = bool(asked.narrowed.by), RECORDS[thing], asked.ask.area
    places = places_split(asked, by_types=narrowed)
    areas = supplied.of_neighbourhoods(thing, question, source) if area else None
    released = _compared(asked, places, areas)
    first, note = first_places(released) if asked.ask.split else (released, "")
    sentences = counted_sentences(
        released,
        asked.narrowed.things,
        records,
        asked.where,
        area=area,
        narrowed=narrowed,
        single=asked.is_one_line,
        **question.labels,
    )
    names = (records, *([f"neighbourhood {thing}"] if area else []))
    things = asked.narrowed.things[:1].upper() + asked.narrowed.things[1:]
    folded = released.frame["status"].eq(FOLDED).any()
    expected = ", with a tick where it would be had it moved like its neighbourhood" if area else ""
    return Finding(
        key="",
        short="",
        title=counted_title(released, asked.name, records, asked.title_where, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, names[:1]),
        as_at=as_at(source, question, names),
        sentences=tuple(sentences),
        tables=tuple(_tables(asked, first, released if note else None)),
        room_table=_table(asked, first, for_a_room=True) if folded else None,
        figure=paired_counts_chart(
            first.only("place_kind", [HOMES]) if note else first.only("place_kind", [HOMES, ALL_HOMES_ROW]),
            axis_title=f"{things} in the period",
            total_name=asked.total_name,
            **question.labels,
        ),
        alt=f"{things} in both periods as pairs of dots{expected}. {' '.join(sentences)}",
        caution=occupancy_note(source, question),
        measure=f"{things}{SPLIT_WORDS[asked.ask.split]}",
        notes=_notes(asked, places, areas, released, note),
        sources=source_lines(source, question, names),
        how_sure=None if narrowed or not area else how_sure.of_comparison(released, thing, question),
    )


def _compared(asked: Asking, places: Places, areas: Supplied | None) -> Released:
    """The released comparison; without areas, the homes as if they lay in none."""
    question, told, homes = asked.question, places.told, places.homes
    if areas is None:
        homes = homes.assign(neighbourhood="")
    table = home_against_neighbourhood(
        only_narrowed(asked, told.counts),
        NO_AREAS if areas is None else areas.counts,
        homes,
        told.coverage,
        NO_COVERAGE if areas is None else areas.coverage,
        question.previous,
        question.current,
        totals_only=told.totals_only | (frozenset() if areas is None else areas.totals_only),
    )
    if areas is None:
        table = table[~table["measure"].isin(OF_THE_AREA)].copy()
        table.loc[table["measure"].eq("expected"), "status"] = SHOWN  # nothing that was asked for is missing
    if not asked.ask.split:
        table = table[table["place_kind"].ne(HOMES)]
    if asked.narrowed.by:
        of_homes = table["place_kind"].isin([HOMES, ALL_HOMES_ROW])
        table = table.assign(**{NARROWED_TO: of_homes.map({True: asked.narrowed.name, False: ""})})
    return release({"counts": table}, question.audience)["counts"]


def _tables(asked: Asking, first: Released, every: Released | None) -> list[Table]:
    """The rows asked for; those of every home where the first are some of them; then the neighbourhoods."""
    tables = [_table(asked, first), *([_table(asked, every, whole=True)] if every else [])]
    areas = first.frame.loc[first.frame["place_kind"].eq(AREAS[0]), "place"].nunique()
    if asked.ask.area and areas:
        records = RECORDS[asked.measure.thing]
        tables.append(
            paired_table(
                first,
                f"{'All ' + records if asked.narrowed.by else records.capitalize()} in the neighbourhoods",
                "place",
                "Neighbourhood",
                only={"place_kind": list(AREAS if areas > 1 else AREAS[:1])},
                identity="order",
                **asked.question.labels,
            )
        )
    return tables


def _table(asked: Asking, released: Released, *, whole: bool = False, for_a_room: bool = False) -> Table:
    homes = released.frame.loc[released.frame["place_kind"].eq(HOMES), "place"].nunique()
    kinds = [*([HOMES] if homes else []), *([ALL_HOMES_ROW] if homes != 1 else [])]
    things = asked.narrowed.things[:1].upper() + asked.narrowed.things[1:]
    return paired_table(
        released,
        f"{things}{' at every home' if whole else SPLIT_WORDS[asked.ask.split]}",
        "place",
        "Provider" if asked.ask.split == "provider" else "Home",
        only={"place_kind": kinds},
        identity="order",
        expected=asked.ask.area,
        total_name=asked.total_name,
        for_a_room=for_a_room,
        **asked.question.labels,
    )


def _notes(asked: Asking, places: Places, areas: Supplied | None, released: Released, note: str) -> tuple[str, ...]:
    """What is said below the answer, each once."""
    question, source, thing = asked.question, asked.source, asked.measure.thing
    records, told = RECORDS[thing], places.by_line
    counted = released.frame[released.frame["measure"].eq("count")]
    gap = counted["status"].eq(NOT_SUPPLIED).any()
    notes = [
        note,
        *([EXPECTED_IN_WORDS] if asked.ask.area else []),
        *([AREA_IS_EVERYTHING.format(things=records)] if asked.ask.area and asked.narrowed.by else []),
        *(said for said in released.notes if gap or said != NOTE_NOT_SUPPLIED),
        *([LINES_NOT_APART.format(lines=" and ".join(places.mixed))] if places.mixed else []),
        *supplied.notes(told, records, question, source),
        *supplied.home_gaps(told, records, question, source),
    ]
    if asked.ask.area:
        notes += moves(source, question)
    if areas is not None:
        notes += supplied.notes(areas, f"neighbourhood {thing}", question, source)
        notes += supplied.area_gaps(areas, f"neighbourhood {thing}", question, source)
    return tuple(dict.fromkeys(said for said in notes if said))


def by_type(asked: Asking) -> Finding:
    """How many there were of each type."""
    build = incident_types if asked.measure.thing == "incident" else offence_types
    return build(asked.question, asked.source)


def by_group(asked: Asking) -> Finding:
    """How many there were of each group of types, at the homes together."""
    question, source, thing = asked.question, asked.source, asked.measure.thing
    records, noun = RECORDS[thing], "incident" if thing == "incident" else "offence"
    told = supplied.of_homes(thing, question, source, by_type=True)
    homes: pd.DataFrame = source(fetch_places, question.selection, at=question.current.last_month)
    line = homes["line"].iloc[0] if homes["line"].nunique() == 1 else ALL_HOMES
    months = [*question.previous.months, *question.current.months]
    table = type_breakdown(
        _by_group(told.counts[told.counts["month"].isin(months)]),
        homes,
        told.coverage,
        question.previous,
        question.current,
    )
    released = release({"groups": table[table["line"].eq(line)]}, question.audience)["groups"]
    sentences = breakdown_sentences(released, noun, line, **question.said)
    title = f"{records.capitalize()} by group of types: {asked.total_name}"
    shown = {"key": "type", "header": "Group of types", "nothing": ALL_TYPES, **question.labels}
    return Finding(
        key="",
        short="",
        title=breakdown_title(released, noun, line, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, (records,)),
        as_at=as_at(source, question, (records,)),
        sentences=tuple(sentences),
        tables=(paired_table(released, title, only={"line": line}, **shown),),
        room_table=paired_table(
            released,
            title,
            only={"line": line, "type": [*drawn_types(released, line), NO_TYPE]},
            for_a_room=True,
            **shown,
        ),
        figure=type_pairs_chart(released, line, axis_title=f"{records.capitalize()} in the period", **question.labels),
        alt=f"Groups of types in both periods as pairs of dots, most frequent first. {' '.join(sentences)}",
        measure=f"{records.capitalize()} by group of types",
        caution=occupancy_note(source, question),
        notes=(
            TYPES_DRAWN_NOTE,
            GROUP_IN_WORDS,
            *released.notes,
            *supplied.notes(told, records, question, source),
            *supplied.home_gaps(told, records, question, source),
        ),
        sources=source_lines(source, question, (records,)),
    )


def _by_group(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with the group in the place of the type; sensitive types of a group stand apart from its others."""
    groups = counts["type_group"].where(counts["type_group"].ne(""), counts["type"])
    sensitive = counts["sensitive"].astype(bool)
    is_mixed = (~sensitive).groupby(groups).transform("any")
    return counts.assign(type=groups.where(~(sensitive & is_mixed), groups + SENSITIVE_APART), sensitive=sensitive)
