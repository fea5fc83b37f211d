"""What can be explored: measures, how each may be split, what it may be narrowed to, and an ask in words."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import pandas as pd

from analysis.formats import spoken_type
from analysis.periods import FIRST_YEAR, LAST_YEAR
from analysis.wording.asked import NarrowedBy, What, narrowed_words, question_words
from analysis.youth_justice import OF_CHILDREN, YJS_MEASURES
from app.findings.finding import Question, Source
from app.findings.homes import every_home
from app.findings.supplied import RECORDS, Thing
from data_access.period_counts import fetch_authority_totals, fetch_line_totals
from data_access.selection import Selection
from data_access.types import fetch_types

Kind = Literal["counts", "missing", "outcomes", "rate", "youth justice", "cromarty", "other"]

SPLITS = {
    "": "All together",
    "line": "Home, as reported",
    "home": "Single home",
    "provider": "Provider",
    "type": "Type",
    "group": "Group of types",
    "month": "Month",
    "quarter": "Quarter",
    "year": "Year",
    "outcome": "Outcome",
}
OF_COUNTS = tuple(key for key in SPLITS if key != "outcome")
BESIDE_THE_AREA = ("", "line", "home", "provider")
BY_TYPES = ("type", "group")
LISTED_UNDER: dict[str, str] = {"youth justice": "Youth justice: ", "cromarty": "Cromarty: ", "other": "Other: "}
GROUP_PREFIX = "group-"
ALWAYS = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 1, 1))


class UnknownAsk(ValueError):
    """A measure, a split or a type that does not exist or does not fit; the message says what there is."""


@dataclass(frozen=True)
class Ask:
    """What is explored; all of it by stable keys.

    measure: a key of what can_be_asked offers. split: a key of SPLITS, "" for all together. only: narrows incidents or
    crimes to a type ("robbery") or to a group of types ("group-theft"). area: put the neighbourhood beside it.
    """

    measure: str = "crimes"
    split: str = ""
    only: str = ""
    area: bool = True


@dataclass(frozen=True)
class Measure:
    """A measure that can be asked for. `name`: as in a list; `label`: as its data call it."""

    name: str
    kind: Kind
    splits: tuple[str, ...]
    what: What
    thing: Thing = "crime"
    label: str = ""


@dataclass(frozen=True)
class Asked:
    """What may be chosen for an ask, names by key, and the ask in words.

    types and groups: what the measure can be narrowed to; sensitive types are not offered. unfit: why the ask cannot be
    answered although all its keys exist ("" where it can); fitting: the ask without what does not fit, which can.
    words: `fitting` as a question.
    """

    measures: Mapping[str, str]
    splits: Mapping[str, str]
    types: Mapping[str, str]
    groups: Mapping[str, str]
    words: str
    fitting: Ask
    unfit: str = ""


@dataclass(frozen=True)
class Narrowed:
    """What counts are narrowed to: by a type or a group ("": by neither), its name, and what is counted in words."""

    by: NarrowedBy = ""
    name: str = ""
    things: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The types and groups of a measure that may be named, by key."""

    types: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def can_be_asked(question: Question, source: Source, ask: Ask) -> Asked:
    """What the choices of an ask may offer, and the ask in words. Raises UnknownAsk for a key that does not exist."""
    measures = measures_of(question, source)
    measure = measure_of(measures, ask)
    words = vocabulary(measure, question, source)
    narrowed = narrowed_to(measure, words, ask)
    splits = splits_of(measure, narrowed, ask)
    unfit = "" if ask.split in splits else unfit_words(measure, narrowed, ask, splits)
    fitting = ask if not unfit else replace(ask, split=next(iter(splits)))
    by_types = fitting.split in BY_TYPES
    return Asked(
        measures={key: f"{LISTED_UNDER.get(one.kind, '')}{one.name}" for key, one in measures.items()},
        splits=splits,
        types={} if by_types else {key: spoken_type(name) for key, name in words.types.items()},
        groups={} if by_types else words.groups,
        words=_in_words(measure, narrowed, fitting, question),
        fitting=fitting,
        unfit=unfit,
    )


def measures_of(question: Question, source: Source) -> dict[str, Measure]:
    """Every measure by key: those of the sources, then the other measures that were published, by name."""
    measures = {
        "incidents": Measure("Incidents (police calls for service)", "counts", OF_COUNTS, "incidents", "incident"),
        "crimes": Measure("Crimes", "counts", OF_COUNTS, "crimes", "crime"),
        "missing-share": Measure(
            "Missing-person share of incidents",
            "missing",
            ("", "line", "home", "provider", "quarter", "year"),
            "missing",
            "incident",
        ),
        "outcomes": Measure("Crimes by outcome", "outcomes", ("outcome",), "outcomes"),
        "incident-rate": Measure(
            "Incidents per 100 child-months", "rate", ("", "line", "year"), "incident rate", "incident"
        ),
        "crime-rate": Measure("Crimes per 100 child-months", "rate", ("", "line", "year"), "crime rate", "crime"),
    }
    for row in YJS_MEASURES:
        splits = ("", "year") if row.key in OF_CHILDREN else ("", "month", "quarter", "year")
        measures[f"yjs-{key_of(row.key)}"] = Measure(
            row.label[:1].upper() + row.label[1:], "youth justice", splits, "named", label=row.key
        )
    measures["cromarty-improved"] = Measure("Children above their first meeting", "cromarty", ("",), "cromarty")
    for key, name in _other_keys(_other_measures(question, source)).items():
        measures[key] = Measure(name, "other", ("", "line", "year"), "named", label=name)
    return measures


