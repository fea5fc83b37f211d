"""The annual paper from the command line.

    python -m app.paper --period 2022-23 --audience partnership --out FILE

makes the same file as the page Paper does on the same day, with what was written and accepted there. It keeps none.
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.document import TemplateRefused
from analysis.periods import PeriodError, comparison_period, parse_period
from analysis.wording import PUBLIC_NOT_AVAILABLE, WHOLE_YEARS_ONLY
from app.findings.finding import Question, Source
from app.findings.offered import NothingToOffer, Offered, offered
from app.paper.gather import generated, not_written, texts_of
from app.paper.kept import AUDIENCE, Paper, earlier_questions, figures_now, paper_file, revised_since
from app.paper.sections import SWITCHED_ON
from data_access.coverage import fetch_state
from data_access.database import DatabaseError, Engine, make_engine, run_fetch
from data_access.migrate import MigrationFailed, migrate
from data_access.papers import fetch_narratives, fetch_snapshots
from data_access.selection import Selection
from data_access.settings import SettingsRefused, read_settings, usable_database_url
from data_access.startup import open_database
from data_access.viewer import Viewer, system_name

AGAINST = ("last-year", "before")


class PaperNotMade(ValueError):
    """No paper was made; the message says why and what would be right."""


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m app.paper", description="Make the annual paper as a Word document."
    )
    parser.add_argument("--period", required=True, help="the reporting year, for example 2022-23")
    parser.add_argument("--audience", required=True, help="for whom: partnership")
    parser.add_argument("--out", required=True, type=Path, help="the .docx file to write")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL, else the one the dashboard would open",
    )
    parser.add_argument("--authority", default="", help="name of the council; default: the first by name")
    parser.add_argument("--against", default=AGAINST[0], choices=AGAINST, help="what the year is compared with")
    parser.add_argument("--template", type=Path, help="the council's own Word template (.docx)")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """The command line: 0 when the paper was written, 2 and a sentence when none was made."""
    given = _arguments(words)
    try:
        if given.audience != AUDIENCE:
            raise PaperNotMade(PUBLIC_NOT_AVAILABLE if given.audience == "public" else f"The audience is {AUDIENCE}.")
        if not given.out.absolute().parent.is_dir():
            raise PaperNotMade(f"There is no folder {given.out.absolute().parent} to write into.")
        template = given.template.read_bytes() if given.template else None
        engine = _opened(given.database)
        file, empty = _made(engine, given, template)
        given.out.write_bytes(file)
    except (PaperNotMade, PeriodError, NothingToOffer, TemplateRefused, SettingsRefused, MigrationFailed) as refusal:
        return _refused(str(refusal))
    except DatabaseError as error:
        return _refused(f"The database did not answer as it should ({type(error).__name__}).")
    except OSError as error:
        return _refused(f"{error.filename}: {error.strerror}.")
    sys.stdout.write(f"Written: {given.out}\n")
    if empty:
        sys.stdout.write(f"Not written yet: {', '.join(empty)}.\n")
    return 0


def _refused(sentence: str) -> int:
    sys.stderr.write(f"No paper was made. {sentence}\n")
    return 2


def _made(engine: Engine, given: argparse.Namespace, template: bytes | None) -> tuple[bytes, list[str]]:
    viewer = Viewer(who=system_name(), audiences=frozenset({AUDIENCE}))
    source = _remembering(lambda fetch, *args, **kwargs: run_fetch(engine, fetch, viewer, *args, **kwargs))
    question = _question(engine, source, given)
    authority = question.selection.authority
    narratives = run_fetch(engine, fetch_narratives, viewer, authority=authority, period=question.current.key)
    snapshots = run_fetch(engine, fetch_snapshots, viewer, authority=authority)
    now = [
        figure
        for each in ((question, *earlier_questions(question, snapshots)) if len(snapshots) else ())
        for figure in figures_now(each, source)
    ]
    texts = texts_of(narratives)
    made = generated(question, source, SWITCHED_ON)
    paper = Paper(SWITCHED_ON, made, texts, revised_since(snapshots, now))
    return paper_file(question, source, paper, date.today(), template), not_written(texts, SWITCHED_ON)


def _opened(database: str) -> Engine:
    """The database named, with the newest tables; without a name the one that the dashboard would open."""
    if not database:
        return open_database(read_settings(os.environ))
    url = usable_database_url(database)
    path = url.partition(":///")[2] if url.startswith("sqlite") else ""
    if path and not Path(path).exists():
        raise PaperNotMade("There is no such database file.")
    migrate(url)
    return make_engine(url)


def _question(engine: Engine, source: Source, given: argparse.Namespace) -> Question:
    """The question of a first visit to the page, for the year that is asked."""
    there = _offered(source, given.authority)
    period = parse_period(given.period)
    if not period.is_year:
        raise PaperNotMade(f"{WHOLE_YEARS_ONLY} {period.words} is none.")
    if period.key not in there.period_names:
        years = ", ".join(known.key for kind, known in there.periods if kind == "year")
        raise PaperNotMade(f"Nothing was supplied for the whole of {period.label}. There is: {years or 'no year'}.")
    on_the_sample = run_fetch(engine, fetch_state).holds == "sample"
    return Question(
        selection=Selection(there.authority),
        authority_name=there.authorities[there.authority],
        line_names=(),
        provider_name=there.all_providers[0] if len(there.all_providers) == 1 else "",
        current=period,
        previous=comparison_period(period, given.against),
        now=there.covered_to if on_the_sample else date.today(),
    )


def _offered(source: Source, name: str) -> Offered:
    first = offered(source, "")
    known = first.authorities if first else {}
    key = next((key for key, known_name in known.items() if name in (key, known_name)), "")
    if first is None or (name and not key):
        raise PaperNotMade(f"No authority {name} is known. There is: {', '.join(known.values())}.")
    there = offered(source, key) if key else first
    return there or first


def _remembering(source: Source) -> Source:
    """A source that runs the same fetch once: several sections ask for the same counts."""
    fetched: dict[str, pd.DataFrame] = {}

    def remembered(fetch: Callable[..., pd.DataFrame], *args: Any, **kwargs: Any) -> pd.DataFrame:
        key = repr((fetch.__module__, fetch.__qualname__, args, sorted(kwargs.items())))
        if key not in fetched:
            fetched[key] = source(fetch, *args, **kwargs)
        return fetched[key]

    return remembered


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
