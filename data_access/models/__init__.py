"""The tables, one file a topic; importing this package registers them all on `Base.metadata`."""

from data_access.models.actions import Action, ActionChange
from data_access.models.audit import AuditEntry, AuditHead, RetentionPeriod
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
from data_access.models.grants import RoleGrant
from data_access.models.housekeeping import (
    BatchAddition,
    BatchBefore,
    CompleteRange,
    Coverage,
    DatabaseContents,
    DataVersion,
    HeldReference,
    ImportBatch,
    RejectedRow,
)
from data_access.models.investigations import CaseChange, ChecklistItem, Investigation, Review
from data_access.models.labels import Benchmark, IncidentType, Marker, OffenceType, OutcomeCode
from data_access.models.mappings import ChildLink, ColumnMapping, LabelChoice
from data_access.models.meetings import Meeting, MeetingNote
from data_access.models.papers import Narrative, PaperSection, PaperSnapshot, PublicSignOff
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
from data_access.models.protocol import ProtocolItem, ProtocolProfile
from data_access.models.questions import SavedQuestion
from data_access.models.sign_ins import SignIn
from data_access.models.totals import PeriodCount

__all__ = [
    "Action",
    "ActionChange",
    "AuditEntry",
    "AuditHead",
    "Authority",
    "Base",
    "BatchAddition",
    "BatchBefore",
    "Benchmark",
    "CaseChange",
    "ChecklistItem",
    "Child",
    "ChildLetter",
    "ChildLink",
    "ChildReference",
    "ColumnMapping",
    "CompleteRange",
    "Coverage",
    "Crime",
    "CromartyScore",
    "DataVersion",
    "DatabaseContents",
    "HeldReference",
    "Home",
    "HomeAlias",
    "HomeNeighbourhood",
    "ImportBatch",
    "Incident",
    "IncidentType",
    "InternalCount",
    "Investigation",
    "Involvement",
    "LabelChoice",
    "Marker",
    "Meeting",
    "MeetingNote",
    "Narrative",
    "Neighbourhood",
    "NeighbourhoodCount",
    "Occupancy",
    "OffenceType",
    "OutcomeCode",
    "PaperSection",
    "PaperSnapshot",
    "PeriodCount",
    "ProtocolItem",
    "ProtocolProfile",
    "PublicSignOff",
    "RejectedRow",
    "ReportingLine",
    "RetentionPeriod",
    "Review",
    "RoleGrant",
    "SavedQuestion",
    "SignIn",
    "YouthJusticeEvent",
]
