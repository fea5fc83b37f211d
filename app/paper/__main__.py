"""The annual paper from the command line.

    python -m app.paper --period 2022-23 --audience partnership --out FILE
    python -m app.paper --period 2022-23 --audience public --out FILE --appendix FILE

makes the same files as the page Paper does on the same day, with what was written and accepted there. With --keep it
keeps them too, as the page does.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.document import TemplateRefused
from analysis.periods import PeriodError, comparison_period, parse_period
from analysis.wording import LOADED_SINCE_SIGNED, PUBLISH_WHAT_IS_KEPT, SIGN_OFF_NAMES, WHOLE_YEARS_ONLY
from app.findings.finding import Question, Source
from app.findings.offered import NothingToOffer, Offered, offered
from app.paper.gather import Text, generated, not_written, sections_on, texts_of
from app.paper.kept import AUDIENCE, Paper, earlier_questions, figures_now, keep, paper_file, revised_since
from app.paper.public import AUDIENCE as PUBLIC
from app.paper.public import PublicPaperNotMade, Terms, loaded_since, public_answer, terms_of
from app.paper.public_kept import appendix_file, in_the_appendix, keep_public, public_file, to_look_through
from data_access.coverage import fetch_state
from data_access.database import DatabaseError, Engine, make_engine, run_fetch
from data_access.migrate import MigrationFailed, migrate
from data_access.paper_sections import fetch_paper_sections
from data_access.papers import PaperRefused, fetch_narratives, fetch_snapshots
from data_access.public_sign_offs import fetch_public_sign_offs
from data_access.selection import Selection
from data_access.settings import SettingsRefused, read_settings, usable_database_url
from data_access.startup import open_database
from data_access.viewer import Viewer, system_viewer

AGAINST = ("last-year", "before")


class PaperNotMade(ValueError):
    """No paper was made; the message says why and what would be right."""


_REFUSALS = (
    PaperNotMade,
    PublicPaperNotMade,
    PeriodError,
    NothingToOffer,
    TemplateRefused,
    SettingsRefused,
    MigrationFailed,
    PaperRefused,
)


@dataclass(frozen=True)
class _Made:
    """The files to write, by their place, what is said of them, and what keeps them in the database."""

    files: Mapping[Path, bytes]
    said: tuple[str, ...]
    keep: Callable[[], object]


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m app.paper", description="Make the annual paper as a Word document."
    )
    parser.add_argument("--period", required=True, help="the reporting year, for example 2022-23")
    parser.add_argument("--audience", required=True, help="for whom: partnership or public")
    parser.add_argument("--out", required=True, type=Path, help="the .docx file to write")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL, else the one the dashboard would open",
    )
    parser.add_argument("--authority", default="", help="name of the council; default: the first by name")
    parser.add_argument("--against", default=AGAINST[0], choices=AGAINST, help="what the year is compared with")
    parser.add_argument("--appendix", type=Path, help="with --audience public: the exempt appendix to write, too")
    parser.add_argument(
        "--leave-out-printed",
        action="store_true",
        help="with --audience public: leave papers out of account that were published before any was kept here",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="keep the paper in the database, as the page does. Without it only the file is written: the page does not "
        "list it, and no later paper says which of its figures were revised or withholds what would undo it",
    )
    parser.add_argument("--template", type=Path, help="the council's own Word template (.docx)")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """The command line: 0 when the paper was written, 2 and a sentence when none was made."""
    given = _arguments(words)
    try:
        _require_sense(given)
        template = given.template.read_bytes() if given.template else None
        engine = _opened(given.database)
        made = _made(engine, given, template)
        if given.keep:
            made.keep()  # first: of a paper that is refused, nothing may stay that could be published
    except _REFUSALS as refusal:
        return _refused(str(refusal))
    except DatabaseError as error:
        return _refused(f"The database did not answer as it should ({type(error).__name__}).")
    except OSError as error:
        return _refused(f"{error.filename}: {error.strerror}.")
    try:
        for path, file in made.files.items():
            path.write_bytes(file)
    except OSError as error:
        said = f"{error.filename}: {error.strerror}."
        if not given.keep:
            return _refused(said)
        sys.stderr.write(f"The paper was kept and not written: the page Paper lists it. {said}\n")
        return 2
    kept = ("Kept: it stands first in the list of papers.",) if given.keep else ()
    for line in (*(f"Written: {path}" for path in made.files), *kept, *made.said):
        sys.stdout.write(f"{line}\n")
    return 0


def _require_sense(given: argparse.Namespace) -> None:
    """Raise PaperNotMade for what cannot be meant."""
    if given.audience not in (AUDIENCE, PUBLIC):
        raise PaperNotMade(f"The audience is {AUDIENCE} or {PUBLIC}.")
    if given.audience != PUBLIC and (given.appendix or given.leave_out_printed):
        raise PaperNotMade(f"--appendix and --leave-out-printed go with --audience {PUBLIC}.")
    paths = [path.absolute() for path in (given.out, given.appendix) if path]
    for path in paths:
        if not path.parent.is_dir():
            raise PaperNotMade(f"There is no folder {path.parent} to write into.")
        if path.is_dir():
            raise PaperNotMade(f"{path} is a folder: name the file to write.")
    if len(set(paths)) < len(paths):
        raise PaperNotMade("The paper and its appendix need two files.")


def _refused(sentence: str) -> int:
    sys.stderr.write(f"No paper was made. {sentence}\n")
    return 2


def _made(engine: Engine, given: argparse.Namespace, template: bytes | None) -> _Made:
    viewer, moment = system_viewer(), datetime.now()
    version = run_fetch(engine, fetch_state).version  # before anything else is read
    source = _remembering(lambda fetch, *args, **kwargs: run_fetch(engine, fetch, viewer, *args, **kwargs))
    question = _question(engine, source, given)
    asked = {"authority": question.selection.authority, "period": question.current.key}
    texts = texts_of(run_fetch(engine, fetch_narratives, viewer, **asked))
    on = sections_on(run_fetch(engine, fetch_paper_sections, viewer, **asked))
    snapshots = run_fetch(engine, fetch_snapshots, viewer, authority=question.selection.authority)
    empty = not_written(texts, on)
    said = (f"Not written yet: {', '.join(empty)}.",) if empty else ()
    if given.audience == PUBLIC:
        sign_offs = run_fetch(engine, fetch_public_sign_offs, viewer, **asked)
        terms = terms_of(question, on, sign_offs, snapshots, leave_out_printed=given.leave_out_printed)
        told = tuple(SIGN_OFF_NAMES[kind] for kind in loaded_since(sign_offs, version))
        said = (*said, *(f"{name}: {LOADED_SINCE_SIGNED}" for name in told))
        return _public(engine, viewer, question, source, texts, terms, given, template, said, moment, version)
    now = [
        figure
        for each in ((question, *earlier_questions(question, snapshots)) if len(snapshots) else ())
        for figure in figures_now(each, source)
    ]
    paper = Paper(on, generated(question, source, on), texts, revised_since(snapshots, now))
    file = paper_file(question, source, paper, moment.date(), template)
    kept = partial(keep, engine, viewer, question, source, paper, file)
    return _Made({given.out: file}, said, partial(kept, now=moment, template=_name_of(given), version=version))


def _name_of(given: argparse.Namespace) -> str:
    """The name of the template, as it is kept; "" without one."""
    return str(given.template.name) if given.template else ""


def _public(
    engine: Engine,
    viewer: Viewer,
    question: Question,
    source: Source,
    texts: Mapping[str, Text],
    terms: Terms,
    given: argparse.Namespace,
    template: bytes | None,
    said: tuple[str, ...],
    moment: datetime,
    version: int,
) -> _Made:
    """The public paper and, where it is asked for, its exempt appendix; both are kept, or neither."""
    answer = public_answer(question, source, terms)
    paper = public_file(question, source, answer, texts, terms, moment.date(), template)
    full = in_the_appendix(question, source) if given.appendix or given.keep else {}
    appendix = appendix_file(question, source, full, texts, moment.date(), template) if full else b""
    files = {given.out: paper} | ({given.appendix: appendix} if given.appendix else {})
    kept = partial(keep_public, engine, viewer, question, source, answer, terms, full, (paper, appendix))
    unkept = () if given.keep else (PUBLISH_WHAT_IS_KEPT,)
    said = (*said, *answer.notes, *to_look_through(texts, terms, question.current.key), *unkept)
    return _Made(files, said, partial(kept, now=moment, template=_name_of(given), version=version))


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
