"""Cromarty scores: one line a child, and how many score higher than at their first meeting."""

from analysis.charts import cromarty_chart
from analysis.cromarty import SCALE, cromarty_change, cromarty_lines, cromarty_summary
from analysis.disclosure import NOTE_CHILDREN, Released, release
from analysis.tables import count_table
from analysis.wording import POPULATIONS, cromarty_sentences, cromarty_title, scope_line
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, covered_months, source_lines
from data_access.cromarty import fetch_cromarty_scores

SOURCES = ("cromarty",)
RESULT_NAMES = {
    "improved": "Improved",
    "same": "The same",
    "lower": "Lower",
    "baseline only": "Only a first meeting so far",
}
ASSUMED_SCALE = (
    f"Each child is compared only with their own first meeting. The scale, {SCALE[0]} to {SCALE[1]} for each target, "
    "is assumed. Letters stay for the reporting year and are dealt anew, at random, each April."
)
NOT_BY_HOME = "All children with meetings: the choice of homes does not apply, and there is no comparison of periods."


def cromarty(question: Question, source: Source, child: str = "") -> Finding:
    """Scores at each meeting for every child who met in the period; `child`: the letter of the line to follow."""
    released = scored(question, source)
    sentences = cromarty_sentences(released["summary"])
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
        figure=cromarty_chart(released["lines"], SCALE, child=child),
        alt=f"One line a child: mean score at each meeting, labelled by letter. {' '.join(sentences)}",
        measure="Mean score of the targets also scored at the first meeting (the baseline)",
        notes=(ASSUMED_SCALE, NOT_BY_HOME),
        sources=source_lines(source, question, SOURCES),
        picture_may_be_saved=False,
        choices=_letters(released["lines"]),
    )


def scored(question: Question, source: Source) -> dict[str, Released]:
    """The released lines and the summary; the overview's tile reads the summary."""
    period = question.current
    scores = source(fetch_cromarty_scores, authority=question.selection.authority, start=period.start, end=period.end)
    covered = covered_months(source, question, "cromarty")["current"]
    summary = cromarty_summary(cromarty_change(scores, period), covered=covered)
    return release({"lines": cromarty_lines(scores), "summary": summary}, question.audience)


def _letters(lines: Released) -> tuple[str, ...]:
    return tuple(sorted(set(lines.open_frame["child"]), key=lambda letter: (len(letter), letter)))
