"""What is missing and where, for the small print under a picture: months, neighbourhoods, homes that moved."""

from collections.abc import Mapping, Sequence
from datetime import date

from analysis.periods import Period, add_months
from analysis.wording.words import NAMED, and_list, counted, named_places


def gap_notes(source_name: str, missing: Mapping[str, Sequence[date]], everywhere: str = "") -> list[str]:
    """Which months of which places a source did not supply: "Police crimes not supplied: January 2022 for Home 2."

    `missing`: the months of each place, none where nothing is missing; `everywhere`: what all the places together are
    called. Places that miss the same months share a note.
    """
    alike: dict[tuple[date, ...], list[str]] = {}
    for place, months in missing.items():
        if months:
            alike.setdefault(tuple(months), []).append(place)
    notes = []
    for months, places in alike.items():
        of_all = everywhere and len(places) == len(missing) and len(places) > 1
        where = everywhere if of_all else named_places(places)
        notes.append(f"{source_name} not supplied: {_spans(months)}{f' for {where}' if where else ''}.")
    return notes


OTHERS_NOT_COMPARED = (
    "Your role does not see where the other homes lie, so neither they nor all homes together are compared with their "
    "neighbourhoods."
)


def neighbourhood_notes(without: Sequence[str], moved: Mapping[str, tuple[str, str]]) -> list[str]:
    """Why homes are compared with no neighbourhood, or with another than they lay in before.

    `without`: homes of which no neighbourhood is known; `moved`: home -> the neighbourhoods it lay in and lies in.
    """
    notes = []
    if without:
        are = "it is" if len(without) == 1 else "they are"
        notes.append(f"No neighbourhood is known for {named_places(without)}, so {are} not compared with one.")
    for home, (before, now) in list(moved.items())[:NAMED]:
        notes.append(f"{home} moved from {before} to {now}; it is compared with {now} alone.")
    if len(moved) > NAMED:
        others = counted(len(moved) - NAMED, "other home")
        notes.append(f"{others} moved, too; each is compared with the neighbourhood it lies in now.")
    return notes


def _spans(months: Sequence[date]) -> str:
    """ "January 2022" or "April 2021 to June 2021, September 2021 and 5 more months"."""
    spans: list[Period] = []
    for month in sorted(months):
        if spans and spans[-1].end == month:
            spans[-1] = Period(spans[-1].start, add_months(month, 1))
        else:
            spans.append(Period(month, add_months(month, 1)))
    told = [span.words for span in spans[:NAMED]]
    rest = sum(span.length for span in spans[NAMED:])
    if rest:
        return f"{', '.join(told)} and {counted(rest, 'more month')}"
    return and_list(told)
