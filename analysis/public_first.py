"""What the public was first told of a year outside homes and types; a year printed again keeps it, with a note.

Neighbourhoods, the Youth Justice Service's rows and the Cromarty scores are not put to the attacker's test. A number
revised from one paper to the next would tell what changed, be it one child.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FIRST_PRINTED = "{measure} in {year}: as first printed; the numbers were revised since."
AREAS, YOUTH_JUSTICE, CROMARTY = "areas", "youth justice", "cromarty"


def first_of_areas(earlier: Sequence[Mapping[str, Any]], measure: str, year: str, block: Sequence[str]) -> int | None:
    """The count of these neighbourhoods together as first printed, or of their parts; None where they were not all."""
    parts: dict[frozenset[str], int] = {}
    for entry in _entries(earlier, AREAS):
        if (entry["measure"], entry["year"]) == (measure, year):
            parts.setdefault(frozenset(entry["areas"]), int(entry["count"]))
    whole = frozenset(block)
    if whole in parts:
        return parts[whole]
    inside = {names: count for names, count in parts.items() if names < whole}
    names = [name for own in inside for name in own]
    return sum(inside.values()) if sorted(names) == sorted(whole) else None


def first_of_label(earlier: Sequence[Mapping[str, Any]], year: str, label: str) -> int | None:
    """The count of a row of the Youth Justice Service as first printed; None where it never was."""
    told = (entry for entry in _entries(earlier, YOUTH_JUSTICE) if (entry["label"], entry["year"]) == (label, year))
    return next((int(entry["count"]) for entry in told), None)


def first_of_scores(earlier: Sequence[Mapping[str, Any]], year: str) -> tuple[int, int] | None:
    """How many improved, of how many, as first printed; None where it never was."""
    told = (entry for entry in _entries(earlier, CROMARTY) if entry["year"] == year)
    return next(((int(entry["improved"]), int(entry["compared"])) for entry in told), None)


def _entries(earlier: Sequence[Mapping[str, Any]], table: str) -> Iterator[Mapping[str, Any]]:
    """What the papers printed in a table, oldest first; a paper of before this was kept tells nothing of it."""
    for paper in earlier:
        yield from paper.get("others", {}).get(table, ())
