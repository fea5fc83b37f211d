"""The last steps down the public ladder: the attacker's test with this and all earlier papers (docs/disclosure.md).

What does not stand the test goes one step down, from rows to the total alone, and from there to a sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.attack import Contradiction, Told, Worked, attack, few_values, told_from
from analysis.public_rows import CHILDREN, Thresholds
from analysis.public_steps import Level, Measure, told_by

NOT_SAFE = "One step further down: with what earlier papers printed, the rows would tell numbers that are withheld."
ALL_KNOWN = (
    "Every number of {measure} in {year} is public knowledge from an earlier paper: none can be protected any more."
)
SOME_KNOWN = "Some numbers of {measure} in {year} are public knowledge from earlier papers: these cannot be protected."
CONTRADICTED = "Earlier papers contradict each other on {measure} in {year}: totals only."

_Key = tuple[str | None, str | None]  # home, type
_LEVELS: tuple[Level, ...] = ("rows", "total", "sentence")
NO_TYPE = "all types"  # of homes without a table by type, there is one number each
# Where the attacker's test does not pass: homes, types. The first that passes loses least.
STEPS: tuple[tuple[Level, Level], ...] = (
    ("rows", "rows"),
    ("rows", "total"),
    ("total", "rows"),
    ("total", "total"),
    ("sentence", "sentence"),
)


def step_down(
    measure: Measure,
    years: tuple[str, str],
    areas: Sequence[tuple[str, ...]],
    earlier: Sequence[Mapping[str, Any]],
    least: Thresholds,
    notes: list[str],
) -> None:
    """Goes down the ladder until the paper tells nothing that earlier papers did not tell."""
    printed = [told_from(each) for paper in earlier for each in paper["printed"]]
    protected: dict[str, tuple[list[Told], dict[_Key, Worked]]] = {}
    for year in years:
        own = [each for each in printed if (each.measure, each.year) == (measure.name, year)]
        try:
            known = _by_key(attack(own, *_names(measure, own))) if own else {}
        except Contradiction:
            # No test can be made of numbers that were revised from one paper to the next.
            notes.append(CONTRADICTED.format(measure=measure.name, year=year))
            measure.levels = max(measure.levels, ("total", "total"), key=STEPS.index)
            continue
        tells = any(each.tells(least.events) for each in known.values())
        if known and all(each.found for each in known.values()):
            # Where each of them could be printed, nothing was ever to be protected.
            notes += [ALL_KNOWN.format(measure=measure.name, year=year)] if tells else []
            continue
        if tells:
            notes.append(SOME_KNOWN.format(measure=measure.name, year=year))
        protected[year] = (own, known)
    started = measure.levels
    for levels in STEPS:
        if all(_LEVELS.index(step) >= _LEVELS.index(first) for step, first in zip(levels, started, strict=True)):
            measure.levels = levels
            told = told_by(measure, years, areas, least)
            if not any(_tells_more(measure, years, year, told, *before, least) for year, before in protected.items()):
                break
    if measure.levels[0] != started[0]:
        measure.home_words.append(NOT_SAFE)
    if measure.levels[1] != started[1]:
        measure.type_words.append(NOT_SAFE)


def _tells_more(
    measure: Measure,
    years: tuple[str, str],
    year: str,
    told: Sequence[Told],
    own: Sequence[Told],
    known: Mapping[_Key, Worked],
    least: Thresholds,
) -> bool:
    """Whether anything is known better by this paper than by the earlier ones; numbers that cannot both hold do."""
    together = [*own, *(each for each in told if each.year == year)]
    try:
        few = few_values(together, *_names(measure, together))
    except Contradiction:
        return True
    of_few = _of_few_children(measure, CHILDREN[years.index(year)], least)
    return any(
        (each.tells(least.events) or (each.greatest > 0 and not of_few.isdisjoint(key)))
        and (key not in known or each.values < known[key].values)
        for key, each in _by_key(few).items()
    )


def _of_few_children(measure: Measure, column: str, least: Thresholds) -> set[str | None]:
    """The homes and types about too few children, which no reader may find, however many events there are."""
    found: set[str | None] = set()
    for frame, name in ((measure.counted.homes, "line"), (measure.counted.types, "type")):
        if column in frame.columns:
            found |= set(frame.loc[frame[column].gt(0) & frame[column].lt(least.children), name])
    return found


def _names(measure: Measure, told: Sequence[Told]) -> tuple[list[str], list[str]]:
    """All homes and all types that there are, or were when earlier papers were printed."""
    homes = {str(line) for line in measure.counted.homes["line"]} | {name for each in told for name in each.homes or ()}
    types = {str(name) for name in measure.counted.types["type"]} | {name for each in told for name in each.types or ()}
    return sorted(homes), sorted(types) or [NO_TYPE]


def _by_key(worked: Iterable[Worked]) -> dict[_Key, Worked]:
    return {(each.home, each.type): each for each in worked}
