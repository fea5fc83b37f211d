"""A paper as it is kept: its file, what it was made from, the figures it printed; and what was revised since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from analysis.document import document
from analysis.periods import PeriodError, parse_period
from analysis.printed import PrintedFigure, RevisedFigure, revised_figures
from app.findings.finding import Question, Source
from app.findings.sources import end_of_month, reach_of
from app.paper.gather import GENERATORS, Text, figures_of, gather, generated, paper_settings
from app.paper.made import Made
from data_access.coverage import fetch_state
from data_access.database import Engine, run_fetch
from data_access.papers import NewSnapshot, PaperRefused, save_snapshot
from data_access.viewer import Viewer

AUDIENCE = "partnership"
LOADED_MEANWHILE = "Data were loaded while the paper was made; make it again."
MOST_EARLIER = 2  # papers of other periods whose figures are worked out again


@dataclass(frozen=True)
class Paper:
    """What a paper is made of: the sections switched on, what was generated and written, what was revised since."""

    on: tuple[str, ...]
    made: Mapping[str, Made]
    texts: Mapping[str, Text]
    revised: Sequence[RevisedFigure] | None


def paper_file(question: Question, source: Source, paper: Paper, day: date, template: bytes | None) -> bytes:
    """The Word document. Raises TemplateRefused for a template that cannot be used."""
    pieces = gather(question, source, paper.made, paper.texts, paper.on, paper.revised)
    return document(pieces, paper_settings(question, day), template)


def snapshot_of(
    question: Question, source: Source, paper: Paper, file: bytes, *, data_version: int, now: datetime, template: str
) -> NewSnapshot:
    """The paper to be kept. `template`: the name of the council's own template, "" without one."""
    shown = {key: section for key, section in paper.made.items() if key in paper.on}
    settings = {
        "sections": list(paper.on),
        "period": question.current.key,
        "previous": question.previous.key,
        "template": template,
        "printed": [asdict(figure) for figure in figures_of(shown)],
    }
    reach = reach_of(source, question.selection.authority)
    coverage = {name: end_of_month(month).isoformat() for name, month in reach["last_month"].items()}
    return NewSnapshot(
        first_month=question.current.start,
        last_month=question.current.last_month,
        audience=AUDIENCE,
        title=paper_settings(question, now.date()).title,
        file=file,
        settings=json.dumps(settings, ensure_ascii=False),
        coverage=json.dumps(coverage),
        data_version=data_version,
    )


def keep(
    engine: Engine,
    viewer: Viewer,
    question: Question,
    source: Source,
    paper: Paper,
    file: bytes,
    *,
    now: datetime,
    template: str,
    version: int,
) -> NewSnapshot:
    """Keep the file of a paper just made, whoever made it, the page or the command. Raises PaperRefused.

    `version`: the data version as it was read before anything of the paper was.
    """
    require_version(engine, version)
    made = snapshot_of(question, source, paper, file, data_version=version, now=now, template=template)
    save_snapshot(engine, viewer, authority=question.selection.authority, made=made, now=now)
    return made


def require_version(engine: Engine, version: int) -> None:
    """Raise PaperRefused where data were loaded since that version: the paper may be of both, or of neither."""
    if run_fetch(engine, fetch_state).version != version:
        raise PaperRefused(LOADED_MEANWHILE)


def earlier_questions(question: Question, snapshots: pd.DataFrame) -> tuple[Question, ...]:
    """The questions of the newest earlier papers on other periods: what they printed is worked out again."""
    found: dict[str, Question] = {}
    for told in _settings_of(snapshots):
        try:
            current, previous = parse_period(told["period"]), parse_period(told["previous"])
        except (KeyError, PeriodError):  # a paper kept by another version
            continue
        if current != question.current and current.key not in found:
            found[current.key] = replace(question, current=current, previous=previous)
    return tuple(found.values())[:MOST_EARLIER]


def figures_now(question: Question, source: Source) -> tuple[PrintedFigure, ...]:
    """Every count that a paper with all sections on would print now."""
    return figures_of(generated(question, source, tuple(GENERATORS)))


def revised_since(snapshots: pd.DataFrame, now: Sequence[PrintedFigure]) -> tuple[RevisedFigure, ...] | None:
    """What the kept papers (newest first) printed and is another figure now; None where no paper is kept."""
    days = [moment.date() for moment in snapshots["made_at"]]
    # A public paper is held to its own numbers by its pattern; it prints none of these figures.
    told = [(each, day) for each, day in zip(_settings_of(snapshots), days, strict=True) if "pattern" not in each]
    if not told:
        return None
    earlier = [(PrintedFigure(**figure), day) for each, day in told for figure in each.get("printed", [])]
    return revised_figures(earlier, now)


def _settings_of(snapshots: pd.DataFrame) -> list[dict[str, Any]]:
    return [json.loads(settings) for settings in snapshots["settings"]]
