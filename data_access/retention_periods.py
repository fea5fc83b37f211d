"""How long what is stored is kept: the periods the product comes with, and those an administrator set instead."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from data_access.models import RetentionPeriod
from data_access.viewer import Viewer

AUDIT = "audit"


@dataclass(frozen=True)
class Period:
    """How long something is kept, and why. `kept`: its name on the command line. `what`: its name for people."""

    kept: str
    what: str
    months: int
    why: str
    is_changed: bool = False


TREND = "Five full years to see a trend in, one before them to compare with, and the year that is going on."
# In the order in which they are removed: what names something goes before it. The log goes by a command of its own.
DEFAULTS: tuple[Period, ...] = (
    Period("incidents", "Incidents at homes, with the children in them", 84, TREND),
    Period("crimes", "Crimes at homes, with the children in them", 84, TREND),
    Period("youth-justice", "Events of the Youth Justice Service", 84, TREND),
    Period("cromarty", "Cromarty scores, counted from a child's last meeting", 84, TREND),
    Period(
        "investigations",
        "Cases, counted from the last change of them, their points or reviews; their meetings",
        84,
        TREND,
    ),
    Period("neighbourhoods", "Counts of neighbourhoods", 120, "Monthly counts of the public, about nobody."),
    Period("occupancy", "How many children lived in a home", 120, "Needed as long as any count it is set against."),
    Period("internal-counts", "Homes' own counts", 120, "Monthly counts, about no child by code."),
    Period("period-counts", "Published counts of whole periods", 240, "They were published, and tell a long story."),
    Period(
        "actions", "Actions and their history, by the year of their plan", 84, "As long as the figures they answer."
    ),
    Period("narratives", "What was written for papers, and signed", 84, "As long as the figures they speak of."),
    Period("papers", "Papers for the partnership; public ones stay", 84, "As long as the figures that they print."),
    Period("questions", "Questions that people keep", 24, "What nobody kept anew for two years is not asked any more."),
    Period("undo", "What a load replaced, kept to undo it", 12, "A mistake in a file shows within a year."),
    Period("rejected-rows", "Notes of rows turned away", 12, "A year is enough to mend a file and send it again."),
    Period("batches", "Notes of files of which nothing is left", 84, "As long as the rows that came with them."),
    Period("grants", "Grants that were withdrawn", 72, "As long as the log that names them."),
    Period(
        AUDIT, "The log, by closed years", 72, "Six years in which it can be asked who looked, and who changed what."
    ),
)
UNNAMED_CHILDREN = Period("children", "Children whom no record names", 0, "A code without a record serves nobody.")
FORGOTTEN_SIGN_INS = Period(
    "sign-ins", "Sign-ins, by a hash and without names", 0, "Forgotten after two days: none lasts longer."
)
NAMES = tuple(period.kept for period in DEFAULTS)


def is_over(ended: date, months: int, today: date) -> bool:
    """Whether so many whole months have passed since a day: 31 January and one month is over on 1 March."""
    number = ended.year * 12 + ended.month - 1 + months
    return today.year * 12 + today.month - 1 - (today.day < ended.day) >= number


def kept_since(months: int, today: date) -> date:
    """The first day of the first month that is still kept. The month that is going on counts as none."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def fetch_periods(session: Session, viewer: Viewer) -> tuple[Period, ...]:
    """All periods, as they are now."""
    viewer.require_power("settings")
    return periods(session)


def periods(session: Session) -> tuple[Period, ...]:
    """All periods, as they are now, for what asked already who is looking."""
    changed = {row.kept: row for row in session.execute(select(RetentionPeriod)).scalars()}
    return tuple(
        Period(default.kept, default.what, found.months, found.why, is_changed=True)
        if (found := changed.get(default.kept))
        else default
        for default in DEFAULTS
    )


def period_of(session: Session, kept: str) -> Period:
    """How long one of them is kept."""
    return next(period for period in periods(session) if period.kept == kept)