def _other_keys(names: Sequence[str]) -> dict[str, str]:
    """A key for every name; names that would share one, or have none, are told apart by a part of their hash."""
    shared = Counter(key_of(name) for name in names)
    keys = {}
    for name in names:
        key = key_of(name)
        own = key if key and shared[key] == 1 else f"{key}-{hashlib.sha256(name.encode()).hexdigest()[:6]}".strip("-")
        keys[f"other-{own}"] = name
    return keys


def measure_of(measures: Mapping[str, Measure], ask: Ask) -> Measure:
    """The measure asked for; raises UnknownAsk where there is none."""
    if ask.measure not in measures:
        raise UnknownAsk(f"There is no measure {ask.measure}. There is: {_listed(measures)}.")
    return measures[ask.measure]


def vocabulary(measure: Measure, question: Question, source: Source) -> Vocabulary:
    """What a measure can be narrowed to: no sensitive type, and no group of sensitive types alone."""
    if measure.kind != "counts":
        return Vocabulary()
    types: pd.DataFrame = source(fetch_types, authority=question.selection.authority, kind=measure.thing)
    named = types[~types["sensitive"].astype(bool)]
    return Vocabulary(
        types={key_of(name): str(name) for name in named["type"]},
        groups={f"{GROUP_PREFIX}{key_of(name)}": str(name) for name in sorted(set(named["type_group"]) - {""})},
    )


def narrowed_to(measure: Measure, words: Vocabulary, ask: Ask) -> Narrowed:
    """The type or group that an ask is narrowed to; raises UnknownAsk where the measure has none of that key."""
    things = RECORDS[measure.thing]
    if not ask.only:
        return Narrowed(things=things)
    if measure.kind != "counts":
        raise UnknownAsk(f"{measure.name} cannot be narrowed to a type. Leave it out, or ask for incidents or crimes.")
    if ask.only in words.types:
        name = words.types[ask.only]
        return Narrowed("type", name, narrowed_words(things, name, "type"))
    if ask.only in words.groups:
        name = words.groups[ask.only]
        return Narrowed("group", name, narrowed_words(things, name, "group"))
    there_is = _listed({**words.types, **words.groups})
    raise UnknownAsk(f"{things.capitalize()} cannot be narrowed to {ask.only}. There is: {there_is}.")


def key_of(name: str) -> str:
    """A name as a stable key: "Violence without injury" is "violence-without-injury"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _other_measures(question: Question, source: Source) -> list[str]:
    """The names of the other measures that were ever published, of a home or of the whole authority."""
    authority, (start, end) = question.selection.authority, ALWAYS
    of_all = source(fetch_authority_totals, authority=authority, measure="other", start=start, end=end)
    of_lines = source(fetch_line_totals, Selection(authority), measure="other", start=start, end=end)
    return sorted({*of_all["label"], *of_lines["type"]})


def splits_of(measure: Measure, narrowed: Narrowed, ask: Ask) -> dict[str, str]:
    """How an ask may be split: what is narrowed to one type, or to one group, is not split by them."""
    if ask.split not in SPLITS:
        raise UnknownAsk(f"Nothing can be split by {ask.split}. There is: {_listed(SPLITS)}.")
    return {key: SPLITS[key] for key in measure.splits if not (narrowed.by and key in BY_TYPES)}


def unfit_words(measure: Measure, narrowed: Narrowed, ask: Ask, splits: Mapping[str, str]) -> str:
    """Why an ask cannot be answered although all its keys exist, and how it could be split."""
    what = narrowed.things.capitalize() if narrowed.by else measure.name
    return f"{what}: cannot be split by {SPLITS[ask.split].lower()}. There is: {', '.join(splits.values())}."


def _in_words(measure: Measure, narrowed: Narrowed, ask: Ask, question: Question) -> str:
    of_homes = measure.kind in ("counts", "missing", "rate")
    every = every_home(question)
    return question_words(
        measure.what,
        name=measure.name,
        things=narrowed.things,
        line_names=question.line_names if of_homes else (),
        every_home=every[:1].lower() + every[1:] if of_homes else "all homes",
        current=question.current.words,
        previous=question.previous.words,
        split=ask.split,
        area=ask.area and measure.kind == "counts" and ask.split in BESIDE_THE_AREA,
    )


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(key or '""' for key in keys)
