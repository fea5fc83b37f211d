"""What the public ladder is asked about: counts of the homes by line and by type, and what others counted."""

import math
from typing import Any

import pandas as pd

from analysis.benchmarks import convicted_or_cautioned
from analysis.formats import NOT_SUPPLIED, format_count, format_printed_share
from analysis.public_others import Improved, YouthJustice
from analysis.public_rows import CHILDREN, YEARS
from analysis.public_steps import By, Counted
from analysis.results import ALL_HOMES, NAN, NOT_OPEN, SHOWN
from analysis.wording import totals_alone_note
from analysis.youth_justice import OF_CHILDREN, YJS_MEASURES
from app.findings import supplied
from app.findings.cromarty import RESULTS, scored
from app.findings.finding import Question, Source
from app.findings.homes import compared
from app.findings.incidents import INCIDENTS
from app.findings.offences import CRIMES
from app.findings.sources import covered_months
from app.findings.supplied import RECORDS, Thing
from app.findings.types import released_types
from app.findings.youth_justice import recorded
from data_access.benchmarks import fetch_benchmarks
from data_access.homes import fetch_places
from data_access.involvement import fetch_involvement_counts
from data_access.youth_justice import fetch_youth_justice_counts

KINDS = {"crime": CRIMES, "incident": INCIDENTS}
COMPARED = ("improved", "same", "lower")
COUNTRY = "country"
BOTH: frozenset[By] = frozenset({"home", "type"})


def police(thing: Thing, question: Question, source: Source, tables: frozenset[By] = BOTH) -> Counted:
    """Crimes, or incidents, of all homes in both years: by line, by type of all homes together, by neighbourhood.

    `tables`: those that the paper prints.
    """
    frame = compared(thing, question, source).frame
    counted = _both_years(frame[frame["measure"].eq("count")], ["place_kind", "place"])
    return Counted(
        RECORDS[thing],
        _homes(counted[counted["place_kind"].eq("home")], question, source),
        _types(thing, question, source),
        _areas(counted[counted["place_kind"].eq("neighbourhood")]),
        _children(thing, question, source),
        tables,
    )


def of_totals(thing: Thing, question: Question, source: Source, by: By) -> list[str]:
    """Of which of both years published totals stand in the place of records, in one table; no home is named."""
    told = {period for _, period in supplied.of_homes(thing, question, source, by_type=by == "type").totals_only}
    if by == "home":
        told |= {period for _, period in supplied.of_neighbourhoods(thing, question, source).totals_only}
    return [totals_alone_note(sorted(told))] if told else []


