"""Published figures: all of the authority's children looked after, against England's."""

from datetime import date

from analysis.benchmarks import LAST_YEAR_BEFORE_BREAK, LEADING, has_counts
from analysis.benchmarks import convicted_or_cautioned as shares_of
from analysis.benchmarks_tables import interval_table, share_tables
from analysis.charts import convicted_or_cautioned_chart
from analysis.disclosure import Released, release
from analysis.results import SHOWN
from analysis.wording import (
    CANNOT_SAY_BENCHMARKS,
    DEFINITION_CHANGED,
    NEVER_JOINED,
    NO_PERIOD,
    OTHER_CHILDREN,
    POPULATIONS,
    benchmarks_how_sure_sentences,
    benchmarks_sentences,
    benchmarks_title,
)
from app.findings.finding import Finding, HowSure, Question, Source
from data_access.benchmarks import fetch_benchmarks

KEY = "convicted-or-cautioned"


def convicted_or_cautioned(question: Question, source: Source) -> Finding:
    """Children convicted or cautioned, the authority's and England's, as published."""
    published = source(fetch_benchmarks, authority=question.selection.authority)
    table = shares_of(published, question.authority_name)
    released = release({"benchmarks": table}, question.audience)["benchmarks"]
    sentences = tuple(benchmarks_sentences(released, question.authority_name))
    drawn = not released.open_frame.empty
    return Finding(
        key=KEY,
        short=f"{_area(released)} and England" if drawn else "Against England",
        title=benchmarks_title(released),
        population=POPULATIONS["dfe"],
        scope=_scope(released, question),
        as_at=_as_at(released),
        sentences=sentences,
        tables=share_tables(released),
        figure=convicted_or_cautioned_chart(released) if drawn else None,
        alt=f"Shares of children convicted or cautioned by year, a panel for each kind of source. {' '.join(sentences)}"
        if drawn
        else "",
        measure="Children convicted or cautioned in the year to 31 March",
        notes=_notes(released),
        sources=_sources(released),
        how_sure=_how_sure(released),
    )


def _how_sure(released: Released) -> HowSure | None:
    """The intervals of the counts; a percentage as printed has none."""
    if not has_counts(released):
        return None
    return HowSure(tuple(benchmarks_how_sure_sentences(released)), CANNOT_SAY_BENCHMARKS, (interval_table(released),))


def _notes(released: Released) -> tuple[str, ...]:
    years = released.open_frame["year"]
    if years.empty:
        return (OTHER_CHILDREN, NO_PERIOD)
    changed = years.min() <= LAST_YEAR_BEFORE_BREAK < years.max()
    return (OTHER_CHILDREN, NO_PERIOD, *([DEFINITION_CHANGED] if changed else []), NEVER_JOINED)


def _sources(released: Released) -> tuple[str, ...]:
    """What is drawn; a paper without a figure of the authority's own, and an earlier edition, stand as named tables."""
    frame = released.open_frame
    own = frame.loc[frame["role"] == "own", "source"]
    drawn = frame[frame["source"].isin(own) | frame["kind"].ne("papers")]
    drawn = drawn[drawn["kind"].ne("earlier")]
    return tuple(f"{name}." for name in sorted(set(drawn["source"])))


def _area(released: Released) -> str:
    """The authority's area; what the DfE calls it where it is in its tables."""
    own = released.open_frame[released.open_frame["role"] == "own"]
    return str(own.sort_values("kind", kind="stable", key=lambda kind: ~kind.isin(LEADING))["area"].iloc[0])


def _scope(released: Released, question: Question) -> str:
    """Areas and years in place of homes and period, which do not apply."""
    frame = released.open_frame
    if frame.empty:
        return f"{question.authority_name} · no published series"
    years = f"{frame['year'].min()} to {frame['year'].max()}"
    return f"{_area(released)} and England · years to 31 March, {years} · published figures"


def _as_at(released: Released) -> date | None:
    """The end of the newest year with a figure."""
    frame = released.open_frame
    years = frame.loc[frame["status"] == SHOWN, "year"]
    return date(int(years.max()), 3, 31) if len(years) else None
