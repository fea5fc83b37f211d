"""The tables, one file a topic; importing this package registers them all on `Base.metadata`."""

from data_access.models.actions import Action, ActionChange
from data_access.models.base import Base
from data_access.models.facts import (
    Crime,
    CromartyScore,
    Incident,
    InternalCount,
    Involvement,
    NeighbourhoodCount,
    YouthJusticeEvent,
)
from data_access.models.housekeeping import (
    BatchAddition,
    Coverage,
    DatabaseContents,
    DataVersion,
    ImportBatch,
    RejectedRow,
)
from data_access.models.labels import Benchmark, IncidentType, Marker, OffenceType, OutcomeCode
from data_access.models.papers import Narrative, PaperSnapshot
from data_access.models.people import Child, ChildLetter, ChildReference
from data_access.models.places import (
    Authority,
    Home,
    HomeAlias,
    HomeNeighbourhood,
    Neighbourhood,
    Occupancy,
    ReportingLine,
)
from data_access.models.questions import SavedQuestion
from data_access.models.totals import PeriodCount

__all__ = [
    "Action",
    "ActionChange",
    "Authority",
    "Base",
    "BatchAddition",
    "Benchmark",
    "Child",
    "ChildLetter",
    "ChildReference",
    "Coverage",
    "Crime",
    "CromartyScore",
    "DataVersion",
    "DatabaseContents",
    "Home",
    "HomeAlias",
    "HomeNeighbourhood",
    "ImportBatch",
    "Incident",
    "IncidentType",
    "InternalCount",
    "Involvement",
    "Marker",
    "Narrative",
    "Neighbourhood",
    "NeighbourhoodCount",
    "Occupancy",
    "OffenceType",
    "OutcomeCode",
    "PaperSnapshot",
    "PeriodCount",
    "RejectedRow",
    "ReportingLine",
    "SavedQuestion",
    "YouthJusticeEvent",
]
