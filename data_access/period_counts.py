"""Counts of whole periods as they were published. Of several publications of one count, the newest is used."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Subquery, case, false, func, or_, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Home, HomeNeighbourhood, IncidentType, Neighbourhood, OffenceType, PeriodCount
from data_access.models import ReportingLine as Line
from data_access.other_homes import OTHER_HOMES, others_of
from data_access.selection import Selection, authority_id, homes_of
from data_access.viewer import Viewer

# What the counts of neighbourhoods are called among the sources, where homes have "incidents" and "crimes".
OF_NEIGHBOURHOODS = {"incidents": "neighbourhood incident", "crimes": "neighbourhood crime"}
TABLES = ("incidents", "crimes", "cromarty")  # whose labels are the rows of one table
PERIOD = ["first_month", "last_month"]
SAID = ("label", "reporting_line_id", "neighbourhood_id", "first_month", "last_month")


def fetch_line_totals(
    session: Session, viewer: Viewer, selection: Selection, *, measure: str, start: date, end: date
) -> pd.DataFrame:
    """Published counts of reporting lines, for periods within start..end (half-open).

    `measure`: incidents, crimes or other. Columns: line, type ("" for all types together; of another measure its name),
    type_group, missing, no_apparent_risk, sensitive, first_month, last_month, count, published_on; in register order. A
    line of which the selection holds only some homes has no row: which part of its count is theirs is not known. To who
    is limited to some homes, all others are one line, where every one of them was published.
    """
    homes = homes_of(selection, viewer)
    others = others_of(session, selection, viewer)
    if others is not None:
        homes = select(col(Home.id)).where(or_(col(Home.id).in_(homes), col(Home.id).in_(others)))
    partly = select(col(Home.reporting_line_id)).where(
        col(Home.authority_id) == authority_id(selection.authority), col(Home.id).not_in(homes)
    )
    wholly = select(col(Home.reporting_line_id)).where(col(Home.id).in_(homes))
    types: Any = IncidentType if measure == "incidents" else OffenceType
    of_incidents = measure == "incidents"
    newest = _newest(selection.authority, measure, start, end)
    totals = (
        select(
            col(Line.name).label("line"),
            newest.c.label.label("type"),
            func.coalesce(types.group, "").label("type_group"),
            func.coalesce(types.missing if of_incidents else false(), false()).label("missing"),
            func.coalesce(types.no_apparent_risk if of_incidents else false(), false()).label("no_apparent_risk"),
            func.coalesce(types.sensitive, false()).label("sensitive"),
            *_what_is_said(newest),
        )
        .join(Line, col(Line.id) == newest.c.reporting_line_id)
        .outerjoin(types, types.label == newest.c.label)
        .where(newest.c.rank == 1, col(Line.id).in_(wholly), col(Line.id).not_in(partly))
        .order_by(col(Line.register_order), newest.c.first_month, newest.c.label)
    )
    if others is None:
        return fetch_frame(session, totals)
    lines_of = select(col(Line.name)).join(Home, col(Home.reporting_line_id) == col(Line.id)).distinct()
    own_lines = session.execute(lines_of.where(col(Home.id).in_(homes_of(selection, viewer)))).scalars().all()
    other_lines = session.execute(lines_of.where(col(Home.id).in_(others))).scalars().all()
    return _with_others_together(fetch_frame(session, totals), set(own_lines), set(other_lines))


def _with_others_together(totals: pd.DataFrame, own: set[str], others: set[str]) -> pd.DataFrame:
    """The rows of the viewer's own lines, and those of all others added up where each of them was published.

    A line that is partly the viewer's own is told to nobody by its total, and then neither are the others together. Of
    the types of a line those that are not printed are none, so its types need only be there at all.
    """
    is_own = totals["line"].isin(own - others)
    if own & others:
        return totals[is_own].reset_index(drop=True)
    of_others = totals[totals["line"].isin(others)]
    of_others = of_others.assign(all_types=of_others["type"].eq(""))
    printed = of_others.groupby([*PERIOD, "all_types"])["line"].transform("nunique")
    complete = of_others[printed.eq(len(others))]
    what = [name for name in totals.columns if name not in ("line", "count", "published_on")]
    together = complete.groupby(what, sort=False, as_index=False).agg({"count": "sum", "published_on": "max"})
    rows = together.assign(line=OTHER_HOMES)[list(totals.columns)].itertuples(index=False, name=None)
    kept = totals[is_own].itertuples(index=False, name=None)
    return pd.DataFrame.from_records([*kept, *rows], columns=list(totals.columns))


def fetch_neighbourhood_totals(
    session: Session, viewer: Viewer, selection: Selection, *, measure: str, start: date, end: date
) -> pd.DataFrame:
    """Published counts of the neighbourhoods in which the homes lie or lay, for periods within start..end (half-open).

    `measure`: incidents or crimes. Columns: neighbourhood, first_month, last_month, count, published_on.
    """
    areas = select(col(HomeNeighbourhood.neighbourhood_id)).where(
        col(HomeNeighbourhood.home_id).in_(homes_of(selection, viewer))
    )
    newest = _newest(selection.authority, measure, start, end)
    totals = (
        select(col(Neighbourhood.name).label("neighbourhood"), *_what_is_said(newest))
        .join(Neighbourhood, col(Neighbourhood.id) == newest.c.neighbourhood_id)
        .where(newest.c.rank == 1, newest.c.label == "", newest.c.neighbourhood_id.in_(areas))
        .order_by(col(Neighbourhood.name), newest.c.first_month)
    )
    return fetch_frame(session, totals)


def fetch_authority_totals(
    session: Session, viewer: Viewer, *, authority: str, measure: str, start: date, end: date
) -> pd.DataFrame:
    """Published counts of the whole authority, for periods within start..end (half-open).

    `measure`: youth_justice (label: a row of its table), cromarty (a result) or other (the name of a measure). Columns:
    label, first_month, last_month, count, published_on.
    """
    viewer.require_all_homes("partnership", authority)
    newest = _newest(authority, measure, start, end)
    totals = (
        select(newest.c.label, *_what_is_said(newest))
        .where(newest.c.rank == 1, newest.c.reporting_line_id.is_(None), newest.c.neighbourhood_id.is_(None))
        .order_by(newest.c.first_month, newest.c.label)
    )
    return fetch_frame(session, totals)


def fetch_published_periods(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """For which periods counts were published, by source, earliest first.

    Columns: source (named as in Coverage; other measures are "other"), first_month, last_month, published_on (newest).
    """
    viewer.require("partnership", authority)
    of_area = col(PeriodCount.neighbourhood_id).is_not(None)
    source = case(
        *((of_area & (col(PeriodCount.measure) == measure), name) for measure, name in OF_NEIGHBOURHOODS.items()),
        else_=col(PeriodCount.measure),
    ).label("source")
    periods = (
        select(
            source,
            col(PeriodCount.first_month),
            col(PeriodCount.last_month),
            func.max(col(PeriodCount.published_on)).label("published_on"),
        )
        .where(col(PeriodCount.authority_id) == authority_id(authority))
        .group_by(source, col(PeriodCount.first_month), col(PeriodCount.last_month))
        .order_by(source, col(PeriodCount.first_month), col(PeriodCount.last_month))
    )
    return fetch_frame(session, periods)


def _newest(authority: str, measure: str, start: date, end: date) -> Subquery:
    """The publications of a measure within start..end, with their rank: 1 is the newest.

    The types of one place and period are one table, and so are the results of the Cromarty scores: a row of an earlier
    publication that a later one no longer prints is not put beside the later ones. Of one day's the last loaded counts.
    """
    same_count = [col(getattr(PeriodCount, name)) for name in SAID]
    same_table = same_count[1:] if measure in TABLES else same_count  # the first is the label
    publication = func.dense_rank().over(
        partition_by=[*same_table, col(PeriodCount.label) == ""], order_by=col(PeriodCount.published_on).desc()
    )
    load = func.row_number().over(
        partition_by=[*same_count, col(PeriodCount.published_on)], order_by=col(PeriodCount.batch_id).desc()
    )
    ranked = (
        select(
            *same_count,
            col(PeriodCount.count),
            col(PeriodCount.published_on),
            publication.label("publication"),
            load.label("load"),
        )
        .where(
            col(PeriodCount.authority_id) == authority_id(authority),
            col(PeriodCount.measure) == measure,
            col(PeriodCount.first_month) >= start,
            col(PeriodCount.last_month) < end,
        )
        .subquery()
    )
    rank = case((ranked.c.publication * ranked.c.load == 1, 1), else_=2).label("rank")
    return select(ranked, rank).subquery()


def _what_is_said(newest: Subquery) -> tuple[Any, ...]:
    return newest.c.first_month, newest.c.last_month, newest.c.count, newest.c.published_on
