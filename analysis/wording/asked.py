"""A question that someone put together, as one would say it."""

from collections.abc import Mapping
from typing import Literal

from analysis.formats import spoken_type
from analysis.wording.words import and_list

What = Literal["crimes", "incidents", "missing", "outcomes", "crime rate", "incident rate", "cromarty", "named"]
NarrowedBy = Literal["", "type", "group"]

NAMED_LINES = 4
EACH_YEAR = "year"
BY = {
    "line": "by home, as homes are reported",
    "home": "by single home",
    "provider": "by provider",
    "type": "by type",
    "group": "by group of types",
    "month": "by month",
    "quarter": "by quarter",
}
_RECORDED = "were recorded at {where}"
_ASKED: Mapping[str, str] = {
    "crimes": f"How many {{things}} {_RECORDED}",
    "incidents": f"How many {{things}} {_RECORDED}",
    "missing": "What part of the incidents at {where} were reports of a missing person",
    "outcomes": "What became of the crimes recorded at {where}",
    "crime rate": f"How many crimes per 100 child-months {_RECORDED}",
    "incident rate": f"How many incidents per 100 child-months {_RECORDED}",
    "cromarty": "How many children scored higher than at their first meeting",
    "named": "{name}: how many were there",
}


def narrowed_words(things: str, name: str, by: NarrowedBy) -> str:
    """What is counted: "crimes", "crimes of violence without injury", "incidents closed as Missing Person"."""
    if not by:
        return things
    if by == "group":
        return f"{things} in the group {name}"
    if things == "incidents":
        return f"{things} closed as {spoken_type(name)}"
    return f"{things} of {_within_a_sentence(spoken_type(name))}"


def question_words(
    what: What,
    *,
    name: str = "",
    things: str = "",
    line_names: tuple[str, ...] = (),
    every_home: str = "all homes",
    current: str,
    previous: str,
    split: str = "",
    area: bool = False,
) -> str:
    """What is asked, as one would say it: "How many crimes were recorded at Home 2 in ..., against ...?"

    `things`: what is counted (narrowed_words); `name`: the name of a measure that has no words of its own; `area`:
    whether the neighbourhood stands beside it.
    """
    asked = _ASKED[what].format(things=things, name=name, where=_where(line_names, every_home))
    if split == EACH_YEAR:
        return f"{asked} in each reporting year?"
    by = f", {BY[split]}," if split in BY else ""
    if what == "cromarty" or not previous:
        return f"{asked}{by} in {current}?"
    beside = ""
    if area:
        beside = " and its neighbourhood" if len(line_names) == 1 else " and their neighbourhoods"
    return f"{asked}{by} in {current}, against {previous}{beside}?"


def _where(line_names: tuple[str, ...], every_home: str) -> str:
    if not line_names:
        return every_home
    return and_list(list(line_names)) if len(line_names) <= NAMED_LINES else f"{len(line_names)} homes"


def _within_a_sentence(name: str) -> str:
    """A name as it stands within a sentence: no capital at its start, unless it starts with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