def _both_years(counts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """A row for each key with the counts of both years; a home that was not open, and had none, had 0."""
    value = counts["value"].where(counts["status"].ne(NOT_OPEN), 0)
    by_year = counts.assign(value=value).set_index([*keys, "period"])["value"].unstack("period")
    both = by_year.reindex(columns=list(YEARS)).reset_index()
    both.columns.name = None
    return both


def _homes(counted: pd.DataFrame, question: Question, source: Source) -> pd.DataFrame:
    """A row for each line; where a line lies, or lay when the years began, in more neighbourhoods, one of 0 for each.

    So these are joined, and no count of one of them is set beside homes that were counted in another, too.
    """
    days = (question.current.last_month, question.previous.start)
    places = pd.concat([source(fetch_places, question.selection, at=day) for day in days], ignore_index=True)
    lies_in = places.drop_duplicates(["line", "neighbourhood"])
    numbers = counted.set_index("place")
    rows: list[dict[str, Any]] = []
    for line, of_line in lies_in.groupby("line", sort=False):
        named = [name for name in of_line["neighbourhood"] if name] or [""]
        keys = {"line": str(line), "order": int(of_line["line_order"].iloc[0])}
        for place, name in enumerate(named):
            both = {year: float(numbers.at[line, year]) if place == 0 else 0.0 for year in YEARS}
            rows.append({**keys, "neighbourhood": name, **both})
    return pd.DataFrame(rows, columns=["line", "order", "neighbourhood", *YEARS])


def _types(thing: Thing, question: Question, source: Source) -> pd.DataFrame:
    """A row for each type at all homes together; none where they were not supplied of both years."""
    frame = released_types(KINDS[thing], question, source).frame
    of_all = frame[frame["line"].eq(ALL_HOMES) & frame["measure"].eq("count")]
    counted = _both_years(of_all, ["type", "sensitive"])
    told = supplied.of_homes(thing, question, source, by_type=True).counts
    groups = told.drop_duplicates("type").set_index("type")["type_group"]
    types = counted.assign(group=counted["type"].map(groups))[["type", "group", "sensitive", *YEARS]]
    return types.head(0) if types[list(YEARS)].isna().any(axis=None) else types


def _areas(counted: pd.DataFrame) -> pd.DataFrame:
    """The neighbourhoods that were supplied for both years; without one of them the homes can still be told."""
    areas = counted.rename(columns={"place": "neighbourhood"})[["neighbourhood", *YEARS]]
    return areas.dropna(subset=list(YEARS)).reset_index(drop=True)


def _children(thing: Thing, question: Question, source: Source) -> tuple[float, float]:
    """How many children the incidents of each year were about, all homes together; unknown where none was recorded.

    Where only some incidents have a child recorded there are at least so many, which withholds rather too much.
    """
    if thing != "incident":
        return NAN, NAN
    found = []
    for period in (question.previous, question.current):
        asked = {"authority": question.selection.authority, "start": period.start, "end": period.end}
        counts = source(fetch_involvement_counts, most_frequent=1, **asked).set_index("kind")
        known = "incidents" in counts.index and counts.at["incidents", "recorded"] > 0
        found.append(float(counts.at["incidents", "children"]) if known else NAN)
    return found[0], found[1]


def youth_justice(question: Question, source: Source) -> YouthJustice:
    """The table of the Youth Justice Service as papers print it, and how many children it is about."""
    frame = recorded(question, source).frame
    printed = {measure.label: measure.key for measure in YJS_MEASURES if measure.printed}
    counts = frame[frame["measure"].eq("count") & frame["label"].isin(printed)]
    rows = _both_years(counts, ["label"]).set_index("label").loc[list(printed)]
    known = _children_of_rows(question, source)
    of_each = {
        column: [known[year].get(key, math.nan) for key in printed.values()]
        for column, year in zip(CHILDREN, YEARS, strict=True)
    }
    children = rows.loc[next(label for label, key in printed.items() if key == "children")]
    return YouthJustice(rows.assign(**of_each).reset_index(), (float(children["previous"]), float(children["current"])))


def _children_of_rows(question: Question, source: Source) -> dict[str, dict[str, float]]:
    """By year and measure, how many children are behind the count; totals tell it of counts of children alone."""
    covered = covered_months(source, question, "youth_justice")
    totals = supplied.of_authority("youth_justice", question, source, OF_CHILDREN)
    found: dict[str, dict[str, float]] = {}
    for when, period in supplied.periods_of(question).items():
        if covered[when]:
            asked = {"authority": question.selection.authority, "start": period.start, "end": period.end}
            events = source(fetch_youth_justice_counts, **asked)
            told = dict(zip(events["measure"], events["children"].astype(float), strict=True))
            found[when] = {measure.key: told.get(measure.key, 0.0) for measure in YJS_MEASURES}
        else:
            told = {key: totals[when][key] for key in OF_CHILDREN if key in totals[when]}
            in_court = {"court_appearances": told["court_children"]} if "court_children" in told else {}
            found[when] = told | in_court
    return found


def youth_justice_of_totals(question: Question, source: Source) -> list[str]:
    """Of which of both years the Youth Justice Service's published totals stand in the place of its events."""
    covered = covered_months(source, question, "youth_justice")
    totals = supplied.of_authority("youth_justice", question, source, OF_CHILDREN)
    told = [period for when, period in supplied.periods_of(question).items() if not covered[when] and totals[when]]
    return [totals_alone_note(told)] if told else []


def cromarty_of_totals(question: Question, source: Source) -> list[str]:
    """Whether a published total stands in the place of the scores."""
    covered = covered_months(source, question, "cromarty")["current"]
    totals = supplied.of_authority("cromarty", question, source, RESULTS)["current"]
    return [totals_alone_note([question.current])] if totals and not covered else []


def improved(question: Question, source: Source, exemption: str) -> Improved | None:
    """How many of the children compared had a higher Cromarty score; None where that was not supplied."""
    summary = scored(question, source)["summary"].frame.set_index("result")["value"]
    numbers = [float(summary.get(result, NAN)) for result in COMPARED]
    if any(math.isnan(number) for number in numbers):
        return None
    return Improved(int(numbers[0]), int(sum(numbers)), exemption)


def rate(question: Question, source: Source) -> tuple[pd.DataFrame, str]:
    """Children convicted or cautioned as published, the authority's and the country's of one source, and its name.

    Percentages as printed; where there are none, the counts that were published. No row without the authority's own.
    """
    published = source(fetch_benchmarks, authority=question.selection.authority)
    frame = convicted_or_cautioned(published, question.authority_name)
    years = {when: period.last_month.year for when, period in supplied.periods_of(question).items()}
    shown = frame[frame["year"].isin(years.values()) & frame["status"].eq(SHOWN)]
    for kind in ("percentages", "counts"):
        own = shown[shown["role"].eq("own") & shown["kind"].eq(kind)]
        if own.empty:
            continue
        name = str(own["source"].iloc[0])
        rows = [_published(own, years)]
        beside = shown[shown["role"].eq(COUNTRY) & shown["kind"].eq(kind) & shown["area"].eq("England")]
        rows += [_published(beside, years)] if len(beside) else []
        return pd.DataFrame(rows, columns=["label", *YEARS]), name
    return pd.DataFrame(columns=["label", *YEARS]), ""


def _published(rows: pd.DataFrame, years: dict[Any, int]) -> tuple[str, str, str]:
    by_year = {int(row.year): row for row in rows.itertuples(index=False)}
    previous, current = (_as_published(by_year.get(years[when])) for when in YEARS)
    return str(rows["area"].iloc[0]), previous, current


def _as_published(row: Any) -> str:
    if row is None:
        return NOT_SUPPLIED
    if row.kind == "counts":
        return f"{format_count(row.numerator)} of {format_count(row.denominator)}"
    return format_printed_share(row.value)
