"""What needs attention on the first page: late actions, sources late or with gaps, months that stand out, new types."""

from analysis.attention import overdue_sources
from analysis.wording import ATTENTION_NOTHING, new_types_sentences, overdue_words, sources_sentences
from app.findings.actions import late_actions
from app.findings.finding import Question, Source
from app.findings.incidents import INCIDENTS
from app.findings.monthly import signals
from app.findings.offences import CRIMES
from app.findings.sources import OF_ALL_HOMES, SOURCE_NAMES, end_of_month, gaps_of_homes, is_limited, reach_of
from app.findings.supplied import gaps_of_areas, gaps_of_events, gaps_of_records
from app.findings.types import released_types

# Every source the pages rest on, with who can say where it leaves gaps.
GAPS = {
    "incidents": gaps_of_records,
    "crimes": gaps_of_records,
    "occupancy": gaps_of_homes,
    "neighbourhood incident": gaps_of_areas,
    "neighbourhood crime": gaps_of_areas,
    "youth_justice": gaps_of_events,
    "cromarty": gaps_of_events,
}


def attention(question: Question, source: Source) -> tuple[str, ...]:
    """One sentence a matter: late actions, late sources, gaps of the others, months that stand out, new types."""
    limited = is_limited(source, question)
    gaps = {name: gaps_of for name, gaps_of in GAPS.items() if not (limited and name in OF_ALL_HOMES)}
    reach = reach_of(source, question.selection.authority).rename_axis("source").reset_index()
    late = overdue_sources(reach, list(gaps), question.now)
    sentences = [] if limited else late_actions(question, source)
    sentences += sources_sentences(
        [
            (SOURCE_NAMES[name], overdue_words(end_of_month(last) if last else None, question.now))
            for name, last in late.items()
        ]
    )
    for name, gaps_of in gaps.items():
        sentences += gaps_of(source, question, name) if name not in late else []
    sentences += signals(question, source)
    # Of a choice of homes no type is called new: it may be one home's, and one child's.
    for kind in () if question.is_a_choice_of_homes else (INCIDENTS, CRIMES):
        sentences += new_types_sentences(released_types(kind, question, source), **question.said)
    return tuple(dict.fromkeys(sentences)) or (ATTENTION_NOTHING,)
