"""Which columns of a record were said by which extract: one without a column leaves what an earlier one said."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from data_access.models import Crime, Incident

CHILD, ROLE = "child", "role"
OPTIONAL: dict[Any, tuple[str, ...]] = {
    Incident: ("occurred_at", "response", CHILD, ROLE),
    Crime: ("occurred_at", "outcome_id", "outcome_date", CHILD, ROLE),
}


class Said:
    """The optional columns that a file has, and what that means for records known before."""

    def __init__(self, model: type[Incident] | type[Crime], columns: Iterable[str], extract_date: date) -> None:
        self._has = frozenset(columns)
        self._all = OPTIONAL[model]
        self._day = extract_date.isoformat()
        # A record that only this file names: nothing was ever said of what it does not have.
        self.by_a_new_record = _written({name: None for name in self._all if name not in self._has})

    def told(self, old: Any, *, is_later: bool) -> tuple[frozenset[str], str]:
        """The columns that this file decides of a record, and what is to be noted of those said by earlier extracts."""
        earlier = _read(old["said_earlier"])
        newest = (old["extract_date"] or date.min).isoformat()
        if is_later:
            left = {name: earlier.get(name, newest) for name in self._all if name not in self._has}
            return self._has, _written(left)
        decided = frozenset(name for name in self._has if name in earlier and (earlier[name] or "") <= self._day)
        return decided, _written({**earlier, **dict.fromkeys(decided, self._day)})

    def is_of_children(self, old: Any) -> bool:
        """Whether it was this file that said which children a record names."""
        newest = (old["extract_date"] or date.min).isoformat()
        return CHILD in self._has and _read(old["said_earlier"]).get(CHILD, newest) == self._day


@lru_cache(maxsize=1_024)
def _read(written: str) -> dict[str, str | None]:
    said: dict[str, str | None] = json.loads(written) if written else {}
    return said


def _written(said: dict[str, str | None]) -> str:
    return json.dumps(said, sort_keys=True) if said else ""
