"""Says what a file is before it is loaded: its kind, its columns, what its title rows tell, which months it reaches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from data_access.imports.cells import day
from data_access.imports.kinds import KINDS, Kind
from data_access.imports.raw import RawTable, Source, heading_key, open_raw
from data_access.imports.reading import ReadAs
from data_access.imports.saving import first_of_month, months_between
from data_access.imports.summary.layout import ABOUT
from data_access.imports.table import CellProblem, Extract, UnreadableFile, fold

A_DAY = r"(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{1,2}-\d{1,2})"
DRAWN = re.compile(rf"(?:extract(?:ed)?|run|drawn|produced|as at)\b[^\d]{{0,30}}{A_DAY}", re.IGNORECASE)
REACHES = re.compile(rf"{A_DAY}\s*(?:to|until|-|–|and)\s*{A_DAY}", re.IGNORECASE)
LONGEST_GUESS = 60  # months: rows further apart hold a mistyped date
LATER = "All its rows lie in months after the day of the extract. Correct that day, or the dates."


@dataclass(frozen=True)
class Recognised:
    """What a file seems to be.

    kind: "" where no kind or more than one fits. fitting: kinds of which all needed columns are there, best first.
    headings: as written. placed: column -> heading, of the kind. needed, further: columns without a heading, those a
    file must have and those it may have. unused: headings that stand for no column; they are never stored.
    sheets: of a workbook. drawn: day of the extract, reaches: first and last day, where title rows say so.
    """

    kind: str
    fitting: tuple[str, ...]
    headings: tuple[str, ...]
    placed: Mapping[str, str]
    needed: tuple[str, ...]
    further: tuple[str, ...]
    unused: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    drawn: date | None = None
    reaches: tuple[date, date] | None = None


def recognise(
    data: Source, *, kind: str = "", sheet: str = "", headings: Mapping[str, str] | None = None
) -> Recognised:
    """What a file seems to be. `headings`: column -> heading, "" for none, decided before. Raises UnreadableFile."""
    known = {name for each in KINDS.values() for column in each.columns for name in (column.name, *column.aliases)}
    decided = {column: heading_key(heading) for column, heading in (headings or {}).items()}
    raw = open_raw(data, (known | set(filter(None, decided.values()))).__contains__, sheet)
    if raw is None:
        raise UnreadableFile("The file is empty.")
    if not kind and fold(ABOUT) in {fold(name) for name in raw.sheets}:
        return Recognised("summary", ("summary",), (), {}, (), (), (), raw.sheets)
    fits = {each.name: _placed(raw, each, decided) for each in KINDS.values() if each.columns}
    fitting = sorted(
        (name for name, placed in fits.items() if not _missing(KINDS[name], placed, needed=True)),
        key=lambda name: _score(fits[name]),
        reverse=True,
    )
    is_plain = len(fitting) == 1 or (fitting and _score(fits[fitting[0]]) > _score(fits[fitting[1]]))
    found = kind or (fitting[0] if is_plain else "")
    placed = fits.get(found, {})
    written = tuple(" ".join(heading.split()) for heading in raw.header if heading.strip())
    return Recognised(
        kind=found,
        fitting=tuple(fitting),
        headings=written,
        placed=placed,
        needed=_missing(KINDS[found], placed, needed=True) if placed or found else (),
        further=_missing(KINDS[found], placed, needed=False) if placed or found else (),
        unused=tuple(heading for heading in written if heading not in placed.values()),
        sheets=raw.sheets,
        drawn=_drawn(raw),
        reaches=_reaches(raw),
    )


def _placed(raw: RawTable, kind: Kind, decided: Mapping[str, str]) -> dict[str, str]:
    written = {heading_key(heading): " ".join(heading.split()) for heading in reversed(raw.header) if heading.strip()}
    placed: dict[str, str] = {}
    for column in kind.columns:
        names = (decided[column.name],) if column.name in decided else (column.name, *column.aliases)
        found = next((name for name in names if name in written and written[name] not in placed.values()), None)
        if found is not None:
            placed[column.name] = written[found]
    return placed


def _missing(kind: Kind, placed: Mapping[str, str], *, needed: bool) -> tuple[str, ...]:
    return tuple(column.name for column in kind.columns if column.required is needed and column.name not in placed)


def _score(placed: Mapping[str, str]) -> tuple[int, int]:
    """More columns found, then more of them under their own names. Two kinds that come out even are not told apart."""
    return len(placed), sum(heading_key(heading) == column for column, heading in placed.items())


def _title(raw: RawTable) -> str:
    return " ".join(cell.strip() for cell in chain.from_iterable(raw.above) if cell.strip())


def _drawn(raw: RawTable) -> date | None:
    found = DRAWN.search(_title(raw))
    return None if found is None else _day(found[1])


def _reaches(raw: RawTable) -> tuple[date, date] | None:
    found = REACHES.search(_title(raw))
    if found is None:
        return None
    first, last = _day(found[1]), _day(found[2])
    return (first, last) if first and last and first <= last else None


def _day(written: str) -> date | None:
    try:
        return day(written)
    except CellProblem:
        return None


def months_of_rows(data: Source, kind: Kind, how: ReadAs, until: date) -> tuple[date, ...]:
    """The months from the first to the last row of a file, without those to come; () for a kind without dates.

    Raises UnreadableFile, with what is the matter, where its rows do not tell them.
    """
    if not kind.dated:
        return ()
    first = last = later = None
    extract = kind.opened(data, how)
    for row in extract.each():
        moment = first_of_month(row[kind.dated])
        if moment > until:
            later = moment
            continue
        first = moment if first is None or moment < first else first
        last = moment if last is None or moment > last else last
    if first is None or last is None:
        raise UnreadableFile(LATER if later else _why_no_day(extract, kind.dated))
    months = months_between(first, last)
    if len(months) > LONGEST_GUESS:
        raise UnreadableFile(
            f"Its rows reach from {first:%m/%Y} to {last:%m/%Y}, too far apart for one extract. Correct a mistyped "
            "date, or say which months it covers."
        )
    return months


def _why_no_day(extract: Extract, dated: str) -> str:
    """What stands in the way of the first date, else of the first row."""
    problems = extract.in_order(extract.problems)
    of_dates = [problem for problem in problems if problem.column == extract.headings.get(("", dated), dated)]
    first = next(iter(of_dates or problems), None)
    what = "No date could be read" if len(of_dates) == extract.rows_read else "No row could be read"
    return f"{what}. {first.sentence()}" if first else f"{what}."
