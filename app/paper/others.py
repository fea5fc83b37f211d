"""The other populations of the paper: the Youth Justice Service's children, Cromarty, all children looked after."""

from analysis.disclosure import NOTE_CHILDREN
from analysis.printed import printed_figures
from analysis.tables import count_table, paired_table
from app.findings.benchmarks import convicted_or_cautioned
from app.findings.cromarty import ASSUMED_SCALE, RESULT_NAMES, cromarty, scored
from app.findings.finding import Question, Source
from app.findings.youth_justice import CHANGE_DECIMALS, recorded, youth_justice
from app.paper.charts import paired_bars
from app.paper.made import Made, both_years, marked_tables, small_print

ONLY_ON_PAGES = (ASSUMED_SCALE,)
SHORT_NAMES = {**RESULT_NAMES, "baseline only": "Only a baseline"}  # beside a bar there is room for one line
SCALE_IN_A_PAPER = ASSUMED_SCALE.partition(" Letters ")[0]  # no child stands in the paper, so no letter does


def yjs(question: Question, source: Source) -> Made:
    """The Youth Justice Service's table."""
    found = youth_justice(question, source)
    columns = (question.previous.label, question.current.label)
    drawn = paired_bars(
        paired_table(
            recorded(question, source),
            "Youth Justice Service",
            "label",
            "Measure",
            decimals=CHANGE_DECIMALS,
            for_a_room=True,
            **question.labels,
        ),
        columns,
        title=found.title,
        caption=f"Youth Justice Service, {both_years(question)}",
        axis_title="Number in the year",
        sentences=found.sentences,
    )
    table = found.tables[0]
    names = [f"Youth Justice Service, {row[:1].lower() + row[1:]}" for row in table.numbers["Measure"]]
    return Made(
        found.sentences,
        (*drawn, *marked_tables(found.tables, f", {both_years(question)}"), small_print(found)),
        printed_figures(table, "Youth Justice Service", names, columns),
    )


def cromarty_scores(question: Question, source: Source) -> Made:
    """How many children score higher than at their first meeting; no child stands alone."""
    found, year = cromarty(question, source), question.current.label
    sentences = tuple(sentence for sentence in found.sentences if sentence != NOTE_CHILDREN)
    drawn = paired_bars(
        count_table(
            scored(question, source)["summary"],
            "Latest score against the first",
            "result",
            "Score",
            "Children",
            SHORT_NAMES,
            for_a_room=True,
        ),
        ("Children",),
        title=found.title,
        caption=f"Latest Cromarty score against the first, {year}",
        axis_title="Children",
        sentences=sentences,
    )
    table = found.tables[0]
    names = [f"Cromarty scores, {row[:1].lower() + row[1:]}" for row in table.numbers["Score"]]
    small = small_print(found, SCALE_IN_A_PAPER, ONLY_ON_PAGES)
    return Made(
        sentences,
        (*drawn, *marked_tables(found.tables, f", {year}"), small),
        printed_figures(table, "Cromarty", names, ("Children",), (year,)),
    )


def rate(question: Question, source: Source) -> Made:
    """Published figures on children convicted or cautioned."""
    found = convicted_or_cautioned(question, source)
    return Made(found.sentences, (*marked_tables(found.tables), small_print(found)))
