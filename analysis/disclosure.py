"""The gate: charts, tables, sentences and documents accept only what `release` gave out."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Any, Literal, get_args

import pandas as pd

from analysis.missing import MEASURE as MISSING_SHARE
from analysis.ratios import change
from analysis.results import ALL_HOMES, FIGURE_COLUMNS, NOT_OPEN, NOT_SUPPLIED, RESULT_COLUMNS, SHOWN
from analysis.series import WHOLE_PERIOD

Audience = Literal["casework", "partnership", "public"]

# The partnership's rules, docs/disclosure.md: types under three at one home do not stand on a shared screen.
FOLD_BELOW = 3
FOLDED = "folded"
WITHHELD = "withheld"
OTHER_TYPES = "Other types ({n})"
# Beside a child's letter, any of these would let people in the room work out who the child is.
NEVER_BESIDE_A_CHILD = ("birth_month", "child_code", "home", "line", "meeting_date", "target")
DERIVED_UNITS = ("change", "expected", "p", "per_100_child_months", "ratio", "share")
# A column of counts of one type, or of one group of types, alone: its name, "" in rows that count everything.
NARROWED_TO = "narrowed_to"
# The rows from which others could be subtracted.
TOTALS = (("place_kind", "all homes"), ("line", ALL_HOMES), ("part", WHOLE_PERIOD))

NOTE_FOLDED = (
    f"Types with fewer than {FOLD_BELOW} at one home, and sensitive types, stand together as “Other types” in pictures "
    "and sentences. The table names them: it is for reading at a desk, not for a room."
)
NOTE_FEW_MISSING = (
    "A row with one or two missing reports in a period has no share in pictures and sentences, nor has the total where "
    "the others would tell it. The table has them: it is for reading at a desk, not for a room."
)
NOTE_FEW_NARROWED = (
    "Where there were one or two of one type in a period, pictures and sentences have no number, nor a total that "
    "would tell it. The table has them: it is for reading at a desk, not for a room."
)
NOTE_CHILDREN = "People in this room may recognise a child."
NOTE_NOT_SUPPLIED = "Where a period was not supplied, nothing is compared."
NOTE_NOT_OPEN = "A home that was not open for all of both periods is counted, and not compared."

_SEAL = object()
_LETTERS = re.compile(r"[A-Z]{1,2}")


class NotReleasable(ValueError):
    """A table holds something that this audience must not be given."""


@dataclass(frozen=True, eq=False)
class Released:
    """A table that passed the gate. Only `release` can make one; both frames are handed out as copies.

    frame: every row, for tables at a desk and downloads, with status shown / folded / withheld / not supplied /
        not open.
    open_frame: what may stand on charts, in titles, sentences, hover, alt text and on a shared screen.
    """

    name: str
    audience: Audience
    notes: tuple[str, ...]
    _frame: pd.DataFrame = field(repr=False)
    _open_frame: pd.DataFrame = field(repr=False)
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Released table is made by analysis.disclosure.release only")

    @property
    def frame(self) -> pd.DataFrame:
        """Every row, with its status."""
        return self._frame.copy()

    @property
    def open_frame(self) -> pd.DataFrame:
        """The rows that may be shown to a room."""
        return self._open_frame.copy()

    def only(self, column: str, values: Collection[str]) -> "Released":
        """The same table with those rows alone whose `column` holds one of the values; what was released stays so."""
        frame, open_frame = (every[every[column].isin(list(values))] for every in (self._frame, self._open_frame))
        return Released(self.name, self.audience, self.notes, frame, open_frame, _SEAL)


def release(
    tables: Mapping[str, pd.DataFrame],
    audience: Audience,
    earlier: Sequence[object] = (),  # noqa: ARG001 - what papers gave away concerns the public only; pages pass nothing
) -> dict[str, Released]:
    """Give out tables to an audience, folded and checked by the partnership's rules.

    Raises NotReleasable for the public (pages have no public view) and for a partnership table that would show who a
    child is; ValueError for an audience it does not know.
    """
    if audience not in get_args(Audience):
        raise ValueError(f"no audience {audience!r}: use casework, partnership or public")
    if audience == "public":
        raise NotReleasable("Pages have no public view: the public are given the approved paper.")
    return {name: _released(name, table, audience) for name, table in tables.items()}


def require_released(thing: object, who: str) -> Released:
    """Return `thing` if it passed the gate; raise TypeError naming the function `who` if it did not."""
    if not isinstance(thing, Released):
        raise TypeError(f"{who} takes a Released table made by analysis.disclosure.release, got {type(thing).__name__}")
    return thing


def _released(name: str, table: pd.DataFrame, audience: Audience) -> Released:
    if audience == "partnership":
        _check_children(name, table)
    frame = _withheld_with_their_inputs(table)
    open_frame = frame
    if audience == "partnership" and {"line", "type", "measure"} <= set(frame.columns):
        folded = _to_fold(frame)
        open_frame = _with_other_types(frame, folded)
        frame.loc[folded & frame["status"].eq(SHOWN), "status"] = FOLDED
    few_missing = few_narrowed = pd.Series(False, frame.index)
    if audience == "partnership":
        few_missing, few_narrowed = _few_missing(frame), _few_narrowed(frame)
    hidden = few_missing | few_narrowed
    if hidden.any():
        open_frame = _without_figures(frame, hidden)
        frame.loc[hidden, "status"] = FOLDED
    notes = [
        (few_missing.any(), NOTE_FEW_MISSING),
        (few_narrowed.any(), NOTE_FEW_NARROWED),
        (frame["status"].eq(FOLDED).any() and not hidden.any(), NOTE_FOLDED),
        (audience == "partnership" and "child" in frame.columns, NOTE_CHILDREN),
        (frame["status"].eq(NOT_SUPPLIED).any(), NOTE_NOT_SUPPLIED),
        (frame["status"].eq(NOT_OPEN).any(), NOTE_NOT_OPEN),
    ]
    return Released(name, audience, tuple(note for holds, note in notes if holds), frame, open_frame, _SEAL)


def _check_children(name: str, table: pd.DataFrame) -> None:
    if "child" not in table.columns:
        return
    too_much = [column for column in NEVER_BESIDE_A_CHILD if column in table.columns]
    if too_much:
        raise NotReleasable(f"“{name}” shows single children: leave out {', '.join(too_much)} for the partnership.")
    # The value itself may be a child's code, so the message does not repeat it.
    if not all(_LETTERS.fullmatch(str(child)) for child in table["child"]):
        raise NotReleasable(f"“{name}” must name children by letter only (A, B, ...) for the partnership.")


def _withheld_with_their_inputs(table: pd.DataFrame) -> pd.DataFrame:
    frame = table.copy()
    if "status" not in frame.columns:
        frame["status"] = SHOWN
    withheld = frame["status"].eq(WITHHELD)
    if not withheld.any():
        return frame
    keys = [column for column in frame.columns if column not in RESULT_COLUMNS]
    if keys and "unit" in frame.columns:
        inputs_withheld = withheld.groupby([frame[key] for key in keys], dropna=False).transform("any")
        withheld |= inputs_withheld & frame["unit"].isin(DERIVED_UNITS)
    frame.loc[withheld, "status"] = WITHHELD
    frame.loc[withheld, [column for column in FIGURE_COLUMNS if column in frame.columns]] = float("nan")
    return frame


def _to_fold(frame: pd.DataFrame) -> pd.Series:
    """Types that may not stand alone. One or two at all homes together are one or two at some home: they fold too."""
    sensitive = frame["sensitive"].astype(bool) if "sensitive" in frame.columns else pd.Series(False, frame.index)
    small = frame["measure"].eq("count") & frame["value"].gt(0) & frame["value"].lt(FOLD_BELOW)
    return (sensitive | small).groupby([frame["line"], frame["type"]]).transform("any").astype(bool)


def _few_missing(frame: pd.DataFrame) -> pd.Series:
    """The shown shares of rows with one or two missing reports in a period: "Missing Person" is a type, too."""
    if not {"measure", "numerator"} <= set(frame.columns):
        return pd.Series(False, frame.index)
    shares = frame["measure"].eq(MISSING_SHARE)
    return _telling(frame, shares, frame["numerator"]) & shares


def _few_narrowed(frame: pd.DataFrame) -> pd.Series:
    """The shown figures of rows with one or two of the type, or group, to which the table is narrowed."""
    if NARROWED_TO not in frame.columns:
        return pd.Series(False, frame.index)
    narrowed = frame[NARROWED_TO].ne("")
    return _telling(frame, narrowed & frame["measure"].eq("count"), frame["value"]) & narrowed


def _telling(frame: pd.DataFrame, counted: pd.Series, numbers: pd.Series) -> pd.Series:
    """The shown figures of rows of which one of the `counted` numbers is one or two, and of totals that tell one.

    In both periods, since the other would give it away.
    """
    keys = [column for column in frame.columns if column not in RESULT_COLUMNS]
    small = counted & numbers.gt(0) & numbers.lt(FOLD_BELOW)
    if not small.any():
        return small
    rows = frame.groupby(keys, dropna=False, sort=False).ngroup()
    hidden = small.groupby(rows).transform("any").astype(bool)
    totals = _are_totals(frame)
    parts = hidden & counted & ~totals
    of_periods = numbers[parts].groupby(frame["period"])
    if any(_tells(float(own.sum()), int(own.count())) for _, own in of_periods):
        hidden |= totals
    elif parts.any():
        # What all homes would have had is the sum of what the hidden ones would, and with that of their counts.
        hidden |= totals & frame["unit"].eq("expected")
    return hidden & frame["status"].eq(SHOWN)


def _tells(together: float, rows: int) -> bool:
    """Whether the sum of the hidden rows of a period, which a total gives away, tells a number under three.

    It does where it is that small itself, and where all of them have to be one, or two.
    """
    return 0 < together < FOLD_BELOW or (together > 0 and together in (rows, rows * (FOLD_BELOW - 1)))


def _are_totals(frame: pd.DataFrame) -> pd.Series:
    totals = pd.Series(False, frame.index)
    for column, name in TOTALS:
        if column in frame.columns:
            totals |= frame[column].eq(name)
    return totals


def _without_figures(frame: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    withheld = frame.copy()
    withheld.loc[rows, "status"] = WITHHELD
    withheld.loc[rows, list(FIGURE_COLUMNS)] = float("nan")
    return withheld


def _with_other_types(frame: pd.DataFrame, folded: pd.Series) -> pd.DataFrame:
    if not folded.any():
        return frame.copy()
    others = [_other_types(rows) for _, rows in frame[folded].groupby("line", sort=False)]
    place = {line: position for position, line in enumerate(frame["line"].unique())}
    joined = pd.concat([frame[~folded], *others], ignore_index=True)
    # The kept rows of a line were put before its "Other types", and a stable sort leaves them so.
    return joined.sort_values("line", key=lambda line: line.map(place), kind="stable", ignore_index=True)


def _other_types(rows: pd.DataFrame) -> pd.DataFrame:
    """The folded rows of one line as one type: counts and shares summed, the change worked out anew."""
    label = OTHER_TYPES.format(n=rows["type"].nunique())
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows.to_dict("records"):
        parts.setdefault((row["measure"], row["period"]), []).append(row)
    summed = {figure: _summed(of_figure, label) for figure, of_figure in parts.items()}
    both = summed.get(("change", "both"))
    if both is not None and both["status"] == SHOWN:
        both["value"] = change(summed["count", "previous"]["value"], summed["count", "current"]["value"])
    return pd.DataFrame(list(summed.values()), columns=rows.columns)


def _summed(rows: list[dict[str, Any]], label: str) -> dict[str, Any]:
    first = rows[0]
    gaps = [row["status"] for row in rows if row["status"] != SHOWN]
    # All shares of a line are parts of the same whole; a change has a whole of its own for every type.
    whole = first["denominator"] if first["measure"] == "share" else sum(row["denominator"] for row in rows)
    return {
        **first,
        "type": label,
        "sensitive": False,
        "numerator": sum(row["numerator"] for row in rows),
        "denominator": whole,
        "value": sum(row["value"] for row in rows),
        "low": float("nan"),
        "high": float("nan"),
        "status": gaps[0] if gaps else SHOWN,
    }
