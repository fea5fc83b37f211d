"""Measures other than counts of the police, as asked: shares, outcomes, rates, and those of the whole authority."""

from dataclasses import replace

import pandas as pd

from analysis.charts import missing_share_chart, rates_chart, youth_justice_chart
from analysis.children_tables import rate_table
from analysis.disclosure import FOLDED, NARROWED_TO, WITHHELD, Released, release
from analysis.missing import missing_share
from analysis.occupancy import rate_per_child_months
from analysis.published import published_counts
from analysis.results import ALL_HOMES, When
from analysis.tables import Table, paired_table, share_table
from analysis.wording import (
    CHILD_MONTHS_IN_WORDS,
    LINES_NOT_APART,
    NOT_SUPPLIED_TITLE,
    POPULATIONS,
    WITHHELD_WHERE_FEW,
    children_involved_sentence,
    homes_with_moved_share,
    missing_sentences,
    missing_title,
    occupancy_missing_sentence,
    pair_sentences,
    pair_title,
    rate_sentences,
    rate_title,
    scope_line,
)
from app.findings import supplied
from app.findings.asking import Asking
from app.findings.cromarty import cromarty
from app.findings.explore_counts import SPLIT_WORDS, places_split
from app.findings.finding import Finding
from app.findings.homes import every_home, first_of_lines, scope
from app.findings.offences import outcome_classes
from app.findings.published import lines_of_sources, published_by_line, published_number
from app.findings.sources import as_at, coverage_of, gaps_of_homes, source_lines, span
from app.findings.supplied import RECORDS
from app.findings.youth_justice import CHANGE_DECIMALS, NAMES, recorded, youth_justice
from data_access.homes import fetch_places
from data_access.occupancy import fetch_occupancy

SHARE = "Missing-person share of incidents"


def missing_part(asked: Asking) -> Finding:
    """The missing-person share, all together or place by place."""
    question, source = asked.question, asked.source
    places = places_split(asked, by_types=True)
    told = places.told
    table = missing_share(told.counts, places.homes, told.coverage, question.previous, question.current)
    if not asked.ask.split:
        table = table[table["line"].eq(ALL_HOMES)]
    released = release({"missing": table}, question.audience)["missing"]
    sentences = missing_sentences(released, **{**question.said, "together": asked.where})
    first, note = first_of_lines(released, homes_with_moved_share(released))
    shown = {"total_name": asked.total_name, **question.labels}
    title = f"{SHARE}{SPLIT_WORDS[asked.ask.split]}"
    return Finding(
        key="",
        short="",
        title=missing_title(released, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, asked.sources),
        as_at=as_at(source, question, asked.sources),
        sentences=tuple(sentences),
        tables=(
            share_table(first, title, **shown),
            *([share_table(released, f"{SHARE} at every home", **shown)] if note else []),
        ),
        room_table=share_table(first, title, for_a_room=True, **shown)
        if released.frame["status"].eq(FOLDED).any()
        else None,
        figure=missing_share_chart(first, **shown),
        alt=f"{title} in both periods as pairs of dots. {' '.join(sentences)}",
        measure="Incidents closed as Missing Person, as a share of all incidents; absconding is not missing",
        notes=(
            note,
            *released.notes,
            *([LINES_NOT_APART.format(lines=" and ".join(places.mixed))] if places.mixed else []),
            *supplied.notes(places.by_line, "incidents", question, source),
            *supplied.home_gaps(places.by_line, "incidents", question, source),
        ),
        sources=source_lines(source, question, asked.sources),
    )


def outcomes(asked: Asking) -> Finding:
    """What became of the crimes, as on the page of offences."""
    return outcome_classes(asked.question, asked.source)


