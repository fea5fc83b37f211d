"""The sheets of the workbook: their names, columns, and the words that may stand in them."""

from collections.abc import Callable
from dataclasses import dataclass

from data_access.imports.cells import choice, count, day, text
from data_access.imports.table import CellProblem, Column, fold

ABOUT = "About"
AUTHORITY, PUBLISHED_ON, PUBLISHED_IN = "Authority", "Published on", "Published in"
ABOUT_LABELS = {
    AUTHORITY: "The council whose homes the tables speak of; needed",
    PUBLISHED_ON: "The day on which the tables were published, DD/MM/YYYY; needed",
    PUBLISHED_IN: "The paper or report in which they stood",
}
CRIMES, INCIDENTS = "Crimes", "Incidents"
OFFENCE_TYPES, INCIDENT_TYPES = "Offence types", "Incident types"
YOUTH_JUSTICE, CROMARTY, OTHER = "Youth justice", "Cromarty", "Other measures"
HOMES, TYPES = "Homes", "Types"
YJS_LABELS = {
    "children": "Children involved with the YJS",
    "substantive_orders": "Children on substantive court orders",
    "offences": "Offences committed in the period",
    "court_appearances": "Court appearances",
    "court_children": "Children who appeared in court",
    "contacts": "Face to face contacts with services in the period",
    "assessments": "Assessments completed",
    "breaches": "Breaches",
}
YJS_SPELLINGS = {
    "children": ("children involved with yjs", "children involved"),
    "substantive_orders": ("on substantive court orders", "on substantive orders"),
    "offences": ("offences committed in period", "offences committed"),
    "court_appearances": (),
    "court_children": ("children in court",),
    "contacts": ("face to face contacts with services", "face to face contacts"),
    "assessments": (),
    "breaches": ("breach",),
}
BASELINE_ONLY = "baseline only"
COMPARED = ("improved", "same", "lower")
RESULT_LABELS = {"improved": "Improved", "same": "The same", "lower": "Lower", BASELINE_ONLY: "Only a baseline"}
RESULT_SPELLINGS = {"improved": (), "same": ("same",), "lower": (), BASELINE_ONLY: ("only baseline", "baseline")}
PLACE_KINDS = ("home", "neighbourhood", "total")
YES_NO = ("yes", "no")


def _word(labels: dict[str, str], spellings: dict[str, tuple[str, ...]]) -> Callable[[str], str]:
    """A parser of a row's label: its key, its label as printed, or another spelling of it."""
    known = {_plain(spelled): key for key, label in labels.items() for spelled in (key, label, *spellings.get(key, ()))}

    def parse(cell: str) -> str:
        key = known.get(_plain(cell))
        if key is None:
            raise CellProblem("this word is not known", f"Write one of: {'; '.join(labels.values())}")
        return key

    return parse


def _plain(label: str) -> str:
    """A label folded, with "young people" and "children" as one word, since papers use both."""
    return fold(label.replace("_", " ").replace("-", " ")).replace("young people", "children").replace(" the ", " ")


@dataclass(frozen=True)
class SheetKind:
    """A sheet: what it is called, what its rows say, and of which measure its counts are ("" where it has none).

    given: labels that the blank workbook has already, so that a row without a number is none.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    measure: str = ""
    given: tuple[str, ...] = ()

    @property
    def has_periods(self) -> bool:
        return bool(self.measure)


def _places(things: str) -> str:
    return (
        f"The {things} at each home, in each neighbourhood as the police count it (homes included), and, if you like, "
        "their total. A total is compared with the sum of its homes and is not stored"
    )


PLACE_COLUMNS = (
    Column("place", text, aliases=("home", "area")),
    Column("kind", choice(*PLACE_KINDS)),
    Column("neighbourhood", text, required=False),
)
SHEETS = (
    SheetKind(CRIMES, _places("recorded crimes"), PLACE_COLUMNS, "crimes"),
    SheetKind(INCIDENTS, _places("police calls for service"), PLACE_COLUMNS, "incidents"),
    SheetKind(
        OFFENCE_TYPES,
        "The crimes of each home by type. The home is the reporting line as printed, for example Home 3/4",
        (
            Column("home", text, aliases=("reporting line", "place")),
            Column("offence_type", text, aliases=("type", "offence", "offence subgroup")),
        ),
        "crimes",
    ),
    SheetKind(
        INCIDENT_TYPES,
        "The incidents of each home by type",
        (
            Column("home", text, aliases=("reporting line", "place")),
            Column("incident_type", text, aliases=("type", "incident", "closing type")),
        ),
        "incidents",
    ),
    SheetKind(
        YOUTH_JUSTICE,
        "What the Youth Justice Service did with children living in the council's homes",
        (Column("measure", _word(YJS_LABELS, YJS_SPELLINGS)),),
        "youth_justice",
        tuple(YJS_LABELS.values()),
    ),
    SheetKind(
        CROMARTY,
        "How many children scored better, the same or lower than at their first meeting, or have only a first meeting",
        (Column("result", _word(RESULT_LABELS, RESULT_SPELLINGS)),),
        "cromarty",
        tuple(RESULT_LABELS.values()),
    ),
    SheetKind(
        OTHER,
        "Any other count worth following, such as Children on part-time timetables. Home blank: the whole authority",
        (Column("measure", text), Column("home", text, required=False, aliases=("reporting line",))),
        "other",
    ),
    SheetKind(
        HOMES,
        "Only if a reporting line has several homes, or to say more about them. A home that is known already stays as "
        "it is; provider blank: the council",
        (
            Column("home", text),
            Column("reporting_line", text),
            Column("neighbourhood", text, required=False),
            Column("provider", choice("council", "private"), required=False),
            Column("beds", count, required=False),
            Column("opened", day, required=False),
            Column("closed", day, required=False),
            Column("signed_up", day, required=False),
        ),
    ),
    SheetKind(
        TYPES,
        "Only types that the product does not know yet; group, missing and sensitive may be blank. Sensitive blank: "
        "the type counts as sensitive and is not named in titles",
        (
            Column("kind", choice("incident", "offence")),
            Column("type", text),
            Column("group", text, required=False),
            Column("missing", choice(*YES_NO), required=False),
            Column("sensitive", choice(*YES_NO), required=False),
        ),
    ),
)
SHEET_NAMES = (ABOUT, *(sheet.name for sheet in SHEETS))


def is_change(heading: str) -> bool:
    """Whether a heading names the printed change between two periods, which is not loaded."""
    return fold(heading.replace("_", " ").replace("%", " ")) in ("change", "change pct", "change percent", "pct change")


def heading_of(column: Column) -> str:
    """The heading of a column as the blank workbook has it."""
    return column.name.replace("_", " ").capitalize()
