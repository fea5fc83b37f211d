"""The homes and neighbourhoods that the workbook names: those of the register, and those it brings."""

from typing import Any

from data_access.imports.homes import NOT_A_TOTAL, VALUES, closes_before_it_opens
from data_access.imports.register import Register, is_named_as_several
from data_access.imports.resolving import repeats, resolve
from data_access.imports.saving import Saving
from data_access.imports.table import Extract, Row, fold
from data_access.models import Home, Neighbourhood, ReportingLine

COUNCIL = "council"
TWO_THINGS = ("a home and a neighbourhood have the same name", "Give the home a name of its own")
KIND_TOTAL = "Write total as its kind, or leave the row out. One place needs another name"
ONE_OF_SEVERAL = (
    "this home is reported together with others",
    "Write the reporting line as printed, with the count of all of its homes",
)


class Places:
    """Says of each row whether it is kept, and finds or makes the home or neighbourhood it speaks of.

    A row that is kept gets `line_id` or `area_id`; of one that is not, the problem is recorded and nothing is made.
    """

    def __init__(self, saving: Saving, extract: Extract, register: Register) -> None:
        self.new_lines: set[int] = set()
        self._saving = saving
        self._extract = extract
        self._register = register
        self._first: dict[str, dict[tuple[Any, ...], int]] = {}

    def is_first(self, row: Row, column: str, key: tuple[Any, ...]) -> bool:
        """Whether what a row speaks of stood in no earlier row of its sheet."""
        return not repeats(self._extract, row, column, key, self._first.setdefault(row.sheet, {}))

    def is_home_kept(self, row: Row) -> bool:
        """A row of the sheet Homes. A home that is known stays as it is; where the row differs, that is said."""
        if not self.is_first(row, "home", (fold(row["home"]),)) or closes_before_it_opens(self._extract, row):
            return False
        names = ("home", "reporting_line", "neighbourhood")
        if is_named_as_several(self._extract, row, *names, right=NOT_A_TOTAL):
            return False
        if self._is_two_things(row, "home", "reporting_line"):
            return False
        known = self._register.home(row["home"])
        if known is not None:
            row["line_id"] = known.reporting_line_id
            self._saving.unchanged += 1
            line = self._register.lines.get(fold(row["reporting_line"]))
            differs = any(row[name] not in (None, getattr(known, name)) for name in VALUES)
            if differs or line is None or line.id != known.reporting_line_id:
                wrong = "this home is known already and was left as it is"
                self._extract.warn(row, "home", wrong, "To change the register, load a file of homes")
            self._place([known], row)
            return True
        values = {name: row[name] for name in VALUES} | {"provider": row["provider"] or COUNCIL}
        line = self._line(row["reporting_line"])
        row["line_id"] = line.id
        if line.id not in self.new_lines and fold(line.name) in self._register.homes and row["home"] != line.name:
            wrong = "the register has this reporting line as one home already"
            self._extract.warn(row, "reporting_line", wrong, "Undo the load that brought it before you load this one")
        self._place([self._register.add_home(row["home"], line, **values)], row)
        self._saving.added += 1
        return True

    def is_place_kept(self, row: Row) -> bool:
        """A row of the sheets Crimes and Incidents: a home, a neighbourhood or a total."""
        if row["kind"] == "total":
            return self.is_first(row, "place", ("total", fold(row["place"])))
        if is_named_as_several(self._extract, row, "place", right=KIND_TOTAL):
            return False
        if row["kind"] == "neighbourhood":
            if self._is_home(row["place"]):
                self._extract.reject(row, "place", *TWO_THINGS)
                return False
            if not self.is_first(row, "place", ("neighbourhood", fold(row["place"]))):
                return False
            row["area_id"] = self._register.area(row["place"]).id
            return True
        if not self.is_line_kept(row, "place"):
            return False
        line = self._register.line_of(row["line_id"])
        self._place(self._register.homes_of(line), row)
        return True

    def is_line_kept(self, row: Row, column: str, repeated: str = "", label: str = "") -> bool:
        """A row about a reporting line; one that nothing explains becomes one home of the same name."""
        lies = [name for name in ("neighbourhood",) if name in row]
        if is_named_as_several(self._extract, row, column, *lies, right=NOT_A_TOTAL):
            return False
        name, known = row[column], self._known_line(row[column])
        if known is None and self._register.home(name) is not None:
            self._extract.reject(row, column, *ONE_OF_SEVERAL)
            return False
        if self._is_two_things(row, column):
            return False
        if not self.is_first(row, repeated or column, ("home", fold(known.name if known else name), label)):
            return False
        if known is None:
            known = self._line(name)
        if not self._register.homes_of(known):
            self._register.add_home(name, known, provider=COUNCIL)
            wrong = f"{name} was added to the register as one home"
            self._extract.warn(row, column, wrong, "If it is several, name them on the sheet Homes")
        row["line_id"] = known.id
        return True

    def is_other_kept(self, row: Row, spelled: dict[str, str]) -> bool:
        """A row of the sheet Other measures: of a home that is known, or of the whole authority."""
        line_id = None
        if row["home"]:
            known = {fold(line.name): int(line.id or 0) for line in self._register.lines.values()}
            line = self._known_line(row["home"])
            if line is None and self._register.home(row["home"]) is not None:
                self._extract.reject(row, "home", *ONE_OF_SEVERAL)
                return False
            line_id = (
                line.id if line else resolve(self._extract, row, "home", known, "home", "add it on the sheet Homes")
            )
            if line_id is None:
                return False
        if not self.is_first(row, "measure", (fold(row["measure"]), line_id)):
            return False
        # A measure that an earlier row or file named in another case goes on under the same name.
        row["label"] = spelled.setdefault(fold(row["measure"]), row["measure"])
        row["line_id"] = line_id
        return True

    def _known_line(self, name: str) -> ReportingLine | None:
        """The reporting line of this name, or the one of a home of this name that is reported alone."""
        line = self._register.lines.get(fold(name))
        home = self._register.home(name)
        if line is None and home is not None:
            line = self._register.line_of(home.reporting_line_id)
            return line if len(self._register.homes_of(line)) == 1 else None
        return line

    def _line(self, name: str) -> ReportingLine:
        is_new = fold(name) not in self._register.lines
        line = self._register.line(name)
        if is_new:
            self.new_lines.add(int(line.id or 0))
        return line

    def _is_home(self, name: str) -> bool:
        return fold(name) in self._register.lines or self._register.home(name) is not None

    def _is_two_things(self, row: Row, *columns: str) -> bool:
        """Whether a home's name is a neighbourhood's too, or the row names its home's neighbourhood like a home."""
        area = row.get("neighbourhood")
        named = {fold(row[column]): column for column in columns}
        both = next((column for name, column in named.items() if name in self._register.areas), None)
        if both is None and area and (fold(area) in named or self._is_home(area)):
            both = "neighbourhood"
        if both is not None:
            self._extract.reject(row, both, *TWO_THINGS)
        return both is not None

    def _place(self, homes: list[Home], row: Row) -> None:
        """Let homes lie in the neighbourhood that their row names; one that is known to lie elsewhere stays there."""
        if row["neighbourhood"]:
            area: Neighbourhood = self._register.area(row["neighbourhood"])
            for home in homes:
                if self._register.area_id_of(home) in (None, area.id):
                    self._register.let_lie_in(home, area)
                else:
                    wrong = "the register has this home in another neighbourhood and was left as it is"
                    self._extract.warn(row, "neighbourhood", wrong, "If it has moved, load a file of homes")