def rates(asked: Asking) -> Finding:
    """Incidents or crimes per 100 child-months, all together or home by home."""
    question, source, thing = asked.question, asked.source, asked.measure.thing
    start, end = span(question)
    lived = source(fetch_occupancy, question.selection, start=start, end=end)
    told = supplied.of_homes(thing, question, source)
    table = rate_per_child_months(
        told.counts,
        lived,
        source(fetch_places, question.selection, at=question.current.last_month),
        told.coverage,
        coverage_of(source, question, "occupancy"),
        question.previous,
        question.current,
    )
    if not asked.ask.split:
        table = table[table["line"].eq(ALL_HOMES)]
    released = release({"rates": table}, question.audience)["rates"]
    if lived.empty:
        title, sentences = NOT_SUPPLIED_TITLE, [occupancy_missing_sentence(**question.labels)]
    else:
        title = rate_title({thing: released}, **question.labels)
        sentences = rate_sentences(released, thing, **{**question.said, "together": asked.where})
    first, note = first_of_lines(released)
    shown = {"total_name": asked.total_name, **question.labels}
    withheld = [WITHHELD_WHERE_FEW] if released.frame["status"].eq(WITHHELD).any() else []
    return Finding(
        key="",
        short="",
        title=title,
        population=POPULATIONS["police"],
        scope=scope(question, source, asked.sources),
        as_at=as_at(source, question, asked.sources),
        sentences=tuple(sentences),
        tables=(
            rate_table(first, asked.measure.name, **shown),
            *([rate_table(released, f"{asked.measure.name} at every home", **shown)] if note else []),
        ),
        figure=rates_chart(first, axis_title=asked.measure.name, **shown),
        alt=f"{asked.measure.name} in both periods as pairs of dots. {' '.join(sentences)}",
        measure=asked.measure.name,
        notes=(
            note,
            CHILD_MONTHS_IN_WORDS,
            *withheld,
            *released.notes,
            *supplied.notes(told, RECORDS[thing], question, source),
            *supplied.home_gaps(told, RECORDS[thing], question, source),
            *gaps_of_homes(source, question, "occupancy"),
        ),
        sources=source_lines(source, question, asked.sources),
    )


def events(asked: Asking) -> Finding:
    """One row of the Youth Justice Service's table, with how many children were involved."""
    question, source = asked.question, asked.source
    every = recorded(question, source)
    label = NAMES[asked.measure.label]
    released = every.only("label", [label])
    children = children_involved_sentence(every, **question.labels)
    sentences = [*pair_sentences(released, "label", **question.labels), *([children] if children else [])]
    whole = youth_justice(question, source)
    return replace(
        whole,
        title=pair_title(released, asked.name, asked.short_name, **question.labels),
        sentences=tuple(sentences),
        tables=(
            paired_table(
                released,
                "Youth Justice Service",
                "label",
                "Measure",
                decimals=CHANGE_DECIMALS,
                **question.labels,
            ),
        ),
        figure=youth_justice_chart(released, **question.labels),
        alt=f"{asked.name} in both periods as a pair of dots. {' '.join(sentences)}",
        measure=asked.name,
        how_sure=None,
    )


def cromarty_results(asked: Asking) -> Finding:
    """How many children score higher than at their first meeting; whole reporting years only, and no child's line."""
    finding = cromarty(asked.question, asked.source)
    return replace(finding, figure=None, alt="", choices=(), picture_may_be_saved=True)


def other_numbers(asked: Asking) -> Finding:
    """Another measure as it was published, of all homes together or of the whole authority, or line by line."""
    question, source = asked.question, asked.source
    homes: pd.DataFrame = source(fetch_places, question.selection, at=question.current.last_month)
    by_line = asked.ask.split == "line"
    lines = list(dict.fromkeys(homes["line"])) if by_line else []
    numbers: dict[When, dict[str, float]] = {}
    for when, period in supplied.periods_of(question).items():
        together = published_number(asked, period)
        numbers[when] = {
            **(published_by_line(asked, period) if by_line else {}),
            **({} if together is None else {ALL_HOMES: together}),
        }
    table = published_counts(lines, numbers, asked.total_name if by_line or asked.is_one_line else asked.name)
    table = table.assign(**{NARROWED_TO: asked.name})  # what is counted may tell of one child
    if len(lines) == 1:
        table = table[table["line"].ne(ALL_HOMES)]
    released = release({"other": table}, question.audience)["other"]
    sentences = pair_sentences(released, "label", **question.labels)
    reach = as_at(source, question, asked.sources)
    lead = lines if len(lines) == 1 else [ALL_HOMES]
    return Finding(
        key="",
        short="",
        title=pair_title(released.only("line", lead), asked.name, asked.short_name, **question.labels),
        population=asked.population,
        scope=scope_line(
            question.line_names,
            question.current.words,
            question.previous.words,
            reach,
            source=asked.source_name,
            every_home=every_home(question),
        ),
        as_at=reach,
        sentences=tuple(sentences),
        tables=(_published_table(asked, released),),
        room_table=_published_table(asked, released, for_a_room=True)
        if released.frame["status"].eq(FOLDED).any()
        else None,
        figure=youth_justice_chart(released, **question.labels),
        alt=f"{asked.name} in both periods as pairs of dots. {' '.join(sentences)}",
        measure=asked.name,
        notes=released.notes,
        sources=lines_of_sources(asked),
    )


def _published_table(asked: Asking, released: Released, *, for_a_room: bool = False) -> Table:
    return paired_table(
        released,
        asked.name,
        "label",
        "Home" if asked.ask.split else "Measure",
        for_a_room=for_a_room,
        identity="order",
        **asked.question.labels,
    )
