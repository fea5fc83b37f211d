"""Which children a screen of a meeting names, and the log's lines that they were looked at in it."""

from collections.abc import Iterable
from datetime import datetime

from analysis.tables import Table
from app import cache
from app.meeting.asked import Held
from data_access.audit import children_viewed
from data_access.viewer import Viewer

PAGE = "meeting"
CHILD = "Child"  # the column of a printed table that holds codes


def children_in(*tables: Table) -> list[str]:
    """The codes of the children in printed tables."""
    return sorted({code for table in tables if CHILD in table.text for code in table.text[CHILD]})


def note(viewer: Viewer, held: Held, codes: Iterable[str]) -> None:
    """Note the children as looked at in this meeting: once for each person and child."""
    children_viewed(cache.engine(), viewer, PAGE, str(held.number), sorted(set(codes)), now=datetime.now())
