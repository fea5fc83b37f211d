"""Other measures, of which only what was published is known: their numbers, and how far they were published."""

from analysis.period_totals import totals_of
from analysis.periods import Period
from analysis.wording import reach_words
from app.findings.asking import Asking
from app.findings.sources import end_of_month, reach_of, source_lines
from data_access.homes import fetch_places
from data_access.period_counts import fetch_authority_totals, fetch_line_totals


def published_number(asked: Asking, period: Period) -> float | None:
    """What was published of another measure for a period: of the whole authority, or of the one line chosen.

    None where it was not. Homes are not added up, nor parts of a period: it may count children, who would be counted
    twice.
    """
    question, name = asked.question, asked.measure.label
    if question.is_a_choice_of_homes:
        homes = asked.source(fetch_places, question.selection, at=question.current.last_month)
        lines = list(dict.fromkeys(homes["line"]))
        return published_by_line(asked, period).get(lines[0]) if len(lines) == 1 else None
    totals = asked.source(
        fetch_authority_totals,
        authority=question.selection.authority,
        measure="other",
        start=period.start,
        end=period.end,
    )
    return totals_of(totals, period, not_added=(name,)).get(name)


def published_by_line(asked: Asking, period: Period) -> dict[str, float]:
    """What was published of another measure for a period, of each line of which it was."""
    totals = asked.source(
        fetch_line_totals, asked.question.selection, measure="other", start=period.start, end=period.end
    )
    own = totals[totals["type"].eq(asked.measure.label)].drop(columns="type").rename(columns={"line": "label"})
    return totals_of(own, period, not_added=set(own["label"]))


def lines_of_sources(asked: Asking) -> tuple[str, ...]:
    """The sources with how far they reach; of another measure, how far it was published."""
    if asked.measure.kind != "other":
        return source_lines(asked.source, asked.question, asked.sources)
    row = reach_of(asked.source, asked.question.selection.authority).loc["other"]
    told = reach_words(end_of_month(row["last_month"]), row["extract_date"], row["published_on"])
    return (f"Published figures: {told}.",)
