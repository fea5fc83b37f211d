"""An ask whose keys exist and fit, with what every answer needs to know of it."""

from dataclasses import dataclass

from analysis.formats import spoken_type
from analysis.wording import POPULATIONS
from app.findings.asked import (
    Ask,
    Measure,
    Narrowed,
    UnknownAsk,
    measure_of,
    measures_of,
    narrowed_to,
    splits_of,
    unfit_words,
    vocabulary,
)
from app.findings.finding import Question, Source
from app.findings.supplied import RECORDS

OTHER_POPULATION = "As published by the council; whom it counts was not said."


@dataclass(frozen=True)
class Asking:
    """An ask whose keys exist and fit, with all that an answer needs to know of it."""

    question: Question
    source: Source
    ask: Ask
    measure: Measure
    narrowed: Narrowed

    @property
    def where(self) -> str:
        """The homes asked for together, as a sentence says them: "Home 2", "all homes together"."""
        return self.question.line_names[0] if self.is_one_line else self.question.said["together"]

    @property
    def title_where(self) -> str:
        """The homes asked for together, as a title says them."""
        return self.question.line_names[0] if self.is_one_line else "the homes"

    @property
    def total_name(self) -> str:
        """What the row of the homes together is called."""
        return self.question.line_names[0] if self.is_one_line else self.question.total_name

    @property
    def is_one_line(self) -> bool:
        """Whether one reporting line was chosen."""
        return len(self.question.line_names) == 1

    @property
    def things(self) -> str:
        """What is counted, as a sentence says it."""
        return self.narrowed.things if self.measure.kind == "counts" else self.measure.name

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the measure itself, without those of the neighbourhood."""
        own = {"youth justice": "youth_justice", "cromarty": "cromarty", "other": "other"}
        name = own.get(self.measure.kind, RECORDS[self.measure.thing])
        return (name, "occupancy") if self.measure.kind == "rate" else (name,)

    @property
    def source_name(self) -> str:
        """What the data are called in a caption."""
        return {"youth justice": "YJS data", "other": "published figures"}.get(self.measure.kind, "police data")

    @property
    def population(self) -> str:
        """Who is counted."""
        if self.measure.kind == "other":
            return OTHER_POPULATION
        return POPULATIONS["yjs" if self.measure.kind == "youth justice" else "police"]

    @property
    def short_name(self) -> str:
        """What is counted in two words or so, where there is no room for its name."""
        short = {"missing": "Missing share", "youth justice": "Youth justice", "other": "This measure"}
        if self.narrowed.by:
            return f"{RECORDS[self.measure.thing].capitalize()} of one kind"
        return short.get(self.measure.kind, RECORDS[self.measure.thing].capitalize())

    @property
    def name(self) -> str:
        """What is counted, as a title says it."""
        if self.narrowed.by:
            return spoken_type(self.narrowed.name)
        return RECORDS[self.measure.thing].capitalize() if self.measure.kind == "counts" else self.measure.name


def asking(question: Question, source: Source, ask: Ask) -> Asking:
    """The ask with its measure and what it is narrowed to. Raises UnknownAsk for what does not exist, or not fit."""
    measure = measure_of(measures_of(question, source), ask)
    narrowed = narrowed_to(measure, vocabulary(measure, question, source), ask)
    splits = splits_of(measure, narrowed, ask)
    if ask.split not in splits:
        raise UnknownAsk(unfit_words(measure, narrowed, ask, splits))
    return Asking(question, source, ask, measure, narrowed)
