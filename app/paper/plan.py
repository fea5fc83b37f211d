"""Progress in the paper: the action plan of the year."""

from dataclasses import replace

from app.findings.actions import action_plan
from app.findings.finding import Question, Source
from app.paper.made import Made, marked_tables, small_print

ON_THE_PAGE = ", kept on this page"


def progress(question: Question, source: Source) -> Made:
    """The actions of the year's plan, overdue first, and how many each agency has."""
    found = action_plan(question, source, question.current.start.year)
    sentences = found.sentences or (f"{found.title}.",)
    found = replace(found, sources=tuple(line.replace(ON_THE_PAGE, "") for line in found.sources))
    return Made(sentences, (*marked_tables(found.tables), small_print(found, without=found.notes)))
