"""Makes small databases of any shape through the real tables; a test names only what matters to it.

    make_database(url, homes=(home("Home 1"), home("Home 2", opened=date(2022, 9, 12))), crimes=())

Left alone: three homes in two neighbourhoods, two covered years, a few records a month, the Youth Justice Service's
events of two children and the Cromarty scores of two others.
"""

import functools
import random
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert, make_url, update
from sqlmodel import Session, select

from data_access.cromarty import deal_letters
from data_access.database import make_engine
from data_access.imports.register import line_key
from data_access.imports.saving import first_of_month, months_between
from data_access.imports.table import fold
from data_access.migrate import migrate
from data_access.models import (
    Authority,
    Child,
    Coverage,
    Crime,
    CromartyScore,
    DatabaseContents,
    Home,
    HomeNeighbourhood,
    ImportBatch,
    Incident,
    IncidentType,
    Involvement,
    Neighbourhood,
    NeighbourhoodCount,
    Occupancy,
    OffenceType,
    OutcomeCode,
    ReportingLine,
    YouthJusticeEvent,
)
from data_access.reference import save_reference

AUTHORITY = "Derby City"
MONTHS = months_between(date(2021, 4, 1), date(2023, 3, 1))
FROM_THE_START = date(1900, 1, 1)
EXTRACT_DATE = date(2023, 4, 12)
OF_HOMES = ("incidents", "crimes")
OF_THE_AUTHORITY = ("youth_justice", "cromarty")
SOURCES = (*OF_HOMES, *OF_THE_AUTHORITY)
MISSING, NUISANCE, DAMAGE = "Missing Person", "Nuisance", "CRIMINAL DAMAGE"


@dataclass(frozen=True)
class OddHome:
    """A home: its reporting line ("": one of its own), where it lies, and where it lay from a day on."""

    name: str
    line: str
    area: str
    moved_on: date | None
    moved_to: str
    provider: str
    opened: date | None
    closed: date | None

    @property
    def line_name(self) -> str:
        return self.line or self.name

    @property
    def areas(self) -> dict[date, str]:
        """From which day it lies in which neighbourhood; empty where none is known."""
        moves = {FROM_THE_START: self.area, **({self.moved_on: self.moved_to} if self.moved_on else {})}
        return {day: area for day, area in moves.items() if area}

    def is_open(self, month: date) -> bool:
        """Whether it was open at some time of the month."""
        opened, closed = first_of_month(self.opened or date.min), first_of_month(self.closed or date.max)
        return opened <= month <= closed


class Records(NamedTuple):
    """So many incidents or crimes of one type at a home in a month; `outcome`: a code, "" where none was supplied."""

    home: str
    month: date
    type: str
    count: int = 1
    outcome: str = "14"


class AreaCount(NamedTuple):
    """A month's count of a whole neighbourhood; kind is "incident" or "crime"; type "" is all types together."""

    area: str
    month: date
    count: int
    kind: str
    type: str = ""


class Event(NamedTuple):
    """What the Youth Justice Service recorded of a child."""

    child: str
    event: str
    day: date


class Score(NamedTuple):
    """A child's score of one target at a meeting."""

    child: str
    meeting: int
    day: date
    score: float
    target: str = "Target 1"


def home(
    name: str = "Home 1",
    *,
    line: str = "",
    area: str = "Chellaston",
    moved_on: date | None = None,
    moved_to: str = "",
    provider: str = "council",
    opened: date | None = None,
    closed: date | None = None,
) -> OddHome:
    """A home of the register."""
    return OddHome(name, line, area, moved_on, moved_to, provider, opened, closed)


HOMES = (home("Home 1"), home("Home 2", area="Osmaston"), home("Home 3", area="Osmaston"))
EVENTS = (
    Event("YJ-1", "involvement", date(2021, 5, 3)),
    Event("YJ-1", "offence", date(2021, 6, 14)),
    Event("YJ-1", "contact", date(2022, 7, 4)),
    Event("YJ-2", "offence", date(2022, 8, 8)),
    Event("YJ-2", "court_appearance", date(2022, 9, 5)),
    Event("YJ-2", "substantive_order", date(2022, 9, 5)),
)
SCORES = (
    Score("EC-1", 1, date(2022, 5, 9), 3.0),
    Score("EC-1", 2, date(2022, 11, 7), 6.0),
    Score("EC-2", 1, date(2022, 6, 6), 5.0),
    Score("EC-2", 2, date(2023, 1, 16), 4.0),
)


def a_few_a_month(homes: Iterable[OddHome], months: Iterable[date], types: Mapping[str, int]) -> tuple[Records, ...]:
    """The same number of each type in every month in which a home was open."""
    open_months = [(home, month) for home in homes for month in months if home.is_open(month)]
    numbers = types.items()
    return tuple(Records(home.name, month, name, number) for home, month in open_months for name, number in numbers)


