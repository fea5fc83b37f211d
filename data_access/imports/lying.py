"""Where homes lie, from when: told by the registers that name them, in the order of the days they were drawn."""

from collections import defaultdict
from datetime import date

from sqlmodel import col, select

from data_access.imports.dated import Dated
from data_access.imports.register import FROM_THE_START
from data_access.imports.saving import Saving
from data_access.models import Home, HomeNeighbourhood, Neighbourhood

AREA = "neighbourhood_id"
Moves = dict[date, int]  # first day -> number of the neighbourhood


class Lying:
    """The neighbourhoods of the authority's homes. A home's first one counts from the start, others from a register."""

    def __init__(self, saving: Saving) -> None:
        self._saving = saving
        self._dated = Dated(saving, HomeNeighbourhood, (AREA,))
        stored = (
            select(HomeNeighbourhood)
            .join(Home, col(Home.id) == col(HomeNeighbourhood.home_id))
            .where(col(Home.authority_id) == saving.authority_id)
            .order_by(col(HomeNeighbourhood.valid_from))
        )
        self._rows: dict[int, list[HomeNeighbourhood]] = defaultdict(list)
        for row in saving.session.exec(stored):
            self._rows[row.home_id].append(row)

    def let_lie(self, home: Home, area: Neighbourhood) -> HomeNeighbourhood:
        """Note that the home lay there on the day of this file; the row that says so."""
        drawn, area_id = self._saving.extract_date, int(area.id or 0)
        rows = self._rows[int(home.id or 0)]
        self._make(int(home.id or 0), rows, _moves({**self._days(rows), drawn: area_id}))
        rows.sort(key=lambda row: row.valid_from)
        row = [each for each in rows if each.valid_from <= drawn][-1]
        if (row.id, drawn) not in self._dated.told:
            self._dated.told.add((int(row.id or 0), drawn))
            self._saving.note_additions([(self._dated.name(AREA), int(row.id or 0))])
        return row

    def _days(self, rows: list[HomeNeighbourhood]) -> dict[date, int]:
        """The days for which it was told where a home lay, and where; what no register told counts from its row's."""
        days: dict[date, int] = {}
        for row in rows:
            told = [day for row_id, day in self._dated.told if row_id == row.id]
            days |= dict.fromkeys(told or [row.valid_from], row.neighbourhood_id)
        return days

    def _make(self, home_id: int, rows: list[HomeNeighbourhood], moves: Moves) -> None:
        """Let the rows of a home say these moves. None is taken away: where it lay may be noted with a row."""
        missing = dict(moves.items() - {(row.valid_from, row.neighbourhood_id) for row in rows})
        left = [row for row in rows if moves.get(row.valid_from) != row.neighbourhood_id]
        for since, area_id in sorted(missing.items()):
            row = next((row for row in left if row.neighbourhood_id == area_id), None)
            if row is not None and since not in {other.valid_from for other in rows}:
                self._change(row, valid_from=since)
                left.remove(row)
                del missing[since]
        for row in left:  # another file of its day says otherwise
            row_area = moves[max(since for since in moves if since <= row.valid_from)]
            if row.neighbourhood_id != row_area:
                self._change(row, neighbourhood_id=row_area)
            missing.pop(row.valid_from, None)
        for since, area_id in missing.items():
            new = HomeNeighbourhood(home_id=home_id, neighbourhood_id=area_id, valid_from=since)
            self._saving.add_to_register(new)
            rows.append(new)

    def _change(self, row: HomeNeighbourhood, **values: date | int) -> None:
        self._saving.writing.keep_changed(HomeNeighbourhood, row.model_dump())
        row.sqlmodel_update(values)
        self._saving.session.add(row)
        self._saving.session.flush()


def _moves(days: dict[date, int]) -> Moves:
    """From when the home lay where: a day that says the same as the one before is none of its own."""
    moves: Moves = {}
    last = None
    for day, area_id in sorted(days.items()):
        if area_id != last:
            moves[day if moves else FROM_THE_START] = area_id
        last = area_id
    return moves
