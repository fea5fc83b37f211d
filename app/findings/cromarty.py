"""Cromarty scores: one line a child, and how many score higher than at their first meeting."""

from dataclasses import replace

from analysis.charts import cromarty_chart
from analysis.cromarty import (
    RESULTS,
    SCALE,
    cromarty_change,
    cromarty_lines,
    cromarty_summary,
    cromarty_summary_of_totals,
)
from analysis.disclosure import NOTE_CHILDREN, Released, release
from analysis.periods import Period, add_months, reporting_years_of
from analysis.tables import count_table
from analysis.wording import (
    NO_MEETINGS_KNOWN,
    POPULATIONS,
    cromarty_sentences,
    cromarty_title,
    scope_line,
    totals_alone_note,
)
from app.findings import how_sure, supplied
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, covered_months, source_lines
from data_access.coverage import fetch_sources
from data_access.cromarty import fetch_cromarty_scores

SOURCES = ("cromarty",)
RESULT_NAMES = {
    "improved": "Improved",
    "same": "The same",
    "lower": "Lower",
    "baseline only": "Only a baseline, counted apart",
}
ASSUMED_SCALE = (
    f"Each child is compared only with their own first meeting. The scale, {SCALE[0]} to {SCALE[1]} for each target, "
    "is assumed. Letters stay for the reporting year and are dealt anew, at random, each April."
)
NOT_BY_HOME = (
    "All children with meetings in the reporting year: the choice of homes does not apply, there is no comparison of "
    "periods, and no shorter period, which would tell when a child met."
)


def cromarty(question: Question, source: Source, child: str = "") -> Finding:
    """Scores at each meeting of the children who met in the reporting year; `child`: the letter to follow."""
    question = of_whole_years(question, source)
    released = scored(question, source)
    sentences = cromarty_sentences(released["summary"])
    letters = _letters(released["lines"])
    reach = as_at(source, question, SOURCES)
    return Finding(
        key="cromarty",
        short="By meeting",
        title=cromarty_title(released["summary"]),
        population=POPULATIONS["cromarty"],
        scope=scope_line((), question.current.words, "", reach, source="Cromarty data", every_home="All children"),
        as_at=reach,
        sentences=(NOTE_CHILDREN, *sentences),
        tables=(
            count_table(
                released["summary"], "Latest score against the first", "result", "Score", "Children", RESULT_NAMES
            ),
        ),
        # A letter picked in another period may stand for nobody here.
        figure=cromarty_chart(released["lines"], SCALE, child=child if child in letters else ""),
        alt="One line a child: mean score at each meeting, labelled by letter; children with only a baseline stand "
        f"apart. {' '.join(sentences)}",
        measure="Mean score of the targets also scored at the first meeting (the baseline)",
        notes=(ASSUMED_SCALE, NOT_BY_HOME, *_of_totals(question, source)),
        sources=source_lines(source, question, SOURCES),
        picture_may_be_saved=False,
        choices=letters,
        how_sure=how_sure.of_cromarty(released["summary"], RESULT_NAMES, question),
    )


def _of_totals(question: Question, source: Source) -> list[str]:
    """What is said where the scores are told by published totals, and where those differ from the scores."""
    covered = covered_months(source, question, "cromarty")["current"]
    if covered:
        summary = scored(question, source)["summary"].frame
        now = dict(zip(summary["result"], summary["value"], strict=True))
        return supplied.revised_by_authority("cromarty", question, source, {"current": now}, RESULT_NAMES)
    if supplied.of_authority("cromarty", question, source, RESULTS)["current"]:
        return [totals_alone_note([question.current]), NO_MEETINGS_KNOWN]
    return supplied.only_totals_notes("cromarty", question, source, [question.current])


def scored(question: Question, source: Source) -> dict[str, Released]:
    """The released lines and the summary; the overview's tile reads the summary."""
    question = of_whole_years(question, source)
    period = question.current
    scores = source(fetch_cromarty_scores, authority=question.selection.authority, start=period.start, end=period.end)
    covered = covered_months(source, question, "cromarty")["current"]
    totals = {} if covered else supplied.of_authority("cromarty", question, source, RESULTS)["current"]
    if totals:
        summary = cromarty_summary_of_totals(totals)
    else:
        summary = cromarty_summary(cromarty_change(scores, period), covered=covered)
    return release({"lines": cromarty_lines(scores), "summary": summary}, question.audience)


def of_whole_years(question: Question, source: Source) -> Question:
    """The question for the reporting years of its period, so far as scores reach.

    A month or a quarter would tell when the child behind a letter met, and no date stands beside a letter.
    """
    years = reporting_years_of(question.current)
    rows = source(fetch_sources, authority=question.selection.authority).set_index("source")
    if "cromarty" in rows.index and rows.at["cromarty", "last_month"] >= years.start:
        years = Period(years.start, min(years.end, add_months(rows.at["cromarty", "last_month"], 1)))
    return replace(question, current=years)


def _letters(lines: Released) -> tuple[str, ...]:
    return tuple(sorted(set(lines.open_frame["child"]), key=lambda letter: (len(letter), letter)))