def same_every_month(homes: Iterable[OddHome], months: Iterable[date], number: int = 100) -> tuple[AreaCount, ...]:
    """The same number of incidents and of crimes in every month of every neighbourhood of the homes."""
    areas = dict.fromkeys(area for home in homes for area in home.areas.values())
    return tuple(
        AreaCount(area, month, number, kind) for area in areas for month in months for kind in ("incident", "crime")
    )


def make_database(
    url: str,
    *,
    authority: str = AUTHORITY,
    homes: Sequence[OddHome] = HOMES,
    covered: Mapping[str, Iterable[date]] | None = None,
    gaps: Iterable[tuple[str, str, date]] = (),
    incidents: Iterable[Records] | None = None,
    crimes: Iterable[Records] | None = None,
    area_counts: Iterable[AreaCount] | None = None,
    events: Iterable[Event] = EVENTS,
    scores: Iterable[Score] = SCORES,
    occupancy: float | None = 4.0,
    involved: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """A SQLite database that passes for the sample, so that the demo serves it.

    `covered`: the months of each of SOURCES; one that is not named is covered for all MONTHS, one named with () was
    never supplied. `gaps`: months left out again, each as source, home, month. `area_counts` are covered where there is
    one. `occupancy`: children living in each open home, None: never supplied. `involved`: the children who take turns
    in the incidents of a home.
    """
    shutil.copy(_template(), str(make_url(url).database))
    months = {source: tuple((covered or {}).get(source, MONTHS)) for source in SOURCES}
    if incidents is None:
        incidents = a_few_a_month(homes, months["incidents"], {MISSING: 3, NUISANCE: 2})
    if crimes is None:
        crimes = a_few_a_month(homes, months["crimes"], {DAMAGE: 2})
    if area_counts is None:
        area_counts = same_every_month(homes, MONTHS)
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        making = _Making(session, authority)
        making.register(homes)
        making.records(Incident, IncidentType, incidents)
        making.records(Crime, OffenceType, crimes)
        making.involvements(involved or {})
        making.neighbourhood_counts(area_counts)
        making.youth_justice(events)
        making.cromarty(scores)
        making.coverage(homes, months, set(gaps))
        if occupancy is not None:
            making.occupancy(homes, occupancy)
        session.execute(update(DatabaseContents).values(holds="sample"))
    engine.dispose()


@functools.cache
def _template_folder() -> Any:
    return tempfile.TemporaryDirectory(prefix="concordat-odd-")


@functools.cache
def _template() -> Path:
    """A database with the newest tables and labels, made once."""
    file = Path(_template_folder().name) / "template.db"
    migrate(f"sqlite:///{file}")
    engine: Engine = make_engine(f"sqlite:///{file}")
    save_reference(engine)
    engine.dispose()
    return file


class _Making:
    """One database in the making: rows are written in bulk, and found again by name."""

    def __init__(self, session: Session, authority: str) -> None:
        self._session = session
        self._homes: dict[str, int] = {}
        self._areas: dict[str, int] = {}
        self._children: dict[str, int] = {}
        row = Authority(key=line_key(authority), name=authority)
        session.add(row)
        session.flush()
        self._authority_id = int(row.id or 0)
        batch = ImportBatch(
            authority_id=self._authority_id,
            kind="homes",
            source="council",
            file_hash="",
            extract_date=EXTRACT_DATE,
            loaded_at=datetime(2023, 4, 12, 9, 0),
            **dict.fromkeys(("rows_read", "added", "updated", "unchanged", "rejected"), 0),
        )
        session.add(batch)
        session.flush()
        self._batch_id = int(batch.id or 0)

    def register(self, homes: Sequence[OddHome]) -> None:
        owned = {"authority_id": self._authority_id}
        lines = list(dict.fromkeys(home.line_name for home in homes))
        numbers = {line: number for number, line in enumerate(lines, start=1)}
        self._write(
            ReportingLine,
            [
                {"id": n, "key": f"{line_key(line)[:40]}-{n}", "name": line, "register_order": n, **owned}
                for line, n in numbers.items()
            ],
        )
        self._homes = {home.name: number for number, home in enumerate(homes, start=1)}
        self._write(
            Home,
            [
                {
                    "id": self._homes[home.name],
                    "reporting_line_id": numbers[home.line_name],
                    "name": home.name,
                    "provider": home.provider,
                    "opened": home.opened,
                    "closed": home.closed,
                    **owned,
                }
                for home in homes
            ],
        )
        areas = dict.fromkeys(area for home in homes for area in home.areas.values())
        self._areas = {area: number for number, area in enumerate(areas, start=1)}
        self._write(Neighbourhood, [{"id": n, "name": area, **owned} for area, n in self._areas.items()])
        self._write(
            HomeNeighbourhood,
            [
                {"home_id": self._homes[home.name], "neighbourhood_id": self._areas[area], "valid_from": day}
                for home in homes
                for day, area in home.areas.items()
            ],
        )

    def records(
        self,
        model: type[Incident] | type[Crime],
        labels: type[IncidentType] | type[OffenceType],
        rows: Iterable[Records],
    ) -> None:
        rows = list(rows)
        types = self._types(labels, dict.fromkeys(row.type for row in rows))
        outcomes = dict(self._session.execute(select(OutcomeCode.code, OutcomeCode.id)).all())
        numbers = count(1)
        self._write(
            model,
            [
                {
                    "authority_id": self._authority_id,
                    "source": "police",
                    "reference": f"R-{next(numbers)}",
                    "home_id": self._homes[row.home],
                    "type_id": types[row.type],
                    "reported_at": datetime(row.month.year, row.month.month, 15, 12, 0),
                    "month": row.month,
                    "batch_id": self._batch_id,
                    **({"outcome_id": outcomes.get(row.outcome)} if model is Crime else {}),
                }
                for row in rows
                for _ in range(row.count)
            ],
        )

    def _types(self, labels: type[IncidentType] | type[OffenceType], wanted: Iterable[str]) -> dict[str, int]:
        """Types by label; a label that is not in the reference becomes a type of the group Other."""
        known = dict(self._session.execute(select(labels.label, labels.id)).all())
        flags = dict.fromkeys(("missing", "no_apparent_risk", "crime_related"), False) if labels is IncidentType else {}
        new = [label for label in wanted if label not in known]
        rows = [{"label": label, "folded": fold(label), "group": "Other", "sensitive": False, **flags} for label in new]
        self._write(labels, rows)
        return dict(self._session.execute(select(labels.label, labels.id)).all())

    def involvements(self, involved: Mapping[str, Sequence[str]]) -> None:
        rows = []
        for name, children in involved.items():
            at_home = self._session.execute(
                select(Incident.id).where(Incident.home_id == self._homes[name]).order_by(Incident.id)
            ).scalars()
            turns = cycle(children)
            rows += [
                {"incident_id": incident, "child_id": self._child(next(turns)), "role": "missing"}
                for incident in at_home.all()
            ]
        self._write(Involvement, rows)

    def neighbourhood_counts(self, counts: Iterable[AreaCount]) -> None:
        counts = list(counts)
        self._write(
            NeighbourhoodCount,
            [
                {
                    "source": "police",
                    "neighbourhood_id": self._areas[row.area],
                    "month": row.month,
                    "kind": row.kind,
                    "type_label": row.type,
                    "count": row.count,
                    "batch_id": self._batch_id,
                }
                for row in counts
            ],
        )
        places = dict.fromkeys((f"neighbourhood {row.kind}", self._areas[row.area], row.month) for row in counts)
        self._cover([{"source": source, "neighbourhood_id": area, "month": month} for source, area, month in places])

    def youth_justice(self, events: Iterable[Event]) -> None:
        self._write(
            YouthJusticeEvent,
            [
                {
                    "authority_id": self._authority_id,
                    "child_id": self._child(row.child),
                    "event": row.event,
                    "event_date": row.day,
                    "month": first_of_month(row.day),
                    "detail": "",
                    "delivered_by": "",
                    "batch_id": self._batch_id,
                }
                for row in events
            ],
        )

    def cromarty(self, scores: Iterable[Score]) -> None:
        self._write(
            CromartyScore,
            [
                {
                    "authority_id": self._authority_id,
                    "child_id": self._child(row.child),
                    "meeting": row.meeting,
                    "meeting_date": row.day,
                    "target": row.target,
                    "score": row.score,
                    "batch_id": self._batch_id,
                }
                for row in scores
            ],
        )
        deal_letters(self._session, self._authority_id, random.Random(0))

    def coverage(
        self, homes: Sequence[OddHome], months: Mapping[str, Sequence[date]], gaps: set[tuple[str, str, date]]
    ) -> None:
        rows: list[dict[str, Any]] = [
            {"source": source, "home_id": self._homes[home.name], "month": month}
            for source in OF_HOMES
            for home in homes
            for month in months[source]
            if (source, home.name, month) not in gaps
        ]
        rows += [{"source": source, "month": month} for source in OF_THE_AUTHORITY for month in months[source]]
        self._cover(rows)

    def occupancy(self, homes: Sequence[OddHome], average: float) -> None:
        lived_in = [(self._homes[home.name], month) for home in homes for month in MONTHS if home.is_open(month)]
        self._write(
            Occupancy,
            [
                {"home_id": number, "month": month, "average_children": average, "batch_id": self._batch_id}
                for number, month in lived_in
            ],
        )
        self._cover([{"source": "occupancy", "home_id": number, "month": month} for number, month in lived_in])

    def _child(self, name: str) -> int:
        if name not in self._children:
            child = Child(code=f"C{len(self._children) + 1:04d}", authority_id=self._authority_id)
            self._session.add(child)
            self._session.flush()
            self._children[name] = int(child.id or 0)
        return self._children[name]

    def _cover(self, rows: list[dict[str, Any]]) -> None:
        place = {"home_id": None, "neighbourhood_id": None, "authority_id": self._authority_id}
        drawn = {"extract_date": EXTRACT_DATE, "batch_id": self._batch_id}
        self._write(Coverage, [{**place, **row, **drawn} for row in rows])

    def _write(self, model: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.execute(insert(model), rows)
