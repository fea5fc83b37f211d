"""What a load warns of that is wrong in no single row: totals beside records, blocks of rows that stand there twice."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from data_access.imports.kinds import Kind
from data_access.imports.saving import Saving
from data_access.imports.table import Extract, Problem
from data_access.models import Coverage, PeriodCount

TOTALS_OF = {"incidents": "incidents", "crimes": "crimes", "youth_justice": "youth_justice", "cromarty": "cromarty"}
WITHOUT_KEYS = ("youth_justice",)
FEWEST = 3  # rows alike one after the other in a file of events; two contacts of a day may well be alike
LOOKED_AT = 5  # earlier rows that say the same; of more, the nearest
Said = tuple[object, ...]


def covered_by_totals(saving: Saving, kind: Kind) -> list[Problem]:
    """Say which published totals cover months of this file: from now on its records count there instead."""
    measure = TOTALS_OF.get(kind.name)
    if measure is None or not saving.months:
        return []
    periods = (
        select(col(PeriodCount.first_month), col(PeriodCount.last_month))
        .where(
            col(PeriodCount.authority_id) == saving.authority_id,
            col(PeriodCount.measure) == measure,
            col(PeriodCount.first_month) <= max(saving.months),
            col(PeriodCount.last_month) >= min(saving.months),
        )
        .distinct()
        .order_by(col(PeriodCount.first_month), col(PeriodCount.last_month))
    )
    return [_covered(first, last) for first, last in saving.session.execute(periods)]


def _covered(first: date, last: date) -> Problem:
    wrong = f"published totals cover {first:%B %Y} to {last:%B %Y} already"
    return Problem(0, "", wrong, "Where these records cover all of it, they are counted and the totals are not")


def covered_by_others(saving: Saving, kind: Kind) -> list[Problem]:
    """Say which other senders supply the same months of the same places: what they send is added to this."""
    mine, other = aliased(Coverage), aliased(Coverage)
    sources = {source for source, *_ in saving.covered} | {kind.name}
    months = {*saving.months, *(month for _, month, *_ in saving.covered)}
    both = (
        select(col(other.sender), col(other.month))
        .join(
            mine,
            and_(
                col(mine.authority_id) == col(other.authority_id),
                col(mine.source) == col(other.source),
                col(mine.month) == col(other.month),
                func.coalesce(mine.home_id, 0) == func.coalesce(other.home_id, 0),
                func.coalesce(mine.neighbourhood_id, 0) == func.coalesce(other.neighbourhood_id, 0),
            ),
        )
        .where(
            col(mine.authority_id) == saving.authority_id,
            col(mine.source).in_(sources),
            col(mine.month).in_(months),
            col(mine.sender) == saving.source,
            col(other.sender).not_in(("", saving.source)),
        )
        .distinct()
    )
    if saving.places:
        both = both.where(col(mine.home_id).in_(saving.places))
    by_sender: dict[str, set[date]] = defaultdict(set)
    for sender, month in saving.session.execute(both) if months else ():
        by_sender[sender].add(month)
    right = "If it is one sender under two names, take this load back and load the file under the name used before"
    return [
        Problem(0, "", f"the sender {sender} covers {_span(of)} of the same places too, and both count", right)
        for sender, of in sorted(by_sender.items())
    ]


def _span(months: set[date]) -> str:
    first, last = min(months), max(months)
    return f"{first:%B %Y}" if first == last else f"{len(months)} months from {first:%B %Y} to {last:%B %Y}"


def whole_repeats(kind: Kind, extract: Extract) -> list[Problem]:
    """Say where a file without keys holds a block of rows again, as happens when exports are put together."""
    if kind.name not in WITHOUT_KEYS:
        return []
    said = [tuple(row.values()) for row in extract.rows]
    numbers = [row.number for row in extract.rows]
    told: list[Problem] = []
    for start, back, length in _blocks(said):
        # A block that stands there several times follows itself: each time is told by itself.
        for first in range(start, start + length, back):
            last = min(first + back, start + length) - 1
            if last - first + 1 >= FEWEST:
                same = f"rows {numbers[first - back]} to {numbers[last - back]}"
                wrong = f"rows {numbers[first]} to {numbers[last]} are the same as {same}"
                told.append(Problem(numbers[first], "(row)", wrong, "Ask the sender whether they were exported twice"))
    return told


def _blocks(said: list[Said]) -> Iterator[tuple[int, int, int]]:
    """Where rows say in order what earlier ones said: the first of them, how far back those stand, how many."""
    earlier: dict[Said, list[int]] = defaultdict(list)
    place = 0
    while place < len(said):
        best = back = 0
        for before in earlier[said[place]][-LOOKED_AT:]:
            length = _alike(said, place, place - before)
            if length > best:
                best, back = length, place - before
        if best:
            yield place, back, best
        for each in range(place, place + max(best, 1)):
            earlier[said[each]].append(each)
        place += max(best, 1)


def _alike(said: list[Said], place: int, back: int) -> int:
    """How many rows from a place on say what those so far back say."""
    end = place
    while end < len(said) and said[end] == said[end - back]:
        end += 1
    return end - place
