"""A measure as asked, month by month, quarter by quarter, or reporting year by reporting year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.charts import series_chart
from analysis.disclosure import FOLDED, NARROWED_TO, WITHHELD, Released, release
from analysis.occupancy import rate_per_child_months
from analysis.period_totals import Supplied, totals_of
from analysis.periods import Period, reporting_years_of
from analysis.results import ALL_HOMES
from analysis.series import Part, part_counts, part_figures, part_shares, parts_of, reporting_years, whole_period
from analysis.tables import Table, count_table, paired_table, parts_table
from analysis.wording import (
    CHILD_MONTHS_IN_WORDS,
    WITHHELD_WHERE_FEW,
    scope_line,
    series_sentences,
    series_title,
)
from analysis.youth_justice import OF_CHILDREN
from app.findings import supplied
from app.findings.asking import Asking
from app.findings.explore_counts import only_narrowed
from app.findings.finding import Finding
from app.findings.homes import every_home, occupancy_note
from app.findings.published import lines_of_sources, published_number
from app.findings.sources import as_at, coverage_of, span
from app.findings.supplied import RECORDS
from app.findings.youth_justice import NOT_BY_HOME
from data_access.coverage import fetch_sources
from data_access.homes import fetch_places
from data_access.occupancy import fetch_occupancy
from data_access.period_counts import fetch_authority_totals, fetch_published_periods
from data_access.youth_justice import fetch_youth_justice_counts

MONTHS = {"month": 1, "quarter": 3}
BY = {"month": "by month", "quarter": "by quarter", "year": ""}
HEADERS = {"month": "Month", "quarter": "Quarter", "year": "Reporting year"}


@dataclass(frozen=True)
class Told:
    """The figures of the parts, and what has to be said of what they rest on."""

    table: pd.DataFrame
    notes: tuple[str, ...] = ()


def by_part(asked: Asking) -> Finding:
    """A measure by parts of the period beside those of the period compared with, or by the years up to its end."""
    question, by = asked.question, BY[asked.ask.split]
    whole = [] if not by else [whole_period(question.previous, question.current)]
    parts = _parts(asked)
    told = FIGURES[asked.measure.kind](asked, parts, whole)
    released = release({"parts": told.table}, question.audience)["parts"]
    at_homes = asked.measure.kind != "youth justice"
    # Another measure is of the whole authority as it was published, unless homes are chosen.
    placed = at_homes and (asked.measure.kind != "other" or question.is_a_choice_of_homes)
    split, labels = asked.ask.split, question.labels
    sentences = series_sentences(released, asked.things, asked.where if placed else "", split, **labels)
    names = asked.sources
    reach = as_at(asked.source, question, names)
    return Finding(
        key="",
        short="",
        title=series_title(
            released, asked.name, asked.short_name, asked.title_where if placed else "", split, **labels
        ),
        population=asked.population,
        scope=scope_line(
            question.line_names if at_homes else (),
            question.current.words if by else _years_in_words(parts),
            question.previous.words if by else "",
            reach,
            source=asked.source_name,
            every_home=every_home(question) if at_homes else "All homes",
        ),
        as_at=reach,
        sentences=tuple(sentences),
        tables=(_table(asked, released),) if len(released.frame) else (),
        room_table=_table(asked, released, for_a_room=True) if released.frame["status"].eq(FOLDED).any() else None,
        figure=series_chart(released, labels=_labels(asked), axis_title=_counted(asked)),
        alt=f"{asked.name} {by or 'by reporting year'} as lines with dots. {' '.join(sentences)}",
        measure=f"{asked.name} {by or 'by reporting year'}",
        caution=occupancy_note(asked.source, question) if asked.measure.kind == "counts" else "",
        notes=tuple(dict.fromkeys(note for note in (*told.notes, *released.notes) if note)),
        sources=lines_of_sources(asked),
    )


def _parts(asked: Asking) -> list[Part]:
    question = asked.question
    if asked.ask.split == "year":
        return _years(asked)
    return parts_of(question.previous, question.current, MONTHS[asked.ask.split])


def _years(asked: Asking) -> list[Part]:
    """The reporting years that the source, or what was published of it, reaches over, up to that of the period."""
    authority, name = asked.question.selection.authority, asked.sources[0]
    covered = asked.source(fetch_sources, authority=authority)
    published = asked.source(fetch_published_periods, authority=authority)
    months = [frame.loc[frame["source"].eq(name), ["first_month", "last_month"]] for frame in (covered, published)]
    reach = pd.concat(months)
    if reach.empty:
        return []
    last: date = min(max(reach["last_month"]), reporting_years_of(asked.question.current).last_month)
    first: date = min(reach["first_month"])
    return reporting_years(first, last) if first <= last else []


def _years_in_words(years: Sequence[Part]) -> str:
    if len(years) < 2:
        return f"Reporting year {years[0].label}" if years else "No whole reporting year"
    return f"Reporting years {years[0].label} to {years[-1].label}"


def _periods(parts: Sequence[Part]) -> list[Period]:
    return [period for part in parts for period in part.periods.values()]


def _homes(asked: Asking) -> pd.DataFrame:
    homes: pd.DataFrame = asked.source(fetch_places, asked.question.selection, at=asked.question.current.last_month)
    return homes


def _supplied(asked: Asking, parts: Sequence[Part], *, by_types: bool) -> Supplied | None:
    """What is known of the homes for each of the parts; nothing where there are none."""
    if not parts:
        return None
    return supplied.of_homes(
        asked.measure.thing, asked.question, asked.source, by_type=by_types, periods=_periods(parts)
    )


def _counts(asked: Asking, parts: list[Part], whole: list[Part]) -> Told:
    homes, tables = _homes(asked), []
    for some in (parts, whole):  # a total of the whole is no count of its first part
        told = _supplied(asked, some, by_types=bool(asked.narrowed.by))
        if told is not None:
            tables.append(part_counts(only_narrowed(asked, told.counts), homes, told.coverage, some))
    table = _joined(tables)
    if asked.narrowed.by:
        table = table.assign(**{NARROWED_TO: asked.narrowed.name})
    return Told(table, _notes_on_records(asked, parts))


def _shares(asked: Asking, parts: list[Part], whole: list[Part]) -> Told:
    homes, tables = _homes(asked), []
    for some in (parts, whole):
        told = _supplied(asked, some, by_types=True)
        if told is not None:
            tables.append(part_shares(told.counts, homes, told.coverage, some))
    return Told(_joined(tables), _notes_on_records(asked, parts))


def _rates(asked: Asking, parts: list[Part], whole: list[Part]) -> Told:  # noqa: ARG001  of years there is no whole
    if not parts:
        return Told(part_figures({}, []), (CHILD_MONTHS_IN_WORDS,))
    question, source, homes = asked.question, asked.source, _homes(asked)
    periods = _periods(parts)
    start, end = span(question, periods)
    told = supplied.of_homes(asked.measure.thing, question, source, periods=periods)
    lived = source(fetch_occupancy, question.selection, start=start, end=end)
    covered = coverage_of(source, question, "occupancy", periods)
    tables = []
    for part in parts:
        year = rate_per_child_months(told.counts, lived, homes, told.coverage, covered, part.current, part.current)
        of_year = year[year["line"].eq(ALL_HOMES) & year["period"].eq("current")]
        tables.append(of_year.assign(part=part.label, order=part.order).drop(columns=["line", "line_order"]))
    table = _joined(tables)
    withheld = (WITHHELD_WHERE_FEW,) if table["status"].eq(WITHHELD).any() else ()
    return Told(table, (CHILD_MONTHS_IN_WORDS, *withheld, *_notes_on_records(asked, parts)))


def _events(asked: Asking, parts: list[Part], whole: list[Part]) -> Told:
    """Events of the Youth Justice Service where they cover a part, else what was published of the whole part."""
    question, source, key = asked.question, asked.source, asked.measure.label
    periods = _periods([*parts, *whole])
    notes = (NOT_BY_HOME,) if question.is_a_choice_of_homes else ()
    if not periods:
        return Told(part_figures({}, []), notes)
    start, end = span(question, periods)
    authority = question.selection.authority
    covered = set(coverage_of(source, question, "youth_justice", periods)["month"])
    totals = source(fetch_authority_totals, authority=authority, measure="youth_justice", start=start, end=end)
    numbers: dict[Period, float] = {}
    untold = []
    for period in periods:
        if set(period.months) <= covered:
            events = source(fetch_youth_justice_counts, authority=authority, start=period.start, end=period.end)
            told = dict(zip(events["measure"], events["count"], strict=True))
            if key != "court_children" or key in told or not told.get("court_appearances"):
                numbers[period] = float(told.get(key, 0))
        else:
            published = totals_of(totals, period, OF_CHILDREN)
            if key in published:
                numbers[period] = published[key]
            else:
                untold.append(period)
    why = supplied.only_totals_notes("youth_justice", question, source, untold)
    return Told(part_figures(numbers, [*parts, *whole]), (*notes, *why))


def _others(asked: Asking, parts: list[Part], whole: list[Part]) -> Told:
    """Another measure as it was published of each part."""
    numbers = {period: published_number(asked, period) for period in _periods([*parts, *whole])}
    table = part_figures({period: n for period, n in numbers.items() if n is not None}, [*parts, *whole])
    return Told(table.assign(**{NARROWED_TO: asked.name}))  # what is counted may tell of one child


FIGURES: dict[str, Callable[[Asking, list[Part], list[Part]], Told]] = {
    "counts": _counts,
    "missing": _shares,
    "rate": _rates,
    "youth justice": _events,
    "other": _others,
}


def _notes_on_records(asked: Asking, parts: Sequence[Part]) -> tuple[str, ...]:
    """Which months were not supplied, and why parts cannot be told although totals of longer periods were."""
    question, source, records = asked.question, asked.source, RECORDS[asked.measure.thing]
    told = supplied.of_homes(asked.measure.thing, question, source)
    of_parts = _supplied(asked, parts, by_types=False)
    known = set(of_parts.coverage["month"]) if of_parts is not None else set()
    return (
        *supplied.only_totals_notes(records, question, source, _periods(parts), known),
        *(supplied.home_gaps(told, records, question, source) if asked.ask.split != "year" else ()),
    )


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else part_figures({}, [])


def _labels(asked: Asking) -> dict[str, str]:
    """What each line of the picture, and each column of the table, is called."""
    if asked.ask.split == "year":
        return {"current": _counted(asked)}
    return {"previous": asked.question.previous.label, "current": asked.question.current.label}


def _counted(asked: Asking) -> str:
    """What the numbers are called in a column and on the axis."""
    if asked.measure.kind == "missing":
        return "Missing person, share of incidents"
    return asked.things[:1].upper() + asked.things[1:]


def _table(asked: Asking, released: Released, *, for_a_room: bool = False) -> Table:
    header = HEADERS[asked.ask.split]
    title = f"{asked.name} {BY[asked.ask.split] or 'by reporting year'}"
    if asked.measure.kind in ("missing", "rate"):
        return parts_table(released, title, header, _labels(asked), for_a_room=for_a_room)
    if asked.ask.split == "year":
        names = {part: part for part in released.frame["part"]}
        return count_table(released, title, "part", header, _counted(asked), names, for_a_room=for_a_room)
    return paired_table(released, title, "part", header, for_a_room=for_a_room, **asked.question.labels)
