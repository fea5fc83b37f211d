"""Protocol monitoring in the paper: the counts, the checklists, the reviews, the times, and the homes signed up."""

from app.findings import protocol
from app.findings.finding import Question, Source
from app.paper.made import Made, marked_tables, small_print

PRINTED = (
    protocol.protocol_monitoring,
    protocol.checklists_in_time,
    protocol.responses_proportionate,
    protocol.outcome_times,
    protocol.cases_recorded,
    protocol.homes_in_the_protocol,
)


def monitoring(question: Question, source: Source) -> Made:
    """Six figures of all homes and all cases together, each with its table and small print."""
    found = [build(question, source) for build in PRINTED]
    sentences = tuple(sentence for finding in found for sentence in (f"{finding.title}.", *finding.sentences))
    pieces = tuple(piece for finding in found for piece in (*marked_tables(finding.tables), small_print(finding)))
    return Made(sentences, pieces)
